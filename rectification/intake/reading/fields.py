"""From the words of a field to its reading: units with roles, deadlines, measures. Shared by lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import accumulate, pairwise

from rectification.intake.reading.deadlines import DeadlineNote, find_deadline, is_born_overdue, parse_deadline
from rectification.intake.reading.draft import (
    Deadline,
    DeadlineSource,
    Doubt,
    DoubtCode,
    DraftDeadline,
    DraftItem,
    DraftMeasure,
    DraftUnit,
    Passage,
    Phase,
)
from rectification.intake.reading.lines import Paper, Piece, ends_sentence
from rectification.intake.reading.numbering import NO_DECIMAL, Marker, marker_of
from rectification.intake.reading.units import UnitMention, looks_like_unit, parse_units
from rectification.vocabulary import DeadlineKind, UnitRole

_CLOSING = re.compile(r"[。.;；,，\s]+$")
_INLINE_MARKER = re.compile(
    rf"(?<=[。；;：:])\s*(?=[(（][一二三四五六七八九十\d]{{1,3}}[)）]|\d{{1,2}}(?:[.．、]{NO_DECIMAL}|[)）])|[①-⒛㈠-㈩❶-❿]|[一二三四五六七八九十]{{1,3}}是(?!否)|第[一二三四五六七八九十]{{1,3}}[、,，])"
)
_BULLET = re.compile(r"(?:[•·●○■□◆◇▪★※*]|[-—–]{1,2}(?!\d))\s*")
_LONGEST_UNIT_LIST = 4000
_LONGEST_NAME = 100
_UNIT_DIVIDER = re.compile(r"[、,，;；。\s]")
_BODIES = (
    "分?局|办(?:公室|事处)?|街道(?:办事处)?|委(?:员会)?|管委会|部门|单位|镇街|[镇乡街]|政府|中心|公司|大队|支队|集团|室|院|处|站|所|会"
)
NAME_ENDING = re.compile(rf"^(?:{_BODIES})(?:$|[、,，;；。])")
NAME_TAIL = re.compile(rf"(?:{_BODIES})$")
# 市生态环境局 / 澜溪分局 is one office, named after its place; 公安分局 is named after its trade.
_BRANCH = re.compile(r"^(?![市区县]|公安|交警|国土|资源|规划|环保|环境|税务|工商|质监|城管|住建|水务|水利|农业)[\u4e00-\u9fff]{2,3}分局$")
_CHOICE = re.compile(r"相关|有关|各|属地|涉及|等")


@dataclass(frozen=True, slots=True)
class Calendar:
    """What yearless words are read by: the plan's own date, and the year a table's title gives."""

    issued: date | None
    year: int | None = None


def units_of(paper: Paper, pieces: Sequence[Piece], role: UnitRole) -> list[DraftUnit]:
    """The units named in a field, in printed order, each with its place."""
    text, places = _joined(paper, pieces, divided=True)
    found = []
    for mention in _mentions(text[:_LONGEST_UNIT_LIST], role):
        last = max(mention.start, mention.end - 1)
        span = paper.span(Piece(places[mention.start], places[last] + 1))
        found.append(DraftUnit(mention.name, mention.role, mention.is_group, mention.printed, span))
    return found


@lru_cache(maxsize=4096)
def _mentions(text: str, role: UnitRole) -> tuple[UnitMention, ...]:
    """``parse_units``, remembered: a plan names the same units again and again."""
    return tuple(parse_units(text, role))


_limit = lru_cache(maxsize=4096)(parse_deadline)


def _joined(paper: Paper, pieces: Sequence[Piece], *, divided: bool = False) -> tuple[str, list[int]]:
    """The text of ``pieces`` without the line breaks, and for each character its place in the repaired text.

    Where ``divided``, a comma stands for a line break between two complete names.
    """
    text, places = "", list[int]()
    for piece in pieces:
        words = paper.text[piece.start : piece.end]
        if divided and text and are_two_names(text, words):
            text += "、"
            places.append(places[-1])
        text += words
        places.extend(range(piece.start, piece.end))
    return text, places


def are_two_names(left: str, right: str) -> bool:
    """Whether a line break stands between two names of units, not inside one."""
    last, first = _UNIT_DIVIDER.split(left[-_LONGEST_NAME:])[-1], _UNIT_DIVIDER.split(right[:_LONGEST_NAME])[0]
    if NAME_ENDING.match(right) or (_BRANCH.match(first) and last.endswith("局")):
        return False
    return bool(last and first) and looks_like_unit(last) and looks_like_unit(first)


def deadline_of(paper: Paper, pieces: Sequence[Piece], calendar: Calendar, source: DeadlineSource) -> DraftDeadline | None:
    """The deadline a label or column states, its words without a closing full stop."""
    passage = paper.passage(pieces)
    words = _CLOSING.sub("", passage.text)
    if not words:
        return None
    reading = _limit(words, calendar.issued)
    if reading.kind is DeadlineKind.UNPARSABLE and calendar.year:
        dated = _limit(f"{calendar.year}年{words}", calendar.issued)
        reading = replace(dated, note=DeadlineNote.YEAR_ASSUMED) if dated.kind is DeadlineKind.FIXED else reading
    return DraftDeadline(Passage(words, passage.span), source, reading)


def deadline_in_text(paper: Paper, pieces: Sequence[Piece], calendar: Calendar) -> DraftDeadline | None:
    """A time limit inside running text; several of them are the stages of one phased deadline."""
    text, places = _joined(paper, pieces)
    found = find_deadline(text, calendar.issued, calendar.year)
    if not found:
        return None
    words = [text[start:end].strip() for start, end, _ in found]
    last = max(found[-1][1] - 1, found[0][0])
    span = paper.span(Piece(places[found[0][0]], places[last] + 1))
    reading = found[0][2]
    if len(found) > 1:
        phases = tuple(Phase(stage, deadline.due) for stage, (_, _, deadline) in zip(words, found, strict=True))
        dues = [phase.due for phase in phases if phase.due]
        reading = Deadline(DeadlineKind.PHASED, max(dues, default=None), phases)
    return DraftDeadline(Passage(";".join(words), span), DeadlineSource.TASK_TEXT, reading)


def measures_of(paper: Paper, pieces: Sequence[Piece], calendar: Calendar) -> list[DraftMeasure]:
    """The measures of a field: one per number of the outermost style, or one per paragraph where none is numbered."""
    text, places = _joined(paper, pieces)
    starts = set(accumulate((piece.end - piece.start for piece in pieces[:-1]), initial=0))
    marked = [(offset, marker) for offset, marker in _at_markers(text, starts) if marker]
    style = next((marker.style for _, marker in marked), None)
    outermost = [(offset, marker) for offset, marker in marked if marker.style is style]
    if not outermost:
        return [_measure(paper, "", group, calendar) for group in _paragraphs(paper, pieces)]
    ends = [*(offset for offset, _ in outermost[1:]), len(text)]
    found = [(marker.printed, offset + marker.length, end) for (offset, marker), end in zip(outermost, ends, strict=True)]
    if outermost[0][0] > 0:
        found.insert(0, ("", 0, outermost[0][0]))
    return [_measure(paper, printed, _pieces(places[start:end] or places[end - 1 : end]), calendar) for printed, start, end in found]


def at_inline_markers(paper: Paper, piece: Piece) -> list[Piece]:
    """A line divided where a further number stands after a sentence end: 1.…;2.…;3.…"""
    text = paper.text[piece.start : piece.end]
    cuts = [piece.start + offset for offset, _ in _at_markers(text, {0})]
    return [Piece(start, end) for start, end in pairwise([*cuts, piece.end])]


def _at_markers(text: str, starts: AbstractSet[int]) -> list[tuple[int, Marker | None]]:
    """Where the lines of ``text`` start and where its numbers count on after a sentence end, with the number there.

    The text is joined over its line breaks, for a break may stand within a number.
    """
    found: list[tuple[int, Marker | None]] = []
    style, expected = None, 0
    for offset in sorted(starts | {match.end() for match in _INLINE_MARKER.finditer(text)}):
        marker = marker_of(text[offset : offset + 40])
        opens = offset in starts
        counts = marker is not None and marker.style is style and marker.value == expected
        if marker and (counts or (opens and style in (None, marker.style))):
            style, expected = marker.style, marker.value + 1
        if opens or counts:
            found.append((offset, marker))
    return found


def _pieces(places: Sequence[int]) -> list[Piece]:
    """Places in the repaired text as stretches of it."""
    breaks = [at for at in range(1, len(places)) if places[at] != places[at - 1] + 1]
    return [Piece(places[start], places[stop - 1] + 1) for start, stop in pairwise([0, *breaks, len(places)])]


def _paragraphs(paper: Paper, parts: Sequence[Piece]) -> list[list[Piece]]:
    """Lines joined to paragraphs: a line that stops within a sentence goes on in the next, if lines end sentences here."""
    texts = [paper.text[part.start : part.end] for part in parts]
    if not any(map(ends_sentence, texts)):
        return [[part] for part in parts]
    groups: list[list[Piece]] = []
    open_sentence = False
    for part, text in zip(parts, texts, strict=True):
        if open_sentence and not _BULLET.match(text):
            groups[-1].append(part)
        else:
            groups.append([part])
        open_sentence = not ends_sentence(text)
    return groups


def _measure(paper: Paper, printed: str, pieces: list[Piece], calendar: Calendar) -> DraftMeasure:
    first, *rest = pieces
    bullet = None if printed else _BULLET.match(paper.text, first.start, first.end)
    pieces = [Piece(bullet.end(), first.end) if bullet else first, *rest]
    return DraftMeasure(printed, paper.passage(pieces), deadline_in_text(paper, pieces, calendar))


def doubts_of(item: DraftItem, issued: date | None, wanted: Iterable[DoubtCode]) -> list[Doubt]:
    """What a person must look at in ``item``: of the missing fields only those ``wanted`` in a table or list like this."""
    place = item.statement.span if item.statement else item.span
    missing = {
        DoubtCode.NO_STATEMENT: item.statement is None,
        DoubtCode.NO_RESPONSIBLE_UNIT: not _has_role(item, UnitRole.RESPONSIBLE, UnitRole.LEAD),
        DoubtCode.NO_SUPERVISING_UNIT: not _has_role(item, UnitRole.SUPERVISING),
        DoubtCode.NO_GOAL: item.goal is None,
        DoubtCode.NO_MEASURES: not item.measures,
        DoubtCode.NO_DEADLINE: item.deadline is None,
    }
    doubts = [Doubt(code, "", place) for code in wanted if missing[code]]
    doubts += [
        Doubt(DoubtCode.GROUP_NEEDS_CHOICE, unit.name, unit.span) for unit in item.units if unit.is_group and _CHOICE.search(unit.name)
    ]
    if item.deadline:
        doubts += _deadline_doubts(item.deadline, issued)
    doubts += [
        Doubt(DoubtCode.MEASURE_HAS_OWN_DEADLINE, measure.deadline.text.text, measure.deadline.text.span)
        for measure in item.measures
        if measure.deadline
    ]
    return doubts


def _has_role(item: DraftItem, *roles: UnitRole) -> bool:
    return any(unit.role in roles for unit in item.units)


def _deadline_doubts(deadline: DraftDeadline, issued: date | None) -> list[Doubt]:
    text, reading = deadline.text, deadline.reading
    found = {
        DoubtCode.DEADLINE_FROM_TEXT: deadline.source is DeadlineSource.TASK_TEXT,
        DoubtCode.DEADLINE_UNPARSABLE: reading.kind is DeadlineKind.UNPARSABLE,
        DoubtCode.YEAR_ASSUMED: reading.note == DeadlineNote.YEAR_ASSUMED,
        DoubtCode.BORN_OVERDUE: is_born_overdue(reading, issued),
    }
    return [Doubt(code, text.text, text.span) for code, holds in found.items() if holds]
