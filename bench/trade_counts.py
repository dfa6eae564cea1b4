"""Count the words, neighbouring characters and clauses of clean plan texts for the model that restores torn characters.

``python bench/trade_counts.py TEXT...`` rewrites ``words.txt``, ``neighbours.txt`` and ``clauses.txt`` in
``rectification/intake/reading/mending``.
The phrases in ``trade_phrases.txt`` were written for this purpose and count twice; the words in ``trade_words.txt`` stay with the
count 0 where the texts do not show them. To judge the model on a text, leave that text out here and run ``bench/mending.py`` on it.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import jieba

from rectification.intake.reading.mending import clauses, mend

_FOLDER = Path(__file__).resolve().parent.parent / "rectification" / "intake" / "reading" / "mending"
_PHRASES = Path(__file__).with_name("trade_phrases.txt")
_WORDS = Path(__file__).with_name("trade_words.txt")
_LONGEST_WORD = 6


def count(texts: list[str], known: list[str]) -> tuple[Counter[str], Counter[str]]:
    """Words, and groups of two and three characters, of all texts."""
    for word in known:
        jieba.add_word(word)
    words, neighbours = Counter(dict.fromkeys(known, 0)), Counter[str]()
    for text in texts:
        for line in re.sub(r"\d[\d.]*", "0", re.sub(r"[^\S\n]+", "", mend(text).text)).split("\n"):
            words.update(word for word in jieba.lcut(line, HMM=False) if word.isalpha() and len(word) <= _LONGEST_WORD)
            groups = (line[place : place + size] for size in (2, 3) for place in range(len(line) - size + 1))
            neighbours.update(group for group in groups if "0" not in group and not group.isascii())
    return words, neighbours


def _write(name: str, counts: Counter[str]) -> None:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    (_FOLDER / name).write_text("".join(f"{words} {number}\n" for words, number in ordered), "utf-8")


if __name__ == "__main__":
    texts = [Path(name).read_text("utf-8") for name in sys.argv[1:]]
    words, neighbours = count([*texts, *[_PHRASES.read_text("utf-8")] * 2], _WORDS.read_text("utf-8").split())
    _write("words.txt", words)
    _write("neighbours.txt", neighbours)
    _write("clauses.txt", sum((clauses.count(mend(text).text) for text in texts), Counter()))
