"""How likely Chinese words are: a unigram model over jieba's dictionary, a few trade words and the paper's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from math import log, log1p

import jieba

_LONGEST = 5
# The trade's words weigh as much as the whole dictionary; one that the samples do not show counts as half seen.
_TRADE_SHARE = 1.0
_TRADE_LEAST = 0.5
_TRADE_NEIGHBOURS = 0.5
_STYLE_WEIGHT = 1.0
# Marks are no words of the dictionary; these counts are their share of running text, scaled to the dictionary's total.
_MARK_COUNTS = {
    ",": 3_000_000, "\u3002": 1_500_000, "\u3001": 1_800_000, ";": 300_000, ":": 250_000, "\u201c": 350_000, "\u201d": 350_000,
    "\u300a": 120_000, "\u300b": 120_000, "(": 150_000, ")": 150_000, "\u2018": 3_000, "\u2019": 3_000, "\u3014": 20_000, "\u3015": 20_000,
    "\u2014": 30_000, "\u2026": 10_000, "!": 10_000, "?": 5_000, "%": 60_000, ".": 30_000, "-": 20_000, "\u00b7": 3_000, "\u2162": 2_000,
    "\u2103": 500, "\u3008": 500, "\u3009": 500, "\u3010": 2_000, "\u3011": 2_000, "\u00d7": 300, "~": 500, "/": 3_000,
}  # fmt: skip
_OTHER = 2_000
# A word seen less often proposes no reading by itself.
_LEAST_LINK = 4
_NEVER = 0.01


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Logarithms of probabilities of words, and for each character those that may follow it inside a word."""

    words: dict[str, float]
    followers: dict[str, set[str]]
    other: float
    never: float

    def score(self, text: str) -> float:
        """Logarithm of the probability of the best division of ``text`` into words."""
        return self.scores(text)[-1]

    def scores(self, text: str, begun: Sequence[float] = (0.0,)) -> list[float]:
        """The scores of all beginnings of ``text``; those in ``begun`` are known already."""
        best = list(begun)
        words = self.words
        for end in range(len(best), len(text) + 1):
            single = text[end - 1]
            score = best[end - 1] + words.get(single, self.never if single >= "\u3400" else self.other)
            for start in range(max(0, end - _LONGEST), end - 1):
                word = words.get(text[start:end])
                if word is not None and best[start] + word > score:
                    score = best[start] + word
            best.append(score)
        return best


@cache
def lexicon() -> Lexicon:
    """The dictionary, read once."""
    counts: dict[str, float] = {}
    with jieba.dt.get_dict_file() as lines:
        for line in lines:
            word, count, _ = line.decode().split(" ", 2)
            if len(word) <= _LONGEST:
                counts[word] = int(count)
    trade = _counts("words.txt")
    scale = sum(counts.values()) * _TRADE_SHARE / sum(trade.values())
    for word, count in trade.items():
        counts[word] = counts.get(word, 0) + (count + _TRADE_LEAST) * scale
    counts.update(_MARK_COUNTS)
    total = sum(counts.values())
    followers: dict[str, set[str]] = {}
    for word in (word for word, count in counts.items() if count >= _LEAST_LINK):
        for left, right in pairwise(word):
            followers.setdefault(left, set()).add(right)
    scores = {word: log((count or 0.5) / total) for word, count in counts.items()}
    return Lexicon(scores, followers, log(_OTHER / total), log(_NEVER / total))


@cache
def _counts(name: str) -> dict[str, int]:
    """Counts in other plans: one word or pair of characters and its count on each line."""
    lines = resources.files(__package__).joinpath(name).read_text("utf-8").splitlines()
    return {words: int(count) for words, _, count in (line.partition(" ") for line in lines)}


class Style:
    """Which characters stand beside each other in this paper and in others of the trade."""

    def __init__(self, text: str) -> None:
        self._counts = Counter(_neighbours(text))

    def score(self, text: str) -> float:
        trade = _counts("neighbours.txt")
        return _STYLE_WEIGHT * sum(log1p(self._counts[group] + _TRADE_NEIGHBOURS * trade.get(group, 0)) for group in _neighbours(text))


def _neighbours(text: str) -> Iterator[str]:
    """Every two and every three characters that stand side by side."""
    for size in (2, 3):
        yield from (text[place : place + size] for place in range(len(text) - size + 1))
