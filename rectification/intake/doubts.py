"""Every doubt, repair and refusal of the reader, said in a sentence that tells a clerk what to do."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from rectification.child.outside import Trouble
from rectification.entries import DeadlineAnswer, EntryDoubt, Obstacle
from rectification.intake.reading.decoding import UnreadableCode
from rectification.intake.reading.draft import DoubtCode, RepairKind
from rectification.intake.reading.matching import MatchKind

DOUBTS: Mapping[DoubtCode, Promise] = {
    DoubtCode.NO_LIST_FOUND: _(
        "No list of problems or tasks was found in this text. Nothing was invented: choose points of the text below, or add items by hand."
    ),
    DoubtCode.NUMBER_MISSING: _("Before this item number %(detail)s is missing in the paper. Please see whether an item was lost."),
    DoubtCode.NUMBER_REPEATED: _("The paper has number %(detail)s more than once."),
    DoubtCode.ROW_WITHOUT_NUMBER: _("The paper prints no number for this row."),
    DoubtCode.NO_STATEMENT: _("No text of the problem was found. Please type it from the paper."),
    DoubtCode.NO_RESPONSIBLE_UNIT: _("The paper names no responsible unit."),
    DoubtCode.NO_SUPERVISING_UNIT: _(
        "The paper names no supervising unit. One must approve the closure: add it now, or the office appoints it later."
    ),
    DoubtCode.NO_GOAL: _("The paper names no goal."),
    DoubtCode.NO_MEASURES: _("The paper names no measures."),
    DoubtCode.LEAD_UNCLEAR: _("It is not clear from the paper which of these units leads: %(detail)s. Please set the roles."),
    DoubtCode.GROUP_NEEDS_CHOICE: _("“%(detail)s” stands for several units. Please see that the right ones are meant."),
    DoubtCode.UNIT_UNKNOWN: _("“%(detail)s” is not in the list of units."),
    DoubtCode.NO_DEADLINE: _("The paper names no time limit. The office decides it later, or type one now."),
    DoubtCode.DEADLINE_UNPARSABLE: _("No date follows from “%(detail)s”. Choose a kind and a date, or decide it later."),
    DoubtCode.DEADLINE_FROM_TEXT: _(
        "This date stands in the running text (“%(detail)s”), not in a column of time limits. It may bind a part only."
    ),
    DoubtCode.YEAR_ASSUMED: _("The paper names no year; it was taken from the plan: %(detail)s."),
    DoubtCode.BORN_OVERDUE: _("The time limit (%(detail)s) lies before the date of the plan itself. What holds?"),
    DoubtCode.MEASURE_HAS_OWN_DEADLINE: _("A measure names a time limit of its own: “%(detail)s”."),
    DoubtCode.DAMAGED_TEXT: _("The text is damaged here: “%(detail)s”. Please compare with the paper document."),
    DoubtCode.NO_TITLE: _("No title was found. Please type it."),
    DoubtCode.NO_ISSUED_DATE: _("No date of issue was found. Time limits without a year cannot be worked out without it."),
    DoubtCode.ISSUED_DATE_UNCLEAR: _("It is not clear whether “%(detail)s” is the date of issue."),
    DoubtCode.TEXT_CUT_OFF: _("The text seems to be cut off: “%(detail)s”."),
}
REPAIRS: Mapping[RepairKind, Promise] = {
    RepairKind.MOJIBAKE: _("bytes of a character were lost"),
    RepairKind.PINYIN: _("pronunciation put in behind characters"),
    RepairKind.SCRIPT: _("traditional characters"),
    RepairKind.LOST_DATE_WORDS: _("year, month or day mark lost beside the digits"),
    RepairKind.LOST_PUNCTUATION: _("a separating mark was lost"),
    RepairKind.LOST_WORD: _("a word beside a number was lost"),
    RepairKind.BRACKETS: _("a bracket of a document number was lost"),
    RepairKind.SPACING: _("a blank inside a number"),
    RepairKind.MARKUP: _("left-over marks of a web page"),
    RepairKind.CONTROL: _("invisible characters"),
}
REFUSALS: Mapping[StrEnum, Promise] = {
    UnreadableCode.EMPTY: _("The document holds no text, only blanks. Choose the file with the text of the plan."),
    UnreadableCode.TOO_LARGE: _("The text is too large to be read at once. Hand in the plan itself without its other parts."),
    UnreadableCode.BINARY: _(
        "This is not a plain text: it holds signs that no text has. Open it in its own program, copy the text and paste it here."
    ),
    UnreadableCode.UNKNOWN_ENCODING: _(
        "The encoding of the characters was not recognised. Open the file, save it as UTF-8 and hand it in again, or paste the text."
    ),
    UnreadableCode.BROKEN_ENCODING: _(
        "Some characters are broken: the file was cut or converted wrongly. Open the original, copy the text and paste it here."
    ),
    Trouble.OUT_OF_TIME: _("Reading took too long and was stopped. Please hand in only the list of problems, or ask the administrator."),
    Trouble.OUT_OF_MEMORY: _(
        "Reading needed too much memory and was stopped. Please hand in only the list of problems, or ask the administrator."
    ),
    Trouble.CRASHED: _(
        "The reader failed on this text. The document is kept; please tell the administrator, who finds the reason in the log."
    ),
}
TABLE_WITHOUT_DEADLINES = _("The table “%(detail)s” has no column of time limits: decide them below, or later.")
WORKER_LOST = _("The work was interrupted again and again. Please ask the administrator, then read it once more.")
OBSTACLES: Mapping[Obstacle, Promise] = {
    Obstacle.NO_STATEMENT: _("The text of the problem is missing."),
    Obstacle.UNKNOWN_UNIT: _("“%(detail)s” is not in the list of units: create it, choose a known unit, or remove it."),
    Obstacle.DATE_MISSING: _("“%(detail)s” needs a date, or another kind of time limit."),
    Obstacle.NUMBER_TOO_LONG: _("The number is longer than 32 characters."),
}
ANSWERS: Mapping[DeadlineAnswer, Promise] = {
    DeadlineAnswer.DONE: _("done already"),
    DeadlineAnswer.KEEP: _("the date stands"),
    DeadlineAnswer.LATER: _("decided later"),
}
MATCHES: Mapping[str, Promise] = {
    MatchKind.FORMER: _("by its former name"),
    MatchKind.ALIAS: _("by another name of it"),
    MatchKind.ABBREVIATION: _("by its short form"),
    "by_hand": _("chosen by hand"),
}
STEPS: Mapping[str, Promise] = {
    "decoding": _("Recognising the characters"),
    "repairing": _("Looking for damage"),
    "outline": _("Finding headings and points"),
    "items": _("Reading problems, units and time limits"),
    "storing": _("Storing the draft"),
}


def said(doubt: EntryDoubt) -> str:
    """The doubt as a sentence in the language of the reader."""
    sentence = DOUBTS[DoubtCode(doubt["code"])]
    return str(sentence) % {"detail": _brief(doubt["detail"])}


def said_of_paper(doubt: EntryDoubt) -> str:
    """The doubt about the paper as a whole; a time limit is missing there for all rows of a table."""
    of_table = DoubtCode(doubt["code"]) is DoubtCode.NO_DEADLINE and doubt["detail"]
    return str(TABLE_WITHOUT_DEADLINES) % {"detail": _brief(doubt["detail"])} if of_table else said(doubt)


def said_obstacle(obstacle: Obstacle, detail: str) -> str:
    return str(OBSTACLES[obstacle]) % {"detail": _brief(detail)}


def said_refusal(code: str) -> str:
    """Why a document could not be read and what to do now."""
    reasons = {str(reason): sentence for reason, sentence in REFUSALS.items()}
    return str(reasons.get(code, WORKER_LOST))


def said_step(code: str) -> str:
    return str(STEPS.get(code, translated("Reading")))


def _brief(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 60 else words[:59] + "…"
