from celery import shared_task
from django.utils import timezone

from rectification.progress.actions.duties import keep_all_duties
from rectification.progress.actions.periods import recompute_cutoffs, turn_periods


@shared_task(name="rectification.progress.tasks.turn_periods")
def turn() -> None:
    """Every minute: follow the calendar, close and open periods, and keep what is owed in step with the issues."""
    now = timezone.now()
    recompute_cutoffs(now=now)
    turn_periods(now=now)
    keep_all_duties(now=now)
