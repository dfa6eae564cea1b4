"""``docker-compose.yml`` and the image: the same commands, run natively against real PostgreSQL and Redis."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import psycopg2.errors
import pytest
import yaml

from tests.live import ROOT, free_port, running
from tests.services.__main__ import private_postgresql
from tests.services.postgresql import DATABASE, OWNER, ROLE, PostgreSQL

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
LASTING = {"web", "worker", "beat", "database", "redis"}
HOST = "xiaohao.example"


@pytest.mark.once
def test_web_worker_beat_database_and_redis_are_there_and_watched() -> None:
    assert set(SERVICES) == LASTING | {"migrate"}
    for name in LASTING:
        assert SERVICES[name]["healthcheck"]["test"], name
        assert SERVICES[name]["restart"] == "unless-stopped", name


@pytest.mark.once
def test_no_secret_has_a_default() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or "PASSWORD" in value:
                assert ":?" in value or not value, name
    given = dict(line.split("=", 1) for line in (ROOT / "env.example").read_text().splitlines() if line and not line.startswith("#"))
    passwords = {"DATABASE_PASSWORD", "DATABASE_OWNER_PASSWORD", "POSTGRES_PASSWORD"}
    assert {name for name, value in given.items() if not value} == {"SECRET_KEY", "ALLOWED_HOSTS"} | passwords


@pytest.mark.once
@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_the_site_does_not_know_who_owns_its_tables(name: str) -> None:
    environment = SERVICES[name]["environment"]
    assert (environment["DATABASE_OWNER_PASSWORD"], environment["POSTGRES_PASSWORD"]) == ("", "")
    assert environment["DATABASE_URL"].startswith("postgres://xiaohao:")


@pytest.mark.once
def test_nothing_is_reachable_from_other_machines_but_through_the_proxy() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:8000:8000"]}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    """A server as compose starts it: the roles made by its script, the tables by the owner."""
    with private_postgresql() as server:
        _as_superuser(server, f"DROP DATABASE {DATABASE}", f"DROP ROLE {ROLE}")
        passwords = {"DATABASE_OWNER_PASSWORD": "owner's", "DATABASE_PASSWORD": "site's"}
        path = {"PATH": f"{server.programs}:{os.environ['PATH']}", "PGHOST": str(server.folder)}
        _run(("sh", "bin/create-database.sh"), path | passwords)
        migrate = _natively(SERVICES["migrate"]["command"])
        _run(migrate, _environment(server, tmp_path_factory.mktemp("migrate"), role="xiaohao_owner"))
        yield server


@pytest.mark.servers
def test_web_worker_and_beat_start_as_written_and_answer(database: PostgreSQL, tmp_path: Path) -> None:
    port = free_port()
    environment = _environment(database, tmp_path, port=port)
    _run((sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"), environment)
    with (
        running(_natively(SERVICES["web"]["command"]), environment, tmp_path / "web.log"),
        running(_natively(SERVICES["worker"]["command"]), environment, tmp_path / "worker.log"),
        running(_natively(SERVICES["beat"]["command"]), environment, tmp_path / "beat.log"),
    ):
        _wait_for(SERVICES["web"]["healthcheck"]["test"], environment)
        assert _get(port, "/healthz").status == 200
        assert _get(port, "/account/login/").status == 200
        _wait_for(SERVICES["worker"]["healthcheck"]["test"], environment)
        _wait_for_words(tmp_path / "beat.log", "Sending due task sweep jobs")
        _wait_for_words(tmp_path / "worker.log", "rectification.jobs.tasks.sweep")


@pytest.mark.servers
def test_the_site_does_its_work_with_the_rights_it_has(database: PostgreSQL, tmp_path: Path) -> None:
    environment = _environment(database, tmp_path)
    _run((sys.executable, "manage.py", "createadministrator", "first", "冯管理"), environment)
    _run((sys.executable, "manage.py", "verifytrail"), environment)
    _run((sys.executable, "manage.py", "seedload", "--issues", "3", "--units", "3"), environment)


ONLY_GROW = ("rectification_trailentry", "rectification_accessentry", "rectification_deadline")


@pytest.mark.servers
@pytest.mark.parametrize(
    "statement",
    [
        *(statement.format(table) for table in ONLY_GROW for statement in (
            "UPDATE {} SET id = id" if table == ONLY_GROW[2] else "UPDATE {} SET reason = ''",
            "DELETE FROM {}",
            "TRUNCATE {} CASCADE",
            "ALTER TABLE {} DISABLE TRIGGER ALL",
            "ALTER TABLE {} ADD x integer",
            "DROP TABLE {} CASCADE",
            "DROP TRIGGER {0}_only_grows ON {0}",
        )),
        "DELETE FROM rectification_trailhead",
        "INSERT INTO rectification_accesshead (id, number, hash) VALUES (2, 0, '')",
        "DELETE FROM django_migrations",
        "CREATE TABLE mine (x integer)",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        "SET session_replication_role = replica",
        "SET ROLE xiaohao_owner",
    ],
)  # fmt: skip
def test_the_site_s_role_can_neither_change_nor_empty_what_only_grows(database: PostgreSQL, statement: str) -> None:
    with (
        closing(psycopg2.connect(host=str(database.folder), user=ROLE, dbname=DATABASE)) as connection,
        connection.cursor() as cursor,
        pytest.raises(psycopg2.errors.InsufficientPrivilege),
    ):
        cursor.execute(statement)


@pytest.mark.servers
@pytest.mark.parametrize("role", ["xiaohao_owner", "nobody_known"])
def test_rights_are_given_to_another_role_that_exists(database: PostgreSQL, tmp_path: Path, role: str) -> None:
    environment = _environment(database, tmp_path, role="xiaohao_owner")
    command = (sys.executable, "manage.py", "grantrights", role)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert role in done.stderr


def _as_superuser(server: PostgreSQL, *statements: str) -> None:
    with closing(psycopg2.connect(host=str(server.folder), user=OWNER, dbname="postgres")) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def _environment(server: PostgreSQL, folder: Path, *, role: str = ROLE, port: int = 8000) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name in {"HOME", "LANG", "REDIS_URL"}}
    return inherited | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DATABASE_URL": f"postgres://{role}@{str(server.folder).replace('/', '%2F')}/{DATABASE}",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": HOST,
        "VAR_DIR": str(folder / "var"),
        "BIND": f"127.0.0.1:{port}",
        "PYTHONWARNINGS": "ignore",
    }


def _natively(command: list[str]) -> tuple[str, ...]:
    """The image's ``python`` is ours; its programs are found beside it."""
    return tuple(sys.executable if word == "python" else word for word in command)


def _run(command: tuple[str, ...], environment: dict[str, str]) -> None:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def _wait_for(healthcheck: list[str], environment: dict[str, str]) -> None:
    how, *words = healthcheck
    command = _natively(words) if how == "CMD" else ("sh", "-c", words[0].replace("$$", "$"))
    deadline = time.monotonic() + 60
    while subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False).returncode:
        assert time.monotonic() < deadline, healthcheck
        time.sleep(0.5)


def _wait_for_words(log: Path, words: str) -> None:
    deadline = time.monotonic() + 60
    while words not in log.read_text():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.5)


def _get(port: int, path: str) -> Any:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": HOST, "X-Forwarded-Proto": "https"})
    return urllib.request.urlopen(request, timeout=10)
