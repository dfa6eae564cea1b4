"""How likely Chinese text is: words of jieba's dictionary and of the trade, the classes of words that follow each other, and
the characters that stand beside each other in other plans and in the paper itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import machinery, resources, util
from itertools import pairwise
from math import exp, log, log1p
from pathlib import Path

import jieba

_LONGEST = 5
# The trade's words weigh as much as the whole dictionary; one that the samples do not show counts as half seen.
_TRADE_SHARE = 1.0
_TRADE_LEAST = 0.5
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
_MARK = "x"
_UNKNOWN = "n"
# How much of a class's followers the tables decide; the rest goes by how common a class is.
_TABLE_SHARE = 0.9

# Weights beside the words' logarithms, fitted on the texts of the counts, each left out of its own counts.
_TRADE_PAIR = 0.88
_TRADE_TRIPLE = 0.86
_OWN_TRIPLE = 1.3

Begun = list[dict[str, float]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words with their class and the logarithm of their share of it; what follows a class; what follows a character in a word."""

    words: dict[str, tuple[str, float]]
    follows: dict[str, dict[str, float]]
    followers: dict[str, set[str]]
    singles: dict[str, float]
    other: tuple[str, float]
    never: tuple[str, float]

    def scores(self, text: str, begun: Begun | None = None) -> Begun:
        """For each place of ``text`` the scores of the best divisions so far, by the class of their last word."""
        best: Begun = list(begun) if begun else [{_MARK: 0.0}]
        words, follows = self.words, self.follows
        for end in range(len(best), len(text) + 1):
            here: dict[str, float] = {}
            for start in range(max(0, end - _LONGEST), end):
                piece = text[start:end]
                word = words.get(piece)
                if word is None:
                    if start < end - 1:
                        continue
                    word = self.never if piece >= "\u3400" else self.other
                kind, own = word
                score = own + max(before + follows[last][kind] for last, before in best[start].items())
                if score > here.get(kind, -1e9):
                    here[kind] = score
            best.append(here)
        return best

    def score(self, text: str) -> float:
        """Logarithm of the probability of the best division of ``text`` into words."""
        return max(self.scores(text)[-1].values())


@cache
def lexicon() -> Lexicon:
    """The dictionary, read once."""
    counts: dict[str, float] = {}
    kinds: dict[str, str] = {}
    with jieba.dt.get_dict_file() as lines:
        for line in lines:
            word, count, kind = line.decode().split()
            if len(word) <= _LONGEST:
                counts[word] = int(count) or 0.5
                kinds[word] = kind
    trade = trade_counts("words.txt")
    scale = sum(counts.values()) * _TRADE_SHARE / sum(trade.values())
    for word, count in trade.items():
        counts[word] = counts.get(word, 0) + (count + _TRADE_LEAST) * scale
        kinds.setdefault(word, _UNKNOWN)
    counts.update(_MARK_COUNTS)
    kinds.update(dict.fromkeys(_MARK_COUNTS, _MARK))
    singles: dict[str, float] = {}
    followers: dict[str, set[str]] = {}
    for word, count in counts.items():
        for single in word:
            singles[single] = singles.get(single, 0.0) + count
        if count >= _LEAST_LINK:
            for left, right in pairwise(word):
                followers.setdefault(left, set()).add(right)
    total = sum(singles.values())
    sizes: dict[str, float] = {}
    for word, count in counts.items():
        sizes[kinds[word]] = sizes.get(kinds[word], 0.0) + count
    words = {word: (kinds[word], log(count / sizes[kinds[word]])) for word, count in counts.items()}
    return Lexicon(
        words, _follows(sizes), followers, {single: count / total for single, count in singles.items()},
        (_MARK, log(_OTHER / sizes[_MARK])), (_UNKNOWN, log(_NEVER / sizes[_UNKNOWN])),
    )  # fmt: skip


def _follows(sizes: dict[str, float]) -> dict[str, dict[str, float]]:
    """Logarithms of the probability that a word of one class stands behind one of another."""
    table = _table()
    total = sum(sizes.values())
    result: dict[str, dict[str, float]] = {}
    for last in sizes:
        seen: dict[str, float] = dict.fromkeys(sizes, 0.0)
        for place in "ES":
            for (begins, kind), chance in table.get((place, last), {}).items():
                if begins in "BS" and kind in seen:
                    seen[kind] += exp(chance)
        whole = sum(seen.values())
        result[last] = {
            kind: log((_TABLE_SHARE * seen[kind] / whole if whole else 0.0) + (1 - _TABLE_SHARE if whole else 1.0) * sizes[kind] / total)
            for kind in sizes
        }
    return result


def _table() -> dict[tuple[str, str], dict[tuple[str, str], float]]:
    """jieba's own table of word classes, without the large tables that its package would load beside it."""
    path = Path(str(resources.files(jieba))) / "posseg" / "prob_trans.py"
    loader = machinery.SourceFileLoader("prob_trans", str(path))
    module = util.module_from_spec(machinery.ModuleSpec("prob_trans", loader))
    loader.exec_module(module)
    table: dict[tuple[str, str], dict[tuple[str, str], float]] = module.P
    return table


@cache
def trade_counts(name: str) -> Counter[str]:
    """Counts in other plans: what was counted and its count on each line."""
    lines = resources.files(__package__).joinpath(name).read_text("utf-8").splitlines()
    return Counter({words: int(count) for words, _, count in (line.partition(" ") for line in lines)})


class Style:
    """Which characters stand beside each other in this paper and in others of the trade."""

    def __init__(self, text: str) -> None:
        self._own = Counter(_groups(text, 2)) + Counter(_groups(text, 3))

    def score(self, text: str) -> float:
        """How much of ``text`` has been seen; no probability, but fit to be added to logarithms of some."""
        trade = trade_counts("neighbours.txt")
        pairs = sum(log1p(trade.get(pair, 0)) for pair in _groups(text, 2))
        triples = sum(_TRADE_TRIPLE * log1p(trade.get(triple, 0)) + _OWN_TRIPLE * log1p(self._own[triple]) for triple in _groups(text, 3))
        return _TRADE_PAIR * pairs + triples

    def stands_whole(self, pair: str) -> int:
        """How often the paper shows these two characters undamaged."""
        return self._own[pair]


def _groups(text: str, size: int) -> Iterator[str]:
    """Every so many characters that stand side by side."""
    return (text[place : place + size] for place in range(len(text) - size + 1))
