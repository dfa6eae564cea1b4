"""A checked draft becomes a plan in force: one transaction, all or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_noop as _

from accounts.models import Unit, UnitGroup, User
from rectification.entries import LONG_TERM, Entry, EntryDeadline, is_decided
from rectification.models import Deadline, Draft, Issue, IssueUnit, Measure, Milestone, Part, Plan, PlanVersion, Round
from rectification.plans.queries import draft_to_confirm, included_items, plan_of_draft, whole_version
from rectification.plans.rules import (
    Numbered,
    answers_of,
    coordinating_row,
    judge,
    judge_deadline,
    new_groups,
    once_in_a_role,
)
from rectification.refusals import Incomplete, Refusal, Stale, WrongStage
from rectification.vocabulary import DeadlineKind, Stage
from rectification.workflow import trail
from rectification.workflow.deadlines import DECIDED, set_deadline
from rectification.workflow.queries import issue_for, open_issue_for, require_clerk

ROWS_AT_ONCE = 1_000
LONGEST_MILESTONE = 300


class AlreadyConfirmed(Refusal):
    """Somebody else was first; ``plan`` is what the draft became."""

    code = "stale"
    status = 409

    def __init__(self, plan: Plan) -> None:
        super().__init__(_("Somebody else has confirmed this draft already. The plan is in force; nothing was imported twice."))
        self.plan = plan


@dataclass(frozen=True, slots=True)
class _Context:
    """What all rows of one confirmation share."""

    version: PlanVersion
    issued: dt.date | None
    groups: dict[str, int]
    actor: User
    now: dt.datetime


def confirm_draft(*, draft_id: int, version: int, actor: User, now: dt.datetime) -> Plan:
    """Store the plan with all included items as issues, or nothing.

    ``version`` is the ``queries.whole_version`` that the person saw. Raises ``AlreadyConfirmed`` where somebody was
    faster, ``Stale`` where anything of the draft changed since, ``Incomplete`` where an item is not ready.
    """
    with transaction.atomic():
        Draft.objects.select_for_update(no_key=True).filter(pk=draft_id).first()
        draft = draft_to_confirm(actor, draft_id)
        _win(draft, version)
        rows = included_items(draft)
        judge(draft.title, answers_of(rows, 0, draft.issued))
        _check_units(rows)
        plan = Plan.objects.create(title=draft.title, issuer=draft.issuer, issued=draft.issued, document_number=draft.document_number)
        plan_version = PlanVersion.objects.create(plan=plan, document=draft.document, confirmed_at=now, confirmed_by=actor)
        groups = _groups(row.entry for row in rows)
        _store(rows, _Context(plan_version, draft.issued, groups, actor, now))
        return plan


def set_coordinating_unit(*, issue_id: int, unit_id: int | None, version: int, actor: User, now: dt.datetime) -> Issue:
    """Fix which of its units coordinates an issue, or none yet; only the office, and only before the start."""
    with transaction.atomic():
        require_clerk(actor)
        Issue.objects.select_for_update(no_key=True).filter(pk=issue_id).first()
        issue = issue_for(actor, issue_id)
        if issue.stage != Stage.NOT_STARTED:
            raise WrongStage("The coordinating unit is fixed before the issue starts.")
        before = issue.units.filter(coordinating=True).first()
        after = issue.units.filter(unit=unit_id).order_by("position").first() if unit_id is not None else None
        if unit_id is not None and after is None:
            raise Incomplete("The coordinating unit must be one of the units named on the issue.")
        if before == after:
            return issue
        if not Issue.objects.filter(pk=issue_id, version=version, stage=Stage.NOT_STARTED).update(version=F("version") + 1):
            raise Stale("Somebody changed this issue after you opened it. Look at it again before you decide.")
        issue.units.filter(coordinating=True).update(coordinating=False)
        if after is not None:
            issue.units.filter(pk=after.pk).update(coordinating=True)
        change = {"coordinating": [before and before.current_name, after and after.current_name]}
        trail.record(
            trail.Act(verb="set_coordinating_unit", subject=str(issue), issue_id=issue_id, round=1, change=change), actor=actor, now=now
        )
        issue.refresh_from_db()
        return issue


def decide_deadline(
    *,
    issue_id: int,
    kind: DeadlineKind,
    due: dt.date | None,
    version: int,
    actor: User,
    now: dt.datetime,
    document_number: str = "",
) -> Issue:
    """Decide a deadline that the plan left open: a new ``Deadline`` row after those before it, the printed words kept.

    ``due`` is the last day on time, none for long-term kinds; ``document_number`` names the paper of the decision.
    Raises ``WrongStage`` where the deadline was decided already (changing it is an extension) or the round is locked.
    """
    with transaction.atomic():
        require_clerk(actor)
        issue, current = open_issue_for(actor, issue_id)
        if issue.deadline_decided:
            raise WrongStage("This deadline has been decided already.")
        judge_deadline(kind, due, stood=issue.due, issued=issue.plan.issued)
        due = None if kind in LONG_TERM else due
        if issue.version != version:
            raise Stale("Somebody changed this issue after you opened it. Look at it again before you decide.")
        change: dict[str, object] = {"deadline_kind": [issue.deadline_kind, kind.value], "due": [issue.due, due]}
        set_deadline(issue=issue, kind=kind, due=due, source=DECIDED, document_number=document_number, actor=actor, now=now)
        if document_number:
            change["document_number"] = document_number
        act = trail.Act(verb="decide_deadline", subject=str(issue), issue_id=issue_id, round=current.number, change=change)
        trail.record(act, actor=actor, now=now)
        return issue


def _win(draft: Draft, version: int) -> None:
    """Of two who confirm the same draft exactly one passes."""
    if draft.state == "confirmed" and (plan := plan_of_draft(draft)):
        raise AlreadyConfirmed(plan)
    if draft.state != "checking":
        raise WrongStage("This draft is not ready to be confirmed: it is being read, could not be read, or was discarded.")
    if whole_version(draft) != version:
        raise Stale("The draft was changed after you opened this page. Please look at the counts again, then confirm.")
    if not Draft.objects.filter(pk=draft.pk, state="checking", version=draft.version).update(state="confirmed", version=F("version") + 1):
        raise Stale("Somebody else is confirming this draft at this moment. Please open it again.")


def _check_units(rows: Sequence[Numbered]) -> None:
    """Units may have been removed from the register since they were matched."""
    asked = {unit["unit"] for row in rows for unit in row.entry["units"]} | {
        m for row in rows for u in row.entry["units"] for m in u["members"]
    }
    asked.discard(None)
    known = set(Unit.objects.values_list("pk", flat=True))
    if not asked <= known:
        raise Incomplete("A unit of this draft is no longer in the list of units. Look the units up again on the checking page.")


def _groups(entries: Iterable[Entry]) -> dict[str, int]:
    """Ids of all groups named, by name; those that are missing are created."""
    entries = list(entries)
    names = {unit["name"] for entry in entries for unit in entry["units"] if unit["is_group"]}
    UnitGroup.objects.bulk_create([UnitGroup(name=name) for name in new_groups(entries)], ignore_conflicts=True)
    return dict(UnitGroup.objects.filter(name__in=names).values_list("name", "pk"))


def _store(rows: Sequence[Numbered], context: _Context) -> None:
    issues = Issue.objects.bulk_create([_issue(row, place, context) for place, row in enumerate(rows, start=1)], ROWS_AT_ONCE)
    pairs = [(issue, row.entry) for issue, row in zip(issues, rows, strict=True)]
    units = [(row, members) for issue, entry in pairs for row, members in _units(issue, entry, context)]
    IssueUnit.objects.bulk_create([row for row, _ in units], ROWS_AT_ONCE)
    parts = [
        Part(issue_unit=row, unit_id=member, added_at=context.now, added_by=context.actor) for row, members in units for member in members
    ]
    Part.objects.bulk_create(parts, ROWS_AT_ONCE)
    measures = [(row, limit) for issue, entry in pairs for row, limit in _measures(issue, entry)]
    Measure.objects.bulk_create([row for row, _ in measures], ROWS_AT_ONCE)
    of_issues = (_deadline(issue, None, entry["deadline"], context) for issue, entry in pairs)
    of_measures = (_deadline(row.issue, row, limit, context) for row, limit in measures if limit)
    Deadline.objects.bulk_create(chain(of_issues, of_measures), ROWS_AT_ONCE)
    Milestone.objects.bulk_create((step for issue, entry in pairs for step in _milestones(issue, entry["deadline"])), ROWS_AT_ONCE)
    Round.objects.bulk_create([Round(issue=issue, number=1, opened_at=context.now) for issue in issues], ROWS_AT_ONCE)
    _record(issues, context)


def _issue(row: Numbered, place: int, context: _Context) -> Issue:
    entry = row.entry
    return Issue(
        plan_id=context.version.plan_id,
        plan_version=context.version,
        kind=entry["kind"],
        position=place,
        printed_number=entry["number"] or None,
        higher_number=entry["higher_number"],
        scope=entry["scope"],
        table_name=entry["table"],
        section=entry["section"],
        work_item=entry["work_item"],
        name=entry["name"],
        statement=entry["statement"],
        goal=entry["goal"],
        deadline_words=entry["deadline"]["words"],
        deadline_kind=entry["deadline"]["kind"],
        due=_day(entry["deadline"]["due"]),
        deadline_decided=is_decided(entry["deadline"], context.issued),
        created_at=context.now,
    )


def _units(issue: Issue, entry: Entry, context: _Context) -> Iterable[tuple[IssueUnit, list[int]]]:
    named = once_in_a_role(entry["units"])
    coordinating = coordinating_row(named, entry["coordinating"])
    for place, unit in enumerate(named):
        row = IssueUnit(
            issue=issue,
            unit_id=unit["unit"],
            group_id=(unit["group"] or context.groups[unit["name"]]) if unit["is_group"] else None,
            role=unit["role"],
            position=place + 1,
            printed=unit["printed"] or unit["name"],
            coordinating=place == coordinating,
        )
        yield row, list(dict.fromkeys(unit["members"])) if unit["is_group"] else []


def _measures(issue: Issue, entry: Entry) -> Iterable[tuple[Measure, EntryDeadline | None]]:
    texts = [measure for measure in entry["measures"] if measure["text"]]
    for place, measure in enumerate(texts, start=1):
        limit = measure["deadline"]
        due = _day(limit["due"]) if limit else None
        yield Measure(issue=issue, position=place, marker=measure["marker"], text=measure["text"], due=due), limit


def _milestones(issue: Issue, limit: EntryDeadline) -> Iterable[Milestone]:
    """The stages that the paper names before its last day."""
    stages = dict.fromkeys((phase["text"][:LONGEST_MILESTONE], _day(phase["due"])) for phase in limit["phases"])
    dated = [(text, due) for text, due in stages if text and due and issue.due and due < issue.due]
    return [Milestone(issue=issue, position=place, text=text, due=due) for place, (text, due) in enumerate(dated, start=1)]


def _deadline(issue: Issue, measure: Measure | None, limit: EntryDeadline, context: _Context) -> Deadline:
    return Deadline(
        issue=issue,
        measure=measure,
        words=limit["words"],
        kind=limit["kind"],
        due=_day(limit["due"]),
        phases=limit["phases"],
        note=f"answer_{limit['answer']}" if limit["answer"] else limit["note"],
        source=limit["source"],
        document_number=context.version.plan.document_number,
        decided_at=context.now,
        decided_by=context.actor,
    )


def _record(issues: Sequence[Issue], context: _Context) -> None:
    plan = context.version.plan
    document = context.version.document
    change = {"issues": len(issues), "plan": plan.pk, "version": 1, "document": document.fingerprint if document else ""}
    opened = [
        trail.Act(
            verb="open", subject=str(issue), issue_id=issue.pk, round=1, change={"stage": [None, issue.stage], "due": [None, issue.due]}
        )
        for issue in issues
    ]
    trail.record_all([trail.Act(verb="confirm", subject=str(plan), change=change), *opened], actor=context.actor, now=context.now)


def _day(iso: str | None) -> dt.date | None:
    return dt.date.fromisoformat(iso) if iso else None
