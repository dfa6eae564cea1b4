"""Pronunciations in brackets that a page put behind its characters: ``縣(市、區(qū))``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectification.intake.reading.draft import RepairKind
from rectification.intake.reading.mending.edits import Proposal

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
LETTERS = f"a-zü{_TONED}"
_GLOSS = re.compile(rf"(?<=[\u3400-\u9fff])[(\uff08](?=[a-zü]{{0,5}}[{_TONED}])[{LETTERS}]{{1,6}}[)\uff09]")
_TONELESS = re.compile(r"(?<=[\u3400-\u9fff])[(\uff08](?:de|le|zhe|men|zi|ma|ne|ba|ge|me|tou|shang|li)[)\uff09]")
# A syllable without a tone mark could be an abbreviation; beside so many glosses it is one more of them.
_MANY = 20


def find(text: str) -> Iterator[Proposal]:
    """Brackets that stand behind a Chinese character and hold one toned lower-case syllable vanish."""
    places = [gloss.span() for gloss in _GLOSS.finditer(text)]
    if len(places) >= _MANY:
        places += [gloss.span() for gloss in _TONELESS.finditer(text)]
    for start, end in sorted(places):
        yield Proposal(start, end, "", RepairKind.PINYIN, "pinyin_gloss")
