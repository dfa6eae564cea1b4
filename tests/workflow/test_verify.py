"""`manage.py verify` finds nothing where all is well, and names each fault that somebody planted past the site."""

from __future__ import annotations

import datetime as dt
import io
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from rectification.evidence import actions, storage
from rectification.evidence.queries import measure_slot, report_slot
from rectification.files import ORPHAN_AFTER
from rectification.intake import files as documents
from rectification.models import Deadline, Document, Evidence, Issue, IssueUnit, Measure, Report, Rhythm, Round, TrailEntry, TrailHead
from rectification.vocabulary import Verb
from rectification.workflow.actions import move
from tests import factories
from tests.cast import Cast, gather
from tests.committed import Committed
from tests.evidence import specimens
from tests.workflow.test_actions import SIGNATURES, TO_SIGNING

Plant = Callable[[Issue, Issue], object]


@pytest.fixture
def issues(committed_db: Committed) -> tuple[Issue, Issue]:
    """One issue in progress with a report and evidence, and one closed, in a database of its own."""
    cast = gather()
    text = "整改方案"
    version = factories.plan(cast, document=factories.received(cast, text))
    documents.store([text.encode()])
    working, closed = factories.issue(cast, version), factories.issue(cast, version)
    move(issue_id=working.pk, verb=Verb.START, actor=cast.staff, now=timezone.now())
    for verb, role in TO_SIGNING + SIGNATURES:
        move(issue_id=closed.pk, verb=verb, actor=cast.person(role), now=timezone.now())
    _report(cast, working)
    working.refresh_from_db()
    closed.refresh_from_db()
    return working, closed


def _report(cast: Cast, issue: Issue) -> None:
    measure = issue.measures.first()
    assert measure
    now = timezone.now()
    for number, slot_of in enumerate((partial(measure_slot, measure_id=measure.pk), partial(report_slot, unit_id=cast.district.lead.pk))):
        picture = specimens.picture(size=(20 + number, 20))
        actions.add(issue_id=issue.pk, slot_of=slot_of, chunks=[picture], name="现场.jpg", actor=cast.staff, now=now)
    rhythm = Rhythm.objects.create(name="周报", kind="week", cutoff_time=dt.time(17))
    cutoff = now + dt.timedelta(days=2)
    period = rhythm.periods.create(starts=dt.date(2026, 6, 1), ends=dt.date(2026, 6, 7), cutoff_at=cutoff, opened_at=now)
    said = {"status": "on_schedule", "text": "已完成基坑开挖。", "submitted_at": now, "submitted_by": cast.staff}
    report = Report.objects.create(issue=issue, unit=cast.district.lead, period=period, round=issue.rounds.get(), **said)
    Evidence.objects.filter(measure=None).update(report=report, sent_at=now)


def verify() -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("verify", stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def test_where_all_is_well_it_says_what_it_looked_at(issues: tuple[Issue, Issue]) -> None:
    out, err = verify()
    assert err == ""
    for line in ("files of documents: 1", "files of evidence: 2", "rounds: closed exactly", "No fault was found."):
        assert line in out
    assert f"entries of the trail: {TrailEntry.objects.count()}" in out


def test_a_file_that_came_in_just_now_is_no_fault(issues: tuple[Issue, Issue]) -> None:
    (storage.folder() / ".incoming-x").write_bytes(b"x")
    out, err = verify()
    assert (".incoming-x: left over" in out, err) == (True, "")


def _document_lost(working: Issue, closed: Issue) -> None:
    documents.path_of(Document.objects.get().fingerprint).unlink()


def _evidence_lost(working: Issue, closed: Issue) -> None:
    storage.path_of(Evidence.objects.earliest("pk").stored).unlink()


def _one_bit_turned(working: Issue, closed: Issue) -> None:
    path = storage.path_of(Evidence.objects.earliest("pk").stored)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)


def _cut_short(working: Issue, closed: Issue) -> None:
    path = storage.path_of(Evidence.objects.earliest("pk").stored)
    path.write_bytes(path.read_bytes()[:-1])


def _row_lost(working: Issue, closed: Issue) -> None:
    row = Evidence.objects.earliest("pk")
    long_ago = (timezone.now() - 3 * ORPHAN_AFTER).timestamp()
    os.utime(storage.path_of(row.stored), (long_ago, long_ago))
    row.delete()


def _trail_rewritten(working: Issue, closed: Issue) -> None:
    table = TrailEntry._meta.db_table
    with connection.cursor() as cursor:
        guard = f"{table}_only_grows ON {table}" if connection.vendor == "postgresql" else f"{table}_no_UPDATE"
        cursor.execute(f"DROP TRIGGER {guard}")
    TrailEntry.objects.filter(number=2).update(actor_name="别人")


def _trail_cut(working: Issue, closed: Issue) -> None:
    TrailHead.objects.update(number=TrailHead.objects.get().number + 1)


def _closed_by_hand(working: Issue, closed: Issue) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE rectification_issue SET stage = 'closed' WHERE id = %s", [working.pk])


def _two_rounds_open(working: Issue, closed: Issue) -> None:
    Round.objects.filter(issue=working).update(ended_at=timezone.now())


def _locked_behind_the_application(working: Issue, closed: Issue) -> None:
    Round.objects.filter(issue=working).update(locked_at=timezone.now())


def _due_moved(working: Issue, closed: Issue) -> None:
    Issue.objects.filter(pk=working.pk).update(due=dt.date(2030, 1, 1))


def _without_coordinator(working: Issue, closed: Issue) -> None:
    IssueUnit.objects.filter(issue=working).update(coordinating=False)


def _late_in_time(working: Issue, closed: Issue) -> None:
    Report.objects.update(late=True)


def _in_time_though_late(working: Issue, closed: Issue) -> None:
    Report.objects.update(submitted_at=timezone.now() + dt.timedelta(days=3))


def _evidence_of_another_issue(working: Issue, closed: Issue) -> None:
    Evidence.objects.exclude(measure=None).update(measure=Measure.objects.filter(issue=closed).earliest("pk"))


def _handed_in_with_nothing(working: Issue, closed: Issue) -> None:
    Evidence.objects.exclude(report=None).update(report=None)


PLANTED: dict[str, tuple[Plant, str]] = {
    "a document without its file": (_document_lost, "(方案.txt): its file is missing."),
    "evidence without its file": (_evidence_lost, "(现场.jpg): its file is missing."),
    "a bit turned": (_one_bit_turned, "(现场.jpg): its file was changed"),
    "a file cut short": (_cut_short, "(现场.jpg): its file has"),
    "a row lost": (_row_lost, ": no row names this file."),
    "an entry rewritten": (_trail_rewritten, "trail: entry 2 is not what was written."),
    "an entry missing at the end": (_trail_cut, "trail: entry"),
    "a stage written past the workflow": (_closed_by_hand, "it is at closed, but the trail led it to in_progress."),
    "no round open": (_two_rounds_open, "at in_progress its open rounds are none."),
    "locked without an application": (_locked_behind_the_application, "locked_at is set"),
    "a due date moved": (_due_moved, "it is due 2030-01-01 (fixed), its newest deadline says 2026-12-31"),
    "started without a coordinating unit": (_without_coordinator, "has no coordinating unit"),
    "late though in time": (_late_in_time, "is marked as late and came before the cut-off"),
    "in time though late": (_in_time_though_late, "came after the cut-off and is not marked as late"),
    "evidence of another issue's measure": (_evidence_of_another_issue, "its measure belongs to issue"),
    "evidence handed in with nothing": (_handed_in_with_nothing, "it was handed in with nothing"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_it_names(issues: tuple[Issue, Issue], fault: str) -> None:
    plant, words = PLANTED[fault]
    plant(*issues)
    _, err = verify()
    assert words in err
    assert "faults were found." in err


WITHOUT_GUARD = {
    "closed without both signatures": (
        "UPDATE rectification_round SET party_signed_at = NULL WHERE closed_at IS NOT NULL",
        "closed without both",
    ),
    "one person in both seats": (
        "UPDATE rectification_round SET party_signed_by_id = government_signed_by_id WHERE closed_at IS NOT NULL",
        "one person signed from both seats",
    ),
    "fulfilled without a day": (
        "UPDATE rectification_measure SET state = 'fulfilled' WHERE position = 1",
        "it is fulfilled, with the day None",
    ),
}


@pytest.fixture
def without_constraints(committed_db: Committed) -> Callable[[str], None]:
    """Writes what the database itself would refuse, into the throw-away copy."""

    def write(statement: str) -> None:
        if connection.vendor == "sqlite":
            connections.close_all()
            with closing(sqlite3.connect(committed_db.name)) as raw, raw:
                raw.execute("PRAGMA ignore_check_constraints = ON")
                raw.execute(statement)
            return
        with connection.cursor() as cursor:
            table = statement.split()[1]
            cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            cursor.execute(statement)

    return write


@pytest.mark.parametrize("fault", WITHOUT_GUARD)
def test_it_names_what_no_constraint_held_off(issues: tuple[Issue, Issue], without_constraints: Callable[[str], None], fault: str) -> None:
    statement, words = WITHOUT_GUARD[fault]
    without_constraints(statement)
    assert words in verify()[1]


def test_a_deadline_decided_later_is_no_fault(issues: tuple[Issue, Issue]) -> None:
    working, _ = issues
    newest, first = dt.date(2027, 3, 31), working.deadlines.get()
    Deadline.objects.create(issue=working, number=2, kind=first.kind, due=newest, source="extension", decided_by=first.decided_by)
    Issue.objects.filter(pk=working.pk).update(due=newest)
    assert verify()[1] == ""
