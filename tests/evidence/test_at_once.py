"""The same file sent many times at once, as an impatient person sends it, is one row and one file."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.utils import timezone

from rectification.evidence import actions
from rectification.evidence.queries import report_slot
from rectification.models import Evidence
from tests import factories
from tests.cast import gather
from tests.committed import Committed
from tests.evidence import specimens
from tests.ordeal import times


@pytest.mark.ordeal
def test_it_is_one_row_and_one_file(committed_db: Committed) -> None:
    cast = gather()
    issue = factories.issue(cast)
    picture, slot_of = specimens.picture(), partial(report_slot, unit_id=cast.district.lead.pk)
    count = times(4, full=20)
    start, entered = threading.Barrier(count), list[int]()

    def send() -> None:
        try:
            start.wait()
            row = actions.add(issue_id=issue.pk, slot_of=slot_of, chunks=[picture], name="现场.jpg", actor=cast.staff, now=timezone.now())
            entered.append(row.pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row = Evidence.objects.get()
    assert entered == [row.pk] * count
    kept = [path.name for path in (Path(settings.MEDIA_ROOT) / "evidence").rglob("*") if path.is_file()]
    assert kept == [row.stored]
