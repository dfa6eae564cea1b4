"""What ``manage.py readplan`` promises: it prints what was read, stores nothing, and refuses in one line."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.intake.reading.rendering import LIST_FORMS, render_list

KEYS = {"title", "issuer", "issued", "issues", "tasks", "projects", "outline", "repairs", "doubts"}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(render_list(LIST_FORMS["signed_after"])[0], "utf-8")
    return path


def answer(*arguments: object) -> str:
    out = StringIO()
    call_command("readplan", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_json_has_the_keys_of_the_reference_readings(plan: Path) -> None:
    values = json.loads(answer(plan, "--json"))
    assert set(values) >= KEYS
    assert [issue["number"] for issue in values["issues"]] == [1, 2, 3, 4]
    assert values["issued"] == "2021-09-01"
    assert values["issues"][0]["statement"].startswith(values["issues"][0]["statement_starts_with"])


def test_the_given_date_counts(plan: Path) -> None:
    assert json.loads(answer(plan, "--json", "--issued", "2020-05-06"))["issued"] == "2020-05-06"


def test_the_draft_is_printed_for_a_person(plan: Path) -> None:
    printed = answer(plan)
    assert "2023年12月底前" in printed
    assert "区水利局" in printed


def test_doubts_are_printed_as_sentences(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("今天天气很好。", "utf-8")
    assert "未找到问题清单" in answer(path)
    assert "no_list_found" not in answer(path)


def test_a_file_that_is_no_text_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "picture.txt"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(CommandError, match=r"^[^\n]+$"):
        answer(path)


def test_a_missing_file_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"^[^\n]+$"):
        answer(tmp_path / "nothing.txt")
