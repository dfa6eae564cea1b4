"""Which known unit a printed name means. Only exact, former and other names match; likeness merely proposes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rapidfuzz import fuzz, process

from rectification.intake.reading.units import UnitMention

MOST_PROPOSALS = 3
PROPOSAL_SCORE = 60.0


class MatchKind(StrEnum):
    """By which of its names a unit was found; ``abbreviation`` is a name less its ending or its level (城管 for 区城管局)."""

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

    def holds(self, on: date | None) -> bool:
        """Whether the name is in force on the day; without a day, whether it still is."""
        if on is None:
            return self.until is None
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


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


def normalised(name: str, district: str = "") -> str:
    """The form under which names are compared.

    Width, white space and the difference of 人民政府 and 政府 are gone; the own district's name stands as its level
    (滨江区城管局 and 杭州市滨江区城管局 -> 区城管局 for the district 滨江区).
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).removeprefix("中共").replace("人民政府", "政府")
    if district:
        plain = re.sub(rf"^(?:[一-鿿]{{2,7}}[省市州])?{re.escape(district)}(?=.)", district[-1], plain)
    return plain


def match_units(mentions: Iterable[UnitMention], known: Iterable[KnownUnit], on: date | None = None, district: str = "") -> list[Match]:
    """One answer per mention, in order.

    ``on`` is the day of the paper: names in force that day are exact, others former. ``district`` is the name of the office's
    own district. A name that several units bear in the same way matches none of them; they are proposed.
    """
    register = _Register(tuple(known), on, district)
    return [register.match(mention) for mention in mentions]


def _shortened(name: str) -> str:
    """The name without its level and its ending: 区城管局 -> 城管; "" where nothing telling is left."""
    core = re.sub(r"^[省市区县州旗盟]|(?:局|厅|委员会|委|办公室|办)$", "", name)
    return core if len(core) >= 2 and core != name else ""


class _Register:
    """The known units by each of the ways to name them, the surest first."""

    def __init__(self, known: tuple[KnownUnit, ...], on: date | None, district: str) -> None:
        self._district = district
        self._by_kind: dict[MatchKind, dict[str, set[int]]] = {kind: {} for kind in MatchKind}
        self._choices: dict[str, set[int]] = {}
        for unit in known:
            for name in unit.names:
                self._enter(MatchKind.EXACT if name.holds(on) else MatchKind.FORMER, name.name, unit.id)
            for alias in unit.aliases:
                self._enter(MatchKind.ALIAS, alias, unit.id)

    def _enter(self, kind: MatchKind, name: str, unit_id: int) -> None:
        key = normalised(name, self._district)
        self._by_kind[kind].setdefault(key, set()).add(unit_id)
        self._choices.setdefault(key, set()).add(unit_id)
        if short := _shortened(key):
            self._by_kind[MatchKind.ABBREVIATION].setdefault(short, set()).add(unit_id)

    def match(self, mention: UnitMention) -> Match:
        name = normalised(mention.name, self._district)
        for key in dict.fromkeys((name, re.sub(r"\([^()]*\)$", "", name))):
            for kind in (MatchKind.EXACT, MatchKind.FORMER, MatchKind.ALIAS):
                found = self._by_kind[kind].get(key, set())
                if len(found) == 1:
                    return Match(mention, next(iter(found)), kind)
                if found:
                    return Match(mention, None, None, tuple((unit_id, 100.0) for unit_id in sorted(found)[:MOST_PROPOSALS]))
        # Only a name without its ending is an abbreviation: 发展改革局 is not short for 区发展改革委.
        shortened = self._by_kind[MatchKind.ABBREVIATION].get(re.sub(r"^[省市区县州旗盟]", "", name), set())
        if len(shortened) == 1 and not mention.is_group:
            return Match(mention, next(iter(shortened)), MatchKind.ABBREVIATION)
        return Match(mention, None, None, self._proposals(name))

    def _proposals(self, name: str) -> tuple[tuple[int, float], ...]:
        best: dict[int, float] = {}
        likely = process.extract(name, list(self._choices), scorer=fuzz.ratio, limit=4 * MOST_PROPOSALS, score_cutoff=PROPOSAL_SCORE)
        for key, score, _ in likely:
            for unit_id in sorted(self._choices[key]):
                best[unit_id] = max(best.get(unit_id, 0.0), score)
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        return tuple(ranked[:MOST_PROPOSALS])
