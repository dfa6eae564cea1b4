"""The office's own calendar: a worked Sunday, a holiday of this place, a year entered whole."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from rectification.models import CalendarDay, TrailEntry
from rectification.office.actions import mark_year, set_day, unset_day
from rectification.refusals import Incomplete, NotYours
from rectification.workflow import settings
from tests.cast import Cast

SUNDAY = dt.date(2060, 11, 14)


def enter(cast: Cast, day: dt.date = SUNDAY, *, working: bool = True, who: str = "clerk") -> None:
    set_day(day=day, working=working, note="调休", actor=cast.person(who), now=timezone.now())


def test_a_day_the_office_enters_comes_before_the_published_calendar(cast: Cast) -> None:
    assert not settings.working_days().is_working(SUNDAY)
    enter(cast)
    assert settings.working_days().is_working(SUNDAY)
    assert TrailEntry.objects.get(verb="set_calendar_day").subject == "2060-11-14"


def test_entering_it_again_changes_it_and_removing_it_goes_back(cast: Cast) -> None:
    enter(cast)
    enter(cast, working=False)
    assert CalendarDay.objects.get().working is False
    unset_day(day=SUNDAY, actor=cast.clerk, now=timezone.now())
    unset_day(day=SUNDAY, actor=cast.clerk, now=timezone.now())
    assert not CalendarDay.objects.exists()
    assert TrailEntry.objects.filter(verb="unset_calendar_day").count() == 1


def test_a_year_is_final_once_the_office_says_that_it_is_entered_whole(cast: Cast) -> None:
    mark_year(year=2060, whole=True, actor=cast.clerk, now=timezone.now())
    mark_year(year=2060, whole=True, actor=cast.clerk, now=timezone.now())
    assert settings.working_days().is_final(2060)
    mark_year(year=2060, whole=False, actor=cast.clerk, now=timezone.now())
    assert not settings.working_days().is_final(2060)
    assert TrailEntry.objects.filter(verb="mark_calendar_year").count() == 2


def test_only_the_office_keeps_it_and_only_for_this_century(cast: Cast) -> None:
    with pytest.raises(NotYours):
        enter(cast, who="staff")
    with pytest.raises(Incomplete):
        enter(cast, dt.date(1999, 1, 1))
    assert not CalendarDay.objects.exists()


def test_the_page_marks_worked_weekends_free_weekdays_and_own_days(cast: Cast) -> None:
    enter(cast, dt.date(2025, 11, 16))
    page = cast.client("clerk").get("/settings/calendar/?year=2025").content.decode()
    assert '<td class=" calendar-own">16<span class="calendar-mark">班</span></td>' in page
    assert '<td class="calendar-free">1<span class="calendar-mark">休</span></td>' in page
    assert "已掌握放假安排" in page
    assert "暂按周末推算" in cast.client("clerk").get("/settings/calendar/?year=2060").content.decode()


def test_what_was_typed_into_the_page_stays_when_it_is_refused(cast: Cast) -> None:
    answer = cast.client("clerk").post("/settings/calendar/days/", {"day": "1999-01-01", "working": "no", "note": "厂休"})
    assert answer.status_code == 422
    assert "厂休" in answer.content.decode()
