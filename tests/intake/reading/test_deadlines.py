"""What readers of time limits promise."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectification.intake.reading.deadlines import DeadlineNote, find_deadline, is_born_overdue, parse_deadline
from rectification.intake.reading.draft import Deadline
from rectification.vocabulary import DeadlineKind
from tests.intake.reading.deadline_cases import CASES, FOUND, UNSEEN, Case, Found, read_cases, read_found

ISSUED = date(2021, 3, 15)
DATED = {DeadlineKind.FIXED, DeadlineKind.PHASED}


def check(case: Case) -> None:
    reading = parse_deadline(case.text, case.issued)
    dues = tuple(phase.due for phase in reading.phases) or ((reading.due,) if reading.due else ())
    assert (reading.kind, dues) == (case.kind, case.dues), case
    assert case.note is None or reading.note == case.note, case


@pytest.mark.parametrize("case", read_cases(CASES), ids=lambda case: case.text)
def test_reads_the_phrases_of_plans(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", read_cases(UNSEEN), ids=lambda case: case.text)
def test_reads_phrases_collected_after_the_rules_stood(case: Case) -> None:
    check(case)


@pytest.mark.parametrize("case", read_found(FOUND), ids=lambda case: case.sentence)
def test_finds_the_limits_inside_running_text_and_no_other_date(case: Found) -> None:
    found = find_deadline(case.sentence, date(2018, 10, 31), case.year)
    assert [(case.sentence[start:end], reading.due) for start, end, reading in found] == case.limits


def test_keeps_the_words_of_each_stage() -> None:
    reading = parse_deadline("2020年底前完成60%，2022年底前全部完成。", None)
    assert [phase.text for phase in reading.phases] == ["2020年底前完成60%", "2022年底前全部完成"]


def test_stage_words_are_those_of_the_paper_with_its_spaces() -> None:
    reading = parse_deadline("第一阶段：2021 年 6 月底前；第二阶段：2021 年底前", None)
    assert [phase.text for phase in reading.phases] == ["第一阶段：2021 年 6 月底前", "第二阶段：2021 年底前"]


def test_places_found_count_in_the_sentence_as_printed() -> None:
    sentence = "全面治理，到 2022 年 ，完成改造。"
    ((start, end, reading),) = find_deadline(sentence, None, None)
    assert sentence[start:end] == "到 2022 年"
    assert reading == Deadline(DeadlineKind.FIXED, date(2022, 12, 31))


def test_the_year_of_the_table_is_no_assumption() -> None:
    ((_, _, reading),) = find_deadline("规范安装流量计,9月底前完成", date(2018, 10, 31), 2018)
    assert reading == Deadline(DeadlineKind.FIXED, date(2018, 9, 30))


def test_a_date_before_the_plan_is_born_overdue_and_the_day_of_the_plan_is_not() -> None:
    late = Deadline(DeadlineKind.FIXED, date(2018, 2, 28))
    assert is_born_overdue(late, date(2018, 6, 21))
    assert not is_born_overdue(late, date(2018, 2, 28))
    assert not is_born_overdue(late, None)
    assert not is_born_overdue(Deadline(DeadlineKind.LONG_TERM), date(2018, 6, 21))


def test_a_paragraph_is_no_time_limit() -> None:
    assert parse_deadline("2021年12月底前。" * 500, ISSUED).note == DeadlineNote.TOO_LONG


WORDS = st.sampled_from(
    ["2021年", "2020", "二〇二二年", "12月", "2月30日", "底", "前", "至", "-", "每年", "3个", "工作日", "内", "印发之日起", "立行立改",
     "长期", "延期至", "“十四五”", "期间", ","]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map("".join))
DAYS = st.none() | st.dates()


@given(TEXTS, DAYS)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_error_into_a_consistent_deadline(text: str, issued: date | None) -> None:
    reading = parse_deadline(text, issued)
    assert (reading.due is not None) == (reading.kind in DATED)
    assert bool(reading.phases) == (reading.kind is DeadlineKind.PHASED)
    assert all(phase.due is None or (reading.due and phase.due <= reading.due) for phase in reading.phases)
    assert reading.note == "" or reading.note in set(DeadlineNote)
    assert reading.note or reading.kind is not DeadlineKind.UNPARSABLE


@given(TEXTS, DAYS, st.none() | st.integers(1990, 2100))
@settings(max_examples=300, deadline=None)
def test_limits_found_lie_in_the_text_in_order(text: str, issued: date | None, year: int | None) -> None:
    places = [place for start, end, _ in find_deadline(text, issued, year) for place in (start, end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


@pytest.mark.parametrize("piece", ["2021年", "20", "年", "一", "《", "每年12月", "2020-", "6月1日至", "15个工作日内", "已于2", " 2 ", "原"])
def test_a_megabyte_of_hostile_text_takes_no_time(piece: str) -> None:
    hostile = piece * (1_000_000 // len(piece))
    start = time.process_time()
    parse_deadline(hostile, ISSUED)
    parse_deadline(hostile[:2000], ISSUED)
    find_deadline(hostile, ISSUED, None)
    find_deadline(hostile[:20_000], ISSUED, None)
    assert time.process_time() - start < 2
