"""``make accuracy``: how much of a folder of plan texts is read as a careful person reads them.

``python -m bench.accuracy [DIR]`` scores every ``NAME.txt`` beside a ``NAME.gold.json`` field by field and prints exact
readings of all there are. Words are compared without white space, openings (``*_starts_with``, ``measures``) by their
opening; rows marked as doubtful accept any alternative given. The exit code is 0 whatever the score.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rectification.intake.reading import read
from rectification.intake.reading.as_json import as_json
from rectification.intake.reading.decoding import decode
from rectification.intake.reading.lines import compact
from rectification.intake.reading.mending import mend

Values = dict[str, Any]
Scores = dict[str, tuple[int, int]]

PLANS = Path(__file__).resolve().parents[2] / "shared" / "plans"
LISTS = ("issues", "tasks", "projects")
_OPENING = 20
_ABOUT_THE_GOLD = frozenset({"remark", "doubt", "alternatives", "source"})
_TAG = re.compile(r"\??<?br\s*/?>")


def score(text: str, gold: Values) -> Scores:
    """Exact and total per field for one text; ``invented`` counts listed items the gold does not have, as (0, n)."""
    found = as_json(read(text))
    tally: dict[str, list[bool]] = defaultdict(list)
    for name in ("title", "issuer", "issued"):
        tally[name].append(found[name] in (gold[name], *gold.get(f"{name}_alternatives", ())))
    for kind in LISTS:
        for wanted, row in _paired(gold.get(kind, []), found[kind]):
            tally[kind].append(row is not None)
            for name, exact in _fields(wanted, row or {}):
                tally[f"{kind}.{name}"].append(exact)
        tally["invented"] += [False] * max(0, len(found[kind]) - len(gold.get(kind, [])))
    points = {_point(point) for point in found["outline"]}
    tally["outline"] += [_point(point) in points for point in gold.get("outline", [])]
    tally["repairs"] += _repaired(compact(mend(text).text), gold.get("repairs", []))
    return {name: (sum(exact), len(exact)) for name, exact in tally.items() if exact}


def _paired(wanted: list[Values], found: list[Values]) -> Iterator[tuple[Values, Values | None]]:
    """Each row of the gold with the row read for it: the same place in its table, else the same number."""
    left = list(found)
    for row in wanted:
        match = next((one for one in left if _key(one) == _key(row)), None)
        if match:
            left.remove(match)
        yield row, match


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    name = next((name for name in ("statement_starts_with", "task_starts_with", "content_starts_with") if name in row), "")
    anchor = row.get("number") or row.get("after_number") or row.get("belongs_to")
    return (row.get("table") if name != "statement_starts_with" else None), row.get("number") is None, anchor, str(row.get(name))[:8]


def _fields(wanted: Values, row: Values) -> Iterator[tuple[str, bool]]:
    """Each field of a gold row and whether it was read so; a doubtful row may follow one of its alternatives instead."""
    readings = [wanted, *({**wanted, **other} for other in wanted.get("alternatives", ()))]
    best = max(readings, key=lambda reading: sum(_same(name, reading[name], row.get(name)) for name in reading))
    for name in wanted:
        if name not in _ABOUT_THE_GOLD:
            yield name, _same(name, best[name], row.get(name))


def _same(name: str, wanted: Any, found: Any) -> bool:
    if name == "measures":
        return isinstance(found, list) and [text[:_OPENING] for text in found] == [text[:_OPENING] for text in wanted]
    if name == "deadline" and isinstance(found, dict):
        return all(found.get(key) == value for key, value in wanted.items())
    return bool(found == wanted)


def _point(point: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(point[name] for name in ("section", "subsection", "number", "marker", "heading", "role"))


def _repaired(text: str, repairs: Iterable[Values]) -> list[bool]:
    """For every damaged place whether the mended text has the clean words and no longer the damaged ones."""
    results: list[bool] = []
    for repair in repairs:
        clean, damaged = (compact(_TAG.sub("", repair[name])) for name in ("clean", "damaged"))
        mended = clean in text and (damaged in clean or damaged not in text)
        results += [mended] * repair.get("count", 1)
    return results


def table(scores: Mapping[str, Scores]) -> str:
    """All scores as lines ``file  field  exact/total``, the totals of all files last."""
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    lines = []
    for file, fields in scores.items():
        lines.append(file)
        for name, (exact, total) in fields.items():
            lines.append(f"  {name:<32}{exact:>5}/{total:<5}{'' if exact == total else '  <'}")
            totals[name][0] += exact
            totals[name][1] += total
    lines.append("all files")
    lines += [f"  {name:<32}{exact:>5}/{total:<5}{100 * exact / total:7.1f} %" for name, (exact, total) in totals.items()]
    exact, total = (sum(pair[part] for name, pair in totals.items() if name != "invented") for part in (0, 1))
    lines.append(f"  {'every field':<32}{exact:>5}/{total:<5}{100 * exact / max(total, 1):7.1f} %")
    lines.append(f"  {'invented items':<32}{totals['invented'][1]:>5}" if "invented" in totals else f"  {'invented items':<32}{0:>5}")
    return "\n".join(lines)


def score_folder(folder: Path) -> dict[str, Scores]:
    """Scores of every text in ``folder`` that has a gold file."""
    pairs = [(gold.with_name(gold.name.replace(".gold.json", ".txt")), gold) for gold in sorted(folder.glob("*.gold.json"))]
    return {text.name: score(decode(text.read_bytes()).text, json.loads(gold.read_text("utf-8"))) for text, gold in pairs if text.exists()}


def main(arguments: list[str]) -> None:
    """Print the table for the folder given, or for the plans kept beside the repository."""
    folder = Path(arguments[0]) if arguments else PLANS
    scores = score_folder(folder) if folder.is_dir() else {}
    print(table(scores) if scores else f"No NAME.txt with NAME.gold.json in {folder}")


if __name__ == "__main__":
    main(sys.argv[1:])
