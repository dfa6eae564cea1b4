"""Periods, what is owed, reports, their merging and the state of measures, for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Unit
from rectification.models import Duty, Measure, Period, Report, ReportFigure, Rhythm, Summary
from rectification.models.progress import REPORT_STATES
from rectification.progress.actions.decisions import confirm_report, return_report
from rectification.progress.actions.measures import set_measure
from rectification.progress.actions.periods import create_rhythm, edit_rhythm, open_period
from rectification.progress.actions.reports import submit_no_change, submit_report
from rectification.progress.actions.summaries import merge_summary, polish_summary
from rectification.progress.queries.board import Counts, Owed, period_for, units_standing, with_reports
from rectification.progress.queries.measures import measures_for
from rectification.progress.queries.mine import IN_ORDER, duties_of
from rectification.progress.queries.periods import periods_for, plans_to_report_on, rhythms_to_set
from rectification.progress.queries.reports import reports_for
from rectification.progress.queries.summaries import summaries_for
from rectification.progress.rules.board import standing
from rectification.progress.rules.periods import CutOff
from rectification.progress.rules.reports import LONGEST_TEXT, Content, Figure, Fulfilment
from rectification.refusals import Incomplete, WrongStage
from rectification.vocabulary import MeasureState, ReportState, ReportStatus, RhythmKind, Standing
from rectification.web.bodies import Body, Clock, Day, Key, Nothing, OneOf, Percent, Quantity, Text, Whole, YesNo
from rectification.web.paging import keys_of
from rectification.web.reading import KeyFilter, Reading, YesNoFilter, refuse_unknown
from rectification.web.writing import Writing, changing, creating

MOST = 500
"""Figures, measures or sources in one body."""


class RhythmFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    active = YesNoFilter()


class PeriodFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    rhythm = KeyFilter()
    open = YesNoFilter(field_name="closed_at", lookup_expr="isnull")


class DutyFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    period = KeyFilter()
    issue = KeyFilter()
    unit = KeyFilter()
    waiting = YesNoFilter(method="still_waiting", help_text="Nothing was said yet, or it was sent back.")

    def still_waiting(self, duties: QuerySet[Duty], _name: str, value: bool) -> QuerySet[Duty]:
        waiting = Q(state__isnull=True) | Q(state=ReportState.RETURNED)
        return duties.filter(waiting if value else ~waiting)


class ReportFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    issue = KeyFilter()
    unit = KeyFilter()
    period = KeyFilter()
    state = django_filters.ChoiceFilter(choices=[(state.value, words) for state, words in REPORT_STATES.items()])
    late = YesNoFilter()


class SummaryFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    issue = KeyFilter()
    period = KeyFilter()


class MeasureFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    issue = KeyFilter()


class RhythmRow(serializers.ModelSerializer[Rhythm]):
    kind = OneOf(RhythmKind)
    cutoff_time = Clock(help_text="By the clock of the district.")

    class Meta:
        model = Rhythm
        fields = ("id", "name", "kind", "cutoff_weekday", "cutoff_days_before_end", "cutoff_time", "plans", "active", "version")


class NewRhythm(Body):
    name = Text(max_length=64)
    kind = OneOf(RhythmKind)
    cutoff_weekday = Whole(min_value=0, max_value=6, default=4, help_text="For weeks; Monday is 0.")
    cutoff_days_before_end = Whole(min_value=0, max_value=27, default=0, help_text="For the other kinds.")
    cutoff_time = Clock(help_text="By the clock of the district.")
    plans = serializers.ListField(child=Key(), max_length=MOST, default=list, help_text="None: on the issues of every plan.")


class RhythmBody(NewRhythm):
    active = YesNo()


class PeriodRow(serializers.ModelSerializer[Period]):
    name = serializers.CharField(source="rhythm.name", help_text="The name of its rhythm.")
    kind = OneOf(RhythmKind, source="rhythm.kind")

    class Meta:
        model = Period
        fields = ("id", "rhythm", "name", "kind", "starts", "ends", "cutoff_at", "opened_at", "closed_at")


class NewPeriod(Body):
    rhythm = Key()


class UnitBrief(serializers.ModelSerializer[Unit]):
    class Meta:
        model = Unit
        fields = ("id", "name")


class BoardRow(serializers.Serializer[Any]):
    """How many reports a unit owes and how those that came stand; ``waiting``: not confirmed by its head yet."""

    unit = UnitBrief()
    standing = OneOf(Standing)
    owed = serializers.IntegerField()
    reported = serializers.IntegerField()
    no_change = serializers.IntegerField()
    returned = serializers.IntegerField()
    waiting = serializers.IntegerField()
    late = serializers.IntegerField()


class BoardCounts(serializers.Serializer[Any]):
    owed = serializers.IntegerField(help_text="Units that owe reports.")
    reported = serializers.IntegerField()
    no_change = serializers.IntegerField()
    missing = serializers.IntegerField()
    returned = serializers.IntegerField()
    late = serializers.IntegerField()


class BoardOfPeriod(serializers.Serializer[Any]):
    counts = BoardCounts()
    units = BoardRow(many=True)


class DutyRow(serializers.Serializer[Owed]):
    id = serializers.IntegerField(source="duty.pk")
    period = serializers.IntegerField(source="duty.period_id")
    issue = serializers.IntegerField(source="duty.issue_id")
    unit = serializers.IntegerField(source="duty.unit_id")
    report = serializers.IntegerField(source="report.pk", allow_null=True, default=None)
    standing = OneOf(Standing)


class FigureRow(serializers.ModelSerializer[ReportFigure]):
    reached = Quantity()

    class Meta:
        model = ReportFigure
        fields = ("target", "reached", "reason")


class ReportRow(serializers.ModelSerializer[Report]):
    round = serializers.IntegerField(source="round.number")
    status = OneOf(ReportStatus)
    state = OneOf(ReportState)
    figures = FigureRow(many=True)

    class Meta:
        model = Report
        fields = (
            *("id", "issue", "unit", "period", "round", "status", "no_change", "text", "percent", "problem", "next_step", "reason"),
            *("figures", "measures", "state", "late", "submitted_at", "decided_at", "returned_because", "version"),
        )


class FigureBody(Body):
    target = Key()
    reached = Quantity(help_text="So far, in all.")
    reason = Text(max_length=300, default="", help_text="Required where it is less than before.")


class FulfilmentBody(Body):
    measure = Key()
    on = Day()
    version = Key(help_text="The version of the measure that you saw.")


class ReportBody(Body):
    status = OneOf(ReportStatus)
    text = Text(max_length=LONGEST_TEXT)
    percent = Percent(default=None)
    problem = Text(max_length=LONGEST_TEXT, default="")
    next_step = Text(max_length=LONGEST_TEXT, default="")
    figures = serializers.ListField(child=FigureBody(), max_length=MOST, default=list)
    measures = serializers.ListField(child=Key(), max_length=MOST, default=list, help_text="Those that the report advances.")
    fulfilments = serializers.ListField(
        child=FulfilmentBody(), max_length=MOST, default=list, help_text="Measures that the coordinating unit fulfilled."
    )

    def validate_figures(self, figures: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({figure["target"] for figure in figures}) != len(figures):
            raise Incomplete("A target is named twice.", fields={"figures": "invalid"})
        return figures


class PlaceBody(Body):
    issue = Key()
    unit = Key()
    period = Key()


class NewReport(PlaceBody, ReportBody):
    pass


class NoChangeBody(Body):
    reason = Text(max_length=LONGEST_TEXT, default="", help_text="Required from the second time in a row on.")


class NewNoChange(PlaceBody, NoChangeBody):
    pass


class ReasonBody(Body):
    reason = Text(max_length=LONGEST_TEXT)


class SourceBody(Body):
    report = Key()
    version = Key()


class SourcesRow(serializers.Serializer[Any]):
    """What was merged: a report, and the version in which it was read."""

    report = serializers.IntegerField()
    version = serializers.IntegerField()

    def to_representation(self, instance: Any) -> dict[str, int]:
        return {"report": instance[0], "version": instance[1]}


class SummaryRow(serializers.ModelSerializer[Summary]):
    round = serializers.IntegerField(source="round.number")
    sources = SourcesRow(many=True)

    class Meta:
        model = Summary
        fields = (
            *("id", "issue", "period", "round", "text", "problem", "next_step", "sources", "merged_at"),
            *("printed", "printed_at", "version"),
        )


class SummaryBody(Body):
    text = Text(max_length=LONGEST_TEXT)
    problem = Text(max_length=LONGEST_TEXT, default="")
    next_step = Text(max_length=LONGEST_TEXT, default="")
    sources = serializers.ListField(child=SourceBody(), max_length=MOST, help_text="The reports that were merged, in the versions you saw.")

    def validate_sources(self, sources: list[dict[str, int]]) -> list[tuple[int, int]]:
        return [(source["report"], source["version"]) for source in sources]


class InPeriod(Body):
    issue = Key()
    period = Key()


class NewSummary(InPeriod, SummaryBody):
    pass


class PrintedBody(Body):
    printed = Text(max_length=LONGEST_TEXT, help_text="Empty takes it back.")


class NewPrinted(InPeriod, PrintedBody):
    pass


class MeasureRow(serializers.ModelSerializer[Measure]):
    state = OneOf(MeasureState)

    class Meta:
        model = Measure
        fields = ("id", "issue", "position", "marker", "text", "due", "state", "fulfilled_on", "version")


class MeasureBody(Body):
    state = OneOf(MeasureState)
    fulfilled_on = Day(allow_null=True, default=None)


class Rhythms(Writing):
    """How often units report; for the office. A new rhythm is in use, and its first period is opened under ``periods``."""

    serializer_class = RhythmRow
    filterset_class = RhythmFilter
    queryset = Rhythm.objects.none()

    def get_queryset(self) -> QuerySet[Rhythm]:
        return rhythms_to_set(self.person)

    @creating(NewRhythm, RhythmRow)
    def create(self, said: dict[str, Any]) -> Rhythm:
        return create_rhythm(**self._set(said), **self.by())

    @changing(RhythmBody, RhythmRow)
    def update(self, rhythm: Rhythm, said: dict[str, Any], version: int) -> Rhythm:
        return edit_rhythm(rhythm_id=rhythm.pk, **self._set(said), active=said["active"], version=version, **self.by())

    def _set(self, said: dict[str, Any]) -> dict[str, Any]:
        """The arguments that creating and editing a rhythm share."""
        plans = list(plans_to_report_on(self.person).filter(pk__in=said["plans"]))
        if len(plans) != len(set(said["plans"])):
            raise Incomplete("There is no such plan.", fields={"plans": "invalid"})
        cutoff = CutOff(RhythmKind(said["kind"]), said["cutoff_weekday"], said["cutoff_days_before_end"], said["cutoff_time"])
        return {"name": said["name"], "cutoff": cutoff, "plans": plans}


class Periods(Writing):
    """Periods in which anything is owed on issues you may see."""

    serializer_class = PeriodRow
    filterset_class = PeriodFilter
    queryset = Period.objects.none()

    def get_queryset(self) -> QuerySet[Period]:
        return periods_for(self.person)

    @creating(NewPeriod, PeriodRow)
    def create(self, said: dict[str, Any]) -> Period:
        """Open the period of today, or the next one where this one is cut off already."""
        return open_period(rhythm_id=said["rhythm"], **self.by())

    @extend_schema(responses=BoardOfPeriod)
    @action(detail=True, pagination_class=None, filter_backends=[])
    def board(self, request: Request, pk: int) -> Response:
        """The units that owe reports in this period; for those who see every issue."""
        refuse_unknown(request.query_params, {"format"})
        cells = units_standing(period_for(self.person, pk))
        counts = Counts.of(cells.values())
        units = Unit.objects.filter(pk__in=cells).order_by("path")
        said = {
            "counts": {"owed": counts.owed, "late": counts.late} | {word.value: count for word, count in counts.by_standing.items()},
            "units": [{"unit": unit, "standing": standing(cells[unit.pk]), **asdict(cells[unit.pk])} for unit in units],
        }
        return Response(BoardOfPeriod(said).data)


class Duties(Reading):
    """What the units for which you speak owe: a report on an issue in a period."""

    serializer_class = DutyRow
    filterset_class = DutyFilter
    queryset = Duty.objects.none()

    def get_queryset(self) -> QuerySet[Duty]:
        return duties_of(self.person).order_by("-period__starts", *IN_ORDER)

    def paginate_queryset(self, queryset: QuerySet[Duty]) -> list[Owed]:  # type: ignore[override]  # always a page
        return with_reports(super().paginate_queryset(keys_of(queryset)) or [])

    def get_object(self) -> Owed:
        return with_reports([super().get_object().pk])[0]


class Reports(Writing):
    """What units said on issues you may see. A report of an earlier round stays as it was."""

    serializer_class = ReportRow
    filterset_class = ReportFilter
    queryset = Report.objects.none()
    place = ("issue", "unit", "period")

    def get_queryset(self) -> QuerySet[Report]:
        return reports_for(self.person)

    @creating(NewReport, ReportRow)
    def create(self, said: dict[str, Any]) -> Report:
        return submit_report(**_place(said), **_said(said), version=0, **self.by())

    @changing(ReportBody, ReportRow)
    def update(self, report: Report, said: dict[str, Any], version: int) -> Report:
        return submit_report(**_place_of(report), **_said(said), version=version, **self.by())

    @creating(NewNoChange, ReportRow, at="no-change")
    def no_change(self, said: dict[str, Any]) -> Report:
        """Say that there is nothing new in a period."""
        return submit_no_change(**_place(said), reason=said["reason"], **self.by())

    @changing(NoChangeBody, ReportRow, at="no-change")
    def nothing_new(self, report: Report, said: dict[str, Any], version: int) -> Report:
        """Say instead that there is nothing new."""
        return submit_no_change(**_place_of(report), reason=said["reason"], version=version, **self.by())

    @changing(Nothing, ReportRow, at="confirm", verb="post")
    def confirm(self, report: Report, _said: dict[str, Any], version: int) -> Report:
        return confirm_report(report_id=report.pk, version=version, **self.by())

    @changing(ReasonBody, ReportRow, at="return", verb="post")
    def send_back(self, report: Report, said: dict[str, Any], version: int) -> Report:
        return return_report(report_id=report.pk, reason=said["reason"], version=version, **self.by())


class Summaries(Writing):
    """The issue's own text for a period, merged by the lead unit; ``printed`` is the office's wording."""

    serializer_class = SummaryRow
    filterset_class = SummaryFilter
    queryset = Summary.objects.none()
    place = ("issue", "period")

    def get_queryset(self) -> QuerySet[Summary]:
        return summaries_for(self.person)

    @creating(NewSummary, SummaryRow)
    def create(self, said: dict[str, Any]) -> Summary:
        return merge_summary(issue_id=said.pop("issue"), period_id=said.pop("period"), **said, version=0, **self.by())

    @changing(SummaryBody, SummaryRow)
    def update(self, summary: Summary, said: dict[str, Any], version: int) -> Summary:
        _require_present_round(summary)
        return merge_summary(issue_id=summary.issue_id, period_id=summary.period_id, **said, version=version, **self.by())

    @creating(NewPrinted, SummaryRow, at="printed")
    def word(self, said: dict[str, Any]) -> Summary:
        """The office's wording where nobody has merged the reports yet."""
        return polish_summary(issue_id=said["issue"], period_id=said["period"], printed=said["printed"], version=0, **self.by())

    @changing(PrintedBody, SummaryRow, at="printed")
    def printed(self, summary: Summary, said: dict[str, Any], version: int) -> Summary:
        """The office's wording for its sheets."""
        _require_present_round(summary)
        return polish_summary(issue_id=summary.issue_id, period_id=summary.period_id, **said, version=version, **self.by())


class Measures(Writing):
    """The measures of issues you may see; the coordinating unit says how far each is."""

    serializer_class = MeasureRow
    filterset_class = MeasureFilter
    queryset = Measure.objects.none()

    def get_queryset(self) -> QuerySet[Measure]:
        return measures_for(self.person)

    @changing(MeasureBody, MeasureRow)
    def update(self, measure: Measure, said: dict[str, Any], version: int) -> Measure:
        return set_measure(measure_id=measure.pk, **said, version=version, **self.by())


def _place(said: dict[str, Any]) -> dict[str, Any]:
    return {f"{name}_id": said[name] for name in ("issue", "unit", "period")}


def _place_of(report: Report) -> dict[str, Any]:
    _require_present_round(report)
    return {"issue_id": report.issue_id, "unit_id": report.unit_id, "period_id": report.period_id}


def _require_present_round(found: Report | Summary) -> None:
    """Two rounds may hold the same version: without this a change of the old text would be written over the new one."""
    if found.round.number != found.issue.rounds.latest("number").number:
        raise WrongStage("This belongs to an earlier round of the issue and stays as it was.")


def _said(said: dict[str, Any]) -> dict[str, Any]:
    """The arguments of ``submit_report`` that a program sent."""
    return {
        "content": Content(
            **{name: said[name] for name in ("status", "text", "percent", "problem", "next_step")},
            figures=tuple(Figure(**figure) for figure in said["figures"]),
            measures=frozenset(said["measures"]),
        ),
        "fulfilments": [Fulfilment(**fulfilment) for fulfilment in said["fulfilments"]],
    }
