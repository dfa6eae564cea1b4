"""``python -m tests.attacks.endless_writer USERNAME ISSUE``: sets one milestone after the other and says which are stored, until killed."""

import datetime as dt
import itertools
import os
import sys
import time

import django

django.setup()

from django.utils import timezone  # noqa: E402  # the applications have to be ready before

from accounts.models import User  # noqa: E402
from rectification.work.actions import add_milestone  # noqa: E402

actor, issue_id, due = User.objects.get(username=sys.argv[1]), int(sys.argv[2]), dt.date(2026, 12, 1)
for n in itertools.count():
    text = f"{os.getpid()}-{n}"
    add_milestone(issue_id=issue_id, text=text, due=due, reached_on=None, actor=actor, now=timezone.now())
    print(text, flush=True)
    time.sleep(0.001)  # SQLite lets in whoever asks in a gap
