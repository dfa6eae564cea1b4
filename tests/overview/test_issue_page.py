"""The issue page is the one file: what is asked, of whom, by when, how far it is, and all that was done."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone, translation

from rectification.intake.reading.deadlines import DeadlineNote
from rectification.models import Issue, Part, TrailEntry
from rectification.overview.trail import told
from rectification.vocabulary import Pace, Stage, Verb
from rectification.web import words
from rectification.workflow.actions import move
from tests import factories
from tests.cast import Cast
from tests.conftest import Budget

pytestmark = pytest.mark.django_db


def address(issue: Issue) -> str:
    return f"/issues/{issue.pk}/"


def test_it_shows_the_whole_file(cast: Cast) -> None:
    issue = factories.issue(cast, printed_number="8", higher_number="市序号9", table_name="附件1", section="一、大气", work_item="扬尘治理")
    issue.units.filter(role="lead").update(printed="区城管")
    page = cast.client("staff").get(address(issue)).content.decode()
    for text in ("市序号9", "附件1", "一、大气", "扬尘治理", issue.statement, issue.goal, "建成渗滤液收集池。", issue.plan.title):
        assert text in page
    for text in ("牵头协调", "原文写作“区城管”", "2 个成员单位", "东山街道", "2026年12月底前", "2026-12-31 周四", "第 1 轮"):
        assert text in page


def test_it_shows_the_units_that_got_a_part_of_a_group(cast: Cast) -> None:
    issue = factories.issue(cast)
    group = issue.units.get(group__isnull=False)
    Part.objects.create(issue_unit=group, unit=cast.district.west, added_by=cast.clerk)
    assert "已分解到 1 个单位" in cast.client("clerk").get(address(issue)).content.decode()


def test_its_trail_tells_who_did_what_from_what_to_what(cast: Cast) -> None:
    issue = factories.issue(cast)
    move(issue_id=issue.pk, verb=Verb.START, actor=cast.unithead, now=timezone.now(), reason="方案已印发")
    page = cast.client("clerk").get(address(issue)).content.decode()
    for text in ("启动整改", "王局长", "未启动", "整改中", "方案已印发"):
        assert text in page


def test_its_trail_leaves_out_what_stayed_as_it_was() -> None:
    act = TrailEntry(verb="sign", at=timezone.now(), change='{"seat":"party_leader","stage":["signing","signing"]}')
    with translation.override("en"):
        assert [(change.words, change.old, change.new) for change in told(act).changes] == [("Seat", "", "Party leader")]


def test_its_trail_tells_an_act_in_the_order_of_a_report_not_of_the_alphabet() -> None:
    act = TrailEntry(verb="report", at=timezone.now(), change='{"figures":"5","period":"w","text":["","done"],"unit":"u","zz":"1"}')
    with translation.override("en"):
        assert [change.words for change in told(act).changes] == ["Unit", "Period", "What was done", "Targets", "zz"]


def test_what_was_done_to_it_comes_after_its_deadline_and_its_units(cast: Cast) -> None:
    page = cast.client("clerk").get(address(factories.issue(cast))).content.decode()
    places = [page.index(f'id="{part}"') for part in ("measures", "deadline", "units", "trail")]
    assert places == sorted(places)


def test_its_trail_answers_yes_and_no_in_words() -> None:
    act = TrailEntry(verb="ask_extension", at=timezone.now(), change='{"asked_late":true,"late":[false,true]}')
    with translation.override("zh-hans"):
        assert [(change.old, change.new) for change in told(act).changes] == [("否", "是"), ("", "是")]


def test_an_item_printed_without_number_lends_none_from_its_place_in_the_list(cast: Cast) -> None:
    issue = factories.issue(cast, printed_number="")
    assert cast.client("clerk").get(address(issue)).context["crumbs"][-1]["words"] == "无序号"


@pytest.mark.parametrize("role", ["outsider", "admin"])
def test_for_those_without_a_part_it_does_not_exist(cast: Cast, role: str) -> None:
    issue = factories.issue(cast)
    assert cast.client("staff").get(address(issue)).status_code == 200
    response = cast.client(role).get(address(issue))
    assert response.status_code == 404
    assert issue.statement not in response.content.decode()


def test_a_missing_issue_and_a_foreign_one_look_the_same(cast: Cast) -> None:
    issue = factories.issue(cast)
    client = cast.client("outsider")
    foreign, missing = (client.get(f"/issues/{pk}/") for pk in (issue.pk, issue.pk + 1000))
    number = "X-Request-Id"
    assert foreign.content.decode().replace(foreign[number], "") == missing.content.decode().replace(missing[number], "")


def test_it_sends_strangers_to_the_sign_in(cast: Cast) -> None:
    assert Client().get(address(factories.issue(cast))).status_code == 302


def test_it_names_a_look_alike_only_to_those_who_see_it(cast: Cast) -> None:
    hidden = factories.bare_issue(factories.plan(cast), statement="另一处渣土堆放未覆盖。")
    issue = factories.issue(cast, parent=hidden)
    assert hidden.statement in cast.client("clerk").get(address(issue)).content.decode()
    assert hidden.statement not in cast.client("staff").get(address(issue)).content.decode()


def test_it_asks_the_database_a_bounded_number_of_times(cast: Cast, query_budget: Budget) -> None:
    issue = factories.issue(cast)
    for number in range(10):
        factories.measure(issue, f"第{number}项措施", due=dt.date(2026, 12, 1))
    client = cast.client("staff")
    client.get("/issues/")
    with query_budget("issue"):
        client.get(address(issue))


def test_every_reading_of_a_deadline_and_every_pace_has_its_words() -> None:
    assert set(words.DEADLINE_NOTES) >= {note.value for note in DeadlineNote}
    assert set(words.PACES) == set(words.PACE_TONES) == set(Pace)
    assert set(words.STAGE_TONES) == set(Stage)


def undecided(cast: Cast) -> Issue:
    return factories.issue(cast, stage=Stage.NOT_STARTED, deadline_kind="none", deadline_words="", due=None, deadline_decided=False)


def test_the_office_decides_an_open_deadline_on_the_page(cast: Cast) -> None:
    issue = undecided(cast)
    clerk = cast.client("clerk")
    assert "确定时限" in clerk.get(address(issue)).content.decode()
    typed = {"kind": "fixed", "due": "2027年3月底", "document_number": "", "version": issue.version}
    page = clerk.post(f"{address(issue)}deadline/", typed, follow=True).content.decode()
    for text in ("2027-03-31 周三", "整改时限已确定。", "确定整改时限"):
        assert text in page
    assert f'action="{address(issue)}deadline/"' not in page


def test_what_was_typed_into_a_refused_decision_is_kept(cast: Cast) -> None:
    issue = undecided(cast)
    clerk = cast.client("clerk")
    for typed, status in (({"due": "某天"}, 422), ({"due": ""}, 422), ({"due": "2027-03-31", "version": issue.version + 7}, 409)):
        answer = clerk.post(
            f"{address(issue)}deadline/", {"kind": "immediate", "document_number": "甲8号", "version": issue.version} | typed
        )
        page = answer.content.decode()
        assert answer.status_code == status
        assert 'value="甲8号"' in page
        assert f'value="{typed["due"]}"' in page or not typed["due"]
    issue.refresh_from_db()
    assert not issue.deadline_decided


def test_the_office_fixes_the_coordinating_unit_on_the_page_before_the_start(cast: Cast) -> None:
    issue = undecided(cast)
    clerk = cast.client("clerk")
    other = issue.units.filter(unit__isnull=False, coordinating=False).first()
    assert other
    clerk.post(f"{address(issue)}coordinating/", {"unit": other.unit_id, "version": issue.version})
    assert issue.units.get(coordinating=True).unit_id == other.unit_id
    assert clerk.post(f"{address(issue)}coordinating/", {"unit": "", "version": issue.version}).status_code == 409
    Issue.objects.filter(pk=issue.pk).update(stage=Stage.IN_PROGRESS)
    assert f'action="{address(issue)}coordinating/"' not in clerk.get(address(issue)).content.decode()


@pytest.mark.parametrize("role", ["staff", "unithead", "supervisor", "party", "auditor"])
def test_nobody_else_sees_what_the_office_decides_with(cast: Cast, role: str) -> None:
    issue = undecided(cast)
    page = cast.client(role).get(address(issue)).content.decode()
    assert issue.statement in page
    assert f"{address(issue)}deadline/" not in page
    assert f"{address(issue)}coordinating/" not in page
    assert cast.client(role).post(f"{address(issue)}deadline/", {"kind": "long_term", "version": issue.version}).status_code == 403
