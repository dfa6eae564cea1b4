"""Rhythms and their periods."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from rectification.models import Duty, Period, Plan, Rhythm
from rectification.progress.rules.periods import CutOff, Span, cutoff_day
from rectification.refusals import NotVisible, NotYours
from rectification.vocabulary import RhythmKind
from rectification.workflow.queries import require_clerk, visible_to
from rectification.workflow.rules import SEES_EVERYTHING
from rectification.working_days import WorkingDays


def require_overview(user: User) -> None:
    """The board is for those who see every issue."""
    if not user.holds(*SEES_EVERYTHING):
        raise NotYours("The board of all units is for the office, the auditor and the leaders.")


def rhythm_for(user: User, pk: int) -> Rhythm:
    require_clerk(user)
    rhythm = Rhythm.objects.filter(pk=pk).first()
    if rhythm is None:
        raise NotVisible("There is no such rhythm.")
    return rhythm


def rhythms_to_set(user: User) -> QuerySet[Rhythm]:
    require_clerk(user)
    return Rhythm.objects.prefetch_related("plans")


def plans_to_report_on(user: User) -> QuerySet[Plan]:
    """The plans on whose issues a rhythm may run."""
    require_clerk(user)
    return Plan.objects.all()


def periods_for(user: User) -> QuerySet[Period]:
    """The periods in which anything is owed on an issue this person sees; all of them for those who see every issue."""
    periods = Period.objects.select_related("rhythm").order_by("-starts", "rhythm_id")
    if user.holds(*SEES_EVERYTHING):
        return periods
    owed = Duty.objects.filter(issue__in=visible_to(user).order_by().values("pk"))
    return periods.filter(pk__in=owed.values("period"))


def open_periods() -> QuerySet[Period]:
    return Period.objects.filter(closed_at__isnull=True).select_related("rhythm")


def cutoff_of(rhythm: Rhythm) -> CutOff:
    return CutOff(RhythmKind(rhythm.kind), rhythm.cutoff_weekday, rhythm.cutoff_days_before_end, rhythm.cutoff_time)


def cutoff_at(rhythm: Rhythm, span: Span, calendar: WorkingDays) -> dt.datetime:
    """The moment of the cut-off by the office's clock."""
    day = cutoff_day(cutoff_of(rhythm), span, calendar)
    return timezone.make_aware(dt.datetime.combine(day, rhythm.cutoff_time))


def is_provisional(period: Period, calendar: WorkingDays) -> bool:
    """Whether the cut-off of an open period may still move, since the holidays of its year are not announced."""
    return period.closed_at is None and not calendar.is_final(timezone.localdate(period.cutoff_at).year)
