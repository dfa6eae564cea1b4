"""The head sees what the unit has said, confirms it where asked, and sends it back; the issue's page shows it to everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse

from rectification.models import Issue, Period, PracticeRow, Report
from rectification.vocabulary import ReportState
from tests import factories
from tests.cast import Cast
from tests.conftest import Budget
from tests.progress.clock import WEDNESDAY
from tests.progress.conftest import Submit


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


def test_the_head_sees_all_of_the_unit_and_what_came_back_on_top(cast: Cast, issue: Issue, period: Period, submit: Submit) -> None:
    other = factories.issue(cast, statement="油烟净化设施未清洗。")
    period.duties.create(issue=other, unit=cast.district.lead)
    submit()
    submit("已清洗。", issue=other)
    back = {"usual": ["佐证材料不足"], "words": "请补充照片", "version": "1"}
    report = Report.objects.get(issue=other)
    assert cast.client("unithead").post(reverse("progress:return", args=[report.pk]), back).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.returned_because) == (ReportState.RETURNED, "佐证材料不足；请补充照片")
    rows = cast.client("unithead").get(reverse("progress:unit")).context["rows"]
    assert [row.duty.issue_id for row in rows] == [other.pk, issue.pk]


def test_sending_back_asks_for_a_reason(cast: Cast, submit: Submit) -> None:
    answer = cast.client("unithead").post(reverse("progress:return", args=[submit().pk]), {"words": "", "version": "1"})
    assert answer.status_code == 422
    assert "请说明退回原因" in answer.content.decode()


def test_the_head_confirms_from_the_list(cast: Cast, submit: Submit) -> None:
    PracticeRow.objects.create(pk=1, head_confirms=True)
    report = submit()
    client = cast.client("unithead")
    assert "待确认" in client.get(reverse("progress:unit")).content.decode()
    assert client.post(reverse("progress:confirm", args=[report.pk]), {"version": "1"}).status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.CONFIRMED


def test_the_office_reads_that_a_report_waits_for_the_head(cast: Cast, period: Period, submit: Submit) -> None:
    PracticeRow.objects.create(pk=1, head_confirms=True)
    report = submit()
    for url in (reverse("progress:period", args=[period.pk]), reverse("overview:issue", args=[report.issue_id])):
        assert "待确认" in cast.client("clerk").get(url).content.decode()


def test_the_office_sends_back_from_the_list_of_the_period(cast: Cast, period: Period, submit: Submit) -> None:
    report, clerk = submit(), cast.client("clerk")
    url = reverse("progress:return", args=[report.pk])
    assert url in clerk.get(reverse("progress:period", args=[period.pk])).content.decode()
    assert url not in cast.client("auditor").get(reverse("progress:period", args=[period.pk])).content.decode()
    answer = clerk.post(url, {"words": "与目标不符", "version": "1"})
    assert answer.headers["Location"] == f"{reverse('progress:period', args=[period.pk])}?unit={report.unit_id}"


def test_a_report_changed_meanwhile_is_shown_before_it_is_sent_back(cast: Cast, submit: Submit) -> None:
    report = submit()
    submit("改写后的内容。", version=1)
    answer = cast.client("unithead").post(reverse("progress:return", args=[report.pk]), {"words": "证据不足", "version": "1"})
    assert answer.status_code == 409
    assert "改写后的内容。" in answer.content.decode()
    assert "证据不足</textarea>" in answer.content.decode()


def test_the_issue_page_tells_the_reports_by_period(cast: Cast, issue: Issue, period: Period, submit: Submit, next_week: Period) -> None:
    submit("第47周已建成。")
    submit("第48周已通水。", period=next_week)
    page = cast.client("supervisor").get(reverse("overview:issue", args=[issue.pk])).content.decode()
    progress = page[page.index('id="progress"') :]
    assert progress.index("第48周已通水。") < progress.index("第47周已建成。")
    assert reverse("progress:report", args=[period.pk, issue.pk, cast.district.lead.pk]) not in page


def test_the_list_names_the_cut_offs_of_what_the_unit_owes_alone(cast: Cast, period: Period) -> None:
    words = str(period.rhythm)
    assert words in cast.client("staff").get(reverse("progress:mine")).content.decode()
    assert words not in cast.client("outsider").get(reverse("progress:mine")).content.decode()


def test_the_issue_page_leads_the_unit_to_its_form(cast: Cast, issue: Issue, period: Period) -> None:
    page = cast.client("staff").get(reverse("overview:issue", args=[issue.pk])).content.decode()
    assert reverse("progress:report", args=[period.pk, issue.pk, cast.district.lead.pk]) in page


def test_the_issue_page_counts_the_parts_reported(cast: Cast, issue: Issue, period: Period) -> None:
    row = issue.units.get(group=cast.district.subdistricts)
    for member in (cast.district.east, cast.district.west):
        factories.part(row, member, cast.clerk)
    factories.report(issue, cast.district.east, period, cast.clerk)
    Report.objects.update(state=ReportState.WAITING)
    assert "本期已报 0/2" in cast.client("clerk").get(reverse("overview:issue", args=[issue.pk])).content.decode()
    Report.objects.update(state=ReportState.SUBMITTED)
    assert "本期已报 1/2" in cast.client("clerk").get(reverse("overview:issue", args=[issue.pk])).content.decode()


def test_the_issue_page_asks_a_bounded_number_of_times(
    cast: Cast, issue: Issue, period: Period, next_week: Period, submit: Submit, query_budget: Budget
) -> None:
    for week in (period, next_week):
        submit(period=week)
        factories.report(issue, cast.district.below_lead, week, cast.staff)
    client = cast.client("staff")
    client.get("/issues/")
    with query_budget("issue-with-reports"):
        assert client.get(reverse("overview:issue", args=[issue.pk])).status_code == 200


def test_the_list_asks_a_bounded_number_of_times(cast: Cast, period: Period, query_budget: Budget) -> None:
    for _ in range(5):
        period.duties.create(issue=factories.issue(cast), unit=cast.district.lead)
    client = cast.client("staff")
    client.get("/issues/")
    with query_budget("to-report"):
        assert client.get("/reports/").status_code == 200
