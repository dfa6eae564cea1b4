"""What the office sees of a unit in a period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rectification.vocabulary import ReportState, Standing


@dataclass(frozen=True, slots=True)
class Said:
    """What a board needs to know of one report."""

    state: ReportState
    no_change: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many reports a unit owes in a period and how those that came stand.

    ``waiting``: handed in, and not counted before the head of the unit has confirmed them.
    """

    owed: int = 0
    reported: int = 0
    no_change: int = 0
    returned: int = 0
    waiting: int = 0
    late: int = 0

    @property
    def answered(self) -> int:
        return self.reported + self.no_change

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.owed + other.owed,
            self.reported + other.reported,
            self.no_change + other.no_change,
            self.returned + other.returned,
            self.waiting + other.waiting,
            self.late + other.late,
        )


def tally(owed: int, counts: Iterable[tuple[Said, int]]) -> Tally:
    """The tally of ``owed`` duties, of which ``counts`` were answered so."""
    return sum((_one(said, count) for said, count in counts), Tally(owed))


def standing(cell: Tally) -> Standing:
    """One word for a unit in a period. Returned comes first: somebody waits for it. Then what is missing.

    A late report counts as reported; that it is late is said beside it.
    """
    if cell.returned:
        return Standing.RETURNED
    if cell.answered < cell.owed:
        return Standing.MISSING
    return Standing.REPORTED if cell.reported else Standing.NO_CHANGE


def standing_of(said: Said | None) -> Standing:
    """The same word for a single duty."""
    return standing(tally(1, [(said, 1)] if said else []))


def _one(said: Said, count: int) -> Tally:
    if said.state is ReportState.RETURNED:
        return Tally(returned=count)
    if said.state is ReportState.WAITING:
        return Tally(waiting=count)
    late = count if said.late else 0
    return Tally(no_change=count, late=late) if said.no_change else Tally(reported=count, late=late)
