"""What a practice and a calendar may hold. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from rectification.practice import Practice
from rectification.refusals import Incomplete
from rectification.vocabulary import UnitRole
from rectification.working_days import WorkingDays

MOST_WARNING_DAYS = 365
YEARS = range(2000, 2101)
WORKING_ROLES = (UnitRole.LEAD, UnitRole.RESPONSIBLE, UnitRole.COOPERATING)
"""Roles that do the work; supervising and accepting units judge it and never report."""


def judge(practice: Practice) -> None:
    """Raise ``Incomplete`` where this practice would leave something undecidable."""
    if not 0 <= practice.warning_days <= MOST_WARNING_DAYS:
        raise Incomplete("Warning days lie between 0 and %(most)s.", {"most": MOST_WARNING_DAYS}, fields={"warning_days": "invalid"})
    if not practice.reporting_roles or not set(practice.reporting_roles) <= set(WORKING_ROLES):
        raise Incomplete("Choose at least one role whose units report.", fields={"reporting_roles": "required"})
    if not practice.extension_levels:
        raise Incomplete("Somebody has to decide an extension: choose at least one level.", fields={"extension_levels": "required"})


def judge_year(year: int) -> None:
    """Raise ``Incomplete`` for a year that no calendar of ours holds."""
    if year not in YEARS:
        raise Incomplete("The calendar holds the years %(first)s to %(last)s.", {"first": YEARS[0], "last": YEARS[-1]})


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day of the calendar page; ``own``: the office has entered it; ``unusual``: a worked weekend or a free weekday."""

    day: dt.date
    working: bool
    own: bool

    @property
    def unusual(self) -> bool:
        return self.working == (self.day.weekday() >= 5)


Week = list[ShownDay | None]


def months_of(year: int, days: WorkingDays) -> list[list[Week]]:
    """The twelve months as weeks from Monday to Sunday, ``None`` outside the month."""
    return [
        [[_shown(year, month, day, days) for day in week] for week in calendar.Calendar().monthdayscalendar(year, month)]
        for month in range(1, 13)
    ]


def _shown(year: int, month: int, number: int, days: WorkingDays) -> ShownDay | None:
    if not number:
        return None
    day = dt.date(year, month, number)
    return ShownDay(day, days.is_working(day), day in days.own)
