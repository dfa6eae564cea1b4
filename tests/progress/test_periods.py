"""Rhythms are the office's; periods follow each other by the clock."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine

from rectification.models import CalendarDay, Duty, Period, PracticeRow, Rhythm, TrailEntry
from rectification.progress.actions.duties import keep_duties
from rectification.progress.actions.periods import create_rhythm, edit_rhythm, open_period, recompute_cutoffs, turn_periods
from rectification.progress.queries.board import tallies
from rectification.progress.queries.periods import is_provisional
from rectification.progress.rules.board import standing
from rectification.progress.rules.periods import CutOff
from rectification.progress.tasks import turn
from rectification.refusals import Incomplete, NotYours, Stale, WrongStage
from rectification.vocabulary import RhythmKind, Standing
from rectification.workflow import settings
from rectification.working_days import WorkingDays
from tests import factories
from tests.cast import Cast
from tests.progress.clock import CUTOFF, LATE, MONDAY, NEXT_WEDNESDAY, WEDNESDAY, at
from tests.progress.conftest import Submit

FRIDAYS = CutOff(RhythmKind.WEEK, 4, 0, dt.time(17))


@pytest.fixture
def weekly(cast: Cast) -> Rhythm:
    return create_rhythm(name="周报", cutoff=FRIDAYS, plans=(), actor=cast.clerk, now=WEDNESDAY)


def the_open(rhythm: Rhythm) -> Period:
    return rhythm.periods.get(closed_at__isnull=True)


def test_only_the_office_sets_a_rhythm(cast: Cast) -> None:
    with pytest.raises(NotYours):
        create_rhythm(name="周报", cutoff=FRIDAYS, plans=(), actor=cast.unithead, now=WEDNESDAY)
    assert not Rhythm.objects.exists()


def test_two_rhythms_never_share_a_name(cast: Cast, weekly: Rhythm) -> None:
    with pytest.raises(Incomplete):
        create_rhythm(name=" 周报 ", cutoff=FRIDAYS, plans=(), actor=cast.clerk, now=WEDNESDAY)


def test_the_period_of_today_opens_with_its_duties(cast: Cast, weekly: Rhythm) -> None:
    issue = factories.issue(cast)
    period = open_period(rhythm_id=weekly.pk, actor=cast.clerk, now=WEDNESDAY)
    assert (period.starts, period.cutoff_at) == (MONDAY, CUTOFF)
    assert list(Duty.objects.values_list("period", "issue", "unit")) == [(period.pk, issue.pk, cast.district.lead.pk)]
    entry = TrailEntry.objects.get(verb="open_period")
    assert (entry.subject, entry.actor_name) == ("周报", "陈文书")


def test_after_the_cut_off_the_next_period_opens(cast: Cast, weekly: Rhythm) -> None:
    assert open_period(rhythm_id=weekly.pk, actor=cast.clerk, now=LATE).starts == dt.date(2026, 11, 23)


def test_only_one_period_of_a_rhythm_is_open(cast: Cast, weekly: Rhythm) -> None:
    open_period(rhythm_id=weekly.pk, actor=cast.clerk, now=WEDNESDAY)
    with pytest.raises(WrongStage):
        open_period(rhythm_id=weekly.pk, actor=cast.clerk, now=WEDNESDAY)


def test_a_rhythm_out_of_use_opens_nothing(cast: Cast) -> None:
    rhythm = factories.rhythm(active=False)
    with pytest.raises(WrongStage):
        open_period(rhythm_id=rhythm.pk, actor=cast.clerk, now=WEDNESDAY)


def test_several_rhythms_run_over_the_same_issues(cast: Cast, weekly: Rhythm) -> None:
    factories.issue(cast)
    halves = factories.rhythm(kind=RhythmKind.HALF_MONTH)
    for rhythm in (weekly, halves):
        open_period(rhythm_id=rhythm.pk, actor=cast.clerk, now=WEDNESDAY)
    assert the_open(halves).ends == dt.date(2026, 11, 30)
    assert Duty.objects.count() == 2


def test_the_clock_closes_a_period_and_opens_the_next_once(cast: Cast, weekly: Rhythm) -> None:
    open_period(rhythm_id=weekly.pk, actor=cast.clerk, now=WEDNESDAY)
    turn_periods(now=CUTOFF)
    assert the_open(weekly).starts == MONDAY
    for _ in range(2):
        turn_periods(now=LATE)
    assert the_open(weekly).starts == dt.date(2026, 11, 23)
    assert weekly.periods.get(starts=MONDAY).closed_at == LATE
    assert list(TrailEntry.objects.filter(verb="close_period").values_list("actor_id", flat=True)) == [None]


def test_the_clock_begins_no_rhythm_that_nobody_has_opened(weekly: Rhythm) -> None:
    turn_periods(now=LATE)
    assert not weekly.periods.exists()


def test_after_a_standstill_the_clock_opens_the_period_of_the_day(cast: Cast, weekly: Rhythm) -> None:
    open_period(rhythm_id=weekly.pk, actor=cast.clerk, now=WEDNESDAY - dt.timedelta(weeks=4))
    turn_periods(now=WEDNESDAY)
    assert [period.starts for period in weekly.periods.all()] == [MONDAY, MONDAY - dt.timedelta(weeks=4)]


def test_a_rhythm_taken_out_of_use_ends_with_its_open_period(cast: Cast, weekly: Rhythm) -> None:
    open_period(rhythm_id=weekly.pk, actor=cast.clerk, now=WEDNESDAY)
    edit_rhythm(rhythm_id=weekly.pk, name="周报", cutoff=FRIDAYS, plans=(), active=False, version=1, actor=cast.clerk, now=WEDNESDAY)
    assert the_open(weekly).starts == MONDAY
    turn_periods(now=LATE)
    assert not weekly.periods.filter(closed_at__isnull=True).exists()


def test_an_edit_moves_the_cut_off_of_the_open_period(cast: Cast, weekly: Rhythm) -> None:
    open_period(rhythm_id=weekly.pk, actor=cast.clerk, now=WEDNESDAY)
    thursdays = CutOff(RhythmKind.WEEK, 3, 0, dt.time(12))
    edit_rhythm(rhythm_id=weekly.pk, name="周报", cutoff=thursdays, plans=(), active=True, version=1, actor=cast.clerk, now=WEDNESDAY)
    assert the_open(weekly).cutoff_at == at(19, 12)
    change = json.loads(TrailEntry.objects.get(verb="edit_rhythm").change)
    assert (change["cutoff_weekday"], change["cutoff_time"]) == ([4, 3], ["17:00", "12:00"])


def test_a_stale_edit_and_another_kind_are_refused(cast: Cast, weekly: Rhythm) -> None:
    open_period(rhythm_id=weekly.pk, actor=cast.clerk, now=WEDNESDAY)
    edit = {"rhythm_id": weekly.pk, "name": "周报", "plans": (), "active": True, "actor": cast.clerk, "now": WEDNESDAY}
    with pytest.raises(Stale):
        edit_rhythm(cutoff=FRIDAYS, version=7, **edit)  # type: ignore[arg-type]
    with pytest.raises(Incomplete):
        edit_rhythm(cutoff=CutOff(RhythmKind.MONTH, 4, 0, dt.time(17)), version=1, **edit)  # type: ignore[arg-type]


def test_a_changed_calendar_moves_the_cut_offs_to_come_once(cast: Cast, weekly: Rhythm) -> None:
    past = factories.period(weekly, MONDAY - dt.timedelta(weeks=1), closed_at=at(13, 18))
    open_period(rhythm_id=weekly.pk, actor=cast.clerk, now=WEDNESDAY)
    for day in (13, 20):
        CalendarDay.objects.create(day=dt.date(2026, 11, day), working=False)
    assert [recompute_cutoffs(now=WEDNESDAY, actor=cast.clerk) for _ in range(2)] == [1, 0]
    assert the_open(weekly).cutoff_at == at(19, 17)
    assert weekly.periods.get(pk=past.pk).cutoff_at == at(13, 17)
    assert TrailEntry.objects.filter(verb="move_cutoff").count() == 1


def test_the_beat_follows_the_calendar_and_the_issues(cast: Cast, weekly: Rhythm) -> None:
    open_period(rhythm_id=weekly.pk, actor=cast.clerk, now=WEDNESDAY)
    CalendarDay.objects.create(day=dt.date(2026, 11, 20), working=False)
    factories.issue(cast)
    with time_machine.travel(WEDNESDAY, tick=False):
        for _ in range(2):
            turn()
    assert the_open(weekly).cutoff_at == at(19, 17)
    assert the_open(weekly).duties.count() == 1
    with time_machine.travel(at(19, 18), tick=False):
        turn()
    assert the_open(weekly).starts == dt.date(2026, 11, 23)


def test_a_cut_off_in_a_year_without_announced_holidays_is_provisional(weekly: Rhythm) -> None:
    far = factories.period(weekly, dt.date(2031, 1, 6))
    assert is_provisional(far, settings.working_days())
    assert not is_provisional(far, WorkingDays(whole_years=frozenset({2031})))
    far.closed_at = far.cutoff_at
    assert not is_provisional(far, settings.working_days())


def test_a_later_change_of_practice_rewrites_no_closed_period(cast: Cast, period: Period, submit: Submit) -> None:
    submit()
    turn_periods(now=LATE)
    PracticeRow.objects.create(pk=1, head_confirms=True)
    closed, running = Period.objects.order_by("starts")
    keep_duties(period=running, now=NEXT_WEDNESDAY)
    submit("下周的进展。", period=running, now=NEXT_WEDNESDAY)
    found = {place: standing(cell) for place, cell in tallies([closed, running]).items()}
    assert found == {(cast.district.lead.pk, closed.pk): Standing.REPORTED, (cast.district.lead.pk, running.pk): Standing.MISSING}
