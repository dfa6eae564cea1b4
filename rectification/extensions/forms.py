"""A request for a later deadline, and the opinion on one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rectification.models import Extension, Issue
from rectification.web.forms import DayField

LONGEST_TEXT = 4000


class AskForm(forms.Form):
    proposed_due = DayField(label=_("New date"))
    reason = forms.CharField(
        label=_("Why more time is needed"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4, "data-keep": ""})
    )
    progress = forms.CharField(
        label=_("How far the work is"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4, "data-keep": ""})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, issue: Issue) -> None:
        super().__init__(data, initial={"version": issue.version})


class OpinionForm(forms.Form):
    """``agrees`` is the button that was pressed: who agrees names the date, who refuses says why."""

    due = DayField(label=_("New date"))
    words = forms.CharField(
        label=_("Opinion"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Required when you refuse."),
    )
    document_number = forms.CharField(
        label=_("Document number of the higher level's consent"),
        max_length=64,
        help_text=_("The issue comes from a higher level, whose consent is needed, like 浙环督〔2026〕12号."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, extension: Extension) -> None:
        last = extension.opinions.filter(agrees=True).order_by("-step").first()
        due = last.due if last else extension.proposed_due
        super().__init__(data, initial={"due": due, "version": extension.version})
        final = extension.step + 1 == len(extension.levels)
        if not (final and extension.issue.higher_number):
            del self.fields["document_number"]
        if data is not None and not self.agrees:
            for name in self.fields.keys() & {"due", "document_number"}:
                self.fields[name].required = False
            self.fields["words"].required = True

    @property
    def agrees(self) -> bool:
        return bool(self.data.get("agrees") == "yes")

    def opinion(self) -> dict[str, Any]:
        """The arguments of ``actions.give_opinion`` that a person typed."""
        return {"agrees": self.agrees, "document_number": "", **self.cleaned_data}
