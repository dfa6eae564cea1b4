"""Programs report, merge and look at the board as people do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from rectification.models import Issue, Period, PracticeRow, Report, Rhythm, Round, Summary
from tests import factories
from tests.cast import Cast
from tests.conftest import Budget
from tests.programs import Program, program
from tests.progress.clock import WEDNESDAY

pytestmark = pytest.mark.django_db
SAID = {"status": "on_schedule", "text": "已建成收集池。"}


@pytest.fixture(autouse=True)
def _on_wednesday() -> Iterator[None]:
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def place(cast: Cast, issue: Issue, period: Period) -> dict[str, int]:
    return {"issue": issue.pk, "unit": cast.district.lead.pk, "period": period.pk}


@pytest.fixture
def staff(cast: Cast, period: Period) -> Program:
    return program(cast, "staff")


def open_again(issue: Issue) -> None:
    issue.rounds.update(ended_at=WEDNESDAY)
    Round.objects.create(issue=issue, number=2, opened_at=WEDNESDAY)


def test_what_is_owed_is_listed_and_then_reported(cast: Cast, place: dict[str, int], staff: Program) -> None:
    owed = staff.get("duties/", waiting="true").json()["results"]
    assert [(row["issue"], row["standing"], row["report"]) for row in owed] == [(place["issue"], "missing", None)]
    made = staff.send("POST", "reports/", {**place, **SAID, "percent": 40}, key="r-1")
    assert (made.status_code, made.json()["state"], made.json()["percent"], made["ETag"]) == (201, "submitted", 40, '"1"')
    assert staff.get("duties/", waiting="true").json()["count"] == 0
    assert staff.get("duties/", waiting="false").json()["results"][0]["report"] == made.json()["id"]
    assert program(cast, "clerk").get("duties/").json()["count"] == 0


def test_figures_measures_and_fulfilments_come_with_a_report(issue: Issue, place: dict[str, int], staff: Program) -> None:
    target, measure = factories.target(issue, "雨污分流", 618), issue.measures.all()[0]
    more = {"figures": [{"target": target.pk, "reached": "412"}], "measures": [measure.pk]}
    fulfilled = {"fulfilments": [{"measure": measure.pk, "on": "2026-11-17", "version": 1}]}
    told = staff.send("POST", "reports/", {**place, **SAID, **more, **fulfilled}).json()
    assert told["figures"] == [{"target": target.pk, "reached": "412", "reason": ""}]
    assert told["measures"] == [measure.pk]
    assert staff.get("measures/", issue=issue.pk).json()["results"][0]["state"] == "fulfilled"


def test_a_target_named_twice_is_refused(issue: Issue, place: dict[str, int], staff: Program) -> None:
    figure = {"target": factories.target(issue, "雨污分流", 618).pk, "reached": "1"}
    assert staff.send("POST", "reports/", {**place, **SAID, "figures": [figure, figure]}).status_code == 422
    assert not Report.objects.exists()


def test_who_reports_second_gets_the_first_report_to_see(cast: Cast, place: dict[str, int], staff: Program) -> None:
    staff.send("POST", "reports/", {**place, **SAID})
    answer = program(cast, "unithead").send("POST", "reports/", {**place, **SAID, "text": "另一段话。"})
    assert (answer.status_code, answer.json()["code"], answer.json()["present"]["text"]) == (409, "stale", SAID["text"])
    changed = program(cast, "unithead").send("PUT", f"reports/{answer.json()['present']['id']}/", SAID | {"text": "合并。"}, version=1)
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')


def test_nothing_new_is_said_at_once_or_instead(place: dict[str, int], staff: Program) -> None:
    made = staff.send("POST", "reports/no-change/", place)
    assert (made.status_code, made.json()["no_change"]) == (201, True)
    address = f"reports/{made.json()['id']}/"
    assert staff.send("PUT", address, SAID, version=1).json()["no_change"] is False
    assert staff.send("PUT", f"{address}no-change/", version=2).json()["no_change"] is True


def test_a_report_is_sent_back_and_confirmed(cast: Cast, place: dict[str, int], staff: Program) -> None:
    PracticeRow.objects.create(head_confirms=True)
    address = f"reports/{staff.send('POST', 'reports/', {**place, **SAID}).json()['id']}/"
    head = program(cast, "unithead")
    back = head.send("POST", f"{address}return/", {"reason": "请补照片。"}, version=1)
    assert (back.json()["state"], back.json()["returned_because"]) == ("returned", "请补照片。")
    staff.send("PUT", address, SAID | {"text": "已补。"}, version=2)
    assert head.send("POST", f"{address}confirm/", version=2).status_code == 412
    assert head.send("POST", f"{address}confirm/", version=3).json()["state"] == "confirmed"


@pytest.mark.parametrize("field", ["state", "late", "submitted_at", "submitted_by", "round", "version", "decided_by", "no_change"])
def test_nobody_confirms_or_dates_a_report_by_sending_its_fields(place: dict[str, int], staff: Program, field: str) -> None:
    answer = staff.send("POST", "reports/", {**place, **SAID, field: "confirmed"})
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert not Report.objects.exists()


@pytest.mark.parametrize("words", ["", "no-change/"])
def test_a_report_of_an_earlier_round_is_not_written_over_the_new_one(
    issue: Issue, place: dict[str, int], staff: Program, words: str
) -> None:
    old = staff.send("POST", "reports/", {**place, **SAID}).json()
    open_again(issue)
    staff.send("POST", "reports/", {**place, **SAID, "text": "第二轮。"})
    assert staff.send("PUT", f"reports/{old['id']}/{words}", SAID if not words else {}, version=1).status_code == 409
    assert sorted(Report.objects.values_list("text", flat=True)) == sorted([SAID["text"], "第二轮。"])


@pytest.mark.parametrize(("asked", "found"), [({"state": "submitted"}, 1), ({"late": "true"}, 0), ({"unit": 999}, 0), ({"period": 999}, 0)])
def test_reports_are_filtered(place: dict[str, int], staff: Program, asked: dict[str, Any], found: int) -> None:
    staff.send("POST", "reports/", {**place, **SAID})
    assert staff.get("reports/", **asked).json()["count"] == found


@pytest.mark.parametrize("junk", ["state=x", "late=maybe", "issue=x", "issue=0", "issue=", "nosuch=1", "page_size=x", "unit__name=a"])
def test_what_it_does_not_know_it_refuses(staff: Program, junk: str) -> None:
    assert staff.client.get(f"/api/v1/reports/?{junk}").status_code == 400


def test_reports_are_merged_and_worded_anew(cast: Cast, place: dict[str, int], staff: Program) -> None:
    report = staff.send("POST", "reports/", {**place, **SAID}).json()
    here = {"issue": place["issue"], "period": place["period"]}
    merged = staff.send("POST", "summaries/", {**here, "text": "收集池已建成。", "sources": [{"report": report["id"], "version": 1}]})
    assert (merged.status_code, merged.json()["sources"]) == (201, [{"report": report["id"], "version": 1}])
    address = f"summaries/{merged.json()['id']}/"
    worded = program(cast, "clerk").send("PUT", f"{address}printed/", {"printed": "已建成。"}, version=1)
    assert (worded.json()["text"], worded.json()["printed"]) == ("收集池已建成。", "已建成。")
    late = staff.send("PUT", address, {"text": "收集池、管网已建成。", "sources": []}, version=1)
    assert (late.status_code, late.json()["present"]["printed"]) == (412, "已建成。")


def test_a_summary_of_an_earlier_round_stays(cast: Cast, issue: Issue, place: dict[str, int], staff: Program) -> None:
    here = {"issue": place["issue"], "period": place["period"]}
    old = staff.send("POST", "summaries/", {**here, "text": "第一轮。", "sources": []}).json()
    open_again(issue)
    staff.send("POST", "summaries/", {**here, "text": "第二轮。", "sources": []})
    assert staff.send("PUT", f"summaries/{old['id']}/", {"text": "旧。", "sources": []}, version=1).status_code == 409
    assert program(cast, "clerk").send("PUT", f"summaries/{old['id']}/printed/", {"printed": "旧。"}, version=1).status_code == 409
    assert set(Summary.objects.values_list("text", flat=True)) == {"第一轮。", "第二轮。"}


def test_a_measure_is_set_by_the_coordinating_unit(issue: Issue, staff: Program) -> None:
    measure = issue.measures.all()[0]
    said = {"state": "fulfilled", "fulfilled_on": "2026-11-17"}
    assert staff.send("PUT", f"measures/{measure.pk}/", {"state": "fulfilled"}, version=1).status_code == 422
    assert staff.send("PUT", f"measures/{measure.pk}/", said, version=1).json()["fulfilled_on"] == "2026-11-17"
    told = staff.get(f"issues/{issue.pk}/").json()["measures"][0]
    assert (told["id"], told["state"], told["version"]) == (measure.pk, "fulfilled", 2)


def test_the_office_opens_a_period_and_reads_its_board(cast: Cast, issue: Issue) -> None:
    clerk = program(cast, "clerk")
    factories.rhythm(name="月报")
    rhythm = clerk.get("rhythms/").json()["results"][0]
    assert (rhythm["name"], rhythm["cutoff_time"]) == ("月报", "17:00")
    opened = clerk.send("POST", "periods/", {"rhythm": rhythm["id"]}, key="p-1")
    assert (opened.status_code, opened.json()["starts"], opened.json()["closed_at"]) == (201, "2026-11-16", None)
    assert clerk.send("POST", "periods/", {"rhythm": rhythm["id"]}, key="p-1").json() == opened.json()
    assert clerk.send("POST", "periods/", {"rhythm": rhythm["id"]}).status_code == 409
    board = clerk.get(f"periods/{opened.json()['id']}/board/").json()
    assert board["counts"] == {"owed": 1, "reported": 0, "no_change": 0, "missing": 1, "returned": 0, "late": 0}
    assert [(row["unit"]["name"], row["standing"], row["owed"]) for row in board["units"]] == [("区城管局", "missing", 1)]
    assert clerk.get(f"periods/{opened.json()['id']}/board/", nosuch=1).status_code == 400


def test_the_office_sets_a_rhythm_and_changes_it_from_the_version_it_saw(cast: Cast, issue: Issue) -> None:
    clerk, said = program(cast, "clerk"), {"name": "双周调度", "kind": "half_month", "cutoff_time": "17:00"}
    made = clerk.send("POST", "rhythms/", {**said, "plans": [issue.plan_id]}, key="a-1")
    assert (made.status_code, made["ETag"], made.json()["plans"]) == (201, '"1"', [issue.plan_id])
    assert (made.json()["cutoff_weekday"], made.json()["cutoff_days_before_end"], made.json()["active"]) == (4, 0, True)
    assert clerk.send("POST", "rhythms/", {**said, "plans": [issue.plan_id]}, key="a-1").json() == made.json()
    address, later = f"rhythms/{made.json()['id']}/", {**said, "cutoff_time": "09:30", "cutoff_days_before_end": 2, "active": False}
    assert clerk.send("PUT", address, later).status_code == 428
    changed = clerk.send("PUT", address, later, version=1).json()
    assert (changed["cutoff_time"], changed["cutoff_days_before_end"], changed["plans"], changed["active"]) == ("09:30", 2, [], False)
    late = clerk.send("PUT", address, {**later, "name": "别名"}, version=1)
    assert (late.status_code, late["ETag"], late.json()["present"]["name"]) == (412, '"2"', "双周调度")


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        *(({"cutoff_time": time}, 400) for time in ("24:00", "9:30", "09:30:00", 930)),
        *(({"cutoff_weekday": day}, 400) for day in (7, -1, "4")),
        *(({"cutoff_days_before_end": 13}, 422), ({"name": " "}, 422), ({"plans": [999]}, 422), ({"active": True}, 400)),
    ],
)
def test_a_rhythm_that_cannot_be_is_refused(cast: Cast, wrong: dict[str, Any], status: int) -> None:
    said = {"name": "双周调度", "kind": "half_month", "cutoff_time": "17:00"}
    assert program(cast, "clerk").send("POST", "rhythms/", said | wrong).status_code == status
    assert not Rhythm.objects.exists()


def test_periods_without_a_share_are_not_there(cast: Cast, period: Period, staff: Program) -> None:
    assert staff.get("periods/", open="true").json()["count"] == 1
    assert program(cast, "outsider").get("periods/").json()["count"] == 0
    assert program(cast, "outsider").get(f"periods/{period.pk}/").status_code == 404


def test_foreign_reports_summaries_and_measures_are_not_there(cast: Cast, issue: Issue, place: dict[str, int], staff: Program) -> None:
    report = staff.send("POST", "reports/", {**place, **SAID}).json()
    merged = {"issue": issue.pk, "period": place["period"], "text": "已建成。", "sources": []}
    summary = staff.send("POST", "summaries/", merged).json()
    stranger = program(cast, "outsider")
    for path in (f"reports/{report['id']}/", f"summaries/{summary['id']}/", f"measures/{issue.measures.all()[0].pk}/"):
        assert (staff.get(path).status_code, stranger.get(path).status_code) == (200, 404)
        assert stranger.send("PUT", path, SAID, version=1).status_code == 404
        assert stranger.get(f"{path.split('/')[0]}/").json()["count"] == 0
    assert stranger.send("POST", "reports/", {**place, **SAID}).status_code == 404


def test_its_price_does_not_grow_with_its_rows(cast: Cast, issue: Issue, period: Period, query_budget: Budget) -> None:
    target = factories.target(issue, "雨污分流", 618)
    for number in range(12):
        week = factories.period(period.rhythm, period.starts - dt.timedelta(weeks=number + 1))
        report = factories.report(issue, cast.district.lead, week, cast.staff)
        report.figures.create(target=target, reached=number)
        week.duties.create(issue=issue, unit=cast.district.lead)
    staff = program(cast, "staff")
    staff.get("reports/")
    with query_budget("api-reports"):
        assert len(staff.get("reports/").json()["results"]) == 12
    with query_budget("api-duties"):
        assert len(staff.get("duties/").json()["results"]) == 13
