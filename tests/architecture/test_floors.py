"""What import-linter cannot see: who writes a stage, which names a room may have, which tasks the worker knows."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

import rectification
from config.celery import ROOMS_WITH_TASKS, app
from tests.live import ROOT

pytestmark = pytest.mark.once

STAGE_WRITERS = {Path("rectification/workflow/actions.py")}
WRITING = {"update", "update_or_create", "bulk_update"}
FLOORS_OF_A_ROOM = {"urls", "views", "api", "tasks", "forms", "actions", "queries", "rules"}
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def test_only_the_workflow_writes_a_stage() -> None:
    writers = {path.relative_to(ROOT): lines for path in _sources("rectification", "accounts") if (lines := _stage_writes(path))}
    assert set(writers) <= STAGE_WRITERS, writers


@pytest.mark.parametrize(
    "source",
    [
        "issue.stage = 'closed'",
        "issue.stage: str = 'closed'",
        "Issue.objects.filter(pk=1).update(stage='closed')",
        "setattr(issue, 'stage', 'closed')",
        "issue.save(update_fields=['stage'])",
        "Issue.objects.update_or_create(pk=1, defaults={'stage': 'closed'})",
        "Issue.objects.bulk_update(issues, ['stage'])",
        "cursor.execute('UPDATE rectification_issue SET stage = 1')",
    ],
)
def test_every_way_to_write_a_stage_is_noticed(source: str, tmp_path: Path) -> None:
    path = tmp_path / "writer.py"
    path.write_text(source)
    assert _stage_writes(path) == [1]


def test_no_lock_holds_up_who_only_refers_to_its_row() -> None:
    """A plain FOR UPDATE would: whoever has stored a reference waits for it at his commit, with the head of the trail in his hand."""
    lines = (line for path in _sources("rectification", "accounts") for line in path.read_text().splitlines())
    assert [line for line in lines if "select_for_update(" in line and "no_key=True" not in line] == []


def test_every_room_is_under_the_contract_for_rooms() -> None:
    inside = next(contract for contract in CONTRACTS if contract["name"].startswith("Inside a room"))
    rooms = {f"rectification.{name}" for name in _rooms() if FLOORS_OF_A_ROOM & {module.stem for module in _modules(name)}}
    assert rooms - {"rectification.web"} <= set(inside["containers"])


def test_every_task_is_registered() -> None:
    app.loader.import_default_modules()
    written = {f"rectification.{name}.tasks" for name in _rooms() if (ROOT / "rectification" / name / "tasks.py").exists()}
    assert written == {f"{room}.tasks" for room in ROOMS_WITH_TASKS}
    for name in written:
        module = importlib.import_module(name)
        assert _tasks_of(module), name
        assert _tasks_of(module) <= set(app.tasks), name


def test_every_scheduled_task_exists() -> None:
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_migrations_have_spoken_names_and_import_no_application_code() -> None:
    for folder in ("accounts", "rectification"):
        for path in (ROOT / folder / "migrations").glob("0*.py"):
            assert "_auto_" not in path.stem, path
            imported = {node.module or "" for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)}
            assert not {module for module in imported if module.startswith(("rectification", "config"))}, path


def _stage_writes(path: Path) -> list[int]:
    return sorted(
        {node.lineno for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.stmt | ast.expr) and _writes_stage(node)}
    )


def _writes_stage(node: ast.stmt | ast.expr) -> bool:
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(target, ast.Attribute) and target.attr == "stage" for target in targets)
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    words = {word for argument in (*node.args, *(keyword.value for keyword in node.keywords)) for word in _texts(argument)}
    if name in WRITING | {"setattr", "save"}:
        return "stage" in words or (name in WRITING and any(keyword.arg == "stage" for keyword in node.keywords))
    return name in {"execute", "executemany", "raw"} and any("update" in word.lower() and "stage" in word for word in words)


def _texts(node: ast.AST) -> list[str]:
    return [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def _tasks_of(module: ModuleType) -> set[str]:
    return {value.name for value in vars(module).values() if hasattr(value, "delay") and hasattr(value, "name")}


def _rooms() -> list[str]:
    return [module.name for module in pkgutil.iter_modules(rectification.__path__) if module.ispkg]


def _modules(room: str) -> list[Path]:
    return list((ROOT / "rectification" / room).glob("*.py"))


def _sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]
