"""Measures, reports and evidence: what is said of them fits, and what belongs together belongs to one issue."""

from __future__ import annotations

from collections.abc import Iterator

from rectification.management.verifying import Finding, finding
from rectification.models import Evidence, Measure, Report, ReportFigure
from rectification.vocabulary import MeasureState, ReportState

ROWS_AT_ONCE = 1_000


def findings() -> Iterator[Finding]:
    measures = Measure.objects.order_by("pk").iterator(ROWS_AT_ONCE)
    yield finding("measures: fulfilled exactly with a day", map(_measure, measures))
    reports = Report.objects.select_related("period", "round").order_by("pk").iterator(ROWS_AT_ONCE)
    yield finding("reports: late, returned, round", map(_report, reports))
    figures = ReportFigure.objects.select_related("report", "target").order_by("pk").iterator(ROWS_AT_ONCE)
    yield finding("figures: of a target of their issue", map(_figure, figures))
    proofs = Evidence.objects.select_related("round", "report", "measure").order_by("pk").iterator(ROWS_AT_ONCE)
    yield finding("evidence: handed in where it belongs", map(_evidence, proofs))


def _measure(measure: Measure) -> Iterator[str]:
    if (measure.state == MeasureState.FULFILLED) != (measure.fulfilled_on is not None):
        yield f"measure {measure.pk} of issue {measure.issue_id}: it is {measure.state}, with the day {measure.fulfilled_on}."


def _report(report: Report) -> Iterator[str]:
    what = f"report {report.pk} on issue {report.issue_id}"
    after = report.submitted_at > report.period.cutoff_at
    if report.late and not after:
        yield f"{what}: it is marked as late and came before the cut-off."
    if after and not report.late and report.version == 1:  # one that was sent back keeps that it had come in time
        yield f"{what}: it came after the cut-off and is not marked as late."
    if report.state == ReportState.RETURNED and not report.returned_because:
        yield f"{what}: it was sent back without a reason."
    if report.round.issue_id != report.issue_id:
        yield f"{what}: its round belongs to issue {report.round.issue_id}."


def _figure(figure: ReportFigure) -> Iterator[str]:
    if figure.target.issue_id != figure.report.issue_id:
        yield f"figure {figure.pk}: its target belongs to issue {figure.target.issue_id}, its report to issue {figure.report.issue_id}."


def _evidence(row: Evidence) -> Iterator[str]:
    what = f"evidence {row.pk} ({row.name}) of issue {row.issue_id}"
    belongs = {"round": row.round.issue_id}
    if row.report:
        belongs["report"] = row.report.issue_id
    if row.measure:
        belongs["measure"] = row.measure.issue_id
    for thing, issue_id in belongs.items():
        if issue_id != row.issue_id:
            yield f"{what}: its {thing} belongs to issue {issue_id}."
    if row.report and row.report.unit_id != row.unit_id:
        yield f"{what}: its report is another unit's."
    if (row.sent_at is not None) != (row.report is not None or row.measure is not None):
        yield f"{what}: it {'was handed in with nothing' if row.sent_at else 'is with a report or a measure and was not handed in'}."
    if row.withdrawn_at and not row.withdrawn_because:
        yield f"{what}: it was taken back without a reason."
