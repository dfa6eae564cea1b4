"""The numbers that open a line: 一、 （一） 1. 1、 (1) ① 一是 第一部分 问题一 序号8(市序号9) 1.1 1.1.1."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rectification.intake.reading.numerals import read_numeral

_CN = r"[〇零一二三四五六七八九十百]{1,7}"
_NUMERAL = rf"(?:\d{{1,4}}|{_CN})"
_PROBLEM = r"(?:反馈|整改|存在|个性|共性)?(?:问题|任务|事项|方案)"
# After the dot of a number: 2.5万吨 counts nothing, 2.2025年底前… does.
NO_DECIMAL = r"(?:(?!\d)|(?=\d{4}年|\d{1,2}月))"


class Style(StrEnum):
    """How a number is printed. Lines of one style belong to one level."""

    PART = "part"
    CHINESE = "chinese"
    CHINESE_BRACKETS = "chinese_brackets"
    ARABIC_DOT = "arabic_dot"
    ARABIC_COMMA = "arabic_comma"
    ARABIC_BRACKETS = "arabic_brackets"
    ARABIC_HALF_BRACKET = "arabic_half_bracket"
    CIRCLED = "circled"
    FIRSTLY = "firstly"
    ORDINAL = "ordinal"
    PROBLEM = "problem"
    SERIAL = "serial"
    COMPOUND = "compound"
    SECOND_LEVEL = "second_level"
    THIRD_LEVEL = "third_level"


_OF_SEVERAL_LEVELS = frozenset({Style.COMPOUND, Style.SECOND_LEVEL, Style.THIRD_LEVEL})
_LONGEST_MARKER = 40


@dataclass(frozen=True, slots=True)
class Marker:
    """The number that opens a line: ``length`` characters of it, white space after it included."""

    style: Style
    value: int
    printed: str
    length: int
    number: str
    higher: str = ""


_PATTERNS: tuple[tuple[Style, re.Pattern[str]], ...] = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        (
            Style.SERIAL,
            rf"([【\[]?(?:整改)?[序编]\s*号[】\]]?\s*[:：]?\s*({_NUMERAL})\s*(?:[(（]([^()（）]{{1,20}})[)）])?)\s*[:：、.．]?\s*",
        ),
        (Style.COMPOUND, rf"({_PROBLEM}\s*(\d{{1,3}}[-－.](\d{{1,3}})))\s*(?:[:：、\s]\s*|$)"),
        (Style.PROBLEM, rf"([【〔\[〖]\s*{_PROBLEM}\s*({_NUMERAL})\s*[】〕\]〗])\s*[:：、.．]?\s*"),
        (Style.PROBLEM, rf"({_PROBLEM}\s*[(（]\s*({_NUMERAL})\s*[)）])\s*[:：、.．]?\s*"),
        (Style.PROBLEM, rf"({_PROBLEM}\s*[(（]?({_NUMERAL})[)）]?)\s*(?:[:：、.．]\s*|\s+|$)"),
        (Style.PROBLEM, rf"(第\s*({_NUMERAL})\s*(?:个问题|号问题|项问题|项|条))\s*(?:[:：、.．]\s*|\s+|$)"),
        (Style.PART, rf"(第\s*({_NUMERAL})\s*(?:部分|章|节|篇|方面))\s*[:：、.．]?\s*"),
        (Style.CHINESE, rf"(({_CN})\s*[、.．])\s*"),
        (Style.CHINESE_BRACKETS, rf"([(（〔【]\s*({_CN})\s*[)）〕】])\s*[、.．]?\s*"),
        (Style.COMPOUND, r"((\d{1,3}[-－](\d{1,3})))\s*[、.．:：\s]\s*"),
        (Style.SECOND_LEVEL, r"((\d{1,2}\.(\d{1,2})))\s+(?=[\u4e00-\u9fff“《])"),
        (Style.THIRD_LEVEL, r"((\d{1,2}\.\d{1,2}\.(\d{1,2})))\s+(?=[\u4e00-\u9fff“《])"),
        (Style.ARABIC_DOT, rf"((\d{{1,4}})\s*[.．]){NO_DECIMAL}\s*"),
        (Style.ARABIC_COMMA, r"((\d{1,4})\s*、)\s*"),
        (Style.ARABIC_BRACKETS, r"([(（]\s*(\d{1,4})\s*[)）])\s*[、.．]?\s*"),
        (Style.ARABIC_HALF_BRACKET, r"((\d{1,3})\s*[)）])\s*"),
        (Style.CIRCLED, r"(([①-⑳❶-❿]))\s*[、.．]?\s*"),
        (Style.ARABIC_BRACKETS, r"(([⑴-⒇]))\s*[、.．]?\s*"),
        (Style.ARABIC_DOT, r"(([⒈-⒛]))\s*"),
        (Style.CHINESE_BRACKETS, r"(([㈠-㈩]))\s*[、.．]?\s*"),
        (Style.FIRSTLY, rf"(({_CN})是)(?!否)\s*[,，:：]?\s*"),
        (Style.ORDINAL, rf"(第({_CN}))\s*[、,，:：]\s*"),
    )
)
_OPENING = re.compile(r"[〖序编整反存个共问任事方第〇零一二三四五六七八九十百(（〔【\[\d①-⒛㈠-㈩❶-❿]")
_PLAIN = re.compile(r"^(?:(\d{1,4})\s*[.．、]?|[(（]\s*(\d{1,4})\s*[)）]|(\d{1,4})\s*[(（]\s*([^()（）\d]{1,8}\d{1,4})\s*[)）])$")


def numeral(text: str) -> int | None:
    """The value of an Arabic (any width), Chinese or circled numeral, ``None`` where ``text`` is not one.

    >>> numeral("十二"), numeral("12"), numeral("③"), numeral("一百零三")
    (12, 12, 3, 103)
    """
    if text.isdecimal():
        return int(text)
    if len(text) == 1 and (value := unicodedata.numeric(text, -1)) >= 0:
        return int(value)
    return read_numeral(text)


def marker_of(text: str) -> Marker | None:
    """The number that opens ``text``, or ``None``.

    >>> marker_of("（二）固体废物").value, marker_of("2.5万吨"), marker_of("序号8(市序号9)").higher
    (2, None, '市序号9')
    """
    return _marker_of(text[:_LONGEST_MARKER]) if _OPENING.match(text) else None


@lru_cache(maxsize=4096)
def _marker_of(text: str) -> Marker | None:
    for style, pattern in _PATTERNS:
        if match := pattern.match(text):
            return _marker(style, match)
    return None


def _marker(style: Style, match: re.Match[str]) -> Marker | None:
    inner = match.group(3) if style in _OF_SEVERAL_LEVELS else match.group(2)
    value = numeral(inner)
    if value is None:
        return None
    higher = (match.group(3) or "") if style is Style.SERIAL else ""
    number = match.group(2) if style in _OF_SEVERAL_LEVELS else str(value)
    return Marker(style, value, match.group(1), match.end(), number, higher)


def plain_number(text: str) -> tuple[int, str] | None:
    """The value of a table cell that holds only a number, and the higher level's number beside it.

    >>> plain_number("12"), plain_number("8（市序号9）"), plain_number("12项")
    ((12, ''), (8, '市序号9'), None)
    """
    match = _PLAIN.match(text)
    if not match:
        return None
    digits = match.group(1) or match.group(2) or match.group(3)
    return int(digits), match.group(4) or ""
