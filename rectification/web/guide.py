"""What the page of components shows: samples, no data."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rectification.vocabulary import Pace, Stage
from rectification.web.paging import PAGE_SIZES
from rectification.web.sorting import Order

ICONS = (
    *("mark", "search", "close", "check", "right", "left", "down", "up", "sort", "list", "document", "upload", "download", "people"),
    *("person", "unit", "settings", "display", "language", "leave", "warning", "information", "clock", "calendar", "empty", "plus"),
    *("edit", "remove", "lock", "print", "group"),
)
PROSE = _("The leachate of the transfer station runs into the rain sewer; the tank is broken and nobody has emptied it for a month.")


class SampleForm(forms.Form):
    """One field of each sort; always bound and wrong, so that the errors show."""

    title = forms.CharField(label=_("Title"), help_text=_("As it stands on the first page."))
    issued = forms.DateField(label=_("Date of issue"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    statement = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 3}))
    stage = forms.ChoiceField(label=_("Stage"), choices=[("", "—")], required=False)
    size = forms.ChoiceField(label=_("Size"), choices=[("a", _("Small")), ("b", _("Large"))], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label=_("I have checked this"))


@dataclass(frozen=True, slots=True)
class Sample:
    words: Promise | str
    url: str = "#"
    current: bool = False
    count: int | None = None
    state: str = ""


@dataclass(frozen=True)
class Guide:
    icons: tuple[str, ...] = ICONS
    stages: tuple[str, ...] = tuple(stage.value for stage in Stage)
    paces: tuple[str, ...] = tuple(pace.value for pace in Pace)
    form: forms.Form = field(default_factory=lambda: SampleForm({"size": "a"}))
    order: Order = field(default_factory=lambda: Order("number"))
    sizes: tuple[int, ...] = PAGE_SIZES
    prose: Promise = PROSE
    crumbs: tuple[Sample, ...] = (Sample(_("Ledger"), "/"), Sample(_("Components"), ""))
    chips: tuple[Sample, ...] = (Sample(_("Overdue")), Sample(_("In progress")))
    tabs: tuple[Sample, ...] = (Sample(_("Ledger"), current=True, count=12), Sample(_("Plans"), count=0), Sample(_("Units")))
    steps: tuple[Sample, ...] = (
        Sample(_("In progress"), state="done"),
        Sample(_("Completed"), state="done"),
        Sample(_("In acceptance"), state="now"),
        Sample(_("Awaiting both signatures"), state="todo"),
        Sample(_("Closed"), state="todo"),
    )
    notices: tuple[str, ...] = ("", "good", "warn", "bad")
    messages: tuple[str, ...] = ("info", "success", "warning", "error")

    @property
    def page(self) -> Page[Any]:
        return Paginator(range(1000), PAGE_SIZES[0]).page(5)

    @property
    def acts(self) -> list[dict[str, Any]]:
        stages = [{"words": _("Stage"), "old": _("In progress"), "new": _("Completed")}]
        return [
            {"title": _("Reported as completed"), "at": "2026-11-20 09:30", "changes": stages, "text": self.prose},
            {"title": _("Started"), "at": "2026-04-26 14:05", "changes": []},
        ]
