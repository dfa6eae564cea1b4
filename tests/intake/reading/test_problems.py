"""What reading a list of problems promises."""

from __future__ import annotations

from datetime import date

import pytest

from rectification.intake.reading import read
from rectification.intake.reading.draft import DoubtCode, Draft, DraftItem
from rectification.intake.reading.labels import Field, labels_in
from rectification.intake.reading.numbering import Style, marker_of, plain_number
from tests.intake.reading.rendering import ISSUES, LIST_FORMS, render_list

LIST = """青川区整改措施清单

一、河道排口未建档。
责任单位:区水利局、各镇街
整改时限:{deadline}
整改目标:全部建档。
整改措施:
1.排查排口,2023年5月底前完成。
2.逐一建档。

三、堆场未覆盖。
责任单位:区城市管理局
整改时限:立行立改
整改措施:
1.完成覆盖。
"""


def listed(deadline: str = "2023年12月底前") -> Draft:
    return read(LIST.format(deadline=deadline), issued=date(2023, 1, 10))


def codes(item: DraftItem) -> set[DoubtCode]:
    return {doubt.code for doubt in item.doubts}


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("责 任 单 位 ：", Field.RESPONSIBLE),
        ("【牵头单位】", Field.LEAD),
        ("〖配合单位〗", Field.COOPERATING),
        ("(三)督办单位:", Field.SUPERVISING),
        ("整改责任单位：", Field.RESPONSIBLE),
        ("责任单位(牵头):", Field.LEAD),
        ("销号时限:", Field.DEADLINE),
        ("目标任务﹕", Field.GOAL),
        ("主要整改措施:", Field.MEASURES),
        ("验收销号单位:", Field.ACCEPTANCE),
        ("反馈问题:", Field.STATEMENT),
        ("包案领导:", Field.OTHER),
    ],
)
def test_a_label_is_known_by_its_meaning(words: str, field: Field) -> None:
    assert [label.field for label in labels_in(words + "甲")] == [field]


@pytest.mark.parametrize("words", ["责任单位要落实整改措施。", "针对存在问题:逐一整改。", "整改时间紧、任务重。", "区责任单位会议"])
def test_running_text_is_no_label(words: str) -> None:
    assert labels_in(words) == []


@pytest.mark.parametrize(
    ("line", "style", "value"),
    [
        ("十二、污水", Style.CHINESE, 12),
        ("（三）污水", Style.CHINESE_BRACKETS, 3),
        ("1.污水", Style.ARABIC_DOT, 1),
        ("12、污水", Style.ARABIC_COMMA, 12),
        ("(4)污水", Style.ARABIC_BRACKETS, 4),
        ("③污水", Style.CIRCLED, 3),
        ("二是污水", Style.FIRSTLY, 2),
        ("问题五:污水", Style.PROBLEM, 5),
        ("问题2.3 污水", Style.COMPOUND, 3),
        ("序号8(市序号9)", Style.SERIAL, 8),
    ],
)
def test_every_style_of_number_is_read(line: str, style: Style, value: int) -> None:
    marker = marker_of(line)
    assert marker is not None
    assert (marker.style, marker.value) == (style, value)


@pytest.mark.parametrize("line", ["2.5万吨污水", "2021年10月", "(2013-2017年)行动", "一些问题", "问题突出"])
def test_other_numbers_open_no_item(line: str) -> None:
    assert marker_of(line) is None


def test_the_higher_levels_number_is_kept() -> None:
    assert plain_number("8(市序号9)") == (8, "市序号9")


@pytest.mark.parametrize("number", ["2-3", "2.3", "1.2.3"])
def test_a_number_of_several_levels_is_kept_whole(number: str) -> None:
    marker = marker_of(f"{number} 污水")
    assert marker is not None
    assert (marker.number, marker.value) == (number, 3)


def test_the_imprint_says_who_printed_a_paper_and_not_who_issued_it() -> None:
    notice = "中共青川区委办公室 青川区人民政府办公室\n关于印发整改措施清单的通知\n\n"
    draft = read(notice + LIST.format(deadline="2023年12月底前") + "青川区人民政府办公室  2023年1月9日印发\n")
    assert [issuer.text for issuer in draft.issuer] == ["中共青川区委办公室", "青川区人民政府办公室"]
    assert draft.issued == date(2023, 1, 9)


def test_words_an_advertiser_put_below_the_paper_belong_to_no_measure() -> None:
    draft = read(LIST.format(deadline="2023年12月底前") + "热血网游发布网 新开一区 手机版下载\n")
    assert draft.items[-1].measures[-1].text.text == "完成覆盖。"


def test_a_list_of_annexes_under_the_last_measure_is_no_part_of_it() -> None:
    draft = read(LIST.format(deadline="2023年12月底前") + "附件:领导小组名单\n")
    assert draft.items[-1].measures[-1].text.text == "完成覆盖。"


def test_names_that_sign_without_a_date_belong_to_no_measure() -> None:
    draft = read(LIST.format(deadline="2023年12月底前") + "\n中共青川区委员会\n青川区人民政府\n")
    assert draft.items[-1].measures[-1].text.text == "完成覆盖。"
    assert [issuer.text for issuer in draft.issuer] == ["中共青川区委员会", "青川区人民政府"]


def test_missing_fields_are_doubts_of_their_item() -> None:
    first, second = listed().items
    assert codes(first) >= {DoubtCode.NO_SUPERVISING_UNIT, DoubtCode.GROUP_NEEDS_CHOICE}
    assert codes(second) >= {DoubtCode.NO_SUPERVISING_UNIT, DoubtCode.NO_GOAL}
    assert DoubtCode.NO_GOAL not in codes(first)


def test_a_date_before_the_plan_is_a_doubt() -> None:
    assert DoubtCode.BORN_OVERDUE in codes(listed("2022年12月底前").items[0])
    assert DoubtCode.BORN_OVERDUE not in codes(listed().items[0])


def test_words_that_mean_no_date_are_kept_and_doubted() -> None:
    item = listed("视情况而定").items[0]
    assert item.deadline is not None
    assert item.deadline.text.text == "视情况而定"
    assert DoubtCode.DEADLINE_UNPARSABLE in codes(item)


def test_a_measure_with_its_own_date_is_a_doubt_and_keeps_it() -> None:
    item = listed().items[0]
    own = item.measures[0].deadline
    assert own is not None
    assert own.reading.due == date(2023, 5, 31)
    assert DoubtCode.MEASURE_HAS_OWN_DEADLINE in codes(item)


def test_a_number_left_out_is_reported() -> None:
    assert [(doubt.code, doubt.detail) for doubt in listed().doubts if doubt.code is DoubtCode.NUMBER_MISSING] == [
        (DoubtCode.NUMBER_MISSING, "2")
    ]


def test_every_field_stands_where_its_place_says() -> None:
    text, _ = render_list(LIST_FORMS["chinese_numbers"])
    draft = read(text)
    for item, issue in zip(draft.items, ISSUES, strict=True):
        assert item.statement is not None
        assert text[item.statement.span.start : item.statement.span.end] == issue.statement
        assert item.deadline is not None
        assert text[item.deadline.text.span.start : item.deadline.text.span.end] == issue.deadline_text
        for unit in item.units:
            assert text[unit.span.start : unit.span.end] == unit.printed
        for measure, words in zip(item.measures, issue.measures, strict=True):
            assert text[measure.text.span.start : measure.text.span.end] == words
        assert all(item.span.start <= unit.span.start < unit.span.end <= item.span.end for unit in item.units)


def test_the_given_date_overrides_the_printed_one() -> None:
    text = LIST.format(deadline="2022年底") + "\n青川区人民政府\n2023年1月5日\n"
    assert read(text).issued == date(2023, 1, 5)
    assert read(text, issued=date(2020, 1, 1)).issued == date(2020, 1, 1)


def test_own_and_common_problems_are_told_apart() -> None:
    text = (
        "清单\n一、个性问题\n1.甲。\n责任单位:区水利局\n整改时限:2023年底\n二、共性问题\n2.乙。\n责任单位:区农业农村局\n整改时限:长期坚持\n"
    )
    assert [(item.number, item.scope) for item in read(text).items] == [("1", "个性"), ("2", "共性")]


def test_two_problems_on_one_line_do_not_break_the_reading() -> None:
    text = "一、河道未清。责任单位:区水利局。整改时限:2023年底前。二、堆场未盖。责任单位:区城管局。整改时限:2024年底前。"
    assert read(text + "\n完").items


def test_a_full_stop_divides_a_label_only_where_labels_are_written_so() -> None:
    closed = "1.河道未清。\n整改目标。河道清洁。\n责任单位。{0}\n2.堆场未盖。\n整改目标。全部覆盖。\n责任单位。区水利局。"
    assert [str(item.goal and item.goal.text) for item in read(closed.format("区城管局。")).items] == ["河道清洁。", "全部覆盖。"]
    assert read("会议要求,压实\n责任单位。区水利局汇报了情况。\n整改措施。会议认为有力。").items == []


def test_an_entry_without_a_problem_or_work_is_none() -> None:
    entry = "实施主体:区水利局\n办理时限:2023年底前\n"
    assert read(entry * 2).items == []
