"""The pages of reporting, as their users send and read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from rectification.models import Issue, Period, Report, ReportDraft, Rhythm, Round, TrailEntry
from rectification.progress.actions.decisions import return_report
from rectification.progress.actions.measures import set_measure
from rectification.progress.actions.reports import submit_no_change
from rectification.progress.rules.reports import Figure
from rectification.vocabulary import MeasureState
from tests import factories
from tests.cast import Cast
from tests.progress.clock import LATE, WEDNESDAY
from tests.progress.conftest import Submit


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Wednesday of week 47, until the test moves on."""
    with time_machine.travel(WEDNESDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def place(cast: Cast, issue: Issue, period: Period) -> list[int]:
    return [period.pk, issue.pk, cast.district.lead.pk]


def typed(text: str = "已建成收集池。", **fields: Any) -> dict[str, Any]:
    return {"status": "on_schedule", "text": text, "version": "0", **fields}


# --- the list -------------------------------------------------------------------------------------------------------


def test_the_list_shows_what_the_unit_owes_and_its_role(cast: Cast, period: Period) -> None:
    page = cast.client("staff").get("/reports/").content.decode()
    assert "第47周（11月16日—22日）" in page
    assert "垃圾中转站渗滤液直排" in page
    assert "牵头" in page


def test_the_list_of_a_unit_without_cases_is_empty(cast: Cast, period: Period) -> None:
    assert "垃圾中转站" not in cast.client("outsider").get("/reports/").content.decode()


def test_nothing_new_takes_one_click(cast: Cast, place: list[int]) -> None:
    answer = cast.client("staff").post(reverse("progress:nothing_new", args=place), {"version": "0"})
    assert answer.status_code == 302
    assert Report.objects.get().no_change


def test_the_second_time_it_asks_why_in_place(cast: Cast, issue: Issue, place: list[int], next_week: Period) -> None:
    submit_no_change(issue_id=issue.pk, unit_id=place[2], period_id=place[0], actor=cast.staff, now=WEDNESDAY)
    client, url = cast.client("staff"), reverse("progress:nothing_new", args=[next_week.pk, *place[1:]])
    answer = client.post(url, {"version": "0", "reason": ""})
    assert answer.status_code == 422
    assert answer.content.decode().count("请说明原因") == 1
    assert client.post(url, {"version": "0", "reason": "等待批复"}).status_code == 302
    assert Report.objects.filter(no_change=True).count() == 2


def test_what_came_back_is_first_and_what_was_missed_can_still_come_late(
    cast: Cast, issue: Issue, period: Period, submit: Submit, clock: time_machine.Traveller
) -> None:
    other = factories.issue(cast, statement="油烟净化设施未清洗。")
    period.duties.create(issue=other, unit=cast.district.lead)
    return_report(report_id=submit().pk, version=1, reason="证据不足", actor=cast.unithead, now=WEDNESDAY)
    Period.objects.update(closed_at=LATE)
    clock.move_to(LATE)
    page = cast.client("staff").get("/reports/").content.decode()
    assert page.index("证据不足") < page.index("油烟净化设施未清洗")
    assert "可补报" in page


def test_a_period_before_the_last_is_over_for_good(cast: Cast, period: Period, next_week: Period) -> None:
    Period.objects.update(closed_at=LATE)
    assert list(_listed(cast.client("staff"))) == [next_week.pk]


def test_who_has_left_an_issue_sees_no_more_of_it(cast: Cast, issue: Issue, period: Period) -> None:
    issue.units.filter(unit=cast.district.lead).delete()
    Period.objects.update(closed_at=LATE)
    for role, address in (("staff", "/reports/"), ("unithead", "/reports/unit/")):
        assert "垃圾中转站" not in cast.client(role).get(address).content.decode()


def test_what_came_back_from_an_older_period_is_listed_too(cast: Cast, submit: Submit, period: Period, next_week: Period) -> None:
    return_report(report_id=submit().pk, version=1, reason="证据不足", actor=cast.unithead, now=WEDNESDAY)
    Period.objects.update(closed_at=LATE)
    assert list(_listed(cast.client("staff"))) == [period.pk, next_week.pk]


def test_a_reason_that_no_database_keeps_is_refused_in_words(cast: Cast, place: list[int]) -> None:
    client = cast.client("staff")
    assert client.post(reverse("progress:nothing_new", args=place), {"version": "0", "reason": "等\0待"}).status_code == 422
    assert client.post(reverse("progress:nothing_new", args=place), {"version": "x"}).status_code == 422
    assert client.post(reverse("progress:draft", args=place), typed("写\0到一半", draft_version="0")).status_code == 200
    assert ReportDraft.objects.get().content["text"] == ["写到一半"]


def _listed(client: Client) -> Iterator[int]:
    for row in client.get("/reports/").context["rows"]:
        yield row.owed.duty.period_id


# --- the form -------------------------------------------------------------------------------------------------------


def test_the_form_opens_with_the_last_text_of_this_unit(cast: Cast, issue: Issue, submit: Submit, next_week: Period) -> None:
    target = factories.target(issue, "化粪池改造", 618)
    submit("收集池已开工。", problem="管网未通。", figures=(Figure(target.pk, Decimal(412)),))
    submit_no_change(issue_id=issue.pk, unit_id=cast.district.lead.pk, period_id=next_week.pk, actor=cast.staff, now=WEDNESDAY)
    third = factories.period(next_week.rhythm, next_week.starts + dt.timedelta(weeks=1))
    third.duties.create(issue=issue, unit=cast.district.lead)
    page = cast.client("staff").get(reverse("progress:report", args=[third.pk, issue.pk, cast.district.lead.pk])).content.decode()
    assert "收集池已开工。</textarea>" in page
    assert "管网未通。</textarea>" in page
    assert 'value="412"' in page
    assert "412/618 座（66.7%）" in page


def test_a_report_is_handed_in_and_the_next_one_offered(cast: Cast, issue: Issue, period: Period, place: list[int]) -> None:
    other = factories.issue(cast, statement="油烟净化设施未清洗。")
    period.duties.create(issue=other, unit=cast.district.lead)
    client, measure = cast.client("staff"), issue.measures.all()[0]
    fields: dict[str, Any] = {
        "percent": "40",
        "measures": [str(measure.pk)],
        f"fulfilled-{measure.pk}": "2026-11-17",
        f"measure_version-{measure.pk}": "1",
    }
    answer = client.post(reverse("progress:report", args=place), typed(**fields), follow=True)
    report = Report.objects.get()
    assert (report.percent, list(report.measures.all())) == (40, [measure])
    assert answer.redirect_chain == [(reverse("progress:handed_in", args=[report.pk]), 302)]
    assert reverse("progress:report", args=[period.pk, other.pk, place[2]]) in answer.content.decode()
    measure.refresh_from_db()
    assert measure.fulfilled_on == dt.date(2026, 11, 17)


def test_the_same_form_sent_twice_answers_the_same(cast: Cast, place: list[int]) -> None:
    client, url = cast.client("staff"), reverse("progress:report", args=place)
    assert client.post(url, typed()).headers["Location"] == client.post(url, typed()).headers["Location"]
    assert Report.objects.count() == 1


def test_what_is_missing_is_said_and_what_was_typed_stays(cast: Cast, place: list[int]) -> None:
    answer = cast.client("staff").post(reverse("progress:report", args=place), typed(text="", problem="管网未通。", status=""))
    assert answer.status_code == 422
    assert "管网未通。</textarea>" in answer.content.decode()
    assert not Report.objects.exists()


def test_a_quantity_is_typed_as_people_write_it(cast: Cast, issue: Issue, place: list[int]) -> None:
    target = factories.target(issue, "清淤", 2_700_000, "立方米")
    client, url = cast.client("staff"), reverse("progress:report", args=place)
    assert client.post(url, typed(**{f"figure-{target.pk}": "很多"})).status_code == 422
    client.post(url, typed(**{f"figure-{target.pk}": "1.2万"}))
    assert Report.objects.get().figures.get().reached == 12_000


def test_the_slower_of_two_colleagues_sees_both_texts(cast: Cast, place: list[int], submit: Submit) -> None:
    submit("王局长写的。", actor=cast.unithead)
    answer = cast.client("staff").post(reverse("progress:report", args=place), typed("李填报写的。"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "王局长写的。" in page
    assert "李填报写的。</textarea>" in page
    assert '<input type="hidden" name="version" value="1"' in page


def test_after_the_cut_off_the_form_says_why_it_refuses(
    cast: Cast, place: list[int], submit: Submit, clock: time_machine.Traveller
) -> None:
    submit()
    clock.move_to(LATE)
    opened = cast.client("staff").get(reverse("progress:report", args=place)).content.decode()
    assert "当前填报期" in opened
    assert ">重新提交</button>" not in opened
    answer = cast.client("staff").post(reverse("progress:report", args=place), typed("改写。", version="1"))
    assert answer.status_code == 409
    assert "当前填报期" in answer.content.decode()


def test_a_measure_changed_meanwhile_is_shown_and_the_report_can_be_sent_again(cast: Cast, issue: Issue, place: list[int]) -> None:
    measure, client, url = issue.measures.all()[0], cast.client("staff"), reverse("progress:report", args=place)
    set_measure(measure_id=measure.pk, state=MeasureState.UNDER_WAY, fulfilled_on=None, version=1, actor=cast.unithead, now=WEDNESDAY)
    fields = typed(**{f"fulfilled-{measure.pk}": "2026-11-17", f"measure_version-{measure.pk}": "1"})
    answer = client.post(url, fields)
    assert answer.status_code == 409
    assert f'name="measure_version-{measure.pk}" value="2"' in answer.content.decode()
    assert "本单位其他人已提交的内容" not in answer.content.decode()
    assert client.post(url, {**fields, f"measure_version-{measure.pk}": "2"}).status_code == 302
    measure.refresh_from_db()
    assert measure.state == MeasureState.FULFILLED


def test_a_reopened_issue_has_an_empty_place_again(cast: Cast, issue: Issue, place: list[int], submit: Submit) -> None:
    submit("第一轮的话。")
    issue.rounds.update(ended_at=WEDNESDAY)
    Round.objects.create(issue=issue, number=2, opened_at=WEDNESDAY)
    client, url = cast.client("staff"), reverse("progress:report", args=place)
    assert 'name="version" value="0"' in client.get(url).content.decode()
    assert client.post(url, typed("第二轮的话。")).status_code == 302
    assert Report.objects.count() == 2


def test_a_page_of_another_unit_is_refused(cast: Cast, place: list[int]) -> None:
    url = reverse("progress:report", args=place)
    assert [cast.client(role).get(url).status_code for role in ("clerk", "supervisor", "outsider")] == [403, 403, 404]
    assert cast.client("clerk").post(url, typed()).status_code == 403


# --- drafts ---------------------------------------------------------------------------------------------------------


def test_a_draft_is_there_when_its_author_comes_back(cast: Cast, place: list[int]) -> None:
    client = cast.client("staff")
    answer = client.post(reverse("progress:draft", args=place), typed("写到一半", draft_version="0"), headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert 'name="draft_version" form="report-form" value="1"' in answer.content.decode()
    assert "写到一半</textarea>" in client.get(reverse("progress:report", args=place)).content.decode()
    assert "写到一半" not in cast.client("unithead").get(reverse("progress:report", args=place)).content.decode()


def test_the_slower_of_two_windows_sees_what_the_other_saved(cast: Cast, place: list[int]) -> None:
    client, url = cast.client("staff"), reverse("progress:draft", args=place)
    client.post(url, typed("第一个窗口", draft_version="0"))
    answer = client.post(url, typed("第二个窗口", draft_version="0"))
    assert answer.status_code == 409
    assert "第一个窗口" in answer.content.decode()
    assert client.post(url, typed("第二个窗口", draft_version="1")).status_code == 200


def test_after_signing_in_again_the_person_is_back_on_the_form(cast: Cast, place: list[int]) -> None:
    page = reverse("progress:report", args=place)
    sent = {"hx-request": "true", "hx-current-url": f"http://testserver{page}"}
    lost = Client().post(reverse("progress:draft", args=place), typed("写到一半", draft_version="0"), headers=sent)
    assert lost.headers["HX-Redirect"].endswith(f"?next={page}")


def test_a_draft_is_thrown_away(cast: Cast, place: list[int]) -> None:
    client = cast.client("staff")
    client.post(reverse("progress:draft", args=place), typed("不要了", draft_version="0"))
    client.post(reverse("progress:discard_draft", args=place))
    assert not ReportDraft.objects.exists()


# --- rhythms --------------------------------------------------------------------------------------------------------

RHYTHM = {
    "name": "周报",
    "kind": "week",
    "cutoff_weekday": "4",
    "cutoff_days_before_end": "0",
    "cutoff_time": "17:00",
    "active": "on",
    "version": "0",
}


def test_the_office_sets_a_rhythm_and_opens_it(cast: Cast) -> None:
    factories.issue(cast)
    clerk = cast.client("clerk")
    assert clerk.post("/rhythms/new/", RHYTHM).status_code == 302
    rhythm = Rhythm.objects.get()
    assert clerk.post(reverse("progress:open_period", args=[rhythm.pk])).status_code == 302
    assert rhythm.periods.get().duties.count() == 1
    page = clerk.get("/rhythms/").content.decode()
    assert "第47周（11月16日—22日）" in page
    assert "2026-11-20 周五 17:00" in page


def test_a_rhythm_without_a_time_is_refused(cast: Cast) -> None:
    assert cast.client("clerk").post("/rhythms/new/", {**RHYTHM, "cutoff_time": ""}).status_code == 422
    assert not Rhythm.objects.exists()


def test_a_stale_rhythm_shows_what_stands_now(cast: Cast) -> None:
    rhythm = factories.rhythm(name="每周调度", version=4)
    answer = cast.client("clerk").post(reverse("progress:rhythm", args=[rhythm.pk]), {**RHYTHM, "version": "3"})
    assert answer.status_code == 409
    assert "每周调度" in answer.content.decode()
    assert 'value="周报"' in answer.content.decode()


def test_a_cut_off_in_a_year_not_announced_is_marked(cast: Cast, clock: time_machine.Traveller) -> None:
    factories.period(factories.rhythm(), dt.date(2031, 1, 6))
    assert "暂按周末推算" in cast.client("clerk").get("/rhythms/").content.decode()
    assert "暂按周末推算" in cast.client("auditor").get("/board/").content.decode()


# --- trail ----------------------------------------------------------------------------------------------------------


def test_the_issue_page_tells_the_report_in_words(cast: Cast, issue: Issue, submit: Submit) -> None:
    submit(percent=40)
    page = cast.client("auditor").get(reverse("overview:issue", args=[issue.pk])).content.decode()
    assert "填报进展" in page
    assert "达到序时进度" in page
    assert TrailEntry.objects.filter(issue_id=issue.pk, verb="report").exists()
