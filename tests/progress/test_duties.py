"""What is owed follows the issues until the cut-off, and stays as it is from then on."""

from __future__ import annotations

import datetime as dt

import pytest

from rectification.models import Duty, Issue, Period, PracticeRow
from rectification.progress.actions.duties import keep_all_duties, keep_duties
from rectification.progress.queries.duties import missing_duties, owing
from rectification.vocabulary import Stage, UnitRole, Verb
from rectification.workflow import settings
from rectification.workflow.actions import move
from rectification.workflow.queries import reporters_of
from tests import factories
from tests.cast import Cast
from tests.progress.clock import LATE, MONDAY, WEDNESDAY


@pytest.fixture
def issue(cast: Cast) -> Issue:
    return factories.issue(cast)


@pytest.fixture
def period(issue: Issue) -> Period:
    return kept(factories.period(factories.rhythm(), MONDAY))


def kept(period: Period, now: dt.datetime = WEDNESDAY) -> Period:
    keep_duties(period=period, now=now)
    return period


def owed(period: Period) -> set[str]:
    return set(Duty.objects.filter(period=period).values_list("unit__name", flat=True))


def expand(issue: Issue, cast: Cast, *names: str) -> None:
    row = issue.units.get(group=cast.district.subdistricts)
    for member in cast.district.subdistricts.members.filter(name__in=names):
        factories.part(row, member, cast.clerk)


def test_units_in_a_reporting_role_owe_a_report(period: Period) -> None:
    assert owed(period) == {"区城管局"}


def test_members_with_a_part_owe_one_and_the_others_do_not(cast: Cast, issue: Issue, period: Period) -> None:
    expand(issue, cast, "东山街道")
    assert owed(kept(period)) == {"区城管局", "东山街道"}


def test_a_unit_in_two_roles_owes_one_report(cast: Cast, issue: Issue, period: Period) -> None:
    factories.takes_part(issue, cast.district.lead, UnitRole.RESPONSIBLE)
    assert Duty.objects.filter(period=kept(period)).count() == 1


def test_the_office_sets_which_roles_report(cast: Cast, issue: Issue, period: Period) -> None:
    PracticeRow.objects.create(pk=1, reporting_roles=["lead", "supervising"])
    assert owed(kept(period)) == {"区城管局", "区生态环境分局"}


def test_the_duties_are_those_that_the_workflow_names(cast: Cast, issue: Issue, period: Period) -> None:
    expand(issue, cast, "东山街道", "西湖街道")
    kept(period)
    assert owed(period) == {unit.name for unit in reporters_of(issue, settings.practice())}


def test_a_rhythm_over_one_plan_leaves_the_others_alone(cast: Cast, issue: Issue) -> None:
    rhythm = factories.rhythm()
    rhythm.plans.add(factories.issue(cast).plan)
    period = kept(factories.period(rhythm, MONDAY))
    assert not Duty.objects.filter(period=period, issue=issue).exists()
    assert Duty.objects.filter(period=period).count() == 1


def test_completed_work_owes_nothing_more(cast: Cast, issue: Issue, period: Period) -> None:
    move(issue_id=issue.pk, verb=Verb.START, actor=cast.staff, now=WEDNESDAY)
    assert owed(kept(period)) == {"区城管局"}
    move(issue_id=issue.pk, verb=Verb.COMPLETE, actor=cast.unithead, now=WEDNESDAY)
    assert owed(kept(period)) == set()


def test_a_duty_that_was_answered_stays(cast: Cast, issue: Issue, period: Period) -> None:
    factories.report(issue, cast.district.lead, period, cast.staff)
    for verb, actor in ((Verb.START, cast.staff), (Verb.COMPLETE, cast.unithead)):
        move(issue_id=issue.pk, verb=verb, actor=actor, now=WEDNESDAY)
    assert Issue.objects.get().stage == Stage.COMPLETED
    assert owed(kept(period)) == {"区城管局"}


def test_after_the_cut_off_nothing_is_added_and_nothing_removed(cast: Cast, issue: Issue, period: Period) -> None:
    expand(issue, cast, "东山街道")
    issue.units.filter(unit=cast.district.lead).delete()
    keep_all_duties(now=LATE)
    assert owed(period) == {"区城管局"}
    keep_all_duties(now=WEDNESDAY)
    assert owed(period) == {"东山街道"}


def test_in_step_means_nothing_is_written(period: Period, django_assert_num_queries: object) -> None:
    assert not missing_duties(period, owing(period, settings.practice())).exists()
    with django_assert_num_queries(4):  # type: ignore[operator]
        keep_duties(period=period, now=WEDNESDAY)
