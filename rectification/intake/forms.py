"""What people type: a plan's text, a plan's heading, and one item of a draft with all its rows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rectification.entries import DeadlineAnswer, Entry, EntryDeadline, EntryMeasure, EntryUnit
from rectification.files import clean_name
from rectification.intake.checking import LONGEST_PHRASE, TYPED, HeadingTyped, coordinated, typed_deadline
from rectification.intake.queries import register_of
from rectification.intake.reading.units import is_group_words
from rectification.intake.rules import (
    Known,
    empty_unit,
    matched,
    no_deadline,
    read_again,
    shortened,
    typed_date,
    understood,
    without_before,
)
from rectification.models import Draft
from rectification.vocabulary import DeadlineKind, IssueKind, UnitRole
from rectification.web.numbers import whole

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
MOST_ROWS = 200


class ReceiveForm(forms.Form):
    """A pasted text or a .txt file, exactly one of them."""

    text = forms.CharField(label=_("Text of the plan"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 7}))
    file = forms.FileField(label=_("Text file"), required=False, allow_empty_file=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        text, file = cleaned.get("text", ""), cleaned.get("file")
        if file and text.strip():
            raise forms.ValidationError(_("There is a pasted text and a file. Please leave only one of them."))
        if not file and not text.strip() and not self.errors:
            raise forms.ValidationError(_("There is nothing to read yet. Paste the text of the plan or choose its .txt file."))
        return cleaned

    def clean_file(self) -> UploadedFile[bytes] | None:
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file and not str(file.name).lower().endswith(".txt"):
            raise forms.ValidationError(
                _("Only text files (.txt) can be read so far. Open the document, copy its whole text and paste it here.")
            )
        if file and not file.size:
            raise forms.ValidationError(_("The file is empty. Choose the file with the text of the plan."))
        return file

    def chunks(self) -> Iterable[bytes]:
        """The bytes to keep; a pasted text is kept as UTF-8."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        return file.chunks() if file else [self.cleaned_data["text"].replace("\r\n", "\n").encode("utf-8", "surrogatepass")]

    def name(self, pasted: str) -> str:
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        return clean_name(str(file.name)) if file else pasted


class HeadingForm(forms.Form):
    """The heading of a plan as it will stand in the ledger."""

    title = forms.CharField(label=_("Title"), max_length=500, required=False)
    issuer = forms.CharField(label=_("Issued by"), max_length=500, required=False)
    issued = forms.CharField(label=_("Date of issue"), max_length=40, required=False)
    document_number = forms.CharField(label=_("Document number"), max_length=64, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_issued(self) -> dt.date | None:
        text: str = self.cleaned_data["issued"]
        if not text:
            return None
        day = typed_date(text, None)
        if day is None:
            raise forms.ValidationError(
                _("“%(text)s” is not understood as a date. Please write it like 2026-11-30."), params={"text": text}
            )
        return day

    def typed(self) -> HeadingTyped:
        data = self.cleaned_data
        return HeadingTyped(data["title"], data["issuer"], data["issued"], data["document_number"])

    @classmethod
    def of(cls, draft: Draft) -> HeadingForm:
        values = {name: getattr(draft, name) for name in ("title", "issuer", "document_number", "version")}
        return cls(initial={**values, "issued": draft.issued.isoformat() if draft.issued else ""}, auto_id="heading-%s")


def plain(text: str) -> str:
    """Typed text without control characters and lone surrogates, with one kind of line end."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def typed_entry(data: QueryDict, stored: Entry, issued: dt.date | None) -> Entry:
    """The item as it was left in its form. Rows stand in the order of the form; what a form cannot change is kept.

    The form may be half done: what keeps an item from becoming an issue is said beside its fields, not refused here.
    """
    entry: Entry = {**stored}
    entry["kind"] = _one_of(IssueKind, data.get("kind", ""), stored["kind"])
    entry["number"] = shortened(plain(data.get("number", "")), 64)
    entry["name"] = shortened(plain(data.get("name", stored["name"])), 300)
    entry["statement"] = plain(data.get("statement", ""))
    entry["goal"] = plain(data.get("goal", ""))
    entry["units"] = _typed_units(data, stored["units"], issued)
    entry["measures"] = _typed_measures(data, stored["measures"], issued)
    typed_deadline(
        entry,
        words=plain(data.get("deadline-words", ""))[:LONGEST_PHRASE],
        kind=_one_of(DeadlineKind, data.get("deadline-kind", ""), stored["deadline"]["kind"]),
        due=typed_date(data.get("deadline-due", ""), issued),
        issued=issued,
    )
    answer = data.get("deadline-answer", "")
    if answer in list(DeadlineAnswer) and answer != entry["deadline"]["answer"]:
        entry["deadline"] = {**without_before(entry["deadline"]), "answer": answer}
    return _coordinated(data.get("coordinating", ""), entry, stored)


def _coordinated(typed: str, entry: Entry, stored: Entry) -> Entry:
    coordinating = whole(typed)
    if coordinating != stored["coordinating"]:
        entry["coordinating"], entry["coordinating_chosen"] = coordinating, True
    return coordinated(entry)


def _typed_units(data: QueryDict, stored: list[EntryUnit], issued: dt.date | None) -> list[EntryUnit]:
    names, roles = data.getlist("unit-name")[:MOST_ROWS], data.getlist("unit-role")
    rows: list[EntryUnit] = []
    for index, (name, role) in enumerate(zip(names, roles, strict=False)):
        before = stored[index] if index < len(stored) else empty_unit()
        row: EntryUnit = {**before, "role": _one_of(UnitRole, role, before["role"])}
        typed = shortened(plain(name), 128)
        if typed != before["name"]:
            printed = before["printed"] if before["place"] else typed
            row = matched({**row, "name": typed, "printed": printed, "is_group": is_group_words(typed), "members": []}, Known())
        rows.append(row)
    return _matched_again(rows, issued)


def _matched_again(rows: list[EntryUnit], issued: dt.date | None) -> list[EntryUnit]:
    """Look up the names that were just typed: as a unit first, then as a group of the register."""
    typed = {row["name"] for row in rows if row["name"] and row["unit"] is None and row["group"] is None}
    if not typed:
        return rows
    register = register_of({(name, is_group) for name in typed for is_group in (False, True)}, on=issued)
    for row in rows:
        if row["name"] in typed:
            as_unit, as_group = register.get((row["name"], False)), register.get((row["name"], True))
            if as_unit:
                row.update(matched({**row, "is_group": False}, as_unit))
            elif as_group:
                row.update(matched({**row, "is_group": True}, as_group))
    return rows


def _typed_measures(data: QueryDict, stored: list[EntryMeasure], issued: dt.date | None) -> list[EntryMeasure]:
    texts, markers, limits = data.getlist("measure-text")[:MOST_ROWS], data.getlist("measure-marker"), data.getlist("measure-due")
    rows: list[EntryMeasure] = []
    for index, (text, marker, limit) in enumerate(zip(texts, markers, limits, strict=False)):
        before: EntryMeasure = stored[index] if index < len(stored) else {"marker": "", "text": "", "place": None, "deadline": None}
        rows.append(
            {**before, "text": plain(text), "marker": shortened(plain(marker), 16), "deadline": _typed_limit(plain(limit), before, issued)}
        )
    return rows


def _typed_limit(words: str, before: EntryMeasure, issued: dt.date | None) -> EntryDeadline | None:
    """The own time limit of a measure: one field that takes words or a date."""
    words = words[:LONGEST_PHRASE]
    if before["deadline"] and words == before["deadline"]["words"]:
        return before["deadline"]
    if not words:
        return None
    day = typed_date(words, issued)
    if day and re.match(r"\d{4}\D", words):
        return {**no_deadline(), "words": words, "kind": DeadlineKind.FIXED.value, "due": day.isoformat()}
    return {**read_again(no_deadline(), words, understood(words, issued)), "source": TYPED}


def _one_of(words: type[IssueKind | DeadlineKind | UnitRole], typed: str, otherwise: str) -> str:
    return typed if typed in {word.value for word in words} else otherwise
