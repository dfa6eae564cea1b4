"""Filters of the checking page."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()

CHARACTERS_A_LINE = 30
MOST_ROWS = 12


@register.filter
def get(values: Mapping[str, Any], key: str) -> Any:
    """The value under a key that the template computes."""
    return values.get(key)


@register.filter
def split(text: str) -> list[str]:
    return text.split()


@register.filter
def rows(text: str) -> int:
    """How many lines a field needs to show its text without scrolling, within bounds."""
    lines = sum(1 + len(line) // CHARACTERS_A_LINE for line in text.split("\n"))
    return max(1, min(MOST_ROWS, lines))
