"""Tables whose lines still hold their cells, divided by tabs, bars or wide blanks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from rectification.intake.reading.cells import Cell, cell_of
from rectification.intake.reading.columns import LEAST_COLUMNS, LONGEST_HEADING_LINE, Column, without_spanning
from rectification.intake.reading.labels import CORE_FIELDS, Field, column_field
from rectification.intake.reading.landmarks import annex_of, is_note, is_sum
from rectification.intake.reading.lines import Line, Paper, Piece, ends_sentence
from rectification.intake.reading.numbering import marker_of
from rectification.intake.reading.table_rows import TableRow, number_of

WIDE_BLANKS = r" {2,}|\u3000+"
_DIVIDERS = (r"\t", r"[|｜│┃║]", WIDE_BLANKS, r" +")
_ANY_DIVIDER = re.compile(r"[\t|｜│┃║ \u3000]")
_RULE = re.compile(r"^[\s|｜:+\-—=\u2500-\u257f]+$")
_LINES_OF_A_NAME = 3

# Columns in which a cell alone goes on with the row above: what stands left of it is merged.
_OF_ROW_ABOVE = CORE_FIELDS | {Field.MEASURES, Field.GOAL}

Parts = list[Cell]
"""A cell by the lines it is broken over; none for an empty cell."""


def grid_header(paper: Paper, lines: Sequence[Line], start: int) -> tuple[tuple[Column, ...], str, int] | None:
    """The columns headed from a line on, what divides them and how many lines they take, or ``None`` where no table begins."""
    line = lines[start]
    if len(line.text) > LONGEST_HEADING_LINE or not _ANY_DIVIDER.search(line.text):
        return None
    for divider in _DIVIDERS:
        if len(re.findall(divider, line.text)) + 1 < LEAST_COLUMNS:
            continue
        framed = is_framed(line, divider)
        columns = [_column(cell) for cell in _split(paper, line, divider, framed=framed)]
        below = [_column(cell) for cell in _split(paper, lines[start + 1], divider, framed=framed)] if start + 1 < len(lines) else []
        length = 2 if _is_second_row(below) else 1
        if length == 2:
            columns = _two_rows(columns, below)
        known = sum(column_field(column.printed) is not None for column in columns)
        if known >= LEAST_COLUMNS and 3 * known >= 2 * len(columns):
            return tuple(columns), divider, length
    return None


def _column(cell: Cell | None) -> Column:
    printed = cell.text if cell else ""
    return Column(column_field(printed) or Field.OTHER, printed)


def _is_second_row(columns: Sequence[Column]) -> bool:
    """Whether a line heads only the columns of units, below a heading that spans them."""
    printed = [column for column in columns if column.printed]
    return len(printed) > 1 and all(column.field.role for column in printed)


def _two_rows(columns: Sequence[Column], below: Sequence[Column]) -> list[Column]:
    if below[0].printed:
        return without_spanning([*columns, *below])
    return [lower if lower and lower.printed else upper for upper, lower in zip_longest(columns, below[: len(columns)])]


def is_framed(heading: Line, divider: str) -> bool:
    """Whether bars stand around a table too, as they do around its headings; they make no cells then."""
    return "|" in divider and re.match(divider, heading.text) is not None


def _split(paper: Paper, line: Line, divider: str, *, framed: bool) -> list[Cell | None]:
    """The cells of a line by place, ``None`` for empty ones."""
    start = paper.text.rfind("\n", 0, line.start) + 1
    end = paper.text.find("\n", line.end)
    raw = paper.text[start : end if end >= 0 else len(paper.text)]
    if "|" in divider:
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
    if framed and cells and cells[0] is None:
        cells = cells[1:]
    if framed and cells and cells[-1] is None:
        cells = cells[:-1]
    return cells


def grid_rows(paper: Paper, lines: Sequence[Line], width: int, divider: str, *, framed: bool) -> tuple[list[list[Cell | None]], list[Line]]:
    """The rows of a divided table as ``width`` cells each, and the lines they take up.

    A line with too few cells goes on with the cell in which the line before it was broken; a line without any divider
    is a heading between rows, or the rest of the last cell. Where rules are drawn between the rows, they alone end a row.
    """
    rows: list[list[Parts]] = []
    taken: list[Line] = []
    ruled, open_row = _is_ruled(lines), False
    for place, line in enumerate(lines):
        if annex_of(line.text) or is_note(line.text):
            break
        if _RULE.match(line.text):
            taken.append(line)
            open_row = False
            continue
        cells = [[cell] if cell else [] for cell in _split(paper, line, divider, framed=framed)]
        quoted = bool(rows) and _is_open_quotation(rows[-1][-1])
        below = len(cells) == 1 and not quoted and _is_below_table(rows, line, width)
        if below and not any(re.search(divider, following.text) for following in lines[place + 1 : place + 4]):
            break
        if ruled and open_row and len(cells) == len(rows[-1]) and not (cells[0] and number_of(cells[0][0].text)):
            for parts, more in zip(rows[-1], cells, strict=True):
                parts.extend(more)
        elif rows and (quoted or _is_broken(rows[-1], cells, width) or _is_rest(rows[-1], cells)):
            rows[-1][-1] += cells[0]
            rows[-1] += cells[1:]
        else:
            rows.append(cells)
        taken.append(line)
        open_row = True
    return [[*(_unquoted(_merged(parts)) for parts in row), *[None] * (width - len(row))][:width] for row in rows], taken


def _is_ruled(lines: Sequence[Line]) -> bool:
    """Whether rules stand between the rows, not only around the table."""
    return sum(bool(_RULE.match(line.text)) for line in lines) > 2


def _is_below_table(rows: Sequence[Sequence[Parts]], line: Line, width: int) -> bool:
    """Whether a line without dividers cannot be the rest of a cell."""
    return not rows or (len(rows[-1]) >= width and (marker_of(line.text) is not None or _ends(rows[-1])))


def _is_broken(row: Sequence[Parts], cells: Sequence[Parts], width: int) -> bool:
    """Whether a row with too few cells goes on in ``cells``."""
    return 1 < len(row) < width and len(row) + len(cells) - 1 <= width


def _is_rest(row: Sequence[Parts], cells: Sequence[Parts]) -> bool:
    """Whether ``cells`` is one piece of text that goes on with the row's last cell."""
    return len(cells) == 1 and bool(cells[0]) and len(row) > 1 and not _ends(row) and marker_of(cells[0][0].text) is None


def _ends(row: Sequence[Parts]) -> bool:
    last = _merged(row[-1][-_LINES_OF_A_NAME:])
    return last is None or last.is_units or last.is_date or ends_sentence(last.text)


def _merged(parts: Parts) -> Cell | None:
    """One cell of parts on lines below each other."""
    return Cell("".join(part.text for part in parts), tuple(piece for part in parts for piece in part.pieces), 0) if parts else None


def _is_open_quotation(parts: Parts) -> bool:
    """Whether a cell of several lines goes on, for the quotation mark before it is not yet closed."""
    return bool(parts) and parts[0].text.startswith('"') and (len(parts[0].text) == len(parts) == 1 or not parts[-1].text.endswith('"'))


def _unquoted(cell: Cell | None) -> Cell | None:
    """A cell without the quotation marks that a spreadsheet sets around one of several lines."""
    if cell is None or len(cell.pieces) < 2 or not (cell.text[0] == cell.text[-1] == '"'):
        return cell
    first, *middle, last = cell.pieces
    return replace(cell, text=cell.text[1:-1], pieces=(Piece(first.start + 1, first.end), *middle, Piece(last.start, last.end - 1)))


def grid_row(columns: Sequence[Column], cells: Sequence[Cell | None]) -> TableRow | None:
    filled = {place: [cell] for place, cell in enumerate(cells) if cell}
    pieces = [piece for found in filled.values() for cell in found for piece in cell.pieces]
    if not pieces or any(is_sum(found[0].text) for found in filled.values()):
        return None
    place, (first, *_) = next(iter(filled.items()))
    if len(filled) == 1 and not number_of(first.text) and (place >= len(columns) or columns[place].field not in _OF_ROW_ABOVE):
        return TableRow({}, None, "", "", [first], pieces)
    row = TableRow({}, None, "", "", [], pieces)
    number = next((place for place, column in enumerate(columns) if column.field is Field.NUMBER), -1)
    if number in filled and (found := number_of(filled[number][0].text)):
        row.number, row.marker, row.higher = found
    row.section = [cell for place in sorted(filled) if place < number for cell in filled[place]]
    row.cells = {place - number - 1: cell for place, cell in filled.items() if place > number}
    return row
