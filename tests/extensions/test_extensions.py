"""A deadline moves only by a recorded decision, and every date it ever had stays."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from rectification.extensions.actions import ask, give_opinion, withdraw
from rectification.extensions.queries import counts_both_ways, dues_of, punctuality_of, waiting_for
from rectification.models import Deadline, Extension, Issue, PracticeRow, TrailEntry
from rectification.refusals import Incomplete, NotVisible, NotYours, Refusal, Stale, WrongStage
from rectification.vocabulary import Punctuality, Verb
from rectification.workflow.actions import move
from tests import factories
from tests.cast import Cast

TODAY = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)
FIRST, SECOND, THIRD = factories.DUE, dt.date(2027, 3, 31), dt.date(2027, 6, 30)
CHAIN = ("unithead", "supervisor", "clerk")


@pytest.fixture(autouse=True)
def _today() -> object:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def issue(cast: Cast) -> Issue:
    return factories.issue(cast)


def asked(cast: Cast, issue: Issue, who: str = "staff", **changes: object) -> Extension:
    issue.refresh_from_db()
    said = {"proposed_due": SECOND, "reason": "管网改造须避开汛期。", "progress": "已完成六成。", "version": issue.version}
    return ask(issue_id=issue.pk, actor=cast.person(who), now=timezone.now(), **(said | changes))  # type: ignore[arg-type]


def opinion(cast: Cast, extension: Extension, who: str, **changes: object) -> Extension:
    extension.refresh_from_db()
    said = {"agrees": True, "words": "", "due": extension.proposed_due, "document_number": "", "version": extension.version}
    return give_opinion(extension_id=extension.pk, actor=cast.person(who), now=timezone.now(), **(said | changes))  # type: ignore[arg-type]


def granted(cast: Cast, issue: Issue, proposed: dt.date, **last: object) -> Extension:
    extension = asked(cast, issue, proposed_due=proposed)
    for who in CHAIN[:-1]:
        opinion(cast, extension, who)
    return opinion(cast, extension, CHAIN[-1], **last)


def test_it_passes_unit_head_supervising_unit_and_office_and_then_the_date_moves(cast: Cast, issue: Issue) -> None:
    extension = asked(cast, issue)
    for who in CHAIN:
        assert [row.pk for row in waiting_for(cast.person(who))] == [extension.pk]
        opinion(cast, extension, who)
        issue.refresh_from_db()
        assert issue.due == (SECOND if who == "clerk" else FIRST)
    extension.refresh_from_db()
    assert (extension.state, extension.granted_due, extension.late) == ("granted", SECOND, False)
    verbs = list(TrailEntry.objects.filter(issue_id=issue.pk).order_by("number").values_list("verb", flat=True))
    assert verbs == ["ask_extension", "agree_extension", "agree_extension", "grant_extension"]


def test_two_extensions_show_three_dates_and_never_hide_the_first(cast: Cast, issue: Issue) -> None:
    granted(cast, issue, SECOND)
    granted(cast, issue, THIRD)
    issue.refresh_from_db()
    assert dues_of(issue) == [FIRST, SECOND, THIRD]
    assert Deadline.objects.filter(issue=issue).order_by("number").values_list("source", flat=True)[0] == "plan"
    page = cast.client("staff").get(f"/issues/{issue.pk}/").content.decode()
    assert all(due.isoformat() in page for due in (FIRST, SECOND, THIRD))
    both = punctuality_of(issue)
    assert both is not None
    assert (both.original, both.current) == (FIRST, THIRD)


def test_no_date_that_was_is_changed_by_anybody(cast: Cast, issue: Issue) -> None:
    granted(cast, issue, SECOND)
    with pytest.raises(DatabaseError), transaction.atomic():
        Deadline.objects.filter(issue=issue).update(due=THIRD)


def test_the_last_level_fixes_the_date(cast: Cast, issue: Issue) -> None:
    earlier = SECOND - dt.timedelta(days=30)
    assert granted(cast, issue, SECOND, due=earlier).granted_due == earlier
    issue.refresh_from_db()
    assert issue.due == earlier


def test_a_head_who_asks_has_given_the_first_opinion(cast: Cast, issue: Issue) -> None:
    extension = asked(cast, issue, "unithead")
    assert (extension.step, extension.opinions.get().level) == (1, "unit_head")


def test_a_refusal_ends_it_and_another_may_be_asked(cast: Cast, issue: Issue) -> None:
    extension = asked(cast, issue)
    opinion(cast, extension, "unithead", agrees=False, words="理由不充分。", due=None)
    issue.refresh_from_db()
    assert (Extension.objects.get().state, issue.due) == ("refused", FIRST)
    assert asked(cast, issue).state == "pending"


def test_after_the_due_date_it_is_marked_late(cast: Cast, issue: Issue) -> None:
    with time_machine.travel(dt.datetime(2027, 1, 4, 1, tzinfo=dt.UTC)):
        assert asked(cast, issue).late


def test_an_issue_from_a_higher_level_needs_its_document_number(cast: Cast) -> None:
    issue = factories.issue(cast, higher_number="市序号9")
    extension = asked(cast, issue)
    for who in CHAIN[:-1]:
        opinion(cast, extension, who)
    with pytest.raises(Incomplete):
        opinion(cast, extension, "clerk")
    opinion(cast, extension, "clerk", document_number="浙环督〔2026〕12号")
    assert Deadline.objects.filter(issue=issue).latest("number").document_number == "浙环督〔2026〕12号"


def test_the_office_sets_who_decides(cast: Cast, issue: Issue) -> None:
    PracticeRow.objects.create(pk=1, reporting_roles=["lead"], extension_levels=["office"])
    extension = asked(cast, issue)
    assert opinion(cast, extension, "clerk").state == "granted"


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("acceptor", NotYours), ("supervisor", NotYours), ("clerk", NotYours), ("outsider", NotVisible), ("admin", NotVisible)],
)
def test_only_the_units_whose_work_it_is_ask(cast: Cast, issue: Issue, who: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        asked(cast, issue, who)
    assert not Extension.objects.exists()


@pytest.mark.parametrize("who", ["staff", "supervisor", "clerk", "acceptor", "auditor", "party"])
def test_nobody_decides_before_his_turn(cast: Cast, issue: Issue, who: str) -> None:
    extension = asked(cast, issue)
    with pytest.raises(NotYours):
        opinion(cast, extension, who)


def test_the_slower_of_two_decides_nothing(cast: Cast, issue: Issue) -> None:
    extension = asked(cast, issue)
    with pytest.raises(Stale):
        opinion(cast, extension, "unithead", version=extension.version + 1)
    withdraw(extension_id=extension.pk, actor=cast.staff, now=timezone.now())
    with pytest.raises(Stale):
        asked(cast, issue, version=issue.version + 1)


def test_one_request_at_a_time(cast: Cast, issue: Issue) -> None:
    asked(cast, issue)
    with pytest.raises(WrongStage):
        asked(cast, issue, reason="等待设备到货。")
    assert Extension.objects.count() == 1


def test_its_unit_takes_it_back_and_nobody_else(cast: Cast, issue: Issue) -> None:
    extension = asked(cast, issue)
    with pytest.raises(NotYours):
        withdraw(extension_id=extension.pk, actor=cast.supervisor, now=timezone.now())
    assert withdraw(extension_id=extension.pk, actor=cast.staff, now=timezone.now()).state == "withdrawn"
    with pytest.raises(WrongStage):
        opinion(cast, extension, "unithead")


def test_a_locked_round_moves_no_date(cast: Cast, issue: Issue) -> None:
    extension = asked(cast, issue)
    for verb, who in ((Verb.START, "staff"), (Verb.COMPLETE, "unithead"), (Verb.APPLY, "unithead")):
        move(issue_id=issue.pk, verb=verb, actor=cast.person(who), now=timezone.now())
    with pytest.raises(WrongStage):
        opinion(cast, extension, "unithead")
    with pytest.raises(WrongStage):
        asked(cast, issue)


def test_on_time_is_counted_both_ways(cast: Cast) -> None:
    version = factories.plan(cast)
    extended, never, _open = (factories.issue(cast, version) for _ in range(3))
    granted(cast, extended, SECOND)
    for number, issue in enumerate((never, extended)):
        for verb, who in ((Verb.START, "staff"), (Verb.COMPLETE, "unithead")):
            day = TODAY if number == 0 else dt.datetime(2027, 1, 15, 1, tzinfo=dt.UTC)
            move(issue_id=issue.pk, verb=verb, actor=cast.person(who), now=day)
    counted = counts_both_ways(cast.clerk)
    assert (counted.completed, counted.by_original, counted.by_current) == (2, 1, 2)
    both = punctuality_of(extended)
    assert both is not None
    assert (both.by_original, both.by_current) == (Punctuality.LATE, Punctuality.ON_TIME)


def test_a_date_that_the_office_decided_is_the_original_not_the_one_before_the_plan(cast: Cast, issue: Issue) -> None:
    Deadline.objects.create(issue=issue, number=2, kind="fixed", due=SECOND, source="by_hand", decided_by=cast.clerk)
    assert dues_of(issue) == [SECOND]


def test_the_form_keeps_what_was_typed_when_it_is_refused(cast: Cast, issue: Issue) -> None:
    client = cast.client("staff")
    typed = {"proposed_due": "2026.12.1", "reason": "等待设备到货", "progress": "土建完工", "version": issue.version}
    answer = client.post(f"/issues/{issue.pk}/extension/", typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "等待设备到货" in page
    assert "晚于 2026-12-31" in page
    assert client.post(f"/issues/{issue.pk}/extension/", {**typed, "proposed_due": "2027年3月31日"}).status_code == 302


def test_a_decision_on_the_page_is_kept_with_its_words_when_somebody_was_faster(cast: Cast, issue: Issue) -> None:
    extension = asked(cast, issue)
    client = cast.client("unithead")
    typed = {"due": "2027-03-31", "words": "同意延期至一季度末", "agrees": "yes", "version": extension.version + 1}
    answer = client.post(f"/extensions/{extension.pk}/decide/", typed)
    assert answer.status_code == 409
    assert "同意延期至一季度末" in answer.content.decode()
    assert client.post(f"/extensions/{extension.pk}/decide/", {**typed, "version": extension.version}).status_code == 302
    assert Extension.objects.get().step == 1
