"""Who owes a report on what. The rows are the one truth for page, board and reminder; these queries say what they should be."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, QuerySet, Value

from rectification.models import Duty, IssueUnit, Part, Period, Report
from rectification.practice import Practice
from rectification.progress.rules.reports import OWES

Pairs = tuple["QuerySet[IssueUnit]", "QuerySet[Part]"]
"""The two ways to owe a report: by name, and by a part of a group's work."""


def owing(period: Period, practice: Practice) -> Pairs:
    """Who owes reports in this period as the issues stand now; ``workflow.queries.reporters_of`` says the same of one issue."""
    roles = [role.value for role in practice.reporting_roles]
    stages = [stage.value for stage in OWES]
    named = IssueUnit.objects.filter(role__in=roles, unit__isnull=False, issue__stage__in=stages)
    parts = Part.objects.filter(issue_unit__role__in=roles, issue_unit__issue__stage__in=stages)
    plans = list(period.rhythm.plans.values_list("pk", flat=True))
    if plans:
        named, parts = named.filter(issue__plan__in=plans), parts.filter(issue_unit__issue__plan__in=plans)
    return named, parts


def missing_duties(period: Period, owing: Pairs) -> QuerySet[IssueUnit, tuple[int, int, int]]:
    """``(period, issue, unit)`` of every duty that has no row yet."""
    named, parts = owing
    rows = Duty.objects.filter(period=period, unit=OuterRef("unit"))
    of = Value(period.pk)
    by_name = named.filter(~Exists(rows.filter(issue=OuterRef("issue")))).order_by().annotate(of=of)
    by_part = parts.filter(~Exists(rows.filter(issue=OuterRef("issue_unit__issue")))).order_by().annotate(of=of)
    return by_name.values_list("of", "issue_id", "unit_id").union(by_part.values_list("of", F("issue_unit__issue_id"), "unit_id"))


def surplus_duties(period: Period, owing: Pairs) -> QuerySet[Duty]:
    """Duties that fell away before anything was reported on them."""
    named, parts = owing
    unit = OuterRef("unit")
    return Duty.objects.filter(
        ~Exists(named.filter(issue=OuterRef("issue"), unit=unit)),
        ~Exists(parts.filter(issue_unit__issue=OuterRef("issue"), unit=unit)),
        ~Exists(Report.objects.filter(period=period, issue=OuterRef("issue"), unit=unit)),
        period=period,
    )
