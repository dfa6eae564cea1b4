"""The week that these tests live in: week 47 of 2026, Monday 16 to Sunday 22 November, cut off on Friday at 17:00."""

import datetime as dt

from django.utils import timezone


def at(day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    """A moment of November 2026 by the clock of the district."""
    return dt.datetime(2026, 11, day, hour, minute, tzinfo=timezone.get_default_timezone())


MONDAY = dt.date(2026, 11, 16)
WEDNESDAY = at(18)
CUTOFF = at(20, 17)
LATE = at(20, 18)
NEXT_WEDNESDAY = at(25)
