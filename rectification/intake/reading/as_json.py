"""A draft under the keys of the reference readings (``*.gold.json``), all white space removed from its words."""

from __future__ import annotations

from typing import Any

from rectification.intake.reading.draft import Deadline, Doubt, Draft, DraftDeadline, DraftItem, DraftUnit, Passage, Point, Repair
from rectification.intake.reading.lines import compact
from rectification.vocabulary import DeadlineKind, IssueKind, UnitRole

_OPENING = 20


def as_json(draft: Draft) -> dict[str, Any]:
    """The whole draft for ``readplan --json`` and ``make accuracy``."""
    return {
        "title": _words(draft.title),
        "issuer": [_words(name) for name in draft.issuer],
        "issued": draft.issued.isoformat() if draft.issued else None,
        "document_number": draft.document_number or None,
        "issues": [_issue(item) for item in draft.items if item.kind is IssueKind.PROBLEM],
        "tasks": [_task(item) for item in draft.items if item.kind is IssueKind.TASK],
        "projects": [_project(item) for item in draft.items if item.kind is IssueKind.PROJECT],
        "outline": [_point(point) for point in draft.points],
        "repairs": [_repair(repair) for repair in draft.repairs],
        "doubts": [_doubt(doubt) for doubt in [*draft.doubts, *(doubt for item in draft.items for doubt in item.doubts)]],
    }


def _words(passage: Passage | None) -> str | None:
    return compact(passage.text) if passage else None


def _number(text: str | None) -> int | str | None:
    return int(text) if text and text.isdecimal() else text


def _opening(text: str | None) -> str | None:
    return text[:_OPENING] if text else text


def _deadline(deadline: DraftDeadline | None) -> dict[str, Any]:
    reading = deadline.reading if deadline else Deadline(DeadlineKind.NONE)
    values: dict[str, Any] = {"kind": reading.kind.value, "due": reading.due.isoformat() if reading.due else None}
    if reading.phases:
        values["phases"] = [{"text": compact(phase.text), "due": phase.due.isoformat() if phase.due else None} for phase in reading.phases]
    return values


def _units(units: list[DraftUnit], role: UnitRole) -> list[dict[str, Any]]:
    return [{"name": compact(unit.name), "group": unit.is_group} for unit in units if unit.role == role]


def _common(item: DraftItem) -> dict[str, Any]:
    return {
        "number": _number(item.number),
        "table": item.table or None,
        "section": compact(item.section) or None,
        **{role.value: _units(item.units, role) for role in UnitRole},
        "deadline_text": _words(item.deadline.text) if item.deadline else None,
        "deadline": _deadline(item.deadline),
        "deadline_source": item.deadline.source.value if item.deadline else None,
        "goal": _words(item.goal),
        "measures": [compact(measure.text.text) for measure in item.measures],
        "others": {other.label: _words(other.text) for other in item.others},
        "doubts": [_doubt(doubt) for doubt in item.doubts],
    }


def _issue(item: DraftItem) -> dict[str, Any]:
    statement = _words(item.statement)
    return {
        **_common(item),
        "statement": statement,
        "statement_starts_with": _opening(statement),
        "name": _words(item.name),
        "work_item": compact(item.work_item) if item.work_item else None,
        "higher_number": item.higher_number or None,
        "scope": item.scope or None,
        "after_number": _number(item.after_number),
    }


def _task(item: DraftItem) -> dict[str, Any]:
    task = _words(item.statement)
    return {
        **_common(item),
        "work_item": compact(item.work_item) if item.work_item else None,
        "work_item_in_row": item.work_item_in_row,
        "task": task,
        "task_starts_with": _opening(task),
        "after_number": _number(item.after_number),
    }


def _project(item: DraftItem) -> dict[str, Any]:
    content = _words(item.statement)
    return {
        **_common(item),
        "name": _words(item.name),
        "content": content,
        "content_starts_with": _opening(content),
        "belongs_to": _number(item.belongs_to),
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "section": compact(point.section),
        "subsection": compact(point.subsection) if point.subsection else None,
        "number": point.number,
        "marker": compact(point.marker),
        "heading": compact(point.heading),
        "role": point.role.value,
        "text": compact(point.text.text),
    }


def _repair(repair: Repair) -> dict[str, Any]:
    return {
        "kind": repair.kind.value,
        "damaged": repair.old,
        "clean": repair.new,
        "sure": repair.sure,
        "reason": repair.reason,
        "count": repair.count,
        "start": repair.span.start,
        "end": repair.span.end,
    }


def _doubt(doubt: Doubt) -> dict[str, Any]:
    return {
        "code": doubt.code.value,
        "detail": doubt.detail,
        "start": doubt.span.start if doubt.span else None,
        "end": doubt.span.end if doubt.span else None,
    }
