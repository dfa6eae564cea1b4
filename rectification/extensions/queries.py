"""Requests a person may see and decide, and every date an issue has had."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import User, today
from accounts.vocabulary import PostKind
from rectification.extensions.rules import MAY_ASK, BothWays, both_ways
from rectification.models import Deadline, Extension, Issue, IssueUnit, Round
from rectification.refusals import NotVisible
from rectification.vocabulary import ExtensionLevel, ExtensionState, UnitRole
from rectification.workflow.deadlines import DECIDED, RECOUNTED
from rectification.workflow.queries import units_spoken_for, visible_to
from rectification.workflow.rules import OPEN_FOR_WORK

ASKING_POSTS = (PostKind.STAFF, PostKind.UNIT_HEAD)


def extensions_for(user: User) -> QuerySet[Extension]:
    """Requests on issues that this person may see, newest first."""
    rows = Extension.objects.filter(issue__in=visible_to(user).order_by().values("pk"))
    return rows.select_related("issue__plan", "unit", "asked_by").order_by("-asked_at")


def extension_for(user: User, pk: int) -> Extension:
    found = extensions_for(user).filter(pk=pk).first()
    if found is None:
        raise NotVisible("There is no such request, or it is not shown to you.")
    return found


def asking_unit(user: User, issue: Issue) -> int | None:
    """The unit for which this person may ask for a later deadline, the coordinating one first."""
    own = units_spoken_for(user, *ASKING_POSTS)
    rows = issue.units.filter(unit__in=own, role__in=[role.value for role in MAY_ASK])
    return rows.order_by("-coordinating", "position").values_list("unit_id", flat=True).first()


def has_supervising_unit(issue: Issue) -> bool:
    return issue.units.filter(role=UnitRole.SUPERVISING, unit__isnull=False).exists()


def decides(user: User, extension: Extension) -> bool:
    """Whether the present step of this request is this person's. Nobody but a unit head decides on what he asked himself."""
    if extension.state != ExtensionState.PENDING:
        return False
    level = ExtensionLevel(extension.levels[extension.step])
    if level is ExtensionLevel.UNIT_HEAD:
        return extension.unit_id in units_spoken_for(user, PostKind.UNIT_HEAD)
    if user.pk == extension.asked_by_id:
        return False
    if level is ExtensionLevel.OFFICE:
        return user.holds(PostKind.OFFICE_CLERK)
    supervising = extension.issue.units.filter(role=UnitRole.SUPERVISING, unit__in=units_spoken_for(user, PostKind.SUPERVISOR))
    return supervising.exists()


def waiting_for(user: User) -> list[Extension]:
    """The requests on which this person's word is next."""
    mine = Q()
    if user.holds(PostKind.OFFICE_CLERK):
        mine |= Q(pk__isnull=False)
    if user.holds(PostKind.UNIT_HEAD):
        mine |= Q(unit__in=units_spoken_for(user, PostKind.UNIT_HEAD))
    if user.holds(PostKind.SUPERVISOR):
        supervised = IssueUnit.objects.filter(
            issue=OuterRef("issue"), role=UnitRole.SUPERVISING, unit__in=units_spoken_for(user, PostKind.SUPERVISOR)
        )
        mine |= Q(Exists(supervised))
    if not mine:
        return []
    pending = extensions_for(user).filter(mine, state=ExtensionState.PENDING).order_by("former_due", "pk")
    return [extension for extension in pending if decides(user, extension)]


FIRST_TO_BIND = (DECIDED, RECOUNTED)
"""Sources of a date before which none was binding: an open deadline decided, or the same words counted right."""


def dues_of(issue: Issue) -> list[dt.date]:
    """Every date that has bound the issue, oldest first. What the paper said before the office decided an open deadline never did."""
    if not issue.deadline_decided:
        return []
    dues: list[dt.date] = []
    for due, source in issue.deadlines.filter(measure=None).order_by("number").values_list("due", "source"):
        dues = [] if source in FIRST_TO_BIND else dues
        dues += [due] if due else []
    return dues


def punctuality_of(issue: Issue) -> BothWays | None:
    done_at = issue.rounds.latest("number").completed_at
    return both_ways(dues_of(issue), timezone.localdate(done_at) if done_at else None, today())


@dataclass(frozen=True, slots=True)
class OnTime:
    """Of the completed issues with a date: how many were on time by their first date, and by their last."""

    completed: int
    by_original: int
    by_current: int


def counts_both_ways(user: User) -> OnTime:
    """Counted in the database over all issues this person may see; long-term and undecided ones have no date and are out."""
    bound = Deadline.objects.filter(issue=OuterRef("pk"), measure=None, due__isnull=False)
    binds_first = Case(When(source__in=FIRST_TO_BIND, then=-F("number")), default=1)
    latest = Round.objects.filter(issue=OuterRef("pk")).order_by("-number").values("completed_at")[:1]
    done = visible_to(user).order_by().filter(due__isnull=False, deadline_decided=True)
    done = done.annotate(
        original=Subquery(bound.order_by(binds_first, "number").values("due")[:1]),
        done_on=TruncDate(Subquery(latest)),
    ).filter(done_on__isnull=False)
    return OnTime(
        **done.aggregate(
            completed=Count("pk"),
            by_original=Count("pk", filter=Q(done_on__lte=F("original"))),
            by_current=Count("pk", filter=Q(done_on__lte=F("due"))),
        )
    )


def section_of(user: User, issue: Issue) -> dict[str, object]:
    """What the issue's page shows of its extensions."""
    open_now = issue.stage in OPEN_FOR_WORK and issue.deadline_decided and issue.due is not None
    requests = list(issue.extensions.all())
    pending = any(request.state == ExtensionState.PENDING for request in requests)
    return {
        "extensions": requests,
        "both": punctuality_of(issue),
        "may_extend": open_now and not pending and asking_unit(user, issue) is not None,
    }
