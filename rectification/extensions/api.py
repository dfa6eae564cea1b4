"""Requests for a later deadline, for programs: ask, decide, take back."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from rest_framework import serializers

from rectification.extensions import actions
from rectification.extensions.forms import LONGEST_TEXT
from rectification.extensions.queries import extensions_for
from rectification.models import Extension, ExtensionOpinion
from rectification.models.extensions import EXTENSION_STATES
from rectification.vocabulary import ExtensionLevel, ExtensionState
from rectification.web.bodies import Body, Day, Key, Nothing, OneOf, Text, YesNo
from rectification.web.reading import KeyFilter
from rectification.web.writing import Writing, changing, creating


class ExtensionFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter ships no types
    issue = KeyFilter()
    unit = KeyFilter()
    state = django_filters.ChoiceFilter(choices=[(state.value, words) for state, words in EXTENSION_STATES.items()])


class OpinionRow(serializers.ModelSerializer[ExtensionOpinion]):
    level = OneOf(ExtensionLevel)

    class Meta:
        model = ExtensionOpinion
        fields = ("step", "level", "agrees", "words", "due", "given_at")


class ExtensionRow(serializers.ModelSerializer[Extension]):
    """``levels[step]`` is the level whose word is next while the request waits."""

    state = OneOf(ExtensionState)
    levels = serializers.ListField(child=OneOf(ExtensionLevel))
    opinions = OpinionRow(many=True)

    class Meta:
        model = Extension
        fields = (
            *("id", "issue", "unit", "asked_at", "former_due", "proposed_due", "reason", "progress", "late", "levels", "step"),
            *("state", "granted_due", "document_number", "decided_at", "opinions", "version"),
        )


class NewExtension(Body):
    issue = Key()
    issue_version = Key(help_text="The version of the issue that you saw.")
    proposed_due = Day()
    reason = Text(max_length=LONGEST_TEXT)
    progress = Text(max_length=LONGEST_TEXT)


class OpinionBody(Body):
    agrees = YesNo()
    due = Day(allow_null=True, default=None, help_text="The date you agree to.")
    words = Text(max_length=LONGEST_TEXT, default="", help_text="Required when you refuse.")
    document_number = Text(max_length=64, default="", help_text="Of the higher level's consent, where the issue comes from there.")


class Extensions(Writing):
    """Requests on issues you may see."""

    serializer_class = ExtensionRow
    filterset_class = ExtensionFilter
    queryset = Extension.objects.none()

    def get_queryset(self) -> QuerySet[Extension]:
        return extensions_for(self.person).prefetch_related("opinions")

    @creating(NewExtension, ExtensionRow)
    def create(self, said: dict[str, Any]) -> Extension:
        return actions.ask(issue_id=said.pop("issue"), version=said.pop("issue_version"), **said, **self.by())

    @changing(OpinionBody, ExtensionRow, at="decide", verb="post")
    def decide(self, extension: Extension, said: dict[str, Any], version: int) -> Extension:
        return actions.give_opinion(extension_id=extension.pk, **said, version=version, **self.by())

    @changing(Nothing, ExtensionRow, at="withdraw", verb="post")
    def withdraw(self, extension: Extension, _said: dict[str, Any], version: int) -> Extension:
        return actions.withdraw(extension_id=extension.pk, version=version, **self.by())
