"""What an issue's work is measured by between its start and its end: milestones, and targets with their units' shares."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from rectification.models.issues import Issue


class Milestone(models.Model):
    """A step inside an issue with a day of its own (倒排工期); a missed one makes the issue "behind"."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="milestones")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("milestone"), max_length=300)
    due = models.DateField(_("due"))
    reached_on = models.DateField(_("reached on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("issue_id", "due", "position")
        constraints = [
            models.UniqueConstraint(fields=["issue", "position"], name="milestone_position_unique"),
            models.UniqueConstraint(fields=["issue", "text", "due"], name="milestone_once"),
            models.CheckConstraint(condition=~Q(text=""), name="milestone_has_words"),
        ]

    def __str__(self) -> str:
        return self.text


class Target(models.Model):
    """A goal that can be counted: 618 座. Reports say how much of it is reached so far."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="targets")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("what is counted"), max_length=200)
    total = models.DecimalField(_("total"), max_digits=18, decimal_places=4)
    counted_in = models.CharField(_("counted in"), max_length=16)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("issue_id", "position")
        constraints = [
            models.UniqueConstraint(fields=["issue", "position"], name="target_position_unique"),
            models.UniqueConstraint(fields=["issue", "text", "counted_in"], name="target_once"),
            models.CheckConstraint(condition=Q(total__gt=0), name="target_is_more_than_nothing"),
        ]

    def __str__(self) -> str:
        return self.text


class TargetShare(models.Model):
    """How much of a target one unit has to reach."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="shares")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(_("share"), max_digits=18, decimal_places=4)

    class Meta:
        ordering: ClassVar[tuple[str, ...]] = ("target_id", "pk")
        constraints = [
            models.UniqueConstraint(fields=["target", "unit"], name="target_shared_once_per_unit"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="target_share_not_negative"),
        ]
