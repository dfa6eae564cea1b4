"""One door to a stage: every step is judged, locked, recorded, and only counted when it hit the state that was seen."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from accounts.models import Post, User
from accounts.vocabulary import PostKind
from rectification.models import Issue, Round, TrailEntry
from rectification.refusals import NotVisible, NotYours, Refusal, Stale, WrongStage
from rectification.vocabulary import DeadlineKind, Stage, Verb
from rectification.workflow.actions import move, start_by_report
from rectification.workflow.queries import open_issue_for
from tests import factories
from tests.cast import LONG_AGO, Cast, gather
from tests.committed import Committed
from tests.ordeal import times

TO_SIGNING = (
    (Verb.START, "staff"),
    (Verb.COMPLETE, "unithead"),
    (Verb.APPLY, "unithead"),
    (Verb.ACCEPT, "acceptor"),
    (Verb.APPROVE, "supervisor"),
    (Verb.PUBLISH, "clerk"),
    (Verb.PRESENT, "clerk"),
)
SIGNATURES = ((Verb.SIGN, "party"), (Verb.SIGN, "government"))


def _say(issue: Issue, verb: Verb, actor: User, version: int | None = None) -> Issue:
    return move(issue_id=issue.pk, verb=verb, actor=actor, now=timezone.now(), version=version)


def _walk(issue: Issue, cast: Cast, steps: tuple[tuple[Verb, str], ...]) -> Issue:
    for verb, role in steps:
        issue = _say(issue, verb, cast.person(role))
    return issue


def test_the_whole_way_ends_closed_with_both_signatures(cast: Cast) -> None:
    issue = _walk(factories.issue(cast), cast, TO_SIGNING + SIGNATURES)
    assert issue.stage == Stage.CLOSED
    current = issue.rounds.get()
    assert (current.party_signed_by, current.government_signed_by) == (cast.party, cast.government)
    assert current.closed_at is not None
    verbs = list(TrailEntry.objects.filter(issue_id=issue.pk).values_list("verb", flat=True))
    assert verbs == [verb.value for verb, _ in TO_SIGNING + SIGNATURES]


def test_one_signature_does_not_close(cast: Cast) -> None:
    issue = _walk(factories.issue(cast), cast, (*TO_SIGNING, SIGNATURES[1]))
    assert issue.stage == Stage.SIGNING
    assert issue.rounds.get().closed_at is None


def test_a_recall_voids_the_signature_given(cast: Cast) -> None:
    issue = _walk(factories.issue(cast), cast, (*TO_SIGNING, SIGNATURES[0], (Verb.RECALL, "clerk")))
    assert issue.stage == Stage.PUBLICIZED
    assert issue.rounds.get().party_signed_at is None


def test_reopening_begins_a_round_and_leaves_the_old_one_alone(cast: Cast) -> None:
    issue = _walk(factories.issue(cast), cast, TO_SIGNING + SIGNATURES)
    before = Round.objects.filter(issue=issue).values().get()
    issue = _say(issue, Verb.REOPEN, cast.clerk)
    assert issue.stage == Stage.IN_PROGRESS
    assert Round.objects.filter(issue=issue, number=1).values().get() == before
    assert issue.rounds.get(number=2).closed_at is None


def test_a_long_term_issue_is_kept_up_and_can_be_reopened(cast: Cast) -> None:
    issue = factories.issue(cast, deadline_kind=DeadlineKind.LONG_TERM, due=None)
    issue = _walk(issue, cast, ((Verb.START, "staff"), (Verb.KEEP_UP, "clerk"), (Verb.REOPEN, "clerk")))
    assert (issue.stage, issue.rounds.count()) == (Stage.IN_PROGRESS, 2)


def test_a_stranger_is_told_that_there_is_no_such_issue(cast: Cast) -> None:
    issue = factories.issue(cast)
    with pytest.raises(NotVisible):
        _say(issue, Verb.START, cast.outsider)
    with pytest.raises(NotVisible):
        _say(issue, Verb.START, cast.admin)


@pytest.mark.parametrize("role", ["clerk", "supervisor", "acceptor", "party", "government", "auditor"])
def test_only_the_coordinating_unit_starts(role: str, cast: Cast) -> None:
    issue = factories.issue(cast)
    with pytest.raises(NotYours):
        _say(issue, Verb.START, cast.person(role))
    assert _say(issue, Verb.START, cast.staff).stage == Stage.IN_PROGRESS


def test_a_wrong_step_changes_nothing(cast: Cast) -> None:
    issue = factories.issue(cast)
    with pytest.raises(WrongStage):
        _say(issue, Verb.COMPLETE, cast.unithead)
    issue.refresh_from_db()
    assert (issue.stage, issue.version, TrailEntry.objects.count()) == (Stage.NOT_STARTED, 1, 0)


def test_a_step_on_an_older_version_is_refused(cast: Cast) -> None:
    issue = factories.issue(cast)
    _say(issue, Verb.START, cast.staff)
    with pytest.raises(Stale):
        _say(issue, Verb.COMPLETE, cast.unithead, version=1)


def test_nobody_signs_from_both_seats(cast: Cast) -> None:
    issue = _walk(factories.issue(cast), cast, TO_SIGNING)
    _say(issue, Verb.SIGN, cast.party)
    Post.objects.filter(user=cast.party).update(valid_to=dt.date(2020, 1, 1))
    Post.objects.create(user=cast.party, unit=cast.district.government, kind=PostKind.GOVERNMENT_LEADER, valid_from=LONG_AGO)
    with pytest.raises(WrongStage):
        _say(issue, Verb.SIGN, User.objects.get(pk=cast.party.pk))


@pytest.mark.parametrize(
    "broken",
    [
        {"closed_at": timezone.now(), "ended_at": timezone.now()},
        {"party_signed_at": timezone.now()},
    ],
)
def test_the_database_refuses_a_round_closed_or_signed_by_halves(broken: dict[str, dt.datetime], cast: Cast) -> None:
    issue = factories.issue(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(issue=issue).update(**broken)


def test_the_database_refuses_one_person_in_both_seats(cast: Cast) -> None:
    issue, now = factories.issue(cast), timezone.now()
    both = {"party_signed_by": cast.party, "government_signed_by": cast.party, "party_signed_at": now, "government_signed_at": now}
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(issue=issue).update(**both, closed_at=now, ended_at=now)


@pytest.mark.ordeal
def test_both_leaders_signing_at_once_close_exactly_once(committed_db: Committed) -> None:
    cast = gather()
    for _ in range(times(3, full=20)):
        issue = _walk(factories.issue(cast), cast, TO_SIGNING)
        answers = _at_once([(issue.pk, cast.party), (issue.pk, cast.government)] * 4)
        issue.refresh_from_db()
        assert issue.stage == Stage.CLOSED
        assert answers.count("done") == 2
        assert TrailEntry.objects.filter(issue_id=issue.pk, verb="sign").count() == 2


def _at_once(signatures: list[tuple[int, User]]) -> list[str]:
    answers: list[str] = []
    start = threading.Barrier(len(signatures))

    def sign(issue_id: int, actor: User) -> None:
        try:
            start.wait()
            move(issue_id=issue_id, verb=Verb.SIGN, actor=actor, now=timezone.now())
            answers.append("done")
        except Refusal as refusal:
            answers.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=sign, args=pair) for pair in signatures]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(signatures)
    return answers


def test_the_first_report_of_any_unit_starts_an_issue(cast: Cast) -> None:
    issue = factories.issue(cast)
    with transaction.atomic():
        held, _round = open_issue_for(cast.acceptor, issue.pk)
        started = start_by_report(issue=held, actor=cast.acceptor, now=timezone.now())
    assert started.stage == Stage.IN_PROGRESS
    assert TrailEntry.objects.get(issue_id=issue.pk).actor_name == cast.acceptor.full_name


def test_the_day_of_completion_is_kept_until_the_issue_is_returned(cast: Cast) -> None:
    issue = _walk(factories.issue(cast), cast, TO_SIGNING[:2])
    assert issue.rounds.get().completed_at is not None
    _say(issue, Verb.RETURN, cast.supervisor)
    assert issue.rounds.get().completed_at is None


def test_from_the_application_on_nothing_of_the_round_is_changed(cast: Cast) -> None:
    issue = _walk(factories.issue(cast), cast, TO_SIGNING[:2])
    with transaction.atomic():
        open_issue_for(cast.staff, issue.pk)
    _say(issue, Verb.APPLY, cast.unithead)
    with transaction.atomic(), pytest.raises(WrongStage):
        open_issue_for(cast.staff, issue.pk)


def test_a_stranger_finds_no_issue_to_work_on(cast: Cast) -> None:
    issue = factories.issue(cast)
    with transaction.atomic(), pytest.raises(NotVisible):
        open_issue_for(cast.outsider, issue.pk)
