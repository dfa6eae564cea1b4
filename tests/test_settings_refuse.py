"""Unsafe settings are refused before anything starts: exit status not 0, and one line that says what to do."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from tests.live import ROOT

pytestmark = pytest.mark.once

KEY = secrets.token_urlsafe(64)
SAFE = {"SECRET_KEY": KEY, "ALLOWED_HOSTS": "xiaohao.example"}
SETTINGS = (sys.executable, "-c", "import config.settings")
STARTED = {
    "manage": (sys.executable, "manage.py", "check"),
    "web": (sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"),
    "worker": (sys.executable, "-m", "celery", "-A", "config", "worker"),
    "beat": (sys.executable, "-m", "celery", "-A", "config", "beat"),
}
UNSAFE = {
    "no key": ({"SECRET_KEY": ""}, "SECRET_KEY"),
    "short key": ({"SECRET_KEY": KEY[:49]}, "SECRET_KEY"),
    "dull key": ({"SECRET_KEY": "ab" * 40}, "SECRET_KEY"),
    "development key": ({"SECRET_KEY": "development-only-" + "0" * 50}, "SECRET_KEY"),
    "no hosts": ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
    "any host": ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    "any host among others": ({"ALLOWED_HOSTS": "xiaohao.example,*.example"}, "ALLOWED_HOSTS"),
    "debug for others": ({"DEBUG": "1"}, "DEBUG"),
    "demo for others": ({"DEMO": "1"}, "DEMO"),
    "plain HTTP for others": ({"ALLOW_INSECURE_HTTP": "1"}, "ALLOW_INSECURE_HTTP"),
    "unknown database": ({"DATABASE_URL": "mysql://localhost/x"}, "DATABASE_URL"),
    "unknown broker": ({"REDIS_URL": "http://localhost"}, "REDIS_URL"),
    "no address of a proxy": ({"TRUSTED_PROXIES": "anybody"}, "TRUSTED_PROXIES"),
}


@pytest.mark.parametrize(("change", "named"), UNSAFE.values(), ids=UNSAFE)
def test_unsafe_settings_are_refused_in_one_line(change: dict[str, str], named: str, tmp_path: Path) -> None:
    assert _outcome(SETTINGS, SAFE, tmp_path) == (0, "")
    status, words = _outcome(SETTINGS, SAFE | change, tmp_path)
    assert status != 0
    assert words.startswith("Xiaohao does not start. ")
    assert named in words
    assert words.count("\n") == 1


@pytest.mark.parametrize("command", STARTED.values(), ids=STARTED)
def test_every_process_refuses_alike(command: tuple[str, ...], tmp_path: Path) -> None:
    status, words = _outcome(command, {"ALLOWED_HOSTS": "xiaohao.example"}, tmp_path)
    assert status != 0
    assert words.startswith("Xiaohao does not start. SECRET_KEY")
    assert words.count("\n") == 1


@pytest.mark.parametrize("process", ["web", "worker", "beat"])
def test_nothing_serves_without_a_key(process: str, tmp_path: Path) -> None:
    status, words = _outcome(STARTED[process], {}, tmp_path)
    assert status != 0
    assert words.startswith("Xiaohao does not start. SECRET_KEY")


def test_a_command_works_in_a_fresh_clone_and_keeps_its_key_to_itself(tmp_path: Path) -> None:
    assert _outcome(STARTED["manage"], {}, tmp_path)[0] == 0
    key = tmp_path / "secret_key"
    assert (key.stat().st_mode & 0o777, len(key.read_text()) >= 50) == (0o600, True)


def test_safe_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    status, words = _outcome((sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"), SAFE, tmp_path)
    assert status == 0, words


def _outcome(command: tuple[str, ...], environment: dict[str, str], folder: Path) -> tuple[int, str]:
    inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    whole = {**inherited, "VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings", **environment}
    done = subprocess.run(command, cwd=ROOT, env=whole, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stderr


def test_what_the_site_writes_is_for_its_own_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "var"
    assert _outcome(SETTINGS, SAFE, folder) == (0, "")
    assert folder.stat().st_mode & 0o077 == 0
