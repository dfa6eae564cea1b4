"""Which mark stands between two clauses, told by how long they are and by the marks on their other sides.

Enumerations have short members between enumeration commas, a full stop ends a line, a colon opens one. How often a mark stands
between clauses of a shape is counted in other plans and in the paper itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from math import log

MARKS = ",;:\u3001\u3002"
_MARK = re.compile(f"[{MARKS}]")
_LAST = re.compile(rf"([{MARKS}?\n]|\A)([^{MARKS}?\n]*)\Z")
_NEXT = re.compile(rf"([^{MARKS}?\n]*)([{MARKS}?\n]|\Z)")
_HIDDEN = "?"
_LINE_END = "|"
_SIZES = (0, 1, 2, 4, 6, 9, 14)
_REACH = 60
# How many places seen it takes before the counts of a shape are believed; fitted on held-out texts.
_HALF_BELIEVED = 30.0
_SHAPES = 50


def shapes(before: str, after: str) -> Iterator[str]:
    """The shapes of the clauses that end and begin between ``before`` and ``after``, where no damage hides them."""
    last, following = _LAST.search(before[-_REACH:]), _NEXT.match(after)
    if last and last[1] != _HIDDEN:
        yield f"{last[1].strip() or _LINE_END}{bisect_left(_SIZES, len(last[2]))}-"
    if following and following[2] != _HIDDEN:
        yield f"-{bisect_left(_SIZES, len(following[1]))}{following[2].strip() or _LINE_END}"


def count(text: str) -> Counter[str]:
    """How often each mark stands between clauses of each shape: the mark and the shape together."""
    counts: Counter[str] = Counter()
    for line in text.split("\n"):
        for mark in _MARK.finditer(line):
            counts.update(mark[0] + shape for shape in shapes(line[: mark.start()], line[mark.end() :]))
    return counts


class Clauses:
    """Weighs marks by the shapes of the clauses beside them."""

    def __init__(self, counts: Counter[str]) -> None:
        self._counts = counts
        self._totals: Counter[str] = Counter()
        for key, number in counts.items():
            mark, shape = key[0], key[1:]
            self._totals.update({shape: number, mark + _side(shape): number, _side(shape): number})

    def score(self, mark: str, before: str, after: str) -> float:
        """Logarithm of how much likelier these shapes are beside the mark than beside any."""
        return sum(self._gain(mark, shape) for shape in shapes(before, after))

    def _gain(self, mark: str, shape: str) -> float:
        side = _side(shape)
        common = (self._totals[shape] + 1) / (self._totals[side] + _SHAPES)
        return log((self._counts[mark + shape] / common + _HALF_BELIEVED) / (self._totals[mark + side] + _HALF_BELIEVED))


def _side(shape: str) -> str:
    return "before" if shape[-1] == "-" else "behind"
