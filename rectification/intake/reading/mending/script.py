"""A paper in traditional characters is read in simplified ones; a few traditional names in a simplified paper are left."""

from __future__ import annotations

import re
from functools import cache

import opencc

_HAN = re.compile(r"[\u3400-\u9fff]")
_SAMPLE = 20_000
_LEAST_SHARE = 0.05
# OpenCC keeps 著, which is right in these words only; everywhere else the simplified script writes 着.
_KEPT_ZHU = re.compile(r"(?<![显名专编土昭卓论巨原译遗拙合])著(?![名作称书述者录有])")


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


def is_traditional(text: str) -> bool:
    """True where characters that only the traditional script has are common and outnumber simplified ones by far."""
    sample = "".join(_HAN.findall(text[:_SAMPLE]))
    traditional = _changed(sample, _converter("t2s").convert(sample))
    simplified = _changed(sample, _converter("s2t").convert(sample))
    return bool(sample) and traditional >= _LEAST_SHARE * len(sample) and traditional > 4 * simplified


def simplify(text: str) -> str:
    """The text in simplified characters, as long as the text given, character for character."""
    convert = _converter("t2s").convert
    whole = convert(text)
    if len(whole) != len(text):
        whole = "".join(new if len(new := convert(character)) == 1 else character for character in text)
    return _KEPT_ZHU.sub("着", whole)


def _changed(old: str, new: str) -> int:
    return sum(a != b for a, b in zip(old, new, strict=False))
