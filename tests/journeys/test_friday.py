"""A Friday of a district with 23 units: 20 report, 2 have nothing new, 1 is missing, one was sent back and reported again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from accounts.models import Unit, User
from accounts.vocabulary import PostKind
from rectification.models import Duty, Issue, Period, Report, TrailEntry
from rectification.progress.actions.decisions import return_report
from rectification.progress.actions.periods import create_rhythm, open_period, turn_periods
from rectification.progress.actions.reports import submit_no_change, submit_report
from rectification.progress.queries.board import Counts, board, tallies
from rectification.progress.rules.periods import CutOff
from rectification.progress.rules.reports import Content
from rectification.vocabulary import ReportStatus, RhythmKind, Standing, UnitRole
from rectification.workflow.trail import TRAIL, verify_chain
from tests import factories
from tests.cast import Cast, person, unit
from tests.conftest import Budget
from tests.progress.clock import CUTOFF, LATE, WEDNESDAY, at

FRIDAY_MORNING = at(20, 9)


@pytest.fixture
def units(cast: Cast) -> list[Unit]:
    return [unit(f"单位{n:02}", cast.district.government) for n in range(1, 24)]


@pytest.fixture
def people(units: list[Unit]) -> dict[int, User]:
    return {one.pk: person(f"staff{one.pk}", f"填报员{one.pk}", one, PostKind.STAFF) for one in units}


@pytest.fixture
def issues(cast: Cast, units: list[Unit]) -> list[Issue]:
    """Each unit leads one issue; the first one cooperates on another besides."""
    version = factories.plan(cast)
    issues = [factories.bare_issue(version) for _ in units]
    for issue, one in zip(issues, units, strict=True):
        factories.takes_part(issue, one, UnitRole.LEAD, coordinating=True)
    factories.takes_part(issues[1], units[0], UnitRole.COOPERATING)
    return issues


@pytest.fixture
def period(cast: Cast, issues: list[Issue]) -> Period:
    rhythm = create_rhythm(
        name="周报", cutoff=CutOff(RhythmKind.WEEK, 4, 0, dt.time(17)), plans=(), actor=cast.clerk, now=WEDNESDAY - dt.timedelta(days=1)
    )
    return open_period(rhythm_id=rhythm.pk, actor=cast.clerk, now=WEDNESDAY)


Reporting = Callable[..., Report]


@pytest.fixture
def reports(people: dict[int, User], period: Period) -> Reporting:
    def said(issue: Issue, by: Unit, now: dt.datetime = FRIDAY_MORNING, version: int = 0) -> Report:
        content = Content(status=ReportStatus.ON_SCHEDULE, text=f"{by}本周完成排查。")
        return submit_report(
            issue_id=issue.pk, unit_id=by.pk, period_id=period.pk, content=content, version=version, actor=people[by.pk], now=now
        )

    return said


@pytest.fixture
def friday(cast: Cast, units: list[Unit], people: dict[int, User], issues: list[Issue], period: Period, reports: Reporting) -> Period:
    """What happened until 17:00."""
    for issue, one in zip(issues[:20], units[:20], strict=True):
        reports(issue, one)
    reports(issues[1], units[0])
    for issue, one in zip(issues[20:22], units[20:22], strict=True):
        submit_no_change(issue_id=issue.pk, unit_id=one.pk, period_id=period.pk, actor=people[one.pk], now=FRIDAY_MORNING)
    sent_back = Report.objects.get(unit=units[5])
    return_report(report_id=sent_back.pk, version=1, reason="与目标不符", actor=cast.clerk, now=at(20, 11))
    assert counts(period).by_standing[Standing.RETURNED] == 1
    reports(issues[5], units[5], now=at(20, 14), version=2)
    turn_periods(now=LATE)
    period.refresh_from_db()
    return period


def counts(period: Period) -> Counts:
    return Counts.of(tallies([period]).values())


def test_the_board_of_that_friday(friday: Period) -> None:
    found = counts(friday)
    assert found.owed == 23
    assert found.by_standing == {Standing.REPORTED: 20, Standing.NO_CHANGE: 2, Standing.MISSING: 1, Standing.RETURNED: 0}
    assert found.late == 0
    shown = board(friday.rhythm)
    assert [period.starts for period in shown.periods] == [dt.date(2026, 11, 23), dt.date(2026, 11, 16)]
    assert len(shown.rows) == 23
    cell = shown.rows[0].cells[1]
    assert cell
    assert (cell.standing, cell.tally.answered, cell.tally.owed) == (Standing.REPORTED, 2, 2)


def test_each_number_opens_the_list_that_it_counts(cast: Cast, friday: Period) -> None:
    clerk = cast.client("clerk")
    for count in clerk.get(f"/periods/{friday.pk}/").context["counts"]:
        listed = clerk.get(count.url).context["rows"]
        assert len({row.duty.unit_id for row in listed}) == count.count, count
    missing = clerk.get(f"/periods/{friday.pk}/?standing=missing").context["rows"]
    assert [row.duty.unit.name for row in missing] == ["单位23"]


def test_the_missing_one_comes_late_and_is_marked(
    cast: Cast, friday: Period, units: list[Unit], issues: list[Issue], reports: Reporting
) -> None:
    assert reports(issues[22], units[22], now=LATE).late
    found = counts(friday)
    assert (found.by_standing[Standing.REPORTED], found.by_standing[Standing.MISSING], found.late) == (21, 0, 1)
    page = cast.client("auditor").get("/board/").content.decode()
    assert "迟报" in page


def test_what_happens_later_does_not_change_that_friday(cast: Cast, friday: Period, units: list[Unit], issues: list[Issue]) -> None:
    factories.takes_part(issues[0], cast.district.lead, UnitRole.COOPERATING)
    issues[22].units.all().delete()
    turn_periods(now=LATE)
    assert counts(friday).owed == 23
    assert Duty.objects.filter(period=friday).count() == 24


def test_the_trail_of_that_friday_is_whole(friday: Period) -> None:
    assert verify_chain(TRAIL).first_bad is None
    assert TrailEntry.objects.filter(verb="report").count() == 22
    assert TrailEntry.objects.filter(verb="report_no_change").count() == 2


def test_the_board_costs_the_same_for_any_number_of_units(cast: Cast, friday: Period, query_budget: Budget) -> None:
    client: Client = cast.client("clerk")
    client.get("/board/")
    with time_machine.travel(CUTOFF - dt.timedelta(days=1), tick=False), query_budget("board"):
        assert client.get("/board/").status_code == 200
