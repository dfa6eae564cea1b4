"""The filters in use, each as a word with the address that removes it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from rectification.overview.filters import IssueFilter

NO_CHIP = ("ordering",)


@dataclass(frozen=True, slots=True)
class Chip:
    words: str
    url: str


def chips_of(filters: IssueFilter, asked: QueryDict) -> list[Chip]:
    return list(_chips(filters.form, asked))


def _chips(form: forms.Form, asked: QueryDict) -> Iterator[Chip]:
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name) if form.is_bound and form.is_valid() else None
        if value and name not in NO_CHIP:
            yield Chip(_("%(field)s: %(value)s") % {"field": field.label, "value": _said(field, value)}, _without(asked, name))


def _said(field: forms.Field, value: object) -> str:
    if value is True:
        return _("yes")
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return next((str(words) for key, words in field.widget.choices if key == value), str(value))
    return str(value)


def _without(asked: QueryDict, name: str) -> str:
    rest = asked.copy()
    for gone in (name, "page"):
        rest.pop(gone, None)
    return f"?{rest.urlencode()}"
