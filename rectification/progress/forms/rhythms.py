"""How often units report and until when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rectification.models import Plan, Rhythm
from rectification.models.progress import RHYTHM_KINDS
from rectification.progress.rules.periods import CutOff
from rectification.vocabulary import RhythmKind

WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))

NEW = {
    "kind": RhythmKind.WEEK.value,
    "cutoff_weekday": 4,
    "cutoff_days_before_end": 0,
    "cutoff_time": "17:00",
    "active": True,
    "version": 0,
}
"""Weeks that end on Friday afternoon: what most districts do."""


class RhythmForm(forms.Form):
    """A cut-off on a day without work moves to the last working day before it; the page says so."""

    name = forms.CharField(label=_("Name"), max_length=64)
    kind = forms.ChoiceField(label=_("How often"), choices=[(kind.value, words) for kind, words in RHYTHM_KINDS.items()])
    cutoff_weekday = forms.TypedChoiceField(
        label=_("Weekday of the cut-off"), choices=list(enumerate(WEEKDAYS)), coerce=int, help_text=_("For a weekly rhythm.")
    )
    cutoff_days_before_end = forms.IntegerField(
        label=_("Cut-off before the end of the period, in days"),
        min_value=0,
        max_value=27,
        help_text=_("For the other rhythms; 0 is the last day itself."),
    )
    cutoff_time = forms.TimeField(label=_("Time of the cut-off"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    plans = forms.ModelMultipleChoiceField(
        label=_("Plans"),
        queryset=Plan.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: on the issues of every plan."),
    )
    active = forms.BooleanField(label=_("In use"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, rhythm: Rhythm | None = None) -> None:
        super().__init__(data, initial=_stood(rhythm))

    def typed(self) -> Mapping[str, Any]:
        """The arguments that creating and editing a rhythm share."""
        typed = self.cleaned_data
        cutoff = CutOff(RhythmKind(typed["kind"]), typed["cutoff_weekday"], typed["cutoff_days_before_end"], typed["cutoff_time"])
        return {"name": typed["name"], "cutoff": cutoff, "plans": list(typed["plans"])}


def _stood(rhythm: Rhythm | None) -> dict[str, Any]:
    if rhythm is None:
        return {
            "kind": RhythmKind.WEEK.value,
            "cutoff_weekday": 4,
            "cutoff_days_before_end": 0,
            "cutoff_time": "17:00",
            "active": True,
            "version": 0,
        }
    names = ("name", "kind", "cutoff_weekday", "cutoff_days_before_end", "cutoff_time", "active", "version")
    return {**{name: getattr(rhythm, name) for name in names}, "plans": list(rhythm.plans.all())}
