"""What the office decides after the import: a deadline that the plan left open."""

from __future__ import annotations

import datetime as dt

import pytest

from rectification.models import Issue, TrailEntry
from rectification.plans.actions import decide_deadline, set_coordinating_unit
from rectification.refusals import Incomplete, NotYours, Stale, WrongStage
from rectification.vocabulary import DeadlineKind, Stage
from tests import factories
from tests.cast import Cast

NOW = dt.datetime(2026, 4, 1, 1, 0, tzinfo=dt.UTC)
DAY = dt.date(2027, 3, 31)


@pytest.fixture
def open_issue(cast: Cast) -> Issue:
    return factories.issue(cast, deadline_kind="none", deadline_words="", due=None, deadline_decided=False, stage=Stage.NOT_STARTED)


def decide(issue: Issue, cast: Cast, kind: DeadlineKind = DeadlineKind.FIXED, due: dt.date | None = DAY, **changes: object) -> Issue:
    asked = {"issue_id": issue.pk, "kind": kind, "due": due, "version": issue.version, "actor": cast.clerk, "now": NOW} | changes
    return decide_deadline(**asked)  # type: ignore[arg-type]  # a test changes any of them


def test_a_decision_adds_a_row_and_a_trail_entry_and_starts_the_clock(cast: Cast, open_issue: Issue) -> None:
    rows = open_issue.deadlines.filter(measure=None).count()
    decided = decide(open_issue, cast, document_number="青整改办〔2026〕8号")
    assert (decided.deadline_kind, decided.due, decided.deadline_decided, decided.version) == ("fixed", DAY, True, open_issue.version + 1)
    assert open_issue.deadlines.filter(measure=None).count() == rows + 1
    row = open_issue.deadlines.filter(measure=None).latest("number")
    assert (row.due, row.source, row.document_number, row.decided_by) == (DAY, "by_hand", "青整改办〔2026〕8号", cast.clerk)
    entry = TrailEntry.objects.get(issue_id=open_issue.pk, verb="decide_deadline")
    assert "2027-03-31" in entry.change
    assert "青整改办〔2026〕8号" in entry.change


@pytest.mark.parametrize("kind", [DeadlineKind.LONG_TERM, DeadlineKind.IMMEDIATE_AND_LONG_TERM])
def test_a_long_term_decision_has_no_day(cast: Cast, open_issue: Issue, kind: DeadlineKind) -> None:
    assert decide(open_issue, cast, kind).due is None


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (DeadlineKind.FIXED, None),
        (DeadlineKind.IMMEDIATE, None),
        (DeadlineKind.NONE, DAY),
        (DeadlineKind.PHASED, DAY),
        (DeadlineKind.FIXED, dt.date(1999, 1, 1)),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_stored(cast: Cast, open_issue: Issue, kind: DeadlineKind, due: dt.date | None) -> None:
    rows = open_issue.deadlines.count()
    with pytest.raises(Incomplete):
        decide(open_issue, cast, kind, due)
    open_issue.refresh_from_db()
    assert (open_issue.deadline_decided, open_issue.deadlines.count()) == (False, rows)


def test_the_printed_day_may_stand_though_it_lies_before_the_plan(cast: Cast) -> None:
    printed = dt.date(1999, 1, 1)
    issue = factories.issue(cast, due=printed, deadline_decided=False, stage=Stage.NOT_STARTED)
    assert decide(issue, cast, due=printed).deadline_decided


def test_a_decided_deadline_is_not_decided_again_and_a_stale_page_is_told(cast: Cast, open_issue: Issue) -> None:
    with pytest.raises(Stale):
        decide(open_issue, cast, version=open_issue.version + 1)
    decided = decide(open_issue, cast)
    with pytest.raises(WrongStage):
        decide(decided, cast)


def test_it_may_be_decided_until_the_round_is_locked(cast: Cast, open_issue: Issue) -> None:
    Issue.objects.filter(pk=open_issue.pk).update(stage=Stage.ACCEPTING)
    with pytest.raises(WrongStage):
        decide(open_issue, cast)
    Issue.objects.filter(pk=open_issue.pk).update(stage=Stage.IN_PROGRESS)
    assert decide(open_issue, cast).deadline_decided


@pytest.mark.parametrize("role", ["staff", "unithead", "supervisor", "party", "auditor", "admin", "outsider"])
def test_only_the_office_decides(cast: Cast, open_issue: Issue, role: str) -> None:
    with pytest.raises(NotYours):
        decide(open_issue, cast, actor=getattr(cast, role))
    assert decide(open_issue, cast).deadline_decided


def test_fixing_the_same_coordinating_unit_again_records_nothing(cast: Cast, open_issue: Issue) -> None:
    current = open_issue.units.get(coordinating=True)
    set_coordinating_unit(issue_id=open_issue.pk, unit_id=current.unit_id, version=open_issue.version, actor=cast.clerk, now=NOW)
    assert not TrailEntry.objects.filter(issue_id=open_issue.pk, verb="set_coordinating_unit").exists()
