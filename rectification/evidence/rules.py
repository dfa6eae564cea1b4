"""Who may add evidence where, how much of it, under which name, and who may take it back. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from rectification.evidence.media import ENDINGS, PICTURES, Media, NotTaken, Reason
from rectification.refusals import Incomplete, NotYours, WrongStage

MEGABYTE = 2**20
MOST_OF_AN_ISSUE = 500 * MEGABYTE
MOST_OF_A_UNIT = 5_000 * MEGABYTE
LONGEST_NAME = 120
EARLIEST_PHOTOGRAPH = dt.date(2000, 1, 1)
"""Cameras without a set clock write days before it."""


def judge_reporter(unit: int, *, reporters: Collection[int], spoken_for: Collection[int]) -> None:
    """Whoever speaks for a unit that reports on the issue adds to that unit's report."""
    if unit not in reporters:
        raise NotYours("This unit does not report on this issue.")
    if unit not in spoken_for:
        raise NotYours("Evidence is added by the staff or the head of the unit.")


def judge_coordinator(coordinating: int | None, *, spoken_for: Collection[int]) -> int:
    """The coordinating unit alone adds to a measure; returns it."""
    if coordinating is None or coordinating not in spoken_for:
        raise NotYours("Evidence of a measure is added by the staff or the head of the coordinating unit.")
    return coordinating


def judge_room(size: int, *, of_issue: int, of_unit: int) -> None:
    """``of_issue``, ``of_unit``: bytes that are kept already."""
    if of_issue + size > MOST_OF_AN_ISSUE:
        raise Incomplete("The evidence of one issue may have %(limit)s MB in all; this file would exceed it.", _limit(MOST_OF_AN_ISSUE))
    if of_unit + size > MOST_OF_A_UNIT:
        raise Incomplete("The evidence of one unit may have %(limit)s MB in all; this file would exceed it.", _limit(MOST_OF_A_UNIT))


def judge_withdrawal(reason: str, *, spoken_for: bool, sent: bool, withdrawn: bool, of_this_round: bool) -> None:
    if not spoken_for:
        raise NotYours("Evidence is taken back by the unit that handed it in.")
    if not sent or withdrawn:
        raise WrongStage("Only evidence that was handed in and still counts can be taken back.")
    if not of_this_round:
        raise WrongStage("This evidence belongs to an earlier round; that round stays as it is.")
    if not reason:
        raise Incomplete("Say why this evidence is taken back.", fields={"reason": "required"})


def name_as(name: str, media: Media) -> str:
    """The name with an ending that tells the truth. A picture may come under another picture's ending, as messengers send them;
    anything else under a foreign ending raises ``NotTaken``.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in ENDINGS[media]:
        return name
    own = ENDINGS[media][0]
    if media in PICTURES and ending in {"", *(other for picture in PICTURES for other in ENDINGS[picture])}:
        stem = name.rpartition(".")[0] if ending else name
        return f"{stem[: LONGEST_NAME - len(own) - 1]}.{own}"
    if media is Media.TXT:
        raise NotTaken(Reason.UNKNOWN)
    raise NotTaken(Reason.OTHER_ENDING, own)


def proposed_day(taken_on: str | None, today: dt.date) -> dt.date | None:
    """The day a camera wrote, where it can be true."""
    try:
        day = dt.date.fromisoformat(taken_on or "")
    except ValueError:
        return None
    return day if EARLIEST_PHOTOGRAPH <= day <= today else None


def judge_description(shot: str, taken_on: dt.date | None, *, is_picture: bool, today: dt.date) -> None:
    """Only a picture is before or after, and nothing was taken tomorrow."""
    if shot and not is_picture:
        raise Incomplete("Only a photograph can be “before” or “after”.", fields={"shot": "invalid"})
    if taken_on and taken_on > today:
        raise Incomplete("This day has not come yet.", fields={"taken_on": "invalid"})


def _limit(most: int) -> dict[str, object]:
    return {"limit": most // MEGABYTE}
