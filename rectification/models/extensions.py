"""Requests for a later deadline and the opinions on them. A granted one becomes a new ``Deadline``; nothing is overwritten."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from rectification.models.issues import Issue
from rectification.models.practice import EXTENSION_LEVELS
from rectification.models.rounds import Round
from rectification.vocabulary import ExtensionLevel, ExtensionState

EXTENSION_STATES = {
    ExtensionState.PENDING: _("Waiting for a decision"),
    ExtensionState.GRANTED: _("Granted"),
    ExtensionState.REFUSED: _("Refused"),
    ExtensionState.WITHDRAWN: _("Taken back"),
}


class Extension(models.Model):
    """``levels`` is the chain as the office had set it on the day of asking; ``step`` counts the opinions given.

    ``late``: asked after the due date. ``document_number``: the paper of the higher level that agreed, where one must.
    """

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="extensions")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="extensions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    former_due = models.DateField(_("due until now"))
    proposed_due = models.DateField(_("proposed new date"))
    reason = models.TextField(_("reason"))
    progress = models.TextField(_("progress so far"))
    late = models.BooleanField(_("asked late"), default=False)
    levels = models.JSONField(default=list)
    step = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=[(s.value, v) for s, v in EXTENSION_STATES.items()], default=ExtensionState.PENDING)
    granted_due = models.DateField(_("new date"), null=True, blank=True)
    document_number = models.CharField(_("document number of the higher level"), max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("issue_id", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["issue"], condition=Q(state="pending"), name="one_pending_extension"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in ExtensionState]), name="extension_state_known"),
            models.CheckConstraint(
                condition=Q(state="granted", granted_due__isnull=False) | (~Q(state="granted") & Q(granted_due__isnull=True)),
                name="granted_extension_has_a_date",
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(progress=""), name="extension_says_why_and_how_far"),
        ]

    def __str__(self) -> str:
        return f"{self.issue} {self.proposed_due}"


class ExtensionOpinion(models.Model):
    """What one level said, once; ``due`` is the date that it agrees to."""

    extension = models.ForeignKey(Extension, on_delete=models.PROTECT, related_name="opinions")
    step = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=12, choices=[(k.value, v) for k, v in EXTENSION_LEVELS.items()])
    agrees = models.BooleanField(_("agrees"))
    words = models.TextField(_("opinion"), blank=True)
    due = models.DateField(null=True, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("extension_id", "step")
        constraints = [
            models.UniqueConstraint(fields=["extension", "step"], name="one_opinion_a_step"),
            models.CheckConstraint(condition=Q(level__in=[k.value for k in ExtensionLevel]), name="opinion_level_known"),
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(words=""), name="refusing_opinion_says_why"),
        ]
