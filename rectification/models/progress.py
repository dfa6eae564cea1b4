"""What units say was done: rhythms and periods, who owes what, reports with figures, drafts, summaries and evidence."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from rectification.models.issues import Issue, Measure
from rectification.models.plans import Plan
from rectification.models.rounds import Round
from rectification.models.work import Target
from rectification.vocabulary import ReportState, ReportStatus, RhythmKind, Shot

RHYTHM_KINDS = {
    RhythmKind.WEEK: _("Weekly"),
    RhythmKind.HALF_MONTH: _("Half-monthly"),
    RhythmKind.MONTH: _("Monthly"),
    RhythmKind.QUARTER: _("Quarterly"),
}
REPORT_STATUSES = {
    ReportStatus.NOT_BEGUN: _("Not begun"),
    ReportStatus.BEHIND: _("Behind schedule"),
    ReportStatus.ON_SCHEDULE: _("As scheduled"),
    ReportStatus.DONE: _("Work done"),
}
REPORT_STATES = {
    ReportState.WAITING: _("To confirm"),
    ReportState.SUBMITTED: _("Submitted"),
    ReportState.CONFIRMED: _("Confirmed"),
    ReportState.RETURNED: _("Sent back"),
}
SHOTS = {Shot.BEFORE: _("Before"), Shot.AFTER: _("After")}


class Rhythm(models.Model):
    """How often units report, and until when. ``plans`` empty: on the issues of every plan.

    ``cutoff_weekday`` (Monday is 0) is for weeks; the other kinds end ``cutoff_days_before_end`` days before their last
    day. A cut-off on a day without work moves to the last working day before it.
    """

    name = models.CharField(_("name"), max_length=64, unique=True)
    kind = models.CharField(_("how often"), max_length=10, choices=[(k.value, v) for k, v in RHYTHM_KINDS.items()])
    cutoff_weekday = models.PositiveSmallIntegerField(_("weekday of the cut-off"), default=4)
    cutoff_days_before_end = models.PositiveSmallIntegerField(_("days before the end of the period"), default=0)
    cutoff_time = models.TimeField(_("time of the cut-off"))
    plans = models.ManyToManyField(Plan, related_name="+", blank=True)
    active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("pk",)
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in RhythmKind]), name="rhythm_kind_known"),
            models.CheckConstraint(condition=Q(cutoff_weekday__lte=6), name="rhythm_weekday_known"),
            models.CheckConstraint(condition=Q(cutoff_days_before_end__lte=27), name="rhythm_cutoff_within_the_period"),
        ]

    def __str__(self) -> str:
        return self.name


class Period(models.Model):
    """One week, half-month, month or quarter of a rhythm. ``cutoff_at``: what comes later is late for it."""

    rhythm = models.ForeignKey(Rhythm, on_delete=models.PROTECT, related_name="periods")
    starts = models.DateField()
    ends = models.DateField()
    cutoff_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("-starts", "rhythm_id")
        constraints = [
            models.UniqueConstraint(fields=["rhythm", "starts"], name="period_of_a_rhythm_once"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="period_ends_after_it_starts"),
        ]
        indexes = [models.Index(fields=["cutoff_at"], condition=Q(closed_at__isnull=True), name="period_open_by_cutoff")]

    def __str__(self) -> str:
        return f"{self.rhythm} {self.starts}"


class Duty(models.Model):
    """A unit owes a report on an issue in a period. Kept in step with the issues until the cut-off, and fixed from then on:
    who joins later, and what is closed later, does not change the past.
    """

    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="duties")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="duties")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="duties")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "unit", "issue"], name="duty_once")]


class Report(models.Model):
    """What one unit says about one issue in one period. ``no_change`` stands in place of ``text``.

    ``late``: handed in after the cut-off; the sheet of that period does not show it. ``version`` grows with each save.
    """

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reports")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="reports")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reports")
    status = models.CharField(_("status"), max_length=12, choices=[(s.value, v) for s, v in REPORT_STATUSES.items()])
    no_change = models.BooleanField(_("nothing new in this period"), default=False)
    text = models.TextField(_("what was done"), blank=True)
    percent = models.PositiveSmallIntegerField(_("done so far, in percent"), null=True, blank=True)
    problem = models.TextField(_("problems"), blank=True)
    next_step = models.TextField(_("next step"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    measures = models.ManyToManyField(Measure, related_name="reports", blank=True)
    state = models.CharField(max_length=10, choices=[(s.value, v) for s, v in REPORT_STATES.items()], default=ReportState.SUBMITTED)
    late = models.BooleanField(_("late"), default=False)
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_because = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("issue_id", "-period__starts", "unit_id")
        indexes = [models.Index(fields=["period", "unit"], name="report_by_period_and_unit")]  # the board
        constraints = [
            models.UniqueConstraint(fields=["issue", "unit", "period", "round"], name="report_once_per_unit_and_period"),
            models.CheckConstraint(condition=Q(status__in=[s.value for s in ReportStatus]), name="report_status_known"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in ReportState]), name="report_state_known"),
            models.CheckConstraint(condition=Q(percent__isnull=True) | Q(percent__lte=100), name="report_percent_at_most_hundred"),
            models.CheckConstraint(condition=Q(no_change=True, text="") | (Q(no_change=False) & ~Q(text="")), name="report_says_something"),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(returned_because=""), name="returned_report_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period_id}"


class ReportFigure(models.Model):
    """How much of a target the unit has reached so far. A smaller number than before needs a ``reason``."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="figures")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="figures")
    reached = models.DecimalField(_("reached so far"), max_digits=18, decimal_places=4)
    reason = models.CharField(_("why it is less than before"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "target"], name="figure_once_per_report"),
            models.CheckConstraint(condition=Q(reached__gte=0), name="figure_not_negative"),
        ]


class ReportDraft(models.Model):
    """What a person has typed and not yet handed in; ``content`` holds the fields of the form word for word."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["author", "issue", "unit", "period"], name="report_draft_once_per_person")]


class Summary(models.Model):
    """The issue's own text for a period: merged by the lead unit from its units' reports, whose words stay as they are.

    ``sources`` lists ``[report id, version]`` of what was merged; ``printed`` is the office's wording for its sheets.
    """

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="summaries")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="summaries")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="summaries")
    text = models.TextField(_("progress of the issue"), blank=True)
    problem = models.TextField(_("problems"), blank=True)
    next_step = models.TextField(_("next step"), blank=True)
    sources = models.JSONField(default=list)
    merged_at = models.DateTimeField(null=True, blank=True)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    printed = models.TextField(_("wording in the office's sheets"), blank=True)
    printed_at = models.DateTimeField(null=True, blank=True)
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "period", "round"], name="summary_once_per_period")]


class Evidence(models.Model):
    """A file that shows what was done, under our own name on disk. ``sent_at`` empty: uploaded into a draft, and swept
    after a day. Taken back means ``withdrawn_at`` and a reason; the file stays.

    ``pair`` is shared by the two photographs of one place, before and after.
    """

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="evidence")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="evidence")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    stored = models.CharField(max_length=32, unique=True, editable=False)
    name = models.CharField(_("file name"), max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    shot = models.CharField(_("before or after"), max_length=6, choices=[(s.value, v) for s, v in SHOTS.items()], blank=True)
    pair = models.CharField(max_length=32, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    uploaded_at = models.DateTimeField(default=timezone.now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("issue_id", "pk")
        indexes = [models.Index(fields=["uploaded_at"], condition=Q(sent_at__isnull=True), name="evidence_unsent")]  # the sweep
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="evidence_not_empty"),
            models.CheckConstraint(condition=Q(shot__in=["", *(s.value for s in Shot)]), name="evidence_shot_known"),
            models.UniqueConstraint(
                fields=["pair", "shot"], condition=~Q(pair="") & Q(withdrawn_at__isnull=True), name="one_photograph_of_each_half"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | (~Q(withdrawn_because="") & Q(withdrawn_by__isnull=False)),
                name="withdrawn_evidence_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name
