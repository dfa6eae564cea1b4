"""What was handed in is taken back with a reason and stays; what was never handed in is swept after a day."""

from __future__ import annotations

import datetime as dt
import os

import pytest
from django.test import Client
from django.utils import timezone

from rectification.evidence import actions, storage
from rectification.files import ORPHAN_AFTER
from rectification.models import Evidence, Issue, Report, Rhythm, TrailEntry
from rectification.vocabulary import Verb
from rectification.workflow.actions import move
from tests.cast import ROLES, Cast
from tests.evidence import specimens
from tests.evidence.conftest import kept_files, measure_slot, slot, uploaded

REASON = {"reason": "照片拍错了地点"}


@pytest.fixture
def row(staff: Client, issue: Issue) -> Evidence:
    return uploaded(staff, measure_slot(issue), specimens.picture())


def reported(row: Evidence) -> Report:
    """Hand a draft's file in with a report of its unit."""
    now = timezone.now()
    rhythm = Rhythm.objects.create(name="周报", kind="week", cutoff_time=dt.time(17))
    period = rhythm.periods.create(starts=dt.date(2026, 6, 1), ends=dt.date(2026, 6, 7), cutoff_at=now, opened_at=now)
    said = {"status": "on_schedule", "text": "已完成基坑开挖。", "submitted_at": now, "submitted_by": row.uploaded_by}
    report = Report.objects.create(issue=row.issue, unit=row.unit, period=period, round=row.round, **said)
    Evidence.objects.filter(pk=row.pk).update(report=report, sent_at=now)
    return report


def test_it_stays_struck_through_with_its_reason(staff: Client, cast: Cast, issue: Issue, row: Evidence) -> None:
    assert staff.post(f"/evidence/{row.pk}/withdraw/", REASON).status_code == 302
    row.refresh_from_db()
    assert (row.withdrawn_by, row.withdrawn_because) == (cast.staff, REASON["reason"])
    assert storage.path_of(row.stored).exists()
    for address in (f"/issues/{issue.pk}/", f"/evidence/{row.pk}/"):
        page = cast.client("auditor").get(address).content.decode()
        assert f"<del>{row.name}</del>" in page
        assert REASON["reason"] in page
    act = TrailEntry.objects.get(verb="withdraw_evidence")
    assert (act.reason, act.issue_id, act.round) == (REASON["reason"], issue.pk, 1)
    assert row.sha256 in act.change


def test_without_a_reason_it_is_not_taken_back(staff: Client, row: Evidence) -> None:
    assert staff.post(f"/evidence/{row.pk}/withdraw/", {"reason": " "}).status_code == 422
    row.refresh_from_db()
    assert row.withdrawn_at is None


def test_it_is_taken_back_once(staff: Client, row: Evidence) -> None:
    assert staff.post(f"/evidence/{row.pk}/withdraw/", REASON).status_code == 302
    assert staff.post(f"/evidence/{row.pk}/withdraw/", REASON).status_code == 409
    assert TrailEntry.objects.filter(verb="withdraw_evidence").count() == 1


@pytest.mark.parametrize("role", ROLES)
def test_only_its_unit_takes_it_back(cast: Cast, row: Evidence, role: str) -> None:
    expected = {"staff": 302, "unithead": 302, "outsider": 404, "admin": 404}.get(role, 403)
    client = cast.client(role)
    assert client.post(f"/evidence/{row.pk}/withdraw/", REASON).status_code == expected
    row.refresh_from_db()
    assert (row.withdrawn_at is not None) == (expected == 302)


def test_from_the_application_on_it_stays_as_it_is(staff: Client, cast: Cast, issue: Issue, row: Evidence) -> None:
    for verb in (Verb.START, Verb.COMPLETE, Verb.APPLY):
        move(issue_id=issue.pk, verb=verb, actor=cast.unithead, now=timezone.now())
    assert "撤回这份材料" not in staff.get(f"/evidence/{row.pk}/").content.decode()
    assert staff.post(f"/evidence/{row.pk}/withdraw/", REASON).status_code == 409
    row.refresh_from_db()
    assert row.withdrawn_at is None


def test_a_file_taken_back_may_be_handed_in_again(staff: Client, issue: Issue, row: Evidence) -> None:
    staff.post(f"/evidence/{row.pk}/withdraw/", REASON)
    again = uploaded(staff, measure_slot(issue), specimens.picture())
    assert again.pk != row.pk


def test_what_goes_with_a_report_is_shown_with_it(staff: Client, cast: Cast, issue: Issue) -> None:
    row = uploaded(staff, slot(issue), specimens.picture())
    reported(row)
    page = cast.client("clerk").get(f"/issues/{issue.pk}/").content.decode()
    assert f"/evidence/{row.pk}/thumbnail" in page
    assert "第23周（6月1日—7日）" in page
    assert staff.post(f"/evidence/{row.pk}/remove/").status_code == 412
    assert staff.post(f"/evidence/{row.pk}/withdraw/", REASON).status_code == 302


def test_what_was_not_handed_in_is_swept_after_a_day(staff: Client, issue: Issue, row: Evidence) -> None:
    forgotten = uploaded(staff, slot(issue), specimens.picture(colour="red"))
    now = timezone.now()
    assert actions.sweep(now=now + ORPHAN_AFTER - dt.timedelta(minutes=5)) == 0
    assert actions.sweep(now=now + ORPHAN_AFTER + dt.timedelta(minutes=5)) == 1
    assert list(Evidence.objects.all()) == [row]
    assert not [path for path in kept_files() if forgotten.stored in str(path)]
    assert storage.path_of(row.stored).exists()
    assert storage.previews_of(row.stored).exists()


def test_what_was_handed_in_is_never_swept(staff: Client, issue: Issue, row: Evidence) -> None:
    reported(uploaded(staff, slot(issue), specimens.picture(colour="red")))
    staff.post(f"/evidence/{row.pk}/withdraw/", REASON)
    before = kept_files()
    assert actions.sweep(now=timezone.now() + dt.timedelta(days=400)) == 0
    assert kept_files() == before


def test_files_without_a_row_are_swept_after_a_day(staff: Client, row: Evidence) -> None:
    fresh, orphan, left = (storage.folder() / "00" / name for name in ("0" * 32, "1" * 32, ".incoming-x"))
    fresh.parent.mkdir(exist_ok=True)
    yesterday = (timezone.now() - ORPHAN_AFTER).timestamp() - 60
    for path in (fresh, orphan, left):
        path.write_bytes(b"x")
    for path in (orphan, left, storage.path_of(row.stored)):
        os.utime(path, (yesterday, yesterday))
    lost = storage.previews_of("2" * 32)
    lost.mkdir(parents=True)
    actions.sweep(now=timezone.now())
    assert (fresh.exists(), orphan.exists(), left.exists(), lost.exists()) == (True, False, False, False)
    assert storage.path_of(row.stored).exists()
