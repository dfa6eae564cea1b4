"""How far a measure is: said by the coordinating unit."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse

from rectification.models import Issue, Measure, TrailEntry
from rectification.progress.actions.measures import set_measure
from rectification.refusals import Incomplete, NotYours, Stale, WrongStage
from rectification.vocabulary import MeasureState, Verb
from rectification.workflow.actions import move
from tests.cast import Cast
from tests.progress.clock import WEDNESDAY

TUESDAY = dt.date(2026, 11, 17)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def measure(issue: Issue) -> Measure:
    return issue.measures.all()[0]


def fulfil(cast: Cast, measure: Measure, role: str = "staff", version: int = 1, on: dt.date | None = TUESDAY) -> Measure:
    return set_measure(
        measure_id=measure.pk, state=MeasureState.FULFILLED, fulfilled_on=on, version=version, actor=cast.person(role), now=WEDNESDAY
    )


def test_the_coordinating_unit_says_that_a_measure_is_fulfilled(cast: Cast, measure: Measure) -> None:
    fulfilled = fulfil(cast, measure)
    assert (fulfilled.state, fulfilled.fulfilled_on, fulfilled.version) == (MeasureState.FULFILLED, TUESDAY, 2)
    change = json.loads(TrailEntry.objects.get().change)
    assert (change["measure_state"], change["fulfilled_on"]) == (["not_begun", "fulfilled"], [None, "2026-11-17"])


def test_saying_the_same_again_changes_nothing(cast: Cast, measure: Measure) -> None:
    fulfil(cast, measure)
    assert fulfil(cast, measure).version == 2
    assert TrailEntry.objects.count() == 1


def test_it_is_taken_back_with_its_day(cast: Cast, measure: Measure) -> None:
    fulfil(cast, measure)
    back = set_measure(
        measure_id=measure.pk, state=MeasureState.UNDER_WAY, fulfilled_on=None, version=2, actor=cast.unithead, now=WEDNESDAY
    )
    assert (back.state, back.fulfilled_on) == (MeasureState.UNDER_WAY, None)


@pytest.mark.parametrize("role", ["clerk", "supervisor", "auditor", "acceptor"])
def test_nobody_else_says_it(cast: Cast, measure: Measure, role: str) -> None:
    with pytest.raises(NotYours):
        fulfil(cast, measure, role)


def test_it_refuses_no_day_a_day_to_come_and_a_day_without_fulfilment(cast: Cast, measure: Measure) -> None:
    for day in (None, dt.date(2026, 11, 19)):
        with pytest.raises(Incomplete):
            fulfil(cast, measure, on=day)
    with pytest.raises(Incomplete):
        set_measure(measure_id=measure.pk, state=MeasureState.UNDER_WAY, fulfilled_on=TUESDAY, version=1, actor=cast.staff, now=WEDNESDAY)


def test_it_refuses_a_locked_issue(cast: Cast, issue: Issue, measure: Measure) -> None:
    for verb in (Verb.START, Verb.COMPLETE, Verb.APPLY):
        move(issue_id=issue.pk, verb=verb, actor=cast.unithead, now=WEDNESDAY)
    with pytest.raises(WrongStage):
        fulfil(cast, measure)


def test_the_slower_of_two_sees_both_states(cast: Cast, measure: Measure) -> None:
    fulfil(cast, measure)
    with pytest.raises(Stale):
        fulfil(cast, measure, "unithead", on=dt.date(2026, 11, 16))
    url = reverse("progress:measure", args=[measure.pk])
    answer = cast.client("unithead").post(url, {"state": "fulfilled", "fulfilled_on": "2026.11.16", "version": "1"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "2026-11-17" in page
    assert 'value="2026.11.16"' in page
    assert 'name="version" value="2"' in page


def test_the_issue_page_shows_the_state_and_the_way_to_change_it(cast: Cast, issue: Issue, measure: Measure) -> None:
    fulfil(cast, measure)
    url = reverse("progress:measure", args=[measure.pk])
    page = cast.client("staff").get(reverse("overview:issue", args=[issue.pk])).content.decode()
    assert "2026-11-17" in page
    assert url in page
    assert url not in cast.client("auditor").get(reverse("overview:issue", args=[issue.pk])).content.decode()
    assert cast.client("staff").post(url, {"state": "under_way", "fulfilled_on": "", "version": "2"}).status_code == 302
    measure.refresh_from_db()
    assert measure.state == MeasureState.UNDER_WAY
