"""When a report may be handed in and what it must say."""

import datetime as dt
from decimal import Decimal

import pytest

from rectification.progress.rules.reports import (
    Content,
    Figure,
    Handed,
    joined,
    judge_confirm,
    judge_content,
    judge_no_change,
    judge_return,
    judge_time,
    starts_work,
    state_of_new,
)
from rectification.refusals import Incomplete, WrongStage
from rectification.vocabulary import ReportState, ReportStatus, Stage
from rectification.web.numbers import quantity, reached_words

CUTOFF = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
BEFORE, AFTER = CUTOFF - dt.timedelta(minutes=1), CUTOFF + dt.timedelta(minutes=1)
ON_TIME = Handed(ReportState.SUBMITTED, late=False)


def content(**fields: object) -> Content:
    return Content(**{"status": ReportStatus.ON_SCHEDULE, "text": "已建成收集池。", **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize("handed", [None, ON_TIME, Handed(ReportState.RETURNED, late=False), Handed(ReportState.CONFIRMED, late=False)])
def test_before_the_cut_off_a_report_may_be_handed_in_and_changed(handed: Handed | None) -> None:
    assert judge_time(handed, cutoff_at=CUTOFF, now=BEFORE) is False


@pytest.mark.parametrize("handed", [None, Handed(ReportState.RETURNED, late=False), Handed(ReportState.SUBMITTED, late=True)])
def test_after_the_cut_off_a_report_is_late(handed: Handed | None) -> None:
    assert judge_time(handed, cutoff_at=CUTOFF, now=AFTER) is True


@pytest.mark.parametrize("state", [ReportState.SUBMITTED, ReportState.CONFIRMED])
def test_it_refuses_to_change_a_report_that_was_on_time_after_the_cut_off(state: ReportState) -> None:
    with pytest.raises(WrongStage):
        judge_time(Handed(state, late=False), cutoff_at=CUTOFF, now=AFTER)


def test_it_refuses_a_report_that_says_nothing() -> None:
    judge_content(content(), targets={}, measures=())
    with pytest.raises(Incomplete):
        judge_content(content(text="  "), targets={}, measures=())


def test_it_refuses_a_percentage_beyond_a_hundred_and_a_foreign_measure() -> None:
    with pytest.raises(Incomplete):
        judge_content(content(percent=101), targets={}, measures=())
    with pytest.raises(Incomplete):
        judge_content(content(measures=frozenset({7})), targets={}, measures=(8,))


def test_a_smaller_number_than_before_needs_a_reason() -> None:
    targets: dict[int, Decimal | None] = {1: Decimal(412)}
    judge_content(content(figures=(Figure(1, Decimal(412)),)), targets=targets, measures=())
    judge_content(content(figures=(Figure(1, Decimal(400), "上次重复计入12座"),)), targets=targets, measures=())
    with pytest.raises(Incomplete) as refused:
        judge_content(content(figures=(Figure(1, Decimal(400)),)), targets=targets, measures=())
    assert refused.value.fields == {"figure_reason-1": "required"}


def test_it_refuses_a_number_for_a_target_of_others() -> None:
    with pytest.raises(Incomplete):
        judge_content(content(figures=(Figure(2, Decimal(1)),)), targets={1: None}, measures=())


def test_nothing_new_needs_a_reason_from_the_second_time_on() -> None:
    judge_no_change("", last_was_no_change=False)
    judge_no_change("等待上级批复", last_was_no_change=True)
    with pytest.raises(Incomplete):
        judge_no_change(" ", last_was_no_change=True)


def test_a_report_that_says_the_work_has_begun_starts_the_issue() -> None:
    assert starts_work(Stage.NOT_STARTED, ReportStatus.ON_SCHEDULE, no_change=False)
    assert not starts_work(Stage.NOT_STARTED, ReportStatus.NOT_BEGUN, no_change=False)
    assert not starts_work(Stage.NOT_STARTED, ReportStatus.ON_SCHEDULE, no_change=True)
    assert not starts_work(Stage.IN_PROGRESS, ReportStatus.ON_SCHEDULE, no_change=False)


def test_sending_back_needs_a_reason_and_happens_once() -> None:
    judge_return(ReportState.CONFIRMED, "证据不足")
    with pytest.raises(Incomplete):
        judge_return(ReportState.SUBMITTED, "")
    with pytest.raises(WrongStage):
        judge_return(ReportState.RETURNED, "证据不足")


@pytest.mark.parametrize(
    ("head_confirms", "by_head", "state"),
    [(False, False, "submitted"), (False, True, "submitted"), (True, False, "waiting"), (True, True, "confirmed")],
)
def test_a_report_waits_for_the_head_where_the_office_asks_for_it(head_confirms: bool, by_head: bool, state: str) -> None:
    assert state_of_new(head_confirms=head_confirms, by_head=by_head) == state


def test_only_what_waits_is_confirmed() -> None:
    judge_confirm(ReportState.WAITING)
    for state in (ReportState.SUBMITTED, ReportState.RETURNED, ReportState.CONFIRMED):
        with pytest.raises(WrongStage):
            judge_confirm(state)


def test_reports_are_joined_with_the_names_of_their_units() -> None:
    text = joined([("区城管局", "已建成收集池。"), ("东山街道", "每日清运。 ")], ["西湖街道", "区住建局"], nothing_new="本期无新进展")
    assert text == "区城管局：已建成收集池。\n东山街道：每日清运。\n西湖街道、区住建局：本期无新进展。"
    assert joined([("区城管局", "完成。")], [], nothing_new="") == "区城管局：完成。"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("412", "412"),
        (" 1,200 ", "1200"),
        ("1.2万", "12000"),
        ("270万", "2700000"),
        ("３．５ 亿", "350000000"),
        ("0.1234", "0.1234"),
        ("-1", None),
        ("1,20", None),
        ("0.12345", None),
        ("十二", None),
        ("1e5", None),
        ("", None),
        ("999999999999999", None),
        ("9999999亿", None),
    ],
)
def test_a_typed_quantity_is_understood_or_not(text: str, number: str | None) -> None:
    assert quantity(text) == (Decimal(number) if number else None)


def test_a_quantity_is_said_with_its_total_and_percentage() -> None:
    assert reached_words(Decimal("412.0000"), Decimal("618.0000"), "座") == "412/618 座（66.7%）"
    assert reached_words(Decimal("12000"), Decimal("2700000"), "立方米") == "12000/2700000 立方米（0.4%）"
