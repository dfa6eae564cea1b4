"""Reads the words of a time limit. Words are kept elsewhere; here is only what they mean."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from rectification.intake.reading.draft import Deadline
from rectification.vocabulary import DeadlineKind


class DeadlineNote(StrEnum):
    """Why a limit was read as it was, or why it could not be read. See the table in the module docstring."""

    BEFORE_INCLUDED = "before_included"
    YEAR_ASSUMED = "year_assumed"
    FROM_ISSUED = "from_issued"
    PROVISIONAL_CALENDAR = "provisional_calendar"
    THEN_KEPT_UP = "then_kept_up"
    AT_ONCE = "at_once"
    RECURRING = "recurring"
    OPEN_START = "open_start"
    EXTENDED = "extended"
    ALREADY_DONE = "already_done"
    YEAR_MISSING = "year_missing"
    ISSUED_MISSING = "issued_missing"
    IMPOSSIBLE_DATE = "impossible_date"
    VAGUE = "vague"
    EVENT = "event"
    DEPENDS = "depends"
    UNDECIDED = "undecided"
    TOO_LONG = "too_long"
    NOT_UNDERSTOOD = "not_understood"


def parse_deadline(text: str, issued: date | None) -> Deadline:
    """What the words of a time limit mean for a plan dated ``issued``; never raises."""
    if not text.strip(" /-—无。"):
        return Deadline(DeadlineKind.NONE)
    at_once, kept_up = "立行立改" in text, "长期坚持" in text
    if at_once or kept_up:
        kinds = {(True, True): DeadlineKind.IMMEDIATE_AND_LONG_TERM, (True, False): DeadlineKind.IMMEDIATE, (False, True): DeadlineKind.LONG_TERM}
        return Deadline(kinds[at_once, kept_up])
    return Deadline(DeadlineKind.UNPARSABLE, note=DeadlineNote.NOT_UNDERSTOOD)


def find_deadline(sentence: str, issued: date | None, year: int | None) -> list[tuple[int, int, Deadline]]:
    """Time limits inside the running text of a task or measure, as ``(start, end, deadline)`` in order of appearance.

    ``year`` is the year a yearless date belongs to (from the title of the table), where one is known.
    """
    return []


def is_born_overdue(deadline: Deadline, issued: date | None) -> bool:
    """Whether the last day still on time lies before the plan itself."""
    return issued is not None and deadline.due is not None and deadline.due < issued
