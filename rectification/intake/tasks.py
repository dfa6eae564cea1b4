from celery import shared_task

from rectification.intake import actions


@shared_task(name=actions.READ_DOCUMENT)
def read_document(job_id: int) -> None:
    actions.read(job_id)
