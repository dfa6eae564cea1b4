"""The unit head confirms or sends back a report of the unit; the office sends back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.vocabulary import PostKind
from rectification.models import Report
from rectification.progress.queries.reports import heads, report_for
from rectification.progress.rules.reports import judge_confirm, judge_return
from rectification.refusals import NotYours, Stale
from rectification.vocabulary import ReportState
from rectification.workflow import trail
from rectification.workflow.queries import open_issue_for


def confirm_report(*, report_id: int, version: int, actor: User, now: dt.datetime) -> Report:
    """The unit head stands by a report of the unit, where the office asks for it."""
    with transaction.atomic():
        report = _open_report(report_id, actor)
        if not heads(actor, report.unit_id):
            raise NotYours("Only the head of the unit confirms its reports.")
        judge_confirm(ReportState(report.state))
        return _decide(report, ReportState.CONFIRMED, verb="confirm_report", version=version, actor=actor, now=now)


def return_report(*, report_id: int, version: int, reason: str, actor: User, now: dt.datetime) -> Report:
    """Send a report back to the unit, with the reason; possible until the issue is locked."""
    with transaction.atomic():
        report = _open_report(report_id, actor)
        if not (actor.holds(PostKind.OFFICE_CLERK) or heads(actor, report.unit_id)):
            raise NotYours("Only the head of the unit and the office send reports back.")
        judge_return(ReportState(report.state), reason)
        return _decide(report, ReportState.RETURNED, verb="return_report", version=version, actor=actor, now=now, reason=reason.strip())


def _open_report(report_id: int, actor: User) -> Report:
    report = report_for(actor, report_id)
    open_issue_for(actor, report.issue_id)
    return report_for(actor, report_id)


def _decide(report: Report, state: ReportState, *, verb: str, version: int, actor: User, now: dt.datetime, reason: str = "") -> Report:
    fields: dict[str, Any] = {"state": state, "decided_at": now, "decided_by": actor, "returned_because": reason}
    if not Report.objects.filter(pk=report.pk, version=version, state=report.state).update(**fields, version=F("version") + 1):
        raise Stale("This report was changed after you opened it. Read it again before you decide.")
    change = {"unit": report.unit.name, "period": str(report.period), "report_state": [report.state, state.value]}
    act = trail.Act(verb=verb, subject=str(report.issue), issue_id=report.issue_id, round=report.round.number, change=change, reason=reason)
    trail.record(act, actor=actor, now=now)
    report.refresh_from_db()
    return report
