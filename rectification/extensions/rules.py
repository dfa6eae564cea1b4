"""When a later deadline may be asked for, who decides it, and what being on time means afterwards. Pure.

One electronic supervision rule wants the request before the due date, with reason, expected date and progress, approved by
the unit's own head and then by the supervising officer, who fixes the date (domain.md §1.5); the levels are practice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rectification.refusals import Incomplete, WrongStage
from rectification.vocabulary import ExtensionLevel, ExtensionState, Punctuality, UnitRole

MAY_ASK = frozenset({UnitRole.LEAD, UnitRole.RESPONSIBLE})
"""The units whose work the deadline binds."""


def judge_request(*, due: dt.date | None, decided: bool, proposed: dt.date, today: dt.date, pending: bool) -> dt.date:
    """The date until now, or a refusal where the request does not fit. After that date a request is late."""
    if due is None or not decided:
        raise WrongStage("This issue has no date that could be moved. The office decides its deadline first.")
    if pending:
        raise WrongStage("A request for this issue is waiting for a decision already.")
    judge_date(proposed, former=due, field="proposed_due")
    if proposed <= today:
        raise Incomplete("The new date lies in the past.", fields={"proposed_due": "invalid"})
    return due


def judge_date(due: dt.date, *, former: dt.date, field: str = "due") -> None:
    """An extension only ever leads to a later day."""
    if due <= former:
        raise Incomplete(
            "The new date must be later than %(former)s, the date until now.", {"former": former.isoformat()}, fields={field: "invalid"}
        )


def levels_for(levels: Sequence[ExtensionLevel], *, has_supervising_unit: bool) -> list[ExtensionLevel]:
    """The chain for one issue: a level that nobody holds there is left out, and somebody always decides."""
    chain = [level for level in levels if level is not ExtensionLevel.SUPERVISING or has_supervising_unit]
    return chain or [ExtensionLevel.OFFICE]


def state_after(step: int, levels: Sequence[ExtensionLevel], *, agrees: bool) -> ExtensionState:
    """What a request is after the opinion of level ``step`` (0 is the first)."""
    if not agrees:
        return ExtensionState.REFUSED
    return ExtensionState.GRANTED if step + 1 == len(levels) else ExtensionState.PENDING


def judge_opinion(*, agrees: bool, words: str, due: dt.date | None, former: dt.date) -> None:
    """A refusal says why; an agreement names the day it agrees to."""
    if not agrees:
        if not words.strip():
            raise Incomplete("Say why the request is refused.", fields={"words": "required"})
        return
    if due is None:
        raise Incomplete("Name the new date.", fields={"due": "required"})
    judge_date(due, former=former)


def judge_document(number: str, *, from_higher_level: bool) -> None:
    """A date that a higher level approved moves only with that level's paper (domain.md §1.5)."""
    if from_higher_level and not number.strip():
        raise Incomplete(
            "This issue comes from a higher level: enter the document number of its consent.", fields={"document_number": "required"}
        )


def punctuality(due: dt.date, done_on: dt.date | None, today: dt.date) -> Punctuality:
    """Judged by the day of completion, or by today while the work goes on; ``due`` is the last day on time."""
    if (done_on or today) > due:
        return Punctuality.LATE
    return Punctuality.ON_TIME if done_on else Punctuality.RUNNING


@dataclass(frozen=True, slots=True)
class BothWays:
    """Being on time by the first date that bound and by the present one: an extension never hides the first."""

    original: dt.date
    current: dt.date
    by_original: Punctuality
    by_current: Punctuality


def both_ways(dues: Sequence[dt.date], done_on: dt.date | None, today: dt.date) -> BothWays | None:
    """``dues``: every date the issue has had, oldest first. ``None`` where it never had one."""
    if not dues:
        return None
    original, current = dues[0], dues[-1]
    return BothWays(original, current, punctuality(original, done_on, today), punctuality(current, done_on, today))
