"""Both logs only grow, are gapless, and show every tampering."""

from __future__ import annotations

import itertools
import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from rectification.models import AccessEntry, TrailEntry, TrailHead
from rectification.models.trail import HASHED_FIELDS
from rectification.workflow import trail
from tests.cast import Cast
from tests.committed import Committed
from tests.ordeal import times

Row = tuple[Any, ...]


def _append(count: int, cast: Cast) -> None:
    with transaction.atomic():
        trail.record_all([trail.Act(verb="test", subject=f"第{n}件", change={"n": [n - 1, n]}) for n in range(count)], actor=cast.clerk)


def _rows() -> list[Row]:
    return list(TrailEntry.objects.order_by("number").values_list(*HASHED_FIELDS, "previous_hash", "hash"))


def test_entries_are_numbered_without_gaps_even_after_a_rollback(cast: Cast) -> None:
    _append(2, cast)
    with transaction.atomic():
        trail.record(trail.Act(verb="lost"), actor=cast.clerk)
        transaction.set_rollback(True)
    _append(1, cast)
    assert list(TrailEntry.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert trail.verify_chain(trail.TRAIL).first_bad is None


def test_an_entry_keeps_name_and_unit_as_they_were(cast: Cast) -> None:
    _append(1, cast)
    cast.clerk.full_name = "后来的名字"
    cast.clerk.save()
    entry = TrailEntry.objects.get()
    assert (entry.actor_name, entry.actor_unit) == ("陈文书", "区整改办")
    assert entry.change == '{"n":[-1,0]}'


def test_nothing_is_recorded_outside_a_transaction(committed_db: Committed) -> None:
    with pytest.raises(RuntimeError):
        trail.record(trail.Act(verb="loose"), actor=None)


@pytest.mark.parametrize("model", [TrailEntry, AccessEntry])
@pytest.mark.parametrize("verb", ["UPDATE {} SET reason = 'x'", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_delete(model: type[TrailEntry], verb: str, cast: Cast) -> None:
    _append(1, cast)
    trail.record_access(trail.Act(verb="sign_in"), actor=cast.clerk)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(model._meta.db_table))


def test_postgresql_refuses_to_empty_a_log(cast: Cast) -> None:
    _append(1, cast)
    statement = "TRUNCATE rectification_trailentry" if connection.vendor == "postgresql" else "DELETE FROM rectification_trailentry"
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def _edit(rows: list[Row]) -> None:
    rows[4] = (*rows[4][:10], "改过的理由", *rows[4][11:])


def _delete(rows: list[Row]) -> None:
    del rows[4]


def _insert(rows: list[Row]) -> None:
    rows.insert(4, rows[4])


def _swap(rows: list[Row]) -> None:
    rows[4], rows[5] = rows[5], rows[4]


@pytest.mark.parametrize("tamper", [_edit, _delete, _insert, _swap])
def test_tampering_is_found_at_its_number(tamper: Any, cast: Cast) -> None:
    _append(9, cast)
    rows = _rows()
    assert trail.verify(rows) == trail.Verdict(9, None, rows[-1][-1])
    tamper(rows)
    verdict = trail.verify(rows)
    assert (verdict.count, verdict.first_bad) in {(4, 5), (5, 6)}


def test_a_cut_tail_shows_against_the_head(cast: Cast) -> None:
    _append(3, cast)
    TrailHead.objects.update(number=4, hash="0" * 64)
    assert trail.verify_chain(trail.TRAIL).first_bad == 4


@pytest.mark.ordeal
def test_writers_at_once_do_not_fork_the_chain(committed_db: Committed) -> None:
    writers, each = times(8, full=50), times(10, full=200)
    failures: list[BaseException] = []

    def write() -> None:
        try:
            for _ in itertools.repeat(None, each):
                with transaction.atomic():
                    trail.record(trail.Act(verb="race"), actor=None)
        except DatabaseError as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    verdict = trail.verify_chain(trail.TRAIL)
    assert (verdict.count, verdict.first_bad) == (writers * each, None)
