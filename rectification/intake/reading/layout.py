"""Lays the lines of a table row over its columns, where a scrape left one cell a line and lost the grid.

The costs are small numbers on one scale: 0 for a line that looks just like its column, about 1 for a slight doubt, 5 and
more for what hardly happens. The cheapest way through all lines of a row is taken (dynamic programming, linear in lines).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rectification.intake.reading.cells import Cell, Habit
from rectification.intake.reading.columns import Column
from rectification.intake.reading.labels import Field
from rectification.intake.reading.lines import ends_sentence
from rectification.intake.reading.numbering import Style, marker_of

_RAGGED = 4
_LONGEST_NAME_LINE = 12
_DATE_PART = re.compile(r"^[\d年月日底前末初上中下旬季度半第一二三四至到、,，;；~—\-.－ ]{1,12}$")
_AMOUNT = re.compile(r"^\d[\d.,，]*%?(?:万|亿)?元?$")
_COMMA = re.compile(r"[,，:：]")
_TEXT_FIELDS = frozenset({Field.TASK, Field.STATEMENT, Field.CONTENT, Field.GOAL, Field.MEASURES})
_NAME_FIELDS = frozenset({Field.WORK_ITEM, Field.NAME})
_SKIP = {
    Field.TASK: 6.0,
    Field.STATEMENT: 6.0,
    Field.CONTENT: 3.0,
    Field.GOAL: 2.5,
    Field.MEASURES: 2.5,
    Field.DEADLINE: 2.5,
    Field.WORK_ITEM: 0.6,
    Field.NAME: 0.6,
    Field.OTHER: 0.2,
}
_SKIP_UNITS = 2.5
_NEVER = 1e9


@dataclass(frozen=True, slots=True)
class Zone:
    """A column, or several unit columns side by side (which lines alone do not tell apart)."""

    field: Field
    columns: tuple[Column, ...]

    @property
    def is_units(self) -> bool:
        return self.field.role is not None

    @property
    def is_core(self) -> bool:
        return self.is_units or self.field is Field.DEADLINE

    @property
    def skip(self) -> float:
        return _SKIP_UNITS if self.is_units else _SKIP[self.field]


@dataclass(slots=True)
class LaidRow:
    """The cells of one row by zone; ``section`` holds the heading above it, ``extra`` the blank lines of empty cells."""

    zones: dict[int, list[Cell]]
    section: list[Cell]

    @property
    def first_gap(self) -> int:
        """The blank lines before the first line of the heading or the row."""
        return (self.section or next(iter(self.zones.values())))[0].gap


def zones_of(columns: Sequence[Column]) -> list[Zone]:
    """The columns right of the number, unit columns side by side as one zone."""
    zones: list[Zone] = []
    for column in columns:
        if zones and zones[-1].is_units and column.field.role:
            zones[-1] = Zone(zones[-1].field, (*zones[-1].columns, column))
        else:
            zones.append(Zone(column.field, (column,)))
    return zones


def lay_out(cells: Sequence[Cell], zones: Sequence[Zone], habit: Habit, end_gap: int) -> list[LaidRow]:
    """The rows in a run of cells: mostly one, more where rows have no number, each with the heading above it.

    ``end_gap`` is the number of blank lines after the last cell. The last entry may have a section and no zones: a
    heading that belongs to what follows.
    """
    if not cells:
        return []
    path = _cheapest(cells, zones, habit, end_gap)
    rows: list[LaidRow] = []
    for cell, (state, opens_row) in zip(cells, path, strict=True):
        if state == len(zones):
            if not rows or rows[-1].zones:
                rows.append(LaidRow({}, []))
            rows[-1].section.append(cell)
        else:
            if not rows or (opens_row and rows[-1].zones):
                rows.append(LaidRow({}, []))
            rows[-1].zones.setdefault(state, []).append(cell)
    return rows


class _Grid:
    """The zones of a table with the costs of going from one to the next; the state after the last zone is a heading."""

    def __init__(self, zones: Sequence[Zone], habit: Habit) -> None:
        self.zones = zones
        self.habit = habit
        self.heading = len(zones)
        self.skips = [zone.skip for zone in zones]
        self.core = min((place for place, zone in enumerate(zones) if zone.is_core), default=0)

    def skip(self, start: int, stop: int, blanks: int = 0) -> float:
        """What leaving the zones ``[start, stop)`` empty costs; a blank line too many speaks for an empty cell."""
        missing = sorted(self.skips[start:stop], reverse=True)
        return sum(missing[blanks:]) + 0.1 * len(missing[:blanks])

    def open(self, to: int) -> float:
        """The cost of beginning in a zone."""
        if to == self.heading:
            return 4.0 if self.habit.numbered else 0.5
        return self.skip(0, to)

    def step(self, start: int, to: int, before: Cell, cell: Cell) -> tuple[float, bool]:
        """The cost of going from one cell's zone to the next cell's, and whether that begins a row."""
        blanks = max(cell.gap - self.habit.cell_gap, 0)
        if start == self.heading:
            if to == self.heading:
                return _continue_heading(before), False
            return self.skip(0, to) + (2.0 if self.habit.numbered else 0.0), True
        if to == start:
            return _continue(self.zones[to], before, cell, self.habit), False
        if start < to < self.heading:
            return _next(self.zones[start], before, cell, self.habit) + self.skip(start + 1, to, blanks), False
        return self._leave(start, to, blanks)

    def _leave(self, start: int, to: int, blanks: int) -> tuple[float, bool]:
        """The cost of ending a row, which must have come to its units or date, for a heading or another row."""
        if start < self.core:
            return _NEVER, False
        ending = self.skip(start + 1, self.heading, blanks)
        if to == self.heading:
            return ending + 0.5, False
        return ending + self.skip(0, to) + (3.0 if self.habit.numbered else 0.5), True

    def close(self, state: int, end_gap: int) -> float:
        """The cost of ending in a zone."""
        return 0.0 if state == self.heading else self.skip(state + 1, self.heading, max(end_gap - self.habit.cell_gap, 0))

    def fits(self, cell: Cell) -> list[float]:
        """How badly a cell looks like each zone, and like a heading."""
        return [*(_fit(zone, cell, self.zones) for zone in self.zones), _section_fit(cell)]

    def early(self, to: int, cell: Cell) -> float:
        """The cost of entering the measures with a line that has no number, in a row whose measures are numbered."""
        return 2.5 if to < self.heading and self.zones[to].field is Field.MEASURES and marker_of(cell.text) is None else 0.0


def _cheapest(cells: Sequence[Cell], zones: Sequence[Zone], habit: Habit, end_gap: int) -> list[tuple[int, bool]]:
    """For each cell its zone (``len(zones)`` for a section heading) and whether it opens a row."""
    grid = _Grid(zones, habit)
    states = range(grid.heading + 1)
    counted = any((marker := marker_of(cell.text)) and marker.value == 1 for cell in cells)
    fits = grid.fits(cells[0])
    costs = [grid.open(to) + fits[to] + (grid.early(to, cells[0]) if counted else 0.0) for to in states]
    trail = [[(to, to != grid.heading) for to in states]]
    for before, cell in pairwise(cells):
        fits = grid.fits(cell)
        reached: list[tuple[float, int, bool]] = []
        for to in states:
            early = grid.early(to, cell) if counted else 0.0
            steps = [(grid.step(start, to, before, cell), start) for start in states]
            ways = [(costs[start] + step + (early if to != start else 0.0), start, opens) for (step, opens), start in steps]
            cost, start, opens = min(ways, key=lambda way: way[0])
            reached.append((cost + fits[to], start, opens))
        costs = [cost for cost, _, _ in reached]
        trail.append([(start, opens) for _, start, opens in reached])
    state = min(states, key=lambda last: costs[last] + grid.close(last, end_gap))
    path: list[tuple[int, bool]] = []
    for origin in reversed(trail):
        source, opens = origin[state]
        path.append((state, opens))
        state = source
    return path[::-1]


def _continue_heading(before: Cell) -> float:
    return 0.5 if not ends_sentence(before.text) else 2.0


def _continue(zone: Zone, before: Cell, cell: Cell, habit: Habit) -> float:
    """The cost of a further line in the same column."""
    if habit.gaps_tell:
        return 0.3 if zone.is_units or (zone.field is Field.MEASURES and marker_of(cell.text)) else 4.0
    if zone.is_units:
        return 0.3
    if zone.field is Field.DEADLINE:
        return 3.0 if before.is_date and cell.is_date and not _is_date_part(before.text) else 0.5
    return _continue_text(zone, before, cell, habit)


def _continue_text(zone: Zone, before: Cell, cell: Cell, habit: Habit) -> float:
    ended = ends_sentence(before.text)
    if zone.field in _NAME_FIELDS:
        return 2.0 if ended or len(cell.text) > len(before.text) + _RAGGED else 0.4
    if zone.field is Field.MEASURES and (marker_of(cell.text) or before.text.endswith((";", "；"))):
        return 0.3
    if ended:
        return 1.6
    return 0.4 if _is_full(before, habit) else 1.4


def _is_full(cell: Cell, habit: Habit) -> bool:
    """Whether a line is as long as lines that were broken at the width of their column."""
    return len(cell.text) >= 0.8 * habit.width


def _next(zone: Zone, before: Cell, cell: Cell, habit: Habit) -> float:
    """The cost of leaving a column after ``before``."""
    if habit.gaps_tell and cell.gap < habit.cell_gap:
        return 6.0
    if zone.field in _NAME_FIELDS and len(before.text) > _LONGEST_NAME_LINE and _is_full(before, habit):
        return 1.2
    return 0.8 if zone.field in _TEXT_FIELDS and not ends_sentence(before.text) and len(before.text) > 12 else 0.0


def _fit(zone: Zone, cell: Cell, zones: Sequence[Zone]) -> float:
    """How badly a cell looks like its column."""
    length = len(cell.text)
    if zone.is_units:
        return 0.0 if cell.is_units else 1.5 if cell.names_bodies else 9.0 if cell.is_sentence or length > 30 or cell.is_date else 4.0
    if zone.field is Field.DEADLINE:
        return 0.0 if cell.is_date else 0.6 if _is_date_part(cell.text) else 9.0 if length > 40 or cell.is_units else 3.0
    if zone.field is Field.OTHER:
        return 0.5 if _AMOUNT.match(cell.text) else 1.5
    misfit = 5.0 if (cell.is_units and length <= 40) or cell.is_mere_date else 0.0
    misfit += 2.5 if _is_heading(cell) else 0.0
    if zone.field in _NAME_FIELDS:
        return misfit + (5.0 if cell.is_sentence else 0.0) + (2.0 if _COMMA.search(cell.text) else 0.0) + (3.0 if length > 24 else 0.0)
    return misfit + _text_fit(zone, cell, zones)


def _is_date_part(text: str) -> bool:
    """Whether a line may be one of several that a date is broken over; a sum of money is none."""
    return bool(_DATE_PART.match(text)) and not (_AMOUNT.match(text) and len(text) > 2 and not text.startswith("20"))


def _text_fit(zone: Zone, cell: Cell, zones: Sequence[Zone]) -> float:
    cost = 1.0 if len(cell.text) < 6 and not cell.is_sentence else 0.0
    if any(other.field is Field.MEASURES for other in zones) and marker_of(cell.text):
        cost += -0.5 if zone.field is Field.MEASURES else 1.0
    return cost


def _is_heading(cell: Cell) -> bool:
    """Whether a cell opens like a heading (一、…) and is no sentence."""
    marker = marker_of(cell.text)
    return marker is not None and marker.style in (Style.CHINESE, Style.PART) and len(cell.text) <= 40 and not cell.is_sentence


def _section_fit(cell: Cell) -> float:
    """How badly a line reads as a heading between rows."""
    marker = marker_of(cell.text)
    return (
        (0.0 if marker else 1.0)
        + (3.0 if cell.is_sentence else 0.0)
        + (3.0 if len(cell.text) > 40 else 0.0)
        + (4.0 if cell.is_units else 3.0 if cell.names_bodies else 0.0)
        + (4.0 if cell.is_date else 0.0)
    )
