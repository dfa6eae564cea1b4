"""How labels divide a list into rounds, one a problem, and how the problems are numbered.

The fields repeat from problem to problem, which makes the rounds. The style of numbers that counts on from round to round
is the numbering of the problems; numbers of another style inside a round belong to the measures, outside it to headings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rectification.intake.reading.labels import CORE_FIELDS, Field, Label
from rectification.intake.reading.landmarks import (
    annex_of,
    is_closing,
    is_date_line,
    is_title,
    lists_annexes,
    organisations,
    says_work,
    scope_of,
)
from rectification.intake.reading.lines import ends_sentence
from rectification.intake.reading.numbering import Style, marker_of
from rectification.intake.reading.rows import Row

_LONGEST_HEADING = 60
_SHORTEST_TITLE = 8
_LONGEST_ALONE = 20
_LEAST_GAPS = 2
_SIDE_BY_SIDE = re.compile(r"(?<=[^\s\d、，,])[ \u3000]+(?=[^\s\d、，,])")


@dataclass(slots=True)
class Round:
    """The labels of one problem: the rows from the first label to the last."""

    first: int
    last: int
    fields: set[Field] = field(default_factory=set)
    printed: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Numbering:
    """The style that numbers the problems, and the styles that number measures inside them."""

    style: Style | None
    inner: frozenset[Style]


def rounds_of(rows: Sequence[Row]) -> list[Round]:
    """The rounds of labels in ``rows``; none where no labels make a list."""
    labels = [(place, label) for place, row in enumerate(rows) for label in row.labels if label.field is not Field.OTHER]
    labels = labels[_stray(rows, labels) :]
    paired = _paired_fields([label for _, label in labels])
    rounds: list[Round] = []
    before: Label | None = None
    for place, label in labels:
        if not rounds or (label.field in rounds[-1].fields and not _is_second(label, before, rounds[-1], paired)):
            rounds.append(Round(place, place))
        rounds[-1].fields.add(label.field)
        rounds[-1].printed.add(label.printed)
        rounds[-1].last = place
        before = label
    return rounds if any(_is_list(one, alone=len(rounds) == 1) for one in rounds) else []


def _stray(rows: Sequence[Row], labels: Sequence[tuple[int, Label]]) -> int:
    """How many labels stand before the list begins (时间:… of the page): not said again, and headings come before the next."""
    times = Counter(label.printed for _, label in labels)
    repeats = max(times.values(), default=0) > 1
    for stray, ((place, label), (following, _)) in enumerate(pairwise(labels)):
        if not repeats or times[label.printed] > 1 or not any(row.marker for row in rows[place + 1 : following + 1]):
            return stray
    return 0


def _is_second(label: Label, before: Label | None, one: Round, paired: set[Field]) -> bool:
    """Whether a field of the round is only said a second time under another label (完成时限, then 验收销号时限)."""
    if label.printed in one.printed:
        return False
    return label.field in paired or (before is not None and before.field is label.field)


def _paired_fields(labels: Sequence[Label]) -> set[Field]:
    """The fields that every problem says twice or more, under different labels in the same order."""
    printed: dict[Field, list[str]] = {}
    for label in labels:
        printed.setdefault(label.field, []).append(label.printed)
    paired = set[Field]()
    for name, words in printed.items():
        cycle = list(dict.fromkeys(words))
        if 1 < len(cycle) < len(words) and words == cycle * (len(words) // len(cycle)):
            paired.add(name)
    return paired


def _is_list(one: Round, *, alone: bool) -> bool:
    """Whether the labels of a round make a problem: who or when, and more.

    Any paper may have one chapter of aims and one of dates, or say who and when; only a list does so again and again.
    """
    if alone and (one.fields <= CORE_FIELDS or one.fields == {Field.GOAL, Field.DEADLINE}):
        return False
    return bool(one.fields & CORE_FIELDS) and len(one.fields) >= 2


def _gap(rows: Sequence[Row], rounds: Sequence[Round], place: int) -> range:
    """The rows before a round's first label that are not the round's before it, this first row included."""
    start = rounds[place - 1].last + 1 if place else 0
    stop = rounds[place].first
    after_break = max((at + 1 for at in range(start, stop) if _is_break(rows, at)), default=start)
    return range(min(after_break, stop), stop + 1)


def _is_break(rows: Sequence[Row], at: int) -> bool:
    """Whether no list goes on over a row: an annex, a date, closing words, or a title that stands apart from the line above it."""
    text = rows[at].line.text
    if annex_of(text) or lists_annexes(text) or is_date_line(text) or is_closing(text):
        return True
    if rows[at].marker or rows[at].labels or len(text) < _SHORTEST_TITLE or not is_title(text) or says_work(text):
        return False
    if at == 0:
        return True
    above = rows[at - 1]
    return annex_of(above.line.text) is not None or (ends_sentence(above.line.text) and not above.takes_next_line)


def numbering_of(rows: Sequence[Row], rounds: Sequence[Round]) -> Numbering:
    """The numbering of the problems: of the styles that count on from round to round the fittest."""
    inner = _inner_styles(rows, rounds)
    lasts: list[dict[Style, int]] = []
    for place in range(len(rounds)):
        seen = {}
        for at in _gap(rows, rounds, place):
            if marker := rows[at].item_marker:
                seen[marker.style] = at
        lasts.append(seen)
    styles = {style for seen in lasts for style in seen}
    fit = [style for style in styles if _numbers_rounds(rows, lasts, style, inner)]
    return Numbering(max(fit, key=lambda style: _fitness(rows, lasts, style), default=None), inner)


def _numbers_rounds(rows: Sequence[Row], lasts: Sequence[dict[Style, int]], style: Style, inner: frozenset[Style]) -> bool:
    """Whether a style opens most rounds and counts on: by one where measures are numbered so too, else upwards at all."""
    values = [rows[seen[style]].value for seen in lasts if style in seen]
    if 2 * len(values) < len(lasts):
        return False
    steps = [
        value == 1 or value == before + 1 or (style not in inner and value > before)
        for before, value in zip([0, *values], values, strict=False)
    ]
    return 2 * sum(steps) > len(steps) and (style not in inner or 5 * len(values) >= 4 * len(lasts))


def _fitness(rows: Sequence[Row], lasts: Sequence[dict[Style, int]], style: Style) -> tuple[int, int]:
    """How well a style numbers the rounds: rounds it opens and steps it counts on; then how close to the labels."""
    score, previous = 0, 0
    for seen in lasts:
        if style in seen:
            value = rows[seen[style]].value
            score += 1 + (value in (previous + 1, 1))
            previous = value
    nearest = sum(max(seen, key=lambda other: seen[other]) is style for seen in lasts if seen)
    return score, nearest


def _inner_styles(rows: Sequence[Row], rounds: Sequence[Round]) -> frozenset[Style]:
    """The styles that open the first numbered line after a label of measures or goal, where it counts from one."""
    found: Counter[Style] = Counter()
    for one in rounds:
        for at in range(one.first, one.last + 1):
            for label in rows[at].labels:
                value = marker_of(rows[at].line.text[label.end :])
                if label.field is Field.MEASURES and value and value.value == 1:
                    found[value.style] += 1
            if any(label.field in (Field.MEASURES, Field.GOAL) for label in rows[at].labels):
                following = next((row for row in rows[at + 1 : at + 4] if row.marker or row.labels), None)
                if following and not following.labels and following.marker and following.marker.value == 1:
                    found[following.marker.style] += 1
    return frozenset(found)


def starts_of(rows: Sequence[Row], rounds: Sequence[Round], numbering: Numbering) -> list[int]:
    """The rows at which the problems begin."""
    starts: list[int] = []
    number = 0
    for place, one in enumerate(rounds):
        numbered = [at for at in _gap(rows, rounds, place) if rows[at].has_style(numbering.style)]
        if numbered:
            numbered = _continuing(rows, numbered, number if place else None)
            starts += numbered
            number = rows[numbered[-1]].value
        elif numbering.style is None or (Field.STATEMENT in one.fields and _opens_with_statement(rows, one)):
            starts.append(_unnumbered_start(rows, rounds, place))
    return sorted(set(starts)) or [_unnumbered_start(rows, rounds, 0)]


def _continuing(rows: Sequence[Row], numbered: list[int], number: int | None) -> list[int]:
    """Of the numbered rows before a label those that count on from ``number``; else only the last."""
    values = [rows[at].value for at in numbered]
    if number is not None and values == list(range(number + 1, number + 1 + len(values))):
        return numbered
    return numbered[-1:]


def _opens_with_statement(rows: Sequence[Row], one: Round) -> bool:
    return any(label.field is Field.STATEMENT for label in rows[one.first].labels)


def _unnumbered_start(rows: Sequence[Row], rounds: Sequence[Round], place: int) -> int:
    """Where a problem without a number begins: at its statement's label, else at the paragraph before the labels."""
    one = rounds[place]
    if _opens_with_statement(rows, one):
        return one.first
    gap = _gap(rows, rounds, place)
    start = one.first
    while start > gap.start:
        row = rows[start - 1]
        if row.marker or row.labels or (start < one.first and ends_sentence(row.line.text)):
            break
        if place and start - 1 == gap.start and rows[rounds[place - 1].last].takes_next_line:
            break
        start -= 1
    return start


def end_of(rows: Sequence[Row], last: Round, starts: Sequence[int], numbering: Numbering) -> int:
    """The row at which the list is over: a signature, an annex, a heading of the text that goes on after it."""
    before = {row.marker.style for row in rows[: starts[0]] if row.marker}
    within = {row.marker.style for row in rows[starts[0] : last.last] if row.marker} | numbering.inner
    headings = {row.marker.style for start in starts for row in section_above(rows, start, 0, numbering) if row.marker}
    outer = before - (within - headings)
    number, nested = rows[starts[-1]].value, numbering.style in numbering.inner
    label = rows[last.last].labels[-1].marker
    if _is_prose(rows, last.last + 1):
        return last.last + 1
    for at in range(last.last + 1, len(rows)):
        row = rows[at]
        if _is_break(rows, at) or _is_signature(rows, at) or _is_added(rows, at):
            return _before_signature(rows, at, last.last)
        if label and row.marker and row.marker.style is label.style:
            if row.marker.value == label.value + 1:
                return at
            label = None
        if row.marker and (row.marker.style in outer or (row.has_style(numbering.style) and row.value == number + 1 and not nested)):
            return at
    return len(rows)


def _is_prose(rows: Sequence[Row], at: int) -> bool:
    """Whether a sentence stands under a short unit list or date that is complete, and is no part of it."""
    if at >= len(rows) or rows[at].marker:
        return False
    above, text = rows[at - 1], rows[at].line.text
    complete = above.labels[-1].field in CORE_FIELDS and not above.takes_next_line and len(above.line.text) < _LONGEST_ALONE
    return complete and text.endswith("。") and len(text) >= _LONGEST_ALONE and not above.line.text.endswith(("；", ";", "，", ",", "、"))


def _is_signature(rows: Sequence[Row], at: int) -> bool:
    """Whether nothing but names of bodies is left from a row on, under a finished sentence: they sign, though without a date."""
    return _is_finished(rows[at - 1]) and all(organisations(row.line) for row in rows[at:])


def _is_added(rows: Sequence[Row], at: int) -> bool:
    """Whether only words set side by side are left, no sentence and no number: what a page or an advertiser put below the paper."""
    return _is_finished(rows[at - 1]) and not any(
        row.marker or row.labels or ends_sentence(row.line.text) or len(_SIDE_BY_SIDE.findall(row.line.text)) < _LEAST_GAPS
        for row in rows[at:]
    )


def _is_finished(row: Row) -> bool:
    return ends_sentence(row.line.text) and not row.takes_next_line


def _before_signature(rows: Sequence[Row], end: int, floor: int) -> int:
    """The row at which the names over a date begin; ``end`` where the row there is no date."""
    start = end
    floor += rows[floor].takes_next_line
    while is_date_line(rows[end].line.text) and start - 1 > floor and organisations(rows[start - 1].line):
        start -= 1
    return start


def section_above(rows: Sequence[Row], start: int, floor: int, numbering: Numbering) -> list[Row]:
    """The heading right above the row ``start``, broken over lines or not."""
    at = start
    while at > floor and start - at < 3 and _may_be_heading(rows[at - 1], numbering):
        at -= 1
        row = rows[at]
        if row.marker or scope_of(row.line.text):
            return list(rows[at:start])
    return []


def _may_be_heading(row: Row, numbering: Numbering) -> bool:
    text = row.line.text
    if row.labels or len(text) > _LONGEST_HEADING or annex_of(text) or text.endswith(("。", ";", "；")):
        return False
    return row.marker is None or row.marker.style not in (numbering.inner | {numbering.style})
