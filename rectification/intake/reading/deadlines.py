"""Reads the words of a time limit: which day is the last one still on time, or why a person must decide.

The words are tokens, not phrases: calendar words (``calendar_words``), spans (3个月内, 15个工作日内), words for at once
(立行立改), for keeping up (长期坚持), for again and again (每年), for done (已完成) and for being put off (延期至). Rules:

* A year is its 31 December, a month its last day, 上旬/中旬/下旬 the 10th, the 20th, the last day; a range is its end, an
  N五 period its fifth year. 年初, 年中, 月初, 月中, seasons and 左右 name no day: ``vague``.
* 前 includes what it follows, the day, the month, the year: offices read 12月31日前 and 2020年6月前 so. Where that is
  more than a form of words the reading is marked ``before_included``. Only 节前 of a festival and 0时前 exclude it.
* A date without a year takes that of the date before it, else of the plan, even where that day is past
  (``year_assumed``): plans are often issued late, and a date before the plan raises its own doubt.
* A span starts the day after what it is counted from. Counted from the plan it has a day; from an event (收到…后, 验收后)
  it has none: ``event``. With nothing said it is counted from the plan: ``from_issued``.
* A date wins over words without one: 2021年6月底前,长期坚持 is ``fixed`` and ``then_kept_up``; 立行立改,6月底前 is ``at_once``.
* Several dates are stages (``phased``); a beginning (2018年起) is no limit, alone it is long term (``open_start``).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

from rectification.intake.reading.calendar_words import CalendarWord, Precision, Trouble, find_calendar_words
from rectification.intake.reading.draft import Deadline, Phase
from rectification.intake.reading.numerals import read_numeral
from rectification.intake.reading.plain_text import PlainText, plain
from rectification.intake.reading.working_days import is_published, working_day_after
from rectification.vocabulary import DeadlineKind


class DeadlineNote(StrEnum):
    """The rule behind a reading, or the reason why there is none; only the weightiest is kept, guesses first.

    With a date or a lasting kind: the year, the start or the calendar was assumed, the limit was put off, the work is
    said to be done, is to be kept up after the date, comes again, is due at once besides the date, has only a
    beginning, or 前 was taken to include the day or month it follows.
    With ``unparsable``: the year or the plan's date is missing, the day does not exist, the words are vague, wait for an
    event, depend on another's schedule, are left open, say only that it is done, are too long, or are not understood.
    """

    YEAR_ASSUMED = "year_assumed"
    PROVISIONAL_CALENDAR = "provisional_calendar"
    FROM_ISSUED = "from_issued"
    EXTENDED = "extended"
    ALREADY_DONE = "already_done"
    THEN_KEPT_UP = "then_kept_up"
    RECURRING = "recurring"
    AT_ONCE = "at_once"
    OPEN_START = "open_start"
    BEFORE_INCLUDED = "before_included"
    YEAR_MISSING = "year_missing"
    ISSUED_MISSING = "issued_missing"
    IMPOSSIBLE_DATE = "impossible_date"
    VAGUE = "vague"
    EVENT = "event"
    DEPENDS = "depends"
    UNDECIDED = "undecided"
    TOO_LONG = "too_long"
    NOT_UNDERSTOOD = "not_understood"


REASONS = {
    Trouble.IMPOSSIBLE: DeadlineNote.IMPOSSIBLE_DATE,
    Trouble.VAGUE: DeadlineNote.VAGUE,
    Trouble.EVENT: DeadlineNote.EVENT,
    Trouble.YEAR_MISSING: DeadlineNote.YEAR_MISSING,
    Trouble.ISSUED_MISSING: DeadlineNote.ISSUED_MISSING,
}
LONGEST_LIMIT = 2000
"""No time limit is longer than this many characters; longer text is a paragraph that got into the wrong field."""

LABEL = re.compile(r"^[^,;。:\d]{0,8}(?:时限|期限|时间|日期)(?:要求)?:")
NOTHING = re.compile(r"[-/\\.。,;:、_*~|()…]*(?:(?:暂?无|没有|空白?|不涉及|不适用|[Nn]/?[Aa]|[Nn]one|null|无明确[时期]限)[。.]?)?")
TITLE = re.compile(r"《[^《》]{0,200}》")
AT_ONCE = re.compile(
    r"[立即边随][^,;。、\d]{0,2}[立即边随][改整行治纠办]|立即|立[改刻行整]|即[改刻时日]|马上|当场|当即|当[日天]|现场(?:立即)?整?改|第一时间"
)
KEPT_UP = re.compile(
    r"(?<!中)长期|长效|长久|长抓|常态|常抓|常年|经常|日常|持续|持久|持之以恒|坚持|不懈|不断|不间断|一以贯之|久久为功|永久|始终|贯穿|保持|巩固|滚动|无固定[时期]限"
)
RECURRING = re.compile(r"每隔?(?:[一两二三半\d]{0,2}个?)(?:半?年|季|月|周|日|天|旬|汛期)|逐[年月季]|年年(?![底末初中内终度])|按[年月季]度?(?=调度|报送|开展|完成|推进)|定期")
DONE = re.compile(r"已经?(?:全部|全面|基本|按期|如期)?(?:[于在][\d年月日底前.]{4,14})?(?:完成|整改|办结|销号|落实|到位|验收)|整改完毕")
PUT_OFF = re.compile(r"延期|延长|延至|延后|推迟|顺延|展期|调整[为至到]|变更[为至到]")
FORMER = re.compile(r"原(?:定|计划|[^,;。()则]{0,4}[时期]限)[^,;。()]{0,4}")
BEGINNING = re.compile(r"起(?!草)|开始|(?:-{1,2}|~|至|到)(?=长期|持续|常态)")
NO_LIMIT = re.compile(r"以来|[之以]?后(?![续期年])|至今|至目前")
OF_A_YEAR = re.compile(r"完成|落实|推进|制定|编制|执行|纳入|[对将把]")
COMPARED = re.compile(r"[比较]|相比|同比|以(?=.{0,4}为基)")
HAPPENED = re.compile(r"已(?!经?(?:完成|整改|办结|销号))")
UNDECIDED = re.compile(r"待定|[未再]定|另行?(?:确定|定|议|通知)|待[^,;。]{0,20}(?:后|确定|明确)|未明确|不确定|[后再]行?确定|商定")
DEPENDS = re.compile(
    r"(?:按|依|根据|参照|结合|遵照|服从|视|随|与|同|配合|以)[^,;。]{0,30}?"
    r"(?:要求|部署|安排|计划|规定|进[度展程]|时序|节点|情况|期限|时限|方案|时间|标准|为准|而定|同步|实际|目标|通知|意见|统筹|工期)|为准|而定|同步"
)
EVENT = re.compile(r"(?<![目提当先空])[前后](?![期述置端提列来往沿续])|期间|之日")
VAGUE = re.compile(r"[尽从]快|尽早|近期|适时|择机|限期|抓紧|及时|早日|按期|如期|按时|逐步|迅速|加快|从速|中叶|短期|中长期|今后|远期|中期|初期|[春夏秋冬]季")

STRONG_MARKS = ";。"
TRIMMED = " ,;。、:/"


@dataclass(frozen=True, slots=True)
class _Limit:
    """One time limit at ``[start, end)`` of the plain text: its last day or its trouble, and the rule worth noting."""

    start: int
    end: int
    due: date | None
    trouble: Trouble | None = None
    note: str = ""


def parse_deadline(text: str, issued: date | None) -> Deadline:
    """What the words of a time limit mean in a plan dated ``issued``. Never raises."""
    if len(text) > LONGEST_LIMIT:
        return _unparsable(DeadlineNote.TOO_LONG)
    words = plain(text)
    body = TITLE.sub(lambda title: "□" * len(title[0]), words.text)
    if NOTHING.fullmatch(body, label.end() if (label := LABEL.match(body)) else 0):
        return Deadline(DeadlineKind.NONE)
    calendar = find_calendar_words(body, issued, None)
    limits = _in_force(body, _limits(body, calendar, issued))
    if any(limit.trouble is Trouble.IMPOSSIBLE for limit in limits):
        return _unparsable(DeadlineNote.IMPOSSIBLE_DATE)
    if any(limit.due for limit in limits):
        return _dated(words, body, limits)
    begins = any(_begins(body, word) for word in calendar)
    return _undated(body, limits, begins)


def is_born_overdue(deadline: Deadline, issued: date | None) -> bool:
    """Whether the last day still on time lies before the plan itself."""
    return issued is not None and deadline.due is not None and deadline.due < issued


def _unparsable(reason: DeadlineNote) -> Deadline:
    return Deadline(DeadlineKind.UNPARSABLE, note=reason)


def _dated(words: PlainText, body: str, limits: list[_Limit]) -> Deadline:
    note = _note(body, limits)
    due = max(limit.due for limit in limits if limit.due)
    if all(limit.due == due for limit in limits):
        return Deadline(DeadlineKind.FIXED, due, note=note)
    phases = tuple(Phase(text, limit.due) for limit, text in zip(limits, _stage_words(words, limits), strict=True))
    return Deadline(DeadlineKind.PHASED, due, phases, note)


def _undated(body: str, limits: list[_Limit], begins: bool) -> Deadline:
    at_once, kept_up, again = bool(AT_ONCE.search(body)), bool(KEPT_UP.search(body)), bool(RECURRING.search(body))
    lasting = kept_up or again or (begins and not at_once)
    note = DeadlineNote.RECURRING if again else DeadlineNote.OPEN_START if lasting and not kept_up else ""
    if at_once or lasting:
        kind = DeadlineKind.IMMEDIATE_AND_LONG_TERM if at_once and lasting else DeadlineKind.IMMEDIATE if at_once else DeadlineKind.LONG_TERM
        return Deadline(kind, note=note)
    return _unparsable(_reason(body, limits))


def _reason(body: str, limits: list[_Limit]) -> DeadlineNote:
    for limit in limits:
        if limit.trouble:
            return REASONS[limit.trouble]
    signs = (
        (DONE, DeadlineNote.ALREADY_DONE),
        (UNDECIDED, DeadlineNote.UNDECIDED),
        (DEPENDS, DeadlineNote.DEPENDS),
        (EVENT, DeadlineNote.EVENT),
        (VAGUE, DeadlineNote.VAGUE),
    )
    return next((reason for sign, reason in signs if sign.search(body)), DeadlineNote.NOT_UNDERSTOOD)


def _note(body: str, limits: list[_Limit]) -> str:
    signs = (
        (PUT_OFF, DeadlineNote.EXTENDED),
        (FORMER, DeadlineNote.EXTENDED),
        (DONE, DeadlineNote.ALREADY_DONE),
        (KEPT_UP, DeadlineNote.THEN_KEPT_UP),
        (RECURRING, DeadlineNote.RECURRING),
        (AT_ONCE, DeadlineNote.AT_ONCE),
    )
    notes = {limit.note for limit in limits if limit.note} | {note for sign, note in signs if sign.search(body)}
    return next((note for note in DeadlineNote if note in notes), "")


def _stage_words(words: PlainText, limits: list[_Limit]) -> Iterator[str]:
    """The words of each stage: the clause around its date, from the mark before it to the mark before the next."""
    cuts = [0, *(_cut(words.text, former.end, latter.start) for former, latter in zip(limits, limits[1:], strict=False)), len(words.text)]
    for start, end in zip(cuts, cuts[1:], strict=False):
        yield words.words(start, end).strip().strip(TRIMMED + "，；：").strip()


def _cut(text: str, start: int, end: int) -> int:
    strong = max(text.rfind(mark, start, end) for mark in STRONG_MARKS)
    weak = max(text.rfind(mark, start, end) for mark in ",、/")
    return (strong if strong >= 0 else weak) + 1 or end


def _limits(body: str, calendar: list[CalendarWord], issued: date | None) -> list[_Limit]:
    again = RECURRING.search(body)
    dates = [
        word
        for word in calendar
        if not _begins(body, word) and not NO_LIMIT.match(body, word.end) and not (again and word.start >= again.start() and not word.year_said)
    ]
    if len(dates) > 1:
        dates = [word for word in dates if not _is_mentioned(body, word)] or dates
    spans = _spans(body, calendar, issued)
    if dates:
        spans = [span for span in spans if span.note != DeadlineNote.FROM_ISSUED and span.trouble is None]
    elif again:
        spans = []
    return sorted([*map(_limit, dates), *spans], key=lambda limit: limit.start)


def _is_mentioned(body: str, word: CalendarWord) -> bool:
    """Whether words beside a real limit only name a year's task, a comparison or what has happened (2021年度任务, 比2020年, 3月已启动)."""
    named = word.precision is Precision.YEAR and not word.before and _follows(OF_A_YEAR, body, word.start)
    return named or _follows(COMPARED, body, word.start) or HAPPENED.match(body, word.end) is not None


def _limit(word: CalendarWord) -> _Limit:
    return _Limit(word.start, word.end, word.due, word.trouble, _note_of(word))


def _note_of(word: CalendarWord) -> str:
    if word.year_assumed:
        return DeadlineNote.YEAR_ASSUMED
    if not word.before or word.due is None or word.precision is Precision.END:
        return ""
    month_end = word.due.day == monthrange(word.due.year, word.due.month)[1]
    return "" if word.precision is Precision.DAY and month_end else DeadlineNote.BEFORE_INCLUDED


def _begins(body: str, word: CalendarWord) -> bool:
    return not word.before and BEGINNING.match(body, word.end) is not None


def _in_force(body: str, limits: list[_Limit]) -> list[_Limit]:
    """Without the limits that were put off, where another remains."""
    put_off = PUT_OFF.search(body)
    return [
        limit for limit in limits if not (put_off and limit.start < put_off.start()) and not _follows(FORMER, body, limit.start)
    ] or limits


def _follows(pattern: re.Pattern[str], body: str, place: int) -> bool:
    """Whether words of ``pattern`` stand right before ``place``."""
    return any(match.end() == place for match in pattern.finditer(body, max(0, place - 16), place))


NUMBER = r"\d{1,4}|[一二两三四五六七八九十百]{1,5}|半"
SPAN = re.compile(
    rf"(?<![\d第近前每〇一二两三四五六七八九十百])(?:(?:{NUMBER})个?[-~至到])?(?P<count>{NUMBER})(?P<counter>个)?(?P<half>半)?"
    r"(?P<unit>工作日|自然日|日历日|季度|小时|星期|礼拜|月|周|年|天|日)(?P<tail>半)?(?P<within>之内|以内|内|时间)?",
    re.ASCII,
)
ONLY_SPAN = re.compile(rf"[约共用为需]?{SPAN.pattern}(?:完成|整改)*。?", re.ASCII)
COUNTED_FROM = re.compile(r"(?:起|[之以]?后|之日)(?:的|算|计算|计)?[,:]?$")
ISSUE = re.compile(r"印发|下发|发文|发布|公布|出台|颁布|下达|发出|成文|行文|即日|今日|现在")
OTHER_EVENT = re.compile(r"收|接|批|反馈|验收|报告")
SOMETHING_ELSE = re.compile(r"自[^,;。]{1,20}(?:起|后)")


def _spans(body: str, calendar: list[CalendarWord], issued: date | None) -> list[_Limit]:
    """The spans of time in ``body``. One that says nothing about its start shares that of the span before it."""
    limits: list[_Limit] = []
    base: tuple[date | None, Trouble | None] | None = None
    taken = _blank(body, calendar)
    only = ONLY_SPAN.fullmatch(LABEL.sub("", body)) is not None
    for match in SPAN.finditer(taken):
        if match["unit"] in ("月", "季度") and not (match["counter"] or match["half"]):
            continue
        said = _base(body, taken, match, calendar, issued)
        if said is None and not (match["within"] or only):
            continue
        base = said or base
        start, trouble = base or (issued, None if issued else Trouble.ISSUED_MISSING)
        limits.append(_counted(match, start, trouble, assumed=base is None))
    return limits


def _blank(body: str, calendar: list[CalendarWord]) -> str:
    """``body`` with its calendar words blanked, so that no number in them is taken for a span."""
    pieces, last = [], 0
    for word in calendar:
        pieces += [body[last : word.start], "□" * (word.end - word.start)]
        last = word.end
    return "".join([*pieces, body[last:]])


def _base(
    body: str, taken: str, match: re.Match[str], calendar: list[CalendarWord], issued: date | None
) -> tuple[date | None, Trouble | None] | None:
    """What the span is counted from, as the text says it: a day, or the trouble with it; ``None`` where it says nothing."""
    window = max(0, match.start() - 30)
    words = re.split(r"[;。]", taken[window : match.start()])[-1]
    if not COUNTED_FROM.search(words):
        words = taken[match.end() : match.end() + 30]
        if not SOMETHING_ELSE.search(words):
            return None
    if ISSUE.search(words) and not OTHER_EVENT.search(words):
        return issued, None if issued else Trouble.ISSUED_MISSING
    day = next((word for word in reversed(calendar) if word.end <= match.start() and _begins(body, word)), None)
    if day is not None and day.precision is Precision.DAY and "□" in words:
        return day.due, day.trouble
    return None, Trouble.EVENT


def _counted(match: re.Match[str], start: date | None, trouble: Trouble | None, *, assumed: bool) -> _Limit:
    limit = _Limit(match.start(), match.end(), None, trouble)
    if start is None or trouble is not None:
        return limit
    try:
        due = _add(start, match)
    except (OverflowError, ValueError):
        return replace(limit, trouble=Trouble.IMPOSSIBLE)
    provisional = match["unit"] == "工作日" and not all(is_published(year) for year in {start.year, due.year})
    note = DeadlineNote.PROVISIONAL_CALENDAR if provisional else DeadlineNote.FROM_ISSUED if assumed else ""
    return replace(limit, due=due, note=note)


def _add(start: date, match: re.Match[str]) -> date:
    unit = match["unit"]
    count = 0.5 if match["count"] == "半" else float(read_numeral(match["count"]) or 0)
    count += 0.5 if match["half"] or match["tail"] else 0
    if unit == "工作日":
        return working_day_after(start, ceil(count))
    if unit in ("年", "季度", "月"):
        months = count * {"年": 12, "季度": 3, "月": 1}[unit]
        return _months_after(start, int(months)) + timedelta(days=15 if months % 1 else 0)
    return start + timedelta(days=ceil(count * {"周": 7, "星期": 7, "礼拜": 7, "小时": 1 / 24}.get(unit, 1)))


def _months_after(start: date, months: int) -> date:
    """The same day of a later month, or its last day where it has no such day."""
    year, month = divmod(12 * start.year + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def find_deadline(sentence: str, issued: date | None, year: int | None) -> list[tuple[int, int, Deadline]]:
    """Time limits inside the running text of a task or measure, as ``(start, end, deadline)`` in order of appearance.

    Places are half-open in ``sentence`` and take in 到, 至, 截至 before the date. Each deadline is ``fixed`` or ``unparsable``;
    several of them make stages, which is for the caller to say. ``year`` is the year of dates without one (from the title of
    the table), where one is known. Running text is full of dates that bind nobody, so only those count that are
    marked as limits: by 前, 底, 末, 内, by 到, 力争, 确保 … before them, by a verb of completion after them, or, for a year, by
    opening a clause. Names of plans and events, comparisons, beginnings, recurring dates and past years are no limits.
    """
    words = plain(sentence)
    body = TITLE.sub(lambda title: "□" * len(title[0]), words.text)
    calendar = find_calendar_words(body, issued, year)
    past = date.min if issued is None else date(issued.year, 1, 1)
    found = [_limit(word) for word in calendar if _is_limit(body, word) and (word.due is None or word.due >= past)]
    found += [span for span in _spans(body, calendar, issued) if span.note != DeadlineNote.FROM_ISSUED and span.trouble is not Trouble.EVENT]
    return [(*words.span(_opening(body, limit.start), limit.end), _single(limit)) for limit in sorted(found, key=lambda limit: limit.start)]


LEADING = re.compile(r"到|至|截[至止]")
AIMED = re.compile(r"[到至于在限]|力争|确保|争取|最迟|不[晚迟]于|计划|预计|拟|须|应|务必|[:,;。!?]")
NOT_AIMED = re.compile(r"[比较同与仅自从由以]|每年?|截[至止]到?|近|《")
ACHIEVED = re.compile(
    r"(?:,?(?:力争|确保|争取|基本|全面|全部|实现|完成))|建成|达到|达标|投[运用产]|启动|开工|竣工|完工|出台|制定|取得|消除|整改|验收|销号|淘汰|关停|搬迁|到位"
)
NAMED = re.compile(
    r"(?:度|的)?(?:水平|同期|相比|基准|基础|基数|[为的])|度?(?:[^,;。]{0,8}(?:报告|公报|计划|规划|考核|预算))|[^,;。]{0,10}(?:[运大博峰]会|论坛|赛)|已|以来|以前|同比|比\D"
)


def _is_limit(body: str, word: CalendarWord) -> bool:
    """Whether calendar words in running text set a time limit."""
    if _begins(body, word) or NO_LIMIT.match(body, word.end) or _is_named(body, word):
        return False
    if word.before:
        return not _follows(EVERY, body, word.start)
    if _follows(NOT_AIMED, body, word.start):
        return False
    if word.precision is Precision.END or ACHIEVED.match(body, word.end):
        return True
    return word.year_said and (word.start == 0 or _follows(AIMED, body, word.start))
