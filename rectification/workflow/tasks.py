from celery import shared_task
from django.utils import timezone

from rectification.workflow import access


@shared_task(name="rectification.workflow.tasks.sum_up_refusals")
def sum_up_refusals() -> int:
    return access.sum_up_refusals(now=timezone.now())
