"""What people hand in and say of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from rectification.evidence.actions import Description
from rectification.evidence.media import PICTURES
from rectification.evidence.queries import first_halves
from rectification.models import Evidence
from rectification.models.progress import SHOTS
from rectification.vocabulary import Shot
from rectification.web.forms import DayField

FILES = ("files", "camera")


class AddForm(forms.Form):
    """Any number of files, and two photographs of one place before and after. The files themselves are read by ``chosen``."""

    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    before_on = DayField(label=_("Taken on"), required=False)
    after_on = DayField(label=_("Taken on"), required=False)

    def __init__(self, data: QueryDict | None = None, files: MultiValueDict[str, UploadedFile[bytes]] | None = None) -> None:
        super().__init__(data, files, auto_id="evidence-%s", use_required_attribute=False)

    def clean(self) -> dict[str, Any]:
        if not any(name in self.files for name in (*Shot, *FILES)):
            raise forms.ValidationError(_("Choose at least one file."))
        return super().clean() or {}


@dataclass(frozen=True, slots=True)
class Chosen:
    """One file with what is said of it."""

    file: UploadedFile[bytes]
    said: Description


def chosen(form: AddForm) -> Iterator[Chosen]:
    """The files of a valid form, the two halves of a pair first."""
    for shot, day in ((Shot.BEFORE, "before_on"), (Shot.AFTER, "after_on")):
        if file := form.files.get(shot.value):
            yield Chosen(file, Description(shot=shot.value, place=form.cleaned_data["place"], taken_on=form.cleaned_data[day]))
    for field in FILES:
        for file in form.files.getlist(field):
            yield Chosen(file, Description())


class DescriptionForm(forms.Form):
    """What a photograph of one's own draft shows."""

    shot = forms.ChoiceField(
        label=_("before or after"), choices=[("", _("Neither")), *((s.value, v) for s, v in SHOTS.items())], required=False
    )
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    taken_on = DayField(label=_("Taken on"), required=False)
    beside = forms.ModelChoiceField(
        label=_("Stands beside"), queryset=Evidence.objects.none(), required=False, empty_label=_("No other photograph")
    )

    def __init__(self, data: Any = None, *, row: Evidence) -> None:
        halves = first_halves(row)
        now = {"shot": row.shot, "place": row.place, "taken_on": row.taken_on}
        super().__init__(data, initial={**now, "beside": halves.filter(pair=row.pair).first() if row.pair else None})
        if row.media_type in PICTURES:
            self.fields["beside"].queryset = halves  # type: ignore[attr-defined]  # declared above
        else:
            del self.fields["shot"], self.fields["beside"]

    def said(self) -> dict[str, Any]:
        """The arguments of ``actions.describe`` that a person typed."""
        beside: Evidence | None = self.cleaned_data.get("beside")
        taken_on: dt.date | None = self.cleaned_data["taken_on"]
        shot = self.cleaned_data.get("shot", "")
        return {"shot": shot, "place": self.cleaned_data["place"], "taken_on": taken_on, "beside": beside.pk if beside else None}


class WithdrawalForm(forms.Form):
    """Why something handed in counts no more."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
