"""What the checking page shows: the paper cut at every place, and each item as a card with its doubts beside its fields."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from accounts.models import Unit, UnitGroupMember, today
from rectification.entries import (
    DeadlineAnswer,
    Entry,
    EntryDeadline,
    EntryMeasure,
    EntryUnit,
    Obstacle,
    OpenLimit,
    Place,
    is_born_overdue,
    is_unknown,
    obstacles,
)
from rectification.intake import doubts
from rectification.intake.queries import proposals_for
from rectification.intake.reading.draft import DoubtCode
from rectification.intake.rules import (
    FIELD_OF_DOUBT,
    Heading,
    LimitClass,
    Piece,
    RepairNote,
    class_of,
    excerpt,
    open_doubts,
    pieces,
    places_of,
)
from rectification.models import Draft, DraftItem
from rectification.vocabulary import DeadlineKind
from rectification.web import words

PROPOSED_AT_MOST = 3
FIELD_OF_OBSTACLE = {
    Obstacle.NO_STATEMENT: "statement",
    Obstacle.DATE_MISSING: "deadline",
    Obstacle.NUMBER_TOO_LONG: "number",
}
"""Beside which field an obstacle is said; an unknown unit is said beside the unit itself."""


Offered = dict[tuple[int, ...], tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence beside a field; ``blocks``: the item cannot be imported before this is mended.

    ``repair`` is the number of an offered repair of these words, ``repaired`` what they would become.
    """

    words: str
    place: Place | None = None
    blocks: bool = False
    repair: int | None = None
    repaired: str = ""


@dataclass(frozen=True, slots=True)
class UnitRow:
    index: int
    unit: EntryUnit
    current_name: str
    how: Promise | None
    unknown: bool
    proposals: list[tuple[int, str]]
    members: list[str]


@dataclass(frozen=True, slots=True)
class MeasureRow:
    index: int
    measure: EntryMeasure
    limit: str
    limit_words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody else stored differently from what this person typed."""

    name: str
    stored: str
    typed: str


@dataclass(slots=True)
class Card:
    """One item with everything its form needs."""

    item: DraftItem
    entry: Entry
    remarks: dict[str, list[Remark]]
    units: list[UnitRow]
    measures: list[MeasureRow]
    coordinators: list[tuple[int, str]]
    limit: str
    limit_note: str
    born_overdue: bool
    blocked: bool
    typed_due: str = ""
    differences: list[Difference] = field(default_factory=list)

    @property
    def doubt_count(self) -> int:
        return sum(len(remarks) for remarks in self.remarks.values()) + sum(row.unknown for row in self.units)

    @property
    def due(self) -> str:
        return self.typed_due or self.entry["deadline"]["due"] or ""

    def keep_typed_due(self, typed: str, words: str) -> None:
        """Leave in its field what is no date, and say so beside it."""
        self.typed_due = typed
        self.remarks.setdefault("deadline", []).insert(0, Remark(words, blocks=True))


@dataclass(frozen=True, slots=True)
class LimitRow:
    """Time limits that wait for the same decision: how many still wait, how many were decided together, and as what."""

    alike: LimitClass
    waiting: int
    settled: int
    settled_as: list[str]


@dataclass(frozen=True, slots=True)
class RefusedLimit:
    """A decision for a class that was not taken: what was typed and why."""

    alike: LimitClass
    typed: str
    words: str


@dataclass(frozen=True, slots=True)
class Totals:
    """The live counts of a draft.

    ``doubtful`` items have something to look at, ``blocked`` ones cannot be imported yet; ``unticked`` have neither and are
    not marked as checked.
    """

    included: int
    left_out: int
    doubtful: int
    blocked: int
    untitled: bool
    unticked: int
    limits: list[LimitRow]
    unknown_names: list[str]

    @property
    def may_be_confirmed(self) -> bool:
        return bool(self.included) and not self.untitled

    @property
    def open_limits(self) -> int:
        return sum(row.waiting for row in self.limits)


def cards(items: Sequence[DraftItem], draft: Draft) -> list[Card]:
    """Cards of some items of one draft; the register is asked once for all of them."""
    issued = draft.issued
    offered = _offered(draft)
    entries = [item.content for item in items]
    named = {unit["unit"] for entry in entries for unit in entry["units"] if unit["unit"]}
    named |= {member for entry in entries for unit in entry["units"] for member in unit["members"]}
    unknown = sorted({unit["name"] for entry in entries for unit in entry["units"] if is_unknown(unit) and unit["name"]})
    proposed = {match.mention.name: [pk for pk, _ in match.proposals[:PROPOSED_AT_MOST]] for match in proposals_for(unknown, on=issued)}
    wanted = named | {pk for pks in proposed.values() for pk in pks}
    names = dict(Unit.objects.filter(pk__in=wanted).values_list("pk", "name"))
    groups = _member_names({unit["group"] for entry in entries for unit in entry["units"] if unit["group"]})
    shared = _Shared(issued, offered, names, proposed, groups)
    return [_card(item, shared) for item in items]


def differences(stored: Entry, typed: Entry) -> list[Difference]:
    """Which fields two persons left differently, in words."""
    pairs = (
        (name, _in_words(stored, name), _in_words(typed, name)) for name in ("number", "statement", "goal", "units", "deadline", "measures")
    )
    return [Difference(name, before, after) for name, before, after in pairs if before != after]


def totals_of(draft: Draft) -> Totals:
    rows = list(draft.items.values_list("content", "included", "checked"))
    included = [(entry, checked) for entry, is_included, checked in rows if is_included]
    doubtful = [is_doubtful(entry, checked=checked, issued=draft.issued) for entry, checked in included]
    unknown = dict.fromkeys(unit["name"] for entry, _ in included for unit in entry["units"] if is_unknown(unit))
    return Totals(
        included=len(included),
        left_out=len(rows) - len(included),
        doubtful=sum(doubtful),
        blocked=sum(bool(obstacles(entry)) for entry, _ in included),
        untitled=not draft.title.strip(),
        unticked=sum(not checked and not doubts for (_, checked), doubts in zip(included, doubtful, strict=True)),
        limits=_limit_rows([entry["deadline"] for entry, _ in included], draft.issued),
        unknown_names=list(unknown),
    )


def is_doubtful(entry: Entry, *, checked: bool, issued: dt.date | None) -> bool:
    return bool(open_doubts(entry, checked=checked, issued=issued) or obstacles(entry))


def _limit_rows(limits: Sequence[EntryDeadline], issued: dt.date | None) -> list[LimitRow]:
    """The classes of time limits to be decided, each kind of question together, the largest first."""
    waiting = Counter(alike for limit in limits if (alike := class_of(limit, issued)))
    settled: dict[LimitClass, Counter[str]] = defaultdict(Counter)
    for limit in limits:
        if (before := limit.get("before")) and (alike := class_of(before, issued)):
            settled[alike][_decided_words(limit)] += 1
    rows = [LimitRow(alike, waiting[alike], settled[alike].total(), list(settled[alike])) for alike in {*waiting, *settled}]
    return sorted(rows, key=lambda row: (list(OpenLimit).index(row.alike.why), -row.waiting - row.settled, row.alike.words))


def _decided_words(limit: EntryDeadline) -> str:
    return str(doubts.ANSWERS[DeadlineAnswer(limit["answer"])]) if limit["answer"] else _limit_words(limit)


def doubtful_ids(draft: Draft) -> list[int]:
    """The items to be imported that a person has still to look at."""
    rows = draft.items.filter(included=True).values_list("pk", "content", "checked")
    return [pk for pk, entry, checked in rows if is_doubtful(entry, checked=checked, issued=draft.issued)]


def heading_remarks(draft: Draft) -> dict[str, list[Remark]]:
    """Doubts about the paper as a whole, by heading field; ``paper`` for the rest."""
    filled = {"title": bool(draft.title), "issued": False}
    remarks: dict[str, list[Remark]] = defaultdict(list)
    for doubt in draft.content.get("doubts", ()):
        code = DoubtCode(doubt["code"])
        name = FIELD_OF_DOUBT.get(code, "paper")
        settled = filled.get(name) or (code is DoubtCode.NO_ISSUED_DATE and draft.issued)
        if not settled:
            remarks[name if name in filled else "paper"].append(Remark(doubts.said_of_paper(doubt), doubt["place"]))
    return dict(remarks)


def paper_of(draft: Draft, items: Iterable[DraftItem]) -> tuple[list[Piece], bool]:
    """The paper in pieces and whether it is only a part of it."""
    text = draft.document.text
    heading: Heading = draft.content
    items = list(items)
    shown = [place for item in items for place in places_of(item.content)]
    part = excerpt(len(text), shown)
    marks = [(item.content["places"]["item"], "item") for item in items if "item" in item.content["places"]]
    marks += [(place, "read") for place in shown]
    marks += [(place, "read") for place in heading["places"].values()]
    marks += [(repair["place"], "repair") for repair in heading["repairs"]]
    marks += [(place, "furniture") for place in heading["furniture"]]
    return pieces(text, part, marks), part != (0, len(text))


def repairs_of(draft: Draft) -> list[tuple[int, RepairNote, Promise]]:
    """The repairs with their number and the sort of damage in words."""
    return [(index, repair, doubts.REPAIRS[repair["kind"]]) for index, repair in enumerate(draft.content["repairs"])]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the cards of one page look up: offered repairs by place, names of units by id, proposals by name, members by group."""

    issued: dt.date | None
    offered: Offered
    names: dict[int, str]
    proposed: dict[str, list[int]]
    groups: dict[int, list[str]]


def _card(item: DraftItem, shared: _Shared) -> Card:
    entry: Entry = item.content
    limit = entry["deadline"]
    coordinators = {unit["unit"]: shared.names.get(unit["unit"], unit["name"]) for unit in entry["units"] if unit["unit"] is not None}
    return Card(
        item=item,
        entry=entry,
        remarks=_remarks(item, shared),
        units=[_unit_row(index, unit, shared) for index, unit in enumerate(entry["units"])],
        measures=[_measure_row(index, measure) for index, measure in enumerate(entry["measures"])],
        coordinators=list(coordinators.items()),
        limit=_limit_words(limit),
        limit_note=str(words.DEADLINE_NOTES.get(limit["note"], "")),
        born_overdue=is_born_overdue(limit, shared.issued),
        blocked=bool(obstacles(entry)),
    )


def _offered(draft: Draft) -> Offered:
    """The repairs that are offered, not applied, by their place."""
    repairs = enumerate(draft.content["repairs"])
    return {
        tuple(repair["place"]): (index, repair["new"])
        for index, repair in repairs
        if not repair["applied"] and repair["old"] and repair["new"]
    }


def _remarks(item: DraftItem, shared: _Shared) -> dict[str, list[Remark]]:
    remarks: dict[str, list[Remark]] = defaultdict(list)
    for obstacle, detail in obstacles(item.content):
        if obstacle in FIELD_OF_OBSTACLE:
            remarks[FIELD_OF_OBSTACLE[obstacle]].append(Remark(doubts.said_obstacle(obstacle, detail), blocks=True))
    for doubt in open_doubts(item.content, checked=item.checked, issued=shared.issued):
        code = DoubtCode(doubt["code"])
        if code is not DoubtCode.UNIT_UNKNOWN:  # said beside the unit itself
            repair, repaired = shared.offered.get(tuple(doubt["place"] or ()), (None, "")) if code is DoubtCode.DAMAGED_TEXT else (None, "")
            remarks[FIELD_OF_DOUBT.get(code, "item")].append(Remark(doubts.said(doubt), doubt["place"], repair=repair, repaired=repaired))
    return dict(remarks)


def _unit_row(index: int, unit: EntryUnit, shared: _Shared) -> UnitRow:
    names = shared.names
    current = names.get(unit["unit"], "") if unit["unit"] is not None else ""
    return UnitRow(
        index=index,
        unit=unit,
        current_name=current if current != unit["name"] else "",
        how=doubts.MATCHES.get(unit["how"]),
        unknown=is_unknown(unit),
        proposals=[(pk, names[pk]) for pk in shared.proposed.get(unit["name"], []) if is_unknown(unit) and pk in names],
        members=[names[pk] for pk in unit["members"] if pk in names] or shared.groups.get(unit["group"] or 0, []),
    )


def _measure_row(index: int, measure: EntryMeasure) -> MeasureRow:
    limit = measure["deadline"]
    return MeasureRow(index, measure, _limit_words(limit) if limit else "", limit["words"] if limit else "")


def _limit_words(limit: EntryDeadline) -> str:
    return words.reading(DeadlineKind(limit["kind"]), dt.date.fromisoformat(limit["due"]) if limit["due"] else None)


def _member_names(groups: set[int | None]) -> dict[int, list[str]]:
    members: dict[int, list[str]] = defaultdict(list)
    rows = UnitGroupMember.objects.valid_on(today()).filter(group__in=groups).order_by("unit__path")
    for group, name in rows.values_list("group", "unit__name"):
        members[group].append(name)
    return members


def _in_words(entry: Entry, name: str) -> str:
    if name == "units":
        return "、".join(unit["name"] for unit in entry["units"])
    if name == "deadline":
        return f"{entry['deadline']['words']} {_limit_words(entry['deadline'])}".strip()
    if name == "measures":
        return "\n".join(f"{measure['marker']}{measure['text']}" for measure in entry["measures"])
    return str(entry[name])  # type: ignore[literal-required]  # number, statement and goal are texts
