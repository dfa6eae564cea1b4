"""Tables: found by their headings, read row by row, and made into problems, tasks and projects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, pairwise

from rectification.intake.reading.aligned import aligned_rows
from rectification.intake.reading.cells import Cell
from rectification.intake.reading.columns import Column, is_core, resolved, right_of_number
from rectification.intake.reading.draft import DeadlineSource, Doubt, DoubtCode, DraftItem, LabelledText
from rectification.intake.reading.fields import Calendar, deadline_in_text, deadline_of, doubts_of, measures_of, units_of
from rectification.intake.reading.grids import grid_row, grid_rows, is_framed
from rectification.intake.reading.labels import Field
from rectification.intake.reading.landmarks import is_continued
from rectification.intake.reading.lines import Line, Paper, Piece
from rectification.intake.reading.scraped import scraped_rows
from rectification.intake.reading.table_heads import Table, tables_in
from rectification.intake.reading.table_rows import TableRow
from rectification.vocabulary import IssueKind

_MAIN_TEXTS = frozenset({Field.STATEMENT, Field.TASK, Field.CONTENT, Field.NAME})
_YEAR = re.compile(r"(20\d{2})年(?!.*20\d{2}年)")


def read_tables(paper: Paper, lines: Sequence[Line], calendar: Calendar) -> tuple[list[DraftItem], list[Line], list[Doubt]]:
    """The rows of all tables in ``lines``, the lines they take up, and what is doubtful about whole tables."""
    items: list[DraftItem] = []
    used: list[Line] = []
    doubts: list[Doubt] = []
    for table in tables_in(paper, [line for line in lines if not is_continued(line.text)]):
        rows, taken = _rows(paper, table)
        if rows:
            items += _items(paper, table, rows, calendar)
            used += [*table.header, *taken]
            if all(column.field is not Field.DEADLINE for column in table.columns):
                heading = Piece(table.header[0].start, table.header[-1].end)
                doubts.append(Doubt(DoubtCode.NO_DEADLINE, table.name or table.title, paper.span(heading)))
    return items, used, doubts


def _rows(paper: Paper, table: Table) -> tuple[list[TableRow], list[Line]]:
    if not table.divider:
        return scraped_rows(table)
    grid, taken = _aligned_rows(paper, table) or grid_rows(
        paper, table.body, len(table.columns), table.divider, framed=is_framed(table.header[-1], table.divider)
    )
    return _with_headings([row for row in (grid_row(table.columns, cells) for cells in grid) if row]), taken


def _with_headings(rows: Sequence[TableRow]) -> list[TableRow]:
    """The rows, where those numbered in words that say nothing but a name (一 产业结构) head the ones numbered in figures."""
    counted = any(row.marker[:1].isdecimal() for row in rows)
    return [
        replace(row, number=None, marker="", section=row.section or next(iter(row.cells.values())), cells={})
        if counted and row.number and not row.marker[:1].isdecimal() and len(row.cells) == 1
        else row
        for row in rows
    ]


def _aligned_rows(paper: Paper, table: Table) -> tuple[list[list[Cell | None]], list[Line]] | None:
    rows: list[list[Cell | None]] = []
    taken: list[Line] = []
    for (start, headings), (stop, _) in pairwise([*table.places, (len(table.body), ())]):
        found = aligned_rows(paper, table.body[start:stop], headings) if headings else None
        if found is None and start < stop:
            return None
        rows += found[0] if found else []
        taken += found[1] if found else []
    return (rows, taken) if rows else None


def _whole(rows: Sequence[TableRow], columns: Sequence[Column]) -> list[TableRow]:
    """The rows, each with those below it that go on with it: its number and its main text are merged cells that hold for them too."""
    groups: list[list[TableRow]] = []
    for row in rows:
        if groups and _goes_on(groups[-1][0], row, columns):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [_joined(*group) for group in groups]


def _joined(row: TableRow, *below: TableRow) -> TableRow:
    """One row of several; what a column says again is said once."""
    if not below:
        return row
    cells: dict[int, dict[str, Cell]] = {}
    for place, found in chain.from_iterable(one.cells.items() for one in (row, *below)):
        for cell in found:
            cells.setdefault(place, {}).setdefault(cell.text, cell)
    pieces = [piece for one in (row, *below) for piece in one.pieces]
    return replace(row, cells={place: list(found.values()) for place, found in cells.items()}, pieces=pieces)


def _goes_on(above: TableRow, row: TableRow, columns: Sequence[Column]) -> bool:
    """Whether a row only adds to the one above. A problem is one issue, whoever takes its measures; a task given to others is another."""
    main = {place for place, column in enumerate(columns) if column.field in _MAIN_TEXTS}
    if not row.cells or row.number or row.section or row.cells.keys() & main or not above.cells.keys() & main:
        return False
    return _kind(columns) is IssueKind.PROBLEM or not any(is_core(columns[place]) for place in row.cells)


def _items(paper: Paper, table: Table, rows: Sequence[TableRow], calendar: Calendar) -> list[DraftItem]:
    right = right_of_number(table.columns)
    if table.divider and len(right) > len(table.columns):
        right = resolved([column for column in right if column.printed])
    year = _YEAR.search(table.title)
    calendar = replace(calendar, year=int(year.group(1)) if year else None)
    items: list[DraftItem] = []
    section, work_item, number = "", None, None
    numbered = any(row.number for row in rows)
    for row in _whole(rows, right):
        if row.section and (heading := paper.words(_pieces(row.section))) != section:
            section, work_item = heading, None
        if not row.cells:
            continue
        item = _item(paper, row, right, calendar)
        item.table, item.section = table.name, section
        if item.kind is not IssueKind.PROJECT:
            work_item = item.work_item or work_item
            item.work_item = work_item
        if row.number is None and numbered:
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
