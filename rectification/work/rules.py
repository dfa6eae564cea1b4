"""What a milestone, a target and the parts of a group may be. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from rectification.refusals import Incomplete, WrongStage


def judge_milestone(text: str, due: dt.date, reached_on: dt.date | None, *, issue_due: dt.date | None, today: dt.date) -> None:
    """A step lies on the way to the issue's own date, and is reached on a day that has come."""
    if not text.strip():
        raise Incomplete("Say what is to be reached.", fields={"text": "required"})
    if issue_due and due > issue_due:
        raise Incomplete(
            "A milestone lies before the deadline of its issue, %(due)s.", {"due": issue_due.isoformat()}, fields={"due": "invalid"}
        )
    if reached_on and reached_on > today:
        raise Incomplete("This day is still to come.", fields={"reached_on": "invalid"})


def judge_target(text: str, total: Decimal, counted_in: str) -> None:
    if not text.strip():
        raise Incomplete("Say what is counted.", fields={"text": "required"})
    if total <= 0:
        raise Incomplete("The total is more than nothing.", fields={"total": "invalid"})
    if not counted_in.strip():
        raise Incomplete("Say in what it is counted, like 座 or 公里.", fields={"counted_in": "required"})


def missing_of(total: Decimal, shares: Iterable[Decimal]) -> Decimal:
    """What the shares lack to the total: nothing where nobody has a share yet, negative where they are more."""
    shares = list(shares)
    return total - sum(shares, Decimal()) if shares else Decimal()


def reached_of(numbers: Sequence[Decimal], *, split: bool) -> Decimal | None:
    """How much of a target is reached, from the newest number of each unit, the newest last: the shares add up, while of a target
    that is not split every unit counts the whole.
    """
    if not numbers:
        return None
    return sum(numbers, Decimal()) if split else numbers[-1]


def judge_removal_of_target(*, reported: bool) -> None:
    if reported:
        raise WrongStage("Units have reported numbers for this target: it stays. Its total can be corrected.")


def parts_taken_away(before: Collection[int], chosen: Collection[int], *, reported: Collection[int]) -> set[int]:
    """The members that lose their part. Raises ``WrongStage`` where one of them has reported already: what was said stays."""
    gone = set(before) - set(chosen)
    if gone & set(reported):
        raise WrongStage("A unit that has reported on this issue keeps its part.")
    return gone
