"""What a person has to report: the duties of the units for which this person speaks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts.models import User
from rectification.models import Duty, IssueUnit, Part, Period, Report, ReportDraft
from rectification.models.issues import UNIT_ROLES
from rectification.progress.queries.board import Owed, with_reports
from rectification.progress.queries.reports import REPORTERS
from rectification.vocabulary import ReportState, UnitRole
from rectification.workflow.queries import units_spoken_for, visible_to
from rectification.workflow.rules import OPEN_FOR_WORK

IN_ORDER = ("period__cutoff_at", "unit__path", "issue__plan_id", "issue__position", "pk")
RETURNED_FIRST, MISSED_NEXT, THEN_OPEN = range(3)


def duties_of(user: User) -> QuerySet[Any]:
    """What the person's units ever owed on issues that are shown to them and still worked on, with the ``state`` of the report
    where there is one. Who has left an issue sees no more of it, though what was owed then stays.
    """
    report = Report.objects.filter(issue=OuterRef("issue"), unit=OuterRef("unit"), period=OuterRef("period")).order_by("-round_id")
    issues = visible_to(user).filter(stage__in=[stage.value for stage in OPEN_FOR_WORK]).order_by()
    owed = Duty.objects.filter(unit__in=units_spoken_for(user, *REPORTERS), issue__in=issues)
    return owed.annotate(state=Subquery(report.values("state")[:1]))


def to_report(duties: QuerySet[Any]) -> QuerySet[Duty]:
    """What of these is still to be said: first what came back, from whichever period; then what was missed in the last one of each
    rhythm, which can still be handed in late; then what is due in the open periods.
    """
    rank = Case(
        When(state=ReportState.RETURNED, then=Value(RETURNED_FIRST)),
        When(period__closed_at__isnull=False, then=Value(MISSED_NEXT)),
        default=Value(THEN_OPEN),
        output_field=IntegerField(),
    )
    closed = Period.objects.filter(rhythm=OuterRef("rhythm"), closed_at__isnull=False).order_by("-starts")
    current = Period.objects.filter(Q(closed_at__isnull=True) | Q(pk=Subquery(closed.values("pk")[:1])))
    with_returns = Period.objects.filter(reports__state=ReportState.RETURNED)
    missing = Q(state__isnull=True, period__in=current)
    came_back = Q(state=ReportState.RETURNED, period__in=with_returns)
    return duties.filter(missing | came_back).order_by(rank, *IN_ORDER)


def handed_in(duties: QuerySet[Any]) -> QuerySet[Duty]:
    """What of these was said in the open periods and may still be changed."""
    said = duties.filter(state__isnull=False, period__closed_at__isnull=True).exclude(state=ReportState.RETURNED)
    return said.order_by(*IN_ORDER)


@dataclass(frozen=True, slots=True)
class Task:
    """A row of the list: a duty, what came of it, the unit's roles on the issue, and what it said before."""

    owed: Owed
    roles: list[str]
    last_at: object
    nothing_new_before: bool
    has_draft: bool


def tasks(user: User, duties: Sequence[int]) -> list[Task]:
    """These duties, in this order, with all that a row shows."""
    owed = with_reports(duties)
    issues, units = {row.duty.issue_id for row in owed}, {row.duty.unit_id for row in owed}
    roles = _roles(issues, units)
    last = Report.objects.filter(issue__in=issues, unit__in=units).order_by().values_list("issue_id", "unit_id")
    at = {(issue, unit): when for issue, unit, when in last.annotate(at=Max("submitted_at"))}
    silent, drafted = _silent_before(duties), _drafted(user, duties)
    return [
        Task(
            owed=row,
            roles=[str(UNIT_ROLES[role]) for role in roles[row.duty.issue_id, row.duty.unit_id]],
            last_at=at.get((row.duty.issue_id, row.duty.unit_id)),
            nothing_new_before=row.duty.pk in silent,
            has_draft=row.duty.pk in drafted,
        )
        for row in owed
    ]


def _roles(issues: set[int], units: set[int]) -> dict[tuple[int, int], list[UnitRole]]:
    """The roles of each unit on each issue, by name or through a part, in the order in which a plan names them."""
    named = IssueUnit.objects.filter(issue__in=issues, unit__in=units).order_by().values_list("issue_id", "unit_id", "role")
    parts = Part.objects.filter(issue_unit__issue__in=issues, unit__in=units)
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for issue, unit, role in (*named, *parts.values_list("issue_unit__issue_id", "unit_id", "issue_unit__role")):
        found[issue, unit].add(role)
    return defaultdict(list, {key: [role for role in UnitRole if role in roles] for key, roles in found.items()})


def _silent_before(duties: Sequence[int]) -> set[int]:
    """Those whose unit had nothing new the last time in the same rhythm."""
    before = Report.objects.filter(
        issue=OuterRef("issue"),
        unit=OuterRef("unit"),
        period__rhythm=OuterRef("period__rhythm"),
        period__cutoff_at__lt=OuterRef("period__cutoff_at"),
    ).order_by("-period__cutoff_at", "-round_id")
    rows = Duty.objects.filter(pk__in=duties).annotate(silent=Subquery(before.values("no_change")[:1]))
    return set(rows.filter(silent=True).values_list("pk", flat=True))


def _drafted(user: User, duties: Sequence[int]) -> set[int]:
    draft = ReportDraft.objects.filter(author=user, issue=OuterRef("issue"), unit=OuterRef("unit"), period=OuterRef("period"))
    return set(Duty.objects.filter(Exists(draft), pk__in=duties).values_list("pk", flat=True))
