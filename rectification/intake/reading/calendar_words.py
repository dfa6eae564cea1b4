"""Finds the words for days, months, quarters and years in a text and says which day each of them ends on.

A grammar, not a list of phrases: an optional year (2021年, 二〇二一年, 21年, 明年, “十四五”) and an optional part of it (a
day, a month and its thirds, a quarter, a half, its end), in Arabic or Chinese numerals, with full stops, slashes or
hyphens, or with 年月日 lost. A range counts as its end. Works on plain text (see ``plain_text``).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto

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


NUMERAL = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
RANGE_SIGN = r"(?:-{1,2}|~|至|到)"
QUOTE = r"[\"'“”‘’「」『』]?"
RELATIVE_YEARS = {
    "今年": 0, "本年度": 0, "本年": 0, "当年": 0, "同年": 0, "明年": 1, "次年": 1, "翌年": 1, "来年": 1, "下一年度": 1, "下年度": 1, "后年": 2, "去年": -1, "上年": -1,
}  # fmt: skip
FOLLOWING_YEARS = {"当年", "同年", "次年", "翌年"}
FESTIVALS = {
    "元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "五四": (5, 4), "六一": (6, 1), "六五": (6, 5), "世界环境日": (6, 5), "七一": (7, 1),
    "建党节": (7, 1), "八一": (8, 1), "建军节": (8, 1), "国庆": (10, 1),
}  # fmt: skip

YEAR = rf"""
    (?P<y4>(?<!\d)(?<![〔\[])(?:19|20|21)\d\d)(?:年|(?![\d年]|[个家项吨公万亩米户座处台辆人次元%.]))
  | (?P<y4bare>(?<!\d)20\d\d)(?=1?\d月)
  | (?P<ycn>[一二][〇○◯零oO0一二三四五六七八九]{{3}})年
  | (?<!\d)['‘’]?(?P<y2>[1-4]\d)年(?=[底末初终中年前]|{NUMERAL}月|[上下]半年|第?[一二三四1-4]季)
  | (?P<yrel>{"|".join(RELATIVE_YEARS)})
"""
MONTH_PART = r"(?P<third>[上中下]旬)|(?P<mend>月?[底末](?!数)|月?内)|(?P<mvague>月?初|月?中(?![国央])|左右)"
DAY = rf"""
    (?:(?P<d0>{NUMERAL})[日号]?{RANGE_SIGN})?
    (?P<d>{NUMERAL})(?:[日号]|(?=之?前|以前|前|止|至|到|[-~,;。)、(]|\d\d?[时点]|$))
    (?P<clock>(?:(?P<hour>\d{{1,2}})(?:[时点](?:\d{{1,2}}分|整|半)?|:\d\d(?::\d\d)?)|(?P<midnight>零[时点]))?)
"""
MONTH = rf"""
    (?:(?P<m0>{NUMERAL})(?:月份?)?{RANGE_SIGN})?
    (?P<m>{NUMERAL})(?:月份?|(?=[底末]))(?:{MONTH_PART}|{DAY})?
"""
QUARTER = rf"""
    (?:第?[一二三四1-4](?:季度)?{RANGE_SIGN})?第?(?P<q>[一二三四1-4])季度
  | 前(?P<qfirst>[二两三23])个?季度
  | [Qq](?P<qlatin>[1-4])(?!\d)
"""
HALF = r"(?P<half>[上下])半年度?|[Hh](?P<hlatin>[12])(?!\d)"
FESTIVAL = rf"{QUOTE}(?P<festival>{'|'.join(FESTIVALS)}){QUOTE}(?:节|假期)*{QUOTE}(?=之?前|以前)"
EVENT = (
    r"(?P<event>(?:入|主)?汛期?|雨季|枯水期|采暖[季期]|供暖[季期]|取暖[季期]|春节|元宵节?|清明节?|端午节?|中秋节?|开学|暑[假期]|寒假|春耕)"
)
VAGUE = r"(?P<vague>年?中期?(?![国央])|年?初期?(?!步)|[春夏秋冬]{1,2}[季天])"
YEAR_END = r"(?P<yend>年?[底末终尾](?!端)|年?度?内)|(?P<ywhole>全年|年?度)"
PART_OF_YEAR = rf"{MONTH}|(?:{QUARTER})(?P<qend>[末底内])?|(?:{HALF})(?P<hend>[末底内])?|{FESTIVAL}"
LOST = r"(?P<lost>(?<!\d)20\d{4,6})(?!\d)[月日号]?(?P<lostend>底|末)?"
NUMERIC = rf"""
    (?P<ny>(?<!\d)(?:19|20|21)\d\d)年?(?P<sep>[./ -])(?P<nm>\d{{1,2}})(?:(?P=sep)(?P<nd>\d{{1,2}})(?!\d))?(?!\d|年)
    [月日号]?(?:(?P<nthird>[上中下]旬)|(?P<nend>[底末内])|(?P<nvague>[初中]))?
    (?P<nclock>(?:(?P<nhour>\d{{1,2}})(?:[时点](?:\d{{1,2}}分|整|半)?|:\d\d(?::\d\d)?)|(?P<nmidnight>零[时点]))?)
"""
LOST_AFTER_YEAR = r"(?P<ly>20\d\d)年(?P<lmd>\d{3,4})(?!\d)[日号]?"
FIVE_YEARS = rf"""
    {QUOTE}(?<![一二三四五六七八九百])(?P<five>(?:十[一二三四五六七八九]?|二十)五)(?!日|号|个|天|年|月|项|家|[一二三四五六七八九十])
    {QUOTE}(?:规划|计划)?(?:(?P<fend>期?[末终]|末期|收官)|(?P<fvague>中期|初期?|前期|开局)|时期|期间|期内|期)?内?
"""
COUNTED = r"[\d一二两三四五六七八九十百半数几]"
NEAR = r"(?P<near>[本当这]|下一?个?)(?P<nearunit>月份?|季度)(?:月?[底末内])?"
BEFORE = r"(?P<before>(?:之|以)?前(?![期后述置端提列来往沿三两])|以内)?(?P<around>左右|前后|上下)?"
CALENDAR_WORD = re.compile(
    rf"""(?=[\d一二三四五六七八九十廿卅今本当明后去上下次翌来同年岁元劳世建国前这全QqHh"'“”‘’「」『』])
    (?:{LOST}|{LOST_AFTER_YEAR}|{NUMERIC}|{FIVE_YEARS}|{NEAR}
      |(?:(?P<year>{YEAR})(?:的(?=[\d一二三四第上下前年]))?)?
       (?:{PART_OF_YEAR}
         |(?(year)(?:{YEAR_END}|{EVENT}|{VAGUE})?|(?:(?P<bareend>(?<!{COUNTED})(?:[年岁][底末终尾]|年度?内)|全年)|(?P<barevague>年[初中])))))
    {BEFORE}""",
    re.VERBOSE | re.ASCII,
)
RANGE_GAP = re.compile(rf"(?:起|开始)?{RANGE_SIGN}", re.ASCII)
EVENT_AFTER = re.compile(r"的?[^,;。、()\d完成建实现达]{1,10}?(?<![提目当面空])前(?![期后述置端提列来往沿])", re.ASCII)


@dataclass(slots=True)
class _Years:
    """What is known about the year of a date that does not name it."""

    issued: date | None
    given: int | None
    previous: int | None = None

    def of(self, word: str | None) -> tuple[int | None, bool]:
        """The year of ``word`` (今年, 次年 …, ``None`` where nothing is said) and whether it is only assumed."""
        if word in FOLLOWING_YEARS and self.previous is not None:
            return self.previous + RELATIVE_YEARS[word], False
        if word is not None:
            return (None if self.issued is None else self.issued.year + RELATIVE_YEARS[word]), False
        known = self.previous if self.previous is not None else self.given
        if known is not None:
            return known, False
        return (None if self.issued is None else self.issued.year), True


def find_calendar_words(text: str, issued: date | None, year: int | None) -> list[CalendarWord]:
    """The calendar words of plain ``text`` in order, ranges joined.

    A year left out is that of the words before, else ``year``, else that of the next words that name one, else that of
    ``issued``; the last two are marked as assumed.
    """
    years = _Years(issued, year)
    matches = [match for match in CALENDAR_WORD.finditer(text) if match.end() > match.start()]
    words = _joined(text, (_read(match, years) for match in matches))
    return words if year is not None else _with_later_years(words, matches, issued)


def _with_later_years(words: list[CalendarWord], matches: list[re.Match[str]], issued: date | None) -> list[CalendarWord]:
    """Words that came before any year take the first year named after them."""
    if not words or words[0].year_said:
        return words
    later = next((word.due.year for word in words if word.year_said and word.due is not None), None)
    if later is None:
        return words
    reread = {match.start(): _read(match, _Years(issued, later)) for match in matches}
    return [
        replace(word, due=reread[word.start].due, trouble=reread[word.start].trouble, year_assumed=True)
        if not word.year_said and not word.is_range and word.start in reread
        else word
        for word in words
    ]


def _joined(text: str, words: Iterator[CalendarWord]) -> list[CalendarWord]:
    joined: list[CalendarWord] = []
    for word in words:
        if joined and not joined[-1].before and RANGE_GAP.fullmatch(text, joined[-1].end, word.start):
            joined[-1] = replace(word, start=joined[-1].start, is_range=True)
        else:
            joined.append(word)
    return joined


def _read(match: re.Match[str], years: _Years) -> CalendarWord:
    word = _dated(match, years)
    if word.due is not None and not word.year_assumed:
        years.previous = word.due.year
    if match["around"]:
        return replace(word, due=None, trouble=word.trouble or Trouble.VAGUE)
    if word.precision in (Precision.PART, Precision.YEAR) and not word.before and (event := EVENT_AFTER.match(match.string, match.end())):
        return replace(word, end=event.end(), due=None, trouble=word.trouble or Trouble.EVENT)
    return word


def _dated(match: re.Match[str], years: _Years) -> CalendarWord:
    part = match.groupdict()
    word = CalendarWord(match.start(), match.end(), Precision.END, None, before=part["before"] is not None)
    if part["lost"] or part["ly"]:
        return _lost(word, part)
    if part["five"]:
        return _five_years(word, part)
    if part["ny"]:
        return _numeric(word, part)
    if part["nearunit"]:
        return _near(word, part, years.issued)
    return _in_year(word, part, years)


def _in_year(word: CalendarWord, part: dict[str, str | None], years: _Years) -> CalendarWord:
    digits = part["y4"] or part["y4bare"] or part["ycn"]
    if digits:
        year, assumed = read_numeral(digits), False
    elif part["y2"]:
        year, assumed = 2000 + int(part["y2"]), False
    else:
        year, assumed = years.of(part["yrel"])
    said = bool(digits or part["y2"] or (part["yrel"] and part["yrel"] not in FOLLOWING_YEARS))
    word = replace(word, year_said=said, year_assumed=assumed)
    if year is None:
        return replace(word, trouble=Trouble.ISSUED_MISSING if part["yrel"] else Trouble.YEAR_MISSING)
    return _part_of_year(word, part, year)


def _part_of_year(word: CalendarWord, part: dict[str, str | None], year: int) -> CalendarWord:
    if part["event"]:
        return replace(word, trouble=Trouble.EVENT)
    if part["vague"] or part["barevague"]:
        return replace(word, trouble=Trouble.VAGUE)
    if part["festival"]:
        return _festival(word, part["festival"], year)
    if part["m"]:
        return _month(word, part, year)
    if quarter := part["q"] or part["qfirst"] or part["qlatin"]:
        return _ended(word, year, 3 * (read_numeral(quarter) or 0), Precision.END if part["qend"] else Precision.PART)
    if half := part["half"] or part["hlatin"]:
        return _ended(word, year, 6 if half in "上1" else 12, Precision.END if part["hend"] else Precision.PART)
    return _ended(word, year, 12, Precision.END if part["yend"] or part["bareend"] else Precision.YEAR)


def _month(word: CalendarWord, part: dict[str, str | None], year: int) -> CalendarWord:
    month = read_numeral(part["m"] or "") or 0
    if part["m0"] and (read_numeral(part["m0"]) or 0) > month:
        year, word = year + 1, replace(word, year_assumed=True)
    if part["mvague"]:
        return replace(word, trouble=Trouble.VAGUE)
    if part["d"]:
        return _day(word, year, month, read_numeral(part["d"]) or 0, part["hour"] if not part["midnight"] else "0")
    if part["third"] and part["third"] != "下旬":
        return _day(replace(word, before=False), year, month, 10 if part["third"] == "上旬" else 20, None, Precision.END)
    return _ended(word, year, month, Precision.END if part["mend"] or part["third"] else Precision.PART)


def _numeric(word: CalendarWord, part: dict[str, str | None]) -> CalendarWord:
    year, month = int(part["ny"] or 0), int(part["nm"] or 0)
    if part["nvague"]:
        return replace(word, trouble=Trouble.VAGUE)
    if part["nd"]:
        return _day(word, year, month, int(part["nd"]), part["nhour"] if not part["nmidnight"] else "0")
    if part["nthird"] and part["nthird"] != "下旬":
        return _day(word, year, month, 10 if part["nthird"] == "上旬" else 20, None, Precision.END)
    return _ended(word, year, month, Precision.END if part["nend"] or part["nthird"] else Precision.PART)


def _lost(word: CalendarWord, part: dict[str, str | None]) -> CalendarWord:
    """Digits that lost 年月日: four of the year, then a month alone or a month and a day, where only one division is a date."""
    digits = part["lost"] or f"{part['ly']}{part['lmd']}"
    year, rest = int(digits[:4]), digits[4:]
    if len(rest) == 2 and 1 <= int(rest) <= 12:
        return _ended(word, year, int(rest), Precision.END if part["lostend"] else Precision.PART)
    days = [
        found for cut in (1, 2) if cut < len(rest) <= cut + 2 if (found := _day(word, year, int(rest[:cut]), int(rest[cut:]), None)).due
    ]
    return days[0] if len(days) == 1 else replace(word, trouble=Trouble.IMPOSSIBLE)


def _five_years(word: CalendarWord, part: dict[str, str | None]) -> CalendarWord:
    """The N-th five-year plan ends in 1955 + 5·N (十三五 2020, 十四五 2025)."""
    if part["fvague"]:
        return replace(word, trouble=Trouble.VAGUE)
    number = read_numeral((part["five"] or "")[:-1]) or 0
    return _ended(word, 1955 + 5 * number, 12, Precision.END)


def _near(word: CalendarWord, part: dict[str, str | None], issued: date | None) -> CalendarWord:
    """本月, 下月, 本季度, 下季度: counted from the month of the plan."""
    if issued is None:
        return replace(word, trouble=Trouble.ISSUED_MISSING)
    step = 3 if part["nearunit"] == "季度" else 1
    month = 12 * issued.year + (issued.month - 1) // step * step + step - 1
    month += step if (part["near"] or "").startswith("下") else 0
    return _ended(word, month // 12, month % 12 + 1, Precision.END)


def _festival(word: CalendarWord, name: str, year: int) -> CalendarWord:
    """The day before a festival with a fixed date; 元旦 without a year is the one that ends the year."""
    month, day = FESTIVALS[name]
    if name == "元旦" and not word.year_said:
        year += 1
    return replace(word, due=date(year, month, day) - timedelta(days=1), precision=Precision.END)


def _day(word: CalendarWord, year: int, month: int, day: int, hour: str | None, precision: Precision = Precision.DAY) -> CalendarWord:
    try:
        due = date(year, month, day)
        if hour is not None and int(hour) == 0:
            due -= timedelta(days=1)
    except (ValueError, OverflowError):
        return replace(word, trouble=Trouble.IMPOSSIBLE)
    return replace(word, due=due, precision=Precision.END if hour is not None else precision)


def _ended(word: CalendarWord, year: int, month: int, precision: Precision) -> CalendarWord:
    try:
        due = date(year, month, monthrange(year, month)[1])
    except ValueError:
        return replace(word, trouble=Trouble.IMPOSSIBLE)
    return replace(word, due=due, precision=precision)
