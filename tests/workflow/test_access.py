"""Sign-ins, failures and refused attempts enter the access log."""

from __future__ import annotations

import datetime as dt
import json

import pytest
import time_machine
from django.test import Client

from rectification.models import AccessEntry, RefusalTally
from rectification.workflow.access import MINUTE, WRITTEN_SINGLY, sum_up_refusals
from rectification.workflow.trail import ACCESS, verify_chain
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


NINE = dt.datetime(2026, 11, 20, 9, 0, 30, tzinfo=dt.UTC)


def _counts() -> list[int]:
    """How many refusals each entry of the log stands for."""
    changes = AccessEntry.objects.filter(verb="refused").values_list("change", flat=True)
    return [json.loads(change).get("count", 1) for change in changes]


def test_a_flood_of_refusals_is_counted_in_one_entry_and_none_is_lost(cast: Cast) -> None:
    path = f"/issues/{factories.issue(cast).pk}/"
    with time_machine.travel(NINE, tick=False):
        browser = cast.client("outsider")
        for _ in range(WRITTEN_SINGLY + 30):
            browser.get(path)
        assert _counts() == [1] * WRITTEN_SINGLY
        assert sum_up_refusals(now=NINE) == 0
    assert sum_up_refusals(now=NINE + MINUTE) == 1
    assert _counts() == [1] * WRITTEN_SINGLY + [30]
    assert AccessEntry.objects.latest("number").actor_name == "何外人"
    assert sum_up_refusals(now=NINE + 9 * MINUTE) == 0
    assert not RefusalTally.objects.exists()
    assert verify_chain(ACCESS).first_bad is None


def test_another_person_another_refusal_and_another_minute_are_written_again(cast: Cast) -> None:
    path = f"/issues/{factories.issue(cast).pk}/"
    with time_machine.travel(NINE, tick=False) as clock:
        outsider, admin = cast.client("outsider"), cast.client("admin")
        for _ in range(WRITTEN_SINGLY + 1):
            outsider.get(path)
        before = len(_counts())
        admin.get(path)
        outsider.get("/people/")
        clock.shift(MINUTE)
        outsider.get(path)
    assert len(_counts()) - before == 3
