from celery import shared_task
from django.utils import timezone

from rectification.evidence import actions


@shared_task(name="rectification.evidence.tasks.sweep")
def sweep() -> int:
    return actions.sweep(now=timezone.now())
