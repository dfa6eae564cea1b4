"""Forms of the pages on people and units. They check what was typed; whether it may be done, the verbs decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.forms import PasswordChangeForm
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import POST_KINDS, UNIT_KINDS, Unit, User
from accounts.sheets import LARGEST_FILE, MEGABYTE
from accounts.vocabulary import PostKind, UnitKind

STATES = {
    "active": _("may sign in"),
    "inactive": _("deactivated"),
    "locked": _("locked after wrong passwords"),
    "unused": _("not used for 90 days"),
}


def choices(words: Mapping[Any, Any], empty: Any = None) -> list[tuple[str, Any]]:
    """What a select offers: values with their words, and an empty first line where ``empty`` names it."""
    first = [] if empty is None else [("", empty)]
    return first + [(str(value), label) for value, label in words.items()]


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's field takes no brackets at run time
    """A living unit, chosen from the tree; the depth shows as an indent."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Unit.objects.filter(valid_to__isnull=True).order_by("path"), **options)

    def label_from_instance(self, obj: Unit) -> str:
        return obj.indent + obj.name


FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
"""Beyond these nobody means a day; the last days of the calendar have no next one to count on from."""


class DayField(forms.DateField):
    """A day, picked or typed as 2026-11-30, 2026.11.30 or 2026/11/30."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            validators=[MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)],
            input_formats=["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            **options,
        )


class PersonForm(forms.Form):
    full_name = forms.CharField(label=_("Full name"), max_length=64)
    phone = forms.CharField(label=_("Telephone"), max_length=32, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label=_("E-mail"), required=False)


class EditPersonForm(PersonForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def set_beside(self, stored: User) -> None:
        """Somebody was faster: under each text that was typed stands the one stored meanwhile. Sent once more, the typed one holds."""
        for name in PersonForm.base_fields:
            text = getattr(stored, name)
            if text != self.cleaned_data[name]:
                self.add_error(name, _("Stored meanwhile: “%(text)s”") % {"text": text or "—"})
        self.data = {**dict(self.data.items()), "version": stored.version}


class NewPersonForm(PersonForm):
    username = forms.CharField(
        label=_("User name"),
        max_length=64,
        help_text=_("2 to 64 letters, digits or . _ - @"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    unit = UnitField(label=_("Unit"), required=False)
    kind = forms.ChoiceField(label=_("Post"), choices=choices(POST_KINDS, "---------"), required=False)
    field_order = ("full_name", "username", "unit", "kind", "phone", "email")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("unit")) != bool(cleaned.get("kind")) and not self.errors:
            raise ValidationError(_("A post needs a unit, and a unit a post."))
        return cleaned


class OwnPasswordForm(PasswordChangeForm):
    """The old password is judged as at the door: wrong ones lock, so that an unwatched desk is no place to try them."""

    def __init__(self, request: HttpRequest, user: User, data: Mapping[str, Any] | None) -> None:
        super().__init__(user, data)
        self.request = request

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if get_adapter(self.request).authenticate(self.request, username=self.user.get_username(), password=old) is None:
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return old


class PostForm(forms.Form):
    unit = UnitField(label=_("Unit"))
    kind = forms.ChoiceField(label=_("Post"), choices=choices(POST_KINDS))
    since = DayField(label=_("From"), required=False, help_text=_("Empty: from today."))
    until = DayField(label=_("To"), required=False, help_text=_("The last day; empty: without an end."))

    def clean_kind(self) -> PostKind:
        return PostKind(self.cleaned_data["kind"])


class LastDayForm(forms.Form):
    last_day = DayField(label=_("Last day"), required=False, help_text=_("Empty: ends at once."))


class TransferForm(forms.Form):
    unit = UnitField(label=_("New unit"))
    first_day = DayField(label=_("First day there"), required=False, help_text=_("Empty: today."))


class PeopleFilter(forms.Form):
    words = forms.CharField(label=_("Name or user name"), required=False, max_length=64)
    unit = UnitField(label=_("Unit, with all below"), required=False, empty_label=_("all"))
    kind = forms.ChoiceField(label=_("Post"), choices=choices(POST_KINDS, _("all")), required=False)
    state = forms.ChoiceField(label=_("Account"), choices=choices(STATES, _("all")), required=False)


class NewUnitForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=128)
    kind = forms.ChoiceField(label=_("Kind"), choices=choices(UNIT_KINDS), initial=UnitKind.DEPARTMENT)
    parent = UnitField(label=_("Belongs to"), required=False, empty_label=_("nobody: at the top"))
    since = DayField(label=_("Valid from"), required=False, help_text=_("Empty: for as long as can be remembered."))

    def clean_kind(self) -> UnitKind:
        return UnitKind(self.cleaned_data["kind"])


class UnitKindForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=choices(UNIT_KINDS))

    def clean_kind(self) -> UnitKind:
        return UnitKind(self.cleaned_data["kind"])


class RenameUnitForm(forms.Form):
    name = forms.CharField(label=_("New name"), max_length=128)
    on = DayField(label=_("From"), required=False, help_text=_("The first day of the new name; empty: today."))


class MoveUnitForm(forms.Form):
    parent = UnitField(label=_("Belongs to"), required=False, empty_label=_("nobody: at the top"))


class DissolveUnitForm(forms.Form):
    on = DayField(label=_("Last day"), required=False, help_text=_("Empty: today."))


class MergeUnitForm(forms.Form):
    into = UnitField(label=_("Merged into"))
    on = DayField(label=_("Last day"), required=False, help_text=_("Empty: today."))


class FormerNameForm(forms.Form):
    name = forms.CharField(label=_("Former name"), max_length=128)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), help_text=_("The last day of the name."))


class AliasForm(forms.Form):
    alias = forms.CharField(label=_("Another word"), max_length=128)


class GroupForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=128)


class MemberForm(forms.Form):
    unit = UnitField(label=_("Unit"))
    since = DayField(label=_("From"), required=False, help_text=_("Empty: from today."))
    until = DayField(label=_("To"), required=False, help_text=_("The last day; empty: without an end."))


class SheetForm(forms.Form):
    file = forms.FileField(label=_("Sheet (.xlsx or .csv)"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("The file has more than %(megabytes)d MB. Split it."), params={"megabytes": LARGEST_FILE // MEGABYTE})
        return file
