"""From what was read to what a clerk checks, and what of it is still open. Plain values in, plain values out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypedDict

from rectification.entries import (
    Entry,
    EntryDeadline,
    EntryDoubt,
    EntryPhase,
    EntryUnit,
    OpenLimit,
    Place,
    is_born_overdue,
    is_unknown,
    open_limit,
    proposed_coordinator,
)
from rectification.intake.reading.deadlines import parse_deadline
from rectification.intake.reading.draft import Deadline, Doubt, DoubtCode, Draft, DraftDeadline, DraftItem, DraftUnit, Passage, Span
from rectification.vocabulary import DeadlineKind, IssueKind, UnitRole

BY_HAND = "by_hand"
"""The source of a deadline, and the way a unit was matched, when a person said it."""

SHOWN_AT_ONCE = 60_000
"""Characters of a paper that one page shows whole; of a longer one it shows the part its items come from."""
AROUND = 1_500
"""Characters shown before and after that part."""


class RepairNote(TypedDict):
    kind: str
    place: Place
    old: str
    new: str
    sure: bool
    reason: str
    count: int
    applied: bool


class PointNote(TypedDict):
    """A numbered point of the running text; ``used`` once it was taken over as an item."""

    section: str
    marker: str
    heading: str
    role: str
    text: str
    place: Place
    used: bool


class Heading(TypedDict):
    """Everything read from a document but its items: kept in ``Draft.content``."""

    places: dict[str, Place]
    doubts: list[EntryDoubt]
    repairs: list[RepairNote]
    points: list[PointNote]
    furniture: list[Place]


@dataclass(frozen=True, slots=True)
class Known:
    """What a name was found to mean: a unit or a group of the register, by which of its names."""

    unit: int | None = None
    group: int | None = None
    how: str = ""


Register = Mapping[tuple[str, bool], Known]
"""What each name means, by name and whether it stands for a group."""


# --- from the reader's draft ----------------------------------------------------------------------------------------


def heading_of(draft: Draft) -> Heading:
    places = {name: _place(passage.span) for name, passage in (("title", draft.title), ("issued", draft.issued_text)) if passage}
    if draft.issuer:
        places["issuer"] = _place(draft.issuer[0].span)
    return {
        "places": places,
        "doubts": [_doubt(doubt) for doubt in draft.doubts],
        "repairs": [
            {
                "kind": repair.kind.value,
                "place": _place(repair.span),
                "old": repair.old,
                "new": repair.new,
                "sure": repair.sure,
                "reason": repair.reason,
                "count": repair.count,
                "applied": repair.sure,
            }
            for repair in draft.repairs
        ],
        "points": [
            {
                "section": point.subsection or point.section,
                "marker": point.marker,
                "heading": point.heading,
                "role": point.role.value,
                "text": point.text.text,
                "place": _place(point.text.span),
                "used": False,
            }
            for point in draft.points
        ],
        "furniture": [_place(span) for span in draft.furniture],
    }


NUMBERING = frozenset({DoubtCode.NUMBER_MISSING, DoubtCode.NUMBER_REPEATED})


def place_doubts(draft: Draft) -> None:
    """Move what the reader says about numbers of the whole paper to the items at which it is to be looked at."""
    items = {(item.span.start, item.span.end): item for item in draft.items}
    for doubt in [doubt for doubt in draft.doubts if doubt.code in NUMBERING and doubt.span]:
        item = items.get((doubt.span.start, doubt.span.end)) if doubt.span else None
        if item:
            item.doubts.append(doubt)
            draft.doubts.remove(doubt)


def names_in(items: Iterable[DraftItem]) -> set[tuple[str, bool]]:
    """Every unit and group named, once: what the register is asked for."""
    return {(unit.name, unit.is_group) for item in items for unit in item.units}


def entry_of(item: DraftItem, register: Register) -> Entry:
    passages = {"name": item.name, "statement": item.statement, "goal": item.goal, "deadline": item.deadline and item.deadline.text}
    units = [_unit(unit, register) for unit in item.units]
    return {
        "kind": item.kind.value,
        "number": item.number or "",
        "higher_number": shortened(item.higher_number, 64),
        "scope": {"个性": "own", "共性": "common"}.get(item.scope.strip()[:2], ""),
        "table": shortened(item.table, 200),
        "section": shortened(item.section, 300),
        "work_item": shortened(item.work_item or "", 300),
        "name": shortened(_text(item.name), 300),
        "statement": _text(item.statement) or _text(item.name),
        "goal": _text(item.goal),
        "units": units,
        "coordinating": proposed_coordinator(units),
        "coordinating_chosen": False,
        "deadline": deadline_of(item.deadline),
        "measures": [
            {
                "marker": shortened(measure.marker, 16),
                "text": measure.text.text,
                "place": _place(measure.text.span),
                "deadline": deadline_of(measure.deadline) if measure.deadline else None,
            }
            for measure in item.measures
        ],
        "others": [{"label": other.label, "text": other.text.text, "place": _place(other.text.span)} for other in item.others],
        "doubts": [_doubt(doubt) for doubt in item.doubts],
        "places": {"item": _place(item.span), **{name: _place(passage.span) for name, passage in passages.items() if passage}},
    }


def deadline_of(limit: DraftDeadline | None) -> EntryDeadline:
    if limit is None:
        return no_deadline()
    return {**read_again(no_deadline(), limit.text.text, limit.reading), "source": limit.source.value, "place": _place(limit.text.span)}


def no_deadline() -> EntryDeadline:
    return {
        "words": "",
        "kind": DeadlineKind.NONE.value,
        "due": None,
        "phases": [],
        "note": "",
        "source": BY_HAND,
        "answer": "",
        "place": None,
    }


def read_again(limit: EntryDeadline, words: str, reading: Deadline) -> EntryDeadline:
    """The same deadline with other words and what they mean."""
    limit = without_before(limit)
    phases: list[EntryPhase] = [{"text": phase.text, "due": _iso(phase.due)} for phase in reading.phases]
    kind, due, note = reading.kind.value, _iso(reading.due), str(reading.note)
    return {**limit, "words": words, "kind": kind, "due": due, "phases": phases, "note": note, "answer": ""}


def without_before(limit: EntryDeadline) -> EntryDeadline:
    """The deadline once a person or other words decide it by itself: the act for all its like no longer holds it."""
    limit = {**limit}
    limit.pop("before", None)
    return limit


@dataclass(frozen=True, slots=True, order=True)
class LimitClass:
    """Deadlines that wait for the same decision; phrases that mean no date are alike where their words are the same."""

    why: OpenLimit
    words: str = ""


class Decision(StrEnum):
    """What may be decided at once for all deadlines of a class; the last two only for dates before the plan."""

    DATE = "date"
    LONG_TERM = "long_term"
    LATER = "later"
    DONE = "done"
    KEEP = "keep"


def class_of(limit: EntryDeadline, issued: dt.date | None) -> LimitClass | None:
    why = open_limit(limit, issued)
    if why is None:
        return None
    return LimitClass(why, limit["words"] if why is OpenLimit.UNPARSABLE else "")


def decided(limit: EntryDeadline, why: OpenLimit, decision: Decision, due: dt.date | None) -> EntryDeadline:
    """The deadline as decided with all its like; ``before`` keeps what stood there. ``due`` counts for ``DATE`` alone."""
    before = without_before(limit)
    at_once = why is OpenLimit.IMMEDIATE
    if decision is Decision.DATE:
        kind = DeadlineKind.IMMEDIATE if at_once else DeadlineKind.FIXED
    elif decision is Decision.LONG_TERM:
        kind, due = DeadlineKind.IMMEDIATE_AND_LONG_TERM if at_once else DeadlineKind.LONG_TERM, None
    else:
        return {**before, "answer": decision.value, "before": before}
    return {**before, "kind": kind.value, "due": _iso(due), "phases": [], "note": "", "source": BY_HAND, "before": before}


def understood(words: str, issued: dt.date | None) -> Deadline:
    """What typed words of a time limit mean."""
    return parse_deadline(words, issued)


def typed_date(text: str, issued: dt.date | None) -> dt.date | None:
    """A date as people type it: 2026-11-30, 2026.11.30, 2026/11/30, 2026年11月30日, 11月底. ``None`` if it is none."""
    text = text.strip()
    if match := re.fullmatch(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?", text):
        try:
            return dt.date(*(int(part) for part in match.groups()))
        except ValueError:
            return None
    reading = parse_deadline(text, issued)
    return reading.due if reading.kind is DeadlineKind.FIXED else None


def empty_entry(kind: IssueKind = IssueKind.PROBLEM) -> Entry:
    """An item that a clerk adds by hand."""
    return {
        "kind": kind.value,
        "number": "",
        "higher_number": "",
        "scope": "",
        "table": "",
        "section": "",
        "work_item": "",
        "name": "",
        "statement": "",
        "goal": "",
        "units": [],
        "coordinating": None,
        "coordinating_chosen": False,
        "deadline": no_deadline(),
        "measures": [],
        "others": [],
        "doubts": [],
        "places": {},
    }


def entry_of_point(point: PointNote) -> Entry:
    """A numbered point of the running text as a possible issue."""
    entry = empty_entry(IssueKind.TASK)
    entry["number"], entry["section"] = shortened(point["marker"], 32), shortened(point["section"], 300)
    entry["statement"] = point["text"] or point["heading"]
    entry["places"] = {"item": point["place"], "statement": point["place"]}
    return entry


def empty_unit(name: str = "", role: str = UnitRole.RESPONSIBLE) -> EntryUnit:
    return {
        "name": name,
        "role": role,
        "is_group": False,
        "printed": name,
        "place": None,
        "unit": None,
        "group": None,
        "how": "",
        "members": [],
    }


def matched(unit: EntryUnit, known: Known) -> EntryUnit:
    return {**unit, "unit": known.unit, "group": known.group, "how": known.how}


def shortened(text: str, most: int) -> str:
    """At most ``most`` characters, with a mark where something was left out; the paper keeps the whole."""
    return text if len(text) <= most else text[: most - 1] + "…"


# --- what is still open ---------------------------------------------------------------------------------------------

FIELD_OF_DOUBT: Mapping[DoubtCode, str] = {
    DoubtCode.NUMBER_MISSING: "number",
    DoubtCode.NUMBER_REPEATED: "number",
    DoubtCode.ROW_WITHOUT_NUMBER: "number",
    DoubtCode.NO_STATEMENT: "statement",
    DoubtCode.NO_RESPONSIBLE_UNIT: "units",
    DoubtCode.NO_SUPERVISING_UNIT: "units",
    DoubtCode.LEAD_UNCLEAR: "units",
    DoubtCode.GROUP_NEEDS_CHOICE: "units",
    DoubtCode.UNIT_UNKNOWN: "units",
    DoubtCode.NO_GOAL: "goal",
    DoubtCode.NO_MEASURES: "measures",
    DoubtCode.MEASURE_HAS_OWN_DEADLINE: "measures",
    DoubtCode.NO_DEADLINE: "deadline",
    DoubtCode.DEADLINE_UNPARSABLE: "deadline",
    DoubtCode.DEADLINE_FROM_TEXT: "deadline",
    DoubtCode.YEAR_ASSUMED: "deadline",
    DoubtCode.BORN_OVERDUE: "deadline",
    DoubtCode.NO_TITLE: "title",
    DoubtCode.NO_ISSUED_DATE: "issued",
    DoubtCode.ISSUED_DATE_UNCLEAR: "issued",
}
"""Beside which field a doubt is said; the others concern the item or the paper as a whole."""

_UNTIL_FILLED: Mapping[DoubtCode, Callable[[Entry], bool]] = {
    DoubtCode.NO_STATEMENT: lambda entry: not entry["statement"],
    DoubtCode.NO_GOAL: lambda entry: not entry["goal"],
    DoubtCode.NO_MEASURES: lambda entry: not entry["measures"],
    DoubtCode.NO_RESPONSIBLE_UNIT: lambda entry: not _has_role(entry, UnitRole.LEAD, UnitRole.RESPONSIBLE),
    DoubtCode.NO_SUPERVISING_UNIT: lambda entry: not _has_role(entry, UnitRole.SUPERVISING),
    DoubtCode.NO_DEADLINE: lambda entry: entry["deadline"]["kind"] == DeadlineKind.NONE,
    DoubtCode.DEADLINE_UNPARSABLE: lambda entry: entry["deadline"]["kind"] == DeadlineKind.UNPARSABLE,
}
"""Doubts that end by themselves when the field is filled; the others end when a person marks the item checked."""

_SAID_ANEW = frozenset({DoubtCode.BORN_OVERDUE, DoubtCode.UNIT_UNKNOWN, DoubtCode.NO_DEADLINE, DoubtCode.DEADLINE_UNPARSABLE})
"""Doubts that follow from the fields themselves, hence judged by what stands there now and not by what was read."""


def open_doubts(entry: Entry, *, checked: bool, issued: dt.date | None) -> list[EntryDoubt]:
    """What a person has still to look at. ``checked`` settles what was read; what the fields say themselves remains."""
    read = [] if checked else [doubt for doubt in entry["doubts"] if _still_open(doubt, entry)]
    return [*read, *_from_fields(entry, checked=checked, issued=issued)]


def _still_open(doubt: EntryDoubt, entry: Entry) -> bool:
    code = DoubtCode(doubt["code"])
    if code is DoubtCode.GROUP_NEEDS_CHOICE:
        return any(unit["name"] == doubt["detail"] and not unit["members"] for unit in entry["units"])
    return code not in _SAID_ANEW and (code not in _UNTIL_FILLED or _UNTIL_FILLED[code](entry))


def _from_fields(entry: Entry, *, checked: bool, issued: dt.date | None) -> Iterator[EntryDoubt]:
    limit = entry["deadline"]
    for unit in entry["units"]:
        if is_unknown(unit):
            yield {"code": DoubtCode.UNIT_UNKNOWN.value, "detail": unit["name"], "place": unit["place"]}
    if is_born_overdue(limit, issued) and not limit["answer"]:
        yield {"code": DoubtCode.BORN_OVERDUE.value, "detail": limit["due"] or "", "place": limit["place"]}
    if checked or limit["answer"]:
        return
    if limit["kind"] == DeadlineKind.UNPARSABLE:
        yield {"code": DoubtCode.DEADLINE_UNPARSABLE.value, "detail": limit["words"], "place": limit["place"]}
    if limit["kind"] == DeadlineKind.NONE:
        yield {"code": DoubtCode.NO_DEADLINE.value, "detail": "", "place": limit["place"]}


def _has_role(entry: Entry, *roles: UnitRole) -> bool:
    return any(unit["role"] in roles for unit in entry["units"])


# --- repairs --------------------------------------------------------------------------------------------------------


WINDOW = 8
"""Characters on either side by which a place of the paper is found again in a field."""


def carried_through(entry: Entry, paper: str, repairs: Sequence[RepairNote], index: int) -> int:
    """Bring the texts of an entry to how repair ``index`` stands now, at its own places only; returns at how many.

    A repair that stands for all its like (``count`` > 1) has a place wherever the paper has its old words.
    """
    count = 0
    texts: tuple[Literal["name", "statement", "goal"], ...] = ("name", "statement", "goal")
    for key in texts:
        entry[key], changed = _brought_to(entry[key], entry["places"].get(key), paper, repairs, index)
        count += changed
    for measure in entry["measures"]:
        measure["text"], changed = _brought_to(measure["text"], measure["place"], paper, repairs, index)
        count += changed
    return count


def _brought_to(text: str, field: Place | None, paper: str, repairs: Sequence[RepairNote], index: int) -> tuple[str, int]:
    """A field's text with one repair carried out or taken back at each of its places in the field, the last one first."""
    if field is None:
        return text, 0
    repair, count = repairs[index], 0
    old, new = (repair["old"], repair["new"]) if repair["applied"] else (repair["new"], repair["old"])
    for start, end in reversed(_places_in(field, paper, repair)):
        before = as_read(paper, (max(field[0], start - 8 * WINDOW), start), repairs)
        after = as_read(paper, (end, min(field[1], end + 8 * WINDOW)), repairs)
        at = found_again(text, old, before, after)
        if at is not None:
            text = text[:at] + new + text[at + len(old) :]
            count += 1
    return text, count


def _places_in(field: Place, paper: str, repair: RepairNote) -> list[tuple[int, int]]:
    if repair["count"] == 1:
        start, end = repair["place"]
        return [(start, end)] if field[0] <= start and end <= field[1] else []
    return [(hit.start(), hit.end()) for hit in re.compile(re.escape(repair["old"])).finditer(paper, field[0], field[1])]


def as_read(paper: str, part: tuple[int, int], repairs: Sequence[RepairNote]) -> str:
    """A part of the paper with the applied repairs that lie in it, without white space."""
    start, end = part
    text = paper[start:end]
    inside = [repair for repair in repairs if repair["applied"] and start <= repair["place"][0] and repair["place"][1] <= end]
    for repair in sorted((one for one in inside if one["count"] == 1), key=lambda one: one["place"], reverse=True):
        first, last = (place - start for place in repair["place"])
        text = text[:first] + repair["new"] + text[last:]
    for repair in repairs:
        if repair["applied"] and repair["count"] > 1 and repair["old"]:
            text = text.replace(repair["old"], repair["new"])
    return _compact(text)


def found_again(text: str, words: str, before: str, after: str) -> int | None:
    """Where ``words`` stand in ``text`` between what the paper has before and after them; ``None`` where nothing fits.

    Of several hits the one whose neighbours agree best is meant; a hit of which less than half agrees is another place.
    """
    before, after = before[-WINDOW:], after[:WINDOW]
    hits = [hit.start() for hit in re.finditer(f"(?={re.escape(words)})", text)] if words else []
    likeness = {at: _agreement(text, at, len(words), before, after) for at in hits}
    best = max(hits, key=lambda at: likeness[at], default=None)
    return best if best is not None and 2 * likeness[best] >= len(before) + len(after) else None


def _agreement(text: str, at: int, length: int, before: str, after: str) -> int:
    left, right = _compact(text[max(0, at - 4 * WINDOW) : at]), _compact(text[at + length : at + length + 4 * WINDOW])
    return sum(map(str.__eq__, reversed(left), reversed(before))) + sum(map(str.__eq__, right, after))


def _compact(text: str) -> str:
    return "".join(text.split())


def settle_damage(entry: Entry, repair: RepairNote) -> bool:
    """Take the doubt about damaged words away once their repair is applied, bring it back when the repair is taken back."""
    start, end = entry["places"].get("item", [0, 0])
    if not start <= repair["place"][0] < end or repair["sure"]:
        return False
    others = [doubt for doubt in entry["doubts"] if (doubt["code"], doubt["place"]) != (DoubtCode.DAMAGED_TEXT, repair["place"])]
    again: EntryDoubt = {"code": DoubtCode.DAMAGED_TEXT.value, "detail": repair["old"], "place": repair["place"]}
    entry["doubts"] = others if repair["applied"] else [*others, again]
    return True


# --- the paper ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the paper between two borders of places; ``kinds`` say what covers it."""

    start: int
    text: str
    kinds: str


def excerpt(length: int, places: Sequence[Place]) -> tuple[int, int]:
    """The part of a long paper that shows these places and a little around; the whole of a short one."""
    if length <= SHOWN_AT_ONCE or not places:
        return 0, min(length, SHOWN_AT_ONCE)
    start = max(0, min(place[0] for place in places) - AROUND)
    return start, min(length, max(place[1] for place in places) + AROUND, start + 4 * SHOWN_AT_ONCE)


def pieces(text: str, part: tuple[int, int], marks: Sequence[tuple[Place, str]]) -> list[Piece]:
    """Cut the part at every border of a mark, so that a page can light up any place by its pieces."""
    first, last = part
    borders: dict[int, list[tuple[str, int]]] = {first: []}
    for place, kind in marks:
        start, end = max(place[0], first), min(place[1], last)
        if start < end:
            borders.setdefault(start, []).append((kind, 1))
            borders.setdefault(end, []).append((kind, -1))
    cuts = sorted(borders)
    depth: dict[str, int] = {}
    found = []
    for start, end in zip(cuts, [*cuts[1:], last], strict=True):
        for kind, step in borders[start]:
            depth[kind] = depth.get(kind, 0) + step
        if start < end:
            found.append(Piece(start, text[start:end], " ".join(sorted(kind for kind, count in depth.items() if count > 0))))
    return found


def places_of(entry: Entry) -> list[Place]:
    """Every place an entry points to."""
    own = [
        entry["deadline"]["place"],
        *(thing["place"] for group in (entry["units"], entry["measures"], entry["others"]) for thing in group),
    ]
    own += [measure["deadline"]["place"] for measure in entry["measures"] if measure["deadline"]]
    return [*entry["places"].values(), *(place for place in own if place)]


def _unit(unit: DraftUnit, register: Register) -> EntryUnit:
    known = register.get((unit.name, unit.is_group), Known())
    base = empty_unit(shortened(unit.name, 128), unit.role)
    return matched(
        {**base, "is_group": unit.is_group, "printed": shortened(unit.printed or unit.name, 200), "place": _place(unit.span)}, known
    )


def _place(span: Span) -> Place:
    return [span.start, span.end]


def _doubt(doubt: Doubt) -> EntryDoubt:
    return {"code": doubt.code.value, "detail": doubt.detail, "place": _place(doubt.span) if doubt.span else None}


def _text(passage: Passage | None) -> str:
    return passage.text if passage else ""


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
