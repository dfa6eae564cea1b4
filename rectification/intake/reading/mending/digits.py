"""What was lost beside digits where the typeface changed: 年月日, brackets, marks, words; and blanks put in between."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from rectification.intake.reading.draft import RepairKind
from rectification.intake.reading.mending.edits import Proposal

_YEAR = r"(?:19[89]|20[0-4])\d"
_ALONE = re.compile(rf"(?<=\n)[^\S\n]*({_YEAR})(\d{{2,4}})(?=[^\S\n]*(?:\n|\Z))")
_SIGNATORY = re.compile(r"[府办室会局厅部院委组司处][^\S\n]*\n\s*\Z")
_RUN_TOGETHER = re.compile(rf"(?<!\d)({_YEAR}) ?年? ?(\d{{2,4}}) ?日")
_NO_YEAR_WORD = re.compile(rf"(?<!\d)({_YEAR})(1[0-2]|0?[1-9]) ?月(?: ?(\d{{1,2}}) ?日)?")
_NO_MONTH_WORD_SPACED = re.compile(rf"(?<!\d)({_YEAR}) ?年 ?(1[0-2]|0?[1-9]) (3[01]|[12]\d|0?[1-9]) ?日")
_NO_DAY_WORD = re.compile(rf"(?<!\d)({_YEAR}) ?年 ?(1[0-2]|0?[1-9]) ?月 ?(3[01]|[12]\d|0?[1-9])(?=[^\S\n]*(?:\n|\Z))")

_NO_CLOSING_BRACKET = re.compile(rf"(?<=[\u3014\[\u3010\uff3b])({_YEAR})(?P<gap> ?)(?=\d{{1,4}} ?[号號])")
_NO_OPENING_BRACKET = re.compile(rf"(?<=[\u4e00-\u9fff])(?=(?:{_YEAR})[\u3015\]\u3011\uff3d] ?\d{{1,4}} ?[号號])")
_NO_BRACKETS = re.compile(rf"(?<=[发办函字通委规])({_YEAR})(?=\d{{1,3}}[号號])")
_CLOSING = {"\u3014": "\u3015", "[": "]", "\u3010": "\u3011", "\uff3b": "\uff3d"}
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}

_PARTICLES = re.compile(r"PM ?(2) ?\. ?(5)(?!\d)|PM (10)(?!\d)")
_DECIMAL = re.compile(r"(?<=[\u4e00-\u9fff])(\d{1,4})\. (\d{1,3})(?=(%|\u2030|[万亿]|个百分点|平方|立方|公[里顷斤]|吨|亩|米)?)")
_BLANK_BEFORE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=\u201c)|(?<=[\u4e00-\u9fff]) (?=\d+(?:\.\d+)?(?:%|公里|平方|立方|吨|亩|万))")

_PERCENTS = re.compile(r"(?<=\d%)(?=\d{1,3}(?:\.\d{1,2})?%)")
_CLAUSE_AFTER_PERCENT = re.compile(
    r"(?<=\d%)(?=[\u4e00-\u9fff])(?!以[上下内外]|左右|的|和|或|与|及|到|至|是|为|时|比|在|由|计|者|且|并|给|予|标准|目标|任务|水平|之|股|浓|纯|达|合格|覆盖)"
)
_CLAUSE_AFTER_BOUND = re.compile(r"(?<=\d[^\s\d]以[上下内])(?=[A-Z]{2})|(?<=[^\s\d]{3}以[上下内])(?=[A-Z]{2})")
_UNCOUNTED = re.compile(r"(?<=[\u4e00-\u9fff]\d)(?=VOCs)|(?<=[\u4e00-\u9fff]\d\d)(?=VOCs)|(?<=[\u4e00-\u9fff]\d\d\d)(?=VOCs)")
_RARE = re.compile(r"二[?\u25a1\u53e3\ufffd]?英(?=类|排|检|污|监|浓|的|物|、|,|\uff0c|\u3002)")

_SET_WORDS: tuple[tuple[re.Pattern[str], str, RepairKind, str, bool], ...] = (
    (_PERCENTS, "\u3001", RepairKind.LOST_PUNCTUATION, "lost_separator", True),
    (_CLAUSE_AFTER_PERCENT, ",", RepairKind.LOST_PUNCTUATION, "lost_separator", False),
    (_CLAUSE_AFTER_BOUND, ",", RepairKind.LOST_PUNCTUATION, "lost_separator", False),
    (_UNCOUNTED, "个", RepairKind.LOST_WORD, "lost_measure_word", False),
    (_RARE, "二\u5641英", RepairKind.LOST_WORD, "lost_rare_character", True),
)


def find(text: str) -> Iterator[Proposal]:
    """Proposals in the order of the text; of overlapping ones the first stands."""
    done = -1
    for proposal in sorted(_all(text), key=lambda proposal: (proposal.start, -proposal.end)):
        if proposal.start >= done:
            done = max(proposal.end, proposal.start + 1)
            yield proposal


def _all(text: str) -> Iterator[Proposal]:
    yield from _dates(text)
    yield from _brackets(text)
    yield from _blanks(text)
    for places, new, kind, reason, sure in _SET_WORDS:
        for place in places.finditer(text):
            yield Proposal(*place.span(), new, kind, reason, sure)


def _dates(text: str) -> Iterator[Proposal]:
    for alone in _ALONE.finditer(text):
        signed = bool(_SIGNATORY.search(text, max(0, alone.start() - 80), alone.start()))
        yield from _run_together(alone, alone.start(1), signed and len(alone[2]) == 4)
    for together in _RUN_TOGETHER.finditer(text):
        yield from _run_together(together, together.start(), True)
    for pattern in (_NO_YEAR_WORD, _NO_MONTH_WORD_SPACED, _NO_DAY_WORD):
        for found in pattern.finditer(text):
            year, month, day = (int(part) if part else 0 for part in found.groups())
            if not day or _is_date(year, month, day):
                words = f"{year}年{month}月" + (f"{day}日" if day else "")
                yield Proposal(*found.span(), words, RepairKind.LOST_DATE_WORDS, "lost_year_month_day")


def _run_together(found: re.Match[str], start: int, sure: bool) -> Iterator[Proposal]:
    """A year, and month and day in one number: the last division that is a date, sure where it is the only one."""
    year, digits = int(found[1]), found[2]
    divisions = [(int(digits[:cut]), int(digits[cut:])) for cut in (1, 2) if digits[cut : cut + 1].strip("0") or len(digits) == cut + 2]
    dates = [(month, day) for month, day in divisions if _is_date(year, month, day)]
    if dates:
        words = f"{year}年{dates[-1][0]}月{dates[-1][1]}日"
        yield Proposal(start, found.end(), words, RepairKind.LOST_DATE_WORDS, "lost_year_month_day", sure and len(dates) == 1)


def _is_date(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _brackets(text: str) -> Iterator[Proposal]:
    for found in _NO_CLOSING_BRACKET.finditer(text):
        yield Proposal(found.end(1), found.end(), _CLOSING[text[found.start() - 1]], RepairKind.BRACKETS, "lost_bracket")
    for found in _NO_OPENING_BRACKET.finditer(text):
        yield Proposal(found.start(), found.end(), _OPENING[text[found.start() + 4]], RepairKind.BRACKETS, "lost_bracket")
    for found in _NO_BRACKETS.finditer(text):
        yield Proposal(*found.span(), f"\u3014{found[1]}\u3015", RepairKind.BRACKETS, "lost_bracket", False)


def _blanks(text: str) -> Iterator[Proposal]:
    for found in _PARTICLES.finditer(text):
        if " " in found[0]:
            yield Proposal(*found.span(), found[0].replace(" ", ""), RepairKind.SPACING, "blank_in_number")
    for found in _DECIMAL.finditer(text):
        yield Proposal(*found.span(), f"{found[1]}.{found[2]}", RepairKind.SPACING, "blank_in_number", bool(found[3]))
    for found in _BLANK_BEFORE.finditer(text):
        yield Proposal(*found.span(), "", RepairKind.SPACING, "stray_blank")
