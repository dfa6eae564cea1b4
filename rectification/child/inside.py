"""The child's side: its own limits, set before anything else, and the lines it says. Standard library only."""

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


def refuse(code: str, detail: str = "") -> None:
    """The last line: why there is no answer."""
    say({"refused": {"code": code, "detail": detail}})


def tell(share: float, step: str) -> None:
    """Say how far the work is."""
    say({"progress": share, "step": step})
