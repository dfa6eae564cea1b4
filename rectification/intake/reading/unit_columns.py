"""Unit columns side by side, whose border a scrape has lost."""

from __future__ import annotations

from collections.abc import Sequence

from rectification.intake.reading.cells import Cell, Habit
from rectification.intake.reading.columns import Column
from rectification.intake.reading.labels import Field
from rectification.intake.reading.units import is_group_words

_OVERSEERS = frozenset({Field.SUPERVISING, Field.ACCEPTANCE})


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
