"""The list of problems: each a numbered statement followed by labelled fields, in whatever order and under whatever words.

The labels carry the structure (rounds.py); what stands between a problem's number and its first label is the statement.
"""

from __future__ import annotations

from collections.abc import Sequence

from rectification.intake.reading.draft import DeadlineSource, DoubtCode, DraftItem, LabelledText
from rectification.intake.reading.fields import Calendar, deadline_of, doubts_of, measures_of, units_of
from rectification.intake.reading.labels import CORE_FIELDS, Field, Label
from rectification.intake.reading.landmarks import scope_of
from rectification.intake.reading.lines import Line, Paper, Piece
from rectification.intake.reading.numbering import Marker, Style, marker_of
from rectification.intake.reading.rounds import Numbering, end_of, numbering_of, rounds_of, section_above, starts_of
from rectification.intake.reading.rows import Row, rows_of
from rectification.vocabulary import DeadlineKind, IssueKind

_NAMED = frozenset({Style.SERIAL, Style.PROBLEM})
_AFTER_SERIAL = "。,，:：、 \u3000"
_WANTED = (
    DoubtCode.NO_STATEMENT,
    DoubtCode.NO_RESPONSIBLE_UNIT,
    DoubtCode.NO_SUPERVISING_UNIT,
    DoubtCode.NO_DEADLINE,
    DoubtCode.NO_GOAL,
    DoubtCode.NO_MEASURES,
)
_WANTED_OF_TASKS = (DoubtCode.NO_RESPONSIBLE_UNIT, DoubtCode.NO_DEADLINE)


def read_problems(paper: Paper, lines: Sequence[Line], calendar: Calendar, table: str = "") -> tuple[list[DraftItem], list[Line]]:
    """The problems listed in ``lines`` and the lines they take up; nothing where no labels make a list."""
    rows = rows_of(lines)
    rounds = rounds_of(rows)
    if not rounds:
        return [], []
    numbering = numbering_of(rows, rounds)
    starts = starts_of(rows, rounds, numbering)
    end = end_of(rows, rounds[-1], starts, numbering)
    inline = _are_points(rows)
    items, used = [], list[Line]()
    section = section_above(rows, starts[0], 0, numbering)
    used += [row.line for row in section]
    for place, start in enumerate(starts):
        stop = starts[place + 1] if place + 1 < len(starts) else end
        following = section_above(rows, stop, start + 1, numbering) if stop < end else []
        item = _item(paper, rows[start : stop - len(following)], calendar, numbering, inline=inline)
        item.table = table
        item.section = paper.words([row.line.piece for row in section])
        item.scope = item.scope or scope_of(item.section)
        items.append(item)
        used += [row.line for row in rows[start:stop]]
        section = following or section
    return (items, used) if any(map(_says_who_or_when, items)) and any(map(_says_what, items)) else ([], [])


def _are_points(rows: Sequence[Row]) -> bool:
    """Whether the labels only close numbered points of work (…。(牵头单位:…;完成时限:…)) and describe no problems."""
    labels = [(row, label) for row in rows for label in row.labels if label.field is not Field.OTHER]
    return all(label.field in CORE_FIELDS and label.start > 0 and row.marker for row, label in labels)


def _says_who_or_when(item: DraftItem) -> bool:
    """Whether an item names a unit or a time; words that only explain what a label means (责任单位:明确到单位) do neither."""
    return bool(item.units) or (item.deadline is not None and item.deadline.reading.kind is not DeadlineKind.UNPARSABLE)


def _says_what(item: DraftItem) -> bool:
    """Whether an item says what is wrong or what is to be done; an entry of a register (实施主体:…;办理时限:…) does neither."""
    return item.statement is not None or item.goal is not None or bool(item.measures)


def _item(paper: Paper, rows: Sequence[Row], calendar: Calendar, numbering: Numbering, *, inline: bool) -> DraftItem:
    first, last = rows[0].line, rows[-1].line
    item = DraftItem(kind=IssueKind.TASK if inline else IssueKind.PROBLEM, span=paper.span(Piece(first.start, last.end)))
    heading, values = _values(rows)
    if rows[0].item_marker and (numbering.style is None or rows[0].has_style(numbering.style)):
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


def _names_task(label: Label) -> bool:
    """Whether a label asks for what is to be done (整改任务), which states the problem only where no other words do."""
    return "任务" in label.printed


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
    elif label.field is Field.STATEMENT and not (item.statement and _names_task(label)):
        item.name, item.statement = item.statement or item.name, paper.passage(pieces)
    else:
        item.others.append(LabelledText(label.printed, paper.passage(pieces)))
