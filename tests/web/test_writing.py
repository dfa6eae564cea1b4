"""What holds for every change that a program makes; milestones stand for all of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rectification.models import AnsweredCall, Issue, Milestone, TrailEntry
from rectification.web.tasks import sweep_answers
from rectification.web.writing import forget_answers
from tests import factories
from tests.cast import Cast
from tests.programs import ROOT, Program, program

pytestmark = pytest.mark.django_db
STEP = {"text": "管网改造完成。", "due": "2026-11-30"}


@pytest.fixture
def issue(cast: Cast) -> Issue:
    return factories.issue(cast)


@pytest.fixture
def staff(cast: Cast) -> Program:
    return program(cast, "staff")


def new(issue: Issue, **fields: Any) -> dict[str, Any]:
    return {"issue": issue.pk, **STEP, **fields}


# --- versions


def test_an_answer_carries_the_version_as_its_etag(issue: Issue, staff: Program) -> None:
    made = staff.send("POST", "milestones/", new(issue))
    assert (made.status_code, made["ETag"], made.json()["version"]) == (201, '"1"', 1)
    pk = made.json()["id"]
    assert staff.get(f"milestones/{pk}/")["ETag"] == '"1"'
    changed = staff.send("PUT", f"milestones/{pk}/", STEP | {"text": "管网改造过半。"}, version=1)
    assert (changed.status_code, changed["ETag"], changed.json()["text"]) == (200, '"2"', "管网改造过半。")
    assert staff.get(f"issues/{issue.pk}/")["ETag"] == f'"{issue.version}"'


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("sent", [{}, {"If-Match": ""}, {"If-Match": "*"}])
def test_a_change_without_the_version_seen_is_428(cast: Cast, issue: Issue, method: str, sent: dict[str, str]) -> None:
    stored = factories.milestone(issue, "管网普查。")
    answer = cast.client("staff").generic(method, f"{ROOT}milestones/{stored.pk}/", "{}", content_type="application/json", headers=sent)
    assert (answer.status_code, answer.json()["code"]) == (428, "no_version")
    assert "If-Match" in answer.json()["detail"]
    assert Milestone.objects.get().version == 1


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_change_from_another_version_is_412_and_shows_what_is_stored(issue: Issue, staff: Program, method: str) -> None:
    stored = factories.milestone(issue, "管网普查。", version=3)
    answer = staff.send(method, f"milestones/{stored.pk}/", STEP, version=2)
    assert (answer.status_code, answer["ETag"]) == (412, '"3"')
    assert (answer.json()["code"], answer.json()["present"]["text"], answer.json()["present"]["version"]) == ("stale", "管网普查。", 3)
    assert Milestone.objects.get().text == "管网普查。"
    assert not TrailEntry.objects.exists()


@pytest.mark.parametrize("tag", ['W/"1"', '"1", "2"', "1", '"0"', '"x"'])
def test_a_tag_that_is_not_ours_matches_nothing(cast: Cast, issue: Issue, tag: str) -> None:
    stored = factories.milestone(issue, "管网普查。")
    address = f"{ROOT}milestones/{stored.pk}/"
    answer = cast.client("staff").put(address, STEP, content_type="application/json", headers={"If-Match": tag})
    assert answer.status_code == 412


def test_who_may_not_see_it_is_not_told_whether_the_version_was_right(cast: Cast, issue: Issue) -> None:
    stored = factories.milestone(issue, "管网普查。")
    for version in (None, 1, 9):
        assert program(cast, "outsider").send("PUT", f"milestones/{stored.pk}/", STEP, version=version).status_code == 404


# --- once


def test_the_same_call_with_the_same_key_is_one_object(issue: Issue, staff: Program) -> None:
    first, again = (staff.send("POST", "milestones/", new(issue), key="a-1") for _ in range(2))
    assert (first.status_code, first.json(), first["ETag"]) == (again.status_code, again.json(), again["ETag"])
    assert Milestone.objects.count() == TrailEntry.objects.filter(verb="add_milestone").count() == 1


def test_a_key_is_not_used_for_another_call(issue: Issue, staff: Program) -> None:
    staff.send("POST", "milestones/", new(issue), key="a-1")
    for path, said in (("milestones/", new(issue, text="别的。")), ("targets/", {"issue": issue.pk})):
        answer = staff.send("POST", path, said, key="a-1")
        assert (answer.status_code, answer.json()["code"]) == (422, "incomplete")
    assert Milestone.objects.count() == 1


def test_a_key_is_its_persons_own(cast: Cast, issue: Issue) -> None:
    made = [program(cast, role).send("POST", "milestones/", new(issue, text=role), key="a-1").json()["text"] for role in ("staff", "clerk")]
    assert made == ["staff", "clerk"]


def test_a_refused_call_gives_its_key_back(issue: Issue, staff: Program) -> None:
    assert staff.send("POST", "milestones/", new(issue, text=" "), key="a-1").status_code == 422
    assert staff.send("POST", "milestones/", new(issue), key="a-1").status_code == 201


@pytest.mark.parametrize("key", ["a" * 65, "a b", "é"])
def test_a_key_is_short_and_plain(issue: Issue, staff: Program, key: str) -> None:
    assert staff.send("POST", "milestones/", new(issue), key=key).status_code == 422


def test_an_answer_is_kept_for_a_day_and_then_swept(issue: Issue, staff: Program) -> None:
    staff.send("POST", "milestones/", new(issue), key="a-1")
    assert (sweep_answers(), AnsweredCall.objects.count()) == (0, 1)
    assert forget_answers(now=timezone.now() + dt.timedelta(hours=24, minutes=1)) == 1
    assert staff.send("POST", "milestones/", new(issue, text="别的。"), key="a-1").status_code == 201
    assert Milestone.objects.count() == 2


# --- what is sent


@pytest.mark.parametrize("field", ["id", "version", "position", "pk", "nosuch", "issue_id"])
def test_a_field_that_cannot_be_set_is_refused(issue: Issue, staff: Program, field: str) -> None:
    answer = staff.send("POST", "milestones/", new(issue, **{field: 7}))
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not Milestone.objects.exists()


def test_a_change_does_not_move_a_thing_to_another_issue(cast: Cast, issue: Issue, staff: Program) -> None:
    stored = factories.milestone(issue, "管网普查。")
    answer = staff.send("PUT", f"milestones/{stored.pk}/", STEP | {"issue": factories.issue(cast).pk}, version=1)
    assert (answer.status_code, list(answer.json())) == (400, ["issue"])


@pytest.mark.parametrize(
    "body",
    [
        *("", "{", "[]", "1", "null", '"x"', "\ufeff{}"),
        *('{"text": "a", "text": "b"}', '{"text": NaN}', '{"text": Infinity}', '{"text": ' + "9" * 5000 + "}"),
        *('{"text": ' + "[" * 33 + "]" * 33 + "}", "[" * 10_000 + "]" * 10_000, '{"text": "\\ud800"}', '{"\\ud800": 1}'),
    ],
)
def test_what_is_not_plain_json_is_400(issue: Issue, staff: Program, body: str) -> None:
    assert staff.send("POST", "milestones/", body).status_code == 400


@pytest.mark.parametrize("body", [b'{"text": "\xff"}', '{"text": "a"}'.encode("utf-16")])
def test_another_encoding_than_utf_8_is_400(cast: Cast, body: bytes) -> None:
    assert cast.client("staff").post(f"{ROOT}milestones/", body, content_type="application/json").status_code == 400


@pytest.mark.parametrize("sort", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"])
def test_another_type_than_json_is_415(cast: Cast, sort: str) -> None:
    assert cast.client("staff").post(f"{ROOT}milestones/", "text=a", content_type=sort).status_code == 415


def test_more_than_a_megabyte_is_413(issue: Issue, staff: Program) -> None:
    assert staff.send("POST", "milestones/", '{"text": "' + "a" * 1024 * 1024 + '"}').status_code == 413
    assert staff.send("POST", "milestones/", new(issue, text="a" * 301)).status_code == 400


@pytest.mark.parametrize(
    "wrong", [{"text": 5}, {"due": 20261130}, {"due": "2026-02-30"}, {"due": "20261130"}, {"issue": "1"}, {"issue": True}]
)
def test_a_field_of_another_type_is_not_guessed_at(issue: Issue, staff: Program, wrong: dict[str, object]) -> None:
    answer = staff.send("POST", "milestones/", new(issue) | wrong)
    assert (answer.status_code, list(answer.json())) == (400, list(wrong))


def test_a_refusal_names_the_field(issue: Issue, staff: Program) -> None:
    answer = staff.send("POST", "milestones/", new(issue, due="2027-01-01"))
    assert (answer.status_code, answer.json()["fields"]) == (422, {"due": "invalid"})


def test_a_page_of_another_site_cannot_write(cast: Cast, issue: Issue) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.staff)
    assert browser.post(f"{ROOT}milestones/", new(issue), content_type="application/json").status_code == 403
    browser.cookies["csrftoken"] = token = "a" * 32
    answer = browser.post(f"{ROOT}milestones/", new(issue), content_type="application/json", headers={"X-CSRFToken": token})
    assert answer.status_code == 201


@pytest.mark.parametrize(
    ("method", "path"), [("PATCH", "milestones/1/"), ("DELETE", "milestones/"), ("DELETE", "reports/1/"), ("OPTIONS", "reports/")]
)
def test_what_an_address_does_not_do_is_405(cast: Cast, method: str, path: str) -> None:
    for client in (cast.client("clerk"), Client()):
        assert client.generic(method, ROOT + path).status_code == 405
