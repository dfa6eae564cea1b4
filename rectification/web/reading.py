"""Reading for programs: lists in pages, filters that are known, single objects with the version they are at."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework import viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from rectification.refusals import NotVisible
from rectification.web.numbers import whole
from rectification.web.throttling import PerPerson

PAGING = frozenset({"page", "page_size", "format"})
LARGEST_KEY = 2**63 - 1
LONGEST_TEXT = 100


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": LARGEST_KEY})
class KeyFilter(django_filters.Filter):  # type: ignore[misc]  # django-filter ships no types
    """The number of an object. One that does not exist finds nothing, as one that is hidden."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=1, max_value=LARGEST_KEY, **kwargs)


@extend_schema_field({"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT})
class TextFilter(django_filters.CharFilter):  # type: ignore[misc]  # django-filter ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, max_length=LONGEST_TEXT, **kwargs)


@extend_schema_field({"type": "boolean"})
class YesNoFilter(django_filters.Filter):  # type: ignore[misc]  # django-filter ships no types
    """``true`` or ``false``; its own filter of this name takes any other word for no question at all."""

    field_class = forms.TypedChoiceField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        words = [("true", "true"), ("false", "false")]
        super().__init__(*args, choices=words, coerce=lambda word: word == "true", empty_value=None, **kwargs)


class KnownParameters(DjangoFilterBackend):  # type: ignore[misc]  # django-filter ships no types
    """A parameter that no filter knows, or that says nothing, is a mistake of the caller, and is said to be one."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        refuse_unknown(request.query_params, set(view.filterset_class.base_filters) | PAGING)
        found: QuerySet[Any] = super().filter_queryset(request, queryset, view)
        return found


def refuse_unknown(asked: QueryDict, known: set[str]) -> None:
    unknown = sorted(set(asked) - known)
    if unknown:
        raise ValidationError({name: [f"Unknown parameter. Known are: {', '.join(sorted(known))}."] for name in unknown})
    empty = sorted(name for name, value in asked.items() if not value)
    if empty:
        raise ValidationError({name: ["This parameter says nothing. Leave it out."] for name in empty})
    if not whole(asked.get("page_size", "1")):
        raise ValidationError({"page_size": ["A page has at least one row."]})


class Reading(viewsets.ReadOnlyModelViewSet[Any]):
    """Anything that an address does not do is 405, before who asks is even looked at.

    ``get_queryset`` gives what this person may see: nothing else is found, neither in lists nor by its number.
    """

    filter_backends = (KnownParameters,)
    throttle_classes = (PerPerson,)
    http_method_names = ["get", "head", "post", "put", "delete"]  # what OPTIONS would tell, the schema says better
    lookup_value_converter = "int"

    @property
    def person(self) -> User:
        return self.request.user  # type: ignore[return-value]  # IsAuthenticated has narrowed it

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if str(request.method).lower() not in self.action_map:
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)

    def get_object(self) -> Any:
        found: Model | None = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotVisible("There is no such object, or it is not shown to you.")
        return found

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """An answer about one object that has a version carries it as ``ETag``, for ``If-Match`` in a later change."""
        told = getattr(response, "data", None)
        version = (told.get("present") or told).get("version") if isinstance(told, dict) else None
        if version is not None:
            response["ETag"] = f'"{version}"'
        return super().finalize_response(request, response, *args, **kwargs)
