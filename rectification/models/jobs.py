"""Long work as rows: the promise that it will be done outlives broker, worker and machine."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

JOB_STATES = {
    "queued": _("Waiting"),
    "running": _("Working"),
    "done": _("Done"),
    "failed": _("Failed"),
}


class Job(models.Model):
    """One piece of long work. ``task`` is the Celery task to call with this row's id; it may be called any number of times.

    ``progress`` counts hundredths; ``step`` and ``error`` hold codes that the page says in words; ``heartbeat_at`` tells
    the sweep whether a worker is still at it.
    """

    task = models.CharField(max_length=128)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=JOB_STATES, default="queued")
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=32, blank=True)
    result = models.JSONField(default=dict)
    error = models.CharField(max_length=64, blank=True)
    error_detail = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs")
    created_at = models.DateTimeField(default=timezone.now)
    heartbeat_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            # the sweep: "what is unfinished and has not been heard of"
            models.Index(fields=["heartbeat_at"], condition=Q(state__in=["queued", "running"]), name="job_unfinished"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(JOB_STATES)), name="job_state_known"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress_at_most_hundred"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["queued", "running"], finished_at__isnull=True),
                name="job_finished_at_set_when_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.pk}"
