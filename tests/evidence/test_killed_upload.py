"""A server killed with -9 in the middle of uploads: no row is without its file, no file is another than its row says."""

from __future__ import annotations

import io
import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from pytest_django import Settings

from rectification.intake import files as documents
from rectification.models import Evidence
from tests import factories, live
from tests.cast import gather
from tests.committed import Committed
from tests.ordeal import times

PATIENCE_SECONDS = 60


@pytest.mark.ordeal
def test_whenever_it_is_killed_rows_and_files_agree(committed_db: Committed, settings: Settings, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": committed_db.url,
        "LIVE_SITE_FOLDER": str(tmp_path),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "LOG_LEVEL": "ERROR",
    }
    cast, plan = gather(), "整改方案"
    documents.store([plan.encode()])
    factories.issue(cast, factories.plan(cast, document=factories.received(cast, plan)))
    said: set[str] = set()
    connections.close_all()
    for number in range(times(4, full=200)):
        said |= _killed_at_random("real" if number % 4 == 0 else "seen", environment, tmp_path / f"{number}.log")
    assert said <= set(Evidence.objects.values_list("stored", flat=True))
    out, err = io.StringIO(), io.StringIO()
    call_command("verify", stdout=out, stderr=err)
    assert err.getvalue() == ""
    assert f"files of evidence: {Evidence.objects.count()}\n" in out.getvalue(), out.getvalue()


def _killed_at_random(how: str, environment: dict[str, str], log: Path) -> set[str]:
    """Let it enter a row at least, kill it at a moment nobody chose, and return what it said was entered."""
    with live.running((sys.executable, "-m", "tests.evidence.uploader", how), environment, log) as process:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while "\n" not in log.read_text():
            assert time.monotonic() < deadline, log.read_text()
            assert process.poll() is None, log.read_text()
            time.sleep(0.01)
        time.sleep(random.uniform(0, 0.4))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return {line for line in log.read_text().splitlines() if len(line) == 32}
