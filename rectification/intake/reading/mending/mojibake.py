"""Characters torn apart byte by byte.

A site replaced pairs of bytes by ``&#N;`` without minding where a GBK character begins. The lead byte before such a pair is
left alone, swallows the ``&`` and shows as ``?``; so does the trail byte after it, which swallows the ``&`` of the next
reference or the ``<`` of a tag: 持续改善, ``B3D6 D0F8 B8C4 C9C6``, becomes ``?#20013;?#25913;善``. Between the two question marks
everything is read one byte off. All bytes but the first and the last are known, so every reading that fits is tried and
the language decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import exp

from rectification.intake.reading.draft import RepairKind
from rectification.intake.reading.mending import language, markup
from rectification.intake.reading.mending.edits import Proposal

_START = re.compile(r"\?#(\d{3,5});|\?\?(?=[\u3400-\u9fff])")
_QUESTION_MARK = "\uff1f".encode("gbk")
_REFERENCE = re.compile(r"#(\d{2,5});")
_CONTEXT = 8
_CONTEXT_AFTER = 6
_BEST = 12
_REST = 400
_MOST = 400
_SAMPLE = 100_000
_LONGEST_SHIFT = 8
# Weights fitted on the texts of the counts, each left out of its own counts (bench/mending.py).
_WORDS = 0.82
_MARKS = 0.57
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
_NEGATION = "不"
_CLAUSE_MARKS = ",;\u3002\u3001"
_NO_MARKS = re.compile(r"[\w%~/-]")
_NEXT_MARK = re.compile(r"[^\n,;:?\u3001\u3002]{1,6}([,;:\u3001\u3002])")
_LAST_MARK = re.compile(r".*([,;:\u3001\u3002])", re.DOTALL)
_SHORT_CLAUSE = -2.5
_SHORT_SENTENCE = -7.0
_ENUMERATION = 1.0
_WITHIN_ENUMERATION = 3.0
_AT_LINE_END = {"\u3002": 2.0, ";": 1.0, ":": 0.0, ",": -4.0, "\u3001": -5.0}


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
    places = list(_weighed(halved, islice(runs, _MOST)))
    for run, (reading, sure) in zip((place.run for place in places), _chosen(places), strict=True):
        shown = reading.translate(_WIDENED) if wide else reading
        new = shown + run.after if reading else text[run.start : run.end]
        yield Proposal(run.start, run.end, new, RepairKind.MOJIBAKE, "lost_bytes", sure)
    for run in runs:
        yield Proposal(run.start, run.end, text[run.start : run.end], RepairKind.MOJIBAKE, "lost_bytes", sure=False)


@dataclass(frozen=True, slots=True)
class _Place:
    """A run with the shares of its readings by themselves and what may stand behind it."""

    run: _Run
    shares: dict[str, float]
    right: str
    is_new: bool


def _weighed(text: str, runs: Iterable[_Run]) -> Iterator[_Place]:
    """The places in their order; the words before one are read with the likeliest readings of those before it."""
    reader = _Reader(text)
    whole = ""
    done = 0
    for run in runs:
        whole = (whole + text[done : run.start])[-_REST:]
        place = reader.read(run, whole.rpartition("\n")[2], run.after + _rest_of_line(text, run.end))
        done = run.end
        whole += max(place.shares, key=place.shares.__getitem__, default="") + run.after
        yield place


def _chosen(places: list[_Place]) -> Iterator[tuple[str, bool]]:
    """The likeliest reading of each place and whether it is sure; empty where none fits.

    The same words were torn all over the paper, so what the same bytes are elsewhere speaks for a word; of a mark it says nothing.
    """
    together: dict[bytes, Counter[str]] = {}
    for place in places:
        if place.is_new:
            words = {reading: share for reading, share in place.shares.items() if not _NO_MARKS.sub("", reading)}
            together.setdefault(place.run.inner, Counter()).update(words)
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


def _rest_of_line(text: str, place: int) -> str:
    return text[place : place + _REST].partition("\n")[0]


class _Reader:
    """Weighs the readings of a run by the words of the language, of the trade and of this paper."""

    def __init__(self, text: str) -> None:
        self._answers: dict[tuple[bytes, bool, str, str], _Place] = {}
        self._style = language.Style(_START.sub("\n", text[:_SAMPLE]))

    def read(self, run: _Run, line: str, rest: str) -> _Place:
        """The shares of the readings between the two parts of the line; the same words are weighed once."""
        key = run.inner, run.trail_known, line, rest
        if known := self._answers.get(key):
            return _Place(run, known.shares, known.right, is_new=False)
        right = re.split(r"[?\n]", rest[:_CONTEXT_AFTER], maxsplit=1)[0]
        scores = self._scores(run, line, rest, right)
        best = max(scores.values(), default=0.0)
        whole = sum(exp(score - best) for score in scores.values())
        shares = {reading: exp(score - best) / whole for reading, score in scores.items()}
        self._answers[key] = _Place(run, shares, right, is_new=True)
        return self._answers[key]

    def _scores(self, run: _Run, line: str, rest: str, right: str) -> dict[str, float]:
        left = line[-_CONTEXT:]
        lexicon = language.lexicon()
        begun = lexicon.scores(left)
        marks: dict[str, float] = {}
        scores: dict[str, float] = {}
        for reading in _readings(run, left, right):
            signs = _NO_MARKS.sub("", reading)
            if signs not in marks:
                marks[signs] = _MARKS * _punctuation(signs, line, rest, reading[-1] == signs[-1:])
            words = _WORDS * max(lexicon.scores(left + reading + right, begun)[-1].values())
            # A site that tears a pair of characters does so wherever it stands: a pair seen whole is hardly the one torn here.
            whole = _WHOLE * min(_MOST_WHOLE, self._style.stands_whole(reading[:2]))
            scores[reading] = words + self._style.score(left[-2:] + reading + right[:2]) + marks[signs] + whole
        return scores


def _turns_meaning(reading: str, scores: Iterable[str], right: str) -> bool:
    """True where a negation that is no set phrase could as well be the mark before a new clause: 不符合, ;符合."""
    if not reading.startswith(_NEGATION):
        return False
    phrase = reading + right
    if any(phrase[:size] in language.lexicon().words for size in (3, 4)):
        return False
    return any(mark + reading[1:] in scores for mark in _CLAUSE_MARKS)


def _punctuation(signs: str, line: str, rest: str, at_end: bool) -> float:
    """How well the marks in a reading go with those around it on the line; ``at_end``: the reading ends in one."""
    is_whole = "?" not in rest.partition("\u3002")[0]
    score = sum(_wrong_sides(opener, line, signs, rest) for opener in _PAIRS) * (_WRONG_SIDE_OF_WHOLE if is_whole else _WRONG_SIDE)
    if not at_end or not signs:
        return score
    if not rest or rest[0] == "\n":
        return score + _AT_LINE_END.get(signs[-1], 0.0)
    near = _NEXT_MARK.match(rest)
    if near and signs[-1] == "\u3002":
        return score + (_SHORT_SENTENCE if near[1] == "\u3002" else _SHORT_CLAUSE)
    if near and near[1] == signs[-1] == "\u3001":
        last = _LAST_MARK.match(line + signs[:-1])
        return score + (_WITHIN_ENUMERATION if last and last[1] == "\u3001" else _ENUMERATION)
    return score


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
    decoded = (bytes((one, two)).decode("gbk", "ignore") for one in leads for two in trails)
    known = language.lexicon().words
    return frozenset(half for character in decoded if len(character) == 1 and (half := _half(character)) in known)
