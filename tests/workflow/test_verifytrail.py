"""`manage.py verifytrail` says what is sound, names what is not, and an anchor shows a cut tail."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from rectification.models import TrailEntry, TrailHead
from rectification.workflow import trail
from tests.cast import Cast


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


def test_an_edited_entry_is_named(cast: Cast) -> None:
    _append(3, cast)
    TrailHead.objects.update(hash="0" * 64)
    with pytest.raises(CommandError, match="trail: entry 4"):
        _verify()


def test_an_anchor_shows_a_log_restored_from_an_older_copy(cast: Cast, tmp_path: Path) -> None:
    anchor = tmp_path / "anchor.json"
    _append(2, cast)
    older = TrailHead.objects.get()
    _append(2, cast)
    _verify(anchor)
    _cut_back_to(older)
    _verify()
    with pytest.raises(CommandError, match="cut, rewritten or restored"):
        _verify(anchor)


def _cut_back_to(older: TrailHead) -> None:
    """What somebody who owns the tables can do: take the guard away, cut the tail, and put the old head back."""
    table = TrailEntry._meta.db_table
    with connection.cursor() as cursor:
        guard = f"{table}_only_grows ON {table}" if connection.vendor == "postgresql" else f"{table}_no_DELETE"
        cursor.execute(f"DROP TRIGGER {guard}")
        cursor.execute(f"DELETE FROM {table} WHERE number > {older.number}")
    TrailHead.objects.update(number=older.number, hash=older.hash)
