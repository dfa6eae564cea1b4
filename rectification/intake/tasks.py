from celery import shared_task
from django.utils import timezone

from rectification.intake import actions, files, recounting


@shared_task(name=actions.READ_DOCUMENT)
def read_document(job_id: int) -> None:
    actions.read(job_id)


@shared_task(name="rectification.intake.tasks.sweep_documents")
def sweep_documents() -> int:
    return files.sweep_orphans(now=timezone.now())


@shared_task(name="rectification.intake.tasks.recount_working_days")
def recount_working_days() -> int:
    return recounting.recount(now=timezone.now())
