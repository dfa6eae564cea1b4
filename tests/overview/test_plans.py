"""The plans: those of which a person may see an issue, with counts that open the list they count, and the document."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from rectification.models import PlanVersion
from tests import factories
from tests.cast import Cast
from tests.conftest import Budget

pytestmark = pytest.mark.django_db


def keep(version: PlanVersion) -> bytes:
    """Put the document's bytes where the intake would have put them."""
    assert version.document
    data = version.document.text.encode()
    folder = Path(settings.MEDIA_ROOT) / "documents"
    folder.mkdir(parents=True)
    (folder / version.document.fingerprint).write_bytes(data)
    return data


def document_address(version: PlanVersion) -> str:
    return f"/plans/{version.plan_id}/versions/{version.number}/document"


@pytest.mark.parametrize(("role", "offered"), [("clerk", True), ("staff", False), ("auditor", False)])
def test_only_the_office_is_offered_a_new_plan(cast: Cast, role: str, offered: bool) -> None:
    factories.issue(cast)
    assert ("/drafts/new/" in cast.client(role).get("/plans/").content.decode()) is offered


def test_every_number_opens_the_list_it_counts(cast: Cast) -> None:
    version = factories.plan(cast)
    factories.issue(cast, version)
    factories.issue(cast, version, stage="in_progress")
    client = cast.client("staff")
    page = client.get(f"/plans/{version.plan_id}/")
    assert [(count.stage, count.count) for count in page.context["counts"]] == [("not_started", 1), ("in_progress", 1)]
    for count in page.context["counts"]:
        query = f"/issues/?plan={version.plan_id}&stage={count.stage}"
        assert query.replace("&", "&amp;") in page.content.decode()
        assert client.get(query).context["page_obj"].paginator.count == count.count


def test_a_person_counts_only_what_that_person_sees(cast: Cast) -> None:
    version = factories.plan(cast)
    factories.issue(cast, version)
    factories.bare_issue(version)
    assert cast.client("clerk").get(f"/plans/{version.plan_id}/").context["total"] == 2
    assert cast.client("staff").get(f"/plans/{version.plan_id}/").context["total"] == 1


def test_plans_without_a_visible_issue_do_not_exist(cast: Cast) -> None:
    version = factories.issue(cast).plan_version
    for role, status, count in (("staff", 200, 1), ("outsider", 404, 0), ("admin", 404, 0)):
        client = cast.client(role)
        assert client.get(f"/plans/{version.plan_id}/").status_code == status
        assert len(client.get("/plans/").context["rows"]) == count


def test_the_document_is_handed_out_byte_for_byte_and_never_shown(cast: Cast) -> None:
    version = factories.issue(cast).plan_version
    data = keep(version)
    response = cast.client("staff").get(document_address(version))
    assert b"".join(response.streaming_content) == data  # type: ignore[attr-defined]  # a FileResponse
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize("role", ["outsider", "admin"])
def test_the_document_is_kept_from_those_who_see_no_issue_of_it(cast: Cast, role: str) -> None:
    version = factories.issue(cast).plan_version
    keep(version)
    assert cast.client(role).get(document_address(version)).status_code == 404
    assert Client().get(document_address(version)).status_code == 302


def test_the_list_asks_the_database_a_bounded_number_of_times(cast: Cast, query_budget: Budget) -> None:
    for _ in range(5):
        factories.issue(cast)
    client = cast.client("staff")
    client.get("/plans/")
    with query_budget("plans"):
        assert len(client.get("/plans/").context["rows"]) == 5
