"""The interface for programs: read-only, the same as the pages, refused in JSON."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from rectification.web import paging, throttling
from tests import factories
from tests.cast import Cast
from tests.conftest import Budget

pytestmark = pytest.mark.django_db
ISSUES = "/api/v1/issues/"


def test_it_gives_a_row_with_units_deadline_stage_and_pace(cast: Cast) -> None:
    issue = factories.issue(cast, due=dt.date(2020, 1, 1), deadline_words="2020年1月1日前")
    answer = cast.client("staff").get(ISSUES).json()
    assert (answer["count"], answer["exact"]) == (1, True)
    row = answer["results"][0]
    assert (row["id"], row["stage"], row["pace"], row["due"], row["deadline_words"]) == (
        *(issue.pk, "not_started", "overdue"),
        *("2020-01-01", "2020年1月1日前"),
    )
    assert (row["units"][0]["role"], row["units"][0]["name"]) == ("lead", "区城管局")


def test_the_detail_adds_measures_deadlines_and_rounds(cast: Cast) -> None:
    issue = factories.issue(cast)
    row = cast.client("staff").get(f"{ISSUES}{issue.pk}/").json()
    assert [measure["text"] for measure in row["measures"]] == ["建成渗滤液收集池。", "每日清运并记录。"]
    assert row["deadlines"][0]["due"] == "2026-12-31"
    assert row["rounds"][0]["number"] == 1


@pytest.mark.parametrize("role", ["clerk", "staff", "outsider", "admin", "auditor"])
@pytest.mark.parametrize("query", ["", "?pace=not_due", "?pace=overdue", "?role=supervising", "?text=渗滤液", "?ordering=-due"])
def test_it_finds_what_the_page_finds(cast: Cast, role: str, query: str) -> None:
    factories.issue(cast)
    factories.issue(cast, due=dt.date(2020, 1, 1))
    factories.bare_issue(factories.plan(cast))
    client = cast.client(role)
    page = [issue.pk for issue in client.get(f"/issues/{query}").context["rows"]]
    assert [row["id"] for row in client.get(f"{ISSUES}{query}").json()["results"]] == page


def test_foreign_objects_are_not_there(cast: Cast) -> None:
    issue = factories.issue(cast)
    for address in (f"{ISSUES}{issue.pk}/", f"/api/v1/plans/{issue.plan_id}/"):
        assert cast.client("staff").get(address).status_code == 200
        assert cast.client("outsider").get(address).status_code == 404
        assert cast.client("admin").get(address).status_code == 404


@pytest.mark.parametrize("address", [ISSUES, "/api/v1/plans/", "/api/v1/units/", "/api/v1/schema/"])
def test_strangers_get_nothing(cast: Cast, address: str) -> None:
    factories.issue(cast)
    assert Client().get(address).status_code == 403


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("room", ["issues", "plans", "units"])
def test_nothing_is_written_here(cast: Cast, method: str, room: str) -> None:
    issue = factories.issue(cast)
    for address in (f"/api/v1/{room}/", f"/api/v1/{room}/{issue.pk}/"):
        assert getattr(cast.client("clerk"), method)(address).status_code == 405


@pytest.mark.parametrize(
    "junk",
    [
        "unit__users__password__startswith=a",
        "ordering=password",
        "stage=x",
        "unit=99999999999999999999",
        "due_to=x",
        "text=%00",
        "nosuch=1",
        "text=" + "长" * 101,
    ],
)
def test_what_it_does_not_know_it_refuses(cast: Cast, junk: str) -> None:
    assert cast.client("clerk").get(f"{ISSUES}?{junk}").status_code == 400


def test_pages_hold_at_most_two_hundred(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert paging.ApiPages.max_page_size == 200
    monkeypatch.setattr(paging.ApiPages, "max_page_size", 2)
    version = factories.plan(cast)
    for _ in range(3):
        factories.bare_issue(version)
    client = cast.client("clerk")
    assert len(client.get(f"{ISSUES}?page_size=1000000000").json()["results"]) == 2
    assert client.get(f"{ISSUES}?page=1000000000").status_code == 404


def test_units_are_read_by_everybody_who_signs_in(cast: Cast) -> None:
    answer = cast.client("outsider").get("/api/v1/units/?name=城管").json()
    assert [unit["name"] for unit in answer["results"]] == ["区城管局"]


def test_a_refusal_speaks_the_readers_language(cast: Cast) -> None:
    client = cast.client("outsider")
    assert client.get(f"{ISSUES}1/").json()["code"] == "not_found"
    assert "整改事项" in client.get(f"{ISSUES}1/").json()["detail"] or "事项" in client.get(f"{ISSUES}1/").json()["detail"]
    client.cookies["django_language"] = "en"
    english = client.get(f"{ISSUES}1/").json()["detail"]
    assert english == "There is no such issue, or it is not shown to you."


def test_who_asks_too_often_has_to_wait_until_the_minute_is_over(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttling, "CALLS", 3)
    client = cast.client("clerk")
    with time_machine.travel("2026-11-20 09:30:15+08:00", tick=False) as clock:
        assert [client.get("/api/v1/units/").status_code for _ in range(4)] == [200, 200, 200, 429]
        assert client.get("/api/v1/units/")["Retry-After"] == "45"
        assert cast.client("staff").get("/api/v1/units/").status_code == 200
        clock.shift(45)
        assert client.get("/api/v1/units/").status_code == 200


@pytest.mark.parametrize("parent", ["-1e999999", "1e999999", "NaN", "-Infinity", "1" + "0" * 30, "-1", "1.5", "x", "%00"])
def test_an_impossible_number_is_refused_at_once(cast: Cast, parent: str) -> None:
    assert cast.client("clerk").get(f"/api/v1/units/?parent={parent}").status_code == 400


def test_its_price_does_not_grow_with_its_rows(cast: Cast, query_budget: Budget) -> None:
    version = factories.plan(cast)
    for _ in range(12):
        factories.issue(cast, version)
    client = cast.client("staff")
    client.get(ISSUES)
    with query_budget("api-issues"):
        assert len(client.get(ISSUES).json()["results"]) == 12


def test_an_address_that_is_not_there_is_refused_in_json(cast: Cast) -> None:
    response = cast.client("clerk").get("/api/v1/nothing/")
    assert response.status_code == 404
    assert response.json() == {"detail": "没有这个页面"}


def test_the_schema_describes_every_address(cast: Cast) -> None:
    schema = cast.client("clerk").get("/api/v1/schema/?format=json").json()
    assert {"200", "400", "403", "404", "429"} <= set(schema["paths"]["/api/v1/issues/"]["get"]["responses"])
    assert {"/api/v1/issues/", "/api/v1/issues/{id}/", "/api/v1/plans/", "/api/v1/units/{id}/"} <= set(schema["paths"])


def test_overdue_has_a_filter_in_its_own_word(cast: Cast) -> None:
    version = factories.plan(cast)
    late = factories.issue(cast, version, due=timezone.localdate() - dt.timedelta(days=1))
    early = factories.issue(cast, version, due=timezone.localdate() + dt.timedelta(days=90))
    client = cast.client("clerk")
    found = {asked: [row["id"] for row in client.get(ISSUES, {"overdue": asked}).json()["results"]] for asked in ("true", "false")}
    assert found == {"true": [late.pk], "false": [early.pk]}
    page = client.get("/issues/", {"overdue": "true"})
    assert str(late.statement) in page.content.decode()
    assert [chip.words for chip in page.context["chips"]] == ["已超期：是"]
