"""The door to a report, and what a unit has said before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from accounts.models import User
from accounts.vocabulary import PostKind
from rectification.models import Duty, Evidence, Report, ReportDraft, ReportFigure, Target
from rectification.refusals import NotVisible, NotYours
from rectification.web.numbers import quantity_words, reached_words
from rectification.workflow.queries import issue_for, units_spoken_for, visible_to

REPORTERS = (PostKind.STAFF, PostKind.UNIT_HEAD)
"""Who speaks for a unit."""


def duty_for(user: User, *, issue_id: int, unit_id: int, period_id: int) -> Duty:
    """The one door to reporting: what a unit owes on an issue in a period, for somebody who speaks for this unit."""
    issue_for(user, issue_id)
    duties = Duty.objects.select_related("issue__plan", "unit", "period__rhythm")
    duty = duties.filter(issue=issue_id, unit=unit_id, period=period_id).first()
    if duty is None:
        raise NotVisible("This unit owes no report on this issue in this period.")
    if unit_id not in units_spoken_for(user, *REPORTERS):
        raise NotYours("Only the unit's own people report for it.")
    return duty


def reports_for(user: User) -> QuerySet[Report]:
    """Everything that was said on the issues this person sees, the newest first."""
    reports = Report.objects.filter(issue__in=visible_to(user).order_by().values("pk"))
    return reports.select_related("round").prefetch_related("figures", "measures").order_by("-pk")


def report_for(user: User, pk: int) -> Report:
    """A report on an issue that this person sees."""
    report = Report.objects.select_related("issue", "unit", "period__rhythm", "round").filter(pk=pk).first()
    if report is None:
        raise NotVisible("There is no such report, or it is not shown to you.")
    issue_for(user, report.issue_id)
    return report


def heads(user: User, unit_id: int) -> bool:
    return unit_id in units_spoken_for(user, PostKind.UNIT_HEAD)


def report_on(duty: Duty) -> Report | None:
    """What was handed in on this duty in the present round; a reopened issue is reported on anew."""
    current = duty.issue.rounds.latest("number")
    reports = Report.objects.filter(issue=duty.issue_id, unit=duty.unit_id, period=duty.period_id, round=current)
    return reports.select_related("submitted_by").first()


def earlier_reports(duty: Duty) -> QuerySet[Report]:
    """What the unit said on the issue for earlier cut-offs, the latest first, in whichever rhythm."""
    reports = Report.objects.filter(issue=duty.issue_id, unit=duty.unit_id, period__cutoff_at__lt=duty.period.cutoff_at)
    return reports.order_by("-period__cutoff_at", "-round__number")


def last_was_no_change(duty: Duty) -> bool:
    """Whether the unit had nothing new the last time it reported in this rhythm."""
    last = earlier_reports(duty).filter(period__rhythm=duty.period.rhythm_id).first()
    return last is not None and last.no_change


def draft_of(user: User, duty: Duty) -> ReportDraft | None:
    return ReportDraft.objects.filter(author=user, issue=duty.issue_id, unit=duty.unit_id, period=duty.period_id).first()


def unsent_evidence(user: User, duty: Duty) -> QuerySet[Evidence]:
    """Files this person has uploaded for the report and not handed in yet."""
    return Evidence.objects.filter(
        issue=duty.issue_id, unit=duty.unit_id, uploaded_by=user, sent_at__isnull=True, withdrawn_at__isnull=True
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """A target as one unit counts it: its share, or the whole where nothing was split; ``before``: the last number it gave."""

    target: Target
    total: Decimal
    before: ReportFigure | None

    @property
    def number(self) -> Decimal | None:
        return self.before.reached if self.before else None

    @property
    def words(self) -> str:
        """412/618 座（66.7%）, as last reported."""
        return reached_words(self.number or Decimal(0), self.total, self.target.counted_in)

    @property
    def total_words(self) -> str:
        return f"{quantity_words(self.total)} {self.target.counted_in}"


def counted_by(duty: Duty) -> list[Counted]:
    """The targets of an issue that this unit counts."""
    targets = Target.objects.filter(issue=duty.issue_id).prefetch_related("shares")
    before = _last_figures(duty)
    return [Counted(target, total, before.get(target.pk)) for target in targets if (total := _total(target, duty.unit_id))]


def _total(target: Target, unit_id: int) -> Decimal | None:
    """The unit's share, or the whole of a target that is not split; ``None`` where it counts nothing of it."""
    shares = {share.unit_id: share.quantity for share in target.shares.all()}
    return shares.get(unit_id) if shares else target.total


def _last_figures(duty: Duty) -> dict[int, ReportFigure]:
    """The newest number for each target, of this round: a reopened issue counts anew."""
    reports = earlier_reports(duty).filter(round=duty.issue.rounds.latest("number")).order_by()
    figures = ReportFigure.objects.filter(report__in=reports).order_by("report__period__cutoff_at")
    return {figure.target_id: figure for figure in figures}
