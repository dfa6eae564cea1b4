"""Writers killed with -9 in the middle of their work: nothing acknowledged is lost, nothing is there twice or by half."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from rectification.models import Issue, Milestone, TrailEntry, TrailHead
from rectification.workflow.trail import TRAIL, verify_chain
from tests import factories, live
from tests.cast import gather
from tests.committed import Committed
from tests.ordeal import times

WRITER = (sys.executable, "-m", "tests.attacks.endless_writer", "staff")
PATIENCE_SECONDS = 120


@pytest.mark.ordeal
@pytest.mark.timeout(900)
def test_what_killed_writers_had_acknowledged_is_stored_whole(committed_db: Committed, settings: Settings, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": committed_db.url,
        "LIVE_SITE_FOLDER": str(settings.VAR_DIR),
    }
    cast = gather()
    issues = [factories.issue(cast) for _ in range(times(2, full=4))]
    kills, acknowledged = 0, []
    for number in range(times(1, full=10)):
        logs = [tmp_path / f"{number}-{issue.pk}.log" for issue in issues]
        _write_until_killed(issues, logs, environment, enough=times(10, full=250))
        kills += len(logs)
        acknowledged += [line for log in logs for line in log.read_text().splitlines()]
    with transaction.atomic():
        TrailHead.objects.select_for_update().get()  # whose last word was on its way when he was killed has finished or is undone
        stored = list(Milestone.objects.values_list("text", flat=True))
        told = [
            json.loads(change)["milestone"][1]
            for change in TrailEntry.objects.filter(verb="add_milestone").values_list("change", flat=True)
        ]
    print(f"{kills} writers killed, {len(acknowledged)} acts acknowledged, {len(stored)} stored")
    assert len(set(acknowledged)) == len(acknowledged) > 0
    assert set(acknowledged) <= set(stored)
    assert sorted(told) == sorted(stored)
    assert len(stored) - len(acknowledged) <= kills
    assert verify_chain(TRAIL).first_bad is None


def _write_until_killed(issues: list[Issue], logs: list[Path], environment: dict[str, str], *, enough: int) -> None:
    """Let one process write on each issue, and kill them all at some moment after they have done enough together."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    with ExitStack() as processes:
        writers = [
            processes.enter_context(live.running((*WRITER, str(issue.pk)), environment, log))
            for issue, log in zip(issues, logs, strict=True)
        ]
        while min(map(_lines, logs)) == 0 or sum(map(_lines, logs)) < enough:
            assert time.monotonic() < deadline, [log.read_text() for log in logs]
            time.sleep(random.random() / 20)
        for writer in writers:
            os.killpg(writer.pid, signal.SIGKILL)


def _lines(log: Path) -> int:
    return log.read_bytes().count(b"\n")
