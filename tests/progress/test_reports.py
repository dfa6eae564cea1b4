"""A unit reports once on an issue in a period; what was said in time stays."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from accounts.vocabulary import PostKind
from rectification.models import Evidence, Issue, Period, PracticeRow, Report, ReportDraft, TargetShare, TrailEntry
from rectification.progress.actions.decisions import confirm_report, return_report
from rectification.progress.actions.drafts import discard_draft, save_draft
from rectification.progress.actions.duties import keep_duties
from rectification.progress.actions.reports import submit_no_change
from rectification.progress.queries.board import tallies
from rectification.progress.rules.reports import Figure, Fulfilment
from rectification.refusals import Incomplete, NotVisible, NotYours, Stale, WrongStage
from rectification.vocabulary import ReportState, ReportStatus, Stage, UnitRole, Verb
from rectification.workflow.actions import move
from tests import factories
from tests.cast import Cast, person
from tests.progress.clock import LATE, NEXT_WEDNESDAY, WEDNESDAY, at
from tests.progress.conftest import Submit


def test_a_report_is_stored_with_one_entry_in_the_trail(cast: Cast, issue: Issue, submit: Submit) -> None:
    measure = issue.measures.all()[0]
    report = submit(percent=40, problem="管网未通。", next_step="接管。", measures=frozenset({measure.pk}), status=ReportStatus.NOT_BEGUN)
    assert (report.state, report.late, report.percent, report.version) == (ReportState.SUBMITTED, False, 40, 1)
    assert list(report.measures.all()) == [measure]
    entry = TrailEntry.objects.get()
    assert (entry.verb, entry.issue_id, entry.round, entry.actor_name) == ("report", issue.pk, 1, "李填报")
    change = json.loads(entry.change)
    assert (change["unit"], change["text"], change["percent"]) == ("区城管局", [None, "已建成收集池。"], [None, 40])
    assert change["measures"] == [None, measure.text]


def test_the_first_report_starts_the_issue(issue: Issue, submit: Submit) -> None:
    submit()
    assert Issue.objects.get().stage == Stage.IN_PROGRESS
    assert list(TrailEntry.objects.order_by("number").values_list("verb", flat=True)) == ["report", "start"]


def test_a_report_that_nothing_has_begun_starts_nothing(submit: Submit) -> None:
    submit("正在编制方案。", status=ReportStatus.NOT_BEGUN)
    assert Issue.objects.get().stage == Stage.NOT_STARTED


def test_the_same_form_sent_twice_is_one_report(submit: Submit) -> None:
    first, second = submit(), submit()
    assert (first.pk, second.version) == (second.pk, 1)
    assert TrailEntry.objects.filter(verb="report").count() == 1


def test_somebody_else_of_the_unit_was_faster(cast: Cast, submit: Submit) -> None:
    submit()
    with pytest.raises(Stale):
        submit("另一段话。", actor=cast.unithead)
    assert Report.objects.get().text == "已建成收集池。"


def test_before_the_cut_off_a_report_is_changed(submit: Submit) -> None:
    submit()
    changed = submit("已通过验收。", version=1)
    assert (changed.text, changed.version, changed.late) == ("已通过验收。", 2, False)
    assert json.loads(TrailEntry.objects.filter(verb="report").latest("number").change)["text"] == ["已建成收集池。", "已通过验收。"]


def test_after_the_cut_off_a_report_is_late(submit: Submit) -> None:
    late = submit(now=LATE)
    assert late.late
    assert submit("补充。", version=late.version, now=LATE).late


def test_it_refuses_to_change_what_was_on_time_after_the_cut_off(submit: Submit) -> None:
    report = submit()
    with pytest.raises(WrongStage):
        submit("改写。", version=1, now=LATE)
    assert submit(now=LATE) == report  # the same form sent twice, around the cut-off


def test_a_report_sent_back_is_handed_in_again_late_after_the_cut_off(cast: Cast, submit: Submit) -> None:
    report = submit()
    return_report(report_id=report.pk, version=1, reason="证据不足", actor=cast.unithead, now=WEDNESDAY)
    again = submit("附上照片。", version=2, now=LATE)
    assert (again.pk, again.state, again.late, again.returned_because) == (report.pk, ReportState.SUBMITTED, True, "")


def test_a_report_sent_back_before_the_cut_off_may_come_again_in_time(cast: Cast, submit: Submit) -> None:
    return_report(report_id=submit().pk, version=1, reason="证据不足", actor=cast.clerk, now=WEDNESDAY)
    assert not submit(version=2).late


def test_it_refuses_people_of_other_units(cast: Cast, issue: Issue, submit: Submit) -> None:
    with pytest.raises(NotYours):
        submit(actor=cast.supervisor)
    with pytest.raises(NotYours):
        submit(actor=cast.clerk)
    with pytest.raises(NotVisible):
        submit(actor=cast.outsider)
    assert not Report.objects.exists()


def test_it_refuses_a_unit_that_owes_nothing(cast: Cast, submit: Submit) -> None:
    colleague = person("colleague", "钱帮办", cast.district.supervising, PostKind.STAFF)
    with pytest.raises(NotVisible):
        submit(actor=colleague, unit=cast.district.supervising)


def test_it_refuses_a_locked_issue(cast: Cast, issue: Issue, submit: Submit) -> None:
    report = submit()
    for verb in (Verb.COMPLETE, Verb.APPLY):
        move(issue_id=issue.pk, verb=verb, actor=cast.unithead, now=WEDNESDAY)
    with pytest.raises(WrongStage):
        submit("改写。", version=1)
    with pytest.raises(WrongStage):
        return_report(report_id=report.pk, version=1, reason="证据不足", actor=cast.clerk, now=WEDNESDAY)


def test_a_members_report_is_its_own(cast: Cast, issue: Issue, period: Period, submit: Submit) -> None:
    factories.part(issue.units.get(group=cast.district.subdistricts), cast.district.east, cast.clerk)
    keep_duties(period=period, now=WEDNESDAY)
    east = person("east", "东山人", cast.district.east, PostKind.STAFF)
    submit()
    submit("东山街道已清运。", unit=cast.district.east, actor=east)
    assert set(Report.objects.values_list("unit__name", "text")) == {("区城管局", "已建成收集池。"), ("东山街道", "东山街道已清运。")}


def test_numbers_of_a_target_do_not_fall_without_a_reason(issue: Issue, next_week: Period, submit: Submit) -> None:
    target = factories.target(issue, "化粪池改造", 618)
    submit(figures=(Figure(target.pk, Decimal(412)),))
    with pytest.raises(Incomplete):
        submit(period=next_week, figures=(Figure(target.pk, Decimal(400)),))
    report = submit(period=next_week, figures=(Figure(target.pk, Decimal(400), "重复计入12座"),))
    assert report.figures.get().reached == 400
    assert json.loads(TrailEntry.objects.latest("number").change)["figures"] == [None, "化粪池改造 400座"]


def test_a_mistyped_number_is_corrected_in_its_own_period(issue: Issue, submit: Submit) -> None:
    target = factories.target(issue, "化粪池改造", 618)
    submit(figures=(Figure(target.pk, Decimal(4120)),))
    assert submit(version=1, figures=(Figure(target.pk, Decimal(412)),)).figures.get().reached == 412


def test_a_unit_counts_only_its_share(cast: Cast, issue: Issue, submit: Submit) -> None:
    target = factories.target(issue, "化粪池改造", 618)
    TargetShare.objects.create(target=target, unit=cast.district.east, quantity=300)
    with pytest.raises(Incomplete):
        submit(figures=(Figure(target.pk, Decimal(1)),))


def test_the_uploads_of_a_person_go_with_the_report(cast: Cast, issue: Issue, submit: Submit) -> None:
    def upload(name: str, by: object, **fields: object) -> Evidence:
        place = {"issue": issue, "round": issue.rounds.get(), "unit": cast.district.lead, "uploaded_by": by}
        return Evidence.objects.create(**place, stored=name, name=name, media_type="image/jpeg", size=1, sha256="0" * 64, **fields)

    own, of_another = upload("a", cast.staff), upload("b", cast.unithead)
    report = submit()
    own.refresh_from_db()
    of_another.refresh_from_db()
    assert (own.report, own.sent_at) == (report, WEDNESDAY)
    assert (of_another.report, of_another.sent_at) == (None, None)


def test_a_measure_is_fulfilled_in_the_report_of_the_coordinating_unit(issue: Issue, submit: Submit) -> None:
    measure = issue.measures.all()[0]
    submit(fulfilments=[Fulfilment(measure.pk, dt.date(2026, 11, 17), 1)])
    measure.refresh_from_db()
    assert (measure.state, measure.fulfilled_on) == ("fulfilled", dt.date(2026, 11, 17))


def test_a_refused_measure_takes_the_report_with_it(issue: Issue, submit: Submit) -> None:
    measure = issue.measures.all()[0]
    with pytest.raises(Incomplete):
        submit(fulfilments=[Fulfilment(measure.pk, dt.date(2027, 1, 1), 1)])
    assert not Report.objects.exists()


# --- nothing new ----------------------------------------------------------------------------------------------------


def nothing_new(cast: Cast, period: Period, reason: str = "", now: dt.datetime = WEDNESDAY, version: int = 0) -> Report:
    issue = Issue.objects.get()
    place = {"issue_id": issue.pk, "unit_id": cast.district.lead.pk, "period_id": period.pk}
    return submit_no_change(**place, reason=reason, version=version, actor=cast.staff, now=now)


def test_nothing_new_is_one_act_and_starts_nothing(cast: Cast, period: Period) -> None:
    report = nothing_new(cast, period)
    assert (report.no_change, report.text, report.late) == (True, "", False)
    assert nothing_new(cast, period) == report
    assert list(TrailEntry.objects.values_list("verb", flat=True)) == ["report_no_change"]
    assert Issue.objects.get().stage == Stage.NOT_STARTED


def test_nothing_new_twice_in_a_row_needs_a_reason(cast: Cast, period: Period, next_week: Period) -> None:
    nothing_new(cast, period)
    with pytest.raises(Incomplete):
        nothing_new(cast, next_week, now=NEXT_WEDNESDAY)
    assert nothing_new(cast, next_week, "等待批复", now=NEXT_WEDNESDAY).reason == "等待批复"


def test_nothing_new_after_a_report_needs_none_and_keeps_the_numbers(
    cast: Cast, issue: Issue, period: Period, next_week: Period, submit: Submit
) -> None:
    target = factories.target(issue, "化粪池改造", 618)
    submit(percent=66, figures=(Figure(target.pk, Decimal(412)),))
    report = nothing_new(cast, next_week, now=NEXT_WEDNESDAY)
    assert (report.percent, report.figures.get().reached) == (66, Decimal(412))


# --- drafts ---------------------------------------------------------------------------------------------------------


def draft(cast: Cast, period: Period, text: str, version: int) -> ReportDraft:
    place = {"issue_id": Issue.objects.get().pk, "unit_id": cast.district.lead.pk, "period_id": period.pk}
    return save_draft(**place, content={"text": [text]}, version=version, actor=cast.staff, now=WEDNESDAY)


def test_a_draft_is_kept_word_for_word_until_the_report(cast: Cast, period: Period, submit: Submit) -> None:
    assert draft(cast, period, "写到一半", 0).content == {"text": ["写到一半"]}
    assert draft(cast, period, "写到一半……", 1).version == 2
    assert not TrailEntry.objects.exists()
    submit()
    assert not ReportDraft.objects.exists()


def test_of_two_windows_the_slower_is_told(cast: Cast, period: Period) -> None:
    draft(cast, period, "第一个窗口", 0)
    with pytest.raises(Stale):
        draft(cast, period, "第二个窗口", 0)
    assert ReportDraft.objects.get().content == {"text": ["第一个窗口"]}


def test_it_refuses_a_draft_larger_than_any_report(cast: Cast, period: Period) -> None:
    with pytest.raises(Incomplete):
        draft(cast, period, "长" * 200_000, 0)


def test_a_draft_is_thrown_away_by_its_author(cast: Cast, period: Period) -> None:
    draft(cast, period, "不要了", 0)
    place = {"issue_id": Issue.objects.get().pk, "unit_id": cast.district.lead.pk, "period_id": period.pk}
    discard_draft(**place, actor=cast.unithead)
    assert ReportDraft.objects.exists()
    discard_draft(**place, actor=cast.staff)
    assert not ReportDraft.objects.exists()


# --- confirming and sending back ------------------------------------------------------------------------------------


@pytest.fixture
def heads_confirm(db: None) -> None:
    PracticeRow.objects.create(pk=1, head_confirms=True)


def test_the_head_confirms_where_the_office_asks_for_it(cast: Cast, heads_confirm: None, submit: Submit) -> None:
    report = confirm_report(report_id=submit().pk, version=1, actor=cast.unithead, now=WEDNESDAY)
    assert (report.state, report.decided_by, report.version) == (ReportState.CONFIRMED, cast.unithead, 2)
    assert json.loads(TrailEntry.objects.latest("number").change)["report_state"] == ["waiting", "confirmed"]


def test_a_report_by_the_head_needs_no_confirmation(cast: Cast, heads_confirm: None, submit: Submit) -> None:
    assert submit(actor=cast.unithead).state == ReportState.CONFIRMED


def test_elsewhere_nobody_confirms(cast: Cast, submit: Submit) -> None:
    with pytest.raises(WrongStage):
        confirm_report(report_id=submit().pk, version=1, actor=cast.unithead, now=WEDNESDAY)


def test_what_was_handed_in_before_the_office_asked_for_it_counts_as_before(cast: Cast, period: Period, submit: Submit) -> None:
    report = submit()
    PracticeRow.objects.create(pk=1, head_confirms=True)
    assert tallies([period])[cast.district.lead.pk, period.pk].reported == 1
    with pytest.raises(WrongStage):
        confirm_report(report_id=report.pk, version=1, actor=cast.unithead, now=WEDNESDAY)


@pytest.mark.parametrize("role", ["staff", "clerk", "supervisor"])
def test_only_the_head_of_the_unit_confirms(cast: Cast, heads_confirm: None, submit: Submit, role: str) -> None:
    with pytest.raises(NotYours):
        confirm_report(report_id=submit().pk, version=1, actor=cast.person(role), now=WEDNESDAY)


@pytest.mark.parametrize("role", ["unithead", "clerk"])
def test_the_head_and_the_office_send_back_with_a_reason(cast: Cast, submit: Submit, role: str) -> None:
    report = submit()
    with pytest.raises(Incomplete):
        return_report(report_id=report.pk, version=1, reason=" ", actor=cast.person(role), now=LATE)
    returned = return_report(report_id=report.pk, version=1, reason="证据不足", actor=cast.person(role), now=LATE)
    assert (returned.state, returned.returned_because) == (ReportState.RETURNED, "证据不足")
    assert TrailEntry.objects.latest("number").reason == "证据不足"


@pytest.mark.parametrize("role", ["staff", "supervisor", "auditor"])
def test_nobody_else_sends_back(cast: Cast, submit: Submit, role: str) -> None:
    with pytest.raises(NotYours):
        return_report(report_id=submit().pk, version=1, reason="证据不足", actor=cast.person(role), now=WEDNESDAY)


def test_a_report_changed_meanwhile_is_not_decided_on(cast: Cast, submit: Submit) -> None:
    report = submit()
    submit("改写。", version=1)
    with pytest.raises(Stale):
        return_report(report_id=report.pk, version=1, reason="证据不足", actor=cast.unithead, now=WEDNESDAY)


def test_a_unit_with_two_roles_reports_once(cast: Cast, issue: Issue, period: Period, submit: Submit) -> None:
    factories.takes_part(issue, cast.district.lead, UnitRole.COOPERATING)
    keep_duties(period=period, now=WEDNESDAY)
    submit()
    assert period.duties.count() == Report.objects.count() == 1


def test_a_reopened_issue_is_reported_on_anew(cast: Cast, issue: Issue, submit: Submit) -> None:
    submit()
    for verb, role in (
        ("complete", "unithead"),
        ("apply", "unithead"),
        ("approve", "supervisor"),
        ("publish", "clerk"),
        ("present", "clerk"),
    ):
        move(issue_id=issue.pk, verb=Verb(verb), actor=cast.person(role), now=WEDNESDAY)
    for role in ("party", "government"):
        move(issue_id=issue.pk, verb=Verb.SIGN, actor=cast.person(role), now=WEDNESDAY)
    move(issue_id=issue.pk, verb=Verb.REOPEN, actor=cast.clerk, now=at(19))
    submit("反弹后再次整改。", now=at(19, 10))
    assert list(Report.objects.order_by("round__number").values_list("round__number", "text")) == [
        (1, "已建成收集池。"),
        (2, "反弹后再次整改。"),
    ]
