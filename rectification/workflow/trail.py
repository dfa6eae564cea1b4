"""Writes and verifies the two append-only, hash-chained logs.

Each entry's hash covers the hash before it, so an edit, a deletion, an insertion or a swap shows; numbers are gapless
because they come from the head row, which every writer locks last in its transaction.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.request_mark import request_id
from rectification.models.trail import HASHED_FIELDS, AccessEntry, AccessHead, TrailEntry, TrailHead

ALGORITHM = "sha256"
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Chain:
    """One log: its entries and its head row."""

    entry: type[TrailEntry | AccessEntry]
    head: type[TrailHead | AccessHead]


TRAIL = Chain(TrailEntry, TrailHead)
ACCESS = Chain(AccessEntry, AccessHead)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody did: ``verb`` on ``subject``, with what was before and after."""

    verb: str
    subject: str = ""
    issue_id: int | None = None
    round: int | None = None
    change: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of walking a chain: how many entries were sound, and the first number that is not (``None``: all are)."""

    count: int
    first_bad: int | None
    head: str


def record(act: Act, *, actor: User | None, now: dt.datetime | None = None) -> int:
    """Append one act to the trail inside the act's own transaction and return its number."""
    return _append(TRAIL, [act], actor=actor, now=now)


def record_all(acts: Sequence[Act], *, actor: User | None, now: dt.datetime | None = None) -> int:
    """Append many acts of one person at one moment and return the last number."""
    return _append(TRAIL, acts, actor=actor, now=now)


def record_access(act: Act, *, actor: User | None, now: dt.datetime | None = None) -> int:
    """Append to the access log, in a transaction of its own where none is open."""
    with transaction.atomic():
        return _append(ACCESS, [act], actor=actor, now=now)


def record_for_accounts(acts: Sequence[tuple[str, str, Mapping[str, Any]]], *, actor: User | None, now: dt.datetime) -> None:
    """What ``accounts`` calls (through ``settings.ACT_RECORDER``), since it may not import from above."""
    record_all([Act(verb=verb, subject=subject, change=change) for verb, subject, change in acts], actor=actor, now=now)


def canonical(change: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no blanks: the same change is always the same bytes."""
    return json.dumps(change, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def link(previous_hash: str, fields: Sequence[Any]) -> str:
    """The hash of one entry: SHA-256 over the previous hash and the entry's fields in the order of ``HASHED_FIELDS``."""
    number, at, *rest = fields
    stamp = at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    body = json.dumps([previous_hash, number, stamp, *rest], ensure_ascii=False, separators=(",", ":"))
    return hashlib.new(ALGORITHM, body.encode()).hexdigest()


def verify(entries: Iterable[tuple[Any, ...]]) -> Verdict:
    """Walk rows of ``(*HASHED_FIELDS, previous_hash, hash)`` in the order of their numbers."""
    count, previous = 0, ""
    for *fields, previous_hash, stored in entries:
        if fields[0] != count + 1 or previous_hash != previous or stored != link(previous, fields):
            return Verdict(count, fields[0] if fields[0] == count + 1 else count + 1, previous)
        count, previous = count + 1, stored
    return Verdict(count, None, previous)


def verify_chain(chain: Chain) -> Verdict:
    """Walk the stored chain and compare its end with the head row, so that a cut tail shows too."""
    rows = chain.entry.objects.order_by("number").values_list(*HASHED_FIELDS, "previous_hash", "hash")
    verdict = verify(rows.iterator(chunk_size=BATCH))
    head = chain.head.objects.get(pk=1)
    if verdict.first_bad is None and (head.number, head.hash) != (verdict.count, verdict.head):
        return Verdict(verdict.count, verdict.count + 1, verdict.head)
    return verdict


def _append(chain: Chain, acts: Sequence[Act], *, actor: User | None, now: dt.datetime | None) -> int:
    if not connection.in_atomic_block:
        raise RuntimeError("An act is recorded in the transaction of the act.")
    at = now or timezone.now()
    head = chain.head.objects.select_for_update(no_key=True).get(pk=1)
    first, number, last_hash = head.number, head.number, head.hash
    unit = _unit_of(actor)
    rows = []
    for act in acts:
        number += 1
        row = chain.entry(
            number=number,
            at=at,
            actor_id=actor.pk if actor else None,
            actor_name=actor.full_name if actor else "",
            actor_unit=unit,
            verb=act.verb,
            subject=act.subject[:200],
            issue_id=act.issue_id,
            round=act.round,
            change=canonical(act.change),
            reason=act.reason,
            request_id=request_id.get(),
            previous_hash=last_hash,
        )
        row.hash = last_hash = link(last_hash, row.hashed_fields())
        rows.append(row)
    chain.entry.objects.bulk_create(rows, batch_size=BATCH)  # type: ignore[arg-type]  # all rows are of the one model of this chain
    if chain.head.objects.filter(pk=1, number=first).update(number=number, hash=last_hash) != 1:
        raise DatabaseError("The head of the log moved while it was locked.")
    return number


def _unit_of(actor: User | None) -> str:
    post = actor.current_posts().first() if actor else None
    return post.unit.name if post else ""
