"""Looks at a file in a child process: ``looking.__main__`` says what it answers."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from rectification.child.outside import UnreadableError, ask, module
from rectification.evidence.reasons import NotAccepted

COMMAND = module("rectification.evidence.looking")

_AT_ONCE = threading.BoundedSemaphore(2)
"""Each child may take half a gigabyte: whoever uploads more waits for its turn."""


def look(file: Path) -> dict[str, Any]:
    """What the child saw. Raises ``NotAccepted``."""
    try:
        with _AT_ONCE:
            return ask(COMMAND, file)
    except UnreadableError as error:
        raise NotAccepted(error.code, error.detail) from error
