"""The units' reports on an issue side by side, and what was made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from rectification.models import Duty, Issue, Period, Report, Summary
from rectification.progress.queries.board import newest_reports
from rectification.progress.rules.reports import joined
from rectification.progress.rules.summaries import changed_since
from rectification.refusals import NotVisible
from rectification.workflow.queries import issue_for, visible_to
from rectification.workflow.rules import COUNTED


@dataclass(frozen=True, slots=True)
class Merging:
    """An issue in a period: what its units said, who said nothing yet, and the summary where there is one."""

    issue: Issue
    period: Period
    reports: list[Report]
    silent: list[str]
    summary: Summary | None

    @property
    def version(self) -> int:
        """That of the summary, 0 where there is none."""
        return self.summary.version if self.summary else 0

    @property
    def versions(self) -> dict[int, int]:
        """The reports that count, with their versions; what was sent back or waits for the unit head does not."""
        return {report.pk: report.version for report in self.reports if report.state in COUNTED}

    @property
    def changed(self) -> list[Report]:
        """What came or changed since the merging."""
        if self.summary is None or self.summary.merged_at is None:
            return []
        found = changed_since((tuple(source) for source in self.summary.sources), self.versions)
        return [report for report in self.reports if report.pk in found]

    def joined(self, field: str, *, nothing_new: str = "") -> str:
        """The units' words of one field, with the names of the units."""
        said = [report for report in self.reports if report.pk in self.versions]
        lines = [(report.unit.name, getattr(report, field)) for report in said if getattr(report, field)]
        silent = [report.unit.name for report in said if report.no_change] if nothing_new else []
        return joined(lines, silent, nothing_new=nothing_new)


def merging_for(user: User, issue_id: int, period_id: int) -> Merging:
    """The door to the summary of an issue in a period, for everybody who sees the issue."""
    issue = issue_for(user, issue_id)
    duties = Duty.objects.filter(issue=issue_id, period=period_id)
    period = Period.objects.select_related("rhythm").filter(pk=period_id, duties__in=duties).first()
    if period is None:
        raise NotVisible("Nobody reports on this issue in this period.")
    reports = list(reports_in(issue_id, [period_id]))
    said = {report.unit_id for report in reports}
    silent = [duty.unit.name for duty in duties.select_related("unit").order_by("unit__path") if duty.unit_id not in said]
    return Merging(issue, period, reports, silent, summary_of(issue, period))


def summaries_for(user: User) -> QuerySet[Summary]:
    """The summaries of the issues this person sees, the newest first."""
    summaries = Summary.objects.filter(issue__in=visible_to(user).order_by().values("pk"))
    return summaries.select_related("round").order_by("-pk")


def reports_in(issue_id: int, periods: Iterable[int]) -> Iterable[Report]:
    reports = newest_reports(Report.objects.filter(issue=issue_id, period__in=periods))
    people = reports.select_related("unit", "submitted_by", "decided_by")
    return people.prefetch_related("figures__target", "measures").order_by("unit__path")


def summary_of(issue: Issue, period: Period) -> Summary | None:
    """The summary of the newest round."""
    found = Summary.objects.filter(issue=issue, period=period, round=issue.rounds.latest("number"))
    return found.select_related("merged_by", "printed_by").first()
