"""Characters torn apart byte by byte.

A site replaced pairs of bytes by ``&#N;`` without minding where a GBK character begins. The lead byte before such a pair is
left alone, swallows the ``&`` and shows as ``?``; so does the trail byte after it, which swallows the ``&`` of the next
reference or the ``<`` of a tag: 持续改善, ``B3D6 D0F8 B8C4 C9C6``, becomes ``?#20013;?#25913;善``. Between the two question marks
everything is read one byte off. All bytes but the first and the last are known, so every reading that fits is tried and
the language decides.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import exp

from rectification.intake.reading.draft import RepairKind
from rectification.intake.reading.mending import clauses, language, markup
from rectification.intake.reading.mending.edits import Proposal

_START = re.compile(r"\?#(\d{3,5});|\?\?(?=[\u3400-\u9fff])")
_QUESTION_MARK = "\uff1f".encode("gbk")
_REFERENCE = re.compile(r"#(\d{2,5});")
_CONTEXT = 8
_CONTEXT_AFTER = 6
_BEST = 12
_REST = 400
_MOST = 400
_PASSES = 2
_SAMPLE = 100_000
_LONGEST_SHIFT = 8
# Weights fitted on the texts of the counts, each left out of its own counts (bench/mending.py).
_WORDS = 0.82
_MARKS = 0.57
_CLAUSES = 1.5
_WHOLE = -0.81
_MOST_WHOLE = 2
# What one reading has beside those of the same bytes elsewhere in the paper, in shares of one place.
_APART = 0.3
# The share of the probability that the best reading must have; chosen with bench/mending.py.
_SURE = 0.95
# And the share that it must have by itself, so that one mistake repeated does not prove itself.
_SURE_ALONE = 0.8
_FULL_WIDTH = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
_HALVED = {ord(full): half for half, full in _FULL_WIDTH.items()}
_WIDE_MARKS = ",;:()!?"
_WIDENED = {ord(mark): _FULL_WIDTH[mark] for mark in _WIDE_MARKS}
_PAIRS = {"\u201c": "\u201d", "\u300a": "\u300b", "(": ")", "\u3014": "\u3015", "\u2018": "\u2019"}
# A quotation mark or bracket without its other half; near certain where the rest of the sentence is whole and does not bring it.
_WRONG_SIDE = -8.0
_WRONG_SIDE_OF_WHOLE = -16.0
# Dashes and ellipses are written double.
_DOUBLE = "\u2014\u2026"
_HALF_MARK = -8.0
_NEGATION = "不"
_CLAUSE_MARKS = ",;\u3002\u3001"
_NO_MARKS = re.compile(r"[\w%~/-]")


@dataclass(frozen=True, slots=True)
class _Run:
    """A stretch read one byte off: its known inner bytes, where it ends, and the text that follows it, already whole."""

    start: int
    end: int
    inner: bytes
    after: str
    trail_known: bool = False


def find(text: str) -> Iterator[Proposal]:
    """Proposals in the order of the text; they do not overlap.

    What has no reading, and all after ``_MOST`` torn places, is offered as it is, so that nobody overlooks it.
    """
    if not _START.search(text):
        return
    halved = text.translate(_HALVED)
    wide = sum(map(text.count, "\uff0c\uff1a")) > sum(map(text.count, ",:"))
    runs = _runs(halved)
    places = _weighed(halved, islice(runs, _MOST))
    for run, (reading, sure) in zip((place.run for place in places), _chosen(places), strict=True):
        shown = reading.translate(_WIDENED) if wide else reading
        new = shown + run.after if reading else text[run.start : run.end]
        yield Proposal(run.start, run.end, new, RepairKind.MOJIBAKE, "lost_bytes", sure)
    for run in runs:
        yield Proposal(run.start, run.end, text[run.start : run.end], RepairKind.MOJIBAKE, "lost_bytes", sure=False)


@dataclass(frozen=True, slots=True)
class _Place:
    """A run, what stands before and behind it on its line, and the shares of its readings by themselves."""

    run: _Run
    before: str
    after: str
    shares: dict[str, float]

    @property
    def right(self) -> str:
        return self.after[:_CONTEXT_AFTER].partition("?")[0]


def _weighed(text: str, runs: Iterable[_Run]) -> list[_Place]:
    """The places in their order, read first by the whole words around them, then by the likely readings of the others too."""
    reader = _Reader(text)
    places = [_Place(run, "", "", {}) for run in runs]
    for _ in range(_PASSES):
        places = [reader.read(place.run, *around) for place, around in zip(places, _surroundings(text, places), strict=True)]
    return places


def _surroundings(text: str, places: list[_Place]) -> Iterator[tuple[str, str]]:
    """What stands before and behind each place on its line; a question mark where it is torn and nothing is likely."""
    ends = [0, *(place.run.end for place in places)]
    starts = [*(place.run.start for place in places), len(text)]
    gaps = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    fills = [_likely(place) + place.run.after for place in places]
    behind = [gaps[-1]]
    for gap, fill in zip(reversed(gaps[1:-1]), reversed(fills[1:]), strict=True):
        behind.append((gap + fill + behind[-1])[:_REST])
    before = ""
    for place, gap, fill, after in zip(places, gaps, fills, reversed(behind), strict=False):
        before = (before + gap)[-_REST:]
        yield before.rpartition("\n")[2], (place.run.after + after).partition("\n")[0]
        before += fill


def _likely(place: _Place) -> str:
    best = max(place.shares, key=place.shares.__getitem__, default="")
    return best if place.shares.get(best, 0.0) >= _SURE_ALONE else "?"


def _chosen(places: list[_Place]) -> Iterator[tuple[str, bool]]:
    """The likeliest reading of each place and whether it is sure; empty where none fits.

    The same words were torn all over the paper, so what the same bytes are elsewhere speaks for a word; of a mark it says nothing.
    """
    together: dict[bytes, Counter[str]] = defaultdict(Counter)
    for place in {(place.run.inner, place.before, place.after): place for place in places}.values():
        together[place.run.inner].update({reading: share for reading, share in place.shares.items() if not _NO_MARKS.sub("", reading)})
    for place in places:
        if not place.shares:
            yield "", False
            continue
        others = together[place.run.inner]
        weights = {reading: share * (_APART + max(0.0, others[reading] - share)) for reading, share in place.shares.items()}
        best = max(weights, key=weights.__getitem__)
        is_likely = weights[best] >= _SURE * sum(weights.values()) and place.shares[best] >= _SURE_ALONE
        yield best, is_likely and not _turns_meaning(best, weights, place.right)


def _runs(text: str) -> Iterator[_Run]:
    done = 0
    for start in _START.finditer(text):
        if start.start() >= done and (run := _run(text, start)):
            done = run.end
            yield run


def _run(text: str, start: re.Match[str]) -> _Run | None:
    """The run that begins here; None where nothing ends it within a few characters."""
    inner = gbk(chr(int(start[1]))) if start[1] else _QUESTION_MARK
    place = start.end()
    while inner and place < min(len(text), start.end() + _LONGEST_SHIFT):
        if text[place] == "?":
            end, after = _swallowed(text, place + 1)
            return _Run(start.start(), end, inner, after)
        if "@" <= text[place] <= "~" and text[place + 1 : place + 2] != "?":
            # A trail byte that is an ASCII letter by itself: the shift ends with it.
            return _Run(start.start(), place + 1, inner + text[place].encode(), "", trail_known=True)
        pair = gbk(text[place])
        inner = inner + pair if pair else b""
        place += 1
        if pair and pair[1] < 0x80:
            # An ASCII letter taken for a trail byte: from here on the characters are whole again.
            return _Run(start.start(), place, inner[:-1], chr(pair[1]), trail_known=True)
    return None


def gbk(character: str) -> bytes:
    """The two bytes of a character, punctuation as it was before somebody made it half-width; empty where there are none."""
    try:
        data = _FULL_WIDTH.get(character, character).encode("gbk")
    except UnicodeEncodeError:
        return b""
    return data if len(data) == 2 else b""


def _swallowed(text: str, place: int) -> tuple[int, str]:
    """Where the orphan's victim ends, and what it says once its first character is given back."""
    if reference := _REFERENCE.match(text, place):
        return reference.end(), chr(int(reference[1]))
    return markup.headless(text, place) or (place, "")


class _Reader:
    """Weighs the readings of a run by the words of the language, of the trade and of this paper."""

    def __init__(self, text: str) -> None:
        self._shares: dict[tuple[bytes, bool, str, str], dict[str, float]] = {}
        self._style = language.Style(_START.sub("\n", text[:_SAMPLE]))
        self._clauses = clauses.Clauses(language.trade_counts("clauses.txt") + clauses.count(text[:_SAMPLE]))

    def read(self, run: _Run, before: str, after: str) -> _Place:
        """The shares of the readings between the two parts of the line; the same words are weighed once."""
        key = run.inner, run.trail_known, before, after
        if key not in self._shares:
            scores = self._scores(run, before, after)
            best = max(scores.values(), default=0.0)
            whole = sum(exp(score - best) for score in scores.values())
            self._shares[key] = {reading: exp(score - best) / whole for reading, score in scores.items()}
        return _Place(run, before, after, self._shares[key])

    def _scores(self, run: _Run, line: str, rest: str) -> dict[str, float]:
        left, right = line[-_CONTEXT:].rpartition("?")[2], rest[:_CONTEXT_AFTER].partition("?")[0]
        lexicon = language.lexicon()
        begun = lexicon.scores(left)
        marks: dict[str, float] = {}
        scores: dict[str, float] = {}
        for reading in _readings(run, left, right):
            signs = _NO_MARKS.sub("", reading)
            if signs not in marks:
                marks[signs] = _MARKS * _punctuation(signs, line, rest)
            words = _WORDS * max(lexicon.scores(left + reading + right, begun)[-1].values())
            # A site that tears a pair of characters does so wherever it stands: a pair seen whole is hardly the one torn here.
            whole = _WHOLE * min(_MOST_WHOLE, self._style.stands_whole(reading[:2]))
            shape = _CLAUSES * self._clauses.score(reading[-1], line + reading[:-1], rest) if reading[-1] in clauses.MARKS else 0.0
            scores[reading] = words + self._style.score(left[-2:] + reading + right[:2]) + marks[signs] + shape + whole
        return scores


def _turns_meaning(reading: str, scores: Iterable[str], right: str) -> bool:
    """True where a negation that is no set phrase could as well be the mark before a new clause: 不符合, ;符合."""
    if not reading.startswith(_NEGATION):
        return False
    phrase = reading + right
    if any(phrase[:size] in language.lexicon().words for size in (3, 4)):
        return False
    return any(mark + reading[1:] in scores for mark in _CLAUSE_MARKS)


def _punctuation(signs: str, line: str, rest: str) -> float:
    """How well the pairs of marks in a reading go with those around it on the line."""
    is_whole = "?" not in rest.partition("\u3002")[0]
    wrong = sum(_wrong_sides(opener, line, signs, rest) for opener in _PAIRS) * (_WRONG_SIDE_OF_WHOLE if is_whole else _WRONG_SIDE)
    return wrong + _HALF_MARK * sum((line[-1:] + signs + rest[:1]).count(half) % 2 for half in _DOUBLE if half in signs)


def _wrong_sides(opener: str, before: str, reading: str, rest: str) -> int:
    """How many quotation marks or brackets of one sort would be left without their other half on the line."""
    closer = _PAIRS[opener]
    is_open = before.rfind(opener) > before.rfind(closer)
    wrong = 0
    for character in reading:
        if character in (opener, closer):
            wrong += is_open == (character == opener)
            is_open = character == opener
    next_opener, next_closer = rest.find(opener), rest.find(closer)
    closes_next = next_closer >= 0 and (next_opener < 0 or next_closer < next_opener)
    return wrong + (is_open != closes_next)


def _readings(run: _Run, left: str, right: str) -> Iterator[str]:
    firsts = _characters_with(trail=run.inner[0])
    if run.trail_known:
        rest = run.inner[1:].decode("gbk", "ignore")
        yield from (first + _half(rest) for first in firsts)
        return
    middle = _half(run.inner[1:-1].decode("gbk", "ignore"))
    lasts = _characters_with(lead=run.inner[-1])
    lexicon = language.lexicon()
    linked = {(first, last) for first in firsts for last in lexicon.followers.get(first, set()) if last in lasts} if not middle else set()
    best_firsts = sorted(firsts, key=lambda first: lexicon.score(left + first + middle), reverse=True)[:_BEST]
    best_lasts = sorted(lasts, key=lambda last: lexicon.score(middle + last + right), reverse=True)[:_BEST]
    linked |= {(first, last) for first in best_firsts for last in best_lasts}
    for first, last in linked:
        yield first + middle + last


def _half(text: str) -> str:
    return text.translate(_HALVED)


@cache
def _characters_with(*, lead: int | None = None, trail: int | None = None) -> frozenset[str]:
    """Characters and marks of GBK with this lead or this trail byte, marks half-width."""
    leads = range(0x81, 0xFF) if lead is None else (lead,)
    trails = range(0x40, 0xFF) if trail is None else (trail,)
    characters = (_character(bytes((one, two))) for one in leads for two in trails)
    known = language.lexicon().words
    return frozenset(half for character in characters if (half := _half(character)) in known)


def _character(pair: bytes) -> str:
    """The one character that these two bytes are; empty where they are none."""
    try:
        character = pair.decode("gbk")
    except UnicodeDecodeError:
        return ""
    return character if len(character) == 1 else ""
