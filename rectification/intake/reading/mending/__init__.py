"""Damage of plan texts: found, repaired where only one reading is possible, offered to a person where not.

``mend(text)`` applies the sure repairs; ``apply(text, repairs)`` applies a person's choice of them. Codes in ``Repair.reason``:

- ``lost_bytes``    a byte of each of two GBK characters is gone (``?#20013;?`` for 持续)
- ``lost_gloss``    a pronunciation was put into the middle of characters
- ``tag``, ``entity``  left-over HTML
- ``zero_width``, ``bidi``  invisible characters
- ``pinyin_gloss``  pronunciation in brackets behind a character
- ``traditional``   traditional characters
- ``lost_year_month_day``  年, 月 or 日 is gone beside the digits
- ``lost_bracket``  the closing bracket of a document number is gone
- ``lost_separator``  the mark between two numbers or clauses is gone
- ``lost_measure_word``  the word between a number and what it counts is gone
- ``lost_rare_character``  a character that the typeface lacked (二噁英)
- ``blank_in_number``  a blank inside a number
- ``stray_blank``   a blank between two words
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from rectification.intake.reading.draft import Repair, RepairKind, Span
from rectification.intake.reading.mending import control, digits, furniture, gloss, markup, mojibake, pinyin, script
from rectification.intake.reading.mending.edits import Edit, Layers, Proposal

# Damage that is the same all over a text is one repair for all its places; it is found anew when repairs are applied.
_SWEEPS: tuple[Callable[[str], Iterator[Proposal]], ...] = (markup.find, control.find, pinyin.find)
# More single repairs than this no person looks through; the text is then left as it is after them.
_MOST_SINGLES = 5_000
# Bytes tell about torn characters only in the script they were torn in.
_TORN: tuple[Callable[[str], Iterator[Proposal]], ...] = (mojibake.find, gloss.find)
_SWEPT = frozenset({RepairKind.MARKUP, RepairKind.CONTROL, RepairKind.PINYIN, RepairKind.SCRIPT})


@dataclass(frozen=True, slots=True)
class Mended:
    """Text after repairs and without furniture; the spans of ``repairs`` and ``furniture`` lie in the text before.

    ``repairs`` holds the applied repairs and, after ``mend``, the offered ones too.
    """

    text: str
    repairs: list[Repair]
    furniture: list[Span]
    _layers: Layers

    def origin(self, start: int, end: int) -> Span:
        """Where ``text[start:end]`` stands in the text before any repair."""
        return self._layers.origin(start, end)


def mend(text: str) -> Mended:
    """Find all damage, apply the sure repairs, take the furniture away. Blank lines stay as they are."""
    found = find_repairs(text)
    mended = apply(text, (repair for repair in found if repair.sure))
    return replace(mended, repairs=[repair for repair in found if not _lies_in(repair.span, mended.furniture)])


def apply(text: str, repairs: Iterable[Repair]) -> Mended:
    """Apply just these repairs, as a person chose them. Raises ValueError where two of them overlap."""
    chosen = list(repairs)
    sweeping = {_group(repair.kind, repair.reason, repair.old) for repair in chosen if repair.kind in _SWEPT}
    layers = Layers(text)
    layers.edit(Edit(repair.span.start, repair.span.end, repair.new) for repair in chosen if repair.kind not in _SWEPT)
    for find in _SWEEPS:
        layers.edit(edit for edit in find(layers.text) if _group(edit.kind, edit.reason, layers.text[edit.start : edit.end]) in sweeping)
    if (RepairKind.SCRIPT, "traditional", "") in sweeping:
        layers.rewrite(script.simplify(layers.text))
    cuts = list(furniture.find(layers.text))
    removed = [layers.origin(start, end) for start, end in cuts]
    layers.edit(Edit(start, _past_line_end(layers.text, end), "") for start, end in cuts)
    return Mended(layers.text, chosen, removed, layers)


def find_repairs(text: str) -> list[Repair]:
    """All repairs in the order of the text, sure and unsure."""
    layers = Layers(text)
    found: list[Repair] = []
    for find in _SWEEPS:
        edits = list(find(layers.text))
        found += _grouped(edits, layers, text)
        layers.edit(edits)
    singles = [proposal for find in _TORN for proposal in find(layers.text)]
    found += _script(layers, text)
    singles += digits.find(layers.text)
    found += [_repair(edit, layers, text) for edit in islice(_apart(singles), _MOST_SINGLES)]
    return sorted(found, key=lambda repair: (repair.span.start, repair.span.end))


def _apart(proposals: list[Proposal]) -> Iterator[Proposal]:
    """The proposals in the order of the text; of overlapping ones the first stands."""
    done = 0
    for proposal in sorted(proposals, key=lambda proposal: (proposal.start, proposal.end)):
        if proposal.start >= done:
            done = proposal.end
            yield proposal


def _group(kind: RepairKind, reason: str, old: str) -> tuple[RepairKind, str, str]:
    """Which places of a sweep are one repair: each tag or entity by itself, else all of a kind and reason."""
    return kind, reason, old if kind is RepairKind.MARKUP else ""


def _grouped(edits: list[Proposal], layers: Layers, text: str) -> Iterator[Repair]:
    groups: dict[tuple[RepairKind, str, str], list[Proposal]] = {}
    for edit in edits:
        groups.setdefault(_group(edit.kind, edit.reason, layers.text[edit.start : edit.end]), []).append(edit)
    for group in groups.values():
        first = group[0]
        yield replace(_repair(first, layers, text), count=len(group))


def _script(layers: Layers, text: str) -> Iterator[Repair]:
    if not script.is_traditional(layers.text):
        return
    old, new = layers.text, script.simplify(layers.text)
    changed = [place for place in range(len(old)) if old[place] != new[place]]
    first = changed[0]
    span = layers.origin(first, first + 1)
    yield Repair(RepairKind.SCRIPT, span, text[span.start : span.end], new[first], True, "traditional", len(changed))
    layers.rewrite(new)


def _repair(edit: Proposal, layers: Layers, text: str) -> Repair:
    span = layers.origin(edit.start, edit.end)
    return Repair(edit.kind, span, text[span.start : span.end], edit.new, edit.sure, edit.reason)


def _past_line_end(text: str, end: int) -> int:
    return end + 1 if end < len(text) else end


def _lies_in(span: Span, spans: list[Span]) -> bool:
    place = bisect_right(spans, span.start, key=lambda other: other.start) - 1
    return place >= 0 and span.end <= spans[place].end
