"""When a later deadline may be asked for, and being on time counted both ways."""

from __future__ import annotations

import datetime as dt

import pytest

from rectification.extensions.rules import both_ways, judge_document, judge_opinion, judge_request, levels_for, state_after
from rectification.refusals import Incomplete, Refusal, WrongStage
from rectification.vocabulary import ExtensionLevel, ExtensionState, Punctuality

pytestmark = pytest.mark.once
DUE, LATER = dt.date(2026, 6, 30), dt.date(2026, 9, 30)
HEAD, SUPERVISING, OFFICE = ExtensionLevel
ON_TIME, LATE, RUNNING = Punctuality


def test_a_fitting_request_is_measured_from_the_date_until_now() -> None:
    assert judge_request(due=DUE, decided=True, proposed=LATER, today=DUE, pending=False) == DUE


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        ({"due": None}, WrongStage),
        ({"decided": False}, WrongStage),
        ({"pending": True}, WrongStage),
        ({"proposed": DUE}, Incomplete),
        ({"today": LATER}, Incomplete),
    ],
)
def test_what_cannot_be_moved_is_not_asked_for(asked: dict[str, object], refusal: type[Refusal]) -> None:
    fitting: dict[str, object] = {"due": DUE, "decided": True, "proposed": LATER, "today": DUE, "pending": False}
    with pytest.raises(refusal):
        judge_request(**(fitting | asked))  # type: ignore[arg-type]  # each is of its argument's type


def test_a_level_that_nobody_holds_is_left_out_and_somebody_always_decides() -> None:
    assert levels_for([HEAD, SUPERVISING, OFFICE], has_supervising_unit=True) == [HEAD, SUPERVISING, OFFICE]
    assert levels_for([HEAD, SUPERVISING], has_supervising_unit=False) == [HEAD]
    assert levels_for([SUPERVISING], has_supervising_unit=False) == [OFFICE]


def test_only_the_last_level_grants_and_any_refuses() -> None:
    assert state_after(0, [HEAD, OFFICE], agrees=True) is ExtensionState.PENDING
    assert state_after(1, [HEAD, OFFICE], agrees=True) is ExtensionState.GRANTED
    assert state_after(0, [HEAD, OFFICE], agrees=False) is ExtensionState.REFUSED


@pytest.mark.parametrize(
    "opinion",
    [
        {"agrees": False, "words": " ", "due": None},
        {"agrees": True, "words": "", "due": None},
        {"agrees": True, "words": "", "due": DUE},
    ],
)
def test_a_refusal_says_why_and_an_agreement_names_a_later_day(opinion: dict[str, object]) -> None:
    with pytest.raises(Incomplete):
        judge_opinion(former=DUE, **opinion)  # type: ignore[arg-type]  # each is of its argument's type


def test_an_issue_from_a_higher_level_needs_that_levels_paper() -> None:
    judge_document("", from_higher_level=False)
    judge_document("浙环督〔2026〕12号", from_higher_level=True)
    with pytest.raises(Incomplete):
        judge_document(" ", from_higher_level=True)


@pytest.mark.parametrize(
    ("done_on", "today", "by_original", "by_current"),
    [
        (DUE, LATER, ON_TIME, ON_TIME),
        (DUE + dt.timedelta(days=1), LATER, LATE, ON_TIME),
        (LATER + dt.timedelta(days=1), LATER, LATE, LATE),
        (None, DUE, RUNNING, RUNNING),
        (None, LATER, LATE, RUNNING),
    ],
)
def test_on_time_is_counted_by_the_original_and_by_the_current_date(
    done_on: dt.date | None, today: dt.date, by_original: Punctuality, by_current: Punctuality
) -> None:
    found = both_ways([DUE, dt.date(2026, 8, 1), LATER], done_on, today)
    assert found is not None
    assert (found.original, found.current) == (DUE, LATER)
    assert (found.by_original, found.by_current) == (by_original, by_current)


def test_an_issue_that_never_had_a_date_is_counted_neither_way() -> None:
    assert both_ways([], None, DUE) is None
