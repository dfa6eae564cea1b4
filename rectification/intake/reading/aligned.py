"""Tables printed in columns: the words of a line stand under their headings, and long cells go on in the lines below.

Places are counted as printed by a typewriter: a Chinese character is two wide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rectification.intake.reading.cells import Cell, cell_of, is_date_words
from rectification.intake.reading.columns import LEAST_COLUMNS, LONGEST_HEADING_LINE, Column
from rectification.intake.reading.labels import Field, column_field
from rectification.intake.reading.landmarks import annex_of, is_note
from rectification.intake.reading.lines import Line, Paper, ends_sentence
from rectification.intake.reading.numbering import Style, marker_of
from rectification.intake.reading.table_rows import number_of

_WORD = re.compile(r"[^\s\u3000]+(?: [^\s\u3000]+)*")
_DIVIDER = re.compile(r"[\t|｜│]")
_MOST_HEADING_LINES = 3
_AHEAD = 6


@dataclass(frozen=True, slots=True)
class Word:
    """What stands between two wide blanks of a line, printed at the places ``[left, right)``."""

    line: Line
    left: int
    right: int

    def over(self, other: Word) -> bool:
        return self.left < other.right and other.left < self.right

    def apart(self, other: Word) -> int:
        """The places between the two, below zero where they overlap."""
        return max(self.left - other.right, other.left - self.right)


@dataclass(frozen=True, slots=True)
class Heading:
    """The columns, where the heading of each stands, over how many lines, and how many headings are known."""

    columns: tuple[Column, ...]
    places: tuple[Word, ...]
    length: int
    known: int


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of the body: its words by column; ``astray`` where a word stands under several headings."""

    line: Line
    words: dict[int, Word]
    astray: bool


def aligned_header(paper: Paper, lines: Sequence[Line], start: int) -> Heading | None:
    """The headings from ``start`` on, one perhaps over several lines; none where those below do better without this line."""
    heading = _heading(paper, lines, start)
    if heading and heading.length > 1 and (below := _heading(paper, lines, start + 1)) and below.known >= heading.known:
        return None
    return heading


def _heading(paper: Paper, lines: Sequence[Line], start: int) -> Heading | None:
    best: Heading | None = None
    headings: list[tuple[str, Word]] = []
    for length, line in enumerate(lines[start : start + _MOST_HEADING_LINES], 1):
        words = words_of(paper, line) if len(line.text) <= LONGEST_HEADING_LINE and not _DIVIDER.search(line.text) else []
        if len(words) < 2 or not (headings := _below(headings, words)):
            break
        headings.sort(key=lambda heading: heading[1].left)
        columns = tuple(Column(column_field(text) or Field.OTHER, text) for text, _ in headings)
        found = Heading(columns, tuple(word for _, word in headings), length, sum(column_field(text) is not None for text, _ in headings))
        if found.known > (best.known if best else LEAST_COLUMNS - 1) and 3 * found.known >= 2 * len(columns):
            best = found
    return best


def _below(headings: Sequence[tuple[str, Word]], words: Sequence[Word]) -> list[tuple[str, Word]]:
    """``headings`` with the words below them added to them; empty where a word stands under two."""
    result = list(headings)
    for word in words:
        over = [place for place, (_, heading) in enumerate(result) if heading.over(word)]
        if len(over) > 1:
            return []
        if over:
            text, heading = result[over[0]]
            result[over[0]] = (text + word.line.text, Word(heading.line, min(heading.left, word.left), max(heading.right, word.right)))
        else:
            result.append((word.line.text, word))
    return result


def words_of(paper: Paper, line: Line) -> list[Word]:
    """The words of a line that wide blanks divide, each with its place."""
    left = _width(paper.text[paper.text.rfind("\n", 0, line.start) + 1 : line.start])
    words: list[Word] = []
    at = 0
    for match in _WORD.finditer(line.text):
        left += _width(line.text[at : match.start()])
        right = left + _width(match.group())
        words.append(Word(Line(match.group(), line.start + match.start(), line.gap), left, right))
        left, at = right, match.end()
    return words


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def aligned_rows(paper: Paper, lines: Sequence[Line], headings: Sequence[Word]) -> tuple[list[list[Cell | None]], list[Line]] | None:
    """The rows as cells by column and the lines they take up; ``None`` where words do not stand under the headings."""
    printed = _under(headings, [(line, words_of(paper, line)) for line in lines])
    rows = [line for line in printed if len(line.words) > 1]
    if not rows or sum(line.astray for line in rows) * 5 > len(rows):
        return None
    printed = printed[: _end(printed)]
    cells = [_cells(group, len(headings)) for group in _groups(printed)]
    return cells, [line.line for line in printed]


def _under(headings: Sequence[Word], lines: Sequence[tuple[Line, list[Word]]]) -> list[PrintedLine]:
    columns = list(headings)
    for _, words in lines:
        for word in words if len(words) > 1 else ():
            over = [place for place, heading in enumerate(headings) if heading.over(word)]
            if len(over) == 1:
                column = columns[over[0]]
                columns[over[0]] = Word(column.line, min(column.left, word.left), max(column.right, word.right))
    printed: list[PrintedLine] = []
    for line, words in lines:
        places = [_nearest(columns, word) for word in words]
        wide = any(sum(heading.over(word) for heading in headings) > 1 for word in words)
        printed.append(PrintedLine(line, dict(zip(places, words, strict=True)), wide or len(set(places)) < len(places)))
    return printed


def _nearest(columns: Sequence[Word], word: Word) -> int:
    return min(range(len(columns)), key=lambda place: columns[place].apart(word))


def _end(lines: Sequence[PrintedLine]) -> int:
    """Where the table ends: at an annex or note, or where lone words go on that are no cell broken over lines."""
    for place, line in enumerate(lines):
        if annex_of(line.line.text) or is_note(line.line.text):
            return place
        lone = len(line.words) == 1 and (line.line.gap > 0 or line.astray or _is_heading(line))
        if lone and not any(len(other.words) > 1 for other in lines[place + 1 : place + _AHEAD]):
            return place
    return len(lines)


def _is_heading(line: PrintedLine) -> bool:
    """Whether a line stands alone as a heading between rows."""
    if len(line.words) != 1 or ends_sentence(line.line.text):
        return False
    marker = marker_of(line.line.text)
    return line.astray or (marker is not None and marker.style in (Style.CHINESE, Style.PART))


def _number_in(line: PrintedLine) -> bool:
    first = line.words.get(min(line.words))
    return first is not None and len(line.words) > 1 and number_of(first.line.text) is not None


def _groups(lines: Sequence[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """The lines of each row, and each heading between rows."""
    bounds = [-1, *(place for place, line in enumerate(lines) if _is_heading(line)), len(lines)]
    parts = [list(lines[start + 1 : stop]) for start, stop in pairwise(bounds)]
    edges: dict[int, int] = {}
    for line in lines:
        edges |= {place: max(word.right, edges.get(place, 0)) for place, word in line.words.items()}
    from_top = all(_is_from_top(part, edges) for part in parts if part)
    for heading, part in zip(bounds, parts, strict=False):
        if heading >= 0:
            yield [lines[heading]]
        yield from _rows(part, edges, from_top=from_top)


def _is_from_top(lines: Sequence[PrintedLine], edges: Mapping[int, int]) -> bool:
    """Whether numbers stand on the first line of their rows: above nearly all of them cells end."""
    ends = [_ends_between(above, below, edges) >= 0 for above, below in pairwise(lines) if _number_in(below)]
    return _number_in(lines[0]) and 10 * sum(ends) >= 9 * len(ends)


def _rows(lines: Sequence[PrintedLine], edges: Mapping[int, int], *, from_top: bool) -> Iterator[list[PrintedLine]]:
    """Rows apart by blank lines, else from number to number or around their numbers, else where all cells end."""
    apart = [0, *(place for place, line in enumerate(lines) if place and line.line.gap > 0), len(lines)]
    blocks = [list(lines[start:stop]) for start, stop in pairwise(apart)]
    if len(blocks) > 1 and any(len(block) > 1 for block in blocks) and all(sum(map(_number_in, block)) <= 1 for block in blocks):
        yield from blocks
        return
    numbers = [place for place, line in enumerate(lines) if _number_in(line)]
    if not numbers:
        whole = [place for place in range(1, len(lines)) if min(edges) in lines[place].words and 2 * len(lines[place].words) > len(edges)]
        starts = [place for place in whole if _ends_between(lines[place - 1], lines[place], edges) > 0]
    else:
        starts = numbers[1:] if from_top else _borders(lines, numbers, edges)
    for start, stop in pairwise([0, *starts, len(lines)]):
        yield list(lines[start:stop])


def _borders(lines: Sequence[PrintedLine], numbers: Sequence[int], edges: Mapping[int, int]) -> list[int]:
    """Where rows begin whose numbers stand at half their height: as far below a number as the row reaches above it.

    Half a line more or less is told by the cells: one that stops short of its column ends there, a full line goes on.
    """
    borders = [0]
    for number, following in pairwise(numbers):
        middle = 2 * number - borders[-1] + 1.5
        misfits = {at: abs(at - middle) - 2 * _ends_between(lines[at - 1], lines[at], edges) for at in range(number + 1, following + 1)}
        borders.append(min(misfits, key=misfits.__getitem__))
    return borders[1:]


def _ends_between(above: PrintedLine, below: PrintedLine, edges: Mapping[int, int]) -> int:
    """How many more columns end a cell between two lines than go on."""
    both = [(above.words[place], below.words[place], edges[place]) for place in above.words if place in below.words]
    return sum(1 if _ends_cell(upper, lower, edge) else -1 for upper, lower, edge in both)


def _ends_cell(upper: Word, lower: Word, edge: int) -> bool:
    dates = is_date_words(upper.line.text) and is_date_words(lower.line.text)
    return upper.right < edge - 1 or upper.line.text.endswith("。") or dates


def _cells(lines: Sequence[PrintedLine], width: int) -> list[Cell | None]:
    columns = [[line.words[place].line for line in lines if place in line.words] for place in range(width)]
    return [cell_of(found) if found else None for found in columns]
