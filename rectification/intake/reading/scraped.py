"""The rows of a table that a scrape left as one cell a line, without its grid.

What is left: the order of the columns, the numbers counting on, what a cell of a column looks like (units, a date, a
sentence), and the blank lines an empty cell leaves behind. ``layout`` lays each run of lines from one number to the next
over the columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, takewhile

from rectification.intake.reading.cells import Cell, Habit, cell_of, is_date_words, is_unit_list, merge_fragments
from rectification.intake.reading.columns import Column, is_core, right_of_number
from rectification.intake.reading.labels import Field
from rectification.intake.reading.landmarks import annex_of, is_date_line, is_note, is_sum, organisations
from rectification.intake.reading.layout import LaidRow, Zone, lay_out, zones_of
from rectification.intake.reading.lines import Line, ends_sentence
from rectification.intake.reading.numbering import Style, marker_of, plain_number
from rectification.intake.reading.table_heads import Table
from rectification.intake.reading.table_rows import TableRow, is_code, number_of, part_number
from rectification.intake.reading.unit_columns import split_units

_LARGEST_JUMP = 5
_FIGURE = re.compile(r"^[\d.,，%/—\-]+$")


def scraped_rows(table: Table) -> tuple[list[TableRow], list[Line]]:
    """The rows of the table and the lines they take up."""
    body = _without_sums(_until_end(table))
    starts = _number_lines(body, has_core=any(is_core(column) for column in table.columns))
    if not starts and any(column.field is Field.NUMBER for column in table.columns):
        starts = [place for place, line in enumerate(body) if is_code(line.text)]
    if len(starts) == 1 and all(column.field is not Field.NUMBER for column in table.columns):
        starts = []
    body = _until_running_text(body, starts)
    habit = _habit(table, body, numbered=bool(starts))
    rows: list[TableRow] = []
    section = merge_fragments(body[: starts[0]], habit) if starts else []
    for start, stop in pairwise([*starts, len(body)] if starts else [0, len(body)]):
        end_gap = body[stop].gap if stop < len(body) else habit.cell_gap
        found, left = _rows_between(body[start:stop], right_of_number(table.columns), habit, end_gap)
        if found and section:
            found[0].section = found[0].section or section
        rows += found
        section = left or ([] if found else section)
    return rows, body


def _rows_between(lines: Sequence[Line], columns: Sequence[Column], habit: Habit, end_gap: int) -> tuple[list[TableRow], list[Cell]]:
    """The rows from one number to the next, mostly one, and the heading below them that belongs to what follows."""
    zones = zones_of(columns)
    number = number_of(lines[0].text) if habit.numbered else None
    laid = lay_out(merge_fragments(lines[1:] if habit.numbered else lines, habit), zones, habit, end_gap)
    rows: list[TableRow] = []
    section: list[Cell] = []
    for place, one in enumerate(laid):
        section = one.section or section
        numbered = number if place == 0 else None
        if not one.zones and not numbered:
            continue
        gap_after = laid[place + 1].first_gap if place + 1 < len(laid) else end_gap
        row = _laid_row(one, zones, habit, blank_after=gap_after > habit.cell_gap)
        if numbered:
            row.number, row.marker, row.higher = numbered
            row.pieces.insert(0, lines[0].piece)
        elif not _has_core(row, columns) and any(is_core(column) for column in columns):
            continue
        row.section, section = section, []
        rows.append(row)
    return rows, section


def _until_end(table: Table) -> list[Line]:
    """The lines before whatever ends the table: an annex, a signature or the date under it, a note."""
    body = table.body
    for place, line in enumerate(body):
        if annex_of(line.text) or is_note(line.text):
            return body[:place]
        if place > len(body) - 3 and _is_signed_date(table, place):
            return body[: place - 1 if place and organisations(body[place - 1]) else place]
    return body


def _until_running_text(body: list[Line], starts: Sequence[int]) -> list[Line]:
    """The lines before a heading below the last row that running text follows: no number, or a numbered sentence."""
    core = counted = False
    for place in range(starts[-1] + 1 if starts else 0, len(body)):
        text = body[place].text
        goes_on = any(marker_of(line.text) and ends_sentence(line.text) for line in body[place + 1 : place + 2])
        if core and _is_chapter(text) and (not counted if starts else goes_on):
            return body[:place]
        core = core or _looks_core(text)
        counted = counted or _is_chapter(text, 1)
    return body


def _is_chapter(text: str, least: int = 2) -> bool:
    """Whether a line opens like a chapter (三、…) that is not the first."""
    marker = marker_of(text)
    return marker is not None and marker.style in (Style.CHINESE, Style.PART) and marker.value >= least


def _without_sums(body: Sequence[Line]) -> list[Line]:
    """The lines without those that sum up others: 小计 and the figures below it, up to the number of the next row."""
    kept: list[Line] = []
    number, summing = 0, False
    for line in body:
        found = plain_number(line.text)
        counts_on = found is not None and found[0] == number + 1
        number += counts_on
        summing = is_sum(line.text) or (summing and not counts_on and bool(_FIGURE.match(line.text)))
        if not summing:
            kept.append(line)
    return kept


def _is_signed_date(table: Table, place: int) -> bool:
    """Whether a full date is no time limit of the last row: the row has one, or the table has no such column."""
    if not is_date_line(table.body[place].text) or len(table.body[place].text) <= 8:
        return False
    row = takewhile(lambda line: not plain_number(line.text), reversed(table.body[:place]))
    return not any(column.field is Field.DEADLINE for column in table.columns) or any(cell_of([line]).is_mere_date for line in row)


def _habit(table: Table, body: Sequence[Line], *, numbered: bool) -> Habit:
    cell_gap = Counter(table.gaps).most_common(1)[0][0]
    tighter = sum(line.gap < cell_gap for line in body)
    widths = sorted(len(line.text) for line in body if not plain_number(line.text))
    width = widths[min(len(widths) - 1, len(widths) * 49 // 50)] if widths else 0
    return Habit(cell_gap, cell_gap > 0 and tighter * 20 > len(body), width, numbered)


def _has_core(row: TableRow, columns: Sequence[Column]) -> bool:
    return any(is_core(columns[place]) for place in row.cells)


def _number_lines(body: Sequence[Line], *, has_core: bool) -> list[int]:
    """The lines that are row numbers: they count on, and between two of them stands a whole row."""
    starts: list[int] = []
    previous = (0, 0)
    complete = True
    for place, line in enumerate(body):
        number = _order(line.text)
        next_one = number == (previous[0] + 1, 0) and bool(starts) and place > starts[-1] + 1
        if number and (next_one or (complete and _follows(number, previous))):
            starts.append(place)
            previous, complete = number, False
        elif not complete:
            complete = not has_core or _looks_core(line.text)
    return starts


def _order(text: str) -> tuple[int, int] | None:
    """By what a number counts: 12 as (12, 0), 2-1 as (2, 1)."""
    return (found[0], 0) if (found := plain_number(text)) else part_number(text)


def _follows(number: tuple[int, int], previous: tuple[int, int]) -> bool:
    (whole, part), (before, last) = number, previous
    if part and last and whole == before:
        return part == last + 1
    if before == 0 or part:
        return 1 <= whole < 1900 and part < 2
    return whole in (before, 1) or before < whole <= before + _LARGEST_JUMP


def _looks_core(text: str) -> bool:
    return is_unit_list(text) or is_date_words(text)


def _laid_row(laid: LaidRow, zones: Sequence[Zone], habit: Habit, *, blank_after: bool) -> TableRow:
    cells: dict[int, list[Cell]] = {}
    unclear = False
    place = 0
    for index, zone in enumerate(zones):
        found = laid.zones.get(index, [])
        if found and len(zone.columns) > 1:
            at_end = index == len(zones) - 1
            shares, unclear = split_units(found, zone.columns, blank_after=blank_after and at_end, habit=habit)
            cells |= {place + at: share for at, share in enumerate(shares) if share}
        elif found:
            cells[place] = found
        place += len(zone.columns)
    pieces = [piece for found in laid.zones.values() for cell in found for piece in cell.pieces]
    return TableRow(cells, None, "", "", [], sorted(pieces, key=lambda piece: piece.start), unclear)
