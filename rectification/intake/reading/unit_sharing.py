"""What the names of one list say about each other: a level or a body said once, kinds of unit hanging on one 各."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from rectification.intake.reading import unit_names as names
from rectification.intake.reading.unit_signs import FOLD
from rectification.vocabulary import UnitRole

# A level by itself: part of a group (省、市有关部门) or of a unit on each level (市、区生态环境局).
FRAGMENT = re.compile(rf"中央|[{names.LEVELS}]级?|全[{names.LEVELS}]")


@dataclass(slots=True)
class Entry:
    """A unit on its way to a mention; ``start`` and ``end`` are its place in the text.

    ``only_as_place`` marks words that look like a person and are kept only in case a list makes places of them (西安、咸阳市政府).
    """

    name: str
    start: int
    end: int
    base_role: UnitRole
    role: UnitRole | None = None
    is_group: bool = False
    sure: bool = True
    clause: int = 0
    list_end: bool = False
    role_in_bracket: bool = False
    only_as_place: bool = False

    @property
    def plain(self) -> str:
        """The name in half-width signs."""
        return self.name.translate(FOLD)


def share_levels(entries: list[Entry]) -> None:
    """Give bare departments the level or place of the last one that has it."""
    shared = ""
    for entry in entries:
        name = entry.plain
        if entry.is_group:
            continue
        level, _ = names.split_level(name)
        bare = names.is_bare_department(name) or names.is_bare_abbreviation(name) or names.is_short_bureau(name)
        if level or (entry.sure and name[0] in names.LEVELS and not bare):
            shared = level or name[0]
        elif shared and bare and not names.is_campaign_office(name):
            if names.PARTY_DEPARTMENT.fullmatch(name):
                entry.name = f"{shared}委{entry.name}"
            elif not names.NATIONAL_DEPARTMENT.fullmatch(name) and (not name.endswith("厅") or shared.endswith(("省", "自治区"))):
                entry.name = shared + entry.name


def share_places(entries: list[Entry]) -> None:
    """Give a government the place of the Party committee named just before it: 昆明市委、市政府 -> 昆明市政府."""
    for before, entry in pairwise(entries):
        if before.clause == entry.clause and not before.is_group:
            entry.name = (names.place_before_government(before.plain, entry.plain) or "") + entry.name


_TOWN_KIND = re.compile(r"(?<=[一-鿿]{2})(?:镇|乡|街道)(?P<body>办事处|人民政府|政府|党工委|党委)?$")


def share_kinds(entries: list[Entry]) -> None:
    """Give bare places the kind said at the end of their list: 城东、城西街道 -> 城东街道; 南昌、九江市政府 -> 南昌市."""
    for index, entry in enumerate(entries):
        run = _places_before(entries, index)
        town = _TOWN_KIND.search(entry.plain)
        area, body = (entry.plain, "") if names.is_area(entry.plain) else _place_and_body(entry.plain)
        kind = town[0] if town else area[1:][-1:]
        # Persons may stand beside a town, hardly beside governments.
        if kind and (body or (town and town["body"]) or not all(place.only_as_place for place in run)):
            for place in run:
                place.name, place.sure, place.only_as_place = place.name + kind, True, False


def _places_before(entries: list[Entry], index: int) -> list[Entry]:
    """The bare places, or persons, enumerated right before an entry."""
    if not entries[index].sure:
        return []
    start = index
    while start and names.may_be_place(entries[start - 1].plain) and entries[start].start - entries[start - 1].end == 1:
        start -= 1
    return entries[start:index]


_OF_PARTY_AND_GOVERNMENT = re.compile(rf"([{names.LEVELS}])(?:人民)?政府(督查[室局办]|办公室|研究室|办公厅)")


def share_bodies(entries: list[Entry]) -> None:
    """Give bare places the body named at the end of their list; 区委、区政府督查室 are two of the same kind."""
    kind = ""
    bodies: list[str] = []
    for index in range(len(entries) - 1, -1, -1):
        entry = entries[index]
        name = entry.plain
        level_alone = len(name) == 1
        area = names.without_bracket(name)
        if (level_alone or names.is_area(area)) and bodies:
            if len(kind) == 1 if level_alone else len(kind) > 1 and all(_suits(area, kind, body) for body in bodies):
                entries[index : index + 1] = [replace(entry, name=entry.name + body, sure=True) for body in bodies]
            continue
        level, body = _place_and_body(name)
        if not level:
            kind, bodies = "", []
        elif level == kind and _shares_level(entries[index + 1]):
            bodies.insert(0, body)
        else:
            kind, bodies = level, [body]
        both = _OF_PARTY_AND_GOVERNMENT.fullmatch(name)
        if both and index and entries[index - 1].plain == f"{both[1]}委":
            entries[index - 1].name += both[2]


_ZONE_AND_BODY = re.compile(r"([一-鿿]{2,12})(党工委|管委会|管理委员会)")


def _suits(area: str, kind: str, body: str) -> bool:
    """Whether the area can have the body of an area of that kind: a zone has a management committee, any other area a government."""
    if names.without_bracket(body).endswith("政府") or body in ("委", "党委"):
        return names.can_be_governed(area)
    return area[-1] == kind[-1] and names.is_zone(area) >= (body in ("党工委", "管委会", "管理委员会"))


def _place_and_body(name: str) -> tuple[str, str]:
    """The level, area or zone a name begins with and the body it ends with."""
    zone = _ZONE_AND_BODY.fullmatch(name)
    if zone and names.is_zone(zone[1]):
        return zone[1], zone[2]
    level, body = names.split_level(name)
    return (level, body) if len(level) == 1 or names.is_area(level) else ("", "")


def _shares_level(entry: Entry) -> bool:
    """Whether the name got its level from the unit before it."""
    return entry.end - entry.start < len(entry.name)
