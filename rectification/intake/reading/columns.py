"""The columns of a table: what each holds, and which of several tells the task."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from rectification.intake.reading.labels import Field

LEAST_COLUMNS = 3
"""Fewer known headings make no table."""

LONGEST_HEADING_LINE = 400
_DIVISION = re.compile(r"^(?:责任|任务|职责|工作)?分工$|^责任(?:落实|主体)?$")


@dataclass(frozen=True, slots=True)
class Column:
    """A column as headed: what it holds and the words of its heading ("" for one without a heading)."""

    field: Field
    printed: str


def without_spanning(columns: Sequence[Column]) -> list[Column]:
    """Headings of two rows read one after the other: those of the units at the end stand below the one that spans them.

    序号 工作任务 责任分工 完成时限, and below 责任分工 牵头单位 配合单位.
    """
    below = len(list(takewhile(lambda column: column.field.role, reversed(columns))))
    first = len(columns) - below
    spanning = next((place for place, column in enumerate(columns[:first]) if _spans_units(column)), None)
    if below < 2 or spanning is None:
        return list(columns)
    return [*columns[:spanning], *columns[first:], *columns[spanning + 1 : first]]


def _spans_units(column: Column) -> bool:
    return column.field is Field.RESPONSIBLE or bool(_DIVISION.match(column.printed))


def is_core(column: Column) -> bool:
    return column.field.role is not None or column.field is Field.DEADLINE


def right_of_number(columns: Sequence[Column]) -> list[Column]:
    """The columns of a row that stand behind its number, a second number being only kept; with the nameless one beside a project's name."""
    number = next((place for place, column in enumerate(columns) if column.field is Field.NUMBER), -1)
    right = [Column(Field.OTHER, column.printed) if column.field is Field.NUMBER else column for column in columns[number + 1 :]]
    fields = {column.field for column in right}
    if Field.NAME in fields and not fields & {Field.CONTENT, Field.TASK, Field.STATEMENT, Field.MEASURES}:
        name = next(place for place, column in enumerate(right) if column.field is Field.NAME)
        right.insert(name + 1, Column(Field.CONTENT, ""))
    return resolved(right)


def resolved(columns: Sequence[Column]) -> list[Column]:
    """Columns with one main text: of several task columns the last is the task and those before it its work items."""
    tasks = [place for place, column in enumerate(columns) if column.field is Field.TASK]
    fields = {column.field for column in columns}
    result = list(columns)
    if tasks and Field.STATEMENT not in fields and Field.MEASURES in fields and columns[tasks[-1]].printed.startswith("整改"):
        # What is to be put right and how: 整改事项 beside 整改措施 is the problem.
        result[tasks[-1]] = Column(Field.STATEMENT, columns[tasks[-1]].printed)
        for place in tasks[:-1]:
            result[place] = Column(Field.WORK_ITEM, columns[place].printed)
    elif Field.STATEMENT in fields:
        for place in tasks:
            result[place] = Column(Field.OTHER if Field.MEASURES in fields else Field.MEASURES, columns[place].printed)
    elif Field.NAME in fields or Field.CONTENT in fields:
        for place in tasks:
            result[place] = Column(Field.WORK_ITEM if Field.CONTENT in fields else Field.CONTENT, columns[place].printed)
    else:
        for place in tasks[:-1]:
            result[place] = Column(Field.WORK_ITEM, columns[place].printed)
    goals = [place for place, column in enumerate(result) if column.field is Field.GOAL]
    aims = [place for place in goals if "目标" in result[place].printed]
    for place in set(goals) - set(aims) if aims else ():
        # 整改要求 beside 整改目标 is no second goal.
        result[place] = Column(Field.OTHER, result[place].printed)
    if not {column.field for column in result} & {Field.STATEMENT, Field.TASK, Field.CONTENT, Field.NAME}:
        main = next((field for field in (Field.WORK_ITEM, Field.MEASURES, Field.GOAL) if field in fields), None)
        result = [Column(Field.TASK, column.printed) if column.field is main else column for column in result]
    return result
