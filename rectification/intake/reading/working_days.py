"""Counts Chinese working days, with the weekends that are worked to make up for a holiday.

The calendar is that of the ``holidays`` package. A year for which it knows no make-up day is one whose timetable the
State Council has not yet published (every published year since 2007 has some): its count is provisional.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

FURTHEST = 1000


@lru_cache(maxsize=1)
def _calendar() -> holidays.HolidayBase:
    return holidays.country_holidays("CN")


@lru_cache(maxsize=1024)
def working_day_after(start: date, count: int) -> date:
    """The ``count``-th working day after ``start``, which itself does not count.

    Raises ``OverflowError`` for a count beyond ``FURTHEST`` or a day beyond the calendar.
    """
    if count > FURTHEST:
        raise OverflowError(f"{count} working days are too many")
    calendar, day = _calendar(), start
    while count > 0:
        day += timedelta(days=1)
        count -= calendar.is_working_day(day)
    return day


@lru_cache(maxsize=64)
def is_published(year: int) -> bool:
    """Whether the holiday timetable of ``year`` is known with its make-up days."""
    calendar = _calendar()
    calendar.get(date(year, 1, 1))
    return any(day.year == year for day in calendar.weekend_workdays)
