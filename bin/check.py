"""Every check of the project, two at a time; ``make check`` and continuous integration call it alike.

Prints a line per check and the words of those that fail. ``bin/check.py mypy lint`` runs only those.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IN = Path(sys.executable).parent
OURS = ("accounts", "config", "rectification", "bin")


@dataclass(frozen=True, slots=True)
class Outcome:
    name: str
    seconds: float
    passed: bool
    words: str


def commands() -> dict[str, list[str]]:
    templates = sorted(str(path) for path in (ROOT / "templates").rglob("*.html"))
    manage = [sys.executable, "manage.py"]
    return {
        "types": [str(IN / "mypy"), "."],
        "format": [str(IN / "ruff"), "format", "--check", "."],
        "lint": [str(IN / "ruff"), "check", "."],
        "floors": [str(IN / "lint-imports"), "--no-logo"],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "deployment": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
        "templates": [str(IN / "djade"), "--target-version", "5.2", "--check", *templates],
        "dangers": [str(IN / "bandit"), "--quiet", "--severity-level", "medium", "--configfile", "pyproject.toml", "--recursive", *OURS],
        "messages": [sys.executable, "bin/messages.py", "check"],
        "gate": [sys.executable, "bin/gate.py"],
    }


def run(name: str, command: list[str], environment: dict[str, str]) -> Outcome:
    start = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return Outcome(name, time.monotonic() - start, done.returncode == 0, (done.stdout + done.stderr).strip())


def main(chosen: list[str]) -> None:
    every = commands()
    if unknown := set(chosen) - set(every):
        sys.exit(f"No such check: {', '.join(sorted(unknown))}. There are: {', '.join(every)}.")
    failed = []
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        environment = {**os.environ, **_as_in_production(folder)}
        for outcome in pool.map(lambda name: run(name, every[name], environment), chosen or every):
            print(f"{'ok    ' if outcome.passed else 'FAILED'}  {outcome.name:<12}{outcome.seconds:5.1f} s", flush=True)
            if not outcome.passed:
                failed.append(outcome.name)
                print("\n".join(f"        {line}" for line in outcome.words.splitlines()), flush=True)
    sys.exit(f"Failed: {', '.join(failed)}" if failed else None)


def _as_in_production(folder: str) -> dict[str, str]:
    return {
        "DEBUG": "0",
        "DEMO": "0",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "xiaohao.example",
        "VAR_DIR": folder,
        "DATABASE_URL": f"sqlite:///{folder}/check.sqlite3",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


if __name__ == "__main__":
    main(sys.argv[1:])
