"""A child that reads a document is held to its time, told by its reason, and knows nothing of the site."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from rectification.child.outside import Trouble, UnreadableError, ask


def script(words: str) -> tuple[str, ...]:
    return (sys.executable, "-c", words)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "document"
    path.write_text("整改方案")
    return path


def test_a_child_that_takes_too_long_is_ended_with_all_it_started(document: Path) -> None:
    note = document.with_name("pid")
    sleeper = script(f"import subprocess, time; open({str(note)!r}, 'w').write(str(subprocess.Popen(['sleep', '60']).pid)); time.sleep(60)")
    started = time.monotonic()
    with pytest.raises(UnreadableError) as error:
        ask(sleeper, document, wall=2.0)
    assert error.value.code == Trouble.OUT_OF_TIME
    assert time.monotonic() - started < 20
    time.sleep(0.2)
    assert not _alive(int(note.read_text()))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("raise MemoryError", Trouble.OUT_OF_MEMORY),
        ("raise ValueError('broken')", Trouble.CRASHED),
        ("import os; os.abort()", Trouble.CRASHED),
        ("print('no json')", Trouble.CRASHED),
        ("pass", Trouble.CRASHED),
    ],
)
def test_a_child_that_dies_is_told_by_its_reason(document: Path, words: str, code: str) -> None:
    with pytest.raises(UnreadableError) as error:
        ask(script(words), document)
    assert error.value.code == code


def test_the_child_gets_no_secret_of_the_site(document: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hidden")
    monkeypatch.setenv("DATABASE_URL", "hidden")
    tell = script("import os, json; print(json.dumps({'refused': {'code': 'told', 'detail': ' '.join(os.environ.values())}}))")
    with pytest.raises(UnreadableError) as error:
        ask(tell, document)
    assert "hidden" not in error.value.detail


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
