"""Which known unit a printed name means. Only exact, former and other names match; likeness merely proposes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rectification.intake.reading.units import UnitMention


class MatchKind(StrEnum):
    """By which of its names a unit was found."""

    EXACT = "exact"
    FORMER = "former"
    ALIAS = "alias"
    ABBREVIATION = "abbreviation"


@dataclass(frozen=True, slots=True)
class KnownName:
    """An official name of a unit and the days it was in force, both included; ``None`` is open."""

    name: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit of the register: its names over time and the other words people use for it."""

    id: int
    names: tuple[KnownName, ...]
    aliases: tuple[str, ...] = ()
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What a mention was found to mean. Without ``unit_id`` a person chooses, best from ``proposals`` (id, score 0–100)."""

    mention: UnitMention
    unit_id: int | None
    how: MatchKind | None
    proposals: tuple[tuple[int, float], ...] = ()


def match_units(
    mentions: Iterable[UnitMention], known: Iterable[KnownUnit], on: date | None = None, district: str = ""
) -> list[Match]:
    """One answer per mention, in order."""
    by_name = {name.name: unit.id for unit in known for name in unit.names}
    return [
        Match(mention, by_name.get(mention.name), MatchKind.EXACT if mention.name in by_name else None) for mention in mentions
    ]
