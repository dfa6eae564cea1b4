"""What a clerk does to a draft before it becomes a plan. Every edit carries the version it was made on."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Max, Q

from accounts import actions as accounts
from accounts.models import Unit, User
from accounts.vocabulary import UnitKind
from rectification.entries import DATED, Entry, EntryDeadline, EntryUnit, OpenLimit, is_unknown, obstacles, proposed_coordinator
from rectification.intake.actions import ROWS_AT_ONCE, draft_in_checking
from rectification.intake.queries import register_of
from rectification.intake.rules import (
    BY_HAND,
    Decision,
    Known,
    LimitClass,
    carried_through,
    class_of,
    decided,
    empty_entry,
    entry_of_point,
    matched,
    open_doubts,
    read_again,
    settle_damage,
    understood,
    without_before,
)
from rectification.models import Draft, DraftItem
from rectification.refusals import Incomplete, NotVisible, Stale
from rectification.vocabulary import DeadlineKind
from rectification.workflow.queries import require_clerk

LONGEST_PHRASE = 2_000
TYPED = "typed"
"""The source of a deadline whose words a person typed; they are read like printed ones."""


@dataclass(frozen=True, slots=True)
class HeadingTyped:
    """The heading fields of a plan as a person left them."""

    title: str
    issuer: str
    issued: dt.date | None
    document_number: str


def save_heading(*, draft_id: int, version: int, typed: HeadingTyped, actor: User) -> int:
    """Store the heading fields. Another date of issue reads all time limits again; returns how many came out otherwise."""
    require_clerk(actor)
    with transaction.atomic():
        draft = draft_in_checking(draft_id)
        fields = {name: getattr(typed, name) for name in ("title", "issuer", "issued", "document_number")}
        if not Draft.objects.filter(pk=draft_id, version=version).update(**fields, version=F("version") + 1):
            raise Stale("Somebody changed the heading of this plan after you opened it.")
        if draft.issued == typed.issued:
            return 0
        return change_items(draft_id, lambda entry: _read_limits_again(entry, typed.issued))


def save_item(*, item: DraftItem, version: int, entry: Entry, included: bool, checked: bool, actor: User) -> DraftItem:
    """Store one item as typed. Raises ``Stale`` where somebody else stored it since ``version``."""
    require_clerk(actor)
    with transaction.atomic():
        draft_in_checking(item.draft_id)
        rows = DraftItem.objects.filter(pk=item.pk, version=version)
        if not rows.update(content=entry, included=included, checked=checked, version=F("version") + 1):
            raise Stale("Somebody changed this item after you opened it.")
    item.content, item.included, item.checked, item.version = entry, included, checked, version + 1
    return item


def add_items(*, draft_id: int, actor: User, points: Sequence[int] = ()) -> list[DraftItem]:
    """Add items at the end: the numbered points of the paper with these indexes, or without any an empty one."""
    require_clerk(actor)
    with transaction.atomic():
        draft = draft_in_checking(draft_id)
        offered = draft.content["points"]
        if not all(0 <= point < len(offered) for point in points):
            raise NotVisible("There is no such point in this draft.")
        for point in points:
            offered[point]["used"] = True
        draft.save(update_fields=["content"])
        entries = [entry_of_point(offered[point]) for point in points] or [empty_entry()]
        last = draft.items.aggregate(last=Max("position"))["last"] or 0
        rows = [DraftItem(draft=draft, position=place, content=entry) for place, entry in enumerate(entries, start=last + 1)]
        return DraftItem.objects.bulk_create(rows, ROWS_AT_ONCE)


def create_unit(*, draft_id: int, name: str, actor: User, now: dt.datetime) -> tuple[Unit, int]:
    """Enter a unknown unit into the register and use it wherever the draft names it; returns it and in how many items."""
    require_clerk(actor)
    with transaction.atomic():
        draft_in_checking(draft_id)
        unit = accounts.create_unit(name=name, kind=kind_of_name(name), parent=None, actor=actor, now=now)
        return unit, _use(draft_id, name, Known(unit=unit.pk, how="exact"))


def use_unit(*, draft_id: int, name: str, unit_id: int, actor: User) -> int:
    """Say which known unit a name means, for all items of the draft that name it; returns in how many."""
    require_clerk(actor)
    with transaction.atomic():
        draft_in_checking(draft_id)
        if not Unit.objects.filter(pk=unit_id).exists():
            raise NotVisible("There is no such unit.")
        return _use(draft_id, name, Known(unit=unit_id, how=BY_HAND))


def match_again(*, draft_id: int, actor: User) -> int:
    """Look the unknown names up once more, after units were entered elsewhere; returns in how many items one was found."""
    require_clerk(actor)
    with transaction.atomic():
        draft = draft_in_checking(draft_id)
        unknown = {(unit["name"], False) for item in draft.items.all() for unit in item.content["units"] if is_unknown(unit)}
        register = register_of(unknown, on=draft.issued)

        def look_up(entry: Entry) -> bool:
            found = [unit for unit in entry["units"] if is_unknown(unit) and (unit["name"], False) in register]
            for unit in found:
                unit.update(matched(unit, register[unit["name"], False]))
            return bool(found)

        return change_items(draft_id, look_up)


def choose_members(*, draft_id: int, name: str, members: list[int], item_id: int | None, actor: User) -> int:
    """Say which units a group word stands for, in one item or in all that name it; returns in how many items."""
    require_clerk(actor)
    known = set(Unit.objects.filter(pk__in=members).values_list("pk", flat=True))
    chosen = [member for member in members if member in known]

    def choose(entry: Entry) -> bool:
        groups = [unit for unit in entry["units"] if unit["is_group"] and unit["name"] == name]
        for unit in groups:
            unit["members"] = chosen
        return bool(groups)

    with transaction.atomic():
        draft_in_checking(draft_id)
        return change_items(draft_id, choose, which=Q(pk=item_id) if item_id is not None else None)


def decide_alike(*, draft_id: int, alike: LimitClass, decision: Decision, due: dt.date | None, actor: User) -> int:
    """Decide all deadlines of one class at once, of the items to be imported; returns how many. ``undo_alike`` takes it back."""
    require_clerk(actor)
    with transaction.atomic():
        draft = draft_in_checking(draft_id)
        if decision in (Decision.DONE, Decision.KEEP) and alike.why is not OpenLimit.BORN_OVERDUE:
            raise Incomplete("Only a date before the plan itself can be done already or stand.")
        if decision is Decision.DATE and (due is None or (draft.issued and due < draft.issued)):
            raise Incomplete("Type a date that does not lie before the plan itself, like 2026-11-30.")

        def decide(entry: Entry) -> bool:
            asked = class_of(entry["deadline"], draft.issued) == alike
            if asked:
                entry["deadline"] = decided(entry["deadline"], alike.why, decision, due)
            return asked

        return change_items(draft_id, decide, which=Q(included=True))


def undo_alike(*, draft_id: int, alike: LimitClass, actor: User) -> int:
    """Put back what stood in the deadlines of a class before they were decided together; returns in how many items."""
    require_clerk(actor)
    with transaction.atomic():
        draft = draft_in_checking(draft_id)

        def put_back(entry: Entry) -> bool:
            before = entry["deadline"].get("before")
            if before is None or class_of(before, draft.issued) != alike:
                return False
            entry["deadline"] = before
            return True

        return change_items(draft_id, put_back)


def check_undoubted(*, draft_id: int, actor: User) -> int:
    """Mark every item to be imported that has no open point as checked; returns how many were not yet."""
    require_clerk(actor)
    with transaction.atomic():
        draft = draft_in_checking(draft_id)
        rows = draft.items.filter(included=True, checked=False).values_list("pk", "content")
        clear = [pk for pk, entry in rows if not (open_doubts(entry, checked=False, issued=draft.issued) or obstacles(entry))]
        for first in range(0, len(clear), ROWS_AT_ONCE):
            draft.items.filter(pk__in=clear[first : first + ROWS_AT_ONCE]).update(checked=True, version=F("version") + 1)
        return len(clear)


def toggle_repair(*, draft_id: int, index: int, actor: User) -> tuple[bool, int]:
    """Apply an offered repair to the texts of the items, or take an applied one back.

    Returns whether it is applied now and in how many items a text changed. Words elsewhere stay, even if they are the same.
    """
    require_clerk(actor)
    with transaction.atomic():
        draft = draft_in_checking(draft_id)
        repairs = draft.content["repairs"]
        if not 0 <= index < len(repairs):
            raise NotVisible("There is no such repair in this draft.")
        repair = repairs[index]
        if not (repair["old"] and repair["new"]):
            raise Incomplete("This repair only adds or removes signs. Please change the text of the field by hand.")
        repair["applied"] = not repair["applied"]
        draft.save(update_fields=["content"])

        def carry_through(entry: Entry) -> bool:
            settled = settle_damage(entry, repair)
            return carried_through(entry, draft.document.text, repairs, index) > 0 or settled

        return repair["applied"], change_items(draft_id, carry_through)


def change_items(draft_id: int, change: Callable[[Entry], bool], *, which: Q | None = None) -> int:
    """Apply a change to every item, store those it says it touched, and return their number; inside the draft's lock."""
    items = DraftItem.objects.filter(which or Q(), draft=draft_id)
    touched = [item for item in items if _changed(item, change)]
    DraftItem.objects.bulk_update(touched, ["content", "version"], batch_size=ROWS_AT_ONCE)
    return len(touched)


def kind_of_name(name: str) -> UnitKind:
    """What sort of body a name most likely stands for; it can be changed among the units later."""
    endings: Iterable[tuple[tuple[str, ...], UnitKind]] = (
        (("街道", "街道办", "街道办事处"), UnitKind.SUBDISTRICT),
        (("镇", "乡", "镇政府", "乡政府", "镇人民政府", "乡人民政府"), UnitKind.TOWN),
        (("领导小组办公室",), UnitKind.OFFICE),
        (("区委", "县委", "市委", "党工委", "党委", "纪委", "组织部", "宣传部", "政法委", "统战部"), UnitKind.PARTY_ORGAN),
        (("政府", "管委会"), UnitKind.GOVERNMENT),
        (("公司", "集团", "学校", "医院"), UnitKind.OTHER),
    )
    return next((kind for words, kind in endings if name.endswith(words)), UnitKind.DEPARTMENT)


def coordinated(entry: Entry) -> Entry:
    """The entry with its coordinating unit proposed anew, unless a person chose one that is still named."""
    named = {unit["unit"] for unit in entry["units"] if unit["unit"] is not None}
    if entry["coordinating_chosen"] and (entry["coordinating"] is None or entry["coordinating"] in named):
        return entry
    return {**entry, "coordinating": proposed_coordinator(entry["units"]), "coordinating_chosen": False}


def _changed(item: DraftItem, change: Callable[[Entry], bool]) -> bool:
    entry: Entry = copy.deepcopy(item.content)
    if not change(entry):
        return False
    item.content = coordinated(entry)
    item.version += 1
    return True


def _use(draft_id: int, name: str, known: Known) -> int:
    def use(entry: Entry) -> bool:
        named = [unit for unit in entry["units"] if _is_named(unit, name)]
        for unit in named:
            unit.update(matched(unit, known))
        return bool(named)

    return change_items(draft_id, use)


def _is_named(unit: EntryUnit, name: str) -> bool:
    return unit["name"] == name and is_unknown(unit)


def _read_limits_again(entry: Entry, issued: dt.date | None) -> bool:
    """Only what was read from words; a date that a person typed stays."""
    before = copy.deepcopy(entry)
    entry["deadline"] = _limit_read_again(entry["deadline"], issued)
    for measure in entry["measures"]:
        if measure["deadline"]:
            measure["deadline"] = _limit_read_again(measure["deadline"], issued)
    return entry != before


def _limit_read_again(limit: EntryDeadline, issued: dt.date | None) -> EntryDeadline:
    """What comes out as before keeps the answer that was given."""
    if limit["source"] == BY_HAND:
        return limit
    again = read_again(limit, limit["words"], understood(limit["words"], issued))
    return limit if (again["kind"], again["due"]) == (limit["kind"], limit["due"]) else again


def typed_deadline(entry: Entry, *, words: str, kind: str, due: dt.date | None, issued: dt.date | None) -> None:
    """Take over a typed time limit: new words are read anew, kind and date typed by hand stand as typed."""
    limit = entry["deadline"]
    iso = due.isoformat() if due else None
    by_hand = (kind, iso) != (limit["kind"], limit["due"])
    if words != limit["words"]:
        limit = {**read_again(limit, words, understood(words[:LONGEST_PHRASE], issued)), "source": TYPED}
    if by_hand:
        kept = iso if DeadlineKind(kind) in DATED | {DeadlineKind.IMMEDIATE} else None
        limit = {**without_before(limit), "kind": kind, "due": kept, "phases": [], "note": "", "source": BY_HAND, "answer": ""}
    entry["deadline"] = limit
