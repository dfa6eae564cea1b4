"""Programs ask for later deadlines and decide on them as people do."""

from __future__ import annotations

import pytest

from rectification.models import Extension, Issue
from tests import factories
from tests.cast import Cast
from tests.programs import program

pytestmark = pytest.mark.django_db
LATER = {"proposed_due": "2027-06-30", "reason": "管网改造须避开汛期。", "progress": "已完成六成。"}


@pytest.fixture
def issue(cast: Cast) -> Issue:
    return factories.issue(cast)


def test_a_request_passes_its_levels_to_a_new_date(cast: Cast, issue: Issue) -> None:
    asked = program(cast, "staff").send("POST", "extensions/", {"issue": issue.pk, "issue_version": issue.version, **LATER}, key="e-1")
    assert (asked.status_code, asked.json()["state"], asked.json()["levels"]) == (201, "pending", ["unit_head", "supervising", "office"])
    address = f"extensions/{asked.json()['id']}/"
    for version, role in enumerate(("unithead", "supervisor", "clerk"), start=1):
        said = {"agrees": True, "due": "2027-06-30", "words": "同意。"}
        decided = program(cast, role).send("POST", f"{address}decide/", said, version=version)
        assert decided.status_code == 200
    told = program(cast, "auditor").get(address).json()
    assert (told["state"], told["granted_due"], [opinion["level"] for opinion in told["opinions"]]) == (
        "granted",
        "2027-06-30",
        told["levels"],
    )


def test_a_request_made_from_an_old_version_of_the_issue_is_a_conflict(cast: Cast, issue: Issue) -> None:
    said = {"issue": issue.pk, "issue_version": issue.version + 1, **LATER}
    answer = program(cast, "staff").send("POST", "extensions/", said)
    assert (answer.status_code, answer.json()["code"]) == (409, "stale")
    assert not Extension.objects.exists()


def test_a_second_opinion_on_the_same_step_is_too_late(cast: Cast, issue: Issue) -> None:
    extension = factories.extension(cast, issue, version=2)
    answer = program(cast, "unithead").send("POST", f"extensions/{extension.pk}/decide/", {"agrees": False, "words": "不同意。"}, version=1)
    assert (answer.status_code, answer.json()["present"]["state"]) == (412, "pending")


def test_a_refusal_says_why(cast: Cast, issue: Issue) -> None:
    extension = factories.extension(cast, issue)
    answer = program(cast, "unithead").send("POST", f"extensions/{extension.pk}/decide/", {"agrees": False}, version=1)
    assert (answer.status_code, answer.json()["fields"]) == (422, {"words": "required"})


def test_a_request_is_taken_back_as_it_was_seen(cast: Cast, issue: Issue) -> None:
    extension = factories.extension(cast, issue, version=2)
    staff = program(cast, "staff")
    assert staff.send("POST", f"extensions/{extension.pk}/withdraw/", version=1).status_code == 412
    assert staff.send("POST", f"extensions/{extension.pk}/withdraw/", {"state": "granted"}, version=2).status_code == 400
    assert staff.send("POST", f"extensions/{extension.pk}/withdraw/", version=2).json()["state"] == "withdrawn"


def test_foreign_requests_are_not_there(cast: Cast, issue: Issue) -> None:
    extension = factories.extension(cast, issue)
    assert program(cast, "outsider").get(f"extensions/{extension.pk}/").status_code == 404
    assert program(cast, "outsider").get("extensions/", state="pending").json()["count"] == 0
    assert program(cast, "clerk").get("extensions/", state="pending", issue=issue.pk).json()["count"] == 1
