"""The repaired text as lines that know where they stand, and words taken from it as passages of the original."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rectification.intake.reading.draft import Passage, Span

# White space, and the marks of headings and bold words in a text that was copied from an editor.
_EDGE = re.compile(r"^[\s\u200b\ufeff]*(?:#{1,6}\s+)?(?:\*\*)?(?=\S)|(?:\*\*)?[\s\u200b\ufeff]*$")
_WHITE = re.compile(r"[\s\u200b\ufeff]+")
_SENTENCE_END = re.compile(r"[。；;！!？?：:][”’」』）)】\"]*$")
# Where a paragraph began before a scrape lost its line breaks: at a number after a sentence, or after a blank between words.
_NUMBER = r"(?=[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d))"
_AFTER_SENTENCE = re.compile(rf"(?<=[。；;])(?:[ \t\u3000]|{_NUMBER})")
_PARAGRAPH = re.compile(
    r"(?<![章节条分项篇、.．)）:：])(?<=[\u4e00-\u9fff\d。；;！”》】])[ \t\u3000](?=[\u4e00-\u9fff\d(（【〔《“①-⒛㈠-㈩])"
    rf"|(?<=[。；;]){_NUMBER}"
)
_FLAT = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch ``[start, end)`` of the repaired text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without its outer white space; ``gap`` counts the blank lines before it."""

    text: str
    start: int
    gap: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def piece(self) -> Piece:
        return Piece(self.start, self.end)

    def tail(self, offset: int) -> Piece:
        """What follows the first ``offset`` characters, without leading white space."""
        while offset < len(self.text) and self.text[offset].isspace():
            offset += 1
        return Piece(self.start + offset, self.end)


def compact(text: str) -> str:
    """``text`` without any white space: the form in which words are compared."""
    return _WHITE.sub("", text)


def ends_sentence(text: str) -> bool:
    """Whether ``text`` stops where a sentence or a clause of a list stops."""
    return bool(_SENTENCE_END.search(text[-8:]))


def split_lines(text: str) -> list[Line]:
    """The lines of ``text`` that hold words."""
    lines: list[Line] = []
    blanks = 0
    for start, raw in _raw_lines(text):
        stripped = _EDGE.sub("", raw)
        if stripped:
            lines.append(Line(stripped, start + raw.index(stripped), blanks))
            blanks = 0
        else:
            blanks += 1
    return lines


def _raw_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines as printed and where they begin; the paragraphs of a line that holds a whole document, each as one."""
    start = 0
    for raw in text.split("\n"):
        flat = 2 * len(raw) > len(text) and len(_AFTER_SENTENCE.findall(raw)) >= _FLAT
        cuts = [0, *(match.end() for match in _PARAGRAPH.finditer(raw)), len(raw)] if flat else [0, len(raw)]
        yield from ((start + left, raw[left:right]) for left, right in pairwise(cuts))
        start += len(raw) + 1


def joins_with_space(left: str, right: str) -> bool:
    """Whether two words met over a line break need a space between them (Latin letters do, Chinese does not)."""
    return left[-1:].isascii() and left[-1:].isalpha() and right[:1].isascii() and right[:1].isalpha()


class Paper:
    """The repaired text of one document, its lines, and the way back from a piece of it to the original."""

    def __init__(self, text: str, lines: list[Line], origin: Callable[[int, int], Span]) -> None:
        self.text = text
        self.lines = lines
        self._origin = origin

    def span(self, piece: Piece) -> Span:
        """The characters of the original that ``piece`` of the repaired text stands for."""
        return self._origin(piece.start, piece.end)

    def words(self, pieces: Iterable[Piece]) -> str:
        """The text of ``pieces`` joined over the line breaks between them."""
        joined = ""
        for piece in pieces:
            words = self.text[piece.start : piece.end].strip()
            joined += " " + words if joins_with_space(joined, words) else words
        return joined

    def passage(self, pieces: Sequence[Piece]) -> Passage:
        """``pieces`` (at least one, in order) as one passage of the original."""
        return Passage(self.words(pieces), self.span(Piece(pieces[0].start, pieces[-1].end)))
