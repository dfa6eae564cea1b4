"""Running text brought to one width and script and freed of white space, with the way back to the words as printed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rectification.intake.reading.mending.script import simplify

DASHES = "‐‑‒–—―−─━﹘﹣"
TILDES = "∼〜→"
CIRCLED_NUMBERS = (*range(0x2460, 0x249C), *range(0x2776, 0x2794), *range(0x24EB, 0x24FF))
WIDTH_VARIANTS = (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00), *range(0xFE30, 0xFE70), *range(0xFF01, 0xFFEF))
INVISIBLE = "\x00\u00ad\u200b\u200c\u200d\u2060\ufeff"


def _one_for_one() -> dict[int, str]:
    """Characters that stand for one other character. A circled number ends what was before it and is no digit of a date."""
    table = {code: folded for code in WIDTH_VARIANTS if len(folded := unicodedata.normalize("NFKC", chr(code))) == 1}
    table |= {ord(char): "-" for char in DASHES} | {ord(char): "~" for char in TILDES}
    return table | dict.fromkeys(CIRCLED_NUMBERS, ";") | {ord(char): " " for char in INVISIBLE}


ONE_FOR_ONE = _one_for_one()
UNBROKEN = re.compile(r"\S+")
BROKEN_NUMBER = re.compile(r"(?<!\d)(?:2\s*0(?:\s*\d){2}(?=\s*年)|\d\s+\d(?=\s*[月日号]))", re.ASCII)
"""A year, month or day that was torn apart: 201 8年, 1 2月, 3 1日."""

LETTER_FOR_DIGIT = re.compile(r"(?<=\d)[Oo](?=[\d年月日号])|(?<=[\d年月])[lI](?=\d?[年月日号])", re.ASCII)
"""Scanned pages come with the letters O, l and I for 0 and 1; inside a date they can be nothing else."""


@dataclass(frozen=True, slots=True)
class PlainText:
    """``text`` is the plain form of ``printed``; ``places[i]`` is where its character ``i`` stands in ``printed``."""

    printed: str
    text: str
    places: range | list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open place in ``printed`` of the plain characters ``[start, end)``; ``start < end``."""
        return self.places[start], self.places[end - 1] + 1

    def words(self, start: int, end: int) -> str:
        """The printed words of the plain characters ``[start, end)``."""
        first, last = self.span(start, end)
        return self.printed[first:last]


def plain(printed: str) -> PlainText:
    """``printed`` in one width and script without white space; a blank stays between two digits where it keeps two numbers apart."""
    text = LETTER_FOR_DIGIT.sub(lambda letter: "0" if letter[0] in "Oo" else "1", simplify(printed.translate(ONE_FOR_ONE)))
    broken = {place for number in BROKEN_NUMBER.finditer(text) for place in range(*number.span())}
    pieces: list[str] = []
    places: list[int] = []
    for match in UNBROKEN.finditer(text):
        if pieces and pieces[-1][-1].isdigit() and match[0][0].isdigit() and match.start() not in broken:
            pieces.append(" ")
            places.append(match.start() - 1)
        pieces.append(match[0])
        places.extend(range(*match.span()))
    joined = "".join(pieces)
    return PlainText(printed, joined, range(len(text)) if joined == text else places)
