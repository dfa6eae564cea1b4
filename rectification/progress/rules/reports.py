"""When a report may be handed in, what it must say, and what it changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rectification.progress.rules.periods import is_over
from rectification.refusals import Incomplete, WrongStage
from rectification.vocabulary import ReportState, ReportStatus, Stage

OWES = frozenset({Stage.NOT_STARTED, Stage.IN_PROGRESS})
"""Stages in which the units of an issue owe reports: once the work is completed there is nothing new to say."""

LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Figure:
    """How much of a target is reached; ``reason`` where it is less than before."""

    target: int
    reached: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """A measure that the coordinating unit declares fulfilled in its report; ``version`` is the one it saw."""

    measure: int
    on: dt.date
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a unit says in a report."""

    status: ReportStatus
    text: str
    percent: int | None = None
    problem: str = ""
    next_step: str = ""
    figures: tuple[Figure, ...] = ()
    measures: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Handed:
    """What stands already in the place of a report."""

    state: ReportState
    late: bool


def judge_time(handed: Handed | None, *, cutoff_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a report handed in now is late. Raises ``WrongStage`` where one that was on time would be changed afterwards."""
    if not is_over(cutoff_at, now):
        return False
    if handed and handed.state is not ReportState.RETURNED and not handed.late:
        raise WrongStage("This report was on time and its period is cut off: it stays as it is. Say what is new in the current period.")
    return True


def judge_content(content: Content, *, targets: Mapping[int, Decimal | None], measures: Collection[int]) -> None:
    """Raise ``Incomplete`` where something is missing. ``targets``: what this unit counts, with the last number it gave."""
    if not content.text.strip():
        raise Incomplete("Say what was done, or choose “nothing new in this period”.", fields={"text": "required"})
    if max(len(content.text), len(content.problem), len(content.next_step)) > LONGEST_TEXT:
        raise Incomplete("This text is too long for a report.", fields={"text": "invalid"})
    if content.percent is not None and not 0 <= content.percent <= 100:
        raise Incomplete("A percentage lies between 0 and 100.", fields={"percent": "invalid"})
    if not content.measures <= set(measures):
        raise Incomplete("This measure does not belong to the issue.", fields={"measures": "invalid"})
    for figure in content.figures:
        _judge_figure(figure, targets)


def _judge_figure(figure: Figure, targets: Mapping[int, Decimal | None]) -> None:
    if figure.target not in targets:
        raise Incomplete("This target does not belong to the unit's part of the issue.", fields={f"figure-{figure.target}": "invalid"})
    if figure.reached < 0:
        raise Incomplete("A number reached is not negative.", fields={f"figure-{figure.target}": "invalid"})
    if needs_reason(targets[figure.target], figure.reached) and not figure.reason.strip():
        raise Incomplete("This number is smaller than the one before. Say why.", fields={f"figure_reason-{figure.target}": "required"})


def needs_reason(before: Decimal | None, reached: Decimal) -> bool:
    return before is not None and reached < before


def judge_no_change(reason: str, *, last_was_no_change: bool) -> None:
    """Raise ``Incomplete`` where a unit has nothing new twice in a row and does not say why."""
    if last_was_no_change and not reason.strip():
        raise Incomplete("Nothing new for the second time in a row: say why.", fields={"reason": "required"})


def starts_work(stage: Stage, status: ReportStatus, *, no_change: bool) -> bool:
    """Whether a report starts an issue: one that says the work has begun."""
    return stage is Stage.NOT_STARTED and status is not ReportStatus.NOT_BEGUN and not no_change


def judge_return(state: ReportState, reason: str) -> None:
    """Raise ``Incomplete`` without a reason, ``WrongStage`` where the report was returned already."""
    if state is ReportState.RETURNED:
        raise WrongStage("This report has been sent back already.")
    if not reason.strip():
        raise Incomplete("Say why the report is sent back.", fields={"reason": "required"})


def state_of_new(*, head_confirms: bool, by_head: bool) -> ReportState:
    """How a report stands when it is handed in. A later change of the practice leaves it so."""
    if not head_confirms:
        return ReportState.SUBMITTED
    return ReportState.CONFIRMED if by_head else ReportState.WAITING


def judge_confirm(state: ReportState) -> None:
    if state is not ReportState.WAITING:
        raise WrongStage("Only a report that waits for the unit head can be confirmed.")


def joined(lines: Sequence[tuple[str, str]], silent: Sequence[str], *, nothing_new: str) -> str:
    """The units' reports as one text: a line for each, and one for all that have nothing new."""
    texts = [f"{unit}：{text.strip()}" for unit, text in lines]
    return "\n".join([*texts, f"{'、'.join(silent)}：{nothing_new}。"] if silent else texts)
