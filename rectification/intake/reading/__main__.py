"""The child process that reads a document: bytes on stdin, JSON lines on stdout, its own limits set before anything else.

Lines ``{"progress": 0..1, "step": …}`` tell how far it is; the last line is ``{"draft": …, "text": …, "encoding": …}``
(see ``serial``; places in the draft count characters of the text) or ``{"refused": {"code": …, "detail": …}}``.
The parent watches the clock and ends the process group.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

MOST_MEMORY = 512 * 1024 * 1024
MOST_CPU_SECONDS = 20


def set_limits() -> None:
    """Hold this process to its memory and CPU time, whatever the document makes of it."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def say(message: dict[str, Any]) -> None:
    """One line to the parent."""
    sys.stdout.write(json.dumps(message, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def tell(share: float, step: str) -> None:
    """Say how far the reading is."""
    say({"progress": share, "step": step})


def main() -> None:
    """Read stdin and answer on stdout; always ends with a draft or a refusal."""
    set_limits()
    tell(0.0, "decoding")
    try:
        _read()
    except MemoryError:
        say({"refused": {"code": "too_much_memory", "detail": ""}})


def _read() -> None:
    # The language data these modules load counts against the limits set above.
    from rectification.intake.reading import read
    from rectification.intake.reading.decoding import MOST_BYTES, Unreadable, decode
    from rectification.intake.reading.serial import draft_to_json

    try:
        decoded = decode(sys.stdin.buffer.read(MOST_BYTES + 1))
    except Unreadable as refusal:
        say({"refused": {"code": refusal.code.value, "detail": refusal.detail}})
        return
    draft = read(decoded.text, progress=tell)
    say({"draft": draft_to_json(draft), "text": decoded.text, "encoding": decoded.encoding})


if __name__ == "__main__":
    main()
