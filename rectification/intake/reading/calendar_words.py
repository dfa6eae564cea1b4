"""Finds the words for days, months, quarters and years in a text and says which day each of them ends on.

A year may be left out, written 2021年, 二〇二一年, 21年, 明年 or “十四五”; a part of it is a day, a month and its thirds, a
quarter, a half or its end, in Arabic or Chinese numerals, with full stops, slashes or hyphens, or with 年月日 lost. A
range counts as its end.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto
from typing import NamedTuple

from rectification.intake.reading.calendar_grammar import (
    CALENDAR_WORD,
    EVENT_AFTER,
    FESTIVALS,
    FOLLOWING_YEARS,
    RANGE_GAP,
    RELATIVE_YEARS,
    UNREAD_PART,
    UNREAD_WEEK,
)
from rectification.intake.reading.numerals import read_numeral


class Precision(Enum):
    """What the words name: a day, a whole month, quarter or half (``PART``), a whole year, or expressly the end of one of them."""

    DAY = auto()
    PART = auto()
    YEAR = auto()
    END = auto()


class Trouble(Enum):
    """Why calendar words name no day."""

    IMPOSSIBLE = auto()
    VAGUE = auto()
    EVENT = auto()
    UNREAD = auto()
    YEAR_MISSING = auto()
    ISSUED_MISSING = auto()


@dataclass(frozen=True, slots=True)
class CalendarWord:
    """Calendar words at ``[start, end)`` of the plain text and the last day they include, or the trouble with them.

    ``before``: a 前 follows (included in the place). ``year_said``: the text itself names the year.
    ``year_assumed``: nothing names it and it was taken from the date of the plan.
    """

    start: int
    end: int
    precision: Precision
    due: date | None
    trouble: Trouble | None = None
    before: bool = False
    year_said: bool = True
    year_assumed: bool = False
    is_range: bool = False


class _Meaning(NamedTuple):
    """The last day that words include, how exactly they name it, or the trouble with them."""

    due: date | None
    precision: Precision = Precision.END
    trouble: Trouble | None = None


IMPOSSIBLE = _Meaning(None, trouble=Trouble.IMPOSSIBLE)
VAGUE = _Meaning(None, trouble=Trouble.VAGUE)
EVENT = _Meaning(None, trouble=Trouble.EVENT)
UNREAD = _Meaning(None, trouble=Trouble.UNREAD)
YEAR_MISSING = _Meaning(None, trouble=Trouble.YEAR_MISSING)
ISSUED_MISSING = _Meaning(None, trouble=Trouble.ISSUED_MISSING)
Parts = dict[str, str | None]


class _Year(NamedTuple):
    """A year and where it comes from; ``number`` is ``None`` where nothing tells it."""

    number: int | None
    is_said: bool = True
    is_assumed: bool = False


@dataclass(slots=True)
class _Years:
    """What is known about the year of a date that does not name it."""

    issued: date | None
    given: int | None
    previous: int | None = None

    def of(self, part: Parts) -> _Year:
        """The year that the parts name, or that goes without saying."""
        if digits := part["y4"] or part["y4bare"] or part["ycn"]:
            return _Year(read_numeral(digits))
        if part["y2"]:
            return _Year(2000 + int(part["y2"]))
        own = self.issued.year if self.issued else None
        if word := part["yrel"]:
            start = self.previous if word in FOLLOWING_YEARS and self.previous is not None else own
            return _Year(None if start is None else start + RELATIVE_YEARS[word], is_said=word not in FOLLOWING_YEARS)
        known = self.given if self.previous is None else self.previous
        return _Year(own, is_said=False, is_assumed=True) if known is None else _Year(known, is_said=False)


def find_calendar_words(text: str, issued: date | None, year: int | None) -> list[CalendarWord]:
    """The calendar words of plain ``text`` in order, ranges joined.

    A year left out is that of the words before, else ``year``, else that of ``issued`` where that is neither past nor
    later than the next words that name one, else that of those, else that of ``issued``; the last three are marked as assumed.
    """
    years = _Years(issued, year)
    matches = list(CALENDAR_WORD.finditer(text))
    words = _joined(text, (_read(match, years) for match in matches))
    return words if year is not None else _with_later_year(words, matches, issued)


def _with_later_year(words: list[CalendarWord], matches: list[re.Match[str]], issued: date | None) -> list[CalendarWord]:
    """Words that came before any year take the first year named after them, unless the plan's own year puts them between."""
    if not words or words[0].year_said:
        return words
    first = next((index for index, word in enumerate(words) if word.year_said and word.due), None)
    if first is None or (due := words[first].due) is None:
        return words
    years = _Years(issued, due.year)
    yearless = {match.start(): match for match in matches if match.start() < words[first].start}
    again = (
        word if word.is_range or word.start not in yearless or _lies_between(issued, word.due, due) else _read(yearless[word.start], years)
        for word in words[:first]
    )
    return [*(replace(word, year_assumed=True) for word in again), *words[first:]]


def _lies_between(issued: date | None, day: date | None, last: date) -> bool:
    return issued is not None and day is not None and issued <= day <= last


def _joined(text: str, words: Iterable[CalendarWord]) -> list[CalendarWord]:
    """Ranges as one word each; words inside the words of an event belong to it."""
    joined: list[CalendarWord] = []
    for word in words:
        if joined and not joined[-1].before and RANGE_GAP.fullmatch(text, joined[-1].end, word.start):
            joined[-1] = replace(word, start=joined[-1].start, is_range=True)
        elif not joined or joined[-1].end <= word.start:
            joined.append(word)
    return joined


def _read(match: re.Match[str], years: _Years) -> CalendarWord:
    part, end = match.groupdict(), match.end()
    meaning, year = _meaning(part, years)
    before = part["before"] is not None
    is_open = meaning.precision in (Precision.PART, Precision.YEAR) and not before
    if part["around"]:
        meaning = VAGUE
    elif is_open and (UNREAD_PART if meaning.precision is Precision.YEAR else UNREAD_WEEK).match(match.string, end):
        meaning = UNREAD
    elif is_open and (event := EVENT_AFTER.match(match.string, end)):
        meaning, end = EVENT, event.end()
    if not year.is_assumed:
        years.previous = meaning.due.year if meaning.due else year.number or years.previous
    return CalendarWord(match.start(), end, meaning.precision, meaning.due, meaning.trouble, before, year.is_said, year.is_assumed)


def _meaning(part: Parts, years: _Years) -> tuple[_Meaning, _Year]:
    if (meaning := _whole(part, years.issued)) is not None:
        is_near = part["nearunit"] is not None and part["near"] is None
        return meaning, _Year(None, is_said=not is_near, is_assumed=is_near)
    year = years.of(part)
    if year.number is None:
        return (ISSUED_MISSING if part["yrel"] and year.is_said else YEAR_MISSING), year
    if part["m0"] and (read_numeral(part["m0"]) or 0) > (read_numeral(part["m"] or "") or 0):
        year = year._replace(number=year.number + 1, is_assumed=True)
    return _part_of_year(part, year.number or 0, year), year


def _whole(part: Parts, issued: date | None) -> _Meaning | None:
    """The meaning of words that need no year from elsewhere, ``None`` for the others."""
    if digits := part["lost"]:
        return _lost(digits, is_end=part["lostend"] is not None)
    if digits := part["ly"]:
        return _lost(f"{digits}{part['lmd']}", is_end=False)
    if number := part["five"]:
        return VAGUE if part["fvague"] else _five_years(number, Precision.END if part["fend"] else Precision.YEAR)
    if part["ny"]:
        return _numeric(part)
    return _near(part, issued) if part["nearunit"] else None


def _part_of_year(part: Parts, number: int, year: _Year) -> _Meaning:
    if part["event"] or part["vague"] or part["barevague"] or part["mvague"] or part["pvague"]:
        return EVENT if part["event"] else VAGUE
    if name := part["festival"]:
        return _festival(name, number, is_said=year.is_said)
    if part["m"] or part["sm"]:
        return _month(part, number)
    quarter = part["q"] or part["qfirst"] or part["qlatin"] or ""
    if months := read_numeral(part["mfirst"] or "") or 3 * (read_numeral(quarter) or 0):
        return _ended(number, months, Precision.END if part["pend"] else Precision.PART)
    if half := part["half"] or part["hlatin"]:
        return _ended(number, 6 if half in "上前1" else 12, Precision.END if part["pend"] else Precision.PART)
    return _ended(number, 12, Precision.END if part["yend"] or part["bareend"] else Precision.YEAR)


def _month(part: Parts, year: int) -> _Meaning:
    month = 1 if part["m"] == "元" else read_numeral(part["m"] or part["sm"] or "") or 0
    if day := part["d"] or part["sd"]:
        return _day(year, month, read_numeral(day) or 0, "0" if part["midnight"] else part["hour"])
    return _in_month(year, month, part["third"], part["mend"])


def _numeric(part: Parts) -> _Meaning:
    year, month = int(part["ny"] or 0), int(part["nm"] or 0)
    year += 2000 if year < 100 else 0
    year += int(part["nm0"] or 0) > month
    if part["nvague"]:
        return VAGUE
    if part["nd"]:
        return _day(year, month, int(part["nd"]), "0" if part["nmidnight"] else part["nhour"])
    return _in_month(year, month, part["nthird"], part["nend"])


def _in_month(year: int, month: int, third: str | None, end: str | None) -> _Meaning:
    """A month, its end, or the last of the thirds or the half named (上旬 to the 10th, 中旬 to the 20th, 上半月 to the 15th)."""
    if third and "下" not in third:
        return _day(year, month, 15 if "半" in third else 20 if "中" in third else 10, None)._replace(precision=Precision.END)
    return _ended(year, month, Precision.END if third or end else Precision.PART)


def _lost(digits: str, *, is_end: bool) -> _Meaning:
    """Digits that lost 年月日: four of the year, then a month alone, or a month and a day where only one division is a date."""
    year, rest = int(digits[:4]), digits[4:]
    if len(rest) == 2 and 1 <= int(rest) <= 12:
        return _ended(year, int(rest), Precision.END if is_end else Precision.PART)
    divisions = [(rest[:cut], rest[cut:]) for cut in (1, 2) if cut < len(rest) <= cut + 2]
    days = [found for month, day in divisions if (found := _day(year, int(month), int(day), None)).due]
    return days[0] if len(days) == 1 else IMPOSSIBLE


def _five_years(number: str, precision: Precision) -> _Meaning:
    """The N-th five-year plan ends in 1955 + 5·N (十三五 2020, 十四五 2025)."""
    return _ended(1955 + 5 * (read_numeral(number[:-1]) or 0), 12, precision)


def _near(part: Parts, issued: date | None) -> _Meaning:
    """本月, 下月, 本季度, 下季度, or 月底 alone: counted from the month of the plan."""
    if issued is None:
        return ISSUED_MISSING
    step = 3 if (part["nearunit"] or "").startswith("季") else 1
    month = 12 * issued.year + (issued.month - 1) // step * step + step - 1
    month += step * {"上": -1, "下": 1}.get((part["near"] or " ")[0], 0)
    if day := part["nearday"]:
        return _day(month // 12, month % 12 + 1, read_numeral(day) or 0, None)
    return _in_month(month // 12, month % 12 + 1, part["nearthird"], end="底")


def _festival(name: str, year: int, *, is_said: bool) -> _Meaning:
    """The day before a festival with a fixed date; 元旦 without a year is the one that ends the year."""
    month, day = FESTIVALS[name]
    if name == "元旦" and not is_said:
        year += 1
    return _Meaning(date(year, month, day) - timedelta(days=1))


def _day(year: int, month: int, day: int, hour: str | None) -> _Meaning:
    """A day; with an hour it is expressly the end of it, and 0时 ends the day before."""
    try:
        due = date(year, month, day)
        if hour is not None and int(hour) == 0:
            due -= timedelta(days=1)
    except (ValueError, OverflowError):
        return IMPOSSIBLE
    return _Meaning(due, Precision.DAY if hour is None else Precision.END)


def _ended(year: int, month: int, precision: Precision) -> _Meaning:
    try:
        return _Meaning(date(year, month, monthrange(year, month)[1]), precision)
    except ValueError:
        return IMPOSSIBLE
