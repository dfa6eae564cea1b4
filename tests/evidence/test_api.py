"""Programs send evidence, find it and take it back as people do."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from rectification.evidence import rules
from rectification.models import Evidence, Issue, TrailEntry
from rectification.vocabulary import Verb
from rectification.workflow.actions import move
from tests import factories
from tests.cast import Cast
from tests.conftest import Budget
from tests.evidence import specimens
from tests.evidence.conftest import kept_files
from tests.programs import ROOT, program

PICTURE = specimens.picture()
ADDRESS = f"{ROOT}evidence/"

Place = dict[str, Any]
"""Where a file goes."""


def sent(client: Client, data: bytes = PICTURE, *, key: str = "", name: str = "现场.jpg", **said: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, data), **said}, headers=headers)


@pytest.fixture
def to_report(cast: Cast, issue: Issue) -> Place:
    return {"issue": issue.pk, "unit": cast.district.lead.pk}


@pytest.fixture
def to_measure(issue: Issue) -> Place:
    return {"issue": issue.pk, "measure": issue.measures.all()[0].pk}


def lock(issue: Issue, cast: Cast) -> None:
    for verb in (Verb.START, Verb.COMPLETE, Verb.APPLY):
        move(issue_id=issue.pk, verb=verb, actor=cast.unithead, now=timezone.now())


def test_a_file_is_uploaded_described_and_fetched(staff: Client, to_measure: Place) -> None:
    made = sent(staff, **to_measure, shot="before", place="东山中转站", taken_on="2026-03-01")
    told = made.json()
    assert (made.status_code, told["name"], told["media_type"], told["size"]) == (201, "现场.jpg", "image/jpeg", len(PICTURE))
    assert told["sha256"] == hashlib.sha256(PICTURE).hexdigest()
    assert (told["shot"], told["place"], told["taken_on"], told["measure"]) == ("before", "东山中转站", "2026-03-01", to_measure["measure"])
    assert told["sent_at"] is not None
    assert staff.get(told["file"]).getvalue() == PICTURE
    assert staff.get(f"{ADDRESS}{told['id']}/").json() == told


def test_two_halves_become_a_pair(staff: Client, to_report: Place) -> None:
    before = sent(staff, **to_report, shot="before").json()
    other = specimens.picture(colour="red")
    assert sent(staff, other, **to_report, beside=before["id"]).status_code == 422
    assert sent(staff, other, **to_report, shot="before", beside=before["id"]).status_code == 404
    assert sent(staff, other, **to_report, shot="after", beside=before["id"]).json()["pair"] == before["pair"] != ""


def test_nobody_pairs_a_photograph_with_one_of_another_issue(cast: Cast, staff: Client, to_report: Place) -> None:
    foreign = sent(staff, issue=factories.issue(cast).pk, unit=to_report["unit"], shot="before").json()
    answer = sent(staff, specimens.picture(colour="red"), **to_report, shot="after", beside=foreign["id"])
    assert (answer.status_code, Evidence.objects.count()) == (404, 1)


def test_a_file_sent_twice_with_one_key_is_entered_once(staff: Client, to_measure: Place) -> None:
    first = sent(staff, **to_measure, key="a-1")
    before = kept_files()
    staff.post(f"{ADDRESS}{first.json()['id']}/withdraw/", {"reason": "照片拍错了地点"}, content_type="application/json")
    again = sent(staff, **to_measure, key="a-1")
    assert (again.status_code, again.json()) == (201, first.json())
    assert (Evidence.objects.count(), kept_files()) == (1, before)
    assert TrailEntry.objects.filter(verb="add_evidence").count() == 1


@pytest.mark.parametrize("other", [{"data": specimens.picture(colour="red")}, {"name": "别的.jpg"}, {"place": "东山"}])
def test_a_key_is_not_used_for_another_file(staff: Client, to_measure: Place, other: dict[str, Any]) -> None:
    sent(staff, **to_measure, key="a-1")
    assert sent(staff, **to_measure, key="a-1", **other).status_code == 422
    assert Evidence.objects.count() == 1
    assert len({path.name for path in kept_files() if path.parts[-3] == "evidence"}) == 1


def test_a_key_comes_back_when_there_was_no_room(staff: Client, to_measure: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(rules, "MOST_OF_AN_ISSUE", 1)
        assert sent(staff, **to_measure, key="a-1").status_code == 422
        assert kept_files() == []
    assert sent(staff, **to_measure, key="a-1").status_code == 201


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("现场.jpg", specimens.bomb_by_header(), 422, "too_many_pixels"),
        ("方案.docm", specimens.docm(), 422, "macros"),
        ("现场.jpg", b"<script>alert(1)</script>", 422, "unknown_type"),
        ("空.jpg", b"", 422, "empty"),
        ("大.jpg", PICTURE.ljust(20 * 2**20 + 1, b"\0"), 413, "too_large"),
    ],
)
def test_a_hostile_kind_is_refused_by_name_and_nothing_is_kept(
    staff: Client, to_measure: Place, name: str, data: bytes, status: int, code: str
) -> None:
    answer = sent(staff, data, name=name, **to_measure)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (Evidence.objects.count(), kept_files()) == (0, [])


@pytest.mark.parametrize(
    ("said", "status"),
    [
        *(({"sha256": "0"}, 400), ({"uploaded_by": "1"}, 400), ({"taken_on": "2026.3.1"}, 400), ({"shot": "during"}, 400)),
        *(({"measure": "x"}, 400), ({"measure": ["1", "1"]}, 400), ({"unit": "1"}, 422), ({"taken_on": "2099-01-01"}, 422)),
    ],
)
def test_what_does_not_fit_is_refused(staff: Client, to_measure: Place, said: dict[str, Any], status: int) -> None:
    assert sent(staff, **to_measure | said).status_code == status
    assert (Evidence.objects.count(), kept_files()) == (0, [])


def test_a_file_without_a_place_or_a_place_without_a_file_is_refused(staff: Client, issue: Issue, to_measure: Place) -> None:
    assert sent(staff, issue=issue.pk).status_code == 422
    assert staff.post(ADDRESS, to_measure).status_code == 400
    assert staff.post(ADDRESS, to_measure, content_type="application/json").status_code == 415


def test_a_foreign_issue_is_not_there(cast: Cast, staff: Client, to_report: Place, to_measure: Place) -> None:
    stranger, row = cast.client("outsider"), sent(staff, **to_measure).json()
    assert [sent(stranger, **place).status_code for place in (to_report, to_measure)] == [404, 404]
    assert stranger.get(f"{ADDRESS}{row['id']}/").status_code == 404
    assert stranger.get(ADDRESS).json()["count"] == 0
    reason = {"reason": "照片拍错了地点"}
    assert stranger.post(f"{ADDRESS}{row['id']}/withdraw/", reason, content_type="application/json").status_code == 404
    assert sent(cast.client("clerk"), **to_measure).status_code == 403


def test_what_was_not_handed_in_is_seen_by_its_sender_alone(cast: Cast, staff: Client, to_report: Place) -> None:
    row = sent(staff, **to_report).json()
    assert row["sent_at"] is None
    assert staff.get(ADDRESS).json()["count"] == 1
    for role in ("unithead", "clerk"):
        assert cast.client(role).get(ADDRESS).json()["count"] == 0
        assert cast.client(role).get(f"{ADDRESS}{row['id']}/").status_code == 404


def test_from_the_application_on_nothing_is_added_or_taken_back(cast: Cast, staff: Client, issue: Issue, to_measure: Place) -> None:
    row = sent(staff, **to_measure).json()
    before = kept_files()
    lock(issue, cast)
    assert sent(staff, specimens.picture(colour="red"), **to_measure).status_code == 409
    reason = {"reason": "照片拍错了地点"}
    assert staff.post(f"{ADDRESS}{row['id']}/withdraw/", reason, content_type="application/json").status_code == 409
    assert kept_files() == before


def test_it_is_taken_back_once_and_with_a_reason(cast: Cast, staff: Client, to_measure: Place) -> None:
    path, reason = f"evidence/{sent(staff, **to_measure).json()['id']}/", {"reason": "照片拍错了地点"}
    assert program(cast, "staff").send("POST", f"{path}withdraw/", {"reason": " "}).status_code == 422
    back = program(cast, "unithead").send("POST", f"{path}withdraw/", reason)
    assert (back.status_code, back.json()["withdrawn_because"]) == (200, reason["reason"])
    assert back.json()["withdrawn_at"] is not None
    assert program(cast, "staff").send("POST", f"{path}withdraw/", reason).status_code == 409
    assert TrailEntry.objects.filter(verb="withdraw_evidence").count() == 1


def test_evidence_is_filtered(cast: Cast, staff: Client, issue: Issue, to_report: Place, to_measure: Place) -> None:
    made = [sent(staff, **place).json()["id"] for place in (to_report, to_measure)]
    finds = {"issue": (issue.pk, made[::-1]), "measure": (to_measure["measure"], made[1:]), "report": (999, [])}
    for name, (value, found) in finds.items():
        assert [row["id"] for row in staff.get(ADDRESS, {name: value}).json()["results"]] == found
    assert staff.get(ADDRESS, {"unit": 1}).status_code == 400


def test_its_price_does_not_grow_with_its_rows(staff: Client, to_measure: Place, query_budget: Budget) -> None:
    for width in range(4):
        sent(staff, specimens.picture(size=(10 + width, 10)), **to_measure)
    with query_budget("api-evidence"):
        assert len(staff.get(ADDRESS).json()["results"]) == 4
