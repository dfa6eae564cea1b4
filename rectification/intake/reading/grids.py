"""Tables whose lines still hold their cells, divided by tabs, bars or wide blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rectification.intake.reading.columns import Column
from rectification.intake.reading.labels import Field, column_field
from rectification.intake.reading.landmarks import annex_of, is_note
from rectification.intake.reading.layout import Cell, cell_of
from rectification.intake.reading.lines import Line, Paper, ends_sentence
from rectification.intake.reading.numbering import marker_of
from rectification.intake.reading.rows import TableRow, number_of

WIDE_BLANKS = r" {2,}|\u3000+"
_DIVIDERS = (r"\t", r"[|｜│]", WIDE_BLANKS, r" +")
_ANY_DIVIDER = re.compile(r"[\t|｜│ \u3000]")
_RULE = re.compile(r"^[\s|｜│:+\-—=─┼]+$")
_LEAST_COLUMNS = 3


def grid_header(paper: Paper, line: Line) -> tuple[tuple[Column, ...], str] | None:
    """The columns headed on one line and what divides them, or ``None`` for a line that heads no table."""
    if len(line.text) > 400 or not _ANY_DIVIDER.search(line.text):
        return None
    for divider in _DIVIDERS:
        if len(re.findall(divider, line.text)) + 1 < _LEAST_COLUMNS:
            continue
        cells = _split(paper, line, divider)
        fields = [column_field(cell.text) if cell else None for cell in cells]
        known = [field for field in fields if field]
        if len(known) >= _LEAST_COLUMNS and 3 * len(known) >= 2 * len(cells):
            columns = zip(fields, cells, strict=True)
            return tuple(Column(field or Field.OTHER, cell.text if cell else "") for field, cell in columns), divider
    return None


def _split(paper: Paper, line: Line, divider: str) -> list[Cell | None]:
    """The cells of a line by place, ``None`` for empty ones; outer bars make no cells."""
    start = paper.text.rfind("\n", 0, line.start) + 1
    end = paper.text.find("\n", line.end)
    raw = paper.text[start : end if end >= 0 else len(paper.text)]
    bars = "|" in divider
    if bars:
        inner = raw.strip()
        start += raw.index(inner)
        raw = inner
    elif divider != r"\t":
        start, raw = line.start, line.text
    cells: list[Cell | None] = []
    at = 0
    for match in [*re.finditer(divider, raw), None]:
        stop = match.start() if match else len(raw)
        text = raw[at:stop].strip()
        cells.append(cell_of([Line(text, start + raw.index(text, at), 0)]) if text else None)
        at = match.end() if match else stop
    if bars and cells and cells[0] is None:
        cells = cells[1:]
    if bars and cells and cells[-1] is None:
        cells = cells[:-1]
    return cells


def grid_rows(paper: Paper, lines: Sequence[Line], width: int, divider: str) -> tuple[list[list[Cell | None]], list[Line]]:
    """The rows of a divided table as ``width`` cells each, and the lines they take up.

    A line with too few cells goes on with the cell in which the line before it was broken; a line without any divider
    is a heading between rows, or the rest of the last cell.
    """
    rows: list[list[Cell | None]] = []
    taken: list[Line] = []
    for place, line in enumerate(lines):
        if annex_of(line.text) or is_note(line.text):
            break
        if _RULE.match(line.text):
            taken.append(line)
            continue
        cells = _split(paper, line, divider)
        if len(cells) == 1 and _is_below_table(rows, line, width) and not _has_grid_line(paper, lines[place + 1 : place + 4], divider):
            break
        if rows and (_is_broken(rows[-1], cells, width) or _is_rest(rows[-1], cells)):
            rows[-1] = _joined(rows[-1], cells)
        else:
            rows.append(cells)
        taken.append(line)
    return [[*row, *[None] * (width - len(row))][:width] for row in rows], taken


def _has_grid_line(paper: Paper, lines: Sequence[Line], divider: str) -> bool:
    return any(len(_split(paper, line, divider)) > 1 for line in lines)


def _is_below_table(rows: Sequence[Sequence[Cell | None]], line: Line, width: int) -> bool:
    """Whether a line without dividers cannot be the rest of a cell."""
    return not rows or (len(rows[-1]) >= width and (marker_of(line.text) is not None or _ends(rows[-1])))


def _is_broken(row: Sequence[Cell | None], cells: Sequence[Cell | None], width: int) -> bool:
    """Whether a row with too few cells goes on in ``cells``."""
    return 1 < len(row) < width and len(row) + len(cells) - 1 <= width


def _is_rest(row: Sequence[Cell | None], cells: Sequence[Cell | None]) -> bool:
    """Whether ``cells`` is one piece of text that goes on with the row's last cell."""
    only = cells[0] if len(cells) == 1 else None
    return only is not None and len(row) > 1 and not _ends(row) and marker_of(only.text) is None


def _ends(row: Sequence[Cell | None]) -> bool:
    last = row[-1]
    return last is None or last.is_units or last.is_date or ends_sentence(last.text)


def _joined(row: Sequence[Cell | None], cells: Sequence[Cell | None]) -> list[Cell | None]:
    """A row whose last cell goes on in the first of ``cells``."""
    known = [cell for cell in (row[-1], cells[0]) if cell]
    middle: Cell | None = None
    if known:
        middle = Cell("".join(cell.text for cell in known), tuple(piece for cell in known for piece in cell.pieces), 0)
    return [*row[:-1], middle, *cells[1:]]


def grid_row(columns: Sequence[Column], cells: Sequence[Cell | None]) -> TableRow | None:
    filled = {place: [cell] for place, cell in enumerate(cells) if cell}
    pieces = [piece for found in filled.values() for cell in found for piece in cell.pieces]
    if not pieces:
        return None
    if len(filled) == 1 and (only := next(iter(filled.values()))[0]) and not number_of(only.text):
        return TableRow({}, None, "", "", [only], pieces)
    row = TableRow({}, None, "", "", [], pieces)
    number = next((place for place, column in enumerate(columns) if column.field is Field.NUMBER), -1)
    if number in filled and (found := number_of(filled[number][0].text)):
        row.number, row.marker, row.higher = found
    row.section = [cell for place in sorted(filled) if place < number for cell in filled[place]]
    row.cells = {place - number - 1: cell for place, cell in filled.items() if place > number}
    return row
