"""One plan of our own wording, printed in the many forms in which districts print such plans, each with its reference reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

Values = dict[str, Any]


@dataclass(frozen=True)
class Unit:
    name: str
    group: bool = False

    def values(self) -> Values:
        return {"name": self.name, "group": self.group}


@dataclass(frozen=True)
class Issue:
    statement: str
    units: dict[str, tuple[Unit, ...]]
    deadline_text: str
    deadline: Values
    goal: str
    measures: tuple[str, ...]
    section: str = ""


def fixed(due: str) -> Values:
    return {"kind": "fixed", "due": due}


WATER, CITY, TRADE = Unit("区水利局"), Unit("区城市管理局"), Unit("区经济和信息化局")
ECOLOGY, HOUSING, FARM = Unit("区生态环境分局"), Unit("区住房和城乡建设局"), Unit("区农业农村局")
TOWNS, BUREAUS = Unit("各镇街", True), Unit("区级相关部门", True)
OFFICE, COUNCIL = Unit("区委督查室"), Unit("区政府督查室")
RIVERSIDE = Unit("临江街道")

ISSUES: tuple[Issue, ...] = (
    Issue(
        "部分河道水质不稳定。抽查的12条支流中,有3条雨后短时超过Ⅴ类,沿岸排口底数不清,管网错接漏接较多。",
        {"lead": (WATER,), "responsible": (WATER, HOUSING), "cooperating": (ECOLOGY, TOWNS), "supervising": (OFFICE,)},
        "2023年12月底前",
        fixed("2023-12-31"),
        "到期限时全部支流稳定达到Ⅳ类,排口建档率100%。",
        (
            "开展沿岸排口排查,逐一建档,明确责任人和整治方式。",
            "完成错接漏接点改造46处,同步修复破损管段。",
            "建立雨后加密监测制度,发现异常及时溯源。",
        ),
        "一、水环境方面",
    ),
    Issue(
        "建筑垃圾消纳能力不足,个别地块存在偷倒乱倒。巡查发现两处临时堆场未覆盖、无围挡。",
        {"lead": (CITY,), "responsible": (CITY,), "cooperating": (HOUSING, RIVERSIDE), "supervising": (OFFICE, COUNCIL)},
        "立行立改,长期坚持",
        {"kind": "immediate_and_long_term", "due": None},
        "堆场规范管理,偷倒行为得到有效遏制。",
        ("清理两处临时堆场,完成覆盖和围挡设置。", "布设视频监控,实行巡查日报。"),
        "二、固体废物方面",
    ),
    Issue(
        "工业园区异味投诉多。喷涂企业收集效率低,末端设施更换活性炭不及时。",
        {"lead": (TRADE,), "responsible": (TRADE, ECOLOGY), "cooperating": (BUREAUS,), "supervising": (COUNCIL,)},
        "2022年6月30日前",
        fixed("2022-06-30"),
        "重点企业收集效率明显提升,投诉量同比下降三成。",
        ("对23家喷涂企业逐家核查,形成问题台账。", "推动集中更换活性炭,保留更换凭证备查。", "对整改不到位的依法处理。"),
        "三、大气环境方面",
    ),
    Issue(
        "养殖尾水处理设施运行不规范,台账缺失。",
        {"lead": (FARM,), "responsible": (FARM, TOWNS), "cooperating": (WATER,), "supervising": (OFFICE,)},
        "长期坚持",
        {"kind": "long_term", "due": None},
        "尾水设施正常运行,台账齐全。",
        ("落实设施运行管理责任,每月检查一次。",),
        "三、大气环境方面",
    ),
)

Numbering = Callable[[int], str]
_CN = "一二三四五六七八九十"


def chinese(value: int) -> str:
    return f"{_CN[value - 1]}、"


def brackets(value: int) -> str:
    return f"({_CN[value - 1]})"


def wide_brackets(value: int) -> str:
    return f"（{_CN[value - 1]}）"


def dotted(value: int) -> str:
    return f"{value}."


def comma(value: int) -> str:
    return f"{value}、"


def digits_in_brackets(value: int) -> str:
    return f"({value})"


def circled(value: int) -> str:
    return "①②③④⑤⑥⑦⑧⑨"[value - 1]


def problem(value: int) -> str:
    return f"问题{_CN[value - 1]}:"


def serial(value: int) -> str:
    return f"序号{value}(市序号{value + 6})"


def firstly(value: int) -> str:
    return f"{_CN[value - 1]}是"


def nothing(value: int) -> str:
    return ""


@dataclass(frozen=True)
class ListForm:
    """How a list is printed. ``labels`` gives fields and their words in printed order."""

    labels: tuple[tuple[str, str], ...]
    item: Numbering = chinese
    measure: Numbering = dotted
    label: Callable[[str], str] = "{}:".format
    value_below: bool = False
    one_line: tuple[str, ...] = ()
    statement_label: str = ""
    wrap: int = 0
    blank_lines: int = 1
    sections: bool = False
    label_numbers: bool = False
    before: tuple[str, ...] = ("附件", "青川区督察反馈问题整改措施清单")
    after: tuple[str, ...] = ()
    punctuation: str = ""
    restart: bool = False


def render_list(form: ListForm, issues: Sequence[Issue] = ISSUES) -> tuple[str, Values]:
    """The text in this form and its reference reading."""
    lines: list[str] = list(form.before)
    gold: list[Values] = []
    section, number = "", 0
    for issue in issues:
        if form.sections and issue.section != section:
            section = issue.section
            lines.append(section)
            number = 0 if form.restart else number
        number += 1
        lines += _wrapped(_item_lines(form, issue, number), form.wrap)
        gold.append(_gold(form, issue, number))
    lines += form.after
    text = ("\n" * (form.blank_lines + 1)).join(lines) + "\n"
    if form.punctuation == "wide":
        text = text.translate(str.maketrans(",:;()", "，：；（）"))
    return text, {"issues": gold}


def _item_lines(form: ListForm, issue: Issue, number: int) -> list[str]:
    lines = []
    if form.statement_label:
        if form.item(number):
            lines.append(form.item(number).rstrip(":"))
        label = form.label(form.statement_label)
        lines += [label, issue.statement] if form.value_below else [label + issue.statement]
    else:
        lines.append(form.item(number) + issue.statement)
    joined: list[str] = []
    for place, (name, word) in enumerate(form.labels, start=2 if form.statement_label else 1):
        label = (wide_brackets(place) if form.label_numbers else "") + form.label(word)
        if name == "measures":
            lines.append(label)
            lines += [form.measure(at) + text for at, text in enumerate(issue.measures, start=1)]
        else:
            value = _value(issue, name)
            if name in form.one_line:
                joined.append(label + value)
                if name == form.one_line[-1]:
                    lines.append("　".join(joined))
            elif form.value_below:
                lines += [label, value]
            else:
                lines.append(label + value)
    return lines


def _value(issue: Issue, name: str) -> str:
    if name == "deadline":
        return issue.deadline_text
    if name == "goal":
        return issue.goal
    return "、".join(unit.name for unit in issue.units[name])


def _wrapped(lines: Sequence[str], width: int) -> list[str]:
    if not width:
        return list(lines)
    return [line[start : start + width] for line in lines for start in range(0, len(line), width)]


def _gold(form: ListForm, issue: Issue, number: int) -> Values:
    names = {name for name, _ in form.labels}
    values: Values = {"number": number if form.item(number) else None, "statement_starts_with": issue.statement[:20]}
    for role in ("lead", "responsible", "cooperating", "supervising", "acceptance"):
        values[role] = [unit.values() for unit in issue.units.get(role, ())] if role in names else []
    if "deadline" in names:
        values |= {"deadline_text": issue.deadline_text, "deadline": issue.deadline}
    if "goal" in names:
        values["goal"] = issue.goal
    if "measures" in names:
        values["measures"] = [text[:20] for text in issue.measures]
    if form.punctuation == "wide":
        table = str.maketrans(",:;()", "，：；（）")
        values |= {name: values[name].translate(table) for name in ("statement_starts_with", "goal", "deadline_text") if name in values}
        values["measures"] = [text.translate(table) for text in values.get("measures", [])]
    return values


SHORT = (("responsible", "责任单位"), ("supervising", "督导单位"), ("deadline", "整改时限"), ("goal", "整改目标"), ("measures", "整改措施"))
LEADING = (("lead", "牵头单位"), ("cooperating", "配合单位"), ("deadline", "完成时限"), ("goal", "目标任务"), ("measures", "具体措施"))
LATE = (
    ("goal", "整改要求"),
    ("measures", "主要措施"),
    ("deadline", "完成时间"),
    ("lead", "牵头部门"),
    ("responsible", "责任部门"),
    ("supervising", "督办单位"),
)
MIXED = (
    ("deadline", "整改期限"),
    ("responsible", "整改责任单位"),
    ("goal", "整改目标"),
    ("measures", "具体整改措施"),
    ("supervising", "督查单位"),
)

LIST_FORMS: dict[str, ListForm] = {
    "chinese_numbers": ListForm(SHORT),
    "problem_words": ListForm(LEADING, item=problem, measure=brackets),
    "square_brackets": ListForm(SHORT, item=dotted, measure=digits_in_brackets, label="【{}】".format),
    "under_headings": ListForm(SHORT, item=brackets, measure=circled, sections=True),
    "under_headings_anew": ListForm(SHORT, item=dotted, measure=digits_in_brackets, sections=True, restart=True),
    "same_numbers": ListForm(SHORT, item=dotted, measure=dotted),
    "same_numbers_under_headings": ListForm(LEADING, item=dotted, measure=dotted, sections=True),
    "serial_numbers": ListForm(LEADING, item=serial, statement_label="反馈问题"),
    "spaced_labels": ListForm(SHORT, label=lambda word: " ".join(word) + " ：", measure=nothing),
    "labels_above_values": ListForm(SHORT, label="{}".format, value_below=True),
    "several_on_one_line": ListForm(LEADING, one_line=("lead", "cooperating", "deadline"), measure=wide_brackets),
    "numbered_labels": ListForm(SHORT, statement_label="问题表述", label_numbers=True, item=problem, measure=dotted),
    "measures_before_units": ListForm(LATE, measure=dotted),
    "measures_in_the_middle": ListForm(MIXED, measure=firstly, item=comma),
    "without_numbers": ListForm(SHORT, item=nothing, statement_label="问题描述"),
    "bare_statements": ListForm(SHORT, item=nothing, measure=dotted),
    "wrapped": ListForm(SHORT, wrap=24, blank_lines=0),
    "wrapped_apart": ListForm(LEADING, wrap=30, item=wide_brackets),
    "wide_punctuation": ListForm(SHORT, punctuation="wide", item=chinese, measure=wide_brackets),
    "no_blank_lines": ListForm(MIXED, blank_lines=0),
    "inside_the_plan": ListForm(
        SHORT,
        item=brackets,
        before=(
            "青川区督察整改方案",
            "一、总体要求",
            "坚持问题导向,落实整改责任。",
            "二、基本原则",
            "(一)实事求是。分类施策。",
            "(二)标本兼治。注重长效。",
            "三、整改任务",
        ),
        after=(
            "四、保障措施",
            "(一)加强领导。成立领导小组,定期会商。",
            "(二)严格督查。对进展滞后的予以通报。",
            "青川区人民政府",
            "2021年9月1日",
        ),
    ),
    "signed_after": ListForm(SHORT, after=("中共青川区委员会", "青川区人民政府", "2021年9月1日")),
}


@dataclass(frozen=True)
class TableForm:
    """How a table is printed: fields and headings in order, what stands between cells, how wide cells break."""

    columns: tuple[tuple[str, str], ...]
    divider: str = "\n\n"
    wrap: dict[str, int] = field(default_factory=dict)
    wrap_gap: str = "\n"
    repeat_header_after: int = 0
    break_header: bool = False
    sections: bool = False
    before: tuple[str, ...] = ("附件1", "青川区督察整改任务分解表")


def render_table(form: TableForm, issues: Sequence[Issue] = ISSUES) -> tuple[str, Values]:
    """The table as text and its reference reading."""
    kind = "issues" if any(name == "statement" for name, _ in form.columns) else "tasks"
    between = form.divider if "\n" in form.divider else "\n"
    header = _row([(name, _broken(word) if form.break_header else word) for name, word in form.columns], form)
    rows = [*form.before, header]
    gold: list[Values] = []
    section = ""
    for number, issue in enumerate(issues, start=1):
        if form.sections and issue.section != section:
            section = issue.section
            rows.append(section)
        if form.repeat_header_after and number == form.repeat_header_after + 1:
            rows.append(header)
        rows.append(_row([(name, _cell(issue, name, number)) for name, _ in form.columns], form))
        gold.append(_table_gold(form, issue, number, section))
    return between.join(rows) + "\n", {kind: gold}


def _row(cells: Sequence[tuple[str, str]], form: TableForm) -> str:
    if "\n" in form.divider:
        return form.divider.join(form.wrap_gap.join(_wrapped(text.split("\n"), form.wrap.get(name, 0))) for name, text in cells)
    line = form.divider.join(text for _, text in cells)
    return f"|{line}|" if "|" in form.divider else line


def _broken(word: str) -> str:
    return f"{word[:2]}\n{word[2:]}" if len(word) == 4 else word


def _cell(issue: Issue, name: str, number: int) -> str:
    if name == "number":
        return str(number)
    if name in ("statement", "task"):
        return issue.statement
    if name == "measures":
        return "".join(f"{at}.{text}" for at, text in enumerate(issue.measures, start=1))
    return _value(issue, name)


def _table_gold(form: TableForm, issue: Issue, number: int, section: str) -> Values:
    names = {name for name, _ in form.columns}
    main = "statement_starts_with" if "statement" in names else "task_starts_with"
    values: Values = {"number": number if "number" in names else None, main: issue.statement[:20]}
    if main == "task_starts_with":
        values["table"] = form.before[0]
    for role in ("lead", "responsible", "cooperating", "supervising"):
        values[role] = [unit.values() for unit in issue.units[role]] if role in names else []
    if "deadline" in names:
        values |= {"deadline_text": issue.deadline_text, "deadline": issue.deadline}
    if "goal" in names:
        values["goal"] = issue.goal
    if "measures" in names:
        values["measures"] = [text[:20] for text in issue.measures]
    if section:
        values["section"] = section
    return values


PROBLEM_COLUMNS = (
    ("number", "序号"),
    ("statement", "反馈问题"),
    ("goal", "整改目标"),
    ("measures", "整改措施"),
    ("responsible", "责任单位"),
    ("supervising", "督导单位"),
    ("deadline", "整改时限"),
)
TASK_COLUMNS = (("number", "序号"), ("task", "整改任务"), ("lead", "牵头单位"), ("cooperating", "配合单位"), ("deadline", "完成时限"))
DATED_FIRST = (("number", "序号"), ("task", "重点任务"), ("deadline", "完成时间"), ("responsible", "责任单位"), ("goal", "工作目标"))
UNITS_FIRST = (("number", "序号"), ("lead", "牵头部门"), ("responsible", "责任部门"), ("task", "主要任务"), ("deadline", "时间节点"))

TABLE_FORMS: dict[str, TableForm] = {
    "problems_one_cell_a_line": TableForm(PROBLEM_COLUMNS),
    "tasks_one_cell_a_line": TableForm(TASK_COLUMNS),
    "tasks_without_blank_lines": TableForm(TASK_COLUMNS, divider="\n"),
    "tasks_with_headings": TableForm(TASK_COLUMNS, sections=True),
    "deadline_before_units": TableForm(DATED_FIRST),
    "units_before_task": TableForm(UNITS_FIRST),
    "broken_cells": TableForm(PROBLEM_COLUMNS, wrap={"statement": 14, "goal": 10, "measures": 18, "responsible": 9}),
    "broken_cells_apart": TableForm(TASK_COLUMNS, wrap={"task": 16}, wrap_gap="\n\n"),
    "broken_headings": TableForm(PROBLEM_COLUMNS, break_header=True),
    "headings_repeated": TableForm(TASK_COLUMNS, repeat_header_after=2),
    "tabs": TableForm(PROBLEM_COLUMNS, divider="\t"),
    "bars": TableForm(TASK_COLUMNS, divider=" | "),
    "tabs_with_headings": TableForm(TASK_COLUMNS, divider="\t", sections=True),
    "wide_blanks": TableForm(TASK_COLUMNS, divider="    "),
    "no_numbers": TableForm(TASK_COLUMNS[1:]),
    "spaced_headings": TableForm(tuple((name, " ".join(word)) for name, word in PROBLEM_COLUMNS)),
}
