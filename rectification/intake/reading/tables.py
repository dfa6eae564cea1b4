"""Tables: found by their headings, read row by row, whether a scrape left one cell a line or tabs and bars between cells.

A scrape with one cell a line has lost the grid. What is left: the order of the columns, the numbers counting on, what a
cell of a column looks like (units, a date, a sentence), and the blank lines an empty cell leaves behind. ``layout`` lays
each run of lines from one number to the next over the columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from rectification.intake.reading.draft import DeadlineSource, Doubt, DoubtCode, DraftItem, LabelledText
from rectification.intake.reading.fields import Calendar, deadline_in_text, deadline_of, doubts_of, measures_of, units_of
from rectification.intake.reading.grids import grid_header, grid_rows
from rectification.intake.reading.labels import Field, broken_column_field, column_field
from rectification.intake.reading.landmarks import annex_of, is_date_line, is_note, is_title
from rectification.intake.reading.layout import (
    Cell,
    Column,
    Habit,
    LaidRow,
    Zone,
    is_date_words,
    is_unit_list,
    lay_out,
    merge_fragments,
    split_units,
    zones_of,
)
from rectification.intake.reading.lines import Line, Paper, Piece, compact
from rectification.intake.reading.numbering import marker_of, numeral, plain_number
from rectification.vocabulary import IssueKind

_MAIN_FIELDS = (Field.STATEMENT, Field.TASK, Field.CONTENT, Field.NAME, Field.WORK_ITEM, Field.MEASURES, Field.GOAL)
_YEAR = re.compile(r"(20\d{2})年(?!.*20\d{2}年)")
_LONGEST_TITLE_LINES = 6
_LARGEST_JUMP = 5
_MOST_COLUMNS = 20


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table's headings stand: lines ``[start, end)``, its columns, and what divides the cells of a line."""

    start: int
    end: int
    columns: tuple[Column, ...]
    gaps: tuple[int, ...] = ()
    divider: str = ""


@dataclass(slots=True)
class Table:
    """One table: its name ("附件2"), title, columns, the blank lines between headings, and the lines of its body."""

    name: str
    title: str
    columns: tuple[Column, ...]
    gaps: tuple[int, ...]
    divider: str
    header: list[Line]
    body: list[Line]


@dataclass(slots=True)
class TableRow:
    """One row: the cells by column, with what its number and its heading say."""

    cells: dict[int, list[Cell]]
    number: str | None
    marker: str
    higher: str
    section: list[Cell]
    pieces: list[Piece]
    unclear: bool = False


def read_tables(paper: Paper, lines: Sequence[Line], calendar: Calendar) -> tuple[list[DraftItem], list[Line], list[Doubt]]:
    """The rows of all tables in ``lines``, the lines they take up, and what is doubtful about whole tables."""
    items: list[DraftItem] = []
    used: list[Line] = []
    doubts: list[Doubt] = []
    for table in _tables(paper, lines):
        rows, taken = _rows(paper, table)
        if rows:
            items += _items(paper, table, rows, calendar)
            used += [*table.header, *taken]
            if all(column.field is not Field.DEADLINE for column in table.columns):
                heading = Piece(table.header[0].start, table.header[-1].end)
                doubts.append(Doubt(DoubtCode.NO_DEADLINE, table.name or table.title, paper.span(heading)))
    return items, used, doubts


def _tables(paper: Paper, lines: Sequence[Line]) -> list[Table]:
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
            tables[-1].body += body
            tables[-1].header += heading
        else:
            name = name or (tables[-1].name if tables and tables[-1].name and not title else "") or title
            tables.append(Table(name, title, header.columns, header.gaps, header.divider, heading, body))
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
    if grid := grid_header(paper, lines[start]):
        columns, divider = grid
        return Header(start, start + 1, columns, divider=divider)
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
    fields = {column.field for column in columns_found}
    ruled = Field.NUMBER in fields or any(field.role for field in fields)
    if known < 3 or not ruled or not fields & set(_MAIN_FIELDS):
        return None
    return Header(start, place, tuple(columns_found), tuple(gaps[1:]))


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


def _rows(paper: Paper, table: Table) -> tuple[list[TableRow], list[Line]]:
    columns = table.columns
    if table.divider:
        grid, taken = grid_rows(paper, table.body, len(columns), table.divider)
        return [row for row in (_grid_row(columns, cells) for cells in grid) if row], taken
    return _scraped_rows(table)


# One cell a line


def _scraped_rows(table: Table) -> tuple[list[TableRow], list[Line]]:
    body = _until_end(table)
    habit = _habit(table, body)
    starts = _number_lines(body, has_core=any(_is_core(column) for column in table.columns))
    numbered = len(starts) >= 2 or (len(starts) == 1 and any(column.field is Field.NUMBER for column in table.columns))
    habit = replace(habit, numbered=numbered)
    if not numbered:
        starts = []
    right = _right_of_number(table.columns)
    zones = zones_of(right)
    rows: list[TableRow] = []
    section: list[Cell] = []
    bounds = [*starts, len(body)]
    first = body[: bounds[0]]
    if starts:
        section = merge_fragments(first, habit)
    else:
        bounds = [0, len(body)]
    for start, stop in pairwise(bounds):
        lines = body[start:stop]
        number = _number_of(lines[0].text) if starts else None
        cells = merge_fragments(lines[1:] if starts else lines, habit)
        end_gap = body[stop].gap if stop < len(body) else habit.cell_gap
        laid = lay_out(cells, zones, habit, end_gap)
        for place, one in enumerate(laid):
            section = one.section or section
            if not one.zones and not (number and place == 0):
                continue
            gap_after = laid[place + 1].first_gap if place + 1 < len(laid) else end_gap
            row = _laid_row(one, zones, habit, blank_after=gap_after > habit.cell_gap)
            if number and place == 0:
                row.number, row.marker, row.higher = number
                row.pieces.insert(0, lines[0].piece)
            elif not _has_core(row, right) and any(_is_core(column) for column in right):
                continue
            row.section, section = section, []
            rows.append(row)
        if laid and not laid[-1].zones:
            section = laid[-1].section
    return rows, body


def _until_end(table: Table) -> list[Line]:
    """The lines before whatever ends the table: an annex, a date under a signature, a note."""
    body = table.body
    for place, line in enumerate(body):
        if annex_of(line.text) or is_note(line.text) or (place > len(body) - 3 and _is_signed_date(table, place)):
            return body[:place]
    return body


def _is_signed_date(table: Table, place: int) -> bool:
    """Whether a full date is no time limit of the last row: the row has one, or the table has no such column."""
    if not is_date_line(table.body[place].text) or len(table.body[place].text) <= 8:
        return False
    row = takewhile(lambda line: not plain_number(line.text), reversed(table.body[:place]))
    return not any(column.field is Field.DEADLINE for column in table.columns) or any(is_date_words(line.text) for line in row)


def _habit(table: Table, body: Sequence[Line]) -> Habit:
    cell_gap = Counter(table.gaps).most_common(1)[0][0]
    tighter = sum(line.gap < cell_gap for line in body)
    widths = sorted(len(line.text) for line in body if not plain_number(line.text))
    width = widths[min(len(widths) - 1, len(widths) * 49 // 50)] if widths else 0
    return Habit(cell_gap, cell_gap > 0 and tighter * 20 > len(body), width, numbered=True)


def _is_core(column: Column) -> bool:
    return column.field.role is not None or column.field is Field.DEADLINE


def _has_core(row: TableRow, columns: Sequence[Column]) -> bool:
    return any(_is_core(columns[place]) for place in row.cells)


def _number_of(text: str) -> tuple[str, str, str] | None:
    """Number, number as printed and the higher level's number of a number cell."""
    found = plain_number(text)
    if found:
        return str(found[0]), text, found[1]
    value = numeral(compact(text).rstrip("、.．")) if len(text) <= 5 else None
    return (str(value), text, "") if value is not None else None


def _number_lines(body: Sequence[Line], *, has_core: bool) -> list[int]:
    """The lines that are row numbers: they count on, and between two of them stands a whole row."""
    starts: list[int] = []
    previous = 0
    complete = True
    for place, line in enumerate(body):
        found = plain_number(line.text)
        if found and complete and _follows(found[0], previous):
            starts.append(place)
            previous, complete = found[0], False
        elif found and found[0] == previous + 1 and place > starts[-1] + 1 if starts else False:
            starts.append(place)
            previous, complete = found[0] if found else previous, False
        elif not complete:
            complete = not has_core or _looks_core(line.text)
    return starts


def _follows(number: int, previous: int) -> bool:
    if previous == 0:
        return 1 <= number < 1900
    return number in (previous, 1) or previous < number <= previous + _LARGEST_JUMP


def _looks_core(text: str) -> bool:
    return is_unit_list(text) or is_date_words(text)


def _right_of_number(columns: Sequence[Column]) -> list[Column]:
    """The columns of a row that stand behind its number, with the nameless one beside a project's name."""
    number = next((place for place, column in enumerate(columns) if column.field is Field.NUMBER), -1)
    right = list(columns[number + 1 :])
    fields = {column.field for column in right}
    if Field.NAME in fields and not fields & {Field.CONTENT, Field.TASK, Field.STATEMENT, Field.MEASURES}:
        name = next(place for place, column in enumerate(right) if column.field is Field.NAME)
        right.insert(name + 1, Column(Field.CONTENT, ""))
    return _resolved(right)


def _resolved(columns: Sequence[Column]) -> list[Column]:
    """Columns with one main text: of several task columns the last is the task and those before it its work items."""
    tasks = [place for place, column in enumerate(columns) if column.field is Field.TASK]
    fields = {column.field for column in columns}
    result = list(columns)
    if tasks and Field.STATEMENT not in fields and Field.MEASURES in fields and columns[tasks[-1]].printed.startswith("整改"):
        # What is to be put right and how: 整改事项 beside 整改措施 is the problem.
        result[tasks[-1]] = Column(Field.STATEMENT, columns[tasks[-1]].printed)
        for place in tasks[:-1]:
            result[place] = Column(Field.WORK_ITEM, columns[place].printed)
    elif Field.STATEMENT in fields:
        for place in tasks:
            result[place] = Column(Field.OTHER if Field.MEASURES in fields else Field.MEASURES, columns[place].printed)
    elif Field.NAME in fields or Field.CONTENT in fields:
        for place in tasks:
            result[place] = Column(Field.WORK_ITEM if Field.CONTENT in fields else Field.CONTENT, columns[place].printed)
    else:
        for place in tasks[:-1]:
            result[place] = Column(Field.WORK_ITEM, columns[place].printed)
    if not {column.field for column in result} & {Field.STATEMENT, Field.TASK, Field.CONTENT, Field.NAME}:
        main = next((field for field in (Field.WORK_ITEM, Field.MEASURES, Field.GOAL) if field in fields), None)
        result = [Column(Field.TASK, column.printed) if column.field is main else column for column in result]
    return result


def _laid_row(laid: LaidRow, zones: Sequence[Zone], habit: Habit, *, blank_after: bool) -> TableRow:
    cells: dict[int, list[Cell]] = {}
    unclear = False
    place = 0
    for index, zone in enumerate(zones):
        found = laid.zones.get(index, [])
        if found and len(zone.columns) > 1:
            at_end = index == len(zones) - 1
            shares, unclear = split_units(found, len(zone.columns), blank_after=blank_after and at_end, habit=habit)
            cells |= {place + at: share for at, share in enumerate(shares) if share}
        elif found:
            cells[place] = found
        place += len(zone.columns)
    pieces = [piece for found in laid.zones.values() for cell in found for piece in cell.pieces]
    return TableRow(cells, None, "", "", [], sorted(pieces, key=lambda piece: piece.start), unclear)


# Tabs or bars between cells


def _grid_row(columns: Sequence[Column], cells: Sequence[Cell | None]) -> TableRow | None:
    filled = {place: [cell] for place, cell in enumerate(cells) if cell}
    pieces = [piece for found in filled.values() for cell in found for piece in cell.pieces]
    if not pieces:
        return None
    if len(filled) == 1 and (only := next(iter(filled.values()))[0]) and not _number_of(only.text):
        return TableRow({}, None, "", "", [only], pieces)
    row = TableRow({}, None, "", "", [], pieces)
    number = next((place for place, column in enumerate(columns) if column.field is Field.NUMBER), -1)
    if number in filled and (found := _number_of(filled[number][0].text)):
        row.number, row.marker, row.higher = found
    row.section = [cell for place in sorted(filled) if place < number for cell in filled[place]]
    row.cells = {place - number - 1: cell for place, cell in filled.items() if place > number}
    return row


# Rows to items


def _items(paper: Paper, table: Table, rows: Sequence[TableRow], calendar: Calendar) -> list[DraftItem]:
    right = _right_of_number(table.columns)
    if table.divider and len(right) > len(table.columns):
        right = _resolved([column for column in right if column.printed])
    year = _YEAR.search(table.title)
    calendar = replace(calendar, year=int(year.group(1)) if year else None)
    items: list[DraftItem] = []
    section, work_item, number = "", None, None
    for row in rows:
        if row.section and (heading := paper.words(_pieces(row.section))) != section:
            section, work_item = heading, None
        if not row.cells:
            continue
        item = _item(paper, row, right, calendar)
        item.table, item.section = table.name, section
        if item.kind is not IssueKind.PROJECT:
            work_item = item.work_item or work_item
            item.work_item = work_item
        if row.number is None:
            _place_after(item, number)
        number = row.number or number
        items.append(item)
    return items


def _pieces(cells: Sequence[Cell]) -> list[Piece]:
    return [piece for cell in cells for piece in cell.pieces]


def _place_after(item: DraftItem, number: str | None) -> None:
    if item.kind is IssueKind.PROJECT:
        item.belongs_to = number
    else:
        item.after_number = number
    item.doubts.append(Doubt(DoubtCode.ROW_WITHOUT_NUMBER, number or "", item.span))


def _kind(columns: Sequence[Column]) -> IssueKind:
    fields = {column.field for column in columns}
    if Field.STATEMENT in fields:
        return IssueKind.PROBLEM
    if Field.TASK not in fields and fields & {Field.NAME, Field.CONTENT}:
        return IssueKind.PROJECT
    return IssueKind.TASK


def _item(paper: Paper, row: TableRow, columns: Sequence[Column], calendar: Calendar) -> DraftItem:
    pieces = row.pieces
    item = DraftItem(kind=_kind(columns), span=paper.span(Piece(pieces[0].start, pieces[-1].end)))
    item.number, item.marker, item.higher_number = row.number, row.marker, row.higher
    for place, column in enumerate(columns):
        if place in row.cells:
            _fill(paper, item, column, _pieces(row.cells[place]), calendar)
    main = next((column.field for column in columns if column.field in (Field.STATEMENT, Field.TASK, Field.CONTENT)), None)
    if item.deadline is None and item.statement and main:
        place = next(at for at, column in enumerate(columns) if column.field is main)
        item.deadline = deadline_in_text(paper, _pieces(row.cells[place]), calendar) if place in row.cells else None
    item.doubts = doubts_of(item, calendar.issued, _wanted(columns))
    if row.unclear:
        item.doubts.append(Doubt(DoubtCode.LEAD_UNCLEAR, "、".join(unit.printed for unit in item.units), item.span))
    return item


def _wanted(columns: Sequence[Column]) -> list[DoubtCode]:
    fields = {column.field for column in columns}
    wanted = [DoubtCode.NO_STATEMENT]
    if Field.DEADLINE in fields:
        wanted.append(DoubtCode.NO_DEADLINE)
    if fields & {Field.LEAD, Field.RESPONSIBLE}:
        wanted.append(DoubtCode.NO_RESPONSIBLE_UNIT)
    if Field.SUPERVISING in fields or Field.STATEMENT in fields:
        wanted.append(DoubtCode.NO_SUPERVISING_UNIT)
    if Field.GOAL in fields:
        wanted.append(DoubtCode.NO_GOAL)
    if Field.MEASURES in fields:
        wanted.append(DoubtCode.NO_MEASURES)
    return wanted


def _fill(paper: Paper, item: DraftItem, column: Column, pieces: list[Piece], calendar: Calendar) -> None:
    """Put a cell into its field; a second column of the same kind is kept beside it."""
    passage = paper.passage(pieces)
    if role := column.field.role:
        item.units += units_of(paper, pieces, role)
    elif column.field is Field.DEADLINE and item.deadline is None:
        item.deadline = deadline_of(paper, pieces, calendar, DeadlineSource.COLUMN)
    elif column.field in (Field.STATEMENT, Field.TASK, Field.CONTENT) and item.statement is None:
        item.statement = passage
    elif column.field is Field.MEASURES:
        item.measures += measures_of(paper, pieces, calendar)
    elif column.field is Field.GOAL and item.goal is None:
        item.goal = passage
    elif column.field is Field.NAME and item.name is None:
        item.name = passage
    elif column.field is Field.WORK_ITEM and item.work_item is None:
        item.work_item, item.work_item_in_row = passage.text, True
    else:
        item.others.append(LabelledText(column.printed, passage))
