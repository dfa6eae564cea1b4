"""Pages of lists, for people and for programs. Counting stops at a bound, so that a long list costs no more than a short one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response

PAGE_SIZES = (50, 200)
COUNTED = 10_000
"""Rows are counted, and pages can be turned, up to here; beyond it a filter has to help."""


LARGEST_NUMBER = 10**12 - 1
"""As ``numbers.whole`` reads it. A page larger than the largest is cut to that."""


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # not generic at run time
    """Counts exactly up to ``COUNTED``; ``count_words`` then says "10,000+". Takes rows, or keys already cut at the bound."""

    object_list: QuerySet[Any] | list[int]

    @cached_property
    def _counted(self) -> int:
        if isinstance(self.object_list, list):
            return len(self.object_list)
        return self.object_list.order_by().values("pk")[: COUNTED + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._counted, COUNTED)

    @property
    def is_exact(self) -> bool:
        return self._counted <= COUNTED

    @property
    def count_words(self) -> str:
        return f"{self.count:,}" if self.is_exact else f"{self.count:,}+"


def keys_of(rows: QuerySet[Any]) -> list[int]:
    """The keys of ``rows`` in their order, one more than can be paged through: one query for the page and the count."""
    return list(rows.values_list("pk", flat=True)[: COUNTED + 1])


def page_of(rows: QuerySet[Any] | list[int], asked: QueryDict) -> Page[Any]:
    """The page of ``rows`` that ``page`` and ``page_size`` ask for; anything impossible means the nearest possible page."""
    size = asked.get("page_size", "")
    per_page = int(size) if size in map(str, PAGE_SIZES) else PAGE_SIZES[0]
    return BoundedPaginator(rows, per_page).get_page(asked.get("page"))


class ApiPages(PageNumberPagination):
    """At most 200 rows a page. ``count`` is exact where ``exact`` is true, else there are more."""

    django_paginator_class = BoundedPaginator
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def get_paginated_response(self, data: Sequence[Any]) -> Response:
        paginator = cast("BoundedPaginator", cast("Page[Any]", self.page).paginator)
        response = super().get_paginated_response(data)
        response.data = {"exact": paginator.is_exact, **response.data}
        return response

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        parameters: list[dict[str, Any]] = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            parameter["schema"] |= {"minimum": 1, "maximum": LARGEST_NUMBER}
        return parameters

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        described = super().get_paginated_response_schema(schema)
        described["properties"]["exact"] = {
            "type": "boolean",
            "description": "Whether count is the true number of rows, or only its bound.",
        }
        described["required"] = [*described["required"], "exact"]
        return described
