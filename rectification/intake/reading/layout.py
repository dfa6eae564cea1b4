"""Lays the lines of a table row over its columns, where a scrape left one cell a line and lost the grid.

The costs are small numbers on one scale: 0 for a line that looks just like its column, about 1 for a slight doubt, 5 and
more for what hardly happens. The cheapest way through all lines of a row is taken (dynamic programming, linear in lines).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice, pairwise, takewhile

from rectification.intake.reading.columns import Column
from rectification.intake.reading.deadlines import AT_ONCE, KEPT_UP, parse_deadline
from rectification.intake.reading.fields import NAME_ENDING, NAME_TAIL, are_two_names
from rectification.intake.reading.labels import Field
from rectification.intake.reading.landmarks import ORGANISATION
from rectification.intake.reading.lines import Line, Piece, ends_sentence
from rectification.intake.reading.numbering import Style, marker_of
from rectification.intake.reading.units import is_group_words, looks_like_unit
from rectification.vocabulary import DeadlineKind

_LONGEST_NAMES = 400
_LONGEST_DATE = 40
_LONGEST_LINE_OF_NAMES = 60
_MOST_BREAKS = 3
_RAGGED = 4
_LONGEST_NAME_LINE = 12
# 长期坚持 is a time limit; 落实网格员日常巡查 and 每月通报。 are work that only speaks of time.
_LASTING = (DeadlineKind.IMMEDIATE, DeadlineKind.LONG_TERM, DeadlineKind.IMMEDIATE_AND_LONG_TERM)
_LASTING_WORDS = re.compile(rf"{AT_ONCE.pattern}|{KEPT_UP.pattern}|整改|推进|完成|[\s,，、;；。并]")
_FEW = 6
_DATE_PART = re.compile(r"^[\d年月日底前末初上中下旬季度半第一二三四至到、,，;；~—\-.－ ]{1,12}$")
_DATE_WORDS = re.compile(rf"{_LASTING_WORDS.pattern}|[\d年月日底前末初上中下旬季度半到至之以]")
_NO_UNITS = re.compile(r"[。！!？?%“”]|[^、,，;；\s]{40}|\d\D*\d")
_AMOUNT = re.compile(r"^\d[\d.,，]*%?(?:万|亿)?元?$")
_PUNCTUATION = re.compile(r"^[。；;，,、)）”》]+(?:$|[^\d(（])")
_SENTENCE = re.compile(r"[。；;！!]")
_LEVELS = tuple("省市区县镇乡旗各")
_COMMA = re.compile(r"[,，:：]")
_DIVIDED = re.compile(r"[、,，;；/]|\s")

_TEXT_FIELDS = frozenset({Field.TASK, Field.STATEMENT, Field.CONTENT, Field.GOAL, Field.MEASURES})
_NAME_FIELDS = frozenset({Field.WORK_ITEM, Field.NAME})
_OVERSEERS = frozenset({Field.SUPERVISING, Field.ACCEPTANCE})
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
class Cell:
    """A line of a row, or lines known to be one cell, and what they look like. ``gap`` counts blank lines before it."""

    text: str
    pieces: tuple[Piece, ...]
    gap: int

    @property
    def is_units(self) -> bool:
        return is_unit_list(self.text)

    @property
    def names_bodies(self) -> bool:
        """Whether the words read like names of bodies, though not all are known as units."""
        return not self.is_sentence and (bool(ORGANISATION.match(self.text)) or any(map(is_unit_list, self.text.split("、")[:-1])))

    @property
    def is_date(self) -> bool:
        return is_date_words(self.text)

    @property
    def is_sentence(self) -> bool:
        return bool(_SENTENCE.search(self.text))

    @property
    def is_list(self) -> bool:
        return bool(_DIVIDED.search(self.text.strip()))


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


@dataclass(frozen=True, slots=True)
class Habit:
    """How this table was scraped: blank lines between cells, whether they tell cells from broken lines, line width."""

    cell_gap: int
    gaps_tell: bool
    width: int
    numbered: bool


@dataclass(slots=True)
class LaidRow:
    """The cells of one row by zone; ``section`` holds the heading above it, ``extra`` the blank lines of empty cells."""

    zones: dict[int, list[Cell]]
    section: list[Cell]

    @property
    def first_gap(self) -> int:
        """The blank lines before the first line of the heading or the row."""
        return (self.section or next(iter(self.zones.values())))[0].gap


def cell_of(lines: Sequence[Line]) -> Cell:
    """One or more lines as a cell."""
    words = lines[0].text
    for line in lines[1:]:
        words += ("、" if are_two_names(words, line.text) else "") + line.text
    return Cell(words, tuple(line.piece for line in lines), lines[0].gap)


@lru_cache(maxsize=8192)
def is_unit_list(text: str) -> bool:
    """Whether a cell holds only names of units; sentences are told apart cheaply first."""
    return len(text) <= _LONGEST_NAMES and not _NO_UNITS.search(text) and looks_like_unit(text)


@lru_cache(maxsize=8192)
def is_date_words(text: str) -> bool:
    """Whether a cell holds only a time limit."""
    if len(text) > _LONGEST_DATE:
        return False
    kind = parse_deadline(text, None).kind
    if kind in _LASTING:
        other = _LASTING_WORDS.sub("", text)
        return len(other) <= (1 if text.endswith("。") else _FEW)
    return kind not in (DeadlineKind.UNPARSABLE, DeadlineKind.NONE) or bool(re.search(r"\d{4}年?(?:\d|底|前|$)", text))


def zones_of(columns: Sequence[Column]) -> list[Zone]:
    """The columns right of the number, unit columns side by side as one zone."""
    zones: list[Zone] = []
    for column in columns:
        if zones and zones[-1].is_units and column.field.role:
            zones[-1] = Zone(zones[-1].field, (*zones[-1].columns, column))
        else:
            zones.append(Zone(column.field, (column,)))
    return zones


def merge_fragments(lines: Sequence[Line], habit: Habit) -> list[Cell]:
    """Lines as cells, with the lines joined that cannot be cells apart: a list broken after its comma, a name before 局."""
    cells: list[Cell] = []
    held: list[Line] = []
    for place, line in enumerate(lines):
        if held and _belong_together(held, lines[place : place + _MOST_BREAKS], habit):
            held.append(line)
        else:
            if held:
                cells.append(cell_of(held))
            held = [line]
    if held:
        cells.append(cell_of(held))
    return cells


def _belong_together(held: Sequence[Line], following: Sequence[Line], habit: Habit) -> bool:
    line = following[0]
    if habit.gaps_tell:
        return line.gap < habit.cell_gap
    if _PUNCTUATION.match(line.text):
        return True
    short = max(len(held[-1].text), len(line.text)) <= _LONGEST_LINE_OF_NAMES
    return short and _is_broken_name("".join(one.text for one in held), following)


def _is_broken_name(above: str, following: Sequence[Line]) -> bool:
    """Whether names of units go on in the next line: after a comma, with the rest of a name, with a name's last word."""
    text = following[0].text
    if above.endswith(("、", "，", ",", "(", "（")) or text.startswith(("、", ")", "）")):
        return is_unit_list(above + text)
    if NAME_ENDING.match(text):
        return _are_names(above + text)
    if len(text) <= _FEW and NAME_TAIL.search(text) and is_unit_list(above) and not is_unit_list(text):
        return is_unit_list(above + text)
    return _is_open_name(above) and _completes(above, following)


def _is_open_name(text: str) -> bool:
    """Whether a list of units stops within a name: after whole names, or in one that opens with its level (县住房和城乡)."""
    whole, _, last = text.rpartition("、")
    return not is_unit_list(text) and (is_unit_list(whole) if whole else last[:1] in _LEVELS and not _SENTENCE.search(last))


def _completes(above: str, following: Sequence[Line]) -> bool:
    """Whether the lines that follow, up to one that opens a name of its own, make whole names of what stands above."""
    own = takewhile(lambda line: line.text[0] not in _LEVELS, following)
    return any(map(_are_names, islice(accumulate((line.text for line in own), initial=above), 1, None)))


def _are_names(text: str) -> bool:
    """Whether a text lists units, the last of them perhaps not yet whole."""
    return is_unit_list(text) or is_unit_list(text.rpartition("、")[0])


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
    misfit = 5.0 if (cell.is_units and length <= 40) or (cell.is_date and len(_DATE_WORDS.sub("", cell.text)) <= _FEW) else 0.0
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


def split_units(cells: Sequence[Cell], columns: Sequence[Column], *, blank_after: bool, habit: Habit) -> tuple[list[list[Cell]], bool]:
    """The cells of unit columns side by side, and whether the border between them is unclear.

    A cell that lists several units, or names only a group, is a column by itself; single units on the lines above it
    share the column before. Where every line is a single unit the first stands alone (README of the sample plans), and
    so does the last that supervises or accepts the others' work. A blank line too many after the row says that its last
    column is empty.
    """
    count = len(columns)
    filled = max(count - 1, 1) if blank_after and count > 1 else count
    if habit.gaps_tell or len(cells) <= filled:
        shares = [[cell] for cell in cells[:filled]]
        if cells[filled:]:
            shares[-1] += cells[filled:]
        unclear = count > 1 and len(cells) == 1 and filled > 1 and is_group_words(cells[0].text)
        return shares, unclear
    if filled == 1:
        return [list(cells)], False
    if filled == count and columns[-1].field in _OVERSEERS:
        shares, _ = split_units(cells[:-1], columns[:-1], blank_after=False, habit=habit)
        return [*shares, [cells[-1]]], not cells[-2].is_list
    runs = _runs(cells)
    if len(runs) >= filled:
        shares = [*runs[: filled - 1], [cell for run in runs[filled - 1 :] for cell in run]]
        return shares, len(runs[0]) > 1 and not shares[-1][0].is_list
    head = [[cell] for cell in cells[: filled - 1]]
    return [*head, list(cells[filled - 1 :])], not cells[filled - 1].is_list


def _runs(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Single units on lines after each other as one run; a list or a group as a run of its own."""
    runs: list[list[Cell]] = []
    single = False
    for cell in cells:
        alone = cell.is_list or is_group_words(cell.text)
        if alone or not single:
            runs.append([cell])
        else:
            runs[-1].append(cell)
        single = not alone
    return runs
