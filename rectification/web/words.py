"""The words and shades in which pages say stages, pace, roles and deadlines. The shade helps; the word alone says it."""

import datetime as dt
from collections.abc import Mapping

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from rectification.models.issues import DEADLINE_KINDS
from rectification.vocabulary import DeadlineKind, MeasureState, Pace, Punctuality, RhythmKind, Stage, Standing

PACES: Mapping[Pace, Promise] = {
    Pace.NOT_DUE: _("Not due"),
    Pace.ON_SCHEDULE: _("On schedule"),
    Pace.BEHIND: _("Behind"),
    Pace.DUE_SOON: _("Due soon"),
    Pace.OVERDUE: _("Overdue"),
    Pace.LONG_TERM: _("Long-term"),
    Pace.UNDECIDED: _("Deadline undecided"),
}
PACE_TONES = {
    Pace.NOT_DUE: "neutral",
    Pace.ON_SCHEDULE: "info",
    Pace.BEHIND: "warn",
    Pace.DUE_SOON: "warn",
    Pace.OVERDUE: "bad",
    Pace.LONG_TERM: "special",
    Pace.UNDECIDED: "open",
}
STAGE_TONES = {
    Stage.NOT_STARTED: "neutral",
    Stage.IN_PROGRESS: "info",
    Stage.COMPLETED: "special",
    Stage.ACCEPTING: "special",
    Stage.PUBLICIZED: "special",
    Stage.SIGNING: "special",
    Stage.CLOSED: "good",
    Stage.KEPT_UP: "good",
    Stage.WITHDRAWN: "open",
}
PUNCTUALITIES: Mapping[Punctuality, tuple[Promise, str]] = {
    Punctuality.ON_TIME: (_("Done on time"), "good"),
    Punctuality.LATE: (_("Not on time"), "bad"),
    Punctuality.RUNNING: (_("Still running"), "neutral"),
}
STANDINGS: Mapping[Standing, Promise] = {
    Standing.REPORTED: _("Reported"),
    Standing.NO_CHANGE: _("Nothing new"),
    Standing.MISSING: _("Missing"),
    Standing.RETURNED: _("Sent back"),
}
STANDING_TONES = {
    Standing.REPORTED: "good",
    Standing.NO_CHANGE: "neutral",
    Standing.MISSING: "bad",
    Standing.RETURNED: "warn",
}
MEASURE_TONES = {MeasureState.NOT_BEGUN: "neutral", MeasureState.UNDER_WAY: "info", MeasureState.FULFILLED: "good"}
CLOCK_STOPPED = frozenset({Stage.CLOSED, Stage.WITHDRAWN})
"""Stages in which nobody asks how the dates stand."""

DEADLINE_NOTES: Mapping[str, Promise] = {
    "year_assumed": _("The year is not written; it was taken from the plan."),
    "provisional_calendar": _("Counted in working days by a calendar that is not final yet."),
    "from_issued": _("Counted from the date of the plan."),
    "extended": _("The words say that the deadline was put off."),
    "already_done": _("The words say that the work is done."),
    "then_kept_up": _("To be kept up after that day."),
    "recurring": _("Comes again at regular times."),
    "at_once": _("To be begun at once, besides the date."),
    "open_start": _("Only a beginning is written, no end."),
    "before_included": _("“Before” was read to include the day, month or year it names."),
    "year_missing": _("The year is missing."),
    "issued_missing": _("It counts from the date of the plan, which is missing."),
    "impossible_date": _("There is no such day."),
    "vague": _("The words name no day."),
    "event": _("It waits for an event that has no date."),
    "depends": _("It follows somebody else's schedule."),
    "undecided": _("The words leave it open."),
    "too_long": _("The text is too long for a deadline."),
    "not_understood": _("The words were not understood."),
    "answer_done": _("Due before the plan itself: the office says that it was done."),
    "answer_keep": _("Due before the plan itself: the office says that the date stands."),
    "answer_later": _("The office said at the import that it decides this deadline later."),
}
DEADLINE_SOURCES: Mapping[str, Promise] = {
    "label": _("From the plan"),
    "column": _("From the table of the plan"),
    "task_text": _("From the text of the task"),
    "by_hand": _("Decided by a person"),
    "typed": _("Corrected by a person"),
    "extension": _("Extended on request"),
    "calendar": _("Counted again by the working calendar"),
}


def day(value: dt.date) -> str:
    """2026-11-30, or 30 Nov 2026 in English."""
    return formats.date_format(value, "j M Y") if get_language() == "en" else value.isoformat()


def day_and_weekday(value: dt.date) -> str:
    """2026-11-30 周一, or Mon 30 Nov 2026: with the weekday, where people plan."""
    if get_language() == "en":
        return formats.date_format(value, "D j M Y")
    return f"{value.isoformat()} 周{'一二三四五六日'[value.weekday()]}"


def period(kind: str, starts: dt.date, ends: dt.date) -> str:
    """第47周（11月16日—22日）, 2026年11月上半月, 2026年11月, 2026年第四季度; in English Week 47 (16–22 Nov 2026) and so on."""
    if get_language() == "en":
        return _period_in_english(RhythmKind(kind), starts, ends)
    if kind == RhythmKind.WEEK:
        end = f"{ends.day}日" if ends.month == starts.month else f"{ends.month}月{ends.day}日"
        return f"第{starts.isocalendar().week}周（{starts.month}月{starts.day}日—{end}）"
    if kind == RhythmKind.QUARTER:
        return f"{starts.year}年第{'一二三四'[starts.month // 3]}季度"
    half = "" if kind == RhythmKind.MONTH else "上半月" if starts.day == 1 else "下半月"
    return f"{starts.year}年{starts.month}月{half}"


def _period_in_english(kind: RhythmKind, starts: dt.date, ends: dt.date) -> str:
    if kind is RhythmKind.QUARTER:
        return f"Q{starts.month // 3 + 1} {starts.year}"
    if kind is RhythmKind.MONTH:
        return formats.date_format(starts, "M Y")
    first = str(starts.day) if starts.month == ends.month else formats.date_format(starts, "j M")
    days = f"{first}–{formats.date_format(ends, 'j M Y')}"
    return f"Week {starts.isocalendar().week} ({days})" if kind is RhythmKind.WEEK else days


def reading(kind: str, due: dt.date | None) -> str:
    """A deadline as understood: its day, or the sort of limit where it has no day."""
    words = DEADLINE_KINDS[DeadlineKind(kind)]
    if due is None:
        return str(words)
    if kind == DeadlineKind.FIXED:
        return day_and_weekday(due)
    return pgettext("sort of deadline and its day", "%(kind)s, by %(day)s") % {"kind": words, "day": day_and_weekday(due)}


def distance(pace: str, due: dt.date | None, today: dt.date) -> str:
    """How far from the due date: only where that makes somebody hurry."""
    if due is None or pace not in (Pace.OVERDUE, Pace.DUE_SOON, Pace.BEHIND):
        return ""
    days = (due - today).days
    if days == 0:
        return gettext("today")
    if days < 0:
        return ngettext("%(days)d day over", "%(days)d days over", -days) % {"days": -days}
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
