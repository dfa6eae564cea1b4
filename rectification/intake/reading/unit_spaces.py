"""Whether white space between two stretches of a list parts two names or only breaks one."""

from __future__ import annotations

import re

from rectification.intake.reading import unit_names as names
from rectification.intake.reading.unit_joints import FRESH, is_abbreviation, is_name, is_name_like
from rectification.intake.reading.unit_roles import without_tail

_ENDING_ALONE = re.compile(r"分局|办公室|管委会|(?:人民)?政府|办事处|委员会|党工委|管理局|有限公司")


def starts_anew(left: str, right: str) -> bool:
    """Whether white space between two stretches parts two names rather than breaking one."""
    if (len(right) == 1 and right not in names.LEVELS and not _is_number(right)) or right[0] == "(":
        return False
    if right[0] in "和及与" and not names.split_level(right)[0]:
        return False
    if not is_name(left) and is_name(left + right) and (not FRESH.match(right) or names.split_level(left + right)[0] == left[0]):
        return False
    core = without_tail(left)
    if not (is_name_like(core) or names.is_person(left)):
        return len(right) > 2 and len(left) > 1 and right[0] in names.LEVELS and is_name(right) and names.may_be_unit(left)
    return core != left or _is_number(right) or not _completes(left, right)


def _is_number(right: str) -> bool:
    return right.isdigit() or right in "一二三四五六七八九十"


def _completes(left: str, right: str) -> bool:
    """Whether the right stretch only finishes the name that the left one could already be."""
    bare = names.is_bare_department(right) and right[0] not in names.LEVELS
    of_area = names.is_area(left) or names.is_party_or_government(left) or left.endswith(("开发区", "高新区", "园区"))
    branch = right.endswith("分局") and left.endswith("局") and not (bare or names.split_level(right)[0])
    return (
        len(right) == 1
        or (bare and of_area)
        or branch
        or bool(_ENDING_ALONE.fullmatch(right))
        or (names.is_bare_kind(right) and names.is_group(left) and names.is_group(left + right))
        or (is_abbreviation(left) and not (FRESH.match(right) or is_name_like(without_tail(right)) or names.is_person(right)))
    )
