"""How far a measure is: said by the coordinating unit."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from rectification.models import Issue, Measure, Round
from rectification.progress.queries.leading import require_lead
from rectification.progress.queries.measures import measure_for
from rectification.progress.rules.measures import judge_measure
from rectification.refusals import Stale
from rectification.vocabulary import MeasureState
from rectification.workflow import trail
from rectification.workflow.queries import open_issue_for


def set_measure(
    *, measure_id: int, state: MeasureState, fulfilled_on: dt.date | None, version: int, actor: User, now: dt.datetime
) -> Measure:
    """Say how far a measure is; a fulfilled one has its day. Raises ``Stale`` where somebody changed it since ``version``."""
    with transaction.atomic():
        issue, current = open_issue_for(actor, measure_for(actor, measure_id).issue_id)
        require_lead(actor, issue)
        measure = measure_for(actor, measure_id)
        return write_measure(measure, issue, current, state=state, fulfilled_on=fulfilled_on, version=version, actor=actor, now=now)


def write_measure(
    measure: Measure,
    issue: Issue,
    current: Round,
    *,
    state: MeasureState,
    fulfilled_on: dt.date | None,
    version: int,
    actor: User,
    now: dt.datetime,
) -> Measure:
    """The same inside another act on the issue, which has passed its door and locked it."""
    judge_measure(state, fulfilled_on, today=timezone.localdate(now))
    if (measure.state, measure.fulfilled_on) == (state, fulfilled_on):
        return measure
    stored = Measure.objects.filter(pk=measure.pk, version=version)
    if not stored.update(state=state, fulfilled_on=fulfilled_on, version=F("version") + 1):
        raise Stale("Somebody changed this measure after you opened it. Look at it again before you save yours.")
    change = {
        "measure": measure.marker or str(measure.position),
        "measure_state": [measure.state, state.value],
        "fulfilled_on": [measure.fulfilled_on, fulfilled_on],
    }
    act = trail.Act(verb="set_measure", subject=str(issue), issue_id=issue.pk, round=current.number, change=change)
    trail.record(act, actor=actor, now=now)
    measure.refresh_from_db()
    return measure
