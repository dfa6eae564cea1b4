"""Many at the same moment: one report, one draft, one period, and nobody meets an error of ours."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.utils import timezone

from accounts.models import User
from rectification.models import Duty, Issue, Period, Report, ReportDraft, TrailEntry
from rectification.progress.actions.drafts import save_draft
from rectification.progress.actions.duties import keep_all_duties, keep_duties
from rectification.progress.actions.periods import create_rhythm, turn_periods
from rectification.progress.actions.reports import submit_report
from rectification.progress.rules.periods import CutOff
from rectification.refusals import Refusal
from rectification.vocabulary import RhythmKind
from rectification.workflow.trail import TRAIL, verify_chain
from tests import factories
from tests.cast import Cast, gather
from tests.committed import Committed
from tests.progress.clock import LATE, MONDAY, WEDNESDAY
from tests.progress.conftest import content

MANY = 6
Act = Callable[[], object]


def at_once(acts: Sequence[Act]) -> list[str]:
    """What became of each act, all begun at the same moment: the code of its refusal, or ``done``."""
    start = threading.Barrier(len(acts))

    def one(act: Act) -> str:
        try:
            start.wait()
            act()
        except Refusal as refusal:
            return refusal.code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts))


def week(cast: Cast) -> tuple[Issue, Period]:
    issue, period = factories.issue(cast), factories.period(factories.rhythm(), MONDAY)
    keep_duties(period=period, now=WEDNESDAY)
    return issue, period


def reporting(cast: Cast, issue: Issue, period: Period, text: str, actor: User) -> Act:
    place = (issue.pk, cast.district.lead.pk, period.pk)
    return lambda: submit_report(
        issue_id=place[0], unit_id=place[1], period_id=place[2], content=content(text), version=0, actor=actor, now=WEDNESDAY
    )


def turning(now: dt.datetime) -> Act:
    def turn() -> None:
        turn_periods(now=now)
        keep_all_duties(now=now)

    return turn


def test_the_same_form_pressed_many_times_is_one_report(committed_db: Committed) -> None:
    cast = gather()
    issue, period = week(cast)
    assert at_once([reporting(cast, issue, period, "已建成。", cast.staff) for _ in range(MANY)]) == ["done"] * MANY
    assert Report.objects.get().version == 1
    assert TrailEntry.objects.filter(verb="report").count() == 1
    assert TrailEntry.objects.filter(verb="start").count() == 1


def test_of_colleagues_with_different_texts_one_is_served(committed_db: Committed) -> None:
    cast = gather()
    issue, period = week(cast)
    answers = at_once([reporting(cast, issue, period, f"第{n}种说法。", (cast.staff, cast.unithead)[n % 2]) for n in range(MANY)])
    assert answers == ["done", *["stale"] * (MANY - 1)]
    assert Report.objects.get().version == 1


def test_of_many_windows_one_saves_its_draft(committed_db: Committed) -> None:
    cast = gather()
    issue, period = week(cast)

    def saving(text: str) -> Act:
        place = (issue.pk, cast.district.lead.pk, period.pk)
        return lambda: save_draft(
            issue_id=place[0],
            unit_id=place[1],
            period_id=place[2],
            content={"text": [text]},
            version=0,
            actor=cast.staff,
            now=timezone.now(),
        )

    assert at_once([saving(f"窗口{n}") for n in range(MANY)]) == ["done", *["stale"] * (MANY - 1)]
    assert ReportDraft.objects.get().version == 1


def test_many_clocks_turn_a_period_once(committed_db: Committed) -> None:
    cast = gather()
    issue, _ = week(cast)

    assert at_once([turning(LATE)] * MANY) == ["done"] * MANY
    following = Period.objects.get(closed_at__isnull=True)
    assert following.starts == MONDAY + dt.timedelta(weeks=1)
    assert Duty.objects.filter(period=following, issue=issue).count() == 1
    assert list(TrailEntry.objects.values_list("verb", flat=True)) == ["close_period", "open_period"]
    assert verify_chain(TRAIL).first_bad is None


def test_a_rhythm_is_named_once(committed_db: Committed) -> None:
    cast = gather()
    cutoff = CutOff(RhythmKind.WEEK, 4, 0, dt.time(17))
    answers = at_once([lambda: create_rhythm(name="周报", cutoff=cutoff, plans=(), actor=cast.clerk, now=WEDNESDAY)] * MANY)
    assert answers == ["done", *["incomplete"] * (MANY - 1)]


def test_reporting_and_turning_never_wait_for_each_other_crosswise(committed_db: Committed) -> None:
    cast = gather()
    issue, period = week(cast)
    for number in range(6):
        reports = [reporting(cast, issue, period, f"第{number}次说法。", cast.staff)] * 3
        assert "done" in at_once([turning(LATE + dt.timedelta(weeks=number)), *reports])
    assert verify_chain(TRAIL).first_bad is None
