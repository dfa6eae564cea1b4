"""What the reading of whole plans promises: each sample of our own is read exactly, and nothing is invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.accuracy import score, table
from rectification.intake.reading import read
from rectification.intake.reading.as_json import as_json
from rectification.intake.reading.draft import DoubtCode
from tests.intake.reading.rendering import LIST_FORMS, TABLE_FORMS, render_list, render_table

SAMPLES = Path(__file__).parent / "samples"
TEXTS = sorted(SAMPLES.glob("*.txt"))


def assert_exact(text: str, gold: dict[str, object]) -> None:
    scores = score(text, {"title": None, "issuer": [], "issued": None, **gold})
    missed = {
        name: pair for name, pair in scores.items() if pair[0] != pair[1] and (name not in ("title", "issuer", "issued") or name in gold)
    }
    assert not missed, table({"text": scores})


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_field_of_a_sample_is_read_as_a_careful_reader_does(path: Path) -> None:
    assert_exact(path.read_text("utf-8"), json.loads(path.with_suffix(".gold.json").read_text("utf-8")))


@pytest.mark.parametrize("name", LIST_FORMS)
def test_a_list_is_read_alike_however_it_is_printed(name: str) -> None:
    assert_exact(*render_list(LIST_FORMS[name]))


@pytest.mark.parametrize("name", TABLE_FORMS)
def test_a_table_is_read_alike_however_it_was_scraped(name: str) -> None:
    assert_exact(*render_table(TABLE_FORMS[name]))


def test_the_reading_keeps_its_answer_for_the_same_text() -> None:
    text, _ = render_list(LIST_FORMS["chinese_numbers"])
    assert as_json(read(text)) == as_json(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "今天天气很好。",
        "一、指导思想\n坚持绿色发展,落实责任单位的整改时限要求。\n二、主要措施\n(一)加强宣传。开展培训。\n(二)完善制度。",
        "负责单位应当按时报送整改措施。整改目标见附件。",
    ],
)
def test_no_items_are_invented_in_a_text_without_a_list(text: str) -> None:
    draft = read(text)
    assert draft.items == []
    assert DoubtCode.NO_LIST_FOUND in {doubt.code for doubt in draft.doubts}


def test_the_points_of_a_text_without_a_list_are_offered() -> None:
    draft = read("某区工作要点\n一、治水\n1.清淤河道。完成8公里。\n2.修复管网。\n二、治气\n3.管控扬尘。\n")
    assert [(point.section, point.number, point.heading) for point in draft.points] == [
        ("一、治水", 1, "清淤河道"),
        ("一、治水", 2, "修复管网"),
        ("二、治气", 3, "管控扬尘"),
    ]
