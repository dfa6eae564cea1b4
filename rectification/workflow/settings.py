"""What the office has set, read from its tables as plain values."""

from rectification.models import CalendarDay, CalendarYear, PracticeRow
from rectification.practice import DEFAULT_PRACTICE, Practice
from rectification.vocabulary import ExtensionLevel, UnitRole
from rectification.working_days import WorkingDays


def practice() -> Practice:
    row = PracticeRow.objects.first()
    if row is None:
        return DEFAULT_PRACTICE
    return Practice(
        warning_days=row.warning_days,
        reporting_roles=tuple(UnitRole(role) for role in row.reporting_roles) or DEFAULT_PRACTICE.reporting_roles,
        head_confirms=row.head_confirms,
        extension_levels=tuple(ExtensionLevel(level) for level in row.extension_levels) or DEFAULT_PRACTICE.extension_levels,
    )


def working_days() -> WorkingDays:
    """The published calendar with the office's own days before it. Two queries."""
    own = dict(CalendarDay.objects.values_list("day", "working"))
    return WorkingDays(own, frozenset(CalendarYear.objects.values_list("year", flat=True)))
