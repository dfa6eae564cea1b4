"""Left-over HTML: tags become line breaks or nothing, entities become their characters."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from rectification.intake.reading.draft import RepairKind
from rectification.intake.reading.mending.edits import Proposal

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>br|hr|p|div|span|font|strong|em|b|i|u|a|img|table|tbody|thead|tr|td|th|ul|ol|li|h[1-6]|section|center|o:p|st1:\w{1,20})"
    r"(?:\s[^<>\n]{0,500})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_BREAKING = frozenset({"br", "hr"})
_BREAKING_AT_END = frozenset({"p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th"})
_LINE_ENDS_HERE = re.compile(r"[ \t\u3000]*(?:\n|\Z)")


def find(text: str) -> Iterator[Proposal]:
    """Tags that break a line and have no line end of their own become one; other tags vanish."""
    if "<" in text:
        for tag in _TAG.finditer(text):
            yield Proposal(tag.start(), tag.end(), _instead_of(tag, text), RepairKind.MARKUP, "tag")
    if "&" in text:
        for entity in _ENTITY.finditer(text):
            meaning = html.unescape(entity[0]).replace("\xa0", " ")
            if meaning != entity[0]:
                yield Proposal(*entity.span(), meaning, RepairKind.MARKUP, "entity")


def _instead_of(tag: re.Match[str], text: str) -> str:
    name = tag["name"].lower()
    breaks = name in _BREAKING or (tag["close"] and name in _BREAKING_AT_END)
    return "\n" if breaks and not _LINE_ENDS_HERE.match(text, tag.end()) else ""


def headless(text: str, place: int) -> tuple[int, str] | None:
    """The tag or entity that lost its first character at ``place``: where it ends and what stands for it; None where there is none."""
    if (tag := _TAG.match("<" + text[place : place + 40])) and tag["name"]:
        return place + tag.end() - 1, _instead_of(tag, tag.string)
    if entity := _ENTITY.match("&" + text[place : place + 40]):
        return place + entity.end() - 1, html.unescape(entity[0])
    return None
