"""A row of a table, however the table was printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rectification.intake.reading.cells import Cell
from rectification.intake.reading.lines import Piece, compact
from rectification.intake.reading.numbering import numeral, plain_number

# The code of a complaint handed over: D3HZ202104150012, X001.
_CODE = re.compile(r"[A-Z]{1,2}[A-Z\d]{0,6}(?:[-－]?\d{2,14}){1,3}", re.IGNORECASE)
_PART_NUMBER = re.compile(r"^(\d{1,3})\s*[-－—–]\s*(\d{1,3})$")


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


def number_of(text: str) -> tuple[str, str, str] | None:
    """Number, number as printed and the higher level's number of a number cell.

    >>> number_of("12"), number_of("三、"), number_of("2-1"), number_of("各镇街")
    (('12', '12', ''), ('3', '三、', ''), ('2-1', '2-1', ''), None)
    """
    if whole := plain_number(text):
        return str(whole[0]), text, whole[1]
    if is_code(text):
        return text, text, ""
    if part := part_number(text):
        return f"{part[0]}-{part[1]}", text, ""
    value = numeral(compact(text).rstrip("、.．")) if len(text) <= 5 else None
    return (str(value), text, "") if value is not None else None


def is_code(text: str) -> bool:
    """Whether a cell numbers its row by a code of letters and digits."""
    return len(text) <= 24 and _CODE.fullmatch(text) is not None


def part_number(text: str) -> tuple[int, int] | None:
    """The two numbers of a cell like 2-1: the first task under the second."""
    match = _PART_NUMBER.match(text)
    return (int(match[1]), int(match[2])) if match else None
