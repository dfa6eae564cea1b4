"""What the lead unit and the office make of the units' reports, as typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from rectification.progress.queries.summaries import Merging
from rectification.progress.rules.reports import LONGEST_TEXT
from rectification.web.numbers import whole

LINES = forms.Textarea(attrs={"rows": 3})


class SummaryForm(forms.Form):
    """Opens with the summary, or with the units' words joined where none was made yet (or ``again`` is asked for)."""

    text = forms.CharField(label=_("Progress of the issue"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 10}))
    problem = forms.CharField(label=_("Problems"), max_length=LONGEST_TEXT, required=False, widget=LINES)
    next_step = forms.CharField(label=_("Next step"), max_length=LONGEST_TEXT, required=False, widget=LINES)
    sources = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_TEXT)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, merging: Merging, again: bool = False) -> None:
        summary = merging.summary
        sources = " ".join(f"{pk}:{version}" for pk, version in merging.versions.items())
        stood: dict[str, Any] = {"sources": sources, "version": merging.version}
        if summary and summary.merged_at and not again:
            stood |= {"text": summary.text, "problem": summary.problem, "next_step": summary.next_step}
        else:
            stood |= {"text": merging.joined("text", nothing_new=say("Nothing new in this period"))}
            stood |= {name: merging.joined(name) for name in ("problem", "next_step")}
        super().__init__(data, initial=stood, auto_id="merged-%s")

    def clean_sources(self) -> list[tuple[int, int]]:
        pairs = [[whole(part) for part in source.split(":")] for source in self.cleaned_data["sources"].split()]
        return [(pair[0], pair[1]) for pair in pairs if len(pair) == 2 and pair[0] is not None and pair[1] is not None]

    def said(self) -> dict[str, Any]:
        """The arguments of ``actions.summaries.merge_summary`` that a person typed."""
        return dict(self.cleaned_data)


class PrintedForm(forms.Form):
    """The office's wording opens with the lead unit's text."""

    printed = forms.CharField(
        label=_("Wording for the sheets"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, merging: Merging) -> None:
        summary = merging.summary
        words = (summary.printed or summary.text) if summary else ""
        words = words or merging.joined("text", nothing_new=say("Nothing new in this period"))
        super().__init__(data, initial={"printed": words, "version": merging.version}, auto_id="printed-%s")
