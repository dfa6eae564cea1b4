"""Several people at the same moment: one is served, the others are told, nobody waits crosswise or meets an error of ours."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

import pytest
from django.core.cache import cache
from django.db import connections, transaction
from django.utils import timezone

from accounts.models import UnitGroup, UnitGroupMember, User
from rectification.progress.actions.periods import open_period
from rectification.workflow.queries import open_issue_for
from rectification.workflow.trail import TRAIL, verify_chain
from tests import factories
from tests.cast import Cast, gather
from tests.committed import Committed
from tests.ordeal import times
from tests.programs import program

MANY = 6
Answer = TypeVar("Answer")
Press = Callable[[], int]


def at_once(presses: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """What came of each press of a button, all begun at the same moment."""
    start = threading.Barrier(len(presses))

    def one(press: Callable[[], Answer]) -> Answer:
        try:
            start.wait()
            return press()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(one, presses))


def press(cast: Cast, path: str, **data: object) -> Press:
    client = cast.client("admin")
    client.raise_request_exception = False
    return lambda: client.post(path, data).status_code


def test_the_same_name_is_given_once(committed_db: Committed) -> None:
    cast = gather()
    east, west = cast.district.east.pk, cast.district.west.pk
    people = at_once([press(cast, "/people/new/", username="twin", full_name="双胞胎") for _ in range(MANY)])
    groups = at_once([press(cast, "/people/groups/new/", name="新组") for _ in range(MANY)])
    aliases = at_once([press(cast, f"/people/units/{unit}/aliases/", alias="别名") for unit in (east, west) * 3])
    names = at_once([press(cast, f"/people/units/{unit}/rename/", name="新街道") for unit in (east, west) * 3])
    assert sorted(people) == [200, *[422] * (MANY - 1)]
    assert [sorted(answers) for answers in (groups, aliases, names)] == [[302, *[422] * (MANY - 1)]] * 3
    assert (User.objects.filter(username="twin").count(), UnitGroup.objects.filter(name="新组").count()) == (1, 1)


def test_a_membership_is_taken_back_once(committed_db: Committed) -> None:
    cast = gather()
    member = UnitGroupMember.objects.create(group=cast.district.subdistricts, unit=cast.district.lead)
    answers = at_once([press(cast, f"/people/groups/members/{member.pk}/end/") for _ in range(MANY)])
    assert sorted(answers)[0] == 302
    assert set(answers) <= {302, 404, 422}


def test_nobody_waits_for_each_other_crosswise(committed_db: Committed) -> None:
    cast = gather()
    district, staff = cast.district, cast.staff
    homes = (district.party_committee, district.archive)
    for number in range(4):
        post = staff.posts.get(valid_to=None)
        answers = at_once(
            [
                press(cast, f"/people/posts/{post.pk}/transfer/", unit=homes[number % 2].pk),
                press(cast, f"/people/units/{district.below_lead.pk}/move/", parent=(district.lead, district.archive)[number % 2].pk),
                press(cast, f"/people/{staff.pk}/edit/", full_name=f"李填报{number}", version=number + 1),
                press(cast, f"/people/units/{district.archive.pk}/rename/", name=f"档案馆{number}"),
                press(cast, f"/people/{staff.pk}/{('deactivate', 'activate')[number % 2]}/"),
            ]
        )
        assert answers == [302] * 5
    assert verify_chain(TRAIL).first_bad is None


@pytest.mark.servers
def test_a_period_opens_while_somebody_works_on_an_issue(committed_db: Committed) -> None:
    """Its duties refer to the issue; whoever waited for it here, with the trail in his hand, would wait crosswise."""
    cast = gather()
    issue, rhythm = factories.issue(cast), factories.rhythm()

    def opens() -> int:
        return open_period(rhythm_id=rhythm.pk, actor=cast.clerk, now=timezone.now()).duties.count()

    with transaction.atomic():
        open_issue_for(cast.clerk, issue.pk)
        assert at_once([opens]) == [1]


@pytest.mark.ordeal
def test_twenty_calls_with_one_key_are_one_object(committed_db: Committed) -> None:
    cast = gather()
    issue = factories.issue(cast)
    for number in range(times(1, full=25)):
        cache.clear()  # how often one person may call in a minute is promised elsewhere
        step = {"issue": issue.pk, "text": f"第{number + 1}段管网改造完成。", "due": "2026-11-30"}
        programs = [program(cast, "staff") for _ in range(20)]
        answers = at_once([partial(send.send, "POST", "milestones/", step, key=f"key-{number}") for send in programs])
        assert {answer.status_code for answer in answers} == {201}
        assert all(answer.json() == answers[0].json() for answer in answers)
        assert issue.milestones.count() == number + 1
    assert verify_chain(TRAIL).first_bad is None


@pytest.mark.ordeal
def test_of_twenty_changes_from_one_version_one_is_made(committed_db: Committed) -> None:
    cast = gather()
    stored = factories.milestone(factories.issue(cast), "管网普查。")
    for version in range(1, times(1, full=25) + 1):
        cache.clear()
        steps = [{"text": f"第{number}人的话。", "due": "2026-11-30"} for number in range(20)]
        calls = [partial(program(cast, "staff").send, "PUT", f"milestones/{stored.pk}/", step, version=version) for step in steps]
        answers = at_once(calls)
        assert sorted(answer.status_code for answer in answers) == [200, *[412] * 19]
        made = next(answer.json() for answer in answers if answer.status_code == 200)
        assert {answer.json()["present"]["text"] for answer in answers if answer.status_code == 412} == {made["text"]}
