from celery import shared_task

from rectification.jobs import actions


@shared_task(name="rectification.jobs.tasks.sweep")
def sweep() -> int:
    return actions.sweep()
