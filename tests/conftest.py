"""What every test may ask for. Data that must be committed: ``committed_db``; a running site: ``live_site``."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker, Settings

from tests import live
from tests.cast import Cast, gather
from tests.committed import Committed, fresh_copy

BUDGETS = Path(__file__).parent / "query_budgets.json"
Budget = Callable[[str], AbstractContextManager[None]]


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ["XIAOHAO_TEST_FOLDER"], ignore_errors=True)


@pytest.fixture(autouse=True)
def _own_folders_and_counters(settings: Settings, tmp_path: Path) -> None:
    """No test sees the files or the rate limits of another."""
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The migrated database, made even where no test of the run asks for it by ``db`` (``committed_db`` copies it)."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
        connections.close_all()  # a browser started later sees other connections: this one would keep the database from being copied
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@pytest.fixture
def cast(db: None) -> Cast:
    """The standing cast in its small district, rolled back afterwards."""
    return gather()


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Committed]:
    """A fresh migrated database whose rows every thread and process sees. Call ``tests.cast.gather()`` for the people."""
    with django_db_blocker.unblock(), fresh_copy() as copy:
        yield copy


@pytest.fixture
def live_site(committed_db: Committed, settings: Settings, tmp_path: Path) -> Iterator[live.LiveSite]:
    """The web server on ``committed_db``, as in production."""
    with live.serve(_environment(committed_db, settings, tmp_path), tmp_path) as site:
        yield site


@pytest.fixture
def live_site_with_worker(committed_db: Committed, settings: Settings, tmp_path: Path) -> Iterator[live.LiveSite]:
    """The web server and one worker with its beat inside on ``committed_db``."""
    with live.serve(_environment(committed_db, settings, tmp_path), tmp_path, worker=True) as site:
        yield site


@pytest.fixture
def query_budget() -> Budget:
    """``with query_budget("ledger"):`` fails when the block asks the database more often than ``query_budgets.json`` allows."""
    budgets: dict[str, int] = json.loads(BUDGETS.read_text())

    @contextmanager
    def within(name: str) -> Iterator[None]:
        if name not in budgets:
            pytest.fail(f"{name!r} has no row in {BUDGETS.name}")
        with CaptureQueriesContext(connection) as queries:
            yield
        if len(queries) > budgets[name]:
            asked = "\n".join(query["sql"] for query in queries)
            pytest.fail(f"{name}: {len(queries)} queries, {budgets[name]} allowed\n{asked}")

    return within


@pytest.fixture
def transactional_db() -> None:
    pytest.fail("A flush is impossible here (the logs refuse it): ask for committed_db instead.")


@pytest.fixture
def live_server() -> None:
    pytest.fail("Ask for live_site instead: the real web server on a database of its own.")


def _environment(database: Committed, settings: Settings, folder: Path) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database.url,
        "LIVE_SITE_FOLDER": str(folder),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
