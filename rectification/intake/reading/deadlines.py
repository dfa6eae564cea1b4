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
* Several dates are stages (``phased``); where the last of them has no day, nobody knows the limit. A beginning (2018年起) is
  no limit, alone it is long term (``open_start``); the year in the name of a plan or a task binds nobody.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise, zip_longest

from rectification.intake.reading.calendar_words import CalendarWord, Precision, Trouble, find_calendar_words
from rectification.intake.reading.draft import Deadline, Phase
from rectification.intake.reading.limit_marks import RECURRING, begins, follows, is_limit, is_mentioned, is_no_limit, recurs
from rectification.intake.reading.plain_text import PlainText, plain
from rectification.intake.reading.time_spans import TimeSpan, find_spans
from rectification.vocabulary import DeadlineKind
from rectification.working_days import PUBLISHED, WorkingDays


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
    Trouble.UNREAD: DeadlineNote.NOT_UNDERSTOOD,
    Trouble.YEAR_MISSING: DeadlineNote.YEAR_MISSING,
    Trouble.ISSUED_MISSING: DeadlineNote.ISSUED_MISSING,
}
BY_WEIGHT = tuple(DeadlineNote)
LONGEST_LIMIT = 2000
"""No time limit is longer than this many characters; longer text is a paragraph that got into the wrong field."""

LONGEST_TASK = 20_000
"""Nor is a task or measure longer than this."""

LABEL = re.compile(r"^[^,;。:\d]{0,8}(?:时限|期限|时间|日期)(?:要求)?:")
NO_WORD = r"[-/\\.。,;:、_*~|()…]*"
NOTHING = re.compile(
    rf"{NO_WORD}(?:(?:暂?(?:无|没有|不设|未要求)(?:明确|具体)?(?:时间|时限|期限)?(?:要求)?|不限[时期]|空白?|不涉及|不适用|(?i:n/?a|nan|nat|none|null)"
    rf"|未注明|未填写?|未提及|未说明){NO_WORD})?"
)
TITLE = re.compile(r"《[^《》]{0,200}》")
AT_ONCE = re.compile(
    r"[立即随][^,;。、\d]{0,2}[立即随][改整行治纠办]|边[^,;。、\d]{1,2}边|立[即马]|立[改刻行整]|即[改刻时日]|马上|当场|当即|当[日天]|现场(?:立即)?整?改|第一时间"
)
KEPT_UP = re.compile(
    r"(?<!中)长期|长效|长久|长抓|常态|常抓|常年|经常|日常|持续|持久|持之以恒|坚持(?=[,;。、)/]|$|到底|推进|执行|落实|整改)|不懈|锲而不舍|动态|不断|不间断|一以贯之|久久为功|永久|始终|贯穿|保持(?!一致)|巩固|滚动|无固定[时期]限"
)
DONE = re.compile(
    r"已经?(?:全部|全面|基本|按期|如期)?(?:[于在][\d年月日底前.]{4,14})?(?:完成|整改|办结|销号|落实|到位|验收)|^整改完[毕成]$"
)
PUT_OFF = re.compile(r"延期|延长|延至|延后|推迟|顺延|展期|调整[为至到]|变更[为至到]")
FORMER = re.compile(r"原(?:定|为|计划|[^,;。()则]{0,4}[时期]限)[^,;。()]{0,4}|(?<![草高平还])原(?=\d|$)")
UNDECIDED = re.compile(
    r"待(?:定|研究|批)|拟定中|由[^,;。]{1,16}确定|[未再]定|未能?确定|另行?(?:确定|定|议|通知)|待[^,;。]{0,20}(?:后|确定|明确)|未明确|不确定|[后再]行?确定|商定"
)
DEPENDS = re.compile(
    r"(?:按|依|根据|参照|结合|遵照|服从|视|随|与|同|配合|以)[^,;。]{0,30}?"
    r"(?:要求|部署|安排|计划|规定|进[度展程]|时序|节点|情况|期限|时限|方案|时间|标准|为准|而定|同步|实际|目标|通知|意见|统筹|工期|文件|规划)|为准|而定|同步"
    r"|按(?![期时])[^,;。]{1,20}?(?:实施|执行|推进|完成|落实|开展|办理)"
)
EVENT = re.compile(r"(?<![目提当先空])[前后](?![期述置端提列来往沿续])|期间|之日")
ONCE_IT_HAPPENED = re.compile(
    r"(?:待|(?:^|[,;。])(?![^,;。]{0,8}(?:[接收]到|发现|[印下]发)))[^,;。]{2,18}(?<![之以此])后,?(?:立[即刻马]|马上|随即)"
)
VAGUE = re.compile(
    r"[尽从]快|尽早|近期|适时|择机|限期|抓紧|及时|早日|按期|如期|按时|逐步|迅速|加快|从速|中叶|短期|中长期|今后|远期|中期|初期|[春夏秋冬]季|[今明][春冬]|下一步|长远|[本下]周"
)

LEADING = re.compile(r"到|至|截[至止]")
OR = ("或", "或者")
OWN_STAGE = re.compile(r"[^,;。、()]{2,16}[,;。、](?!即|最[迟晚]|不[晚迟]于|确保)")
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


def parse_deadline(text: str, issued: date | None, days: WorkingDays = PUBLISHED) -> Deadline:
    """What the words of a time limit mean in a plan dated ``issued``, by the working calendar ``days``. Never raises."""
    if len(text) > LONGEST_LIMIT:
        return _unparsable(DeadlineNote.TOO_LONG)
    words, body = _plain_body(text)
    if NOTHING.fullmatch(body, label.end() if (label := LABEL.match(body)) else 0):
        return Deadline(DeadlineKind.NONE)
    calendar = find_calendar_words(body, issued, None)
    limits = _in_force(body, _limits(body, calendar, issued, days))
    if any(limit.trouble is Trouble.IMPOSSIBLE for limit in limits):
        return _unparsable(DeadlineNote.IMPOSSIBLE_DATE)
    if any(body[former.end : latter.start] in OR for former, latter in pairwise(limits)):
        return _unparsable(DeadlineNote.VAGUE)
    if limits and limits[-1].due:
        return _dated(words, body, limits)
    return _undated(body, limits, any(begins(body, word) for word in calendar))


def find_deadline(sentence: str, issued: date | None, year: int | None) -> list[tuple[int, int, Deadline]]:
    """Time limits inside the running text of a task or measure, as ``(start, end, deadline)`` in order of appearance.

    Places are half-open in ``sentence`` and take in 到, 至, 截至 before the date. Each deadline is ``fixed`` or ``unparsable``;
    several of them make stages, which is for the caller to say. ``year`` is the year of dates without one (from the title of
    the table), where one is known. Running text is full of dates that bind nobody: ``limit_marks.is_limit`` says which ones
    count, and a past year never does. A text longer than ``LONGEST_TASK`` is no task and has none.
    """
    if len(sentence) > LONGEST_TASK:
        return []
    words, body = _plain_body(sentence)
    calendar = find_calendar_words(body, issued, year)
    past = date.min if issued is None else date(issued.year, 1, 1)
    dates = [word for word in calendar if is_limit(body, word) and (word.due is None or word.due >= past)]
    spans = [span for span in find_spans(body, calendar, issued) if not span.assumed and span.trouble is not Trouble.EVENT]
    return [(*words.span(_opening(body, limit.start), limit.end), _single(limit)) for limit in _in_order(dates, spans)]


def is_born_overdue(deadline: Deadline, issued: date | None) -> bool:
    """Whether the last day still on time lies before the plan itself."""
    return issued is not None and deadline.due is not None and deadline.due < issued


def _plain_body(text: str) -> tuple[PlainText, str]:
    """The plain form of ``text`` and its characters with the titles of documents blanked, whose years bind nobody."""
    words = plain(text)
    return words, TITLE.sub(lambda title: "□" * len(title[0]), words.text)


def _unparsable(reason: DeadlineNote) -> Deadline:
    return Deadline(DeadlineKind.UNPARSABLE, note=reason)


def _dated(words: PlainText, body: str, limits: list[_Limit]) -> Deadline:
    note = _note(body, limits)
    due = max(limit.due for limit in limits if limit.due)
    if all(limit.due == due for limit in limits):
        return Deadline(DeadlineKind.FIXED, due, note=note)
    phases = tuple(Phase(text, limit.due) for limit, text in zip(limits, _stage_words(words, limits), strict=True))
    return Deadline(DeadlineKind.PHASED, due, phases, note)


def _undated(body: str, limits: list[_Limit], has_begun: bool) -> Deadline:
    if unread := next((limit.trouble for limit in limits if limit.trouble), None):
        return _unparsable(REASONS[unread])
    if ONCE_IT_HAPPENED.search(body):
        return _unparsable(DeadlineNote.EVENT)
    at_once, kept_up, again = bool(AT_ONCE.search(body)), bool(KEPT_UP.search(body)), bool(RECURRING.search(body))
    lasting = kept_up or again or (has_begun and not at_once)
    note = DeadlineNote.RECURRING if again else DeadlineNote.OPEN_START if lasting and not kept_up else ""
    if at_once or lasting:
        kind = (
            DeadlineKind.IMMEDIATE_AND_LONG_TERM if at_once and lasting else DeadlineKind.IMMEDIATE if at_once else DeadlineKind.LONG_TERM
        )
        return Deadline(kind, note=note)
    return _unparsable(_reason(body))


def _reason(body: str) -> DeadlineNote:
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
    return next((note for note in BY_WEIGHT if note in notes), "") if notes else ""


def _stage_words(words: PlainText, limits: list[_Limit]) -> Iterator[str]:
    """The words of each stage: the clause around its date, from the mark before it to the mark before the next."""
    cuts = [0, *(_cut(words.text, former.end, latter.start) for former, latter in pairwise(limits)), len(words.text)]
    for start, end in pairwise(cuts):
        yield words.words(start, end).strip().strip(TRIMMED + "，；：").strip()


def _cut(text: str, start: int, end: int) -> int:
    strong = max(text.rfind(mark, start, end) for mark in STRONG_MARKS)
    weak = max(text.rfind(mark, start, end) for mark in ",、/")
    return (strong if strong >= 0 else weak) + 1 or end


def _limits(body: str, calendar: list[CalendarWord], issued: date | None, days: WorkingDays) -> list[_Limit]:
    dates = [word for word in calendar if not is_no_limit(body, word)]
    if len(dates) > 1:
        dates = [word for word in dates if not is_mentioned(body, word, issued)] or dates
    spans = [span for span in find_spans(body, calendar, issued, days) if not recurs(body, span.start)]
    if dates:
        spans = [span for span in spans if span.due and not (span.assumed and not OWN_STAGE.match(body, span.end, dates[0].start))]
    return _in_order(dates, spans)


def _in_force(body: str, limits: list[_Limit]) -> list[_Limit]:
    """Without the limits that were put off, and the vague ones that brackets make plain (汛期前(5月底前)), where another remains."""
    put_off = PUT_OFF.search(body)
    kept = [
        limit
        for limit, following in zip_longest(limits, limits[1:])
        if not (put_off and limit.start < put_off.start())
        and not follows(FORMER, body, limit.start)
        and not (limit.trouble and following and following.due and body[limit.end : following.start] == "(")
    ]
    return kept or limits


def _in_order(dates: list[CalendarWord], spans: list[TimeSpan]) -> list[_Limit]:
    limits = [_Limit(word.start, word.end, word.due, word.trouble, _note_of_date(word)) for word in dates]
    limits += [_Limit(span.start, span.end, span.due, span.trouble, _note_of_span(span)) for span in spans]
    return sorted(limits, key=lambda limit: limit.start)


def _note_of_date(word: CalendarWord) -> str:
    if word.year_assumed:
        return DeadlineNote.YEAR_ASSUMED
    if not word.before or word.due is None or word.precision is Precision.END:
        return ""
    is_month_end = word.due.day == monthrange(word.due.year, word.due.month)[1]
    return "" if word.precision is Precision.DAY and is_month_end else DeadlineNote.BEFORE_INCLUDED


def _note_of_span(span: TimeSpan) -> str:
    return DeadlineNote.PROVISIONAL_CALENDAR if span.provisional else DeadlineNote.FROM_ISSUED if span.assumed else ""


def _opening(body: str, place: int) -> int:
    """Where the words of a limit begin whose date stands at ``place``: at 到, 至 or 截至, where one leads to it."""
    return next((match.start() for match in LEADING.finditer(body, max(0, place - 2), place) if match.end() == place), place)


def _single(limit: _Limit) -> Deadline:
    return _unparsable(REASONS[limit.trouble]) if limit.trouble else Deadline(DeadlineKind.FIXED, limit.due, note=limit.note)
