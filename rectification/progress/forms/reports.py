"""A unit's report on an issue, as typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rectification.models import Measure, Report, ReportDraft
from rectification.models.progress import REPORT_STATUSES
from rectification.progress.queries.reports import Counted
from rectification.progress.rules.reports import LONGEST_TEXT, Content, Figure, Fulfilment
from rectification.vocabulary import MeasureState, ReportStatus
from rectification.web.forms import DayField, QuantityField
from rectification.web.numbers import quantity_words


class NothingNewForm(forms.Form):
    """One button, and from the second time in a row on a reason."""

    reason = forms.CharField(max_length=300, required=False)
    version = forms.IntegerField(min_value=0)


@dataclass(frozen=True, slots=True)
class FigureRow:
    counted: Counted
    number: BoundField
    reason: BoundField


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """``fulfilled`` only for the coordinating unit, and only where the measure is not fulfilled yet; it is judged by the version
    of the measure that the page shows.
    """

    measure: Measure
    chosen: bool
    fulfilled: BoundField | None


class ReportForm(forms.Form):
    """The fields that every report has; those of its targets and measures are added by their number."""

    status = forms.ChoiceField(
        label=_("Status"), choices=[(status.value, words) for status, words in REPORT_STATUSES.items()], widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("What was done"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6}))
    percent = forms.IntegerField(
        label=_("Done so far, in percent"),
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    problem = forms.CharField(label=_("Problems"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    next_step = forms.CharField(label=_("Next step"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        counted: Sequence[Counted],
        measures: Sequence[Measure],
        leads: bool,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.counted, self.measures_listed, self.leads = counted, measures, leads
        if counted:
            del self.fields["percent"]
        for row in counted:
            self.fields[f"figure-{row.target.pk}"] = QuantityField(label=row.target.text, max_length=24, required=False)
            self.fields[f"figure_reason-{row.target.pk}"] = forms.CharField(
                label=_("Why it is less than before"), max_length=300, required=False
            )
        self.fields["measures"] = forms.TypedMultipleChoiceField(
            label=_("Measures advanced"), choices=[(row.pk, row.text) for row in measures], coerce=int, required=False
        )
        for measure in measures if leads else ():
            if measure.state != MeasureState.FULFILLED:
                self.fields[f"fulfilled-{measure.pk}"] = DayField(label=_("Fulfilled on"), required=False)
                self.fields[f"measure_version-{measure.pk}"] = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def figure_rows(self) -> Iterator[FigureRow]:
        for row in self.counted:
            yield FigureRow(row, self[f"figure-{row.target.pk}"], self[f"figure_reason-{row.target.pk}"])

    def measure_rows(self) -> Iterator[MeasureRow]:
        chosen = {str(key) for key in self["measures"].value() or ()}
        for measure in self.measures_listed:
            name = f"fulfilled-{measure.pk}"
            yield MeasureRow(measure, str(measure.pk) in chosen, self[name] if name in self.fields else None)

    def said(self) -> dict[str, Any]:
        """The arguments of ``actions.reports.submit_report`` that a person typed."""
        return {"content": self._content(), "fulfilments": self._fulfilments(), "version": self.cleaned_data["version"]}

    def _content(self) -> Content:
        typed = self.cleaned_data
        return Content(
            status=ReportStatus(typed["status"]),
            text=typed["text"],
            percent=typed.get("percent"),
            problem=typed["problem"],
            next_step=typed["next_step"],
            figures=tuple(self._figures()),
            measures=frozenset(typed["measures"]),
        )

    def _fulfilments(self) -> list[Fulfilment]:
        """The measures with a day of fulfilment typed beside them."""
        days: dict[int, dt.date | None] = {row.pk: self.cleaned_data.get(f"fulfilled-{row.pk}") for row in self.measures_listed}
        return [Fulfilment(pk, day, self.cleaned_data[f"measure_version-{pk}"] or 0) for pk, day in days.items() if day]

    def _figures(self) -> Iterator[Figure]:
        for row in self.counted:
            number = self.cleaned_data[f"figure-{row.target.pk}"]
            if number is not None:
                yield Figure(row.target.pk, number, self.cleaned_data[f"figure_reason-{row.target.pk}"])


def stood_in(report: Report) -> dict[str, Any]:
    """A report as the fields of its form."""
    fields: dict[str, Any] = {name: getattr(report, name) for name in ("status", "text", "percent", "problem", "next_step")}
    for figure in report.figures.all():
        fields[f"figure-{figure.target_id}"] = quantity_words(figure.reached)
        fields[f"figure_reason-{figure.target_id}"] = figure.reason
    return {**fields, "measures": [measure.pk for measure in report.measures.all()], "version": report.version}


def prefilled(last: Report | None, worded: Report | None) -> dict[str, Any]:
    """The form of a new period: where the unit stood last, and the last text it wrote."""
    fields: dict[str, Any] = {"version": 0}
    if last:
        fields |= {"status": last.status, "percent": last.percent}
        fields |= {f"figure-{figure.target_id}": quantity_words(figure.reached) for figure in last.figures.all()}
    if worded:
        fields |= {name: getattr(worded, name) for name in ("text", "problem", "next_step")}
    return fields


def drafted(draft: ReportDraft) -> dict[str, Any]:
    """A draft as the fields of its form; what a person saw of measures is seen anew."""
    kept = {name: values for name, values in draft.content.items() if values and not name.startswith("measure_version-")}
    return {name: values if name == "measures" else values[-1] for name, values in kept.items()}
