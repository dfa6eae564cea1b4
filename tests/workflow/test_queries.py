"""Who sees which issue, and the pace of lists as the rule says it."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from itertools import product
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import UnitGroupMember
from accounts.vocabulary import PostKind
from rectification.models import Issue, Measure, Milestone, Part, PlanVersion
from rectification.practice import Practice
from rectification.refusals import NotYours
from rectification.vocabulary import DeadlineKind, Pace, Stage, UnitRole
from rectification.workflow.pace import pace_of
from rectification.workflow.queries import require_clerk, visible_to, with_pace
from tests import factories
from tests.cast import ROLES, Cast, person

TODAY = dt.date(2026, 11, 20)
PRACTICE = Practice(warning_days=30)
DATED = (DeadlineKind.FIXED, DeadlineKind.PHASED, DeadlineKind.IMMEDIATE)
Case = tuple[Stage, DeadlineKind, dt.date | None, bool, str]


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("clerk", True),
        ("staff", True),
        ("unithead", True),
        ("supervisor", True),
        ("acceptor", True),
        ("party", True),
        ("government", True),
        ("auditor", True),
        ("admin", False),
        ("outsider", False),
    ],
)
def test_who_sees_an_issue(role: str, sees: bool, cast: Cast) -> None:
    issue = factories.issue(cast)
    assert visible_to(cast.person(role)).filter(pk=issue.pk).exists() is sees


@pytest.mark.parametrize("role", ROLES)
def test_what_is_the_office_s_alone_is_refused_to_everybody_else(role: str, cast: Cast) -> None:
    with nullcontext() if role == "clerk" else pytest.raises(NotYours):
        require_clerk(cast.person(role))


def test_a_unit_sees_what_units_below_it_have_and_not_the_reverse(cast: Cast) -> None:
    version = factories.plan(cast)
    below, above = factories.bare_issue(version), factories.bare_issue(version)
    factories.takes_part(below, cast.district.below_lead, UnitRole.LEAD)
    factories.takes_part(above, cast.district.lead, UnitRole.LEAD)
    sweeper = person("sweeper", "环卫员", cast.district.below_lead, PostKind.STAFF)
    assert set(visible_to(cast.staff)) == {below, above}
    assert set(visible_to(sweeper)) == {below}


def test_members_of_a_named_group_see_the_issue_while_they_belong_to_it(cast: Cast) -> None:
    issue = factories.issue(cast)
    easterner = person("east", "东山干部", cast.district.east, PostKind.STAFF)
    assert issue in visible_to(easterner)
    UnitGroupMember.objects.filter(unit=cast.district.east).update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    assert issue not in visible_to(easterner)


def test_a_part_makes_the_issue_visible(cast: Cast) -> None:
    issue = factories.issue(cast)
    group = issue.units.get(group__isnull=False)
    Part.objects.create(issue_unit=group, unit=cast.district.archive, added_by=cast.clerk)
    assert issue in visible_to(cast.outsider)


def test_a_post_that_ended_shows_nothing_any_more(cast: Cast) -> None:
    issue = factories.issue(cast)
    cast.staff.posts.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    assert issue not in visible_to(cast.staff)


def test_rule_and_query_agree_on_every_pace(cast: Cast) -> None:
    """Stages × kinds × dates × decided × steps missed, on a working day, a holiday and a Sunday that is worked."""
    days = (TODAY, dt.date(2026, 10, 1), dt.date(2026, 1, 4))
    cases = [
        (stage, kind, due, decided, step)
        for stage, kind, decided, step in product(Stage, DeadlineKind, (True, False), ("", "measure", "milestone", "reached"))
        for due in ([day + dt.timedelta(days=n) for day in days for n in (-1, 0, 30, 31)] if kind in DATED else [None])
    ]
    issues = _issues_of(cases, factories.plan(cast), missed_on=min(days) - dt.timedelta(days=1))
    met = set()
    for day in days:
        found = dict(with_pace(Issue.objects.all(), on=day, practice=PRACTICE).values_list("pk", "pace"))  # type: ignore[misc]  # annotated by with_pace
        expected = {
            issue.pk: pace_of(
                stage=stage,
                kind=kind,
                due=due,
                decided=decided,
                step_missed=step in ("measure", "milestone"),
                today=day,
                practice=PRACTICE,
            )
            for issue, (stage, kind, due, decided, step) in zip(issues, cases, strict=True)
        }
        assert found == expected
        met |= set(expected.values())
    assert len(cases) >= 1000
    assert met == set(Pace)


def _issues_of(cases: list[Case], version: PlanVersion, *, missed_on: dt.date) -> list[Issue]:
    issues = Issue.objects.bulk_create(
        Issue(
            plan=version.plan,
            plan_version=version,
            kind="problem",
            position=position,
            statement="垃圾中转站渗滤液直排。",
            stage=stage,
            deadline_kind=kind,
            due=due,
            deadline_decided=decided,
        )
        for position, (stage, kind, due, decided, _step) in enumerate(cases, 1)
    )
    steps = [(issue, case[-1]) for issue, case in zip(issues, cases, strict=True)]
    Measure.objects.bulk_create(
        Measure(issue=issue, position=1, text="按月检测。", due=missed_on) for issue, step in steps if step == "measure"
    )
    Milestone.objects.bulk_create(
        Milestone(issue=issue, position=1, text="管网改造过半。", due=missed_on, reached_on=missed_on if step == "reached" else None)
        for issue, step in steps
        if step in ("milestone", "reached")
    )
    return issues


def test_the_clock_stops_when_closure_is_applied_for() -> None:
    late: dict[str, Any] = {"kind": DeadlineKind.FIXED, "due": TODAY - dt.timedelta(days=9), "decided": True, "step_missed": False}
    paces = {stage: pace_of(stage=stage, today=TODAY, practice=PRACTICE, **late) for stage in Stage}
    assert {stage for stage, pace in paces.items() if pace is Pace.OVERDUE} == {Stage.NOT_STARTED, Stage.IN_PROGRESS, Stage.COMPLETED}
