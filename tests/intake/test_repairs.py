"""A repair is carried out and taken back at its own places; the same words elsewhere stay as they are."""

from __future__ import annotations

from typing import Any

import pytest

from rectification.entries import Entry
from rectification.intake.rules import RepairNote, carried_through, empty_entry

PAPER = "质量持续改善,环境不断?#25913;善,水质也要改善。\n\n各部门要?#25913;进作风,\n改进方法。"
FIRST = PAPER.index("?#25913;")
SECOND = PAPER.index("?#25913;", FIRST + 1)
STATEMENT = PAPER.index("各部门")


def repair(start: int, *, applied: bool, count: int = 1, **changes: Any) -> RepairNote:
    made = {"kind": "mojibake", "place": [start, start + 8], "old": "?#25913;", "new": "改", "sure": True, "reason": "", "count": count}
    return {**made, "applied": applied, **changes}  # type: ignore[typeddict-item]  # all keys are there


def entry_as_read() -> Entry:
    entry = empty_entry()
    entry["statement"] = "质量持续改善，环境不断改善，水质也要改善。"
    entry["goal"] = "各部门要改进作风，改进方法。"
    entry["places"] = {"item": [0, len(PAPER)], "statement": [0, STATEMENT - 2], "goal": [STATEMENT, len(PAPER)]}
    return entry


def test_taking_back_changes_its_own_place_alone_among_the_same_words() -> None:
    entry = entry_as_read()
    assert carried_through(entry, PAPER, [repair(FIRST, applied=False), repair(SECOND, applied=True)], 0) == 1
    assert entry["statement"] == "质量持续改善，环境不断?#25913;善，水质也要改善。"
    assert entry["goal"] == entry_as_read()["goal"]


def test_applying_again_brings_back_what_was_there() -> None:
    entry = entry_as_read()
    carried_through(entry, PAPER, [repair(FIRST, applied=False), repair(SECOND, applied=True)], 0)
    assert carried_through(entry, PAPER, [repair(FIRST, applied=True), repair(SECOND, applied=True)], 0) == 1
    assert entry["statement"] == entry_as_read()["statement"]


def test_a_repair_for_all_its_like_is_taken_back_at_each_of_its_places_and_nowhere_else() -> None:
    entry = entry_as_read()
    assert carried_through(entry, PAPER, [repair(FIRST, applied=False, count=2)], 0) == 2
    assert entry["statement"] == "质量持续改善，环境不断?#25913;善，水质也要改善。"
    assert entry["goal"] == "各部门要?#25913;进作风，改进方法。"


def test_what_a_person_typed_over_is_left_alone() -> None:
    entry = entry_as_read()
    entry["statement"] = "此处另有改动的文字，与原文无关，但也写了改字。"
    assert carried_through(entry, PAPER, [repair(FIRST, applied=False)], 0) == 0
    assert "?#" not in entry["statement"]


@pytest.mark.parametrize("typed", ["质量持续改善，环境不断改善，水质。", "环境不断改善，水质也要改善。"])
def test_a_place_is_found_again_beside_other_corrections(typed: str) -> None:
    entry = entry_as_read()
    entry["statement"] = typed
    carried_through(entry, PAPER, [repair(FIRST, applied=False)], 0)
    assert entry["statement"] == typed.replace("不断改善", "不断?#25913;善")
