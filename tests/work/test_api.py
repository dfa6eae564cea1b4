"""Programs divide the work of an issue as people do."""

from __future__ import annotations

import pytest

from rectification.models import Issue, Target
from tests import factories
from tests.cast import Cast
from tests.conftest import Budget
from tests.programs import program

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(cast: Cast) -> Issue:
    return factories.issue(cast)


def test_milestones_are_listed_for_everybody_who_sees_the_issue(cast: Cast, issue: Issue) -> None:
    factories.milestone(issue, "管网改造过半。")
    factories.milestone(factories.issue(cast), "另一件。")
    found = program(cast, "supervisor").get("milestones/", issue=issue.pk).json()["results"]
    assert [row["text"] for row in found] == ["管网改造过半。"]
    assert program(cast, "outsider").get("milestones/").json()["count"] == 0


def test_a_milestone_is_taken_away(cast: Cast, issue: Issue) -> None:
    stored = factories.milestone(issue, "管网改造过半。")
    assert program(cast, "clerk").send("DELETE", f"milestones/{stored.pk}/", version=1).status_code == 204
    assert not issue.milestones.exists()


def test_a_target_is_shared_out(cast: Cast, issue: Issue) -> None:
    staff, lead = program(cast, "staff"), cast.district.lead.pk
    made = staff.send("POST", "targets/", {"issue": issue.pk, "text": "雨污分流", "total": "618.5", "counted_in": "座"}).json()
    assert (made["total"], made["shares"]) == ("618.5", [])
    said = {"text": "雨污分流", "total": "618", "counted_in": "座", "shares": [{"unit": lead, "quantity": "412"}]}
    changed = staff.send("PUT", f"targets/{made['id']}/", said, version=1)
    assert (changed.status_code, changed.json()["shares"]) == (200, [{"unit": lead, "quantity": "412"}])


@pytest.mark.parametrize("total", ["0", "-1", "1e3", "1.2万", 618, "1" * 15, "0.00001", None])
def test_a_total_is_a_plain_number_and_more_than_nothing(cast: Cast, issue: Issue, total: object) -> None:
    said = {"issue": issue.pk, "text": "雨污分流", "total": total, "counted_in": "座"}
    assert program(cast, "staff").send("POST", "targets/", said).status_code in (400, 422)
    assert not Target.objects.exists()


def test_a_unit_has_one_share(cast: Cast, issue: Issue) -> None:
    target = factories.target(issue, "雨污分流", 618)
    share = {"unit": cast.district.lead.pk, "quantity": "1"}
    said = {"text": "雨污分流", "total": "618", "counted_in": "座", "shares": [share, share]}
    assert program(cast, "staff").send("PUT", f"targets/{target.pk}/", said, version=1).status_code == 422


def test_a_group_is_expanded_from_the_version_of_its_issue(cast: Cast, issue: Issue) -> None:
    clerk, east = program(cast, "clerk"), cast.district.east.pk
    row = clerk.get("groups/", issue=issue.pk).json()["results"][0]
    assert (row["printed"], row["units"], row["version"]) == ("各街道", [], issue.version)
    changed = clerk.send("PUT", f"groups/{row['id']}/", {"units": [east]}, version=row["version"])
    assert (changed.status_code, changed.json()["units"], changed["ETag"]) == (200, [east], f'"{issue.version + 1}"')
    assert clerk.send("PUT", f"groups/{row['id']}/", {"units": []}, version=row["version"]).status_code == 412


def test_its_price_does_not_grow_with_its_rows(cast: Cast, issue: Issue, query_budget: Budget) -> None:
    for number in range(12):
        factories.target(issue, f"指标{number}", 10)
    staff = program(cast, "staff")
    staff.get("targets/")
    with query_budget("api-targets"):
        assert len(staff.get("targets/").json()["results"]) == 12
