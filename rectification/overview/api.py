"""The same lists for programs, read-only: nothing that the pages would not show this person."""

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import Unit
from accounts.vocabulary import UnitKind
from rectification.models import Deadline, Issue, IssueUnit, Measure, Plan, PlanVersion, Round
from rectification.overview.filters import IssueFilter, PlanFilter, UnitFilter
from rectification.overview.queries import ledger, plan_for, plans_for, rows_of, whole_issue
from rectification.vocabulary import DeadlineKind, IssueKind, MeasureState, Pace
from rectification.web.bodies import OneOf
from rectification.web.paging import keys_of
from rectification.web.reading import Reading
from rectification.workflow.queries import issue_for


class PlanBrief(serializers.ModelSerializer[Plan]):
    class Meta:
        model = Plan
        fields = ("id", "title", "document_number")


class UnitOfIssue(serializers.ModelSerializer[IssueUnit]):
    name = serializers.CharField(source="current_name", help_text="The name today of the unit or group.")

    class Meta:
        model = IssueUnit
        fields = ("role", "printed", "name", "unit", "group", "coordinating")


class IssueRow(serializers.ModelSerializer[Issue]):
    plan = PlanBrief()
    kind = OneOf(IssueKind)
    deadline_kind = OneOf(DeadlineKind)
    units = UnitOfIssue(many=True)
    pace = serializers.SerializerMethodField()

    class Meta:
        model = Issue
        fields: tuple[str, ...] = (
            "id",
            "plan",
            "kind",
            "position",
            "printed_number",
            "higher_number",
            "scope",
            "table_name",
            "section",
            "work_item",
            "name",
            "statement",
            "goal",
            "units",
            "deadline_words",
            "deadline_kind",
            "due",
            "deadline_decided",
            "stage",
            "pace",
            "version",
        )

    @extend_schema_field(OneOf(Pace))
    def get_pace(self, issue: Issue) -> str:
        return str(issue.pace)  # type: ignore[attr-defined]  # annotated by with_pace


class DeadlineOfIssue(serializers.ModelSerializer[Deadline]):
    kind = OneOf(DeadlineKind)

    class Meta:
        model = Deadline
        fields = ("number", "words", "kind", "due", "phases", "note", "source", "document_number", "decided_at")


class MeasureOfIssue(serializers.ModelSerializer[Measure]):
    state = OneOf(MeasureState)

    class Meta:
        model = Measure
        fields = ("id", "position", "marker", "text", "due", "state", "fulfilled_on", "version")


class RoundOfIssue(serializers.ModelSerializer[Round]):
    class Meta:
        model = Round
        fields = ("number", "opened_at", "locked_at", "approved_at", "party_signed_at", "government_signed_at", "closed_at")


class WholeIssue(IssueRow):
    measures = MeasureOfIssue(many=True)
    deadlines = DeadlineOfIssue(many=True)
    rounds = RoundOfIssue(many=True)

    class Meta(IssueRow.Meta):
        fields = (*IssueRow.Meta.fields, "measures", "deadlines", "rounds")


class VersionOfPlan(serializers.ModelSerializer[PlanVersion]):
    class Meta:
        model = PlanVersion
        fields = ("number", "confirmed_at")


class PlanRow(serializers.ModelSerializer[Plan]):
    versions = VersionOfPlan(many=True)

    class Meta:
        model = Plan
        fields = ("id", "title", "issuer", "issued", "document_number", "versions")


class UnitRow(serializers.ModelSerializer[Unit]):
    kind = OneOf(UnitKind)

    class Meta:
        model = Unit
        fields = ("id", "name", "kind", "parent", "valid_from", "valid_to", "successor")


class Issues(Reading):
    """Issues you may see."""

    serializer_class = IssueRow
    filterset_class = IssueFilter
    queryset = Issue.objects.none()

    def get_queryset(self) -> QuerySet[Issue]:
        return ledger(self.person)

    def paginate_queryset(self, queryset: QuerySet[Issue]) -> list[Issue]:  # type: ignore[override]  # always a page
        return rows_of(super().paginate_queryset(keys_of(queryset)) or [])

    def get_object(self) -> Issue:
        return whole_issue(issue_for(self.person, self.kwargs["pk"]))

    def get_serializer_class(self) -> type[IssueRow]:
        return WholeIssue if self.action == "retrieve" else IssueRow


class Plans(Reading):
    """Plans of which you may see at least one issue."""

    serializer_class = PlanRow
    filterset_class = PlanFilter
    queryset = Plan.objects.none()

    def get_queryset(self) -> QuerySet[Plan]:
        return plans_for(self.person).prefetch_related("versions")

    def get_object(self) -> Plan:
        return plan_for(self.person, self.kwargs["pk"])


class Units(Reading):
    """The units of the district, past ones included."""

    serializer_class = UnitRow
    filterset_class = UnitFilter
    queryset = Unit.objects.order_by("path", "pk")
