"""Uploads without end, for tests that kill it: ``python -m tests.evidence.uploader seen|real``; says each row that is entered.

``seen``: the child's answer is there at once and every step of keeping the file takes its time, so that most moments to be
killed in lie between two steps.
"""

from __future__ import annotations

import itertools
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import django

PIECES = 40
SECONDS_OF_A_STEP = 0.01


def main(how: str) -> None:
    django.setup()
    from django.utils import timezone

    from accounts.models import User
    from rectification.evidence import actions, child
    from rectification.evidence.queries import measure_slot
    from rectification.models import Issue
    from tests.evidence import specimens

    if how == "seen":
        child.look = _at_once
        for step in ("fsync", "open"):
            setattr(os, step, _slowly(getattr(os, step)))
        Path.replace = _slowly(Path.replace)  # type: ignore[method-assign]
    issue, staff = Issue.objects.get(), User.objects.get(username="staff")
    measure = issue.measures.earliest("pk")
    for number in itertools.count():
        picture = specimens.picture(size=(50 + number, 50))
        tail = os.urandom(PIECES * 1024)
        chunks = (picture, *(tail[place : place + 1024] for place in range(0, len(tail), 1024)))
        slot_of = partial(measure_slot, measure_id=measure.pk)
        row = actions.add(issue_id=issue.pk, slot_of=slot_of, chunks=chunks, name="现场.jpg", actor=staff, now=timezone.now())
        print(row.stored, flush=True)


def _slowly(step: Callable[..., Any]) -> Callable[..., Any]:
    def slow(*given: Any, **named: Any) -> Any:
        time.sleep(SECONDS_OF_A_STEP)
        done = step(*given, **named)
        time.sleep(SECONDS_OF_A_STEP)
        return done

    return slow


def _at_once(file: Path) -> dict[str, Any]:
    return {"media": "image/jpeg", "pages": 0, "taken_on": None, "thumbnail": "", "previews": [""]}


if __name__ == "__main__":
    main(sys.argv[1])
