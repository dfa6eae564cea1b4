"""How many parts of a group's work are reported on."""

from collections import Counter

from django.db.models import Exists, OuterRef

from rectification.models import Issue, Part, Period, Report
from rectification.workflow.rules import COUNTED

Share = tuple[int, int]
"""Reported, of how many."""


def parts_reported(issue: Issue) -> dict[int, Share]:
    """For each expanded group of an issue (its row of units): how many of its members have reported in the open periods."""
    current = Period.objects.filter(closed_at__isnull=True)
    report = Report.objects.filter(issue=issue.pk, unit=OuterRef("unit"), period__in=current, state__in=COUNTED)
    parts = Part.objects.filter(issue_unit__issue=issue.pk).annotate(said=Exists(report)).values_list("issue_unit_id", "said")
    owed, said = Counter(row for row, _ in parts), Counter(row for row, done in parts if done)
    return {row: (said[row], count) for row, count in owed.items()}
