"""What a clerk checks before anything becomes a plan. Edits live here; nothing here is an issue yet."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rectification.models.documents import Document
from rectification.models.jobs import Job

DRAFT_STATES = {
    "reading": _("Being read"),
    "checking": _("To be checked"),
    "refused": _("Could not be read"),
    "confirmed": _("Imported"),
    "discarded": _("Discarded"),
}


class Draft(models.Model):
    """The reading of one document. ``content`` is everything but the items, an ``intake.rules.Heading``.

    ``version`` grows with every change of the heading fields and with confirmation: two people confirming, one wins.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="drafts")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=DRAFT_STATES, default="reading")
    title = models.CharField(_("title"), max_length=500, blank=True)
    issuer = models.CharField(_("issued by"), max_length=500, blank=True)
    issued = models.DateField(_("date of issue"), null=True, blank=True)
    document_number = models.CharField(_("document number"), max_length=64, blank=True)
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("-created_at",)
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(DRAFT_STATES)), name="draft_state_known"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(state__in=["reading", "checking", "confirmed"]), name="document_read_by_one_live_draft"
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.document)


class DraftItem(models.Model):
    """One possible issue of a draft. ``content`` is an ``entries.Entry``: what was read, with the clerk's corrections."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    content = models.JSONField()
    included = models.BooleanField(_("to be imported"), default=True)
    checked = models.BooleanField(_("checked"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("position",)
        constraints = [models.UniqueConstraint(fields=["draft", "position"], name="draft_item_position_unique")]
