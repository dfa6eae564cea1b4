"""Issues with their measures, units and deadlines: one table for problems, tasks, projects and what was found by ourselves."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, UnitGroup
from rectification.models.plans import Plan, PlanVersion
from rectification.vocabulary import DeadlineKind, IssueKind, MeasureState, Scope, Stage, UnitRole

ISSUE_KINDS = {
    IssueKind.PROBLEM: _("Problem"),
    IssueKind.TASK: _("Task"),
    IssueKind.PROJECT: _("Project"),
    IssueKind.SELF_FOUND: _("Found by ourselves"),
}
STAGES = {
    Stage.NOT_STARTED: _("Not started"),
    Stage.IN_PROGRESS: _("In progress"),
    Stage.COMPLETED: _("Completed"),
    Stage.ACCEPTING: _("In acceptance"),
    Stage.PUBLICIZED: _("In public notice"),
    Stage.SIGNING: _("Awaiting both signatures"),
    Stage.CLOSED: _("Closed"),
    Stage.KEPT_UP: _("Kept up"),
    Stage.WITHDRAWN: _("Withdrawn"),
}
DEADLINE_KINDS = {
    DeadlineKind.FIXED: _("By a date"),
    DeadlineKind.IMMEDIATE: _("At once"),
    DeadlineKind.LONG_TERM: _("Long-term"),
    DeadlineKind.IMMEDIATE_AND_LONG_TERM: _("At once and long-term"),
    DeadlineKind.PHASED: _("By stages"),
    DeadlineKind.UNPARSABLE: _("Not understood"),
    DeadlineKind.NONE: _("None stated"),
}
UNIT_ROLES = {
    UnitRole.LEAD: _("Lead"),
    UnitRole.RESPONSIBLE: _("Responsible"),
    UnitRole.COOPERATING: _("Cooperating"),
    UnitRole.SUPERVISING: _("Supervising"),
    UnitRole.ACCEPTANCE: _("Acceptance"),
}
MEASURE_STATES = {
    MeasureState.NOT_BEGUN: _("Not begun"),
    MeasureState.UNDER_WAY: _("Under way"),
    MeasureState.FULFILLED: _("Fulfilled"),
}
SCOPES = {Scope.OWN: _("Own problem"), Scope.COMMON: _("Common problem")}
WITHOUT_DATE = (DeadlineKind.LONG_TERM, DeadlineKind.IMMEDIATE_AND_LONG_TERM, DeadlineKind.UNPARSABLE, DeadlineKind.NONE)


class Issue(models.Model):
    """Something to be put right. ``stage`` is written only by ``workflow.actions``.

    ``printed_number`` is what the paper prints and never unique (annexes count from one again; a row may have none);
    ``position`` is the place in the plan version. ``due`` is copied from the newest ``Deadline`` for lists;
    ``deadline_decided`` is false while a person still has to say what the deadline is.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="issues")
    plan_version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="issues")
    kind = models.CharField(_("kind"), max_length=12, choices=[(k.value, v) for k, v in ISSUE_KINDS.items()])
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="similar")
    position = models.PositiveIntegerField()
    printed_number = models.CharField(_("number"), max_length=32, null=True, blank=True)
    higher_number = models.CharField(_("number at the higher level"), max_length=64, blank=True)
    scope = models.CharField(_("own or common"), max_length=8, choices=[(k.value, v) for k, v in SCOPES.items()], blank=True)
    table_name = models.CharField(_("table"), max_length=200, blank=True)
    section = models.CharField(_("section"), max_length=300, blank=True)
    work_item = models.CharField(_("work item"), max_length=300, blank=True)
    name = models.CharField(_("name"), max_length=300, blank=True)
    statement = models.TextField(_("statement"))
    goal = models.TextField(_("goal"), blank=True)
    stage = models.CharField(_("stage"), max_length=12, choices=[(k.value, v) for k, v in STAGES.items()], default=Stage.NOT_STARTED)
    deadline_words = models.TextField(_("deadline as written"), blank=True)
    deadline_kind = models.CharField(
        _("deadline"), max_length=24, choices=[(k.value, v) for k, v in DEADLINE_KINDS.items()], default=DeadlineKind.NONE
    )
    due = models.DateField(_("due"), null=True, blank=True)
    deadline_decided = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering: ClassVar[tuple[str, ...]] = ("plan_id", "position", "pk")
        indexes = [
            models.Index(fields=["stage", "due"], name="issue_by_stage_and_due"),  # the ledger's filters: overdue, due soon
            models.Index(fields=["due"], name="issue_by_due"),  # reminders: what falls due next
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan_version", "position"], name="issue_position_unique_in_version"),
            models.CheckConstraint(condition=Q(stage__in=[s.value for s in Stage]), name="issue_stage_known"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in IssueKind]), name="issue_kind_known"),
            models.CheckConstraint(condition=Q(deadline_kind__in=[k.value for k in DeadlineKind]), name="issue_deadline_kind_known"),
            models.CheckConstraint(
                condition=~Q(deadline_kind__in=["fixed", "phased"]) | Q(due__isnull=False), name="issue_dated_kind_has_due"
            ),
            models.CheckConstraint(
                condition=~Q(deadline_kind__in=[k.value for k in WITHOUT_DATE]) | Q(due__isnull=True), name="issue_undated_kind_has_no_due"
            ),
            models.CheckConstraint(condition=~Q(statement=""), name="issue_has_a_statement"),
        ]

    def __str__(self) -> str:
        return f"{self.printed_number or self.position} {self.statement[:40]}"


class Measure(models.Model):
    """One measure of an issue, with its own state and, once fulfilled, the day of it."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="measures")
    position = models.PositiveSmallIntegerField()
    marker = models.CharField(_("number"), max_length=16, blank=True)
    text = models.TextField(_("measure"))
    due = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=[(s.value, v) for s, v in MEASURE_STATES.items()], default=MeasureState.NOT_BEGUN
    )
    fulfilled_on = models.DateField(_("fulfilled on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("issue_id", "position")
        constraints = [
            models.UniqueConstraint(fields=["issue", "position"], name="measure_position_unique"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in MeasureState]), name="measure_state_known"),
            models.CheckConstraint(
                condition=Q(state="fulfilled", fulfilled_on__isnull=False) | (~Q(state="fulfilled") & Q(fulfilled_on__isnull=True)),
                name="fulfilled_measure_has_its_day",
            ),
        ]


class IssueUnit(models.Model):
    """A unit or a group in its role on an issue, in printed order, with the words as printed.

    The coordinating one completes and applies; it is fixed by a person and never a group.
    """

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    group = models.ForeignKey(UnitGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(_("role"), max_length=12, choices=[(r.value, v) for r, v in UNIT_ROLES.items()])
    position = models.PositiveSmallIntegerField()
    printed = models.CharField(_("as printed"), max_length=200)
    coordinating = models.BooleanField(_("coordinating"), default=False)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("issue_id", "position")
        constraints = [
            models.UniqueConstraint(fields=["issue", "position"], name="issue_unit_position_unique"),
            models.UniqueConstraint(fields=["issue", "role", "unit"], name="unit_once_in_a_role"),
            models.UniqueConstraint(fields=["issue", "role", "group"], name="group_once_in_a_role"),
            models.UniqueConstraint(fields=["issue"], condition=Q(coordinating=True), name="one_coordinating_unit"),
            models.CheckConstraint(
                condition=Q(unit__isnull=False, group__isnull=True) | Q(unit__isnull=True, group__isnull=False), name="issue_unit_or_group"
            ),
            models.CheckConstraint(condition=Q(coordinating=False) | Q(unit__isnull=False), name="coordinating_unit_is_no_group"),
            models.CheckConstraint(condition=Q(role__in=[r.value for r in UnitRole]), name="issue_unit_role_known"),
        ]

    def __str__(self) -> str:
        return self.printed

    @property
    def current_name(self) -> str:
        return str(self.unit or self.group)


class Part(models.Model):
    """One member's share of a group's work, chosen by a person. It has no stage of its own."""

    issue_unit = models.ForeignKey(IssueUnit, on_delete=models.PROTECT, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue_unit", "unit"], name="part_once_per_member")]


class Deadline(models.Model):
    """Every deadline an issue or a measure ever had: appended, never changed (a trigger refuses it).

    ``phases`` is a list of ``{"text": words, "due": "YYYY-MM-DD"}``; ``note`` is the code of the rule that read the words.
    """

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="deadlines")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="deadlines")
    number = models.PositiveSmallIntegerField(default=1)
    words = models.TextField(blank=True)
    kind = models.CharField(max_length=24, choices=[(k.value, v) for k, v in DEADLINE_KINDS.items()])
    due = models.DateField(null=True, blank=True)
    phases = models.JSONField(default=list)
    note = models.CharField(max_length=48, blank=True)
    source = models.CharField(max_length=16)
    document_number = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("issue_id", "pk")
        constraints = [
            models.UniqueConstraint(fields=["issue", "number"], condition=Q(measure__isnull=True), name="issue_deadline_number_unique"),
            models.UniqueConstraint(
                fields=["measure", "number"], condition=Q(measure__isnull=False), name="measure_deadline_number_unique"
            ),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in DeadlineKind]), name="deadline_kind_known"),
        ]
