"""Edits of a text and the way back from the edited text to the original."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from rectification.intake.reading.draft import RepairKind, Span


@dataclass(frozen=True, slots=True)
class Edit:
    """Read ``text[start:end]`` as ``new``."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Proposal(Edit):
    """An edit with what it mends and why; ``reason`` is one of the codes listed in the package's docstring."""

    kind: RepairKind
    reason: str
    sure: bool = True


class Layer:
    """A text after non-overlapping edits, which can say where each of its ranges comes from."""

    def __init__(self, before: str, edits: Iterable[Edit]) -> None:
        pieces: list[str] = []
        self._new_starts: list[int] = []
        self._rows: list[tuple[int, int, int]] = []
        done = length = 0
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
            if edit.start < done:
                raise ValueError(f"edits overlap at {edit.start}")
            pieces += (before[done : edit.start], edit.new)
            length += edit.start - done
            self._new_starts.append(length)
            length += len(edit.new)
            self._rows.append((length, edit.start, edit.end))
            done = edit.end
        pieces.append(before[done:])
        self.text = "".join(pieces)

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The range before the edits; a range that touches a replacement covers all that it replaced."""
        first = self._origin_of(start)[0]
        return first, max(first, self._origin_of(end - 1)[1]) if end > start else first

    def _origin_of(self, place: int) -> tuple[int, int]:
        row = bisect_right(self._new_starts, place) - 1
        if row < 0:
            return place, place + 1
        new_end, old_start, old_end = self._rows[row]
        if place < new_end:
            return old_start, old_end
        return place - new_end + old_end, place - new_end + old_end + 1


class Layers:
    """A text edited several times over, with the way back through all layers."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._layers: list[Layer] = []

    def edit(self, edits: Iterable[Edit]) -> None:
        edits = list(edits)
        if edits:
            self._layers.append(Layer(self.text, edits))
            self.text = self._layers[-1].text

    def origin(self, start: int, end: int) -> Span:
        for layer in reversed(self._layers):
            start, end = layer.origin(start, end)
        return Span(start, end)

    def rewrite(self, text: str) -> None:
        """Put another text of the same length in place, character for character."""
        if len(text) != len(self.text):
            raise ValueError("a rewritten text keeps its length")
        self.text = text
