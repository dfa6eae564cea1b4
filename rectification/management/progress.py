"""Reporting in the demonstration: the people of the demo report through the same actions as on a real site."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.models import Unit, User
from rectification.models import Duty, Issue, Part, Period, Report, Rhythm
from rectification.progress.actions.decisions import return_report
from rectification.progress.actions.duties import keep_all_duties
from rectification.progress.actions.periods import create_rhythm, open_period, turn_periods
from rectification.progress.actions.reports import submit_no_change, submit_report
from rectification.progress.actions.summaries import merge_summary, polish_summary
from rectification.progress.queries.mine import duties_of
from rectification.progress.queries.summaries import merging_for
from rectification.progress.rules.periods import CutOff
from rectification.progress.rules.reports import Content
from rectification.vocabulary import ReportStatus, RhythmKind

FRIDAYS_AT_FIVE = (4, 0, dt.time(17))
A_MOMENT = dt.timedelta(minutes=1)


def sow_progress(story: dict[str, Any], *, now: dt.datetime) -> None:
    """Weeks of reports until today, the last of them open; the half-month begins today."""
    clerk = _person("clerk")
    weeks = story["weeks"]
    begin = now - dt.timedelta(weeks=len(weeks) - 1)
    _expand(story["group"], clerk, begin)
    weekly, halves = (_rhythm(row, clerk, begin) for row in story["rhythms"])
    open_period(rhythm_id=weekly.pk, actor=clerk, now=begin)
    for week in weeks[:-1]:
        period = weekly.periods.get(closed_at__isnull=True)
        _sow_week(week, story, period, now=period.cutoff_at - dt.timedelta(hours=2))
        _turn(period.cutoff_at + A_MOMENT)
    _turn(now)
    _sow_week(weeks[-1], story, weekly.periods.get(closed_at__isnull=True), now=now)
    open_period(rhythm_id=halves.pk, actor=clerk, now=now)


def _turn(now: dt.datetime) -> None:
    turn_periods(now=now)
    keep_all_duties(now=now)


def _rhythm(row: dict[str, str], clerk: User, now: dt.datetime) -> Rhythm:
    return create_rhythm(name=row["name"], cutoff=CutOff(RhythmKind(row["kind"]), *FRIDAYS_AT_FIVE), plans=(), actor=clerk, now=now)


def _expand(group: dict[str, Any], clerk: User, now: dt.datetime) -> None:
    row = Issue.objects.get(plan__title__contains="督察", printed_number=group["issue"]).units.get(group__name=group["name"])
    members = Unit.objects.filter(name__in=group["members"])
    Part.objects.bulk_create(Part(issue_unit=row, unit=member, added_at=now, added_by=clerk) for member in members)


def _sow_week(week: dict[str, Any], story: dict[str, Any], period: Period, *, now: dt.datetime) -> None:
    for username, text in week["said"].items():
        for duty in _duties(username, period):
            content = Content(status=ReportStatus.ON_SCHEDULE, text=text, next_step="继续推进，按时完成。")
            submit_report(**_place(duty), content=content, version=0, actor=_person(username), now=now)
    for username in week["nothing_new"]:
        for duty in _duties(username, period):
            submit_no_change(**_place(duty), reason=story["why_nothing_new"], actor=_person(username), now=now)
    for username, reason in week.get("sent_back", {}).items():
        for report in Report.objects.filter(period=period, submitted_by__username=username)[:1]:
            return_report(report_id=report.pk, version=report.version, reason=reason, actor=_person("clerk"), now=now)
    if "merged" in week:
        _merge(week["merged"], story, period, now)


def _merge(number: str, story: dict[str, Any], period: Period, now: dt.datetime) -> None:
    """The lead unit joins the reports on one issue; the office words them anew."""
    staff, clerk = _person("staff"), _person("clerk")
    issue = Issue.objects.get(plan__title__contains="督察", printed_number=number)
    merging = merging_for(staff, issue.pk, period.pk)
    said = {"text": merging.joined("text", nothing_new="本期无新进展"), "problem": "", "next_step": merging.joined("next_step")}
    merge_summary(issue_id=issue.pk, period_id=period.pk, **said, sources=list(merging.versions.items()), version=0, actor=staff, now=now)
    polish_summary(issue_id=issue.pk, period_id=period.pk, printed=story["printed"], version=1, actor=clerk, now=now)


def _duties(username: str, period: Period) -> list[Duty]:
    return list(duties_of(_person(username)).filter(period=period))


def _place(duty: Duty) -> dict[str, Any]:
    return {"issue_id": duty.issue_id, "unit_id": duty.unit_id, "period_id": duty.period_id}


def _person(username: str) -> User:
    return User.objects.get(username=username)
