"""The list of problems: each a numbered statement followed by labelled fields, in whatever order and under whatever words.

The labels carry the structure. Their fields repeat from problem to problem, which divides the list into rounds; the
style of numbers that counts on from round to round is the numbering of the problems; what stands between the number and
the first label is the statement. Numbers of another style inside a round belong to the measures, outside it to headings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from rectification.intake.reading.draft import DeadlineSource, DoubtCode, DraftItem, LabelledText
from rectification.intake.reading.fields import Calendar, deadline_of, doubts_of, measures_of, units_of
from rectification.intake.reading.labels import CORE_FIELDS, Divider, Field, Label, labels_in, unknown_entry
from rectification.intake.reading.landmarks import annex_of, is_closing, is_date_line, is_title, organisations, says_work, scope_of
from rectification.intake.reading.lines import Line, Paper, Piece, ends_sentence
from rectification.intake.reading.numbering import Marker, Style, marker_of
from rectification.vocabulary import DeadlineKind, IssueKind

_LONGEST_HEADING = 60
_SHORTEST_TITLE = 8
_NAMED = frozenset({Style.SERIAL, Style.PROBLEM})
_AFTER_SERIAL = "。,，:：、 \u3000"
_CLOSING_CHAPTER = ("工作要求", "任务要求")
_WANTED = (
    DoubtCode.NO_STATEMENT,
    DoubtCode.NO_RESPONSIBLE_UNIT,
    DoubtCode.NO_SUPERVISING_UNIT,
    DoubtCode.NO_DEADLINE,
    DoubtCode.NO_GOAL,
    DoubtCode.NO_MEASURES,
)
_WANTED_OF_TASKS = (DoubtCode.NO_RESPONSIBLE_UNIT, DoubtCode.NO_DEADLINE)


@dataclass(slots=True)
class Row:
    """A line with the number that opens it and the labels found in it."""

    line: Line
    marker: Marker | None
    labels: list[Label]

    @property
    def before_labels(self) -> Piece:
        """What stands before the first label: the whole line where there is none."""
        return Piece(self.line.start, self.line.start + self.labels[0].start) if self.labels else self.line.piece

    @property
    def item_marker(self) -> Marker | None:
        """The opening number, unless it numbers a label ((一)责任单位)."""
        if self.labels and self.labels[0].start == 0 and self.labels[0].field not in (Field.STATEMENT, Field.OTHER):
            return None
        return self.marker


@dataclass(frozen=True, slots=True)
class Habits:
    """How a document writes the labels of units and times that open a line: their numbers, their dividers, their fields."""

    styles: frozenset[Style]
    dividers: Counter[Divider]
    fields: frozenset[Field]


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


def read_problems(paper: Paper, lines: Sequence[Line], calendar: Calendar, table: str = "") -> tuple[list[DraftItem], list[Line]]:
    """The problems listed in ``lines`` and the lines they take up; nothing where no labels make a list."""
    rows = _rows(lines)
    rounds = _rounds(rows)
    if not rounds:
        return [], []
    numbering = _numbering(rows, rounds)
    starts = _starts(rows, rounds, numbering)
    end = _end(rows, rounds[-1], starts, numbering)
    inline = _are_points(rows)
    items, used = [], list[Line]()
    section = _section(rows, starts[0], 0, numbering)
    used += [row.line for row in section]
    for place, start in enumerate(starts):
        stop = starts[place + 1] if place + 1 < len(starts) else end
        following = _section(rows, stop, start + 1, numbering) if stop < end else []
        item = _item(paper, rows[start : stop - len(following)], calendar, numbering, inline=inline)
        item.table = table
        item.section = paper.words([row.line.piece for row in section])
        item.scope = item.scope or scope_of(item.section)
        items.append(item)
        used += [row.line for row in rows[start:stop]]
        section = following or section
    return (items, used) if any(map(_says_who_or_when, items)) else ([], [])


def _are_points(rows: Sequence[Row]) -> bool:
    """Whether the labels only close numbered points of work (…。(牵头单位:…;完成时限:…)) and describe no problems."""
    labels = [(row, label) for row in rows for label in row.labels if label.field is not Field.OTHER]
    return all(label.field in CORE_FIELDS and label.start > 0 and row.marker for row, label in labels)


def _says_who_or_when(item: DraftItem) -> bool:
    """Whether an item names a unit or a time; words that only explain what a label means (责任单位:明确到单位) do neither."""
    return bool(item.units) or (item.deadline is not None and item.deadline.reading.kind is not DeadlineKind.UNPARSABLE)


def _rows(lines: Sequence[Line]) -> list[Row]:
    rows = [Row(line, marker_of(line.text), labels_in(line.text)) for line in lines]
    opened = [label for row in rows for label in row.labels[:1] if label.start == 0 and label.field in CORE_FIELDS]
    habits = Habits(
        frozenset(label.marker.style for label in opened if label.marker),
        Counter(label.divider for label in opened),
        frozenset(label.field for label in opened),
    )
    in_measures = False
    for row in rows:
        row.labels = _credible(row, habits, in_measures=in_measures)
        if row.labels:
            in_measures = row.labels[-1].field is Field.MEASURES
        if row.marker and row.labels and row.labels[0].start == 0 and row.marker.style in habits.styles:
            row.marker = None
    _label_entries(rows)
    for row, following in pairwise(rows):
        if _heads_units(row, following):
            row.labels = [replace(row.labels[0], field=Field.OTHER)]
    return rows


def _label_entries(rows: Sequence[Row]) -> None:
    """Take for labels the unknown words with a colon that stand among the labels of every problem (涉及村组:…)."""
    times = Counter(label.printed for row in rows for label in row.labels if label.field in CORE_FIELDS)
    problems = max(times.values(), default=0)
    entries: dict[str, list[tuple[Row, Label]]] = {}
    for above, row in pairwise(rows):
        among_labels = bool(above.labels) and above.labels[-1].field is not Field.MEASURES and not _takes_next_line(above)
        if not row.labels and (label := unknown_entry(row.line.text, among_labels=among_labels)):
            entries.setdefault(label.printed, []).append((row, label))
    for found in entries.values():
        if 1 < len(found) == problems:
            for row, label in found:
                row.labels = [label]


def _heads_units(row: Row, following: Row) -> bool:
    """Whether a label without a value is only the heading over the labels of several roles (三、责任单位 / 牵头单位:…)."""
    return (
        len(row.labels) == 1
        and row.labels[0].field.role is not None
        and _takes_next_line(row)
        and bool(following.labels)
        and following.labels[0].start == 0
        and following.labels[0].field.role is not None
    )


def _credible(row: Row, habits: Habits, *, in_measures: bool) -> list[Label]:
    """The labels of a row that are such; with one that opens a bracket go all others in that bracket."""
    labels: list[Label] = []
    closed = 0
    for label in row.labels:
        if label.start < closed:
            continue
        if _is_credible(label, habits, in_measures=in_measures):
            labels.append(label)
        elif label.closing:
            end = row.line.text.find(label.closing, label.end)
            closed = end if end >= 0 else len(row.line.text)
    return labels


def _is_credible(label: Label, habits: Habits, *, in_measures: bool) -> bool:
    """Whether words that look like a label are one here, seeing how the labels of this document are written."""
    if label.closing and label.start > 0:
        return not habits.fields or (not in_measures and label.field in CORE_FIELDS - habits.fields)
    if label.divider is Divider.MARK:
        return True
    if (label.marker and label.marker.style not in habits.styles) or label.printed.endswith(_CLOSING_CHAPTER):
        return False
    if label.divider is Divider.LINE or (label.divider is Divider.BLANK and label.field in CORE_FIELDS):
        return True
    return habits.dividers[label.divider] > 1


def _rounds(rows: Sequence[Row]) -> list[Round]:
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
    if annex_of(text) or is_date_line(text) or is_closing(text):
        return True
    if rows[at].marker or rows[at].labels or len(text) < _SHORTEST_TITLE or not is_title(text) or says_work(text):
        return False
    if at == 0:
        return True
    above = rows[at - 1]
    return annex_of(above.line.text) is not None or (ends_sentence(above.line.text) and not _takes_next_line(above))


def _numbering(rows: Sequence[Row], rounds: Sequence[Round]) -> Numbering:
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
    values = [_value(rows[seen[style]]) for seen in lasts if style in seen]
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
            marker = rows[seen[style]].marker
            value = marker.value if marker else 0
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


def _starts(rows: Sequence[Row], rounds: Sequence[Round], numbering: Numbering) -> list[int]:
    """The rows at which the problems begin."""
    starts: list[int] = []
    number = 0
    for place, one in enumerate(rounds):
        numbered = [at for at in _gap(rows, rounds, place) if _has_style(rows[at], numbering.style)]
        if numbered:
            numbered = _continuing(rows, numbered, number if place else None)
            starts += numbered
            number = _value(rows[numbered[-1]])
        elif numbering.style is None or (Field.STATEMENT in one.fields and _opens_with_statement(rows, one)):
            starts.append(_unnumbered_start(rows, rounds, place))
    return sorted(set(starts)) or [_unnumbered_start(rows, rounds, 0)]


def _continuing(rows: Sequence[Row], numbered: list[int], number: int | None) -> list[int]:
    """Of the numbered rows before a label those that count on from ``number``; else only the last."""
    values = [_value(rows[at]) for at in numbered]
    if number is not None and values == list(range(number + 1, number + 1 + len(values))):
        return numbered
    return numbered[-1:]


def _value(row: Row) -> int:
    return row.marker.value if row.marker else 0


def _has_style(row: Row, style: Style | None) -> bool:
    return style is not None and row.item_marker is not None and row.item_marker.style is style


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
        if place and start - 1 == gap.start and _takes_next_line(rows[rounds[place - 1].last]):
            break
        start -= 1
    return start


def _takes_next_line(row: Row) -> bool:
    """Whether the value of the row's last label stands on the following line."""
    return bool(row.labels) and row.labels[-1].end == len(row.line.text)


def _end(rows: Sequence[Row], last: Round, starts: Sequence[int], numbering: Numbering) -> int:
    """The row at which the list is over: a signature, an annex, a heading of the text that goes on after it."""
    before = {row.marker.style for row in rows[: starts[0]] if row.marker}
    within = {row.marker.style for row in rows[starts[0] : last.last] if row.marker} | numbering.inner
    headings = {row.marker.style for start in starts for row in _section(rows, start, 0, numbering) if row.marker}
    outer = before - (within - headings)
    number, nested = _value(rows[starts[-1]]), numbering.style in numbering.inner
    label = rows[last.last].labels[-1].marker
    for at in range(last.last + 1, len(rows)):
        row = rows[at]
        if _is_break(rows, at):
            return _before_signature(rows, at, last.last)
        if label and row.marker and row.marker.style is label.style:
            if row.marker.value == label.value + 1:
                return at
            label = None
        if row.marker and (row.marker.style in outer or (_has_style(row, numbering.style) and _value(row) == number + 1 and not nested)):
            return at
    return len(rows)


def _before_signature(rows: Sequence[Row], end: int, floor: int) -> int:
    """The row at which the names over a date begin; ``end`` where the row there is no date."""
    start = end
    floor += _takes_next_line(rows[floor])
    while is_date_line(rows[end].line.text) and start - 1 > floor and organisations(rows[start - 1].line):
        start -= 1
    return start


def _section(rows: Sequence[Row], start: int, floor: int, numbering: Numbering) -> list[Row]:
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


def _item(paper: Paper, rows: Sequence[Row], calendar: Calendar, numbering: Numbering, *, inline: bool) -> DraftItem:
    first, last = rows[0].line, rows[-1].line
    item = DraftItem(kind=IssueKind.TASK if inline else IssueKind.PROBLEM, span=paper.span(Piece(first.start, last.end)))
    heading, values = _values(rows)
    if rows[0].item_marker and (numbering.style is None or _has_style(rows[0], numbering.style)):
        marker, length = _opening_number(first.text) or (rows[0].item_marker, rows[0].item_marker.length)
        _number(item, marker, first.text[:length].rstrip("。"))
        heading = _from(heading, first.start + length)
    if heading := _nonempty(heading):
        item.statement = paper.passage(heading)
    for label, pieces in values:
        _fill(paper, item, label, pieces, calendar)
    item.doubts = doubts_of(item, calendar.issued, _WANTED_OF_TASKS if inline else _WANTED)
    return item


def _number(item: DraftItem, marker: Marker, printed: str) -> None:
    item.number, item.marker, item.higher_number = marker.number, printed.strip(), marker.higher
    item.scope = scope_of(printed)


def _opening_number(text: str) -> tuple[Marker, int] | None:
    """The number that opens a problem and where its words begin; (一)序号8(市序号9) counts as the inner number."""
    marker = marker_of(text)
    if marker is None:
        return None
    inner = marker_of(text[marker.length : marker.length + 40])
    if inner and inner.style in _NAMED and marker.style not in _NAMED:
        length = marker.length + inner.length
        return inner, len(text) - len(text[length:].lstrip(_AFTER_SERIAL))
    return marker, marker.length


def _values(rows: Sequence[Row]) -> tuple[list[Piece], list[tuple[Label, list[Piece]]]]:
    """The words before the first label, and each label with the words that follow it."""
    heading: list[Piece] = []
    values: list[tuple[Label, list[Piece]]] = []
    for row in rows:
        line, labels = row.line, row.labels
        before = values[-1][1] if values else heading
        if not labels:
            before.append(line.piece)
            continue
        if labels[0].start:
            before.append(Piece(line.start, line.start + labels[0].start))
        for place, label in enumerate(labels):
            stop = labels[place + 1].start if place + 1 < len(labels) else len(line.text)
            values.append((label, [_trimmed(line, label, stop)]))
    return _nonempty(heading), [(label, _nonempty(pieces)) for label, pieces in values]


def _trimmed(line: Line, label: Label, stop: int) -> Piece:
    """The value behind a label up to ``stop``, without white space and without a bracket it did not open itself."""
    value = line.text[label.end : stop]
    inside = value.rstrip(" \t\u3000。;；,，")
    if inside.endswith((")", "）")) and sum(map(inside.count, ")）")) > sum(map(inside.count, "(（")):
        value = inside[:-1]
    start = line.start + label.end + len(value) - len(value.lstrip())
    return Piece(start, start + len(value.strip()))


def _nonempty(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece.end > piece.start]


def _from(pieces: Sequence[Piece], start: int) -> list[Piece]:
    """What of ``pieces`` lies at or after ``start``."""
    return [Piece(max(piece.start, min(start, piece.end)), piece.end) for piece in pieces]


def _fill(paper: Paper, item: DraftItem, label: Label, pieces: list[Piece], calendar: Calendar) -> None:
    """Put the value of one label into its field; a second value of a single field is kept beside it."""
    if not pieces:
        return
    if role := label.field.role:
        item.units += units_of(paper, pieces, role)
    elif label.field is Field.MEASURES:
        item.measures += measures_of(paper, pieces, calendar)
    elif label.field is Field.DEADLINE and item.deadline is None:
        item.deadline = deadline_of(paper, pieces, calendar, DeadlineSource.LABEL)
    elif label.field is Field.GOAL and item.goal is None:
        item.goal = paper.passage(pieces)
    elif label.field is Field.STATEMENT:
        item.name, item.statement = item.statement or item.name, paper.passage(pieces)
    else:
        item.others.append(LabelledText(label.printed, paper.passage(pieces)))
