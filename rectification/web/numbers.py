"""Numbers that come from addresses and forms."""

import re
import unicodedata
from decimal import Decimal

QUANTITY = re.compile(r"(\d{1,14}|\d{1,3}(?:,\d{3}){1,4})(\.\d+)?\s*([万亿]?)")
MYRIADS = {"": 0, "万": 4, "亿": 8}
LARGEST = Decimal(10) ** 14
PLACES = 4
"""Decimal places that the tables keep."""


def whole(text: str) -> int | None:
    """The whole number that plain digits stand for; ``None`` for anything else, and for more digits than a key can have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else None


def quantity(text: str) -> Decimal | None:
    """The number that a person typed: 412, 1,200, 1.2万, ３亿; ``None`` for anything else, and for more than the tables keep."""
    found = QUANTITY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    number = Decimal(found[1].replace(",", "") + (found[2] or "")).scaleb(MYRIADS[found[3]])
    return number if number < LARGEST and number == round(number, PLACES) else None


def quantity_words(number: Decimal) -> str:
    """A number without the zeros that only its column has: 412, 1.25."""
    return f"{number.normalize():f}"


def reached_words(reached: Decimal, total: Decimal, counted_in: str) -> str:
    """412/618 座（66.7%）."""
    return f"{quantity_words(reached)}/{quantity_words(total)} {counted_in}（{reached / total * 100:.1f}%）"
