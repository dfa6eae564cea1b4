"""What the names of one list say about each other: a level or a body said once, kinds of unit hanging on one 各."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rectification.intake.reading import unit_names as names
from rectification.intake.reading.unit_signs import FOLD
from rectification.vocabulary import UnitRole

# A level by itself: part of a group (省、市有关部门) or of a unit on each level (市、区生态环境局).
FRAGMENT = re.compile(rf"[{names.LEVELS}]级?|全[{names.LEVELS}]")


@dataclass(slots=True)
class Entry:
    """A unit on its way to a mention; ``start`` and ``end`` are its place in the text, ``after`` what parts it from the one before."""

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
        bare = names.is_bare_department(name) or names.is_bare_abbreviation(name)
        if level or (entry.sure and name[0] in names.LEVELS and not bare):
            shared = level or name[0]
        elif shared and bare and not names.is_campaign_office(name):
            if names.PARTY_DEPARTMENT.fullmatch(name):
                entry.name = f"{shared}委{entry.name}"
            elif not names.NATIONAL_DEPARTMENT.fullmatch(name) and (not name.endswith("厅") or shared.endswith(("省", "自治区"))):
                entry.name = shared + entry.name


_OF_PARTY_AND_GOVERNMENT = re.compile(rf"([{names.LEVELS}])(?:人民)?政府(督查室|办公室|研究室|办公厅)")


def share_bodies(entries: list[Entry]) -> None:
    """Give bare places the body named at the end of their list; 区委、区政府督查室 are two of the same kind."""
    kind = ""
    bodies: list[str] = []
    for index in range(len(entries) - 1, -1, -1):
        entry = entries[index]
        name = entry.plain
        level_alone = len(name) == 1
        if level_alone or names.is_area(name):
            if bodies and (len(kind) == 1 if level_alone else len(kind) > 1 and name[-1] == kind[-1]):
                entries[index : index + 1] = [replace(entry, name=entry.name + body, sure=True) for body in bodies]
            continue
        level, body = names.split_level(name)
        if not (len(level) == 1 or names.is_area(level)):
            kind, bodies = "", []
        elif level == kind and _shares_level(entries[index + 1]):
            bodies.insert(0, body)
        else:
            kind, bodies = level, [body]
        both = _OF_PARTY_AND_GOVERNMENT.fullmatch(name)
        if both and index and entries[index - 1].plain == f"{both[1]}委":
            entries[index - 1].name += both[2]


def _shares_level(entry: Entry) -> bool:
    """Whether the name got its level from the unit before it."""
    return entry.end - entry.start < len(entry.name)
