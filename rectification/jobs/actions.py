"""What can happen to a job. The row is the promise; a message to the broker only makes it start sooner."""

import datetime as dt
import logging
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts.models import User
from rectification.models import Job

log = logging.getLogger(__name__)

SILENT_AFTER = dt.timedelta(seconds=60)
"""A running job not heard of for so long has lost its worker; readers report at least every few seconds."""
UNSEEN_AFTER = dt.timedelta(seconds=15)
"""A queued job nobody took for so long lost its message, or the broker was away."""
MOST_ATTEMPTS = 5
"""A job that loses its worker so often is the cause of it: it is parked as failed and the queue goes on."""


def enqueue(*, task: str, arguments: dict[str, Any], asked_by: User) -> Job:
    """Promise a piece of work; it is published once the transaction around it is committed."""
    job = Job.objects.create(task=task, arguments=arguments, asked_by=asked_by)
    transaction.on_commit(lambda: publish(job.pk, task))
    return job


def publish(job_id: int, task: str) -> None:
    """Tell the workers. A broker that is away loses nothing: the sweep tries again."""
    try:
        current_app.send_task(task, args=[job_id], retry=False)
    except (OperationalError, OSError) as error:
        log.warning("job %s not published, left to the sweep: %s", job_id, error)


def claim(job_id: int, *, now: dt.datetime | None = None) -> Job | None:
    """Take a job for this worker, or ``None`` where it is over or another worker is at it."""
    now = now or timezone.now()
    takeable = Q(state="queued") | Q(state="running", heartbeat_at__lt=now - SILENT_AFTER)
    taken = Job.objects.filter(takeable, pk=job_id).update(
        state="running", heartbeat_at=now, attempts=F("attempts") + 1, progress=0, step=""
    )
    return Job.objects.get(pk=job_id) if taken else None


def report(job_id: int, *, progress: int, step: str) -> None:
    """Say how far the work is, in hundredths, and that the worker lives."""
    Job.objects.filter(pk=job_id, state="running").update(progress=progress, step=step, heartbeat_at=timezone.now())


def finish(job_id: int, *, result: dict[str, Any] | None = None) -> bool:
    """Mark a running job done; false where it was already over."""
    return _end(job_id, state="done", progress=100, result=result or {})


def fail(job_id: int, *, error: str, detail: str = "") -> bool:
    """Mark a running job failed with an error code and what a person should know."""
    return _end(job_id, state="failed", error=error, error_detail=detail[:2000])


def sweep(*, now: dt.datetime | None = None) -> int:
    """Publish again what is unfinished and unheard of, park what keeps failing, and return how many were published."""
    now = now or timezone.now()
    Job.objects.filter(state="running", heartbeat_at__lt=now - SILENT_AFTER, attempts__gte=MOST_ATTEMPTS).update(
        state="failed", error="worker_lost", finished_at=now
    )
    forgotten = Q(state="queued", heartbeat_at__lt=now - UNSEEN_AFTER) | Q(state="running", heartbeat_at__lt=now - SILENT_AFTER)
    jobs = list(Job.objects.filter(forgotten).values_list("pk", "task"))
    Job.objects.filter(pk__in=[job_id for job_id, _ in jobs], state="queued").update(heartbeat_at=now)
    for job_id, task in jobs:
        publish(job_id, task)
    return len(jobs)


def _end(job_id: int, **fields: Any) -> bool:
    return bool(Job.objects.filter(pk=job_id, state="running").update(finished_at=timezone.now(), **fields))
