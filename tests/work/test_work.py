"""How the work of an issue is divided: milestones, targets with shares, and the members of groups."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import UnitGroupMember
from rectification.models import Issue, IssueUnit, Milestone, Part, Report, ReportFigure, Target, TrailEntry
from rectification.refusals import Incomplete, NotVisible, NotYours, Refusal, Stale, WrongStage
from rectification.vocabulary import Pace, ReportState, Verb
from rectification.work.actions import (
    add_milestone,
    add_target,
    change_milestone,
    change_target,
    choose_parts,
    remove_milestone,
    remove_target,
)
from rectification.work.queries import targets_of
from rectification.work.rules import reached_of
from rectification.workflow.actions import move
from rectification.workflow.queries import with_pace
from tests import factories
from tests.cast import LONG_AGO, Cast, unit

YESTERDAY = timezone.localdate() - dt.timedelta(days=1)


@pytest.fixture
def issue(cast: Cast) -> Issue:
    return factories.issue(cast, due=timezone.localdate() + dt.timedelta(days=400), stage="not_started")


def milestone(cast: Cast, issue: Issue, who: str = "staff", **changes: object) -> Milestone:
    said = {"text": "完成管网普查", "due": YESTERDAY, "reached_on": None, "actor": cast.person(who), "now": timezone.now()}
    return add_milestone(issue_id=issue.pk, **(said | changes))  # type: ignore[arg-type]  # a test changes any of them


def pace(issue: Issue) -> str:
    return str(with_pace(Issue.objects.filter(pk=issue.pk)).get().pace)  # type: ignore[attr-defined]  # annotated by with_pace


def test_a_missed_milestone_makes_the_issue_behind_and_a_reached_one_does_not(cast: Cast, issue: Issue) -> None:
    step = milestone(cast, issue)
    assert pace(issue) == Pace.BEHIND
    changed = change_milestone(
        milestone_id=step.pk, text=step.text, due=step.due, reached_on=YESTERDAY, version=1, actor=cast.staff, now=timezone.now()
    )
    assert (changed.version, pace(issue)) == (2, Pace.NOT_DUE)
    verbs = list(TrailEntry.objects.filter(issue_id=issue.pk).values_list("verb", flat=True))
    assert verbs == ["add_milestone", "change_milestone"]


def test_a_step_and_a_target_stand_on_an_issue_once(cast: Cast, issue: Issue) -> None:
    first, counted = milestone(cast, issue), target(cast, issue)
    assert (milestone(cast, issue), target(cast, issue)) == (first, counted)
    with pytest.raises(Incomplete):
        milestone(cast, issue, reached_on=YESTERDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.milestone(issue, first.text, due=first.due)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.target(issue, counted.text, 1, counted.counted_in)
    assert list(TrailEntry.objects.values_list("verb", flat=True)) == ["add_milestone", "add_target"]


@pytest.mark.parametrize(
    "nonsense", [{"text": " "}, {"due": dt.date(2099, 1, 1)}, {"reached_on": timezone.localdate() + dt.timedelta(days=1)}]
)
def test_a_milestone_lies_on_the_way_and_is_reached_on_a_day_that_has_come(cast: Cast, issue: Issue, nonsense: dict[str, object]) -> None:
    with pytest.raises(Incomplete):
        milestone(cast, issue, **nonsense)  # type: ignore[arg-type]  # none of them is who
    assert not Milestone.objects.exists()


@pytest.mark.parametrize(
    ("who", "refusal"), [("supervisor", NotYours), ("acceptor", NotYours), ("auditor", NotYours), ("outsider", NotVisible)]
)
def test_only_the_office_and_the_coordinating_unit_divide(cast: Cast, issue: Issue, who: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        milestone(cast, issue, who)
    assert milestone(cast, issue, "clerk").position == 1


def test_the_slower_of_two_overwrites_nothing(cast: Cast, issue: Issue) -> None:
    step = milestone(cast, issue)
    with pytest.raises(Stale):
        change_milestone(milestone_id=step.pk, text="改", due=step.due, reached_on=None, version=2, actor=cast.staff, now=timezone.now())
    step.refresh_from_db()
    assert step.text == "完成管网普查"


def test_what_was_removed_stays_in_the_trail(cast: Cast, issue: Issue) -> None:
    remove_milestone(milestone_id=milestone(cast, issue).pk, actor=cast.staff, now=timezone.now())
    assert "完成管网普查" in TrailEntry.objects.get(verb="remove_milestone").change


def test_a_locked_round_is_not_divided_any_more(cast: Cast, issue: Issue) -> None:
    for verb, who in ((Verb.START, "staff"), (Verb.COMPLETE, "unithead"), (Verb.APPLY, "unithead")):
        move(issue_id=issue.pk, verb=verb, actor=cast.person(who), now=timezone.now())
    with pytest.raises(WrongStage):
        milestone(cast, issue)


def target(cast: Cast, issue: Issue) -> Target:
    return add_target(issue_id=issue.pk, text="雨污分流小区", total=Decimal(618), counted_in="个", actor=cast.clerk, now=timezone.now())


def share(cast: Cast, target: Target, shares: dict[int, Decimal], version: int = 1) -> Target:
    same = {"text": target.text, "total": target.total, "counted_in": target.counted_in}
    return change_target(target_id=target.pk, shares=shares, version=version, actor=cast.clerk, now=timezone.now(), **same)  # type: ignore[arg-type]


def test_shares_that_do_not_make_the_total_are_stored_with_a_warning(cast: Cast, issue: Issue) -> None:
    found = target(cast, issue)
    assert targets_of(issue)[0].missing == 0
    share(cast, found, {cast.district.lead.pk: Decimal(600)})
    assert targets_of(issue)[0].missing == 18
    assert "比总量少 18 个" in cast.client("clerk").get(f"/issues/{issue.pk}/").content.decode()
    share(cast, found, {cast.district.lead.pk: Decimal(618)}, version=2)
    assert targets_of(issue)[0].missing == 0


def test_what_is_reached_adds_up_by_share_and_counts_nothing_twice(cast: Cast, issue: Issue) -> None:
    assert reached_of([], split=True) is None
    assert reached_of([Decimal(3), Decimal(4)], split=True) == 7
    assert reached_of([Decimal(3), Decimal(4)], split=False) == 4


def test_the_page_shows_the_newest_number_of_each_share_and_their_sum(cast: Cast, issue: Issue) -> None:
    found, lead, east = target(cast, issue), cast.district.lead, cast.district.east
    factories.part(issue.units.get(group__isnull=False), east, cast.clerk)
    share(cast, found, {lead.pk: Decimal(600), east.pk: Decimal(18)})
    rhythm = factories.rhythm()
    weeks = [factories.period(rhythm, dt.date(2026, 6, day)) for day in (8, 1)]
    for member, week, number in ((lead, weeks[0], 400), (lead, weeks[1], 300), (east, weeks[1], 12)):
        row = factories.report(issue, member, week, cast.staff)
        ReportFigure.objects.create(report=row, target=found, reached=number)
    assert targets_of(issue)[0].reached == 412
    page = cast.client("clerk").get(f"/issues/{issue.pk}/").content.decode()
    for words in ("412/618", "400/600", "12/18"):
        assert words in page
    Report.objects.update(state=ReportState.WAITING)
    assert targets_of(issue)[0].reached is None


def test_only_units_that_report_have_a_share(cast: Cast, issue: Issue) -> None:
    with pytest.raises(Incomplete):
        share(cast, target(cast, issue), {cast.district.supervising.pk: Decimal(1)})


def test_myriads_are_understood_in_the_form(cast: Cast, issue: Issue) -> None:
    client = cast.client("staff")
    assert client.post(f"/issues/{issue.pk}/targets/new/", {"text": "清淤", "total": "270万", "counted_in": "立方米"}).status_code == 302
    assert Target.objects.get().total == 2_700_000
    answer = client.post(f"/issues/{issue.pk}/targets/new/", {"text": "清淤", "total": "很多", "counted_in": "立方米"})
    assert answer.status_code == 422
    assert "很多" in answer.content.decode()


def test_a_target_goes_until_somebody_has_reported_a_number_for_it(cast: Cast, issue: Issue) -> None:
    remove_target(target_id=target(cast, issue).pk, actor=cast.clerk, now=timezone.now())
    found = target(cast, issue)
    figure(cast, found)
    with pytest.raises(WrongStage):
        remove_target(target_id=found.pk, actor=cast.clerk, now=timezone.now())
    assert Target.objects.get() == found


def figure(cast: Cast, target: Target) -> None:
    period = factories.period(factories.rhythm(), dt.date(2026, 11, 16))
    issue = target.issue
    report = Report.objects.create(
        issue=issue,
        unit=cast.district.lead,
        period=period,
        round=issue.rounds.get(),
        status="on_schedule",
        text="已改造 12 个。",
        submitted_at=timezone.now(),
        submitted_by=cast.staff,
    )
    ReportFigure.objects.create(report=report, target=target, reached=12)


def test_a_unit_that_has_reported_keeps_its_part(cast: Cast, issue: Issue) -> None:
    choose(cast, issue, cast.district.lead.pk, cast.district.east.pk)
    figure(cast, target(cast, issue))
    with pytest.raises(WrongStage):
        choose(cast, issue, cast.district.east.pk)
    assert Part.objects.count() == 2


def group_row(issue: Issue) -> IssueUnit:
    return issue.units.get(group__isnull=False)


def choose(cast: Cast, issue: Issue, *units: int, who: str = "clerk") -> None:
    issue.refresh_from_db()
    chosen = {"issue_unit_id": group_row(issue).pk, "units": units, "version": issue.version}
    choose_parts(actor=cast.person(who), now=timezone.now(), **chosen)  # type: ignore[arg-type]  # as the action names them


def test_a_person_chooses_which_members_do_a_groups_work(cast: Cast, issue: Issue) -> None:
    choose(cast, issue, cast.district.east.pk, who="staff")
    choose(cast, issue, cast.district.east.pk, cast.district.archive.pk)
    assert set(Part.objects.values_list("unit__name", flat=True)) == {"东山街道", "区档案馆"}
    choose(cast, issue, cast.district.archive.pk)
    assert set(Part.objects.values_list("unit__name", flat=True)) == {"区档案馆"}
    assert TrailEntry.objects.filter(verb="choose_parts").count() == 3


def test_who_joins_the_group_later_gets_no_part_by_itself(cast: Cast, issue: Issue) -> None:
    choose(cast, issue, cast.district.east.pk, cast.district.west.pk)
    joined = unit("南门街道", cast.district.government)
    UnitGroupMember.objects.create(group=cast.district.subdistricts, unit=joined, valid_from=LONG_AGO)
    assert Part.objects.count() == 2


def test_a_choice_that_was_overtaken_changes_nothing(cast: Cast, issue: Issue) -> None:
    with pytest.raises(Stale):
        choose_parts(issue_unit_id=group_row(issue).pk, units=[cast.district.east.pk], version=99, actor=cast.clerk, now=timezone.now())
    assert not Part.objects.exists()


def test_the_page_offers_the_members_and_other_units(cast: Cast, issue: Issue) -> None:
    client, row = cast.client("clerk"), group_row(issue)
    page = client.get(f"/groups/{row.pk}/parts/").content.decode()
    assert "东山街道" in page
    chosen = {"members": [cast.district.east.pk], "others": [cast.district.archive.pk], "version": issue.version}
    assert client.post(f"/groups/{row.pk}/parts/", chosen).status_code == 302
    assert Part.objects.count() == 2
