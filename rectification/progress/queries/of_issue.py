"""What an issue's page shows of its progress."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from rectification.models import Duty, Issue, Measure, Period, Report, Summary
from rectification.progress.queries.leading import leads
from rectification.progress.queries.parts import Share, parts_reported
from rectification.progress.queries.reports import REPORTERS
from rectification.progress.queries.summaries import reports_in
from rectification.progress.rules.reports import OWES
from rectification.workflow.queries import units_spoken_for
from rectification.workflow.rules import OPEN_FOR_WORK

PERIODS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class OfPeriod:
    """What was said on an issue in one period, and by how many of those who owed it."""

    period: Period
    reports: list[Report]
    summary: Summary | None
    owed: int


@dataclass(frozen=True, slots=True)
class Progress:
    """``mine``: what this person can report on now; ``unfolded``: the newest period in which something was said;
    ``older``: whether there are more periods than are shown.
    """

    periods: list[OfPeriod]
    older: bool
    mine: list[Duty]
    parts: dict[int, Share]
    unfolded: Period | None
    sets_measures: bool
    measures: list[Measure]


def progress_of(user: User, issue: Issue) -> Progress:
    periods = list(
        Period.objects.filter(duties__issue=issue).distinct().select_related("rhythm").order_by("-cutoff_at")[: PERIODS_SHOWN + 1]
    )
    shown = periods[:PERIODS_SHOWN]
    is_open = issue.stage in OPEN_FOR_WORK
    said = list(_said(issue, shown))
    return Progress(
        periods=said,
        unfolded=next((entry.period for entry in said if entry.reports), None),
        older=len(periods) > len(shown),
        mine=_mine(user, issue) if issue.stage in OWES else [],
        parts=parts_reported(issue),
        sets_measures=is_open and leads(user, issue),
        measures=list(issue.measures.all()),
    )


def _said(issue: Issue, periods: list[Period]) -> Iterable[OfPeriod]:
    keys = [period.pk for period in periods]
    reports = list(reports_in(issue.pk, keys))
    owed = list(Duty.objects.filter(issue=issue, period__in=keys).values_list("period_id", flat=True))
    summaries = Summary.objects.filter(issue=issue, period__in=keys).select_related("merged_by", "printed_by").order_by("round_id")
    newest = {summary.period_id: summary for summary in summaries}
    for period in periods:
        said = [report for report in reports if report.period_id == period.pk]
        yield OfPeriod(period, said, newest.get(period.pk), owed.count(period.pk))


def _mine(user: User, issue: Issue) -> list[Duty]:
    units = units_spoken_for(user, *REPORTERS)
    return list(Duty.objects.filter(issue=issue, unit__in=units, period__closed_at__isnull=True).select_related("unit", "period__rhythm"))
