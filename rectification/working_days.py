"""Counts Chinese working days, with the weekends that are worked to make up for a holiday.

The published calendar is that of the ``holidays`` package; the office's own days come before it. A year for which no
make-up day is published is one whose timetable the State Council has not yet announced (every announced year since 2007
has some): its count is provisional until the package or the office knows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays

FURTHEST = 1000
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingDays:
    """``own``: days the office knows better, true for working ones; ``whole_years``: years it has entered whole."""

    own: Mapping[date, bool] = field(default_factory=dict)
    whole_years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        known = self.own.get(day)
        return _published().is_working_day(day) if known is None else known

    def is_final(self, year: int) -> bool:
        """Whether the holidays and make-up days of ``year`` are known, or its count is provisional."""
        return year in self.whole_years or _is_published(year)

    def after(self, start: date, count: int) -> date:
        """The ``count``-th working day after ``start``, which itself does not count.

        Raises ``OverflowError`` for a count beyond ``FURTHEST`` or a day beyond the calendar.
        """
        if count > FURTHEST:
            raise OverflowError(f"{count} working days are too many")
        day = start
        while count > 0:
            day += ONE_DAY
            count -= self.is_working(day)
        return day

    def last_until(self, day: date) -> date:
        """``day`` itself if it is a working day, else the last one before it."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` until ``end``, which counts itself; negative where ``end`` lies before ``start``."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


PUBLISHED = WorkingDays()
"""The published calendar alone."""


@lru_cache(maxsize=1)
def _published() -> holidays.HolidayBase:
    return holidays.country_holidays("CN")


@lru_cache(maxsize=64)
def _is_published(year: int) -> bool:
    calendar = _published()
    calendar.get(date(year, 1, 1))
    return any(day.year == year for day in calendar.weekend_workdays)
