"""How the work of an issue is divided, and who may divide it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from accounts.models import Unit, UnitGroupMember, User, today
from accounts.vocabulary import PostKind
from rectification.models import Issue, IssueUnit, Milestone, ReportFigure, Target
from rectification.refusals import NotVisible, NotYours
from rectification.work.rules import missing_of, reached_of
from rectification.workflow import settings
from rectification.workflow.queries import issue_for, reporters_of, units_spoken_for, visible_to
from rectification.workflow.rules import COUNTED

DIVIDERS = (PostKind.STAFF, PostKind.UNIT_HEAD)


def divides(user: User, issue: Issue) -> bool:
    """The office, and whoever speaks for the coordinating unit."""
    if user.holds(PostKind.OFFICE_CLERK):
        return True
    return issue.units.filter(coordinating=True, unit__in=units_spoken_for(user, *DIVIDERS)).exists()


def require_divider(user: User, issue: Issue) -> None:
    if not divides(user, issue):
        raise NotYours("Only the office and the coordinating unit divide the work of an issue.")


def issue_to_divide(user: User, pk: int) -> Issue:
    """The door to the pages of this room."""
    issue = issue_for(user, pk)
    require_divider(user, issue)
    return issue


def milestones_for(user: User) -> QuerySet[Milestone]:
    """The milestones of the issues this person sees."""
    return Milestone.objects.filter(issue__in=visible_to(user).order_by().values("pk")).order_by("issue_id", "due", "position")


def targets_for(user: User) -> QuerySet[Target]:
    """The targets of the issues this person sees, with the units' shares."""
    targets = Target.objects.filter(issue__in=visible_to(user).order_by().values("pk"))
    return targets.prefetch_related("shares").order_by("issue_id", "position")


def groups_for(user: User) -> QuerySet[IssueUnit]:
    """The groups named on the issues this person sees, with the units to which their work was given."""
    rows = IssueUnit.objects.filter(group__isnull=False, issue__in=visible_to(user).order_by().values("pk"))
    return rows.select_related("issue").prefetch_related("parts").order_by("issue_id", "position")


def milestone_for(user: User, pk: int) -> Milestone:
    found = Milestone.objects.select_related("issue").filter(pk=pk).first()
    if found is None:
        raise NotVisible("There is no such milestone, or it is not shown to you.")
    issue_to_divide(user, found.issue_id)
    return found


def target_for(user: User, pk: int) -> Target:
    found = Target.objects.select_related("issue").filter(pk=pk).first()
    if found is None:
        raise NotVisible("There is no such target, or it is not shown to you.")
    issue_to_divide(user, found.issue_id)
    return found


def group_for(user: User, pk: int) -> IssueUnit:
    """A group named on an issue, whose work a person gives to its members."""
    found = IssueUnit.objects.select_related("issue", "group").filter(pk=pk, group__isnull=False).first()
    if found is None:
        raise NotVisible("There is no such group on an issue, or it is not shown to you.")
    issue_to_divide(user, found.issue_id)
    return found


def members_of(row: IssueUnit) -> QuerySet[Unit]:
    """Today's members of the group, and those to whom a part was given."""
    present = UnitGroupMember.objects.valid_on(today()).filter(group=row.group_id).values("unit")
    return (Unit.objects.filter(pk__in=present) | Unit.objects.filter(pk__in=row.parts.values("unit"))).order_by("path")


def units_with_reports(row: IssueUnit) -> set[int]:
    return set(row.issue.reports.values_list("unit_id", flat=True))


def sharers_of(target: Target) -> QuerySet[Unit]:
    """The units that can have a share: those that report on the issue."""
    return reporters_of(target.issue, settings.practice())


@dataclass(frozen=True, slots=True)
class Share:
    """What a unit has of a target, and how much of it the unit has reported so far."""

    unit: Unit
    quantity: Decimal
    reached: Decimal | None


@dataclass(frozen=True, slots=True)
class Divided:
    """A target with what each unit has of it; ``missing`` is what the shares lack to the total, negative where they exceed it."""

    target: Target
    shares: list[Share]
    reached: Decimal | None
    missing: Decimal


def targets_of(issue: Issue) -> list[Divided]:
    targets = issue.targets.prefetch_related("shares__unit")
    said = _figures(issue) if targets else {}
    return [_divided(target, said.get(target.pk, {})) for target in targets]


def _divided(target: Target, said: dict[int, Decimal]) -> Divided:
    shares = [Share(share.unit, share.quantity, said.get(share.unit_id)) for share in target.shares.all()]
    numbers = [share.reached for share in shares if share.reached is not None] if shares else [*said.values()]
    missing = missing_of(target.total, (share.quantity for share in shares))
    return Divided(target, shares, reached_of(numbers, split=bool(shares)), missing)


def _figures(issue: Issue) -> dict[int, dict[int, Decimal]]:
    """For each target the newest number of each unit in this round, the newest last: a reopened issue counts anew."""
    newest = issue.rounds.order_by("-number").values("pk")[:1]
    counted = ReportFigure.objects.filter(report__issue=issue, report__state__in=COUNTED, report__round=newest)
    said: dict[int, dict[int, Decimal]] = {}
    in_order = counted.order_by("report__period__cutoff_at", "report__submitted_at")
    for target, unit, reached in in_order.values_list("target_id", "report__unit_id", "reached"):
        numbers = said.setdefault(target, {})
        numbers.pop(unit, None)
        numbers[unit] = reached
    return said


def section_of(user: User, issue: Issue) -> dict[str, object]:
    """What the issue's page shows of how its work is divided."""
    return {"milestones": list(issue.milestones.all()), "targets": targets_of(issue), "divides": divides(user, issue)}
