from celery import shared_task
from django.utils import timezone

from rectification.progress.actions.duties import keep_all_duties
from rectification.progress.actions.periods import turn_periods


@shared_task(name="rectification.progress.tasks.turn_periods")
def turn() -> None:
    """Every minute: close and open periods, and keep what is owed in step with the issues."""
    now = timezone.now()
    turn_periods(now=now)
    keep_all_duties(now=now)
