"""Sign-ins, failures and refused attempts enter the access log."""

from __future__ import annotations

import pytest
from django.test import Client

from rectification.models import AccessEntry
from tests import factories
from tests.cast import PASSWORD, Cast


def _verbs() -> list[tuple[str, str]]:
    return list(AccessEntry.objects.values_list("verb", "actor_name"))


def test_signing_in_and_failing_to_are_logged(cast: Cast) -> None:
    browser = Client()
    browser.post("/account/login/", {"login": "staff", "password": "wrong"})
    browser.post("/account/login/", {"login": "staff", "password": PASSWORD})
    browser.post("/account/logout/")
    assert _verbs() == [("sign_in_failed", ""), ("sign_in", "李填报"), ("sign_out", "李填报")]
    assert AccessEntry.objects.get(number=1).subject == "staff"
    assert PASSWORD not in str(AccessEntry.objects.values_list())


@pytest.mark.parametrize("address", ["/issues/{}/", "/api/v1/issues/{}/"])
def test_an_attempt_on_a_foreign_issue_is_logged_each_time(address: str, cast: Cast) -> None:
    path = address.format(factories.issue(cast).pk)
    browser = cast.client("outsider")
    before = AccessEntry.objects.count()
    assert [browser.get(path).status_code for _ in range(3)] == [404, 404, 404]
    refused = AccessEntry.objects.filter(number__gt=before)
    assert {(entry.verb, entry.actor_name, entry.subject) for entry in refused} == {("refused", "何外人", path)}
    assert refused.count() == 3
