"""When periods begin, end and are cut off."""

import datetime as dt

import pytest

from rectification.progress.rules.periods import CutOff, Span, cutoff_day, is_over, judge_rhythm, next_span, span_of, span_to_open
from rectification.refusals import Incomplete
from rectification.vocabulary import RhythmKind
from rectification.working_days import WorkingDays

CALENDAR = WorkingDays()
FIVE = dt.time(17)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def span(starts: str, ends: str) -> Span:
    return Span(day(starts), day(ends))


def cutoff(kind: RhythmKind, *, weekday: int = 4, before: int = 0) -> CutOff:
    return CutOff(kind, weekday, before, FIVE)


@pytest.mark.parametrize(
    ("kind", "on", "expected"),
    [
        (RhythmKind.WEEK, "2026-11-20", span("2026-11-16", "2026-11-22")),
        (RhythmKind.WEEK, "2026-11-22", span("2026-11-16", "2026-11-22")),
        (RhythmKind.WEEK, "2026-12-31", span("2026-12-28", "2027-01-03")),
        (RhythmKind.HALF_MONTH, "2026-11-15", span("2026-11-01", "2026-11-15")),
        (RhythmKind.HALF_MONTH, "2028-02-16", span("2028-02-16", "2028-02-29")),
        (RhythmKind.MONTH, "2026-02-10", span("2026-02-01", "2026-02-28")),
        (RhythmKind.QUARTER, "2026-11-20", span("2026-10-01", "2026-12-31")),
        (RhythmKind.QUARTER, "2026-01-31", span("2026-01-01", "2026-03-31")),
    ],
)
def test_a_day_belongs_to_one_period(kind: RhythmKind, on: str, expected: Span) -> None:
    assert span_of(kind, day(on)) == expected


@pytest.mark.parametrize("kind", RhythmKind)
def test_periods_follow_each_other_without_a_gap(kind: RhythmKind) -> None:
    current = span_of(kind, day("2026-01-01"))
    for _ in range(60):
        following = next_span(kind, current)
        assert following.starts == current.ends + dt.timedelta(days=1)
        current = following


def test_a_week_is_cut_off_on_its_weekday() -> None:
    assert cutoff_day(cutoff(RhythmKind.WEEK), span("2026-11-16", "2026-11-22"), CALENDAR) == day("2026-11-20")


def test_a_cut_off_on_a_holiday_moves_to_the_last_working_day_before_it() -> None:
    national_day = span("2026-09-28", "2026-10-04")  # Friday 2 October is a holiday
    assert cutoff_day(cutoff(RhythmKind.WEEK), national_day, CALENDAR) == day("2026-09-30")


def test_a_cut_off_on_a_make_up_sunday_stays() -> None:
    worked = WorkingDays(own={day("2026-11-22"): True})
    sunday = cutoff(RhythmKind.WEEK, weekday=6)
    assert cutoff_day(sunday, span("2026-11-16", "2026-11-22"), worked) == day("2026-11-22")
    assert cutoff_day(sunday, span("2026-11-16", "2026-11-22"), CALENDAR) == day("2026-11-20")


def test_a_cut_off_never_leaves_its_period() -> None:
    monday_off = WorkingDays(own={day("2026-11-16"): False})
    assert cutoff_day(cutoff(RhythmKind.WEEK, weekday=0), span("2026-11-16", "2026-11-22"), monday_off) == day("2026-11-17")
    all_off = WorkingDays(own={day(f"2026-11-{n}"): False for n in range(16, 23)})
    assert cutoff_day(cutoff(RhythmKind.WEEK), span("2026-11-16", "2026-11-22"), all_off) == day("2026-11-20")


def test_other_periods_are_cut_off_so_many_days_before_their_end() -> None:
    assert cutoff_day(cutoff(RhythmKind.HALF_MONTH), span("2026-11-16", "2026-11-30"), CALENDAR) == day("2026-11-30")
    assert cutoff_day(cutoff(RhythmKind.MONTH, before=3), span("2026-11-01", "2026-11-30"), CALENDAR) == day("2026-11-27")


def test_the_period_of_today_is_opened_or_the_next_one_where_it_is_over() -> None:
    friday = day("2026-11-20")
    assert span_to_open(RhythmKind.WEEK, friday, lambda _: False).starts == day("2026-11-16")
    assert span_to_open(RhythmKind.WEEK, friday, lambda span: span.starts <= friday).starts == day("2026-11-23")


def test_the_moment_of_the_cut_off_is_still_on_time() -> None:
    at = dt.datetime(2026, 11, 20, 17, tzinfo=dt.UTC)
    assert not is_over(at, at)
    assert is_over(at, at + dt.timedelta(seconds=1))


def test_it_refuses_a_rhythm_without_a_name_or_with_a_cut_off_before_the_period() -> None:
    judge_rhythm("周报", cutoff(RhythmKind.WEEK))
    judge_rhythm("半月报", cutoff(RhythmKind.HALF_MONTH, before=12))
    with pytest.raises(Incomplete):
        judge_rhythm(" ", cutoff(RhythmKind.WEEK))
    with pytest.raises(Incomplete):
        judge_rhythm("半月报", cutoff(RhythmKind.HALF_MONTH, before=13))
