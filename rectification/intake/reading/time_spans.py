"""Finds spans of time (3个月内, 15个工作日内, 印发之日起60日内) and counts them out to their last day."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from rectification.intake.reading.calendar_words import CalendarWord, Precision, Trouble
from rectification.intake.reading.limit_marks import begins
from rectification.intake.reading.numerals import read_numeral
from rectification.working_days import PUBLISHED, WorkingDays

NUMBER = r"\d{1,4}|[一二两三四五六七八九十百]{1,5}|半"
SPAN = re.compile(
    rf"(?<![\d.第近前每〇一二两三四五六七八九十百])(?:(?:{NUMBER})个?[-~至到])?(?P<count>{NUMBER})(?P<point>\.5)?(?P<counter>个)?(?P<half>半)?"
    r"(?:法定)?(?P<unit>工作日|自然日|日历日|季度|小时|星期|礼拜|月|周|年|天|日)(?P<tail>半)?(?P<within>之内|以内|内|时间)?",
    re.ASCII,
)
ONLY_SPAN = re.compile(
    rf"(?:[^,;。:\d]{{0,8}}(?::|[时期]限|时间|整改期))?(?:[约共用为需分限]|限期|利用|力争|争取|计划|原则上|最[长多迟]|不超过|为期)*{SPAN.pattern}(?:完成|整改|整治|到位|任务|全[部面]|销号)*。?",
    re.ASCII,
)
COUNTED_FROM = re.compile(r"(?:起|[之以]?后|之日)(?:的|算|计算|计)?[,:]?$|[收接]到[^,;。]{1,16}$")
COUNTED_FROM_AFTERWARDS = re.compile(r"自[^,;。]{1,20}(?:起|后)")
ISSUE = re.compile(r"印发|下发|发文|发布|公布|出台|颁布|下达|发出|成文|行文|即日|今日|现在")
OTHER_EVENT = re.compile(r"收|接|批|反馈|验收|报告")
MONTHS = {"年": 12, "季度": 3, "月": 1}
DAYS = {"周": 7.0, "星期": 7.0, "礼拜": 7.0, "小时": 1 / 24}
HALF_MONTH = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A span at ``[start, end)`` of the plain text and its last day, or the trouble with it.

    ``assumed``: the text does not say what it is counted from. ``provisional``: it counts working days of a year whose
    holiday timetable is not yet known.
    """

    start: int
    end: int
    due: date | None
    trouble: Trouble | None = None
    assumed: bool = False
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class _Base:
    """The day a span is counted from, or why there is none."""

    day: date | None
    trouble: Trouble | None = None


def find_spans(body: str, calendar: list[CalendarWord], issued: date | None, days: WorkingDays = PUBLISHED) -> list[TimeSpan]:
    """The spans in plain ``body`` outside its calendar words. One that does not say where it starts starts as the one before."""
    spans: list[TimeSpan] = []
    base: _Base | None = None
    blanked = _blanked(body, calendar)
    beginnings = {word.end: word for word in calendar if begins(body, word) or body.startswith("后", word.end)}
    is_alone = ONLY_SPAN.fullmatch(body) is not None
    from_issue = _Base(issued, None if issued else Trouble.ISSUED_MISSING)
    unsaid = _Base(None, Trouble.EVENT) if beginnings else from_issue
    for match in SPAN.finditer(blanked):
        if match["unit"] in ("月", "季度") and not (match["counter"] or match["half"] or match["count"] == "半"):
            continue
        words = _said_start(blanked, match)
        if words is None and not (match["within"] or is_alone):
            continue
        if words is not None:
            base = _base(words, from_issue, _day_before(beginnings, match.start()))
        spans.append(_counted(match, base or unsaid, days, assumed=base is None))
    return spans


def _blanked(body: str, calendar: list[CalendarWord]) -> str:
    """``body`` with its calendar words blanked, so that no number in them is taken for a span."""
    pieces, last = [], 0
    for word in calendar:
        pieces += [body[last : word.start], "□" * (word.end - word.start)]
        last = word.end
    return "".join([*pieces, body[last:]])


def _said_start(blanked: str, match: re.Match[str]) -> str | None:
    """The words that say what the span is counted from, before it or after it."""
    before = re.split(r"[;。]", blanked[max(0, match.start() - 30) : match.start()])[-1]
    if COUNTED_FROM.search(before):
        return before
    after = COUNTED_FROM_AFTERWARDS.search(blanked, match.end(), match.end() + 30)
    return after[0] if after else None


def _day_before(beginnings: dict[int, CalendarWord], place: int) -> CalendarWord | None:
    """Of the words that say when something begins, by their ends, those that end within four characters before ``place``."""
    return next((beginnings[end] for end in range(place - 1, place - 5, -1) if end in beginnings), None)


def _base(words: str, from_issue: _Base, day: CalendarWord | None) -> _Base:
    if day is not None and day.precision is Precision.DAY:
        return _Base(day.due, day.trouble)
    if ISSUE.search(words) and not OTHER_EVENT.search(words):
        return from_issue
    return _Base(None, Trouble.EVENT)


def _counted(match: re.Match[str], base: _Base, days: WorkingDays, *, assumed: bool) -> TimeSpan:
    span = TimeSpan(match.start(), match.end(), None, base.trouble, assumed)
    if base.day is None or base.trouble is not None:
        return span
    try:
        due = _last_day(base.day, match, days)
    except (OverflowError, ValueError):
        return replace(span, trouble=Trouble.IMPOSSIBLE)
    provisional = match["unit"] == "工作日" and not all(days.is_final(year) for year in {base.day.year, due.year})
    return replace(span, due=due, provisional=provisional)


def _last_day(start: date, match: re.Match[str], days: WorkingDays) -> date:
    """The last day of the span; the day it is counted from is not part of it."""
    count = 0.5 if match["count"] == "半" else float(read_numeral(match["count"]) or 0)
    count += 0.5 if match["point"] or match["half"] or match["tail"] else 0
    unit = match["unit"]
    if unit == "工作日":
        return days.after(start, ceil(count))
    if unit not in MONTHS:
        return start + timedelta(days=ceil(count * DAYS.get(unit, 1.0)))
    months = count * MONTHS[unit]
    return _months_after(start, int(months)) + (HALF_MONTH if months % 1 else timedelta())


def _months_after(start: date, months: int) -> date:
    """The same day of a later month, or its last day where it has no such day."""
    year, month = divmod(12 * start.year + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
