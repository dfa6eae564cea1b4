"""What one item of a draft holds while a clerk checks it: intake writes it, plans turns it into an issue.

Plain JSON values, kept in ``DraftItem.content``. Places are ``[start, end)`` in the decoded original text; a thing that
was added by hand has none. Dates are ``YYYY-MM-DD`` or ``None``.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import NotRequired, TypedDict

from rectification.vocabulary import DeadlineKind, UnitRole

Place = list[int]


class EntryUnit(TypedDict):
    """A unit or group as printed, and what it was matched to: ``unit`` or ``group`` by id, ``how`` by which of its names.

    ``members`` are the units that a person chose for a group's parts. A group without id is created on confirmation.
    """

    name: str
    role: str
    is_group: bool
    printed: str
    place: Place | None
    unit: int | None
    group: int | None
    how: str
    members: list[int]


class EntryPhase(TypedDict):
    text: str
    due: str | None


class EntryDeadline(TypedDict):
    """``answer`` is what the office says where the paper leaves a question: a ``DeadlineAnswer`` or empty.

    ``before`` is what stood here until it was decided together with all its like; it makes that act undone.
    """

    words: str
    kind: str
    due: str | None
    phases: list[EntryPhase]
    note: str
    source: str
    answer: str
    place: Place | None
    before: NotRequired[EntryDeadline]


class EntryMeasure(TypedDict):
    marker: str
    text: str
    place: Place | None
    deadline: EntryDeadline | None


class EntryText(TypedDict):
    """A labelled field with no place of its own in an issue (责任领导, 备注 …)."""

    label: str
    text: str
    place: Place | None


class EntryDoubt(TypedDict):
    code: str
    detail: str
    place: Place | None


class Entry(TypedDict):
    """One possible issue. ``coordinating`` is the id of one of its units; ``coordinating_chosen``: by a person."""

    kind: str
    number: str
    higher_number: str
    scope: str
    table: str
    section: str
    work_item: str
    name: str
    statement: str
    goal: str
    units: list[EntryUnit]
    coordinating: int | None
    coordinating_chosen: bool
    deadline: EntryDeadline
    measures: list[EntryMeasure]
    others: list[EntryText]
    doubts: list[EntryDoubt]
    places: dict[str, Place]


class DeadlineAnswer(StrEnum):
    """What the office says of a date before the plan itself: done, or it stands. Of any deadline: decided later."""

    DONE = "done"
    KEEP = "keep"
    LATER = "later"


class OpenLimit(StrEnum):
    """Why a person has to decide a deadline."""

    NONE = "none"
    UNPARSABLE = "unparsable"
    IMMEDIATE = "immediate"
    BORN_OVERDUE = "born_overdue"


class Obstacle(StrEnum):
    """Why an item cannot become an issue yet."""

    NO_STATEMENT = "no_statement"
    UNKNOWN_UNIT = "unknown_unit"
    DATE_MISSING = "date_missing"
    NUMBER_TOO_LONG = "number_too_long"


DATED = frozenset({DeadlineKind.FIXED, DeadlineKind.PHASED})
LONG_TERM = frozenset({DeadlineKind.LONG_TERM, DeadlineKind.IMMEDIATE_AND_LONG_TERM})
MAY_HAVE_DATE = DATED | {DeadlineKind.IMMEDIATE}
LONGEST_NUMBER = 32


def is_unknown(unit: EntryUnit) -> bool:
    """Whether a name still means no unit of the register; a group is created on confirmation and never unknown."""
    return not unit["is_group"] and unit["unit"] is None


def obstacles(entry: Entry) -> list[tuple[Obstacle, str]]:
    """What must be mended before this item can become an issue, each with the words it is about."""
    found: list[tuple[Obstacle, str]] = []
    if not entry["statement"].strip():
        found.append((Obstacle.NO_STATEMENT, ""))
    if len(entry["number"]) > LONGEST_NUMBER:
        found.append((Obstacle.NUMBER_TOO_LONG, entry["number"]))
    found += [(Obstacle.UNKNOWN_UNIT, unit["name"]) for unit in entry["units"] if is_unknown(unit)]
    deadlines = [entry["deadline"], *(measure["deadline"] for measure in entry["measures"] if measure["deadline"])]
    found += [(Obstacle.DATE_MISSING, limit["words"]) for limit in deadlines if limit["kind"] in DATED and limit["due"] is None]
    return found


def is_born_overdue(deadline: EntryDeadline, issued: dt.date | None) -> bool:
    """Whether the date lies before the plan itself."""
    return bool(issued and deadline["due"] and dt.date.fromisoformat(deadline["due"]) < issued)


def is_decided(deadline: EntryDeadline, issued: dt.date | None) -> bool:
    """Whether nobody has to be asked any more what this deadline is.

    A matter that was done before the plan keeps its old date and is never overdue for it, hence stays undecided.
    """
    if deadline["kind"] in LONG_TERM:
        return True
    if deadline["due"] is None:
        return False
    return not is_born_overdue(deadline, issued) or deadline["answer"] == DeadlineAnswer.KEEP


def open_limit(deadline: EntryDeadline, issued: dt.date | None) -> OpenLimit | None:
    """Why this deadline still waits for a word of the office, or ``None``. A date that is missing is an obstacle, no question."""
    if deadline["answer"] or is_decided(deadline, issued):
        return None
    if is_born_overdue(deadline, issued):
        return OpenLimit.BORN_OVERDUE
    return OpenLimit(deadline["kind"]) if deadline["kind"] in set(OpenLimit) else None


def proposed_coordinator(units: list[EntryUnit]) -> int | None:
    """The first named lead, else the first responsible, that is a known unit; a group never coordinates."""
    for role in (UnitRole.LEAD, UnitRole.RESPONSIBLE):
        for unit in units:
            if unit["role"] == role and unit["unit"] is not None:
                return unit["unit"]
    return None
