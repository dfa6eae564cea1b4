"""A unit says what it has done, or that there is nothing new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from rectification.models import Duty, Measure, Report, ReportDraft, ReportFigure, Round
from rectification.progress.actions.measures import write_measure
from rectification.progress.queries.leading import require_lead
from rectification.progress.queries.reports import (
    counted_by,
    duty_for,
    earlier_reports,
    heads,
    last_was_no_change,
    unsent_evidence,
)
from rectification.progress.rules.reports import (
    Content,
    Figure,
    Fulfilment,
    Handed,
    judge_content,
    judge_no_change,
    judge_time,
    starts_work,
    state_of_new,
)
from rectification.refusals import Incomplete, Stale
from rectification.vocabulary import MeasureState, ReportState, ReportStatus, Stage
from rectification.web.numbers import quantity_words
from rectification.workflow import settings, trail
from rectification.workflow.actions import start_by_report
from rectification.workflow.queries import open_issue_for


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a report goes: the duty, the open round, and what stands there already."""

    duty: Duty
    round: Round
    report: Report | None
    actor: User
    now: dt.datetime

    def judge_time(self) -> bool:
        handed = Handed(ReportState(self.report.state), self.report.late) if self.report else None
        return judge_time(handed, cutoff_at=self.duty.period.cutoff_at, now=self.now)


def submit_report(
    *,
    issue_id: int,
    unit_id: int,
    period_id: int,
    content: Content,
    version: int,
    actor: User,
    now: dt.datetime,
    fulfilments: Sequence[Fulfilment] = (),
) -> Report:
    """Hand in what a unit has done, with the files that this person has uploaded for it.

    ``version`` is that of the report the person saw, 0 where there was none; the same form sent twice is one report. Raises
    ``Stale`` where somebody else of the unit was faster, ``WrongStage`` where the issue is locked or an on-time report is cut
    off, ``Incomplete`` where something is missing. The first report that says the work has begun starts the issue.
    """
    with transaction.atomic():
        place = _place(issue_id, unit_id, period_id, actor, now)
        report = place.report
        if report and _says(report, content) and report.version != version and report.state != ReportState.RETURNED:
            return report
        late = place.judge_time()
        measures = {measure.pk: measure for measure in place.duty.issue.measures.all()}
        judge_content(content, targets={row.target.pk: row.number for row in counted_by(place.duty)}, measures=measures)
        fields = {
            "status": content.status,
            "no_change": False,
            "text": content.text.strip(),
            "percent": content.percent,
            "problem": content.problem.strip(),
            "next_step": content.next_step.strip(),
            "reason": "",
        }
        before = _told(report)
        report = _write(place, fields, late=late, version=version)
        _set_figures(report, content.figures)
        report.measures.set(content.measures)
        files = unsent_evidence(actor, place.duty).update(sent_at=now, report=report, round=place.round)
        _record("report", place, before, report, files=files)
        _fulfil(place, measures, fulfilments)
        _begin(place, content.status, no_change=False)
        return report


def submit_no_change(
    *, issue_id: int, unit_id: int, period_id: int, actor: User, now: dt.datetime, reason: str = "", version: int = 0
) -> Report:
    """Say that there is nothing new in this period; how far the work is stays as last reported.

    From the second time in a row on it needs a ``reason``. Raises as ``submit_report`` does.
    """
    with transaction.atomic():
        place = _place(issue_id, unit_id, period_id, actor, now)
        report = place.report
        if report and report.no_change and report.reason == reason.strip() and report.state != ReportState.RETURNED:
            return report
        late = place.judge_time()
        judge_no_change(reason, last_was_no_change=last_was_no_change(place.duty))
        last = earlier_reports(place.duty).filter(round=place.round).first()
        fields = {
            "status": last.status if last else _status_of(Stage(place.duty.issue.stage)),
            "no_change": True,
            "text": "",
            "percent": last.percent if last else None,
            "problem": "",
            "next_step": "",
            "reason": reason.strip(),
        }
        before = _told(report)
        report = _write(place, fields, late=late, version=version)
        figures = [row.before for row in counted_by(place.duty) if row.before]
        _set_figures(report, [Figure(figure.target_id, figure.reached) for figure in figures])
        report.measures.clear()
        _record("report_no_change", place, before, report)
        return report


def _place(issue_id: int, unit_id: int, period_id: int, actor: User, now: dt.datetime) -> _Place:
    issue, current = open_issue_for(actor, issue_id)
    duty = duty_for(actor, issue_id=issue_id, unit_id=unit_id, period_id=period_id)
    duty.issue = issue
    report = Report.objects.filter(issue=issue_id, unit=unit_id, period=period_id, round=current).first()
    return _Place(duty, current, report, actor, now)


def _says(report: Report, content: Content) -> bool:
    """Whether a report says this already: then the same form came twice."""
    figures = {figure.target_id: (figure.reached, figure.reason) for figure in report.figures.all()}
    return (
        not report.no_change
        and report.status == content.status
        and report.text == content.text.strip()
        and report.percent == content.percent
        and report.problem == content.problem.strip()
        and report.next_step == content.next_step.strip()
        and figures == {figure.target: (figure.reached, figure.reason.strip()) for figure in content.figures}
        and set(report.measures.values_list("pk", flat=True)) == content.measures
    )


def _write(place: _Place, fields: dict[str, Any], *, late: bool, version: int) -> Report:
    """Create the report, or change exactly the one the person saw."""
    duty, report = place.duty, place.report
    state = state_of_new(head_confirms=settings.practice().head_confirms, by_head=heads(place.actor, duty.unit_id))
    confirmed = state is ReportState.CONFIRMED
    fields = {
        **fields,
        "late": late,
        "state": state,
        "submitted_at": place.now,
        "submitted_by": place.actor,
        "decided_at": place.now if confirmed else None,
        "decided_by": place.actor if confirmed else None,
        "returned_because": "",
    }
    if report is None and version == 0:
        return Report.objects.create(issue=duty.issue, unit=duty.unit, period=duty.period, round=place.round, **fields)
    if report is None or not Report.objects.filter(pk=report.pk, version=version).update(**fields, version=F("version") + 1):
        raise Stale("Somebody else of your unit has reported on this issue meanwhile. Look at both texts before you hand in yours.")
    return Report.objects.get(pk=report.pk)


def _set_figures(report: Report, figures: Iterable[Figure]) -> None:
    report.figures.all().delete()
    rows = [ReportFigure(report=report, target_id=row.target, reached=row.reached, reason=row.reason.strip()) for row in figures]
    ReportFigure.objects.bulk_create(rows)


def _fulfil(place: _Place, measures: dict[int, Measure], fulfilments: Sequence[Fulfilment]) -> None:
    if not fulfilments:
        return
    require_lead(place.actor, place.duty.issue)
    for said in fulfilments:
        if said.measure not in measures:
            raise Incomplete("This measure does not belong to the issue.", fields={"measures": "invalid"})
        write_measure(
            measures[said.measure],
            place.duty.issue,
            place.round,
            state=MeasureState.FULFILLED,
            fulfilled_on=said.on,
            version=said.version,
            actor=place.actor,
            now=place.now,
        )


def _begin(place: _Place, status: ReportStatus, *, no_change: bool) -> None:
    if starts_work(Stage(place.duty.issue.stage), status, no_change=no_change):
        start_by_report(issue=place.duty.issue, actor=place.actor, now=place.now)


def _status_of(stage: Stage) -> ReportStatus:
    return ReportStatus.NOT_BEGUN if stage is Stage.NOT_STARTED else ReportStatus.ON_SCHEDULE


TOLD = ("status", "no_change", "text", "percent", "problem", "next_step", "reason", "late")


def _told(report: Report | None) -> dict[str, Any]:
    """What the trail keeps of a report."""
    if report is None:
        return {}
    figures = report.figures.select_related("target").order_by("target__position")
    words = [f"{row.target.text} {quantity_words(row.reached)}{row.target.counted_in}" for row in figures]
    measures = "；".join(measure.text for measure in report.measures.all())
    return {**{name: getattr(report, name) for name in TOLD}, "figures": "；".join(words), "measures": measures}


def _is_empty(value: object) -> bool:
    return value is None or value is False or value == ""


def _record(verb: str, place: _Place, before: dict[str, Any], report: Report, *, files: int = 0) -> None:
    """One entry for the report, and its draft is no longer needed."""
    duty = place.duty
    ReportDraft.objects.filter(author=place.actor, issue=duty.issue_id, unit=duty.unit_id, period=duty.period_id).delete()
    pairs = {name: (before.get(name), value) for name, value in _told(report).items()}
    change: dict[str, Any] = {"unit": duty.unit.name, "period": str(duty.period)}
    change |= {name: [old, new] for name, (old, new) in pairs.items() if old != new and not (_is_empty(old) and _is_empty(new))}
    if files:
        change["files"] = files
    act = trail.Act(verb=verb, subject=str(duty.issue), issue_id=duty.issue_id, round=place.round.number, change=change)
    trail.record(act, actor=place.actor, now=place.now)
