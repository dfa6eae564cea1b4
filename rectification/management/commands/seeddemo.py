"""A demo district with people in every post and issues in every stage. Its dates move with the day it is sown."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import POST_KINDS, Post, Unit, UnitAlias, UnitGroup, UnitGroupMember, UnitName, User
from accounts.vocabulary import PostKind
from rectification.extensions.actions import ask
from rectification.management.progress import sow_progress
from rectification.models import Deadline, Issue, IssueUnit, Measure, Plan, PlanVersion, Round
from rectification.vocabulary import DeadlineKind, Stage, Verb
from rectification.work.actions import add_milestone, add_target, change_target
from rectification.workflow import trail
from rectification.workflow.actions import move

PASSWORD = "Xiaohao-demo-2026"  # noqa: S105 - the one known password of the demonstration, refused without DEMO=1
FOLDER = settings.BASE_DIR / "fixtures" / "demo"
FIRST_DAY = dt.date(2000, 1, 1)

WAY = (
    (Verb.START, "staff"),
    (Verb.COMPLETE, "unithead"),
    (Verb.APPLY, "unithead"),
    (Verb.ACCEPT, "acceptor"),
    (Verb.APPROVE, "supervisor"),
    (Verb.PUBLISH, "clerk"),
    (Verb.PRESENT, "clerk"),
    (Verb.SIGN, "party"),
    (Verb.SIGN, "government"),
    (Verb.KEEP_UP, "clerk"),
)
"""The whole way; an issue of the demo walks it until it has come to its stage."""

STEPS_TO = {
    Stage.NOT_STARTED: 0,
    Stage.IN_PROGRESS: 1,
    Stage.COMPLETED: 2,
    Stage.ACCEPTING: 4,
    Stage.PUBLICIZED: 6,
    Stage.SIGNING: 8,
    Stage.CLOSED: 9,
    Stage.KEPT_UP: 10,
}


class Command(BaseCommand):
    help = "Sows the demo district once and prints who can sign in. Works only with DEMO=1."

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo people share one known password: set DEMO=1, and never do so on a real site.")
        people = _read("district.json")["people"]
        if not User.objects.filter(username=people[0]["username"]).exists():
            with transaction.atomic():
                _sow_district(_read("district.json"))
                for plan in _read("plans.json"):
                    _sow_plan(plan, today=timezone.localdate())
                sow_progress(_read("progress.json"), now=timezone.now())
        self.stdout.write(_sign_ins(people))


def _read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def _sign_ins(people: list[dict[str, str]]) -> str:
    rows = [f"  {p['username']:<12}{POST_KINDS[PostKind(p['post'])]}  {p['full_name']}  {p['unit']}" for p in people]
    return "\n".join(["", f"  One password for all: {PASSWORD}", "", *rows, ""])


def _sow_district(district: dict[str, Any]) -> None:
    for row in district["units"]:
        parent = Unit.objects.get(name=row["parent"]) if "parent" in row else None
        unit = Unit.objects.create(name=row["name"], kind=row["kind"], parent=parent)
        UnitAlias.objects.bulk_create(UnitAlias(unit=unit, alias=alias) for alias in row.get("aliases", ()))
        UnitName.objects.bulk_create(UnitName(unit=unit, name=name, valid_from=a, valid_to=b) for name, a, b in row.get("former", ()))
    for name, members in district["groups"].items():
        group = UnitGroup.objects.create(name=name)
        units = Unit.objects.filter(name__in=members)
        UnitGroupMember.objects.bulk_create(UnitGroupMember(group=group, unit=unit, valid_from=FIRST_DAY) for unit in units)
    for row in district["people"]:
        user = User.objects.create_user(row["username"], PASSWORD, full_name=row["full_name"])
        Post.objects.create(user=user, unit=Unit.objects.get(name=row["unit"]), kind=row["post"], valid_from=FIRST_DAY)


def _sow_plan(row: dict[str, Any], *, today: dt.date) -> None:
    clerk = User.objects.get(username="clerk")
    issued = today + dt.timedelta(days=row["issued_in_days"])
    begun = timezone.make_aware(dt.datetime.combine(issued, dt.time(9)))
    plan = Plan.objects.create(
        title=row["title"], issuer=row["issuer"], issued=issued, document_number=row["document_number"].format(year=issued.year)
    )
    version = PlanVersion.objects.create(plan=plan, confirmed_at=begun, confirmed_by=clerk)
    trail.record(trail.Act(verb="confirm", subject=str(plan), change={"issues": [0, len(row["issues"])]}), actor=clerk, now=begun)
    for position, issue in enumerate(row["issues"], 1):
        _sow_issue(issue, version, position, clerk=clerk, today=today, begun=begun)


def _sow_issue(row: dict[str, Any], version: PlanVersion, position: int, *, clerk: User, today: dt.date, begun: dt.datetime) -> None:
    deadline = _deadline(row["deadline"], today)
    parent = Issue.objects.filter(plan__title__contains="督察", printed_number=row["parent"]).first() if "parent" in row else None
    issue = Issue.objects.create(
        plan=version.plan,
        plan_version=version,
        kind=row["kind"],
        parent=parent,
        position=position,
        printed_number=row["number"],
        higher_number=row.get("higher_number", ""),
        scope=row.get("scope", ""),
        table_name=row.get("table", ""),
        section=row.get("section", ""),
        work_item=row.get("work_item", ""),
        name=row.get("name", ""),
        statement=row["statement"],
        goal=row.get("goal", ""),
        deadline_words=deadline.words,
        deadline_kind=deadline.kind,
        due=deadline.due,
        deadline_decided=deadline.kind not in UNDECIDED and not row.get("born_overdue", False),
    )
    Round.objects.create(issue=issue, number=1, opened_at=begun)
    _sow_units(issue, row["units"])
    _sow_measures(issue, row, today=today)
    deadline.issue, deadline.decided_by, deadline.decided_at = issue, clerk, begun
    deadline.save()
    trail.record(trail.Act(verb="open", subject=str(issue), issue_id=issue.pk, round=1), actor=clerk, now=begun)
    _divide(issue, row, clerk=clerk, today=today, begun=begun)
    _walk(issue, Stage(row["stage"]), begun=begun)
    if "extension" in row:
        _ask(issue, row["extension"], today=today)


UNDECIDED = (DeadlineKind.NONE, DeadlineKind.UNPARSABLE, DeadlineKind.IMMEDIATE)


def _sow_units(issue: Issue, rows: list[list[str]]) -> None:
    for position, (role, name) in enumerate(rows, 1):
        unit = Unit.objects.filter(name=name).first()
        group = None if unit else UnitGroup.objects.get(name=name)
        coordinating = position == 1 and unit is not None
        IssueUnit.objects.create(issue=issue, unit=unit, group=group, role=role, position=position, printed=name, coordinating=coordinating)


def _sow_measures(issue: Issue, row: dict[str, Any], *, today: dt.date) -> None:
    days = row.get("measure_due_in_days", [])
    for position, text in enumerate(row.get("measures", ()), 1):
        due = today + dt.timedelta(days=days[position - 1]) if days else None
        Measure.objects.create(issue=issue, position=position, marker=f"{position}.", text=text, due=due)


def _divide(issue: Issue, row: dict[str, Any], *, clerk: User, today: dt.date, begun: dt.datetime) -> None:
    """Milestones and targets; a share names its unit."""
    for text, days, reached in row.get("milestones", ()):
        due = today + dt.timedelta(days=days)
        add_milestone(issue_id=issue.pk, text=text, due=due, reached_on=due if reached else None, actor=clerk, now=begun)
    for text, total, counted_in, shares in row.get("targets", ()):
        target: dict[str, Any] = {"text": text, "total": Decimal(total), "counted_in": counted_in}
        added = add_target(issue_id=issue.pk, **target, actor=clerk, now=begun)
        by_unit = {Unit.objects.get(name=name).pk: Decimal(quantity) for name, quantity in shares.items()}
        if by_unit:
            change_target(target_id=added.pk, **target, shares=by_unit, version=added.version, actor=clerk, now=begun)


def _ask(issue: Issue, row: dict[str, Any], *, today: dt.date) -> None:
    """A request for a later deadline that waits for the head of its unit."""
    issue.refresh_from_db()
    ask(
        issue_id=issue.pk,
        proposed_due=today + dt.timedelta(days=row["to_in_days"]),
        reason=row["reason"],
        progress=row["progress"],
        version=issue.version,
        actor=User.objects.get(username="staff"),
        now=timezone.now(),
    )


def _deadline(row: dict[str, Any], today: dt.date) -> Deadline:
    days = row.get("phases_in_days") or ([row["due_in_days"]] if "due_in_days" in row else [])
    dates = [today + dt.timedelta(days=n) for n in days]
    written = [f"{d.year}年{d.month}月{d.day}日前" for d in dates]
    return Deadline(
        words=row.get("words") or "；".join(written),
        kind=row["kind"],
        due=dates[-1] if dates else None,
        phases=[{"text": text, "due": d.isoformat()} for text, d in zip(written, dates, strict=True)] if len(dates) > 1 else [],
        note=row.get("note", ""),
        source="label",
    )


def _walk(issue: Issue, stage: Stage, *, begun: dt.datetime) -> None:
    """Let the people of the demo do each step, a week apart."""
    if stage is Stage.WITHDRAWN:
        steps: tuple[tuple[Verb, str], ...] = ((Verb.WITHDRAW, "clerk"),)
    else:
        steps = WAY[: STEPS_TO[stage]]
    for week, (verb, username) in enumerate(steps, 1):
        reason = "上级来函明确不属本区" if verb is Verb.WITHDRAW else ""
        move(issue_id=issue.pk, verb=verb, actor=User.objects.get(username=username), now=begun + dt.timedelta(weeks=week), reason=reason)
