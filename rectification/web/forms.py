"""What the forms of several rooms share: days and quantities as people write them, and a form that was refused but loses nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeVar

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rectification.refusals import Incomplete, Refusal, Stale
from rectification.web.answers import sentence
from rectification.web.numbers import quantity, quantity_words

SAID_BY_DJANGO = (
    _("This field is required."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
)
"""What Django says of a field: named here so that our catalogue words it as an office would."""

WAYS_TO_WRITE_A_DAY = ("%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日")


class DayField(forms.DateField):
    """A day, picked or written: 2026-11-30, 2026.11.30, 2026/11/30 or 2026年11月30日."""

    default_error_messages = {"invalid": _("“%(value)s” is not understood as a date. Please write it like 2026-11-30.")}

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(input_formats=WAYS_TO_WRITE_A_DAY, widget=widget, **options)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value}) from error


class QuantityField(forms.CharField):
    """A number as people write it: 412, 1,200, 1.2万."""

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        number = quantity(text) if text else None
        if text and number is None:
            raise forms.ValidationError(_("“%(text)s” is not understood as a number. Write it like 412 or 1.2万."), params={"text": text})
        return number

    def prepare_value(self, value: Any) -> Any:
        return quantity_words(value) if isinstance(value, Decimal) else value


Typed = TypeVar("Typed", bound=forms.Form)


def refused(form: Typed, refusal: Refusal, *, version: int) -> Typed:
    """The form as it was typed, with the reason at its field; sent once more it is judged against ``version``, what is stored now."""
    named = refusal.fields if isinstance(refusal, Incomplete) else {}
    form.add_error(next((name for name in named if name in form.fields), None), sentence(refusal))
    typed = QueryDict(mutable=True)
    typed.update(form.data)
    typed["version"] = str(version)
    form.data = typed
    return form


def stands(form: forms.Form) -> list[tuple[str, str]]:
    """What is stored now, field by field in words, for the one who was slower. ``form`` is one that opens with it."""
    said = ((field, _words(field)) for field in form.visible_fields())
    return [(str(field.label), words) for field, words in said if words]


def _words(field: BoundField) -> str:
    if isinstance(field.field, forms.BooleanField):
        return gettext("yes") if field.value() else gettext("no")
    if isinstance(field.field, forms.ChoiceField):
        return "、".join(str(option.choice_label) for option in field.subwidgets if option.data["selected"] and option.data["value"])
    return str(field.field.widget.format_value(field.value()) or "")


def status_of(refusal: Refusal) -> int:
    """A form carries its version itself, without If-Match: a stale one is a conflict."""
    return 409 if isinstance(refusal, Stale) else refusal.status
