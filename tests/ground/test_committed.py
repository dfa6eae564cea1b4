"""Committed data: other threads and processes see it, and the next test does not."""

import threading
import urllib.request

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Unit
from rectification.models import TrailEntry
from rectification.workflow.trail import Act, record
from tests.cast import gather, unit
from tests.committed import Committed
from tests.live import LiveSite


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_fresh_copy_is_empty_and_seen_by_other_threads(committed_db: Committed, time: str) -> None:
    assert not Unit.objects.exists()
    unit("区档案馆")
    seen: list[int] = []

    def count() -> None:
        seen.append(Unit.objects.count())
        connection.close()

    thread = threading.Thread(target=count)
    thread.start()
    thread.join()
    assert seen == [1]


@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET verb = 'x'", "TRUNCATE {}"])
def test_the_logs_refuse_change(committed_db: Committed, statement: str) -> None:
    if connection.vendor == "sqlite" and statement.startswith("TRUNCATE"):
        statement = "DELETE FROM {}"  # SQLite's only way to empty a table
    with transaction.atomic():
        record(Act(verb="test"), actor=None)
    with pytest.raises(DatabaseError, match="never changed or deleted"), connection.cursor() as cursor:
        cursor.execute(statement.format(TrailEntry._meta.db_table))
    assert TrailEntry.objects.count() == 1


def test_a_live_site_serves_the_same_database(live_site: LiveSite) -> None:
    gather()
    with urllib.request.urlopen(f"{live_site.url}/readyz") as answer:
        assert answer.status == 200
