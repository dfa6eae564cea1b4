"""Time limits in working days, counted again when the calendar is known better than on the day they were read."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from rectification.intake.reading.deadlines import parse_deadline
from rectification.models import Issue
from rectification.vocabulary import DeadlineKind
from rectification.workflow import settings, trail
from rectification.workflow.deadlines import DECIDED, EXTENDED, RECOUNTED, set_deadline
from rectification.workflow.rules import OPEN_FOR_WORK
from rectification.working_days import WorkingDays

IN_WORKING_DAYS = "工作日"


def recount(*, now: dt.datetime) -> int:
    """Give each open issue whose printed limit counts working days the day that it means by today's calendar.

    May run any number of times; returns how many days have changed. A date that a person has decided or granted stays.
    """
    days = settings.working_days()
    counted = Issue.objects.filter(stage__in=OPEN_FOR_WORK, deadline_words__contains=IN_WORKING_DAYS, due__isnull=False)
    return sum(_recount(pk, days, now) for pk in counted.order_by("pk").values_list("pk", flat=True))


def _recount(pk: int, days: WorkingDays, now: dt.datetime) -> bool:
    with transaction.atomic():
        issue = Issue.objects.select_for_update(of=("self",), no_key=True).select_related("plan").get(pk=pk)
        last = issue.deadlines.filter(measure=None).select_related("decided_by").latest("number")
        reading = parse_deadline(issue.deadline_words, issue.plan.issued, days)
        stands = issue.stage not in OPEN_FOR_WORK or last.source in (DECIDED, EXTENDED) or not issue.deadline_decided
        if stands or reading.due is None or reading.due == issue.due:
            return False
        change = {"due": [issue.due, reading.due]}
        kind = DeadlineKind(issue.deadline_kind)
        set_deadline(issue=issue, kind=kind, due=reading.due, source=RECOUNTED, note=reading.note, actor=last.decided_by, now=now)
        current = issue.rounds.latest("number").number
        trail.record(trail.Act(verb="recount_deadline", subject=str(issue), issue_id=pk, round=current, change=change), actor=None, now=now)
        return True
