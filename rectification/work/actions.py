"""Divide the work of an issue: set milestones and targets, give a group's work to its members."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Max, QuerySet

from accounts.models import Unit, User, today
from rectification.models import Issue, IssueUnit, Milestone, Part, Round, Target, TargetShare
from rectification.refusals import Incomplete, Stale
from rectification.work.queries import group_for, milestone_for, require_divider, sharers_of, target_for, units_with_reports
from rectification.work.rules import judge_milestone, judge_removal_of_target, judge_target, parts_taken_away
from rectification.workflow import trail
from rectification.workflow.queries import open_issue_for


def add_milestone(*, issue_id: int, text: str, due: dt.date, reached_on: dt.date | None, actor: User, now: dt.datetime) -> Milestone:
    """Set a step on the way. The same form sent twice is one milestone."""
    with transaction.atomic():
        issue, current = _open(actor, issue_id)
        judge_milestone(text, due, reached_on, issue_due=issue.due, today=today())
        if same := issue.milestones.filter(text=text, due=due, reached_on=reached_on).first():
            return same
        _judge_once(issue.milestones.filter(text=text, due=due))
        position = (issue.milestones.aggregate(last=Max("position"))["last"] or 0) + 1
        added = Milestone.objects.create(issue=issue, position=position, text=text, due=due, reached_on=reached_on)
        change = {"milestone": [None, text], "due": [None, due], "reached_on": [None, reached_on]}
        _record("add_milestone", issue, current, change, actor=actor, now=now)
        return added


def change_milestone(
    *, milestone_id: int, text: str, due: dt.date, reached_on: dt.date | None, version: int, actor: User, now: dt.datetime
) -> Milestone:
    with transaction.atomic():
        issue, current = _open(actor, milestone_for(actor, milestone_id).issue_id)
        before = milestone_for(actor, milestone_id)
        judge_milestone(text, due, reached_on, issue_due=issue.due, today=today())
        _judge_once(issue.milestones.filter(text=text, due=due).exclude(pk=milestone_id))
        as_read = Milestone.objects.filter(pk=milestone_id, version=version)
        if not as_read.update(text=text, due=due, reached_on=reached_on, version=F("version") + 1):
            raise Stale("Somebody else has changed this since you opened it. Look at it again, then save.")
        change = {"milestone": [before.text, text], "due": [before.due, due], "reached_on": [before.reached_on, reached_on]}
        _record("change_milestone", issue, current, change, actor=actor, now=now)
        before.refresh_from_db()
        return before


def remove_milestone(*, milestone_id: int, actor: User, now: dt.datetime, version: int | None = None) -> None:
    """The trail keeps what it was. With ``version`` only as the person saw it."""
    with transaction.atomic():
        issue, current = _open(actor, milestone_for(actor, milestone_id).issue_id)
        before = milestone_for(actor, milestone_id)
        _as_seen(before, version)
        before.delete()
        change = {"milestone": [before.text, None], "due": [before.due, None], "reached_on": [before.reached_on, None]}
        _record("remove_milestone", issue, current, change, actor=actor, now=now)


def add_target(*, issue_id: int, text: str, total: Decimal, counted_in: str, actor: User, now: dt.datetime) -> Target:
    """Set what is counted. The same form sent twice is one target."""
    with transaction.atomic():
        issue, current = _open(actor, issue_id)
        judge_target(text, total, counted_in)
        if same := issue.targets.filter(text=text, total=total, counted_in=counted_in).first():
            return same
        _judge_once(issue.targets.filter(text=text, counted_in=counted_in))
        position = (issue.targets.aggregate(last=Max("position"))["last"] or 0) + 1
        added = Target.objects.create(issue=issue, position=position, text=text, total=total, counted_in=counted_in)
        _record("add_target", issue, current, {"target": [None, text], "total": [None, f"{total} {counted_in}"]}, actor=actor, now=now)
        return added


def change_target(
    *,
    target_id: int,
    text: str,
    total: Decimal,
    counted_in: str,
    shares: Mapping[int, Decimal],
    version: int,
    actor: User,
    now: dt.datetime,
) -> Target:
    """Correct a target and say what each unit has of it. ``shares``: quantity by unit id, only of units that report on the issue."""
    with transaction.atomic():
        issue, current = _open(actor, target_for(actor, target_id).issue_id)
        target = target_for(actor, target_id)
        judge_target(text, total, counted_in)
        if not set(shares) <= set(sharers_of(target).values_list("pk", flat=True)):
            raise Incomplete("Only units that report on the issue have a share.")
        _judge_once(issue.targets.filter(text=text, counted_in=counted_in).exclude(pk=target_id))
        as_read = Target.objects.filter(pk=target_id, version=version)
        if not as_read.update(text=text, total=total, counted_in=counted_in, version=F("version") + 1):
            raise Stale("Somebody else has changed this since you opened it. Look at it again, then save.")
        before = _shares(target)
        target.shares.all().delete()
        TargetShare.objects.bulk_create(TargetShare(target=target, unit_id=unit, quantity=quantity) for unit, quantity in shares.items())
        change = {
            "target": [target.text, text],
            "total": [f"{target.total.normalize():f} {target.counted_in}", f"{total.normalize():f} {counted_in}"],
            "shares": [before, _shares(target)],
        }
        _record("change_target", issue, current, change, actor=actor, now=now)
        target.refresh_from_db()
        return target


def remove_target(*, target_id: int, actor: User, now: dt.datetime, version: int | None = None) -> None:
    """Only one for which nobody has reported a number yet. With ``version`` only as the person saw it."""
    with transaction.atomic():
        issue, current = _open(actor, target_for(actor, target_id).issue_id)
        target = target_for(actor, target_id)
        _as_seen(target, version)
        judge_removal_of_target(reported=target.figures.exists())
        change = {"target": [target.text, None], "total": [f"{target.total.normalize():f} {target.counted_in}", None]}
        target.delete()
        _record("remove_target", issue, current, change, actor=actor, now=now)


def choose_parts(*, issue_unit_id: int, units: Collection[int], version: int, actor: User, now: dt.datetime) -> IssueUnit:
    """Give the work of a group to these units, each of which then reports for itself. ``version`` is the issue's.

    Members added later owe nothing for periods that were cut off before; a unit that has reported keeps its part.
    """
    with transaction.atomic():
        row = group_for(actor, issue_unit_id)
        issue, current = _open(actor, row.issue_id)
        if Unit.objects.filter(pk__in=units, valid_to__isnull=True).count() != len(set(units)):
            raise Incomplete("One of these units no longer exists. Choose again.")
        before = dict(row.parts.values_list("unit_id", "unit__name"))
        gone = parts_taken_away(before, units, reported=units_with_reports(row))
        if not Issue.objects.filter(pk=issue.pk, version=version).update(version=F("version") + 1):
            raise Stale("Somebody else has changed this since you opened it. Look at it again, then save.")
        row.parts.filter(unit__in=gone).delete()
        Part.objects.bulk_create(Part(issue_unit=row, unit_id=unit, added_at=now, added_by=actor) for unit in set(units) - set(before))
        after = row.parts.order_by("unit__path").values_list("unit__name", flat=True)
        change = {"group": row.printed, "parts": ["、".join(before.values()), "、".join(after)]}
        _record("choose_parts", issue, current, change, actor=actor, now=now)
        return row


def _open(actor: User, issue_id: int) -> tuple[Issue, Round]:
    issue, current = open_issue_for(actor, issue_id)
    require_divider(actor, issue)
    return issue, current


def _as_seen(found: Milestone | Target, version: int | None) -> None:
    """Judged while the issue is locked, so that nobody changes it in between."""
    if version is not None and version != found.version:
        raise Stale("Somebody else has changed this since you opened it. Look at it again, then save.")


def _judge_once(others: QuerySet[Milestone] | QuerySet[Target]) -> None:
    if others.exists():
        raise Incomplete("This stands on the issue already. Change that one, or word this one otherwise.", fields={"text": "invalid"})


def _shares(target: Target) -> str:
    rows = TargetShare.objects.filter(target=target).order_by("unit__path").values_list("unit__name", "quantity")
    return "、".join(f"{unit} {quantity.normalize():f}" for unit, quantity in rows)


def _record(verb: str, issue: Issue, current: Round, change: Mapping[str, object], *, actor: User, now: dt.datetime) -> None:
    act = trail.Act(verb=verb, subject=str(issue), issue_id=issue.pk, round=current.number, change=change)
    trail.record(act, actor=actor, now=now)
