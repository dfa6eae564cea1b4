"""Why a report is sent back, and how far a measure is, as typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rectification.models import Measure, Report
from rectification.models.issues import MEASURE_STATES
from rectification.vocabulary import MeasureState
from rectification.web.forms import DayField

REASONS = (
    _("The evidence is not sufficient"),
    _("It does not match the goal"),
    _("The place itself is not in order"),
    _("The papers are not in order"),
)


class ReturnForm(forms.Form):
    """The usual reasons to tick, and words of one's own; at least one of both."""

    usual = forms.MultipleChoiceField(label=_("Reasons"), required=False, widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(label=_("In your own words"), max_length=2_000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, report: Report) -> None:
        super().__init__(data, initial={"version": report.version})
        field: forms.MultipleChoiceField = self.fields["usual"]  # type: ignore[assignment]  # declared above
        field.choices = [(str(reason), reason) for reason in REASONS]

    def said(self) -> dict[str, Any]:
        """The arguments of ``actions.decisions.return_report`` that a person typed."""
        reasons = [*self.cleaned_data["usual"], self.cleaned_data["words"].strip()]
        return {"reason": "；".join(filter(None, reasons)), "version": self.cleaned_data["version"]}


class MeasureForm(forms.Form):
    state = forms.ChoiceField(label=_("State"), choices=[(state.value, words) for state, words in MEASURE_STATES.items()])
    fulfilled_on = DayField(label=_("Fulfilled on"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, measure: Measure) -> None:
        stood = {"state": measure.state, "fulfilled_on": measure.fulfilled_on, "version": measure.version}
        super().__init__(data, initial=stood, auto_id=f"measure-{measure.pk}-%s")

    def said(self) -> dict[str, Any]:
        """The arguments of ``actions.measures.set_measure`` that a person typed."""
        return {**self.cleaned_data, "state": MeasureState(self.cleaned_data["state"])}
