"""An issue whose group has 17 members: each has its part and its own report; who joins later does not change the past."""

from __future__ import annotations

import pytest

from accounts.models import Unit, UnitGroup
from accounts.vocabulary import PostKind
from rectification.models import Issue, IssueUnit, Period
from rectification.progress.actions.duties import keep_all_duties
from rectification.progress.actions.periods import turn_periods
from rectification.progress.actions.reports import submit_report
from rectification.progress.queries.board import tallies
from rectification.progress.queries.parts import parts_reported
from rectification.progress.rules.reports import Content
from rectification.vocabulary import ReportStatus, UnitRole
from tests import factories
from tests.cast import Cast, person, unit
from tests.progress.clock import LATE, MONDAY, WEDNESDAY


@pytest.fixture
def members(cast: Cast) -> list[Unit]:
    return [unit(f"街道{n:02}", cast.district.government) for n in range(1, 18)]


@pytest.fixture
def issue(cast: Cast) -> Issue:
    issue = factories.bare_issue(factories.plan(cast))
    factories.takes_part(issue, cast.district.lead, UnitRole.LEAD, coordinating=True)
    return issue


@pytest.fixture
def group(cast: Cast, issue: Issue, members: list[Unit]) -> IssueUnit:
    row = factories.takes_part(issue, UnitGroup.objects.create(name="各镇街"), UnitRole.RESPONSIBLE)
    for member in members:
        factories.part(row, member, cast.clerk)
    return row


@pytest.fixture
def period(group: IssueUnit) -> Period:
    period = factories.period(factories.rhythm(), MONDAY)
    keep_all_duties(now=WEDNESDAY)
    return period


def say(issue: Issue, by: Unit, period: Period) -> None:
    staff = person(f"s{by.pk}", f"填报员{by.pk}", by, PostKind.STAFF)
    content = Content(status=ReportStatus.ON_SCHEDULE, text=f"{by}已完成排查。")
    submit_report(issue_id=issue.pk, unit_id=by.pk, period_id=period.pk, content=content, version=0, actor=staff, now=WEDNESDAY)


def test_the_parent_shows_how_many_of_its_parts_are_reported(issue: Issue, group: IssueUnit, members: list[Unit], period: Period) -> None:
    for member in members[:9]:
        say(issue, member, period)
    assert parts_reported(issue) == {group.pk: (9, 17)}


def test_who_joins_after_the_cut_off_owes_from_the_next_period_on(
    cast: Cast, issue: Issue, group: IssueUnit, members: list[Unit], period: Period
) -> None:
    for member in members:
        say(issue, member, period)
    turn_periods(now=LATE)
    late_comer = unit("街道18", cast.district.government)
    factories.part(group, late_comer, cast.clerk)
    keep_all_duties(now=LATE)
    period.refresh_from_db()
    following = period.rhythm.periods.get(closed_at__isnull=True)
    assert sum(cell.owed for cell in tallies([period]).values()) == 18
    assert not period.duties.filter(unit=late_comer).exists()
    assert following.duties.filter(issue=issue).count() == 19
    assert parts_reported(issue) == {group.pk: (0, 18)}
