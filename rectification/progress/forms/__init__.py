"""What people type in the pages of the room."""

from typing import TypeVar

from django import forms
from django.http import QueryDict

from rectification.refusals import Incomplete, Refusal
from rectification.web.answers import sentence

Typed = TypeVar("Typed", bound=forms.Form)


def refused(form: Typed, refusal: Refusal, *, version: int | None = None) -> Typed:
    """The form as it was typed, with the reason at its field. With ``version`` it is judged against what is stored now when
    it is sent once more.
    """
    named = list(refusal.fields) if isinstance(refusal, Incomplete) else []
    form.add_error(next((name for name in named if name in form.fields), None), sentence(refusal))
    if version is not None:
        data = QueryDict(mutable=True)
        data.update(form.data)
        data["version"] = str(version)
        form.data = data
    return form
