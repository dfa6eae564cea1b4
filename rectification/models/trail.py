"""Two append-only, hash-chained logs, each with a gapless number and its own head row.

``trail`` holds acts on issues, plans and settings; ``access`` holds sign-ins, refusals and views and exports of sensitive
data. Database triggers refuse UPDATE and DELETE (and TRUNCATE on PostgreSQL); ``workflow.trail`` writes both.
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User


class ChainHead(models.Model):
    """The number and hash of the newest entry; locked last in every transaction that appends."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        abstract = True


class ChainEntry(models.Model):
    """One link. ``change`` is canonical JSON text of what was before and after, so that its bytes are what was hashed."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=64, blank=True)
    actor_unit = models.CharField(max_length=128, blank=True)
    verb = models.CharField(max_length=48)
    subject = models.CharField(max_length=200, blank=True)
    issue_id = models.BigIntegerField(null=True, db_index=True)
    round = models.PositiveSmallIntegerField(null=True)
    change = models.TextField(default="{}")
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=32, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        abstract = True
        ordering: ClassVar[tuple[str, ...]] = ("number",)

    def hashed_fields(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in HASHED_FIELDS)


HASHED_FIELDS = (
    "number",
    "at",
    "actor_id",
    "actor_name",
    "actor_unit",
    "verb",
    "subject",
    "issue_id",
    "round",
    "change",
    "reason",
    "request_id",
)


class TrailHead(ChainHead):
    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="trail_has_one_head")]


class TrailEntry(ChainEntry):
    pass


class AccessHead(ChainHead):
    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="access_has_one_head")]


class AccessEntry(ChainEntry):
    pass


class RefusalTally(models.Model):
    """How often one person met one kind of refusal within a minute; summed up in the access log when the minute is over."""

    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32)
    minute = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["minute", "actor", "code"], name="one_tally_a_minute")]
