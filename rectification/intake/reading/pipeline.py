"""The way from a text to its draft: repairs, heading, tables, lists, the points of the running text, doubts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice

from rectification.intake.reading.draft import Doubt, DoubtCode, Draft, DraftItem
from rectification.intake.reading.fields import Calendar
from rectification.intake.reading.headings import read_heading
from rectification.intake.reading.landmarks import annex_of, running_heads
from rectification.intake.reading.lines import Line, Paper, ends_sentence, split_lines
from rectification.intake.reading.mending import mend
from rectification.intake.reading.outline import read_points
from rectification.intake.reading.problems import read_problems
from rectification.intake.reading.tables import read_tables

Progress = Callable[[float, str], None]
_LONGEST_JUMP = 50
_CUT_OFF = 40
_CELL_END = re.compile(r"[\t|｜│]| {2,}")
_CLOSED = (")", "）", "”", "」", "』", "…")


def no_progress(share: float, step: str) -> None:
    """For readers whom nobody watches."""


def read(text: str, *, issued: date | None = None, progress: Progress = no_progress) -> Draft:
    """Read a plan document; ``issued`` overrides the date found in it. Never raises for any text.

    ``progress`` is told the share done (0..1) and the step: repairing, outline, items, done.
    """
    progress(0.05, "repairing")
    mended = mend(text)
    paper = Paper(mended.text, split_lines(mended.text), mended.origin)
    progress(0.4, "outline")
    heading = read_heading(paper, paper.lines, text, mended.furniture)
    calendar = Calendar(issued or heading.issued)
    progress(0.5, "items")
    items, used, doubts = _items(paper, calendar)
    progress(0.9, "outline")
    points = read_points(paper, [line for line in paper.lines if line.start not in used])
    draft = Draft(
        title=heading.title,
        issuer=heading.issuer,
        issued=calendar.issued,
        issued_text=heading.issued_text,
        document_number=heading.document_number,
        items=items,
        points=points,
        repairs=mended.repairs,
        furniture=mended.furniture,
        doubts=[*(doubt for doubt in heading.doubts if not (issued and doubt.code is DoubtCode.NO_ISSUED_DATE)), *doubts],
    )
    draft.doubts += _document_doubts(paper, draft)
    _mark_damage(draft)
    progress(1.0, "done")
    return draft


def _items(paper: Paper, calendar: Calendar) -> tuple[list[DraftItem], set[int], list[Doubt]]:
    """Everything listed, in the order of the text, where the lines begin that it takes up, and doubts about whole tables."""
    items, taken, doubts = read_tables(paper, paper.lines, calendar)
    used = {line.start for line in taken}
    heads = running_heads(paper.lines)
    for name, lines in _stretches([line for line in paper.lines if line.start not in heads], used):
        found, taken = read_problems(paper, lines, calendar, name)
        items += found
        used |= {line.start for line in taken}
    return sorted(items, key=lambda item: item.span.start), used, doubts


def _stretches(lines: Sequence[Line], used: set[int]) -> list[tuple[str, list[Line]]]:
    """The runs of lines between tables and annexes, each with the name of the annex it belongs to."""
    stretches: list[tuple[str, list[Line]]] = [("", [])]
    for line in lines:
        annex = annex_of(line.text)
        if annex:
            stretches.append((annex[0], []))
        elif line.start in used and stretches[-1][1]:
            stretches.append((stretches[-1][0], []))
        if line.start not in used:
            stretches[-1][1].append(line)
    return [stretch for stretch in stretches if stretch[1]]


def _document_doubts(paper: Paper, draft: Draft) -> list[Doubt]:
    doubts = number_doubts(draft.items)
    if not draft.items:
        doubts.append(Doubt(DoubtCode.NO_LIST_FOUND))
    last = paper.lines[-1] if paper.lines else None
    words = _CELL_END.split(last.text)[-1] if last else ""
    if last and len(words) >= _CUT_OFF and not ends_sentence(words) and not words.endswith(_CLOSED):
        doubts.append(Doubt(DoubtCode.TEXT_CUT_OFF, last.text[-10:], paper.span(last.piece)))
    return doubts


def number_doubts(items: Sequence[DraftItem]) -> list[Doubt]:
    """Numbers left out, or printed again without a new start, within one table.

    Where more numbers are missing than printed, the list is a selection from a longer one and no number is missed.
    """
    doubts: list[Doubt] = []
    for run in _runs(items).values():
        missing: list[Doubt] = []
        last, section = 0, run[0].section
        for item in run:
            number = int(item.number or 0)
            if number <= last and (number == last == 1 or (number > 1 and section == item.section)):
                doubts.append(Doubt(DoubtCode.NUMBER_REPEATED, str(number), item.span))
            if number - last <= _LONGEST_JUMP:
                missing += [Doubt(DoubtCode.NUMBER_MISSING, str(absent), item.span) for absent in range(last + 1, number)]
            last, section = number, item.section
        doubts += missing if len(missing) < len(run) else []
    return doubts


def _runs(items: Sequence[DraftItem]) -> dict[tuple[str, str], list[DraftItem]]:
    """The items with plain numbers, by kind and table."""
    runs: dict[tuple[str, str], list[DraftItem]] = {}
    for item in items:
        if item.number and item.number.isdecimal():
            runs.setdefault((item.kind, item.table), []).append(item)
    return runs


def _mark_damage(draft: Draft) -> None:
    """Say at each item which of its words may be damaged: repairs only offered, not applied."""
    offered = sorted((repair for repair in draft.repairs if not repair.sure), key=lambda repair: repair.span.start)
    place = 0
    for item in sorted(draft.items, key=lambda item: item.span.start):
        while place < len(offered) and offered[place].span.end <= item.span.start:
            place += 1
        for repair in islice(offered, place, None):
            if repair.span.start >= item.span.end:
                break
            item.doubts.append(Doubt(DoubtCode.DAMAGED_TEXT, repair.old, repair.span))
