"""What the office types about its practice and its calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rectification.models import PracticeRow
from rectification.models.issues import UNIT_ROLES
from rectification.models.practice import EXTENSION_LEVELS
from rectification.office.rules import MOST_WARNING_DAYS, WORKING_ROLES
from rectification.practice import Practice
from rectification.vocabulary import ExtensionLevel, UnitRole
from rectification.web.forms import DayField

NOT_ASKED = "—"


class PracticeForm(forms.Form):
    """The chain of an extension is typed level by level: each place names who decides there, or nobody."""

    warning_days = forms.IntegerField(
        label=_("Warning days"),
        help_text=_("An issue counts as “due soon” when its last day is at most so many days away."),
        min_value=0,
        max_value=MOST_WARNING_DAYS,
    )
    reporting_roles = forms.MultipleChoiceField(
        label=_("Units in these roles report in each period"),
        choices=[(role.value, UNIT_ROLES[role]) for role in WORKING_ROLES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role whose units report.")},
    )
    head_confirms = forms.BooleanField(label=_("A report counts only after the head of its unit has confirmed it"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, practice: Practice) -> None:
        row = PracticeRow.objects.first()
        chain = {f"level_{place}": level for place, level in enumerate(practice.extension_levels, 1)}
        stood = {
            "warning_days": practice.warning_days,
            "reporting_roles": [role.value for role in practice.reporting_roles],
            "head_confirms": practice.head_confirms,
            "version": row.version if row else 0,
            **chain,
        }
        super().__init__(data, initial=stood)
        for place in range(1, len(ExtensionLevel) + 1):
            self.fields[f"level_{place}"] = forms.ChoiceField(
                label=_("Who decides an extension: step %(place)s") % {"place": place},
                choices=[("", NOT_ASKED), *((level.value, EXTENSION_LEVELS[level]) for level in ExtensionLevel)],
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chain = [cleaned.get(f"level_{place}") for place in range(1, len(ExtensionLevel) + 1)]
        levels = [level for level in chain if level]
        if not levels:
            self.add_error("level_1", _("Somebody has to decide an extension: choose at least one level."))
        if len(set(levels)) < len(levels):
            self.add_error("level_1", _("Each level decides once."))
        return cleaned

    def practice(self) -> Practice:
        typed = self.cleaned_data
        levels = (typed[f"level_{place}"] for place in range(1, len(ExtensionLevel) + 1))
        return Practice(
            warning_days=typed["warning_days"],
            reporting_roles=tuple(UnitRole(role) for role in typed["reporting_roles"]),
            head_confirms=typed["head_confirms"],
            extension_levels=tuple(ExtensionLevel(level) for level in levels if level),
        )


class DayForm(forms.Form):
    day = DayField(label=_("Day"))
    working = forms.TypedChoiceField(
        label=_("On this day"),
        choices=[("yes", _("people work")), ("no", _("people do not work"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), max_length=64, required=False)
