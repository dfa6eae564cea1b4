"""Ids of other units' work put into one's own addresses and forms: nothing of others is changed, and nothing of it is seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Unit
from rectification.evidence import actions
from rectification.evidence.queries import report_slot
from rectification.models import Evidence, Issue, Measure, Period, Report, ReportDraft, Target, TargetShare, TrailEntry
from rectification.progress.actions.duties import keep_duties
from rectification.vocabulary import UnitRole
from tests import factories
from tests.cast import Cast
from tests.evidence import specimens

SECRET = "他单位的秘密"


@dataclass(frozen=True, slots=True)
class World:
    """An issue of the lead unit, whose staff attacks, and one of the archive's, in the same week."""

    cast: Cast
    own: Issue
    foreign: Issue
    period: Period
    report: Report
    target: Target
    upload: Evidence

    @property
    def stranger(self) -> Unit:
        return self.cast.district.archive

    @property
    def secret(self) -> Measure:
        return self.foreign.measures.get()


@pytest.fixture
def world(cast: Cast, settings: Settings, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path
    own = factories.issue(cast)
    foreign = factories.bare_issue(own.plan_version, statement=SECRET)
    factories.measure(foreign, SECRET)
    factories.takes_part(foreign, cast.district.archive, UnitRole.LEAD, coordinating=True)
    monday = timezone.localdate() - dt.timedelta(days=timezone.localdate().weekday())
    period = factories.period(factories.rhythm(), monday, cutoff_at=timezone.now() + dt.timedelta(days=1))
    keep_duties(period=period, now=timezone.now())
    report = factories.report(foreign, cast.district.archive, period, cast.outsider, text=SECRET)
    added: dict[str, Any] = {"chunks": [specimens.picture()], "name": "现场.jpg", "now": timezone.now()}
    slots = ((own, cast.district.lead, cast.staff), (foreign, cast.district.archive, cast.outsider))
    upload, _theirs = (
        actions.add(issue_id=issue.pk, slot_of=partial(report_slot, unit_id=unit.pk), actor=by, **added) for issue, unit, by in slots
    )
    return World(cast, own, foreign, period, report, factories.target(own, "渣土清运", 100), upload)


Attack = Callable[[World], tuple[str, dict[str, Any]]]


def place(world: World, issue: Issue, unit: Unit) -> list[int]:
    return [world.period.pk, issue.pk, unit.pk]


def said(**more: str) -> dict[str, str]:
    return {"status": "on_schedule", "text": "已完成。", "version": "0", **more}


ATTACKS: dict[str, Attack] = {
    "a report for a unit that has no part": lambda w: (reverse("progress:report", args=place(w, w.own, w.stranger)), said()),
    "a report on an issue of others": lambda w: (reverse("progress:report", args=place(w, w.foreign, w.cast.district.lead)), said()),
    "a draft in the place of others": lambda w: (reverse("progress:draft", args=place(w, w.foreign, w.stranger)), said()),
    "nothing new for others": lambda w: (reverse("progress:nothing_new", args=place(w, w.foreign, w.stranger)), {"version": "0"}),
    "a measure of others advanced": lambda w: (
        reverse("progress:report", args=place(w, w.own, w.cast.district.lead)),
        said(measures=str(w.secret.pk)),
    ),
    "the report of others sent back": lambda w: (reverse("progress:return", args=[w.report.pk]), {"words": "不行", "version": "1"}),
    "the report of others confirmed": lambda w: (reverse("progress:confirm", args=[w.report.pk]), {"version": "1"}),
    "the reports of others merged": lambda w: (
        reverse("progress:summary", args=[w.own.pk, w.period.pk]),
        {"text": "汇总", "version": "0", "sources": f"{w.report.pk}:1"},
    ),
    "a file for a unit that has no part": lambda w: (reverse("evidence:of_report", args=[w.own.pk, w.stranger.pk]), {"place": "x"}),
    "a file for a measure of others": lambda w: (reverse("evidence:of_measure", args=[w.own.pk, w.secret.pk]), {"place": "x"}),
    "a photograph beside one of others": lambda w: (
        reverse("evidence:describe", args=[w.upload.pk]),
        {"shot": "after", "beside": str(Evidence.objects.get(issue=w.foreign).pk)},
    ),
    "the file of others removed": lambda w: (reverse("evidence:remove", args=[Evidence.objects.get(issue=w.foreign).pk]), {}),
    "the state of a measure of others": lambda w: (reverse("progress:measure", args=[w.secret.pk]), {"state": "fulfilled", "version": "1"}),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_it_is_refused_and_leaves_no_mark(world: World, attack: str) -> None:
    url, data = ATTACKS[attack](world)
    before = _everything()
    answer = world.cast.client("staff").post(url, data)
    assert answer.status_code in {403, 404, 422}
    assert SECRET not in answer.content.decode()
    assert _everything() == before


def test_a_share_for_a_unit_that_has_no_part_is_not_taken(world: World) -> None:
    data = {"text": "渣土清运", "total": "100", "counted_in": "座", "version": "1", f"share-{world.stranger.pk}": "50"}
    world.cast.client("staff").post(reverse("work:target", args=[world.target.pk]), data)
    assert not TargetShare.objects.exists()


def test_a_day_of_fulfilment_for_a_measure_of_others_is_not_taken(world: World) -> None:
    key = world.secret.pk
    data = said(**{f"fulfilled-{key}": "2026-01-05", f"measure_version-{key}": "1"})
    world.cast.client("staff").post(reverse("progress:report", args=place(world, world.own, world.cast.district.lead)), data)
    assert world.secret.fulfilled_on is None


def _everything() -> list[list[tuple[Any, ...]]]:
    return [list(model.objects.order_by("pk").values_list()) for model in (Report, ReportDraft, Measure, Evidence, TrailEntry)]
