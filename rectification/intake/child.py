"""Reads a document in a child process: ``reading.__main__`` says what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rectification.child.outside import Progress, ask, module

COMMAND = module("rectification.intake.reading")


@dataclass(frozen=True, slots=True)
class Reading:
    """``draft`` is as ``reading.serial`` writes it; places in it count characters of ``text``."""

    text: str
    encoding: str
    draft: dict[str, Any]


def read(document: Path, *, progress: Progress) -> Reading:
    """Read a file in a child. Raises ``UnreadableError``."""
    answer = ask(COMMAND, document, progress=progress)
    return Reading(answer["text"], answer["encoding"], answer["draft"])
