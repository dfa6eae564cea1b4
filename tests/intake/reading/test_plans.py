"""Plans as districts, cities and provinces print them, and texts that list nothing: each is read as a careful clerk reads it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.accuracy import score, table

PLANS = Path(__file__).parent / "plans"
TEXTS = sorted(PLANS.glob("*.txt"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_plan_is_read_as_a_careful_clerk_reads_it(path: Path) -> None:
    scores = score(path.read_text("utf-8"), json.loads(path.with_suffix(".gold.json").read_text("utf-8")))
    assert all(exact == total for exact, total in scores.values()), table({path.name: scores})
