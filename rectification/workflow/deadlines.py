"""The one door to an issue's deadline: a new row after those before it, and its day copied onto the issue for lists."""

import datetime as dt

from django.db.models import F, Max

from accounts.models import User
from rectification.models import Deadline, Issue
from rectification.refusals import Stale
from rectification.vocabulary import DeadlineKind

DECIDED, EXTENDED, RECOUNTED = "by_hand", "extension", "calendar"
"""The source of a deadline that the office decided after the import, that a granted request has set, or that the words of the
plan mean by a working calendar known since.
"""


def set_deadline(
    *,
    issue: Issue,
    kind: DeadlineKind,
    due: dt.date | None,
    source: str,
    actor: User,
    now: dt.datetime,
    note: str = "",
    document_number: str = "",
) -> Deadline:
    """Give a locked issue its next deadline; the printed words stay. The caller has judged it and writes the trail.

    Raises ``Stale`` where the issue is no longer as it was read. Afterwards ``issue`` is as stored.
    """
    as_read = Issue.objects.filter(pk=issue.pk, version=issue.version, stage=issue.stage)
    if not as_read.update(deadline_kind=kind, due=due, deadline_decided=True, version=F("version") + 1):
        raise Stale("Somebody changed this issue after you opened it. Look at it again before you decide.")
    last = issue.deadlines.filter(measure=None).aggregate(last=Max("number"))["last"] or 0
    row = Deadline.objects.create(
        issue=issue,
        number=last + 1,
        words=issue.deadline_words,
        kind=kind,
        due=due,
        note=note,
        source=source,
        document_number=document_number,
        decided_at=now,
        decided_by=actor,
    )
    issue.refresh_from_db()
    return row
