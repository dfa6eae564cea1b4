"""The filters of the ledger: one set for the page and for programs, so that both always find the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import UNIT_KINDS, Unit
from rectification.models import Issue, Plan
from rectification.models.issues import DEADLINE_KINDS, ISSUE_KINDS, SCOPES, STAGES, UNIT_ROLES
from rectification.overview.queries import DEFAULT_ORDER, ORDERS, in_order, plans_among, with_unit_in_role
from rectification.vocabulary import Pace
from rectification.web.reading import TextFilter, YesNoFilter
from rectification.web.sorting import Order
from rectification.web.words import PACES


def _choices(words: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    return [(key.value, word) for key, word in words.items()]


class IssueFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    """What a list of issues can be narrowed by; ``unit`` and ``role`` speak of the same unit of an issue."""

    text = TextFilter(label=_("Text or number"), method="with_text", widget=forms.TextInput(attrs={"type": "search", "data-search": ""}))
    plan = django_filters.ModelChoiceFilter(label=_("Plan"), queryset=Plan.objects.none(), empty_label=_("All"))
    unit = django_filters.ModelChoiceFilter(
        label=_("Unit"), queryset=Unit.objects.order_by("path"), method="with_unit", empty_label=_("All")
    )
    role = django_filters.ChoiceFilter(label=_("In the role"), choices=_choices(UNIT_ROLES), method="with_role", empty_label=_("Any"))
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=_choices(STAGES), empty_label=_("All"))
    pace = django_filters.ChoiceFilter(label=_("Pace"), choices=_choices(PACES), empty_label=_("All"))
    overdue = YesNoFilter(label=_("Overdue"), method="with_overdue", widget=forms.HiddenInput)
    deadline_kind = django_filters.ChoiceFilter(label=_("Deadline"), choices=_choices(DEADLINE_KINDS), empty_label=_("All"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=_choices(ISSUE_KINDS), empty_label=_("All"))
    scope = django_filters.ChoiceFilter(label=_("Own or common"), choices=_choices(SCOPES), empty_label=_("All"))
    due_from = django_filters.DateFilter(
        label=_("Due from"), field_name="due", lookup_expr="gte", widget=forms.DateInput(attrs={"type": "date"})
    )
    due_to = django_filters.DateFilter(
        label=_("Due until"), field_name="due", lookup_expr="lte", widget=forms.DateInput(attrs={"type": "date"})
    )
    ordering = django_filters.ChoiceFilter(
        label=_("Order"),
        choices=[(sign + key, sign + key) for key in ORDERS for sign in ("", "-")],
        method="sorted_by",
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Issue
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["plan"].queryset = plans_among(self.queryset)

    @property
    def order(self) -> Order:
        return Order.chosen(str(self.data.get("ordering", "")), ORDERS, DEFAULT_ORDER)

    def with_text(self, issues: QuerySet[Issue], _name: str, value: str) -> QuerySet[Issue]:
        for word in value.split():
            issues = issues.filter(
                Q(statement__icontains=word)
                | Q(name__icontains=word)
                | Q(work_item__icontains=word)
                | Q(printed_number__iexact=word)
                | Q(higher_number__icontains=word)
            )
        return issues

    def with_unit(self, issues: QuerySet[Issue], _name: str, value: Unit) -> QuerySet[Issue]:
        return with_unit_in_role(issues, value, self.form.cleaned_data.get("role") or "")

    def with_role(self, issues: QuerySet[Issue], _name: str, value: str) -> QuerySet[Issue]:
        chosen = self.form.cleaned_data.get("unit")
        return issues if chosen else with_unit_in_role(issues, None, value)

    def with_overdue(self, issues: QuerySet[Issue], _name: str, value: bool) -> QuerySet[Issue]:
        """The most asked question in its own word; on the page it is one of the paces."""
        return issues.filter(Q(pace=Pace.OVERDUE) if value else ~Q(pace=Pace.OVERDUE))

    def sorted_by(self, issues: QuerySet[Issue], _name: str, value: str) -> QuerySet[Issue]:
        return in_order(issues, value.removeprefix("-"), descending=value.startswith("-"))


class PlanFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    title = TextFilter(lookup_expr="icontains")
    document_number = TextFilter(lookup_expr="icontains")

    class Meta:
        model = Plan
        fields: tuple[str, ...] = ()


class UnitFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    name = TextFilter(lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(choices=_choices(UNIT_KINDS))
    parent = django_filters.ModelChoiceFilter(queryset=Unit.objects.all())

    class Meta:
        model = Unit
        fields: tuple[str, ...] = ()
