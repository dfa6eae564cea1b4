"""What was lost beside digits where the typeface changed: 年月日, brackets, separators; and blanks put in between."""

from __future__ import annotations

from collections.abc import Iterator

from rectification.intake.reading.mending.edits import Proposal


def find(text: str) -> Iterator[Proposal]:
    """Proposals in the order of the text; they do not overlap."""
    yield from ()
