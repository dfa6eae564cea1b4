"""Rhythms are set by the office; periods open, are cut off and follow each other by the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from accounts.turns import in_turn
from rectification.models import Period, Plan, Rhythm
from rectification.progress.actions.duties import keep_duties
from rectification.progress.queries.periods import cutoff_at, open_periods, rhythm_for
from rectification.progress.rules.periods import CutOff, Span, is_over, judge_rhythm, span_to_open
from rectification.refusals import Incomplete, Stale, WrongStage
from rectification.vocabulary import RhythmKind
from rectification.workflow import settings, trail
from rectification.workflow.queries import require_clerk
from rectification.working_days import WorkingDays


@in_turn
def create_rhythm(*, name: str, cutoff: CutOff, plans: Collection[Plan], actor: User, now: dt.datetime) -> Rhythm:
    """A new rhythm; its first period is opened by ``open_period``. Without ``plans`` it runs over the issues of every plan."""
    require_clerk(actor)
    _judge(name, cutoff)
    rhythm = Rhythm.objects.create(**_fields(name, cutoff))
    rhythm.plans.set(plans)
    _record("create_rhythm", rhythm, _told(rhythm, plans), actor=actor, now=now)
    return rhythm


@in_turn
def edit_rhythm(
    *, rhythm_id: int, name: str, cutoff: CutOff, plans: Collection[Plan], active: bool, version: int, actor: User, now: dt.datetime
) -> Rhythm:
    """Change a rhythm; the cut-off of its open period moves along. Its kind stays once a period was opened."""
    rhythm = rhythm_for(actor, rhythm_id)
    _judge(name, cutoff, but=rhythm)
    before = {**_told(rhythm, rhythm.plans.all()), "active": rhythm.active}
    changed = Rhythm.objects.filter(pk=rhythm_id, version=version)
    if not changed.update(**_fields(name, cutoff), active=active, version=F("version") + 1):
        raise Stale("Somebody changed this rhythm after you opened it.")
    rhythm.refresh_from_db()
    rhythm.plans.set(plans)
    after = {**_told(rhythm, plans), "active": active}
    _record("edit_rhythm", rhythm, {key: [before[key], after[key]] for key in after}, actor=actor, now=now)
    recompute_cutoffs(now=now, actor=actor, rhythm=rhythm)
    return rhythm


def open_period(*, rhythm_id: int, actor: User, now: dt.datetime) -> Period:
    """Open the period of today, or the next one where this one is cut off already, with what is owed in it.

    The duties have a transaction of their own: PostgreSQL asks for their issues at the commit, and must not do so while it
    holds the head of the trail, for which whoever reports on such an issue waits.
    """
    with transaction.atomic():
        Rhythm.objects.select_for_update(no_key=True).filter(pk=rhythm_id).first()
        rhythm = rhythm_for(actor, rhythm_id)
        if not rhythm.active:
            raise WrongStage("This rhythm is not in use.")
        if rhythm.periods.filter(closed_at__isnull=True).exists():
            raise WrongStage("A period of this rhythm is open already.")
        period = _open(rhythm, settings.working_days(), actor=actor, now=now)
    keep_duties(period=period, now=now)
    return period


def turn_periods(*, now: dt.datetime) -> None:
    """Close what is past its cut-off and open the next period of each rhythm that is running. Any number of times.

    What is owed in the new ones is entered by ``keep_all_duties``.
    """
    for rhythm_id in Rhythm.objects.filter(periods__isnull=False).distinct().values_list("pk", flat=True):
        _turn(rhythm_id, now)


def recompute_cutoffs(*, now: dt.datetime, actor: User | None = None, rhythm: Rhythm | None = None) -> int:
    """Set the cut-offs still to come anew, after the calendar or a rhythm changed; returns how many moved. Any number of times."""
    calendar = settings.working_days()
    with transaction.atomic():
        coming = open_periods().filter(cutoff_at__gte=now)
        if rhythm:
            coming = coming.filter(rhythm=rhythm)
        return sum(_move_cutoff(period, calendar, actor=actor, now=now) for period in coming)


def _turn(rhythm_id: int, now: dt.datetime) -> None:
    if not _is_due(rhythm_id, now):
        return
    with transaction.atomic():
        rhythm = Rhythm.objects.select_for_update(no_key=True).get(pk=rhythm_id)
        for period in rhythm.periods.filter(closed_at__isnull=True, cutoff_at__lt=now):
            Period.objects.filter(pk=period.pk).update(closed_at=now)
            _record("close_period", rhythm, {"starts": period.starts}, actor=None, now=now)
        if rhythm.active and not rhythm.periods.filter(closed_at__isnull=True).exists():
            _open(rhythm, settings.working_days(), actor=None, now=now)


def _is_due(rhythm_id: int, now: dt.datetime) -> bool:
    running = Period.objects.filter(rhythm=rhythm_id, closed_at__isnull=True)
    return running.filter(cutoff_at__lt=now).exists() or (
        not running.exists() and Rhythm.objects.filter(pk=rhythm_id, active=True).exists()
    )


def _open(rhythm: Rhythm, calendar: WorkingDays, *, actor: User | None, now: dt.datetime) -> Period:
    opened = set(rhythm.periods.values_list("starts", flat=True))

    def is_past(span: Span) -> bool:
        return span.starts in opened or is_over(cutoff_at(rhythm, span, calendar), now)

    span = span_to_open(RhythmKind(rhythm.kind), timezone.localdate(now), is_past)
    at = cutoff_at(rhythm, span, calendar)
    period = Period.objects.create(rhythm=rhythm, starts=span.starts, ends=span.ends, cutoff_at=at, opened_at=now)
    _record("open_period", rhythm, {"starts": span.starts, "cutoff_at": [None, at]}, actor=actor, now=now)
    return period


def _move_cutoff(period: Period, calendar: WorkingDays, *, actor: User | None, now: dt.datetime) -> bool:
    at = cutoff_at(period.rhythm, Span(period.starts, period.ends), calendar)
    if at == period.cutoff_at:
        return False
    if not Period.objects.filter(pk=period.pk, closed_at__isnull=True, cutoff_at=period.cutoff_at).update(cutoff_at=at):
        return False
    _record("move_cutoff", period.rhythm, {"starts": period.starts, "cutoff_at": [period.cutoff_at, at]}, actor=actor, now=now)
    return True


def _judge(name: str, cutoff: CutOff, but: Rhythm | None = None) -> None:
    judge_rhythm(name, cutoff)
    others = Rhythm.objects.exclude(pk=but.pk) if but else Rhythm.objects.all()
    if others.filter(name=name.strip()).exists():
        raise Incomplete("Another rhythm has this name.", fields={"name": "invalid"})
    if but and but.kind != cutoff.kind and but.periods.exists():
        raise Incomplete("Periods of this rhythm were opened: its kind stays. Make a new rhythm.", fields={"kind": "invalid"})


def _fields(name: str, cutoff: CutOff) -> dict[str, Any]:
    return {
        "name": name.strip(),
        "kind": cutoff.kind,
        "cutoff_weekday": cutoff.weekday,
        "cutoff_days_before_end": cutoff.days_before_end,
        "cutoff_time": cutoff.time,
    }


def _told(rhythm: Rhythm, plans: Collection[Plan] | Any) -> dict[str, Any]:
    return {
        "name": rhythm.name,
        "kind": str(rhythm.kind),
        "cutoff_weekday": rhythm.cutoff_weekday,
        "cutoff_days_before_end": rhythm.cutoff_days_before_end,
        "cutoff_time": f"{rhythm.cutoff_time:%H:%M}",
        "plans": sorted(plan.pk for plan in plans),
    }


def _record(verb: str, rhythm: Rhythm, change: Mapping[str, Any], *, actor: User | None, now: dt.datetime) -> None:
    trail.record(trail.Act(verb=verb, subject=str(rhythm), change=change), actor=actor, now=now)
