"""The lead unit makes one text of its units' reports; the office may word it anew for its sheets. All words stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from rectification.models import Summary
from rectification.progress.queries.leading import require_lead
from rectification.progress.queries.summaries import Merging, merging_for
from rectification.progress.rules.summaries import judge_merging
from rectification.refusals import Stale
from rectification.workflow import trail
from rectification.workflow.queries import open_issue_for, require_clerk


def merge_summary(
    *,
    issue_id: int,
    period_id: int,
    text: str,
    problem: str,
    next_step: str,
    sources: Sequence[tuple[int, int]],
    version: int,
    actor: User,
    now: dt.datetime,
) -> Summary:
    """The issue's own text for a period, by the coordinating unit. ``sources``: ``(report, version)`` as the person saw them;
    ``version`` is that of the summary, 0 where there was none.
    """
    with transaction.atomic():
        merging, round_id = _open(issue_id, period_id, actor)
        require_lead(actor, merging.issue)
        judge_merging(text, sources, {report.pk: report.version for report in merging.reports})
        said = {"text": text.strip(), "problem": problem.strip(), "next_step": next_step.strip()}
        by = {"sources": [list(source) for source in sources], "merged_at": now, "merged_by": actor}
        return _write(merging, round_id, said, by, version=version, verb="merge_summary", actor=actor, now=now)


def polish_summary(*, issue_id: int, period_id: int, printed: str, version: int, actor: User, now: dt.datetime) -> Summary:
    """The office's wording for its sheets, beside the text of the lead unit; empty takes it back."""
    with transaction.atomic():
        require_clerk(actor)
        merging, round_id = _open(issue_id, period_id, actor)
        by = {"printed_at": now, "printed_by": actor}
        return _write(merging, round_id, {"printed": printed.strip()}, by, version=version, verb="polish_summary", actor=actor, now=now)


def _open(issue_id: int, period_id: int, actor: User) -> tuple[Merging, int]:
    _, current = open_issue_for(actor, issue_id)
    return merging_for(actor, issue_id, period_id), current.pk


def _write(
    merging: Merging,
    round_id: int,
    said: Mapping[str, str],
    by: Mapping[str, Any],
    *,
    version: int,
    verb: str,
    actor: User,
    now: dt.datetime,
) -> Summary:
    before = merging.summary
    place = {"issue": merging.issue, "period": merging.period, "round_id": round_id}
    if before is None and version == 0:
        written = Summary.objects.create(**place, **said, **by)
    elif before and Summary.objects.filter(pk=before.pk, version=version).update(**said, **by, version=F("version") + 1):
        written = Summary.objects.get(pk=before.pk)
    else:
        raise Stale("Somebody changed this summary after you opened it. Look at both texts before you save yours.")
    change: dict[str, Any] = {"period": str(merging.period)}
    change |= {name: [getattr(before, name, ""), value] for name, value in said.items() if getattr(before, name, "") != value}
    act = trail.Act(verb=verb, subject=str(merging.issue), issue_id=merging.issue.pk, round=written.round.number, change=change)
    trail.record(act, actor=actor, now=now)
    return written
