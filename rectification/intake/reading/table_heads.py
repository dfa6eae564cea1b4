"""Where tables begin: the headings of their columns, over one line or one a line, and the title above them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rectification.intake.reading.aligned import Word, aligned_header
from rectification.intake.reading.columns import LEAST_COLUMNS, Column, without_spanning
from rectification.intake.reading.grids import WIDE_BLANKS, grid_header
from rectification.intake.reading.labels import Field, broken_column_field, column_field
from rectification.intake.reading.landmarks import annex_of, is_title
from rectification.intake.reading.lines import Line, Paper, compact
from rectification.intake.reading.numbering import marker_of, plain_number

_WORK_FIELDS = frozenset({Field.STATEMENT, Field.TASK, Field.CONTENT, Field.MEASURES, Field.GOAL})
_MAIN_FIELDS = _WORK_FIELDS | {Field.NAME, Field.WORK_ITEM}
_DOUBTFUL_FIELDS = frozenset({Field.DEADLINE, Field.GOAL})
_MARKS = re.compile(r"分值|得分|评分|计分|扣分|权重")
_LONGEST_TITLE_LINES = 6
_MOST_COLUMNS = 20


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table's headings stand: lines ``[start, end)``, its columns, and what divides the cells of a line.

    ``places`` tells where on its line each heading stands, for tables whose cells may stand under them.
    """

    start: int
    end: int
    columns: tuple[Column, ...]
    gaps: tuple[int, ...] = ()
    divider: str = ""
    places: tuple[Word, ...] = ()


@dataclass(slots=True)
class Table:
    """One table: its name ("附件2"), title, columns, the blank lines between headings, and the lines of its body.

    ``places`` tells from which line of the body on its headings stand where, for a new page may print them elsewhere.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    gaps: tuple[int, ...]
    divider: str
    places: list[tuple[int, tuple[Word, ...]]]
    header: list[Line]
    body: list[Line]


def tables_in(paper: Paper, lines: Sequence[Line]) -> list[Table]:
    headers = _headers(paper, lines)
    tables: list[Table] = []
    for place, header in enumerate(headers):
        stop = _title_start(lines, headers[place + 1], header.end) if place + 1 < len(headers) else len(lines)
        title_start = _title_start(lines, header, headers[place - 1].end if place else 0)
        name, title = _name(lines[title_start : header.start])
        body = list(lines[header.end : stop])
        heading = list(lines[title_start : header.end])
        if (
            tables
            and header.columns == tables[-1].columns
            and (not heading[: header.start - title_start] or (name, title) == (tables[-1].name, tables[-1].title))
        ):
            tables[-1].places.append((len(tables[-1].body), header.places))
            tables[-1].body += body
            tables[-1].header += heading
        else:
            name = name or (tables[-1].name if tables and tables[-1].name and not title else "") or title
            tables.append(Table(name, title, header.columns, header.gaps, header.divider, [(0, header.places)], heading, body))
    return tables


def _headers(paper: Paper, lines: Sequence[Line]) -> list[Header]:
    headers: list[Header] = []
    place = 0
    while place < len(lines):
        header = _header_at(paper, lines, place)
        if header:
            headers.append(header)
            place = header.end
        else:
            place += 1
    return headers


def _header_at(paper: Paper, lines: Sequence[Line], start: int) -> Header | None:
    header = _printed_header(paper, lines, start)
    return header if header and _heads_work(header.columns) else None


def _heads_work(columns: Sequence[Column]) -> bool:
    """Whether a table tells what is to be done: no list of names and figures, and no sheet that gives marks for work."""
    assigned = any(column.field.role for column in columns)
    # 处罚时间, 水质目标 and, where nobody is to do it, 培训内容 only end like a time limit, a goal and a task.
    sure = [column for column in columns if (assigned and column.field not in _DOUBTFUL_FIELDS) or broken_column_field(column.printed)]
    fields = {column.field for column in sure}
    named_only = fields.isdisjoint(_WORK_FIELDS)
    if Field.DEADLINE not in fields and (any(_MARKS.search(column.printed) for column in columns) or (named_only and not assigned)):
        return False
    return bool(fields & _MAIN_FIELDS) and (Field.NUMBER in fields or assigned)


def _printed_header(paper: Paper, lines: Sequence[Line], start: int) -> Header | None:
    if aligned := aligned_header(paper, lines, start):
        return Header(start, start + aligned.length, aligned.columns, divider=WIDE_BLANKS, places=aligned.places)
    if grid := grid_header(paper, lines, start):
        columns, divider, length = grid
        return Header(start, start + length, columns, divider=divider)
    if marker_of(lines[start].text):
        return None
    columns_found: list[Column] = []
    gaps: list[int] = []
    known, place = 0, start
    while place < len(lines) and len(lines[place].text) <= 30 and len(columns_found) < _MOST_COLUMNS:
        length, field = _heading_cell(lines, place)
        if field is None:
            ahead = _heading_cell(lines, place + 1)[1] if known >= 2 else None
            if ahead is None or len(lines[place].text) > 10 or marker_of(lines[place].text) or plain_number(lines[place].text):
                break
            field, length = Field.OTHER, 1
        else:
            known += 1
        columns_found.append(Column(field, compact("".join(line.text for line in lines[place : place + length]))))
        gaps.append(lines[place].gap)
        place += length
    return Header(start, place, tuple(without_spanning(columns_found)), tuple(gaps[1:])) if known >= LEAST_COLUMNS else None


def _heading_cell(lines: Sequence[Line], start: int) -> tuple[int, Field | None]:
    """How many lines the heading cell at ``start`` takes up, and what it heads."""
    if start >= len(lines):
        return 1, None
    apart = _cell_by_gaps(lines, start)
    if apart > 1 and (field := column_field("".join(line.text for line in lines[start : start + apart]))):
        return apart, field
    alone = column_field(lines[start].text)
    if alone and (alone is not Field.WORK_ITEM or start + 1 >= len(lines) or column_field(lines[start + 1].text)):
        return 1, alone
    for length in (2, 3):
        joined = "".join(line.text for line in lines[start : start + length])
        if len(joined) <= 12 and (field := broken_column_field(joined)) and start + length <= len(lines):
            return length, field
    return 1, alone


def _cell_by_gaps(lines: Sequence[Line], start: int) -> int:
    """How many lines stand together at ``start``, where blank lines divide such groups; 1 where they do not."""
    stop = start + 1
    while stop < min(start + 4, len(lines)) and lines[stop].gap == 0:
        stop += 1
    divided = stop < len(lines) and lines[stop].gap > 0 and stop - start < 4
    return stop - start if divided else 1


def _title_start(lines: Sequence[Line], header: Header, floor: int) -> int:
    """Where the title above a table's headings begins: at its annex line, or at the line of the title itself."""
    above = range(header.start - 1, max(floor, header.start - _LONGEST_TITLE_LINES) - 1, -1)
    for at in above:
        if annex_of(lines[at].text):
            return at
    joined = ""
    for at in list(above)[:3]:
        joined = lines[at].text + joined
        if (
            is_title(lines[header.start - 1].text)
            and len(lines[at].text) >= 6
            and is_title(joined)
            and not lines[at].text.endswith(("、", "，"))
        ):
            return at
    return header.start


def _name(lines: Sequence[Line]) -> tuple[str, str]:
    if not lines:
        return "", ""
    annex = annex_of(lines[0].text)
    title = compact("".join(line.text for line in (lines[1:] if annex else lines)))
    return (annex[0], annex[1] + title) if annex else ("", title)
