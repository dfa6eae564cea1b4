"""What can happen to evidence: added, described, removed from a draft, taken back with a reason, swept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from rectification import files
from rectification.evidence import child, storage
from rectification.evidence.media import PICTURES, Media, NotTaken
from rectification.evidence.queries import Slot, bytes_kept, evidence_for, first_halves, of_slot, spoken_for
from rectification.evidence.reasons import NotAccepted
from rectification.evidence.rules import judge_description, judge_room, judge_withdrawal, name_as, proposed_day
from rectification.files import ORPHAN_AFTER, clean_name
from rectification.models import Evidence, Issue, Round
from rectification.refusals import Incomplete, NotVisible, Refusal, Stale
from rectification.workflow import trail
from rectification.workflow.queries import issue_for, open_issue_for

SlotOf = Callable[[User, Issue], Slot]


@dataclass(frozen=True, slots=True)
class Description:
    """What a person says about a photograph. ``beside`` is the other half of its pair."""

    shot: str = ""
    beside: int | None = None
    place: str = ""
    taken_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A file that was looked at and lies on disk, and the row it will be. ``enter`` gives it its slot."""

    row: Evidence
    issue_id: int
    slot_of: SlotOf
    beside: int | None


def add(
    *, issue_id: int, slot_of: SlotOf, chunks: Iterable[bytes], name: str, actor: User, now: dt.datetime, said: Description | None = None
) -> Evidence:
    """Keep a file and enter it into its slot; the same file a second time gives the row that is there.

    ``slot_of`` is one of the doors of ``queries``. Without a day said, the day the camera wrote is proposed. Raises what the
    doors raise, ``TooLarge``, ``Empty``, ``NotAccepted``, or ``Incomplete`` where there is no room; then nothing is kept.
    """
    with looked_at(issue_id=issue_id, slot_of=slot_of, chunks=chunks, name=name, actor=actor, now=now, said=said) as offered:
        return enter(offered)


@contextmanager
def looked_at(
    *, issue_id: int, slot_of: SlotOf, chunks: Iterable[bytes], name: str, actor: User, now: dt.datetime, said: Description | None = None
) -> Iterator[Offered]:
    """The slow half of ``add``, outside any transaction. A file that is not entered inside is gone afterwards."""
    said = said or Description()
    slot_of(actor, issue_for(actor, issue_id))  # before a byte is kept; and once more under the lock
    stored = storage.new_name()
    with files.incoming(chunks, folder=storage.folder()) as received:
        seen = child.look(received.path)
        row = _row(received, seen, stored=stored, name=name, said=said, actor=actor, now=now)
        received.keep(storage.path_of(stored))
    storage.keep_previews(stored, seen)
    try:
        yield Offered(row, issue_id, slot_of, said.beside)
    except Refusal:
        storage.remove(stored)
        raise
    if not Evidence.objects.filter(stored=stored).exists():
        storage.remove(stored)


def enter(offered: Offered) -> Evidence:
    """The quick half of ``add``."""
    row = offered.row
    with transaction.atomic():
        issue, current = open_issue_for(row.uploaded_by, offered.issue_id)
        slot = offered.slot_of(row.uploaded_by, issue)
        row.issue, row.round, row.unit, row.measure = issue, current, slot.unit, slot.measure
        row.pair = _pair(row, row.shot, offered.beside)
        known = of_slot(slot, row.uploaded_by).filter(round=current, sha256=row.sha256, withdrawn_at__isnull=True).first()
        if known:
            return _known(known, row)
        of_issue, of_unit = bytes_kept(slot)
        judge_room(row.size, of_issue=of_issue, of_unit=of_unit)
        row.sent_at = row.uploaded_at if slot.measure else None
        with _one_of_each_half():
            row.save(force_insert=True)
        if slot.measure:
            _record("add_evidence", row, issue, current, actor=row.uploaded_by, now=row.uploaded_at)
        return row


def describe(
    *, evidence_id: int, shot: str, place: str, taken_on: dt.date | None, beside: int | None, actor: User, now: dt.datetime
) -> Evidence:
    """Say of a photograph in one's own draft what it shows; ``beside`` is the other half of its pair."""
    with transaction.atomic():
        row = _own_draft(actor, evidence_id)
        judge_description(shot, taken_on, is_picture=row.media_type in PICTURES, today=timezone.localdate(now))
        pair = _pair(row, shot, beside)
        said = {"shot": shot, "pair": pair, "place": place, "taken_on": taken_on}
        with _one_of_each_half():
            changed = Evidence.objects.filter(pk=row.pk, sent_at__isnull=True).update(**said)
        if not changed:
            raise Stale("This file was handed in meanwhile. Open it again to see how it stands.")
    return evidence_for(actor, evidence_id)


def remove(*, evidence_id: int, actor: User) -> None:
    """Take a file out of one's own draft: first the row, then the file."""
    with transaction.atomic():
        row = _own_draft(actor, evidence_id)
        gone, _ = Evidence.objects.filter(pk=row.pk, sent_at__isnull=True).delete()
    if gone:
        storage.remove(row.stored)


def withdraw(*, evidence_id: int, reason: str, actor: User, now: dt.datetime) -> Evidence:
    """Take back what was handed in: it stays with its file, struck through, and counts no more."""
    with transaction.atomic():
        issue, current = open_issue_for(actor, evidence_for(actor, evidence_id).issue_id)
        row = evidence_for(actor, evidence_id)
        judge_withdrawal(
            reason,
            spoken_for=row.unit_id in spoken_for(actor),
            sent=row.sent_at is not None,
            withdrawn=row.withdrawn_at is not None,
            of_this_round=row.round_id == current.pk,
        )
        still = Evidence.objects.filter(pk=row.pk, withdrawn_at__isnull=True, sent_at__isnull=False)
        if not still.update(withdrawn_at=now, withdrawn_by=actor, withdrawn_because=reason):
            raise Stale("Somebody took this evidence back already. Open it again to see how it stands.")
        _record("withdraw_evidence", row, issue, current, actor=actor, now=now, reason=reason)
    return evidence_for(actor, evidence_id)


def sweep(*, now: dt.datetime) -> int:
    """Remove what was uploaded a day ago and never handed in, and files without a row. Returns how many rows went."""
    forgotten = Evidence.objects.filter(sent_at__isnull=True, uploaded_at__lt=now - ORPHAN_AFTER)
    swept = 0
    for pk, stored in forgotten.values_list("pk", "stored"):
        gone, _ = Evidence.objects.filter(pk=pk, sent_at__isnull=True).delete()
        if gone:
            storage.remove(stored)
            swept += 1
    storage.sweep_orphans(now=now)
    return swept


def _row(
    received: files.Incoming, seen: dict[str, Any], *, stored: str, name: str, said: Description, actor: User, now: dt.datetime
) -> Evidence:
    """The row as it will be, without its slot. Raises ``NotAccepted`` where name or description does not fit."""
    media = Media(seen["media"])
    try:
        name = name_as(clean_name(name), media)
    except NotTaken as refusal:
        raise NotAccepted(refusal.reason, refusal.detail) from refusal
    today = timezone.localdate(now)
    judge_description(said.shot, said.taken_on, is_picture=media in PICTURES, today=today)
    return Evidence(
        stored=stored,
        name=name,
        media_type=media.value,
        size=received.size,
        sha256=received.sha256,
        shot=said.shot,
        place=said.place,
        taken_on=said.taken_on or proposed_day(seen["taken_on"], today),
        uploaded_at=now,
        uploaded_by=actor,
    )


def _known(known: Evidence, again: Evidence) -> Evidence:
    """The row of a file that is there already; one without description takes that of the second upload."""
    if again.shot in ("", known.shot):
        return known
    if known.shot or known.sent_at:
        raise Incomplete("This photograph is here already, but not as this half of a pair.")
    known.shot, known.pair = again.shot, again.pair
    known.place, known.taken_on = again.place or known.place, again.taken_on or known.taken_on
    with _one_of_each_half():
        known.save(update_fields=["shot", "pair", "place", "taken_on"])
    return known


@contextmanager
def _one_of_each_half() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Incomplete("This pair has such a photograph already.", fields={"beside": "invalid"}) from None


def _own_draft(actor: User, evidence_id: int) -> Evidence:
    """A file of one's own draft, its issue held open. What was handed in is taken back with a reason, not changed."""
    open_issue_for(actor, evidence_for(actor, evidence_id).issue_id)
    row = evidence_for(actor, evidence_id)
    if row.sent_at is not None:
        raise Stale("This file was handed in meanwhile. Open it again to see how it stands.")
    return row


def _pair(row: Evidence, shot: str, beside: int | None) -> str:
    if not shot:
        return ""
    if beside is None:
        return row.pair or storage.new_name()
    other = first_halves(row).exclude(shot=shot).filter(pk=beside).first()
    if other is None:
        raise NotVisible("There is no such photograph to stand beside this one.")
    return other.pair


def _record(verb: str, row: Evidence, issue: Issue, current: Round, *, actor: User, now: dt.datetime, reason: str = "") -> None:
    change = {"evidence": row.name, "sha256": row.sha256}
    if row.measure:
        change["measure"] = row.measure.text[:200]
    act = trail.Act(verb=verb, subject=str(issue), issue_id=issue.pk, round=current.number, change=change, reason=reason)
    trail.record(act, actor=actor, now=now)
