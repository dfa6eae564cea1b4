"""A limit in working days follows the calendar, until a person has decided its date."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from rectification.extensions.queries import dues_of
from rectification.intake.recounting import recount
from rectification.models import CalendarDay, Deadline, Issue, TrailEntry
from tests import factories
from tests.cast import Cast

WORDS = "方案印发之日起5个工作日内"
ISSUED = dt.date(2026, 3, 2)
READ = dt.date(2026, 3, 9)


@pytest.fixture
def issue(cast: Cast) -> Issue:
    return factories.issue(cast, factories.plan(cast, issued=ISSUED), deadline_words=WORDS, due=READ)


def test_a_day_that_the_office_enters_moves_the_date_once_and_says_so(cast: Cast, issue: Issue) -> None:
    assert recount(now=timezone.now()) == 0
    CalendarDay.objects.create(day=dt.date(2026, 3, 4), working=False)
    assert [recount(now=timezone.now()) for _ in range(2)] == [1, 0]
    issue.refresh_from_db()
    assert issue.due == dt.date(2026, 3, 10)
    assert Deadline.objects.filter(issue=issue).latest("number").source == "calendar"
    assert TrailEntry.objects.get(verb="recount_deadline").change == '{"due":["2026-03-09","2026-03-10"]}'


def test_counting_again_is_no_extension(cast: Cast, issue: Issue) -> None:
    CalendarDay.objects.create(day=dt.date(2026, 3, 4), working=False)
    recount(now=timezone.now())
    issue.refresh_from_db()
    assert dues_of(issue) == [dt.date(2026, 3, 10)]


@pytest.mark.parametrize("source", ["by_hand", "extension"])
def test_a_date_that_a_person_set_stays(cast: Cast, issue: Issue, source: str) -> None:
    Deadline.objects.create(issue=issue, number=2, kind="fixed", due=READ, source=source, decided_by=cast.clerk)
    CalendarDay.objects.create(day=dt.date(2026, 3, 4), working=False)
    assert recount(now=timezone.now()) == 0


def test_other_words_are_left_alone(cast: Cast) -> None:
    issue = factories.issue(cast)
    CalendarDay.objects.create(day=dt.date(2026, 3, 4), working=False)
    assert recount(now=timezone.now()) == 0
    issue.refresh_from_db()
    assert issue.due == factories.DUE
