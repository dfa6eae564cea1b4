"""Tags of the design system; ``templates/components/README.md`` shows each in use."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rectification.web.sorting import Order

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture of ``static/icons/sprite.svg``; always beside a word, hence silent for screen readers."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("icons/sprite.svg"), name)


@register.simple_tag
def tag(words: object, tone: str = "neutral") -> SafeString:
    """A status word. ``tone``: neutral, info, good, warn, bad, special, open."""
    return format_html('<span class="tag tag-{}">{}</span>', tone, words)


@register.inclusion_tag("components/sort_head.html", takes_context=True)
def sort_head(context: template.Context, key: str, words: object, order: Order) -> dict[str, Any]:
    """The head of a column that can be sorted; the link keeps every other parameter and goes back to the first page."""
    return {"request": context["request"], "words": words, "ordering": order.toggled(key), "direction": order.direction(key)}


@register.simple_tag
def shown_pages(page: Page[Any]) -> list[int | str]:
    """The numbers a pager shows: the ends, the neighbours of this page, and an ellipsis between."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))
