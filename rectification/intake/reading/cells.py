"""What stands in a cell and what it looks like, and the lines of a scrape put together to cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice, takewhile

from rectification.intake.reading.deadlines import AT_ONCE, KEPT_UP, parse_deadline
from rectification.intake.reading.fields import NAME_ENDING, NAME_TAIL, are_two_names
from rectification.intake.reading.landmarks import ORGANISATION
from rectification.intake.reading.lines import Line, Piece
from rectification.intake.reading.numbering import marker_of
from rectification.intake.reading.units import looks_like_unit
from rectification.vocabulary import DeadlineKind

_LONGEST_NAMES = 400
_LONGEST_DATE = 40
_LONGEST_LINE_OF_NAMES = 60
_MOST_BREAKS = 3
# 长期坚持 is a time limit; 落实网格员日常巡查 and 每月通报。 are work that only speaks of time.
_LASTING = (DeadlineKind.IMMEDIATE, DeadlineKind.LONG_TERM, DeadlineKind.IMMEDIATE_AND_LONG_TERM)
_LASTING_WORDS = re.compile(rf"{AT_ONCE.pattern}|{KEPT_UP.pattern}|整改|推进|完成|[\s,，、;；。并]")
_FEW = 6
_DATE_WORDS = re.compile(rf"{_LASTING_WORDS.pattern}|[\d年月日底前末初上中下旬季度半到至之以]")
_NO_UNITS = re.compile(r"[。！!？?%“”]|[^、,，;；\s]{40}|\d\D*\d")
_PUNCTUATION = re.compile(r"^[。；;，,、)）”》]+(?:$|[^\d(（])")
_SENTENCE = re.compile(r"[。；;！!]")
_LEVELS = tuple("省市区县镇乡旗各")
_DIVIDED = re.compile(r"[、,，;；/]|\s")


@dataclass(frozen=True, slots=True)
class Cell:
    """A line of a row, or lines known to be one cell, and what they look like. ``gap`` counts blank lines before it."""

    text: str
    pieces: tuple[Piece, ...]
    gap: int

    @property
    def is_units(self) -> bool:
        return is_unit_list(self.text)

    @property
    def names_bodies(self) -> bool:
        """Whether the words read like names of bodies, though not all are known as units."""
        return not self.is_sentence and (bool(ORGANISATION.match(self.text)) or any(map(is_unit_list, self.text.split("、")[:-1])))

    @property
    def is_date(self) -> bool:
        return is_date_words(self.text)

    @property
    def is_mere_date(self) -> bool:
        """Whether a cell holds a time limit and hardly a word more; a numbered sentence is a short measure."""
        return self.is_date and not (self.is_sentence and marker_of(self.text)) and len(_DATE_WORDS.sub("", self.text)) <= _FEW

    @property
    def is_sentence(self) -> bool:
        return bool(_SENTENCE.search(self.text))

    @property
    def is_list(self) -> bool:
        return bool(_DIVIDED.search(self.text.strip()))


@dataclass(frozen=True, slots=True)
class Habit:
    """How this table was scraped: blank lines between cells, whether they tell cells from broken lines, line width."""

    cell_gap: int
    gaps_tell: bool
    width: int
    numbered: bool


def cell_of(lines: Sequence[Line]) -> Cell:
    """One or more lines as a cell."""
    words = lines[0].text
    for line in lines[1:]:
        words += ("、" if are_two_names(words, line.text) else "") + line.text
    return Cell(words, tuple(line.piece for line in lines), lines[0].gap)


@lru_cache(maxsize=8192)
def is_unit_list(text: str) -> bool:
    """Whether a cell holds only names of units; sentences are told apart cheaply first."""
    return len(text) <= _LONGEST_NAMES and not _NO_UNITS.search(text) and looks_like_unit(text)


@lru_cache(maxsize=8192)
def is_date_words(text: str) -> bool:
    """Whether a cell holds only a time limit."""
    if len(text) > _LONGEST_DATE:
        return False
    kind = parse_deadline(text, None).kind
    if kind in _LASTING:
        other = _LASTING_WORDS.sub("", text)
        return len(other) <= (1 if text.endswith("。") else _FEW)
    return kind not in (DeadlineKind.UNPARSABLE, DeadlineKind.NONE) or bool(re.search(r"\d{4}年?(?:\d|底|前|$)", text))


def merge_fragments(lines: Sequence[Line], habit: Habit) -> list[Cell]:
    """Lines as cells, with the lines joined that cannot be cells apart: a list broken after its comma, a name before 局."""
    cells: list[Cell] = []
    held: list[Line] = []
    for place, line in enumerate(lines):
        if held and _belong_together(held, lines[place : place + _MOST_BREAKS], habit):
            held.append(line)
        else:
            if held:
                cells.append(cell_of(held))
            held = [line]
    if held:
        cells.append(cell_of(held))
    return cells


def _belong_together(held: Sequence[Line], following: Sequence[Line], habit: Habit) -> bool:
    line = following[0]
    if habit.gaps_tell:
        return line.gap < habit.cell_gap
    if _PUNCTUATION.match(line.text):
        return True
    short = max(len(held[-1].text), len(line.text)) <= _LONGEST_LINE_OF_NAMES
    return short and _is_broken_name("".join(one.text for one in held), following)


def _is_broken_name(above: str, following: Sequence[Line]) -> bool:
    """Whether names of units go on in the next line: after a comma, with the rest of a name, with a name's last word."""
    text = following[0].text
    if above.endswith(("、", "，", ",", "(", "（")) or text.startswith(("、", ")", "）")):
        return is_unit_list(above + text)
    if NAME_ENDING.match(text):
        return _are_names(above + text)
    if len(text) <= _FEW and NAME_TAIL.search(text) and is_unit_list(above) and not is_unit_list(text):
        return is_unit_list(above + text)
    return _is_open_name(above) and _completes(above, following)


def _is_open_name(text: str) -> bool:
    """Whether a list of units stops within a name: after whole names, or in one that opens with its level (县住房和城乡)."""
    whole, _, last = text.rpartition("、")
    return not is_unit_list(text) and (is_unit_list(whole) if whole else last[:1] in _LEVELS and not _SENTENCE.search(last))


def _completes(above: str, following: Sequence[Line]) -> bool:
    """Whether the lines that follow, up to one that opens a name of its own, make whole names of what stands above."""
    own = takewhile(lambda line: line.text[0] not in _LEVELS, following)
    return any(map(_are_names, islice(accumulate((line.text for line in own), initial=above), 1, None)))


def _are_names(text: str) -> bool:
    """Whether a text lists units, the last of them perhaps not yet whole."""
    return is_unit_list(text) or is_unit_list(text.rpartition("、")[0])
