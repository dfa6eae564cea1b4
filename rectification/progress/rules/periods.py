"""When a period begins, ends and is cut off."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass

from rectification.refusals import Incomplete
from rectification.vocabulary import RhythmKind
from rectification.working_days import WorkingDays

ONE_DAY = dt.timedelta(days=1)
SHORTEST = {RhythmKind.WEEK: 7, RhythmKind.HALF_MONTH: 13, RhythmKind.MONTH: 28, RhythmKind.QUARTER: 90}
"""Days of the shortest period of each kind: 16 to 28 February is a half-month."""


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day of a period."""

    starts: dt.date
    ends: dt.date


@dataclass(frozen=True, slots=True)
class CutOff:
    """``weekday`` (Monday is 0) counts for weeks; the other kinds end ``days_before_end`` days before their last day."""

    kind: RhythmKind
    weekday: int
    days_before_end: int
    time: dt.time


def span_of(kind: RhythmKind, day: dt.date) -> Span:
    """The period of this kind to which ``day`` belongs. Weeks begin on Monday."""
    if kind is RhythmKind.WEEK:
        monday = day - dt.timedelta(days=day.weekday())
        return Span(monday, monday + dt.timedelta(days=6))
    if kind is RhythmKind.HALF_MONTH:
        return Span(day.replace(day=1), day.replace(day=15)) if day.day <= 15 else Span(day.replace(day=16), _month_end(day))
    if kind is RhythmKind.MONTH:
        return Span(day.replace(day=1), _month_end(day))
    first = day.month - (day.month - 1) % 3
    return Span(day.replace(month=first, day=1), _month_end(day.replace(month=first + 2, day=1)))


def next_span(kind: RhythmKind, span: Span) -> Span:
    return span_of(kind, span.ends + ONE_DAY)


def span_to_open(kind: RhythmKind, today: dt.date, is_over: Callable[[Span], bool]) -> Span:
    """The period of ``today``, or the first one after it that is not over."""
    span = span_of(kind, today)
    while is_over(span):
        span = next_span(kind, span)
    return span


def cutoff_day(rule: CutOff, span: Span, calendar: WorkingDays) -> dt.date:
    """The day of the cut-off. One without work moves to the last working day before it, a Sunday that is worked stays.

    Where no working day lies before it in the period, it moves to the first one after it; where the whole period is a
    holiday, it stays.
    """
    day = _set_day(rule, span)
    before = (day - ONE_DAY * n for n in range((day - span.starts).days + 1))
    after = (day + ONE_DAY * n for n in range(1, (span.ends - day).days + 1))
    return next(filter(calendar.is_working, (*before, *after)), day)


def is_over(cutoff_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether what is handed in now is late: the moment of the cut-off itself is still on time."""
    return now > cutoff_at


def judge_rhythm(name: str, rule: CutOff) -> None:
    """Raise ``Incomplete`` where a rhythm has no name or its cut-off could lie outside its periods."""
    if not name.strip():
        raise Incomplete("A rhythm needs a name.", fields={"name": "required"})
    if rule.kind is not RhythmKind.WEEK and rule.days_before_end >= SHORTEST[rule.kind]:
        raise Incomplete("The cut-off would lie before the period begins.", fields={"cutoff_days_before_end": "invalid"})


def _set_day(rule: CutOff, span: Span) -> dt.date:
    if rule.kind is RhythmKind.WEEK:
        return span.starts + dt.timedelta(days=rule.weekday)
    return span.ends - dt.timedelta(days=rule.days_before_end)


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=monthrange(day.year, day.month)[1])
