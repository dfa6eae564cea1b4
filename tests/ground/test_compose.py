"""``docker-compose.yml`` and the image: the same commands, run natively against real PostgreSQL and Redis."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.committed import Committed
from tests.live import ROOT, free_port, running

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
                assert ":?" in value, name
    given = dict(line.split("=", 1) for line in (ROOT / "env.example").read_text().splitlines() if line and not line.startswith("#"))
    assert {name for name, value in given.items() if not value} == {"SECRET_KEY", "DATABASE_PASSWORD", "POSTGRES_PASSWORD", "ALLOWED_HOSTS"}


@pytest.mark.once
def test_nothing_is_reachable_from_other_machines_but_through_the_proxy() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:8000:8000"]}


@pytest.mark.servers
def test_web_worker_and_beat_start_as_written_and_answer(committed_db: Committed, tmp_path: Path) -> None:
    port = free_port()
    environment = _environment(committed_db, tmp_path, port)
    _run(_natively(SERVICES["migrate"]["command"]), environment)
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


def _environment(database: Committed, folder: Path, port: int) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name in {"HOME", "LANG", "REDIS_URL"}}
    return inherited | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DATABASE_URL": database.url,
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
