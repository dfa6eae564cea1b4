"""Answers already given to programs, so that the same call sent twice does its work once."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class AnsweredCall(models.Model):
    """What a call with this ``Idempotency-Key`` was answered; ``fingerprint`` is the SHA-256 of method, address and body."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.JSONField(default=dict)
    answered_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="call_answered_once")]
