"""The lead unit makes one text of its units' reports; the units' own words stay, and so does the office's wording beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse

from accounts.models import User
from accounts.vocabulary import PostKind
from rectification.models import Issue, Period, Report, Summary, TrailEntry
from rectification.progress.actions.duties import keep_duties
from rectification.progress.actions.reports import submit_no_change
from rectification.progress.actions.summaries import merge_summary, polish_summary
from rectification.progress.queries.summaries import merging_for
from rectification.progress.rules.summaries import changed_since, judge_merging
from rectification.refusals import Incomplete, NotVisible, NotYours, Stale, WrongStage
from rectification.vocabulary import ReportState, Verb
from rectification.workflow.actions import move
from tests import factories
from tests.cast import Cast, person
from tests.progress.clock import LATE, WEDNESDAY
from tests.progress.conftest import Submit


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def east(cast: Cast, issue: Issue, period: Period) -> User:
    """The staff of a member with a part; another member has nothing new."""
    row = issue.units.get(group=cast.district.subdistricts)
    for member in (cast.district.east, cast.district.west):
        factories.part(row, member, cast.clerk)
    keep_duties(period=period, now=WEDNESDAY)
    return person("east", "东山人", cast.district.east, PostKind.STAFF)


@pytest.fixture
def reported(cast: Cast, issue: Issue, period: Period, east: User, submit: Submit) -> Report:
    west = person("west", "西湖人", cast.district.west, PostKind.STAFF)
    submit("收集池已建成。", problem="管网未通。")
    submit_no_change(issue_id=issue.pk, unit_id=cast.district.west.pk, period_id=period.pk, actor=west, now=WEDNESDAY)
    return submit("每日清运。", unit=cast.district.east, actor=east)


def merge(cast: Cast, issue: Issue, period: Period, text: str = "全区已清运。", version: int = 0, actor: User | None = None) -> Summary:
    merging = merging_for(cast.clerk, issue.pk, period.pk)
    return merge_summary(
        issue_id=issue.pk,
        period_id=period.pk,
        text=text,
        problem="",
        next_step="",
        sources=list(merging.versions.items()),
        version=version,
        actor=actor or cast.staff,
        now=WEDNESDAY,
    )


def test_changed_is_what_came_or_grew_since() -> None:
    assert changed_since([(1, 1), (2, 1)], {1: 1, 2: 1}) == set()
    assert changed_since([(1, 1), (2, 1)], {1: 2, 2: 1, 3: 1}) == {1, 3}


def test_it_refuses_an_empty_summary_and_reports_from_elsewhere() -> None:
    judge_merging("已清运。", [(1, 1)], {1: 2})
    with pytest.raises(Incomplete):
        judge_merging(" ", [(1, 1)], {1: 1})
    with pytest.raises(Incomplete):
        judge_merging("已清运。", [(9, 1)], {1: 1})


def test_the_form_opens_with_the_reports_joined(cast: Cast, issue: Issue, period: Period, reported: Report) -> None:
    page = cast.client("staff").get(reverse("progress:summary", args=[issue.pk, period.pk])).content.decode()
    assert "区城管局：收集池已建成。\n东山街道：每日清运。\n西湖街道：本期无新进展。</textarea>" in page
    assert "区城管局：管网未通。</textarea>" in page


def test_what_waits_for_the_head_of_its_unit_is_not_merged_yet(cast: Cast, issue: Issue, period: Period, reported: Report) -> None:
    Report.objects.filter(pk=reported.pk).update(state=ReportState.WAITING)
    merging = merging_for(cast.staff, issue.pk, period.pk)
    assert reported.pk not in merging.versions
    assert reported.text not in merging.joined("text")


def test_the_lead_unit_merges_and_the_units_words_stay(cast: Cast, issue: Issue, period: Period, reported: Report) -> None:
    summary = merge(cast, issue, period)
    assert (summary.text, summary.merged_by, len(summary.sources), summary.version) == ("全区已清运。", cast.staff, 3, 1)
    reported.refresh_from_db()
    assert reported.text == "每日清运。"
    entry = TrailEntry.objects.latest("number")
    assert (entry.verb, json.loads(entry.change)["text"]) == ("merge_summary", ["", "全区已清运。"])


def test_a_later_change_of_a_unit_shows(cast: Cast, issue: Issue, period: Period, east: User, reported: Report, submit: Submit) -> None:
    merge(cast, issue, period)
    assert merging_for(cast.staff, issue.pk, period.pk).changed == []
    submit("每日清运两次。", unit=cast.district.east, actor=east, version=1)
    assert [report.unit.name for report in merging_for(cast.staff, issue.pk, period.pk).changed] == ["东山街道"]
    page = cast.client("staff").get(reverse("progress:summary", args=[issue.pk, period.pk])).content.decode()
    assert "汇总后有变动：" in page
    assert "每日清运两次。</textarea>" not in page
    again = cast.client("staff").get(reverse("progress:summary", args=[issue.pk, period.pk]) + "?again=1").content.decode()
    assert "东山街道：每日清运两次。" in again


@pytest.mark.parametrize("role", ["clerk", "supervisor", "auditor"])
def test_nobody_else_merges(cast: Cast, issue: Issue, period: Period, reported: Report, role: str) -> None:
    with pytest.raises(NotYours):
        merge(cast, issue, period, actor=cast.person(role))


def test_a_member_reads_but_does_not_merge(cast: Cast, issue: Issue, period: Period, east: User, reported: Report) -> None:
    with pytest.raises(NotYours):
        merge(cast, issue, period, actor=east)
    assert merging_for(east, issue.pk, period.pk).reports
    with pytest.raises(NotVisible):
        merging_for(cast.outsider, issue.pk, period.pk)


def test_the_office_stands_in_where_no_unit_coordinates(cast: Cast, issue: Issue, period: Period, reported: Report) -> None:
    issue.units.update(coordinating=False)
    assert merge(cast, issue, period, actor=cast.clerk).merged_by == cast.clerk
    with pytest.raises(NotYours):
        merge(cast, issue, period, version=1)


def test_the_slower_of_two_who_merge_sees_both_texts(cast: Cast, issue: Issue, period: Period, reported: Report) -> None:
    merge(cast, issue, period, "王局长的汇总。", actor=cast.unithead)
    with pytest.raises(Stale):
        merge(cast, issue, period, "李填报的汇总。")
    typed = {"text": "李填报的汇总。", "problem": "", "next_step": "", "sources": "", "version": "0"}
    answer = cast.client("staff").post(reverse("progress:summary", args=[issue.pk, period.pk]), typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "王局长的汇总。" in page
    assert "李填报的汇总。</textarea>" in page


def test_the_office_words_it_anew_and_both_stay(cast: Cast, issue: Issue, period: Period, reported: Report) -> None:
    merge(cast, issue, period)
    url = reverse("progress:printed", args=[issue.pk, period.pk])
    assert cast.client("clerk").post(url, {"printed": "全区渗滤液已清运处置。", "version": "1"}).status_code == 302
    summary = Summary.objects.get()
    assert (summary.text, summary.printed, summary.printed_by) == ("全区已清运。", "全区渗滤液已清运处置。", cast.clerk)
    page = cast.client("auditor").get(reverse("overview:issue", args=[issue.pk])).content.decode()
    assert "全区已清运。" in page
    assert "全区渗滤液已清运处置。" in page
    assert "陈文书" in page


def test_the_wording_may_come_before_any_merging(cast: Cast, issue: Issue, period: Period, reported: Report) -> None:
    polish_summary(issue_id=issue.pk, period_id=period.pk, printed="按序时推进。", version=0, actor=cast.clerk, now=WEDNESDAY)
    assert Summary.objects.get().merged_at is None
    with pytest.raises(NotYours):
        polish_summary(issue_id=issue.pk, period_id=period.pk, printed="按序时推进。", version=1, actor=cast.unithead, now=WEDNESDAY)


def test_a_locked_issue_keeps_its_summary(cast: Cast, issue: Issue, period: Period, reported: Report) -> None:
    for verb in (Verb.COMPLETE, Verb.APPLY):
        move(issue_id=issue.pk, verb=verb, actor=cast.unithead, now=LATE)
    with pytest.raises(WrongStage):
        merge(cast, issue, period)
    assert "<textarea" not in cast.client("staff").get(reverse("progress:summary", args=[issue.pk, period.pk])).content.decode()
