"""What the units of a head have said."""

from __future__ import annotations

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from accounts.models import User
from accounts.vocabulary import PostKind
from rectification.models import Duty, Period, Report
from rectification.vocabulary import ReportState
from rectification.workflow.queries import units_spoken_for, visible_to

PERIODS_SHOWN = 8


def periods_headed(user: User) -> list[Period]:
    """The last periods in which a unit of this head owes anything, first the open ones, the next cut-off before others."""
    units = units_spoken_for(user, PostKind.UNIT_HEAD)
    owed = Duty.objects.filter(unit__in=units).values("period")
    periods = list(Period.objects.filter(pk__in=owed).select_related("rhythm").order_by("-cutoff_at", "pk")[:PERIODS_SHOWN])
    open_ones = [period for period in reversed(periods) if period.closed_at is None]
    return [*open_ones, *(period for period in periods if period.closed_at is not None)]


def duties_headed(user: User, period: Period) -> QuerySet[Duty]:
    """What the head's units owe in a period: what was sent back, then what was handed in, then what is missing."""
    report = Report.objects.filter(issue=OuterRef("issue"), unit=OuterRef("unit"), period=OuterRef("period")).order_by("-round_id")
    rank = Case(
        When(state=ReportState.RETURNED, then=Value(0)),
        When(state__isnull=False, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    units = units_spoken_for(user, PostKind.UNIT_HEAD)
    duties = Duty.objects.filter(period=period, unit__in=units, issue__in=visible_to(user).order_by())
    said = duties.annotate(state=Subquery(report.values("state")[:1]))
    return said.order_by(rank, "unit__path", "issue__plan_id", "issue__position", "pk")
