"""Who sees which issue, and the one door to a single issue; what is the office's alone.

Pages, API, search, exports and files all come through here.
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from accounts.models import Post, Unit, UnitGroupMember, User, today, units_below
from accounts.vocabulary import PostKind
from rectification.models import Issue, IssueUnit, Measure, Milestone, Part, Round
from rectification.practice import Practice
from rectification.refusals import NotVisible, NotYours
from rectification.vocabulary import Pace, Stage, UnitRole, Verb
from rectification.workflow import settings
from rectification.workflow.pace import LONG_TERM_KINDS
from rectification.workflow.rules import CLOCK_RUNS, COORDINATING, OFFICE, SEES_EVERYTHING, judge_open, may


def visible_to(user: User) -> QuerySet[Issue]:
    """The issues a person may see: all for the office, the auditor and the leaders; else those on which a unit of theirs,
    or one below it, has a role by itself, as a member of a group, or through a part. System administrators see none.
    """
    if user.holds(*SEES_EVERYTHING):
        return Issue.objects.all()
    units = _own_units(user)
    groups = UnitGroupMember.objects.valid_on(today()).filter(unit__in=units).values("group")
    named = IssueUnit.objects.filter(Q(unit__in=units) | Q(group__in=groups)).values("issue")
    with_part = Part.objects.filter(unit__in=units).values("issue_unit__issue")
    return Issue.objects.filter(Q(pk__in=named) | Q(pk__in=with_part))


def issue_for(user: User, pk: int, verb: Verb = Verb.VIEW) -> Issue:
    """The issue, if this person may say this verb to it; ``NotVisible`` or ``NotYours`` otherwise."""
    issue = visible_to(user).filter(pk=pk).first()
    if issue is None:
        raise NotVisible("There is no such issue, or it is not shown to you.")
    if not may(verb, user.post_kinds(), roles_on(user, issue)):
        raise NotYours("This step belongs to somebody else.")
    return issue


def require_clerk(user: User) -> None:
    """Only the office brings plans in and decides what they leave open; everybody else is refused, whatever they ask for."""
    if user.post_kinds().isdisjoint(OFFICE):
        raise NotYours("Only the rectification office does this. Please ask a clerk of the office.")


def roles_on(user: User, issue: Issue) -> frozenset[UnitRole | str]:
    """The roles that the person's units, and those below them, have on the issue."""
    rows = IssueUnit.objects.filter(issue=issue, unit__in=_own_units(user)).values_list("role", "coordinating")
    return frozenset(UnitRole(role) for role, _ in rows) | frozenset(COORDINATING for _, coordinating in rows if coordinating)


def with_pace(issues: QuerySet[Issue], *, on: dt.date | None = None, practice: Practice | None = None) -> QuerySet[Issue]:
    """Annotate ``pace`` as ``pace.pace_of`` would compute it, so that lists filter and sort in the database. Without ``practice``
    the office's own is read.
    """
    day = on or today()
    warned_until = day + dt.timedelta(days=(practice or settings.practice()).warning_days)
    measure = Measure.objects.filter(issue=OuterRef("pk"), due__lt=day, fulfilled_on__isnull=True)
    milestone = Milestone.objects.filter(issue=OuterRef("pk"), due__lt=day, reached_on__isnull=True)
    running = Q(stage__in=_values(CLOCK_RUNS))
    return issues.annotate(
        pace=Case(
            When(deadline_kind__in=_values(LONG_TERM_KINDS), then=Value(Pace.LONG_TERM.value)),
            When(Q(deadline_decided=False) | Q(due__isnull=True), then=Value(Pace.UNDECIDED.value)),
            When(running & Q(due__lt=day), then=Value(Pace.OVERDUE.value)),
            When(running & (Exists(measure) | Exists(milestone)), then=Value(Pace.BEHIND.value)),
            When(running & Q(due__lte=warned_until), then=Value(Pace.DUE_SOON.value)),
            When(stage=Stage.NOT_STARTED.value, then=Value(Pace.NOT_DUE.value)),
            default=Value(Pace.ON_SCHEDULE.value),
            output_field=CharField(),
        )
    )


def open_issue_for(user: User, pk: int) -> tuple[Issue, Round]:
    """An issue whose round may still be worked on, locked until the transaction ends, and that round.

    The door of every act that changes an issue without moving its stage. Raises ``NotVisible``, or ``WrongStage`` from the
    application for closure on: then only a return or a recall opens the round again.
    """
    Issue.objects.select_for_update(no_key=True).filter(pk=pk).first()
    issue = issue_for(user, pk)
    current = issue.rounds.latest("number")
    judge_open(Stage(issue.stage))
    return issue, current


def reporters_of(issue: Issue, practice: Practice) -> QuerySet[Unit]:
    """The units that report on an issue: those in a reporting role, and the members to whom a group's work was given."""
    roles = _values(practice.reporting_roles)
    named = IssueUnit.objects.filter(issue=issue, role__in=roles, unit__isnull=False).values("unit")
    parts = Part.objects.filter(issue_unit__issue=issue, issue_unit__role__in=roles).values("unit")
    return Unit.objects.filter(Q(pk__in=named) | Q(pk__in=parts)).order_by("path")


def units_spoken_for(user: User, *kinds: PostKind) -> list[int]:
    """The units, and all below them, in which the person holds one of these posts today."""
    posts = Post.objects.valid_on(today()).filter(user=user, kind__in=kinds).select_related("unit")
    return list(units_below(post.unit for post in posts).values_list("pk", flat=True))


def _own_units(user: User) -> list[int]:
    return units_spoken_for(user, *(kind for kind in PostKind if kind is not PostKind.SYSTEM_ADMINISTRATOR))


def _values(words: Iterable[str]) -> list[str]:
    return [str(word) for word in words]
