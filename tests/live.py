"""A whole site on a committed database: the web server and, where asked, a worker, as they run in production."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from accounts.models import User

ROOT = Path(__file__).resolve().parent.parent
STARTING_SECONDS = 30
ENDING_SECONDS = 20
WEB = (sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi")
WORKER = (sys.executable, "-m", "celery", "-A", "config", "worker", "--beat", "--concurrency", "1", "--loglevel", "warning")


@dataclass(frozen=True, slots=True)
class LiveSite:
    """``url`` without a slash at its end; ``environment`` is what further processes on the same database need."""

    url: str
    environment: Mapping[str, str]
    folder: Path

    def sign_in(self, browser: BrowserContext, person: User) -> None:
        """Give the browser a session of this person, without the sign-in page."""
        browser.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session_of(person), "url": self.url}])


def session_of(person: User) -> str:
    """The key of a new session in which this person is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(environment: Mapping[str, str], folder: Path, *, worker: bool = False) -> Iterator[LiveSite]:
    """Start the processes, wait until ``/readyz`` answers, and end them all afterwards."""
    port = free_port()
    whole = {**os.environ, **environment, "PORT": str(port)}
    site = LiveSite(f"http://127.0.0.1:{port}", whole, folder)
    with running(WEB, whole, folder / "web.log") as web:
        wait_until_ready(site.url, web, folder / "web.log")
        if not worker:
            yield site
            return
        with running(WORKER, whole, folder / "worker.log"):
            yield site


@contextmanager
def running(command: tuple[str, ...], environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own, which is gone as a whole afterwards; its words are in ``log``."""
    with log.open("wb") as words:
        process = subprocess.Popen(command, cwd=ROOT, env=dict(environment), stdout=words, stderr=words, start_new_session=True)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=ENDING_SECONDS)
            finally:
                _kill_group(process.pid)


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):
                return
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"The site is not ready: {error.read().decode()}") from error
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"The site does not start:\n{log.read_text()}")


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except ProcessLookupError:
        return
