"""Working days: make-up Sundays count, holidays do not, and the office knows better than the published calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from rectification.working_days import FURTHEST, PUBLISHED, WorkingDays

MAKE_UP_SATURDAY = dt.date(2025, 10, 11)
pytestmark = pytest.mark.once


def test_three_working_days_reach_across_the_national_holiday() -> None:
    assert PUBLISHED.after(dt.date(2025, 9, 30), 3) == MAKE_UP_SATURDAY


def test_a_make_up_day_is_a_working_day_and_a_plain_sunday_is_none() -> None:
    assert PUBLISHED.is_working(MAKE_UP_SATURDAY)
    assert not PUBLISHED.is_working(dt.date(2025, 10, 19))


def test_the_office_knows_better() -> None:
    sunday, monday = dt.date(2025, 10, 19), dt.date(2025, 10, 20)
    own = WorkingDays({sunday: True, monday: False})
    assert own.after(dt.date(2025, 10, 17), 1) == sunday
    assert own.last_until(monday) == sunday


def test_a_year_is_provisional_until_it_is_published_or_entered_whole() -> None:
    assert PUBLISHED.is_final(2025)
    assert not PUBLISHED.is_final(2060)
    assert WorkingDays(whole_years=frozenset({2060})).is_final(2060)


@pytest.mark.parametrize(("end", "days"), [(0, 0), (1, 1), (4, 2), (-1, -1)])
def test_working_days_between_two_days_count_the_last_and_not_the_first(end: int, days: int) -> None:
    thursday = dt.date(2025, 11, 13)
    assert PUBLISHED.between(thursday, thursday + dt.timedelta(days=end)) == days


def test_no_term_is_counted_without_end() -> None:
    with pytest.raises(OverflowError):
        PUBLISHED.after(dt.date(2025, 1, 1), FURTHEST + 1)
