"""A rectification plan and its versions: an issue belongs to the plan, its wording to a version."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rectification.models.documents import Document


class Plan(models.Model):
    title = models.CharField(_("title"), max_length=500)
    issuer = models.CharField(_("issued by"), max_length=500, blank=True)
    issued = models.DateField(_("date of issue"), null=True, blank=True)
    document_number = models.CharField(_("document number"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering: ClassVar[tuple[str, ...]] = ("-issued", "-pk")
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="plan_has_a_title")]

    def __str__(self) -> str:
        return self.title


class PlanVersion(models.Model):
    """One wording of a plan: the document it was read from, who confirmed it and when."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="plan_version", null=True)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("plan", "number")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_unique")]
