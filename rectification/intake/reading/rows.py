"""A row of a table, however the table was printed."""

from __future__ import annotations

from dataclasses import dataclass

from rectification.intake.reading.layout import Cell
from rectification.intake.reading.lines import Piece, compact
from rectification.intake.reading.numbering import numeral, plain_number


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
    """Number, number as printed and the higher level's number of a number cell."""
    found = plain_number(text)
    if found:
        return str(found[0]), text, found[1]
    value = numeral(compact(text).rstrip("、.．")) if len(text) <= 5 else None
    return (str(value), text, "") if value is not None else None
