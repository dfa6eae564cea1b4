"""Reading for the assembled pages. Everything begins with ``visible_to``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OrderBy, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import StrIndex

from accounts.models import Unit, UnitGroupMember, User, today, units_below
from rectification.models import Deadline, Document, Issue, IssueUnit, Part, Plan, TrailEntry
from rectification.refusals import NotVisible
from rectification.vocabulary import Pace, Stage, UnitRole
from rectification.workflow.queries import visible_to, with_pace
from rectification.workflow.rules import SEES_EVERYTHING

PACE_URGENCY = (Pace.OVERDUE, Pace.BEHIND, Pace.DUE_SOON, Pace.UNDECIDED, Pace.ON_SCHEDULE, Pace.NOT_DUE, Pace.LONG_TERM)


def _rank(field: str, words: Iterable[str]) -> StrIndex:
    """The place of a field's word among ``words``; the field, which may be costly, is computed once a row."""
    return StrIndex(Value(" ".join(words)), F(field))


Key = str | F | StrIndex
DUE = F("due")
ORDERS: Mapping[str, tuple[Key, ...]] = {
    "number": ("position",),
    "due": (DUE,),
    "stage": (_rank("stage", Stage),),
    "pace": (_rank("pace", PACE_URGENCY), DUE),
}
"""What a ledger may be sorted by. Issues without a date come last in either direction."""

DEFAULT_ORDER = "number"


def in_order(issues: QuerySet[Issue], key: str, *, descending: bool) -> QuerySet[Issue]:
    """Sort by one of ``ORDERS``; equal rows keep the order of the newest plan and its paper."""
    return issues.order_by(*(_directed(part, descending=descending) for part in ORDERS[key]), "-plan_id", "position", "pk")


def _directed(key: Key, *, descending: bool) -> OrderBy:
    expression = F(key) if isinstance(key, str) else key
    return OrderBy(expression, descending=descending, nulls_last=expression is DUE or None)


def ledger(user: User) -> QuerySet[Issue]:
    """All issues a person may see, newest plan first, each plan in the order of its paper, with pace."""
    return with_pace(visible_to(user)).order_by("-plan_id", "position", "pk")


def rows_of(issues: Iterable[Issue | int]) -> list[Issue]:
    """These issues, in this order, with all that a row of the ledger shows.

    Lists sort and cut bare keys first, so that the database computes paces and joins for one page only.
    """
    keys = [issue if isinstance(issue, int) else issue.pk for issue in issues]
    rows = with_pace(Issue.objects.filter(pk__in=keys)).select_related("plan").prefetch_related(_units())
    found = {row.pk: row for row in rows}
    return [found[key] for key in keys]


def whole_issue(issue: Issue) -> Issue:
    """The same issue with everything its page shows."""
    issues = with_pace(Issue.objects.filter(pk=issue.pk)).select_related("plan", "plan_version__document", "parent")
    members = UnitGroupMember.objects.valid_on(today()).select_related("unit")
    return issues.prefetch_related(
        _units(Prefetch("group__memberships", members, to_attr="current_members"), Prefetch("parts", Part.objects.select_related("unit"))),
        "measures",
        Prefetch("deadlines", Deadline.objects.filter(measure=None).select_related("decided_by").order_by("-number")),
        "rounds__party_signed_by",
        "rounds__government_signed_by",
    ).get()


def _units(*more: Prefetch[str]) -> Prefetch[str]:
    return Prefetch("units", IssueUnit.objects.select_related("unit", "group").prefetch_related(*more))


def trail_of(issue: Issue) -> QuerySet[TrailEntry]:
    return TrailEntry.objects.filter(issue_id=issue.pk).order_by("-number")


def with_unit_in_role(issues: QuerySet[Issue], unit: Unit | None, role: str) -> QuerySet[Issue]:
    """Issues on which ``unit``, a unit below it or a group with one of them has ``role``; either may be left open."""
    rows = IssueUnit.objects.filter(issue=OuterRef("pk"))
    if role:
        rows = rows.filter(role=role)
    if unit:
        below = units_below([unit]).values("pk")
        groups = UnitGroupMember.objects.valid_on(today()).filter(unit__in=below).values("group")
        rows = rows.filter(Q(unit__in=below) | Q(group__in=groups))
    return issues.filter(Exists(rows))


def plans_for(user: User) -> QuerySet[Plan]:
    """Plans of which a person may see at least one issue; the office, the auditor and the leaders see every plan."""
    if user.holds(*SEES_EVERYTHING):
        return Plan.objects.all()
    return plans_among(visible_to(user))


def plans_among(issues: QuerySet[Issue]) -> QuerySet[Plan]:
    """The plans to which these issues belong."""
    return Plan.objects.filter(Exists(issues.order_by().filter(plan=OuterRef("pk"))))


def plan_for(user: User, pk: int) -> Plan:
    plan = plans_for(user).filter(pk=pk).first()
    if plan is None:
        raise NotVisible("There is no such plan, or it is not shown to you.")
    return plan


def document_for(user: User, plan: int, number: int) -> Document:
    """The document of one version of a plan that this person may see."""
    document = Document.objects.filter(plan_version__plan=plan_for(user, plan), plan_version__number=number).first()
    if document is None:
        raise NotVisible("This version has no document.")
    return document


@dataclass(frozen=True, slots=True)
class StageCount:
    stage: Stage
    count: int


def counts_by_stage(user: User, plans: Collection[Plan]) -> dict[int, list[StageCount]]:
    """For each plan: how many of its issues that this person sees are in each stage, in the order of the stages."""
    rows = visible_to(user).filter(plan__in=plans).order_by().values_list("plan_id", "stage").annotate(count=Count("pk"))
    found = {(plan, stage): count for plan, stage, count in rows}
    return {plan.pk: [StageCount(stage, found[plan.pk, stage]) for stage in Stage if (plan.pk, stage) in found] for plan in plans}


@dataclass(frozen=True, slots=True)
class RoleUnits:
    """The units of an issue that share a role, in printed order."""

    role: UnitRole
    units: list[IssueUnit]


def by_role(issue: Issue) -> list[RoleUnits]:
    units = list(issue.units.all())
    grouped = ((role, [unit for unit in units if unit.role == role]) for role in UnitRole)
    return [RoleUnits(role, found) for role, found in grouped if found]
