"""What a person has typed is kept on the server until it is handed in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from accounts.models import User
from rectification.models import ReportDraft
from rectification.progress.queries.reports import draft_of, duty_for
from rectification.refusals import Incomplete, Stale

LARGEST = 200_000
"""Characters of a whole draft; the longest report is far smaller."""


def save_draft(
    *, issue_id: int, unit_id: int, period_id: int, content: Mapping[str, list[str]], version: int, actor: User, now: dt.datetime
) -> ReportDraft:
    """Keep the fields of the form word for word. ``version`` is that of the draft the form came from, 0 where there was none.

    Raises ``Stale`` where another window of the same person has saved since; the trail keeps no drafts.
    """
    if len(json.dumps(content)) > LARGEST:
        raise Incomplete("This text is too long for a report.", fields={"text": "invalid"})
    with transaction.atomic():
        duty = duty_for(actor, issue_id=issue_id, unit_id=unit_id, period_id=period_id)
        draft = draft_of(actor, duty)
        if draft is None:
            place = {"author": actor, "issue": duty.issue, "unit": duty.unit, "period": duty.period}
            draft, made = ReportDraft.objects.get_or_create(**place, defaults={"content": content, "saved_at": now})
            if made:
                return draft
        stored = ReportDraft.objects.filter(pk=draft.pk, version=version)
        if not stored.update(content=content, saved_at=now, version=F("version") + 1):
            raise Stale("Another window has saved this draft meanwhile.")
        draft.refresh_from_db()
        return draft


def discard_draft(*, issue_id: int, unit_id: int, period_id: int, actor: User) -> None:
    """Back to what was last handed in. A draft is its author's own."""
    if draft := draft_of(actor, duty_for(actor, issue_id=issue_id, unit_id=unit_id, period_id=period_id)):
        draft.delete()
