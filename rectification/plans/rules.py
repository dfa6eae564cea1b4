"""What a checked draft may become and what is still in its way. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rectification.entries import LONG_TERM, Entry, EntryUnit, Obstacle, is_decided, obstacles
from rectification.refusals import Incomplete
from rectification.vocabulary import DeadlineKind, UnitRole

MOST_ISSUES = 5_000


@dataclass(frozen=True, slots=True)
class Numbered:
    """An entry with its place in the draft and the id of its row there."""

    item: int
    position: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Hindrance:
    numbered: Numbered
    obstacle: Obstacle
    detail: str


@dataclass(slots=True)
class Answers:
    """What a person sees once more before confirming."""

    count: int = 0
    left_out: int = 0
    hindrances: list[Hindrance] = field(default_factory=list)
    undecided: list[Numbered] = field(default_factory=list)
    without_coordinator: list[Numbered] = field(default_factory=list)
    new_groups: list[str] = field(default_factory=list)


def answers_of(included: Sequence[Numbered], left_out: int, issued: dt.date | None) -> Answers:
    """Counts and open questions of the items to be imported."""
    answers = Answers(count=len(included), left_out=left_out, new_groups=new_groups(row.entry for row in included))
    for row in included:
        answers.hindrances += [Hindrance(row, obstacle, detail) for obstacle, detail in obstacles(row.entry)]
        if not is_decided(row.entry["deadline"], issued):
            answers.undecided.append(row)
        if row.entry["coordinating"] is None:
            answers.without_coordinator.append(row)
    return answers


def judge(title: str, answers: Answers) -> None:
    """Raise ``Incomplete`` where something must be mended before anything is stored."""
    if not title.strip():
        raise Incomplete("The plan has no title. Type it on the checking page.", fields={"title": "required"})
    if not answers.count:
        raise Incomplete("No item is to be imported. Mark at least one on the checking page.")
    if answers.count > MOST_ISSUES:
        raise Incomplete("A plan may have at most %(most)s items; this one has %(count)s.", {"most": MOST_ISSUES, "count": answers.count})
    if answers.hindrances:
        items = len({hindrance.numbered.item for hindrance in answers.hindrances})
        raise Incomplete("%(count)s items cannot be imported yet. Nothing was stored; mend them on the checking page.", {"count": items})


def new_groups(entries: Iterable[Entry]) -> list[str]:
    """Names of groups that no register knows yet, once each, in order; they are created with the plan."""
    return list(dict.fromkeys(unit["name"] for entry in entries for unit in entry["units"] if unit["is_group"] and unit["group"] is None))


DECIDABLE = (DeadlineKind.FIXED, DeadlineKind.IMMEDIATE, DeadlineKind.LONG_TERM, DeadlineKind.IMMEDIATE_AND_LONG_TERM)
"""What the office may make of a deadline that the paper leaves open."""


def judge_deadline(kind: DeadlineKind, due: dt.date | None, *, stood: dt.date | None, issued: dt.date | None) -> None:
    """Raise ``Incomplete`` where a kind and its last day do not fit. ``stood``: the printed date, which may lie before the plan."""
    if kind not in DECIDABLE:
        raise Incomplete("Choose what kind of deadline this is.", fields={"kind": "required"})
    if kind in LONG_TERM:
        return
    if due is None:
        raise Incomplete("This kind of deadline needs its last day, like 2026-11-30.", fields={"due": "required"})
    if issued and due < issued and due != stood:
        raise Incomplete("This day lies before the plan itself.", fields={"due": "invalid"})


def once_in_a_role(units: Iterable[EntryUnit]) -> list[EntryUnit]:
    """The units with each named once in a role, joined words of the paper kept (two names may mean one unit)."""
    rows: dict[tuple[str, int | None, str], EntryUnit] = {}
    for unit in units:
        key = (unit["role"], unit["unit"], unit["name"] if unit["unit"] is None else "")
        if key not in rows:
            rows[key] = {**unit}
        elif unit["printed"] not in rows[key]["printed"].split("、"):
            rows[key]["printed"] = f"{rows[key]['printed']}、{unit['printed']}"[:200]
    return list(rows.values())


def coordinating_row(units: Sequence[EntryUnit], coordinating: int | None) -> int | None:
    """Which of the rows coordinates: the chosen unit, first as lead, then as responsible, then in any role."""
    rows = [index for index, unit in enumerate(units) if unit["unit"] is not None and unit["unit"] == coordinating]
    order = {UnitRole.LEAD: 0, UnitRole.RESPONSIBLE: 1}
    return min(rows, key=lambda index: order.get(UnitRole(units[index]["role"]), 2), default=None)
