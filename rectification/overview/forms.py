"""What the office decides about an issue on its page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rectification.intake.rules import typed_date
from rectification.models import Issue
from rectification.models.issues import DEADLINE_KINDS
from rectification.plans.rules import DECIDABLE
from rectification.vocabulary import DeadlineKind


class DeadlineForm(forms.Form):
    """Kind and last day of a deadline that the plan left open, and the paper in which it was decided."""

    kind = forms.ChoiceField(label=_("Kind of deadline"), choices=[(kind.value, DEADLINE_KINDS[kind]) for kind in DECIDABLE])
    due = forms.CharField(
        label=_("Last day on time"), max_length=40, required=False, widget=forms.TextInput(attrs={"placeholder": _("e.g. 2026-11-30")})
    )
    document_number = forms.CharField(label=_("Document number of the decision"), max_length=64, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, issue: Issue) -> None:
        kind = issue.deadline_kind if issue.deadline_kind in DECIDABLE else DeadlineKind.FIXED.value
        stood = {"kind": kind, "due": issue.due.isoformat() if issue.due else "", "version": issue.version}
        super().__init__(data, initial=stood, auto_id="deadline-%s")
        self.issue = issue

    def clean_due(self) -> dt.date | None:
        text: str = self.cleaned_data["due"]
        day = typed_date(text, self.issue.plan.issued)
        if text and day is None:
            raise forms.ValidationError(
                _("“%(text)s” is not understood as a date. Please write it like 2026-11-30."), params={"text": text}
            )
        return day

    def decision(self) -> dict[str, Any]:
        """The arguments of ``plans.actions.decide_deadline`` that a person typed."""
        return {**self.cleaned_data, "kind": DeadlineKind(self.cleaned_data["kind"])}


class CoordinatingForm(forms.Form):
    """Which of its units coordinates an issue; a group never does."""

    unit = forms.ChoiceField(label=_("Coordinating unit"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, issue: Issue) -> None:
        rows = [row for row in issue.units.all() if row.unit_id is not None]
        current = next((row.unit_id for row in rows if row.coordinating), "")
        super().__init__(data, initial={"unit": current, "version": issue.version}, auto_id="coordinating-%s")
        named = dict.fromkeys((row.unit_id, row.current_name) for row in rows)
        field: forms.ChoiceField = self.fields["unit"]  # type: ignore[assignment]  # declared above
        field.choices = [("", _("Not fixed yet")), *((str(pk), name) for pk, name in named)]

    def chosen(self) -> int | None:
        return int(self.cleaned_data["unit"]) if self.cleaned_data["unit"] else None
