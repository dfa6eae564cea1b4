"""Photographs of one place, before and after, side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rectification.models import Evidence
from rectification.vocabulary import Shot


@dataclass(slots=True)
class Side:
    """Two photographs of one place, of which one may still be missing, or one file alone."""

    before: Evidence | None = None
    after: Evidence | None = None
    alone: Evidence | None = None


def side_by_side(rows: Iterable[Evidence]) -> list[Side]:
    """Pairs stand where their first half stands; what was taken back stands alone."""
    sides: list[Side] = []
    pairs: dict[str, Side] = {}
    for row in rows:
        if not row.pair or row.withdrawn_at:
            sides.append(Side(alone=row))
            continue
        if row.pair not in pairs:
            pairs[row.pair] = Side()
            sides.append(pairs[row.pair])
        if row.shot == Shot.BEFORE:
            pairs[row.pair].before = row
        else:
            pairs[row.pair].after = row
    return sides
