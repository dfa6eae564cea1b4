"""Tear clean plan texts apart as the site of a damaged plan did, mend them, and count right, wrong and unsure places.

That site tore the same words wherever they stood, so pairs of characters are chosen by lot and each is torn all over the text.
``python bench/mending.py TEXT...`` prints one line for each text and a total. A text must be in UTF-8, and none of
those from which ``bench/trade_counts.py`` took its counts, else the figures flatter.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rectification.intake.reading.mending import find_repairs, mend

_FULL_WIDTH = {mark: chr(ord(mark) + 0xFEE0) for mark in ",;:()!?"}


def _bytes_of(character: str) -> bytes:
    try:
        data = _FULL_WIDTH.get(character, character).encode("gbk")
    except UnicodeEncodeError:
        return b""
    return data if len(data) == 2 else b""


def _shown(pair: bytes) -> str:
    return pair.decode("gbk", "ignore")


def tear(text: str, seed: int, every: int) -> tuple[str, list[tuple[int, int, str]]]:
    """Damage one pair of characters in ``every``, wherever it stands; gives the damaged text and each (start, end, clean words)."""
    chance = random.Random(seed)
    pieces: list[str] = []
    places: list[tuple[int, int, str]] = []
    length = place = 0
    while place < len(text):
        pair = random.Random(f"{seed} {text[place : place + 2]}").random()
        torn = _torn(text, place, chance) if pair < 1 / every else None
        shown, taken = torn or (text[place], 1)
        if torn:
            places.append((length, length + len(shown), text[place : place + taken]))
        pieces.append(shown)
        length += len(shown)
        place += taken
    return "".join(pieces), places


def _torn(text: str, place: int, chance: random.Random) -> tuple[str, int] | None:
    """The damaged look of the words at ``place`` and how many characters they are; None where they cannot be torn."""
    words = 2 if chance.random() < 0.9 else 3
    data = [_bytes_of(character) for character in text[place : place + words + 1]]
    if len(data) < words + 1 or not all(data[:words]):
        return None
    inner = b"".join(data[:words])[1:-1]
    pairs = [_shown(inner[at : at + 2]) for at in range(0, len(inner), 2)]
    if not all(len(pair) == 1 for pair in pairs):
        return None
    end, taken = "br />\n", words + 1
    if text[place + words] != "\n":
        if not data[words]:
            return None
        end = f"#{ord(text[place + words])};"
    return f"?#{ord(pairs[0])};{''.join(pairs[1:])}?{end}", taken


def measure(text: str, seed: int, every: int, *, show: bool) -> Counter[str]:
    """Counts of places: sure or unsure, right or wrong, and missed; ``show`` prints the wrong readings that were sure."""
    damaged, places = tear(text, seed, every)
    repairs = {repair.span.start: repair for repair in find_repairs(damaged) if repair.reason == "lost_bytes"}
    counts: Counter[str] = Counter()
    for start, _, clean in places:
        repair = repairs.get(start)
        if repair is None:
            counts["missed"] += 1
            continue
        right = repair.new.strip("\n") == clean.strip("\n")
        counts[f"{'sure' if repair.sure else 'unsure'} {'right' if right else 'wrong'}"] += 1
        if repair.sure and not right and show:
            print("  ", damaged[start - 8 : start], repair.old, "read as", repair.new, "instead of", clean)
    return counts


def _report(name: str, counts: Counter[str], seconds: float) -> None:
    total = sum(counts.values()) or 1
    sure = counts["sure right"] + counts["sure wrong"] or 1
    print(
        f"{name}: {total} places, {dict(counts)}; best reading right {(counts['sure right'] + counts['unsure right']) / total:.1%}, "
        f"sure {sure / total:.1%}, right among sure {counts['sure right'] / sure:.2%}, {seconds:.1f} s"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=40, help="one damaged pair in so many")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--show", action="store_true", help="print wrong readings that were sure")
    arguments = parser.parse_args()
    everything: Counter[str] = Counter()
    for path in arguments.texts:
        counts: Counter[str] = Counter()
        began = time.process_time()
        text = mend(path.read_text("utf-8")).text
        for seed in range(arguments.seeds):
            counts += measure(text, seed, arguments.every, show=arguments.show)
        _report(path.name, counts, time.process_time() - began)
        everything += counts
    _report("all", everything, 0)
