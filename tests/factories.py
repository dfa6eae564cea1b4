"""Rows for tests. Every function fills in what the test does not name; ``cast`` gives people and units.

They write what the models allow and nothing more: an issue in a later stage is walked there by the verbs, not written there.
"""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone

from accounts.models import Unit, UnitGroup, User
from rectification.models import (
    Deadline,
    Document,
    Extension,
    Issue,
    IssueUnit,
    Job,
    Measure,
    Milestone,
    Part,
    Period,
    Plan,
    PlanVersion,
    Report,
    Rhythm,
    Round,
    Target,
)
from rectification.models.documents import fingerprint_of
from rectification.practice import DEFAULT_PRACTICE
from rectification.vocabulary import DeadlineKind, IssueKind, ReportStatus, RhythmKind, UnitRole
from tests.cast import Cast

_numbers = itertools.count(1)
ISSUED = dt.date(2026, 3, 1)
DUE = dt.date(2026, 12, 31)


def received(cast: Cast, text: str = "", **fields: Any) -> Document:
    """A received text; each has its own fingerprint unless ``text`` is given twice."""
    text = text or f"整改方案第{next(_numbers)}号"
    data = text.encode()
    values = {"name": "方案.txt", "size": len(data), "encoding": "utf-8", "text": text, "received_by": cast.clerk}
    return Document.objects.create(fingerprint=fingerprint_of(data), **{**values, **fields})


def plan(cast: Cast, *, document: Document | None = None, **fields: Any) -> PlanVersion:
    """A plan in force; its first version is returned, ``.plan`` is the plan."""
    values = {"title": f"第{next(_numbers)}号整改方案", "issuer": "区委办公室 区政府办公室", "issued": ISSUED}
    created = Plan.objects.create(**{**values, **fields})
    return PlanVersion.objects.create(
        plan=created, document=document or received(cast), confirmed_at=timezone.now(), confirmed_by=cast.clerk
    )


def bare_issue(version: PlanVersion, **fields: Any) -> Issue:
    """An issue of this plan version with its first round and deadline, without units and measures."""
    number = version.issues.count() + 1
    values = {
        "kind": IssueKind.PROBLEM,
        "position": number,
        "printed_number": str(number),
        "statement": f"第{number}个问题：垃圾中转站渗滤液直排。",
        "goal": "渗滤液全部收集处理。",
        "deadline_words": "2026年12月底前",
        "deadline_kind": DeadlineKind.FIXED,
        "due": DUE,
        "deadline_decided": True,
    }
    created = Issue.objects.create(plan=version.plan, plan_version=version, **{**values, **fields})
    Round.objects.create(issue=created, opened_at=timezone.now())
    Deadline.objects.create(
        issue=created,
        words=created.deadline_words,
        kind=created.deadline_kind,
        due=created.due,
        source="plan",
        decided_by=version.confirmed_by,
    )
    return created


def issue(cast: Cast, version: PlanVersion | None = None, **fields: Any) -> Issue:
    """An issue with two measures: 区城管局 leads and coordinates, 各街道 cooperate, 区生态环境分局 supervises, 区住建局 accepts."""
    created = bare_issue(version or plan(cast), **fields)
    measure(created, "建成渗滤液收集池。")
    measure(created, "每日清运并记录。")
    district = cast.district
    takes_part(created, district.lead, UnitRole.LEAD, coordinating=True)
    takes_part(created, district.subdistricts, UnitRole.COOPERATING)
    takes_part(created, district.supervising, UnitRole.SUPERVISING)
    takes_part(created, district.accepting, UnitRole.ACCEPTANCE)
    return created


def measure(issue: Issue, text: str, **fields: Any) -> Measure:
    number = issue.measures.count() + 1
    return Measure.objects.create(issue=issue, position=number, marker=f"{number}.", text=text, **fields)


def milestone(issue: Issue, text: str, **fields: Any) -> Milestone:
    return Milestone.objects.create(issue=issue, position=issue.milestones.count() + 1, text=text, **{"due": DUE, **fields})


def takes_part(issue: Issue, who: Unit | UnitGroup, role: UnitRole, *, coordinating: bool = False) -> IssueUnit:
    """Give a unit or a group a role on the issue, after those it has already."""
    side = {"unit": who} if isinstance(who, Unit) else {"group": who}
    position = issue.units.count() + 1
    return IssueUnit.objects.create(issue=issue, role=role, position=position, printed=who.name, coordinating=coordinating, **side)


def part(row: IssueUnit, unit: Unit, by: User) -> Part:
    """Give a member its share of a group's work."""
    return Part.objects.create(issue_unit=row, unit=unit, added_by=by)


def target(issue: Issue, text: str, total: int, counted_in: str = "座") -> Target:
    return Target.objects.create(issue=issue, position=issue.targets.count() + 1, text=text, total=total, counted_in=counted_in)


def rhythm(**fields: Any) -> Rhythm:
    """A weekly rhythm, cut off on Fridays at 17:00, unless the test says otherwise."""
    values = {"name": f"周报{next(_numbers)}", "kind": RhythmKind.WEEK, "cutoff_weekday": 4, "cutoff_time": dt.time(17)}
    return Rhythm.objects.create(**{**values, **fields})


def period(rhythm: Rhythm, starts: dt.date, **fields: Any) -> Period:
    """A week of a rhythm, cut off on its Friday at 17:00; ``closed_at`` makes it a past one. Duties are kept by the action."""
    friday = timezone.make_aware(dt.datetime.combine(starts + dt.timedelta(days=4), dt.time(17)))
    values = {"ends": starts + dt.timedelta(days=6), "cutoff_at": friday, "opened_at": friday - dt.timedelta(days=5)}
    return Period.objects.create(rhythm=rhythm, starts=starts, **{**values, **fields})


def extension(cast: Cast, issue: Issue, **fields: Any) -> Extension:
    """A request of the lead unit's staff that waits for its head."""
    values = {
        "unit": cast.district.lead,
        "asked_at": timezone.now(),
        "asked_by": cast.staff,
        "former_due": issue.due,
        "proposed_due": DUE + dt.timedelta(days=90),
        "reason": "管网改造须避开汛期。",
        "progress": "已完成六成。",
        "levels": list(DEFAULT_PRACTICE.extension_levels),
    }
    return Extension.objects.create(issue=issue, round=issue.rounds.latest("number"), **{**values, **fields})


def report(issue: Issue, unit: Unit, period: Period, by: User, **fields: Any) -> Report:
    """A report on time in the newest round, without its duty and its entry in the trail."""
    values = {"status": ReportStatus.ON_SCHEDULE, "text": "已建成收集池。", "submitted_at": period.opened_at, "submitted_by": by}
    return Report.objects.create(issue=issue, unit=unit, period=period, round=issue.rounds.latest("number"), **{**values, **fields})


def job(cast: Cast, **fields: Any) -> Job:
    return Job.objects.create(**{"task": "rectification.intake.tasks.read", "asked_by": cast.clerk, **fields})
