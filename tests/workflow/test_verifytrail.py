"""`manage.py verifytrail` says what is sound, names what is not, and an anchor shows a cut tail."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from rectification.models import TrailEntry, TrailHead
from rectification.workflow import trail
from tests.cast import Cast

TABLE = TrailEntry._meta.db_table
ENTRIES = 5
Tamper = Callable[[Cast], None]


def _append(count: int, cast: Cast) -> None:
    with transaction.atomic():
        trail.record_all([trail.Act(verb="test") for _ in range(count)], actor=cast.clerk)


def _verify(anchor: Path | None = None) -> str:
    out = io.StringIO()
    call_command("verifytrail", anchor=anchor, stdout=out)
    return out.getvalue()


def test_sound_logs_are_counted(cast: Cast) -> None:
    _append(3, cast)
    assert "trail: 3 entries are sound" in _verify()


def _unguard() -> None:
    """What somebody who owns the tables can do."""
    guards = [f"{TABLE}_only_grows ON {TABLE}"] if connection.vendor == "postgresql" else [f"{TABLE}_no_UPDATE", f"{TABLE}_no_DELETE"]
    for guard in guards:
        _run(f"DROP TRIGGER {guard}")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _renumber(old: int, new: int) -> None:
    _run(f"UPDATE {TABLE} SET number = {new} WHERE number = {old}")


def edit(cast: Cast) -> None:
    _run(f"UPDATE {TABLE} SET reason = '改过的理由' WHERE number = 3")


def delete(cast: Cast) -> None:
    _run(f"DELETE FROM {TABLE} WHERE number = 3")


def insert(cast: Cast) -> None:
    """An entry that looks like the one before it, and all later ones move up."""
    for number in range(ENTRIES, 2, -1):
        _renumber(number, number + 1)
    forged = TrailEntry.objects.get(number=2)
    forged.number = 3
    forged.save(force_insert=True)
    TrailHead.objects.update(number=ENTRIES + 1)


def swap(cast: Cast) -> None:
    for old, new in ((3, 0), (4, 3), (0, 4)):
        _renumber(old, new)


def cut(cast: Cast) -> None:
    _run(f"DELETE FROM {TABLE} WHERE number > 2")


def put_back_the_head(cast: Cast) -> None:
    """The log as it stood after its second entry, as in a dump of that day."""
    cut(cast)
    TrailHead.objects.update(number=2, hash=TrailEntry.objects.get(number=2).hash)


def go_on_from_an_old_dump(cast: Cast) -> None:
    put_back_the_head(cast)
    _append(ENTRIES, cast)


def rewrite_from_the_middle(cast: Cast) -> None:
    """Edit one entry and give all from it on the hashes that fit."""
    edit(cast)
    previous = TrailEntry.objects.get(number=2).hash
    for entry in TrailEntry.objects.filter(number__gt=2):
        entry.previous_hash, entry.hash = previous, trail.link(previous, entry.hashed_fields())
        entry.save()
        previous = entry.hash
    TrailHead.objects.update(hash=previous)


@pytest.mark.parametrize("tamper", [edit, delete, insert, swap, cut])
def test_tampering_is_named_at_its_number(tamper: Tamper, cast: Cast) -> None:
    _append(ENTRIES, cast)
    _verify()
    _unguard()
    tamper(cast)
    with pytest.raises(CommandError, match="trail: entry 3 is not what was written"):
        _verify()


@pytest.mark.parametrize("tamper", [put_back_the_head, go_on_from_an_old_dump, rewrite_from_the_middle])
def test_an_anchor_shows_what_hides_from_the_chain_itself(tamper: Tamper, cast: Cast, tmp_path: Path) -> None:
    anchor = tmp_path / "anchor.json"
    _append(ENTRIES, cast)
    _verify(anchor)
    _unguard()
    tamper(cast)
    _verify()
    with pytest.raises(CommandError, match=f"entry {ENTRIES} differs from the anchor: the log was cut, rewritten or restored"):
        _verify(anchor)


def test_an_anchor_grows_with_the_log(cast: Cast, tmp_path: Path) -> None:
    anchor = tmp_path / "anchor.json"
    for _ in range(3):
        _append(ENTRIES, cast)
        _verify(anchor)
    assert json.loads(anchor.read_text())["trail"] == [3 * ENTRIES, TrailHead.objects.get().hash]
