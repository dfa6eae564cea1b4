"""What reading a table promises, above all one that a scrape left as one cell a line."""

from __future__ import annotations

from datetime import date

import pytest

from rectification.intake.reading import read
from rectification.intake.reading.draft import DeadlineSource, DoubtCode, DraftItem
from rectification.vocabulary import IssueKind, UnitRole

HEADINGS = ("序号", "工作内容", "工作任务", "牵头单位", "配合单位")


def scrape(*cells: str) -> str:
    """Cells as lines with a blank line after each; "" for an empty cell leaves only its blank line."""
    return "附件1\n\n青川区2024年任务分解表\n\n" + "".join(f"{cell}\n\n" if cell else "\n" for cell in (*HEADINGS, *cells))


def units(item: DraftItem, role: UnitRole) -> list[str]:
    return [unit.name for unit in item.units if unit.role == role]


def lead_and_cooperating(*cells: str) -> tuple[list[str], list[str], bool]:
    items = read(scrape("1", "治水", "清淤河道。", *cells, "2", "治气", "管控扬尘。", "区住建局", "各镇街")).items
    assert [item.number for item in items] == ["1", "2"]
    unclear = DoubtCode.LEAD_UNCLEAR in {doubt.code for doubt in items[0].doubts}
    return units(items[0], UnitRole.LEAD), units(items[0], UnitRole.COOPERATING), unclear


def test_two_lines_are_lead_and_cooperating() -> None:
    assert lead_and_cooperating("区水利局", "区农业农村局") == (["区水利局"], ["区农业农村局"], False)


def test_an_empty_last_cell_is_seen_by_its_blank_line() -> None:
    assert lead_and_cooperating("区水利局", "区农业农村局", "") == (["区水利局", "区农业农村局"], [], False)
    assert lead_and_cooperating("区水利局", "") == (["区水利局"], [], False)


def test_a_line_with_several_units_is_the_cooperating_cell() -> None:
    assert lead_and_cooperating("区水利局", "区农业农村局", "区住建局、各镇街") == (
        ["区水利局", "区农业农村局"],
        ["区住建局", "各镇街"],
        False,
    )


def test_a_lone_group_below_several_units_cooperates_with_a_doubt() -> None:
    assert lead_and_cooperating("区水利局", "区农业农村局", "各镇街") == (["区水利局", "区农业农村局"], ["各镇街"], True)


def test_single_units_without_a_border_are_led_by_the_first_with_a_doubt() -> None:
    assert lead_and_cooperating("区水利局", "区农业农村局", "区住建局") == (["区水利局"], ["区农业农村局", "区住建局"], True)


def test_a_merged_cell_is_carried_down_until_the_next() -> None:
    text = scrape(
        "1",
        "治水",
        "清淤河道。",
        "区水利局",
        "各镇街",
        "2",
        "修复管网。",
        "区住建局",
        "各镇街",
        "3",
        "治气",
        "管控扬尘。",
        "区住建局",
        "各镇街",
    )
    assert [(item.work_item, item.work_item_in_row) for item in read(text).items] == [("治水", True), ("治水", False), ("治气", True)]


@pytest.mark.parametrize("divider", ["\t", "|"])
def test_a_problem_whose_cells_are_merged_over_rows_is_one_problem(divider: str) -> None:
    rows = [
        ["序号", "存在问题", "整改措施", "责任单位", "整改时限"],
        ["1", "河道污染。", "1.清淤。", "区水利局", "2023年12月底前"],
        ["", "", "2.截污。", "区住建局", "2024年6月底前"],
        ["", "", "3.绿化。", "", ""],
        ["2", "扬尘扰民。", "洒水。", "区城管局", "立行立改"],
    ]
    first, second = read("青川区整改清单\n\n" + "\n".join(divider.join(row) for row in rows)).items
    assert [measure.text.text for measure in first.measures] == ["清淤。", "截污。", "绿化。"]
    assert [unit.name for unit in first.units] == ["区水利局", "区住建局"]
    assert first.deadline
    assert first.deadline.reading.due == date(2024, 6, 30)
    assert second.number == "2"


@pytest.mark.parametrize("divider", ["\n", "\t"])
def test_complaints_are_numbered_by_their_codes_and_a_second_number_is_kept_beside_the_first(divider: str) -> None:
    by_code = [["受理编号", "信访问题", "责任单位", "完成时间"], ["D3HZ2021-0012", "油烟扰民。", "区城管局", "2021年8月"]]
    by_both = [["序号", *by_code[0]], ["1", *by_code[1]]]
    tables = ["青川区信访台账\n" + "\n".join(divider.join(row) for row in rows) for rows in (by_code, by_both)]
    (coded,), (counted,) = (read(table).items for table in tables)
    assert (coded.number, counted.number) == ("D3HZ2021-0012", "1")
    assert [other.text.text for other in counted.others] == ["D3HZ2021-0012"]


def test_a_table_that_numbers_no_row_misses_no_number() -> None:
    (item,) = read("青川区任务表\n\n工作任务\t牵头单位\t完成时限\n清淤河道。\t区水利局\t2024年底").items
    assert item.doubts == []


def test_a_table_headed_by_the_five_lists_is_one_of_problems() -> None:
    rows = ["序号\t问题清单\t责任清单\t目标清单\t措施清单\t时限清单", "1\t污水溢流。\t区住建局\t不溢流。\t建调蓄池。\t2024年底"]
    draft = read("青川区五清单\n\n" + "\n".join(rows))
    (item,) = draft.items
    assert (item.kind, len(item.units), len(item.measures), len(item.doubts)) == (IssueKind.PROBLEM, 1, 1, 1)
    assert draft.title
    assert draft.title.text == "青川区五清单"


def test_rows_numbered_in_words_head_those_numbered_in_figures() -> None:
    rows = ["序号\t工作任务\t牵头单位\t完成时限", "一\t治水\t\t", "1\t清淤。\t区水利局\t长期", "二\t治气\t\t", "2\t洒水。\t区城管局\t长期"]
    items = read("青川区任务表\n\n" + "\n".join(rows)).items
    assert [(item.number, item.section) for item in items] == [("1", "治水"), ("2", "治气")]


def test_a_numbered_measure_that_says_when_is_no_time_limit_and_a_requirement_no_second_goal() -> None:
    cells = ["序号", "存在问题", "整改要求", "整改目标", "整改措施", "责任领导", "责任单位", "整改时限"]
    row = [
        "1",
        "灰渣场未封场。",
        "限期整改",
        "完成封场。",
        "（一）完成设计。",
        "（二）2024年底前覆土。",
        "李某",
        "区经信局",
        "2024年12月31日",
    ]
    (item,) = read("青川区整改清单\n\n" + "\n".join([*cells, *row])).items
    assert [measure.text.text for measure in item.measures] == ["完成设计。", "2024年底前覆土。"]
    assert item.goal
    assert item.deadline
    assert (item.goal.text, item.deadline.text.text) == ("完成封场。", "2024年12月31日")


def test_a_row_without_number_is_placed_after_its_neighbour() -> None:
    text = scrape(
        "1",
        "治水",
        "清淤河道。",
        "区水利局",
        "各镇街",
        "疏通沟渠,恢复水系连通。",
        "区农业农村局",
        "各镇街",
        "2",
        "治气",
        "管控扬尘。",
        "区住建局",
        "各镇街",
    )
    items = read(text).items
    assert [(item.number, item.after_number) for item in items] == [("1", None), (None, "1"), ("2", None)]
    assert [doubt.detail for doubt in items[1].doubts if doubt.code is DoubtCode.ROW_WITHOUT_NUMBER] == ["1"]


def test_a_number_left_out_is_reported() -> None:
    text = scrape("1", "治水", "清淤河道。", "区水利局", "各镇街", "3", "治气", "管控扬尘。", "区住建局", "各镇街")
    assert [doubt.detail for doubt in read(text).doubts if doubt.code is DoubtCode.NUMBER_MISSING] == ["2"]


def test_headings_between_rows_are_sections() -> None:
    text = scrape("一、水", "1", "治水", "清淤河道。", "区水利局", "各镇街", "二、气", "2", "治气", "管控扬尘。", "区住建局", "各镇街")
    assert [item.section for item in read(text).items] == ["一、水", "二、气"]


def test_headings_repeated_at_a_page_break_are_no_row() -> None:
    text = scrape("1", "治水", "清淤河道。", "区水利局", "各镇街", *HEADINGS, "2", "治气", "管控扬尘。", "区住建局", "各镇街")
    assert [item.number for item in read(text).items] == ["1", "2"]


def test_a_date_in_the_task_binds_where_there_is_no_column_and_is_a_doubt() -> None:
    text = scrape("1", "治水", "清淤河道8公里,9月底前完成。", "区水利局", "各镇街", "2", "治气", "管控扬尘。", "区住建局", "各镇街")
    first, second = read(text).items
    assert first.deadline is not None
    assert first.deadline.source is DeadlineSource.TASK_TEXT
    assert str(first.deadline.reading.due) == "2024-09-30"
    assert DoubtCode.DEADLINE_FROM_TEXT in {doubt.code for doubt in first.doubts}
    assert second.deadline is None


def test_a_project_table_may_leave_its_content_column_without_heading() -> None:
    cells = (
        "序号",
        "项目名称",
        "完成时间",
        "1",
        "分拣",
        "中心",
        "建设分拣中心2座。",
        "2023",
        "购置车辆8辆。",
        "2024",
        "2",
        "利用厂",
        "日处理600吨。",
        "2024年6月",
    )
    items = read("附件1\n\n青川区重点项目表\n\n" + "".join(f"{cell}\n\n" for cell in cells)).items
    assert [item.kind for item in items] == [IssueKind.PROJECT] * 3
    assert [(item.name.text if item.name else None, item.number, item.belongs_to) for item in items] == [
        ("分拣中心", "1", None),
        (None, None, "1"),
        ("利用厂", "2", None),
    ]


def test_a_note_below_the_table_is_no_row() -> None:
    text = scrape("1", "治水", "清淤河道。", "区水利局", "各镇街", "注:各单位每月25日前报送进展。")
    items = read(text).items
    assert len(items) == 1
    assert units(items[0], UnitRole.COOPERATING) == ["各镇街"]


def test_every_cell_stands_where_its_place_says() -> None:
    text = scrape("1", "治水", "清淤河道。", "区水利局", "各镇街", "2", "治气", "管控扬尘。", "区住建局", "各镇街")
    for item in read(text).items:
        assert item.statement is not None
        assert text[item.statement.span.start : item.statement.span.end] == item.statement.text
        assert all(text[unit.span.start : unit.span.end] == unit.printed for unit in item.units)


def test_a_table_that_only_lists_places_or_gives_marks_holds_no_tasks() -> None:
    places = ("序号\t断面名称\t水质目标\t责任单位", "1\t刘家桥\tⅢ类\t白塔镇", "2\t石佛渡\tⅢ类\t石佛镇")
    marks = ("序号\t考核内容\t分值\t责任单位", "1\t完成空气质量目标\t20\t区生态环境局", "2\t完成水质目标\t20\t区水务局")
    tasks = ("序号\t工作内容\t责任单位\t完成时限", "1\t完成河道清淤\t区水务局\t2024年6月底前")
    assert [len(read("\n".join(table)).items) for table in (places, marks, tasks)] == [0, 0, 1]


def test_a_missing_and_an_unnumbered_row_are_doubts_in_a_table_in_columns() -> None:
    text = "\n".join(
        (
            "序号  工作任务              牵头单位    完成时限",
            "1     完成河道清淤三公里，  区水利局    2024年6月底前",
            "      建立管护机制。",
            "",
            "      清理阻水树木。        区林业局    2024年5月底前",
            "",
            "3     修复破损管网。        区住建局    2024年9月底前",
        )
    )
    draft = read(text)
    assert [(item.number, item.after_number) for item in draft.items] == [("1", None), (None, "1"), ("3", None)]
    doubts = {(doubt.code, doubt.detail) for doubt in (*draft.doubts, *(doubt for item in draft.items for doubt in item.doubts))}
    assert {(DoubtCode.ROW_WITHOUT_NUMBER, "1"), (DoubtCode.NUMBER_MISSING, "2")} <= doubts
