"""How the work of an issue is divided, for programs: milestones, targets with their shares, and the members of groups."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from rectification.models import IssueUnit, Milestone, Target, TargetShare
from rectification.refusals import Incomplete
from rectification.web.bodies import Body, Day, Key, Quantity, Text
from rectification.web.reading import KeyFilter
from rectification.web.writing import Writing, changing, creating, removing
from rectification.work import actions
from rectification.work.queries import groups_for, milestones_for, targets_for

MOST_UNITS = 500


class OfIssue(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    issue = KeyFilter()


class MilestoneRow(serializers.ModelSerializer[Milestone]):
    class Meta:
        model = Milestone
        fields = ("id", "issue", "position", "text", "due", "reached_on", "version")


class MilestoneBody(Body):
    text = Text(max_length=300)
    due = Day()
    reached_on = Day(allow_null=True, default=None)


class NewMilestone(MilestoneBody):
    issue = Key()


class ShareRow(serializers.ModelSerializer[TargetShare]):
    quantity = Quantity()

    class Meta:
        model = TargetShare
        fields = ("unit", "quantity")


class TargetRow(serializers.ModelSerializer[Target]):
    total = Quantity()
    shares = ShareRow(many=True)

    class Meta:
        model = Target
        fields = ("id", "issue", "position", "text", "total", "counted_in", "shares", "version")


class ShareBody(Body):
    unit = Key()
    quantity = Quantity()


class BareTarget(Body):
    text = Text(max_length=200)
    total = Quantity()
    counted_in = Text(max_length=16)


class NewTarget(BareTarget):
    issue = Key()


class TargetBody(BareTarget):
    shares = serializers.ListField(child=ShareBody(), max_length=MOST_UNITS)

    def validate_shares(self, shares: list[dict[str, Any]]) -> dict[int, Any]:
        by_unit = {share["unit"]: share["quantity"] for share in shares}
        if len(by_unit) != len(shares):
            raise Incomplete("A unit is named twice.", fields={"shares": "invalid"})
        return by_unit


class GroupRow(serializers.ModelSerializer[IssueUnit]):
    units = serializers.SerializerMethodField(help_text="The units to which the group's work was given.")
    version = serializers.IntegerField(source="issue.version", help_text="That of the issue.")

    class Meta:
        model = IssueUnit
        fields = ("id", "issue", "role", "printed", "group", "units", "version")

    def get_units(self, row: IssueUnit) -> list[int]:
        return sorted(part.unit_id for part in row.parts.all())


class GroupBody(Body):
    units = serializers.ListField(child=Key(), max_length=MOST_UNITS)


class Milestones(Writing):
    """Steps inside an issue with days of their own. The office and the coordinating unit set them."""

    serializer_class = MilestoneRow
    filterset_class = OfIssue
    queryset = Milestone.objects.none()

    def get_queryset(self) -> QuerySet[Milestone]:
        return milestones_for(self.person)

    @creating(NewMilestone, MilestoneRow)
    def create(self, said: dict[str, Any]) -> Milestone:
        return actions.add_milestone(issue_id=said.pop("issue"), **said, **self.by())

    @changing(MilestoneBody, MilestoneRow)
    def update(self, milestone: Milestone, said: dict[str, Any], version: int) -> Milestone:
        return actions.change_milestone(milestone_id=milestone.pk, **said, version=version, **self.by())

    @removing
    def destroy(self, milestone: Milestone, version: int) -> None:
        actions.remove_milestone(milestone_id=milestone.pk, version=version, **self.by())


class Targets(Writing):
    """Goals that can be counted. A new one has no shares yet; a change says all of them."""

    serializer_class = TargetRow
    filterset_class = OfIssue
    queryset = Target.objects.none()

    def get_queryset(self) -> QuerySet[Target]:
        return targets_for(self.person)

    @creating(NewTarget, TargetRow)
    def create(self, said: dict[str, Any]) -> Target:
        return actions.add_target(issue_id=said.pop("issue"), **said, **self.by())

    @changing(TargetBody, TargetRow)
    def update(self, target: Target, said: dict[str, Any], version: int) -> Target:
        return actions.change_target(target_id=target.pk, **said, version=version, **self.by())

    @removing
    def destroy(self, target: Target, version: int) -> None:
        actions.remove_target(target_id=target.pk, version=version, **self.by())


class Groups(Writing):
    """Words like 各街道 on an issue, and the units to which their work was given; each of these reports for itself."""

    serializer_class = GroupRow
    filterset_class = OfIssue
    queryset = IssueUnit.objects.none()

    def get_queryset(self) -> QuerySet[IssueUnit]:
        return groups_for(self.person)

    @changing(GroupBody, GroupRow)
    def update(self, row: IssueUnit, said: dict[str, Any], version: int) -> IssueUnit:
        return actions.choose_parts(issue_unit_id=row.pk, units=said["units"], version=version, **self.by())
