"""One word for a unit in a period."""

import pytest

from rectification.progress.rules.board import Said, Tally, standing, standing_of, tally
from rectification.vocabulary import ReportState, Standing

WAITING, SUBMITTED, CONFIRMED, RETURNED = ReportState.WAITING, ReportState.SUBMITTED, ReportState.CONFIRMED, ReportState.RETURNED


def said(state: ReportState = SUBMITTED, *, no_change: bool = False, late: bool = False) -> Said:
    return Said(state, no_change, late)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Tally(owed=3, reported=3), Standing.REPORTED),
        (Tally(owed=3, reported=1, no_change=2), Standing.REPORTED),
        (Tally(owed=3, no_change=3), Standing.NO_CHANGE),
        (Tally(owed=3, reported=2), Standing.MISSING),
        (Tally(owed=3), Standing.MISSING),
        (Tally(owed=3, reported=2, returned=1), Standing.RETURNED),
        (Tally(owed=3, returned=1), Standing.RETURNED),
    ],
)
def test_a_cell_says_one_word(cell: Tally, expected: Standing) -> None:
    assert standing(cell) is expected


def test_a_late_report_counts_and_is_marked() -> None:
    cell = tally(2, [(said(), 1), (said(late=True), 1)])
    assert (standing(cell), cell.late, cell.answered) == (Standing.REPORTED, 1, 2)


def test_where_the_head_confirms_nothing_counts_before_it() -> None:
    waiting = tally(2, [(said(WAITING), 1), (said(CONFIRMED), 1)])
    assert (standing(waiting), waiting.waiting, waiting.answered) == (Standing.MISSING, 1, 1)
    assert standing(tally(2, [(said(), 1), (said(CONFIRMED), 1)])) is Standing.REPORTED


def test_a_single_duty_says_the_same_words() -> None:
    assert standing_of(None) is Standing.MISSING
    assert standing_of(said(no_change=True)) is Standing.NO_CHANGE
    assert standing_of(said(RETURNED)) is Standing.RETURNED
    assert standing_of(said(WAITING)) is Standing.MISSING
