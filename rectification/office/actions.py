"""Writing what the office sets. Each act says in the trail what it was before."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from django.db import transaction
from django.db.models import F

from accounts.models import User
from rectification.models import CalendarDay, CalendarYear, PracticeRow
from rectification.office.rules import judge, judge_year
from rectification.practice import Practice
from rectification.refusals import Stale
from rectification.workflow import settings, trail
from rectification.workflow.queries import require_clerk


def set_practice(*, practice: Practice, version: int, actor: User, now: dt.datetime) -> None:
    """``version`` is the one the person saw, 0 where nothing had been set yet."""
    with transaction.atomic():
        require_clerk(actor)
        judge(practice)
        before = settings.practice()
        values = {
            **asdict(practice),
            "reporting_roles": list(practice.reporting_roles),
            "extension_levels": list(practice.extension_levels),
        }
        if version == 0:
            _row, created = PracticeRow.objects.get_or_create(pk=1, defaults=values)
            written = int(created)
        else:
            written = PracticeRow.objects.filter(pk=1, version=version).update(**values, version=F("version") + 1)
        if written != 1:
            raise Stale("Somebody else has changed the settings since you opened them. Look at them again, then save.")
        changed = {name: [_said(old), _said(new)] for name, old in asdict(before).items() if old != (new := asdict(practice)[name])}
        trail.record(trail.Act(verb="set_practice", change=changed), actor=actor, now=now)


def set_day(*, day: dt.date, working: bool, note: str, actor: User, now: dt.datetime) -> None:
    """Say that the office knows better whether a day is worked."""
    with transaction.atomic():
        require_clerk(actor)
        judge_year(day.year)
        before = CalendarDay.objects.filter(day=day).first()
        CalendarDay.objects.update_or_create(day=day, defaults={"working": working, "note": note})
        change = {"working": [before.working if before else None, working], "note": note}
        trail.record(trail.Act(verb="set_calendar_day", subject=day.isoformat(), change=change), actor=actor, now=now)


def unset_day(*, day: dt.date, actor: User, now: dt.datetime) -> None:
    """Go back to the published calendar for one day; nothing happens where the office had said nothing."""
    with transaction.atomic():
        require_clerk(actor)
        before = CalendarDay.objects.select_for_update(no_key=True).filter(day=day).first()
        if before is None:
            return
        before.delete()
        trail.record(
            trail.Act(verb="unset_calendar_day", subject=day.isoformat(), change={"working": [before.working, None]}), actor=actor, now=now
        )


def mark_year(*, year: int, whole: bool, actor: User, now: dt.datetime) -> None:
    """Say that all holidays and make-up days of a year are entered, or that they are not."""
    with transaction.atomic():
        require_clerk(actor)
        judge_year(year)
        if whole:
            _row, changed = CalendarYear.objects.get_or_create(year=year)
        else:
            changed = bool(CalendarYear.objects.filter(year=year).delete()[0])
        if not changed:
            return
        trail.record(trail.Act(verb="mark_calendar_year", subject=str(year), change={"whole": [not whole, whole]}), actor=actor, now=now)


def _said(value: object) -> object:
    return "、".join(value) if isinstance(value, tuple) else value
