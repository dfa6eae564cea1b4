"""Characters torn apart because a pronunciation was put into their middle.

A page that prints ``(pinyin)`` behind its characters took two bytes of neighbouring characters for one and put the pronunciation
between them: 控斷面達, ``BFD8 94E0 C3E6 DF5F``, was read as 控 財 …, so ``(cái)`` stands behind the byte 94, which swallows the bracket:
``控?cái)嗝孢_``. The pronunciation tells the lost byte, and the bytes after it are read one further until an ASCII letter ends the shift.
After ``_MOST`` torn places the rest is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from rectification.intake.reading.draft import RepairKind
from rectification.intake.reading.mending import language, markup, script
from rectification.intake.reading.mending.edits import Proposal
from rectification.intake.reading.mending.mojibake import gbk
from rectification.intake.reading.mending.pinyin import LETTERS

_TORN = re.compile(rf"(?<=([\u3400-\u9fff]))\?([{LETTERS}]{{1,6}})[)\uff09]")
_LONGEST = 8
_MOST = 100
_COMMON = 1e-6
_CONTEXT = 4


def find(text: str) -> Iterator[Proposal]:
    """Proposals in the order of the text, in its own script; sure where one lost byte fits and gives common characters."""
    done = 0
    for torn in islice(_TORN.finditer(text), _MOST):
        if torn.start() < done:
            continue
        readings = [reading for byte in _lost_bytes(torn[1], torn[2]) if (reading := _realigned(text, torn.end(), byte))]
        if not readings:
            continue
        done, new, certain = max(readings, key=lambda reading: _score(_before(text, torn), reading[1], _after(text, reading[0])))
        yield Proposal(torn.start(), done, new, RepairKind.MOJIBAKE, "lost_gloss", certain and len(readings) == 1 and _is_common(new))


def _lost_bytes(before: str, sound: str) -> Iterator[int]:
    """Second bytes that make, with the trail byte of ``before``, a character that sounds so."""
    first = gbk(before)
    for byte in range(0x80, 0xFF):
        if first and sound in _sounds(bytes((first[1], byte)).decode("gbk", "ignore")):
            yield byte


@cache
def _sounds(character: str) -> frozenset[str]:
    import pypinyin  # its tables are large and rarely needed

    return frozenset(sound for sounds in pypinyin.pinyin(character, heteronym=True, errors="ignore") for sound in sounds)


def _realigned(text: str, place: int, lead: int) -> tuple[int, str, bool] | None:
    """Where the shift that begins with ``lead`` ends, the words read anew, and whether all their bytes are known."""
    words = ""
    for at in range(place, min(len(text), place + _LONGEST)):
        if text[at] == "?":
            victim = markup.headless(text, at + 1)
            return (victim[0], words + _likeliest(lead, words, victim[1]) + victim[1], False) if victim else None
        pair = text[at].encode() if "@" <= text[at] <= "~" else gbk(text[at])
        character = bytes((lead, pair[0])).decode("gbk", "ignore") if pair else ""
        if len(character) != 1:
            return None
        words += character
        if len(pair) == 1:
            return at + 1, words, True
        lead = pair[1]
    return None


def _likeliest(lead: int, before: str, after: str) -> str:
    characters = (bytes((lead, trail)).decode("gbk", "ignore") for trail in range(0xA1, 0xFF))
    return max(characters, key=lambda character: _score(before, character, after) if character else float("-inf"))


def _before(text: str, torn: re.Match[str]) -> str:
    return text[max(0, torn.start() - _CONTEXT) : torn.start()]


def _after(text: str, place: int) -> str:
    return text[place : place + _CONTEXT]


def _score(before: str, words: str, after: str) -> float:
    return language.lexicon().score(script.simplify(before + words + after))


def _is_common(words: str) -> bool:
    share = language.lexicon().singles
    return all(share.get(character, 0.0) > _COMMON for character in script.simplify(words))
