"""What the office has set: its practice in one row, and its own days of the working calendar."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rectification.practice import DEFAULT_PRACTICE
from rectification.vocabulary import ExtensionLevel

EXTENSION_LEVELS = {
    ExtensionLevel.UNIT_HEAD: _("Unit head"),
    ExtensionLevel.SUPERVISING: _("Supervising unit"),
    ExtensionLevel.OFFICE: _("Rectification office"),
}


class PracticeRow(models.Model):
    """The one row from which ``workflow.settings.practice()`` is read; without it, and for empty lists, the defaults hold."""

    warning_days = models.PositiveSmallIntegerField(_("warning days"), default=DEFAULT_PRACTICE.warning_days)
    reporting_roles = models.JSONField(_("roles that report"), default=list)
    head_confirms = models.BooleanField(_("the unit head confirms each report"), default=DEFAULT_PRACTICE.head_confirms)
    extension_levels = models.JSONField(_("who decides an extension"), default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="practice_is_one_row"),
            models.CheckConstraint(condition=Q(warning_days__lte=365), name="practice_warns_within_a_year"),
        ]

    def __str__(self) -> str:
        return str(_("Practice of the office"))


class CalendarDay(models.Model):
    """A day that the office knows better than the published calendar: a working Sunday, or a holiday of this place."""

    day = models.DateField(_("day"), unique=True)
    working = models.BooleanField(_("working day"))
    note = models.CharField(_("note"), max_length=64, blank=True)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("day",)

    def __str__(self) -> str:
        return self.day.isoformat()


class CalendarYear(models.Model):
    """A year whose holidays and make-up days the office has entered whole, so that its count is no longer provisional."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("year",)
        constraints = [models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="calendar_year_in_this_century")]

    def __str__(self) -> str:
        return str(self.year)
