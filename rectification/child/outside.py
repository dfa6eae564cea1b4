"""The parent's side: a child gets a document on stdin and says JSON lines; here is the clock.

Lines ``{"progress": 0..1, "step": …}`` tell how far it is; the last line is the answer, or
``{"refused": {"code": …, "detail": …}}``. The child and all it may have started are ended as a group when time runs out.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings

WALL_SECONDS = 30.0
LINE_LIMIT = 256 * 1024 * 1024
"""Bytes of one line of the answer; a draft is a few times larger than its text."""

Progress = Callable[[int, str], None]


class Trouble(StrEnum):
    """Why the child gave no answer."""

    OUT_OF_TIME = "out_of_time"
    OUT_OF_MEMORY = "too_much_memory"
    CRASHED = "crashed"


class UnreadableError(Exception):
    """The document could not be read. ``code`` is a ``Trouble`` or the child's own reason, ``detail`` its number or name."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


def module(name: str) -> tuple[str, ...]:
    """The command that runs a module as a child."""
    return (sys.executable, "-m", name)


def untold(progress: int, step: str) -> None:
    """The progress of work that nobody watches."""


def ask(command: tuple[str, ...], document: Path, *, progress: Progress = untold, wall: float = WALL_SECONDS) -> dict[str, Any]:
    """What the child answers about a document. Raises ``UnreadableError``; leaves no process behind."""
    with document.open("rb") as source, tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            start_new_session=True,
            cwd=settings.BASE_DIR,
            env=_environment(),
        )
        sink, answers = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
        over_time = threading.Event()
        clock = threading.Timer(wall, _end, (child.pid, over_time))
        feeder = threading.Thread(target=_feed, args=(source, sink), daemon=True)
        clock.start()
        feeder.start()
        try:
            answer = _listen(answers, progress)
            child.wait()
        finally:
            clock.cancel()
            _kill(child.pid)
            child.wait()
            feeder.join()
            answers.close()
        if answer is None:
            raise _trouble(child.returncode, over_time.is_set(), _last_words(complaints))
    if "refused" in answer:
        raise UnreadableError(str(answer["refused"]["code"]), str(answer["refused"].get("detail", "")))
    return answer


def _environment() -> dict[str, str]:
    """Nothing of the site's secrets reaches the child."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "PYTHONUTF8": "1", "PYTHONPATH": str(settings.BASE_DIR), "PYTHONDONTWRITEBYTECODE": "1"}


def _feed(source: IO[bytes], sink: IO[bytes]) -> None:
    with suppress(BrokenPipeError), sink:  # a child that ended early says why on its way out
        while piece := source.read(2**20):
            sink.write(piece)


def _listen(answers: IO[bytes], progress: Progress) -> dict[str, Any] | None:
    while line := answers.readline(LINE_LIMIT):
        try:
            message = json.loads(line)
        except ValueError:
            return None
        if "progress" not in message:
            return dict(message)
        progress(int(message["progress"] * 90), str(message["step"]))
    return None


def _end(pid: int, over_time: threading.Event) -> None:
    over_time.set()
    _kill(pid)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def _last_words(complaints: IO[bytes]) -> str:
    size = complaints.seek(0, os.SEEK_END)
    complaints.seek(max(0, size - 2000))
    return complaints.read().decode("utf-8", "replace")


def _trouble(returncode: int, over_time: bool, words: str) -> UnreadableError:
    if over_time or returncode == -signal.SIGXCPU:
        return UnreadableError(Trouble.OUT_OF_TIME)
    if "MemoryError" in words or "Cannot allocate memory" in words:
        return UnreadableError(Trouble.OUT_OF_MEMORY)
    return UnreadableError(Trouble.CRASHED, words)
