"""A draft for a person at a terminal: every field on its line, every doubt beside what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rectification.intake.reading.draft import Doubt, Draft, DraftDeadline, DraftItem
from rectification.vocabulary import UnitRole

Say = Callable[[str], str]
Said = Callable[[Doubt], str]
_ROLES = {
    UnitRole.LEAD: "Lead",
    UnitRole.RESPONSIBLE: "Responsible",
    UnitRole.COOPERATING: "Cooperating",
    UnitRole.SUPERVISING: "Supervising",
    UnitRole.ACCEPTANCE: "Acceptance",
}


def as_text(draft: Draft, say: Say, said: Said) -> str:
    """The draft in lines; ``say`` translates the English words for fields, ``said`` makes a sentence of a doubt."""
    return "\n".join(_lines(draft, say, said)) + "\n"


def _lines(draft: Draft, say: Say, said: Said) -> Iterator[str]:
    yield f"{say('Title')}: {draft.title.text if draft.title else '—'}"
    yield f"{say('Issuer')}: {'; '.join(name.text for name in draft.issuer) or '—'}"
    yield f"{say('Issued')}: {draft.issued or '—'}  {draft.document_number}"
    yield f"{say('Items')}: {len(draft.items)}"
    yield from _doubts(draft.doubts, say, said)
    for item in draft.items:
        yield ""
        yield from _item(item, say, said)
    if not draft.items:
        yield f"{say('Numbered points')}: {len(draft.points)}"
        yield from (f"  {point.marker} {point.heading}" for point in draft.points)
    yield ""
    applied = sum(repair.sure for repair in draft.repairs)
    yield f"{say('Repairs applied')}: {applied}  {say('Repairs offered')}: {len(draft.repairs) - applied}"
    yield from (f"  {'✓' if one.sure else '?'} {one.old!r} → {one.new!r} ({one.reason})" for one in draft.repairs)


def _item(item: DraftItem, say: Say, said: Said) -> Iterator[str]:
    place = " / ".join(part for part in (item.table, item.section, item.work_item or "") if part)
    yield f"[{item.kind.value}] {item.marker or '—'}  {place}".rstrip()
    for label, passage in (("Name", item.name), ("Statement", item.statement)):
        if passage:
            yield f"  {say(label)}: {passage.text}"
    for role, label in _ROLES.items():
        names = "、".join(unit.name + ("*" if unit.is_group else "") for unit in item.units if unit.role == role)
        if names:
            yield f"  {say(label)}: {names}"
    if item.deadline:
        yield f"  {say('Deadline')}: {_deadline(item.deadline)}"
    if item.goal:
        yield f"  {say('Goal')}: {item.goal.text}"
    for measure in item.measures:
        yield f"  {say('Measure')} {measure.marker}: {measure.text.text}"
    yield from (f"  {other.label}: {other.text.text}" for other in item.others)
    yield from _doubts(item.doubts, say, said)


def _deadline(deadline: DraftDeadline) -> str:
    due = f" → {deadline.reading.due}" if deadline.reading.due else ""
    return f"{deadline.text.text} ({deadline.reading.kind.value}{due})"


def _doubts(doubts: list[Doubt], say: Say, said: Said) -> Iterator[str]:
    for doubt in doubts:
        yield f"  ! {say('Doubt')}: {said(doubt)}"
