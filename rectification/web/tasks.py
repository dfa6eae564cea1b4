from celery import shared_task
from django.utils import timezone

from rectification.web.writing import forget_answers


@shared_task(name="rectification.web.tasks.sweep_answers")
def sweep_answers() -> int:
    return forget_answers(now=timezone.now())
