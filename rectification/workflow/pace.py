"""How an issue stands against its dates. Computed, never stored; ``queries.with_pace`` says the same in SQL (one test compares)."""

import datetime as dt

from rectification.practice import Practice
from rectification.vocabulary import DeadlineKind, Pace, Stage
from rectification.workflow.rules import CLOCK_RUNS

LONG_TERM_KINDS = frozenset({DeadlineKind.LONG_TERM, DeadlineKind.IMMEDIATE_AND_LONG_TERM})


def pace_of(
    *,
    stage: Stage,
    kind: DeadlineKind,
    due: dt.date | None,
    decided: bool,
    step_missed: bool,
    today: dt.date,
    practice: Practice,
) -> Pace:
    """``due`` is the last day still on time. ``step_missed``: a milestone, or a
    measure with a date of its own, is past it and not reached."""
    if kind in LONG_TERM_KINDS:
        return Pace.LONG_TERM
    if not decided or due is None:
        return Pace.UNDECIDED
    if stage in CLOCK_RUNS:
        if due < today:
            return Pace.OVERDUE
        if step_missed:
            return Pace.BEHIND
        if due <= today + dt.timedelta(days=practice.warning_days):
            return Pace.DUE_SOON
    return Pace.NOT_DUE if stage is Stage.NOT_STARTED else Pace.ON_SCHEDULE
