"""``make run``: one command gives a site with demo data, and one signal ends all of it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cast import ROLES
from tests.live import ROOT, free_port

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``var/`` of these tests; the second start finds what the first has prepared."""
    return tmp_path_factory.mktemp("var")


def test_it_serves_the_demo_and_ends_whole_on_sigterm(folder: Path) -> None:
    with running(folder) as (process, url, words):
        with urllib.request.urlopen(f"{url}/readyz") as answer:
            assert answer.status == 200
        with urllib.request.urlopen(f"{url}/account/login/") as answer:
            assert answer.status == 200
        for role in ROLES:
            assert role in words.read_text()
        assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600
        children = _children(process.pid)
        assert len(children) == 2
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0
        assert not [child for child in children if _alive(child)]


def test_when_one_process_dies_the_other_is_ended_too(folder: Path) -> None:
    with running(folder) as (process, _, words):
        children = _children(process.pid)
        os.kill(children[-1], signal.SIGKILL)
        assert process.wait(timeout=30) != 0
        assert "ended by itself" in words.read_text()
        assert not [child for child in children if _alive(child)]


def test_a_taken_port_is_said_in_one_line(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(_command(), env=_environment(folder, port), capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert done.stderr == f"Port {port} is taken by another program: end that program, or choose another port with `make run PORT=8001`.\n"


@pytest.mark.parametrize("port", ["80a", "0", "70000"])
def test_a_port_that_is_no_port_is_refused(folder: Path, port: str) -> None:
    done = subprocess.run(_command(), env=_environment(folder, port), capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert done.stderr == f"PORT must be a number from 1 to 65535, not {port!r}.\n"


@contextmanager
def running(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str, Path]]:
    """The script once its site is ready, its address and the file with its words."""
    port = free_port()
    words = folder / f"{port}.log"
    with words.open("wb") as log:
        process = subprocess.Popen(_command(), env=_environment(folder, port), stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 150
        while "Xiaohao runs at" not in words.read_text():
            assert process.poll() is None, words.read_text()
            assert time.monotonic() < deadline, words.read_text()
            time.sleep(0.1)
        yield process, f"http://127.0.0.1:{port}", words
    finally:
        process.terminate()
        process.wait(timeout=30)


def _command() -> list[str]:
    return [sys.executable, str(ROOT / "bin" / "run.py")]


def _environment(folder: Path, port: int | str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return {**inherited, "VAR_DIR": str(folder), "PORT": str(port), "PYTHONWARNINGS": "ignore"}


def _children(parent: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def _alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
