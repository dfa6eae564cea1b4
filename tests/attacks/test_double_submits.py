"""The same form twenty times at once (a double click, a retry, back and send): one object, one entry, and no error of ours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from rectification.models import (
    CalendarDay,
    CalendarYear,
    Extension,
    Issue,
    Milestone,
    Period,
    Report,
    ReportDraft,
    Rhythm,
    Target,
    TrailEntry,
)
from rectification.progress.actions.duties import keep_duties
from rectification.workflow.trail import TRAIL, verify_chain
from tests import factories
from tests.attacks.test_at_once import Press, at_once
from tests.cast import Cast, gather, signed_in
from tests.committed import Committed

PRESSES = 20


@dataclass(frozen=True, slots=True)
class World:
    cast: Cast
    issue: Issue
    period: Period
    unused: Rhythm

    @property
    def place(self) -> list[int]:
        return [self.period.pk, self.issue.pk, self.cast.district.lead.pk]


@pytest.fixture
def world(committed_db: Committed) -> World:
    cast = gather()
    issue = factories.issue(cast)
    now = timezone.now()
    monday = timezone.localdate() - dt.timedelta(days=timezone.localdate().weekday())
    period = factories.period(factories.rhythm(), monday, cutoff_at=now + dt.timedelta(days=1))
    keep_duties(period=period, now=now)
    return World(cast, issue, period, factories.rhythm())


@dataclass(frozen=True, slots=True)
class Create:
    """``others``: what those are told who came after the first. ``verb`` is empty where the trail keeps nothing."""

    made: type[Model]
    verb: str
    who: str
    address: Callable[[World], str]
    typed: Mapping[str, Any]
    others: int = 302
    first: int = 302


def of_issue(name: str) -> Callable[[World], str]:
    return lambda world: reverse(name, args=[world.issue.pk])


def in_place(name: str) -> Callable[[World], str]:
    return lambda world: reverse(name, args=world.place)


RHYTHM = {"kind": "week", "cutoff_weekday": "4", "cutoff_days_before_end": "0", "cutoff_time": "17:00", "active": "on", "version": "0"}
REPORT = {"status": "on_schedule", "text": "已建成收集池。", "version": "0"}
REQUEST = {"proposed_due": "2027-03-31", "reason": "管网改造须避开汛期。", "progress": "已完成六成。", "version": "1"}

CREATES = {
    "milestone": Create(Milestone, "add_milestone", "staff", of_issue("work:add_milestone"), {"text": "完成普查", "due": "2026-12-01"}),
    "target": Create(
        Target, "add_target", "clerk", of_issue("work:add_target"), {"text": "化粪池改造", "total": "618", "counted_in": "座"}
    ),
    "extension": Create(Extension, "ask_extension", "staff", of_issue("extensions:ask"), REQUEST),
    "report": Create(Report, "report", "staff", in_place("progress:report"), REPORT),
    "nothing new": Create(Report, "report_no_change", "staff", in_place("progress:nothing_new"), {"version": "0"}),
    "draft": Create(ReportDraft, "", "staff", in_place("progress:draft"), {**REPORT, "draft_version": "0"}, others=409, first=200),
    "rhythm": Create(Rhythm, "create_rhythm", "clerk", lambda w: reverse("progress:new_rhythm"), {"name": "月报", **RHYTHM}, others=422),
    "period": Create(Period, "open_period", "clerk", lambda w: reverse("progress:open_period", args=[w.unused.pk]), {}),
    "own day": Create(
        CalendarDay, "", "clerk", lambda w: reverse("office:set_day"), {"day": "2026-12-26", "working": "yes", "note": "调休"}
    ),
    "whole year": Create(CalendarYear, "mark_calendar_year", "clerk", lambda w: reverse("office:mark_year", args=[2027]), {"whole": "yes"}),
}


def press(person: User, address: str, typed: Mapping[str, Any]) -> Press:
    client = signed_in(person)
    client.raise_request_exception = False
    return lambda: client.post(address, typed).status_code


@pytest.mark.parametrize("create", CREATES.values(), ids=CREATES)
def test_one_object_comes_of_it(create: Create, world: World) -> None:
    there = create.made._default_manager.count()
    person, address = world.cast.person(create.who), create.address(world)
    answers = at_once([press(person, address, create.typed) for _ in range(PRESSES)])
    assert sorted(answers) == sorted([create.first, *[create.others] * (PRESSES - 1)])
    assert create.made._default_manager.count() == there + 1
    assert not create.verb or TrailEntry.objects.filter(verb=create.verb).count() == 1
    assert verify_chain(TRAIL).first_bad is None


REMOVALS = {
    "milestone": ("remove_milestone", lambda world: factories.milestone(world.issue, "完成普查").pk),
    "target": ("remove_target", lambda world: factories.target(world.issue, "化粪池改造", 618).pk),
}


@pytest.mark.parametrize(("verb", "made"), REMOVALS.values(), ids=REMOVALS)
def test_what_is_removed_many_times_is_removed_once(verb: str, made: Callable[[World], int], world: World) -> None:
    address = reverse(f"work:{verb}", args=[made(world)])
    answers = at_once([press(world.cast.staff, address, {}) for _ in range(PRESSES)])
    assert sorted(answers) == [302, *[404] * (PRESSES - 1)]
    assert TrailEntry.objects.filter(verb=verb).count() == 1
