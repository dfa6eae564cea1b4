"""What reading a plan document yields: a draft in which every field knows its place and its doubts.

Plain values. All places are half-open ranges of characters in the *decoded original text*, before any repair,
so that a page can highlight them in the paper as it was received.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rectification.vocabulary import DeadlineKind, IssueKind


@dataclass(frozen=True, slots=True)
class Span:
    """The characters ``[start, end)`` of the decoded original text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Words taken from the document, repaired and joined over line breaks, and the place they came from."""

    text: str
    span: Span


class DoubtCode(StrEnum):
    """What a reader could not settle alone. ``intake.doubts`` says each of them in a sentence."""

    NO_LIST_FOUND = "no_list_found"
    NUMBER_MISSING = "number_missing"
    NUMBER_REPEATED = "number_repeated"
    ROW_WITHOUT_NUMBER = "row_without_number"
    NO_STATEMENT = "no_statement"
    NO_RESPONSIBLE_UNIT = "no_responsible_unit"
    NO_SUPERVISING_UNIT = "no_supervising_unit"
    NO_GOAL = "no_goal"
    NO_MEASURES = "no_measures"
    LEAD_UNCLEAR = "lead_unclear"
    GROUP_NEEDS_CHOICE = "group_needs_choice"
    UNIT_UNKNOWN = "unit_unknown"
    NO_DEADLINE = "no_deadline"
    DEADLINE_UNPARSABLE = "deadline_unparsable"
    DEADLINE_FROM_TEXT = "deadline_from_text"
    YEAR_ASSUMED = "year_assumed"
    BORN_OVERDUE = "born_overdue"
    MEASURE_HAS_OWN_DEADLINE = "measure_has_own_deadline"
    DAMAGED_TEXT = "damaged_text"
    NO_TITLE = "no_title"
    NO_ISSUED_DATE = "no_issued_date"
    ISSUED_DATE_UNCLEAR = "issued_date_unclear"
    TEXT_CUT_OFF = "text_cut_off"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A point for a person to decide; ``detail`` holds the words or number it is about."""

    code: DoubtCode
    detail: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """One stage of a phased deadline: the words as written and the last day still on time."""

    text: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Deadline:
    """What the words of a time limit mean.

    ``due`` is the last day still on time (of the last phase for ``phased``), ``None`` where the kind has no date.
    ``note`` is empty, or a short stable code for the rule or the reason (see ``reading.deadlines``).
    """

    kind: DeadlineKind
    due: date | None = None
    phases: tuple[Phase, ...] = ()
    note: str = ""


class DeadlineSource(StrEnum):
    """Where in the document a deadline was found."""

    LABEL = "label"
    COLUMN = "column"
    TASK_TEXT = "task_text"


@dataclass(frozen=True, slots=True)
class DraftDeadline:
    """The deadline of an item or a measure: the words as written, where they stand, and their reading."""

    text: Passage
    source: DeadlineSource
    reading: Deadline


@dataclass(frozen=True, slots=True)
class DraftUnit:
    """A unit named on an item, in the role and order printed. ``printed`` keeps the words of the paper."""

    name: str
    role: str
    is_group: bool
    printed: str
    span: Span


@dataclass(frozen=True, slots=True)
class DraftMeasure:
    """One measure with its number as printed ("1.", "(一)", "" where there is none)."""

    marker: str
    text: Passage
    deadline: DraftDeadline | None = None


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A labelled field that has no place of its own in an issue (责任领导, 责任人, 备注 …), kept as printed."""

    label: str
    text: Passage


@dataclass(slots=True, kw_only=True)
class DraftItem:
    """One problem, task or project of the document.

    ``number`` is the printed number in Arabic digits where it is a plain numeral ("1"), else as printed ("3-2"),
    ``None`` where the paper prints none; ``marker`` is the number exactly as printed ("一、", "65").
    ``belongs_to``/``after_number`` place a row without a number. ``name`` is the short title of a project.
    ``higher_number`` is the higher level's number ("市序号9"), ``scope`` is 个性/共性 as printed or "".
    """

    kind: IssueKind
    span: Span
    number: str | None = None
    marker: str = ""
    table: str = ""
    section: str = ""
    work_item: str | None = None
    work_item_in_row: bool = False
    belongs_to: str | None = None
    after_number: str | None = None
    higher_number: str = ""
    scope: str = ""
    name: Passage | None = None
    statement: Passage | None = None
    units: list[DraftUnit] = field(default_factory=list)
    deadline: DraftDeadline | None = None
    goal: Passage | None = None
    measures: list[DraftMeasure] = field(default_factory=list)
    others: list[LabelledText] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


class PointRole(StrEnum):
    """What part of a plan a numbered point of its running text belongs to."""

    WORK = "work"
    PRINCIPLE = "principle"
    TARGET = "target"
    SAFEGUARD = "safeguard"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class Point:
    """A numbered point of the running text; offered as a possible issue where a document has no list."""

    section: str
    subsection: str | None
    number: int
    marker: str
    heading: str
    role: PointRole
    text: Passage


class RepairKind(StrEnum):
    """What sort of damage a repair mends."""

    MOJIBAKE = "mojibake"
    PINYIN = "pinyin"
    SCRIPT = "script"
    LOST_DATE_WORDS = "lost_date_words"
    LOST_PUNCTUATION = "lost_punctuation"
    LOST_WORD = "lost_word"
    BRACKETS = "brackets"
    SPACING = "spacing"
    MARKUP = "markup"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Repair:
    """A proposal to read ``old`` at ``span`` as ``new``. Sure ones are applied, the others only offered.

    ``count`` > 1 says that the same repair stands for all its like in the text (``span`` is then the first).
    """

    kind: RepairKind
    span: Span
    old: str
    new: str
    sure: bool
    reason: str
    count: int = 1


@dataclass(slots=True, kw_only=True)
class Draft:
    """Everything read from one document."""

    title: Passage | None = None
    issuer: list[Passage] = field(default_factory=list)
    issued: date | None = None
    issued_text: Passage | None = None
    document_number: str = ""
    items: list[DraftItem] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    furniture: list[Span] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
