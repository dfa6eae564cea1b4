"""The units named in a passage of a plan, each with its role."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rectification.vocabulary import UnitRole


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A unit or group of units named in a text.

    ``name`` is free of white space, person and role brackets; ``printed`` is ``text[start:end]``, the words of the paper.
    Two mentions are equal when name, role and kind are.
    """

    name: str
    role: UnitRole
    is_group: bool
    printed: str = field(default="", compare=False)
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


def is_group_words(text: str) -> bool:
    """Whether the words stand for several units (各街道, 区级相关部门)."""
    return bool(re.search(r"^(各|相关|有关|属地)|(相关|有关|各)(部门|单位|镇街)$", text.strip()))


def looks_like_unit(text: str) -> bool:
    """Whether a table cell holds nothing but the names of units and groups."""
    pieces = [piece.strip() for piece in re.split(r"[、,，;；\s]+", text) if piece.strip()]
    return bool(pieces) and all(
        is_group_words(piece) or re.search(r"(局|办|委|部|厅|街道|镇|乡|政府|法院|检察院|委会|中心|公司|妇联|室)$", piece) for piece in pieces
    )


def parse_units(text: str, default_role: str = "responsible") -> list[UnitMention]:
    """The units named in ``text`` in printed order, without repeats."""
    role = UnitRole(default_role)
    found = (
        UnitMention(match.group(), role, is_group_words(match.group()), match.group(), match.start(), match.end())
        for match in re.finditer(r"[^、,，;；。\s/]+", text)
    )
    return list(dict.fromkeys(found))
