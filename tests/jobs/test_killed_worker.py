"""A worker killed with -9 in the middle of reading: the next one resumes, nothing is lost, nothing is read twice."""

from __future__ import annotations

import datetime as dt
import os
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django import Settings

from rectification.intake import actions
from rectification.models import Draft, DraftItem, Job
from tests import live
from tests.cast import gather
from tests.committed import Committed
from tests.intake.sample import PLAN
from tests.ordeal import times

ITEMS_OF_PLAN = 3
PATIENCE_SECONDS = 60


@pytest.mark.ordeal
@pytest.mark.once
def test_every_document_is_read_once_whatever_worker_dies(committed_db: Committed, settings: Settings, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": committed_db.url,
        "LIVE_SITE_FOLDER": str(settings.VAR_DIR),  # the queue that this process publishes to
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    clerk = gather().clerk
    kills = times(1, full=15)
    for number in range(kills + 2):
        text = f"{PLAN}\n第{number}份".encode()
        actions.receive(chunks=[text], name=f"{number}.txt", actor=clerk, now=timezone.now())
    for _ in range(kills):
        _kill_a_worker_at_work(environment, tmp_path)
    with live.running(live.WORKER, environment, tmp_path / "worker.log"):
        _wait(lambda: not Job.objects.filter(state__in=["queued", "running"]).exists())
    assert list(Job.objects.exclude(state="done")) == []
    assert Draft.objects.filter(state="checking").count() == kills + 2
    assert DraftItem.objects.count() == ITEMS_OF_PLAN * (kills + 2)
    assert any(job.attempts > 1 for job in Job.objects.all())


def _kill_a_worker_at_work(environment: Mapping[str, str], folder: Path) -> None:
    """Start a worker, kill it and all it started as soon as it has a job, and let the time of its silence pass."""
    with live.running(live.WORKER, environment, folder / "killed.log") as worker:
        _wait(lambda: Job.objects.filter(state="running").exists())
        os.killpg(worker.pid, signal.SIGKILL)
    Job.objects.filter(state="running").update(heartbeat_at=timezone.now() - dt.timedelta(hours=1))
    Job.objects.filter(state="queued").update(heartbeat_at=timezone.now() - dt.timedelta(hours=1))


def _wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not until():
        assert time.monotonic() < deadline, "The work does not come to its end."
        connections.close_all()
        time.sleep(0.05)
