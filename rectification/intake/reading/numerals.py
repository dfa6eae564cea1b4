"""Reads whole numbers below ten thousand as plans write them: 12, 十二, 二十一, 廿, 两, 一百二十, 二〇二一."""

from __future__ import annotations

DIGITS = {
    "零": 0,
    "〇": 0,
    "○": 0,
    "◯": 0,
    "O": 0,
    "o": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
DIGITS |= {str(digit): digit for digit in range(10)}
SCALES = {"十": 10, "百": 100, "千": 1000}
SHORT_TENS = {"廿": "二十", "卅": "三十"}
LONGEST = 8


def read_numeral(text: str) -> int | None:
    """The number that ``text`` writes, in Arabic or Chinese numerals, digit by digit or with 十, 百, 千; ``None`` where it writes none."""
    if not text or len(text) > LONGEST:
        return None
    if all(char in DIGITS for char in text):
        return _read_digits(text)
    return _read_scaled("".join(SHORT_TENS.get(char, char) for char in text))


def _read_digits(text: str) -> int:
    number = 0
    for char in text:
        number = number * 10 + DIGITS[char]
    return number


def _read_scaled(text: str) -> int | None:
    total, pending, lowest = 0, None, 10_000
    for char in text:
        if char in SCALES:
            scale = SCALES[char]
            if scale >= lowest:
                return None
            total, pending, lowest = total + (1 if pending is None else pending) * scale, None, scale
        elif char in DIGITS and not pending:
            pending = DIGITS[char]
        else:
            return None
    return total + (pending or 0)
