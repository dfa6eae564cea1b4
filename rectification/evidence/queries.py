"""Where a person may add evidence, which evidence a person sees, and how an issue's page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from accounts.models import Unit, User
from accounts.vocabulary import PostKind
from rectification.evidence.media import PICTURES
from rectification.evidence.pairs import Side, side_by_side
from rectification.evidence.rules import judge_coordinator, judge_reporter
from rectification.models import Evidence, Issue, Measure, Report
from rectification.refusals import NotVisible
from rectification.workflow.queries import reporters_of, units_spoken_for, visible_to
from rectification.workflow.rules import OPEN_FOR_WORK
from rectification.workflow.settings import practice

SPEAKERS = (PostKind.STAFF, PostKind.UNIT_HEAD)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where evidence goes: into what one unit is about to report on an issue, or straight to a measure."""

    issue: Issue
    unit: Unit
    measure: Measure | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The evidence of one measure or of one report."""

    measure: Measure | None
    report: Report | None
    sides: list[Side]
    addable: bool = False


def report_slot(user: User, issue: Issue, unit_id: int) -> Slot:
    """Raises ``NotYours``."""
    reporters = {unit.pk: unit for unit in reporters_of(issue, practice())}
    judge_reporter(unit_id, reporters=reporters, spoken_for=spoken_for(user))
    return Slot(issue, reporters[unit_id])


def measure_slot(user: User, issue: Issue, measure_id: int) -> Slot:
    """Raises ``NotVisible`` or ``NotYours``."""
    measure = issue.measures.filter(pk=measure_id).first()
    if measure is None:
        raise NotVisible("There is no such measure on this issue.")
    unit_id = judge_coordinator(_coordinating(issue), spoken_for=spoken_for(user))
    return Slot(issue, Unit.objects.get(pk=unit_id), measure)


def spoken_for(user: User) -> list[int]:
    return units_spoken_for(user, *SPEAKERS)


def evidence_shown_to(user: User) -> QuerySet[Evidence]:
    """What was handed in on the issues this person sees, the newest first; a draft's files are seen by who uploaded them alone."""
    shown = Evidence.objects.filter(Q(sent_at__isnull=False) | Q(uploaded_by=user), issue__in=visible_to(user).order_by().values("pk"))
    return shown.select_related("round").order_by("-pk")


def evidence_for(user: User, pk: int) -> Evidence:
    """The one door to a file."""
    shown = evidence_shown_to(user).select_related("issue", "unit", "measure", "report__period", "uploaded_by", "withdrawn_by")
    found = shown.filter(pk=pk).first()
    if found is None:
        raise NotVisible("There is no such file, or it is not shown to you.")
    return found


def of_slot(slot: Slot, user: User) -> QuerySet[Evidence]:
    """What lies in a slot: for a report what this person has uploaded and not yet handed in, for a measure all."""
    rows = Evidence.objects.filter(issue=slot.issue, unit=slot.unit, measure=slot.measure)
    return rows if slot.measure else rows.filter(uploaded_by=user, sent_at__isnull=True)


def first_halves(row: Evidence) -> QuerySet[Evidence]:
    """The photographs of the same unit and issue that this one can stand beside."""
    mine = Evidence.objects.filter(issue=row.issue_id, unit=row.unit_id, withdrawn_at__isnull=True, media_type__in=[*PICTURES])
    return mine.filter(Q(sent_at__isnull=False) | Q(uploaded_by=row.uploaded_by_id)).exclude(pk=row.pk).exclude(shot="")


def bytes_kept(slot: Slot) -> tuple[int, int]:
    """Bytes of the issue and of the unit, what was taken back included: its file stays."""
    of_issue = Evidence.objects.filter(issue=slot.issue).aggregate(sum=Sum("size"))["sum"] or 0
    of_unit = Evidence.objects.filter(unit=slot.unit).aggregate(sum=Sum("size"))["sum"] or 0
    return of_issue, of_unit


def may_withdraw(user: User, row: Evidence) -> bool:
    """Whether the page offers it; the act judges again."""
    live = row.sent_at and not row.withdrawn_at and row.round.ended_at is None and row.issue.stage in OPEN_FOR_WORK
    return bool(live) and row.unit_id in spoken_for(user)


def evidence_of(issue: Issue, user: User) -> list[Group]:
    """All that was handed in: by measure in the order of the plan, then by report, the newest first."""
    rows = Evidence.objects.filter(issue=issue, sent_at__isnull=False)
    rows = rows.select_related("measure", "report__period__rhythm", "report__unit", "withdrawn_by").order_by("pk")
    by_measure: dict[int, list[Evidence]] = {}
    by_report: dict[Report, list[Evidence]] = {}
    for row in rows:
        if row.measure_id:
            by_measure.setdefault(row.measure_id, []).append(row)
        elif row.report:
            by_report.setdefault(row.report, []).append(row)
    addable = _may_add_to_measures(issue, user)
    measures = [
        Group(measure, None, side_by_side(by_measure.get(measure.pk, [])), addable)
        for measure in issue.measures.all()
        if addable or measure.pk in by_measure
    ]
    newest = sorted(by_report, key=lambda report: (report.period.starts, report.pk), reverse=True)
    return measures + [Group(None, report, side_by_side(by_report[report])) for report in newest]


def _may_add_to_measures(issue: Issue, user: User) -> bool:
    return issue.stage in OPEN_FOR_WORK and _coordinating(issue) in spoken_for(user)


def _coordinating(issue: Issue) -> int | None:
    return next((row.unit_id for row in issue.units.all() if row.coordinating), None)
