"""The lines of a list with the numbers that open them and the labels found credible in them, seeing the whole document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rectification.intake.reading.labels import CORE_FIELDS, Divider, Field, Label, labels_in, unknown_entry
from rectification.intake.reading.lines import Line
from rectification.intake.reading.numbering import Marker, Style, marker_of

_CLOSING_CHAPTER = ("工作要求", "任务要求")


@dataclass(slots=True)
class Row:
    """A line with the number that opens it and the labels found in it."""

    line: Line
    marker: Marker | None
    labels: list[Label]

    @property
    def item_marker(self) -> Marker | None:
        """The opening number, unless it numbers a label ((一)责任单位)."""
        if self.labels and self.labels[0].start == 0 and self.labels[0].field not in (Field.STATEMENT, Field.OTHER):
            return None
        return self.marker

    @property
    def value(self) -> int:
        """The number that opens the row; 0 where none does."""
        return self.marker.value if self.marker else 0

    @property
    def takes_next_line(self) -> bool:
        """Whether the value of the row's last label stands on the following line."""
        return bool(self.labels) and self.labels[-1].end == len(self.line.text)

    def has_style(self, style: Style | None) -> bool:
        """Whether an item's number in this style opens the row."""
        return style is not None and self.item_marker is not None and self.item_marker.style is style


@dataclass(frozen=True, slots=True)
class Habits:
    """How a document writes the labels of units and times that open a line: their numbers, their dividers, their fields."""

    styles: frozenset[Style]
    dividers: Counter[Divider]
    fields: frozenset[Field]


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """``lines`` as rows, with the labels that are credible in a document that writes its labels as this one does."""
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
        among_labels = bool(above.labels) and above.labels[-1].field is not Field.MEASURES and not above.takes_next_line
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
        and row.takes_next_line
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
