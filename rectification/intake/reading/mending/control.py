"""Characters that show nothing or turn the writing direction; they are never part of a paper's words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectification.intake.reading.draft import RepairKind
from rectification.intake.reading.mending.edits import Proposal

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ZERO_WIDTH = "\u00ad\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_INVISIBLE = re.compile(f"(?P<bidi>[{_BIDI}]+)|[{_ZERO_WIDTH}]+")


def find(text: str) -> Iterator[Proposal]:
    """Bidi controls and zero-width characters vanish."""
    for found in _INVISIBLE.finditer(text):
        yield Proposal(*found.span(), "", RepairKind.CONTROL, "bidi" if found["bidi"] else "zero_width")
