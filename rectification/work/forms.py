"""Milestones, targets with their shares, and the members of a group."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from rectification.models import IssueUnit, Milestone, Target
from rectification.web.forms import DayField, QuantityField
from rectification.work.queries import members_of, sharers_of, units_with_reports


class MilestoneForm(forms.Form):
    text = forms.CharField(label=_("What is to be reached"), max_length=300)
    due = DayField(label=_("Due"))
    reached_on = DayField(label=_("Reached on"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, *, milestone: Milestone | None = None) -> None:
        stood = {name: getattr(milestone, name) for name in ("text", "due", "reached_on", "version")} if milestone else {}
        super().__init__(data, initial=stood)


class TargetForm(forms.Form):
    """A field of its own for the share of each unit that reports on the issue."""

    text = forms.CharField(label=_("What is counted"), max_length=200, widget=forms.TextInput(attrs={"placeholder": "雨污分流改造小区"}))
    total = QuantityField(label=_("Total"), max_length=24, widget=forms.TextInput(attrs={"placeholder": "618"}))
    counted_in = forms.CharField(label=_("Counted in"), max_length=16, widget=forms.TextInput(attrs={"placeholder": "个"}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, *, target: Target | None = None) -> None:
        stood: dict[str, Any] = {name: getattr(target, name) for name in ("text", "total", "counted_in", "version")} if target else {}
        self.sharers = list(sharers_of(target)) if target else []
        if target:
            stood |= {f"share-{share.unit_id}": share.quantity for share in target.shares.all()}
        super().__init__(data, initial=stood)
        for unit in self.sharers:
            self.fields[f"share-{unit.pk}"] = QuantityField(label=_("Share: %(unit)s") % {"unit": unit.name}, max_length=24, required=False)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("text", "total", "counted_in")}

    def shares(self) -> dict[int, Decimal]:
        typed = {unit.pk: self.cleaned_data[f"share-{unit.pk}"] for unit in self.sharers}
        return {unit: quantity for unit, quantity in typed.items() if quantity is not None}


class PartsForm(forms.Form):
    """Which units do the work of a group: its members, and others for a word like 相关街道 whose members no register knows."""

    members = forms.MultipleChoiceField(label=_("Members"), required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.ModelMultipleChoiceField(
        label=_("Other units"),
        queryset=Unit.objects.filter(valid_to__isnull=True).order_by("path"),
        required=False,
        help_text=_("Hold Ctrl to choose several."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, row: IssueUnit) -> None:
        chosen = [str(pk) for pk in row.parts.values_list("unit_id", flat=True)]
        super().__init__(data, initial={"members": chosen, "version": row.issue.version})
        reported = units_with_reports(row)
        field: forms.MultipleChoiceField = self.fields["members"]  # type: ignore[assignment]  # declared above
        field.choices = [
            (str(unit.pk), _("%(unit)s (has reported)") % {"unit": unit.name} if unit.pk in reported else unit.name)
            for unit in members_of(row)
        ]

    def chosen(self) -> set[int]:
        return {int(pk) for pk in self.cleaned_data["members"]} | {unit.pk for unit in self.cleaned_data["others"]}
