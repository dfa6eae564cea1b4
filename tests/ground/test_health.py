"""Whether the process lives and whether it can serve."""

import pytest
from django.db import DatabaseError, connection
from django.test import Client

from config import health
from tests.conftest import Budget


def test_healthz_answers_without_database_and_sign_in(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_readyz_says_that_all_is_well_within_its_budget(client: Client, query_budget: Budget) -> None:
    with query_budget("readyz"):
        answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": True, "disk": True, "migrations": True}


@pytest.mark.django_db
def test_readyz_is_503_and_names_what_is_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "SMALLEST_FREE_BYTES", 1 << 80)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["disk"] is False


@pytest.mark.django_db
def test_readyz_is_503_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError("away")

    monkeypatch.setattr(connection, "ensure_connection", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unready", "database": False, "disk": True, "migrations": False}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_reject_post(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405
