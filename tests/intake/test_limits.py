"""Time limits that a person has to decide: asked about once for all alike, decided in one act, and the act undone."""

from __future__ import annotations

import pytest
from django.test import Client

from rectification.entries import EntryDeadline
from rectification.models import Draft, Issue
from tests.cast import Cast
from tests.intake.conftest import handed_in
from tests.intake.sample import PLAN
from tests.intake.test_checking import item_at, save

UNSTATED = PLAN.replace("整改时限：2027年6月底前\n", "").replace("立行立改，长期坚持", "立行立改").replace("，2027年3月底前完成清运", "")


@pytest.fixture
def asking(clerk: Client, reading_at_once: None) -> Draft:
    """One item of each kind of question: no time limit, at once without a date, a date before the plan."""
    return handed_in(clerk, UNSTATED)


def limits(draft: Draft) -> list[EntryDeadline]:
    return [item.content["deadline"] for item in draft.items.order_by("position")]


def decide(client: Client, draft: Draft, why: str, decision: str, due: str = "", words: str = "") -> int:
    typed = {"why": why, "words": words, "decision": decision, "due": due}
    return client.post(f"/drafts/{draft.pk}/limits/", typed).status_code


def test_each_kind_of_question_is_asked_once_with_its_number(clerk: Client, asking: Draft) -> None:
    page = clerk.get(f"/drafts/{asking.pk}/").content.decode()
    assert "有 3 项时限待定" in page
    for words in ("1 项：原文未写明时限", "1 项：立行立改，未写明日期", "1 项：时限早于方案印发日期"):
        assert words in page


@pytest.mark.parametrize(
    ("place", "why", "decision", "expected"),
    [
        (0, "none", "date", ("fixed", "2027-03-31", "")),
        (0, "none", "long_term", ("long_term", None, "")),
        (0, "none", "later", ("none", None, "later")),
        (1, "immediate", "date", ("immediate", "2027-03-31", "")),
        (1, "immediate", "long_term", ("immediate_and_long_term", None, "")),
        (2, "born_overdue", "date", ("fixed", "2027-03-31", "")),
        (2, "born_overdue", "done", ("fixed", "2025-12-31", "done")),
        (2, "born_overdue", "keep", ("fixed", "2025-12-31", "keep")),
    ],
)
def test_one_act_decides_all_alike_and_only_those(
    clerk: Client, asking: Draft, place: int, why: str, decision: str, expected: tuple[str, str | None, str]
) -> None:
    before = limits(asking)
    assert decide(clerk, asking, why, decision, due="2027年3月底") == 302
    after = limits(asking)
    assert (after[place]["kind"], after[place]["due"], after[place]["answer"]) == expected
    assert [limit for index, limit in enumerate(after) if index != place] == [limit for index, limit in enumerate(before) if index != place]
    assert after[place]["words"] == before[place]["words"]


@pytest.mark.parametrize("decision", ["date", "long_term", "later"])
def test_an_act_is_undone_as_one(clerk: Client, asking: Draft, decision: str) -> None:
    before = limits(asking)
    decide(clerk, asking, "none", decision, due="2027-03-31")
    assert "撤销" in clerk.get(f"/drafts/{asking.pk}/").content.decode()
    decide(clerk, asking, "none", "undo")
    assert limits(asking) == before


def test_undoing_leaves_what_a_person_typed_afterwards(clerk: Client, asking: Draft) -> None:
    decide(clerk, asking, "none", "date", due="2027-03-31")
    save(clerk, item_at(asking, 1), **{"deadline-due": "2027-05-01"})
    decide(clerk, asking, "none", "undo")
    assert limits(asking)[0]["due"] == "2027-05-01"


def test_what_is_decided_later_is_no_doubt_any_more(clerk: Client, asking: Draft) -> None:
    decide(clerk, asking, "none", "later")
    assert f'id="item-{item_at(asking, 1).pk}"' not in clerk.get(f"/drafts/{asking.pk}/?show=doubts").content.decode()


def test_phrases_without_a_date_are_alike_by_their_words(clerk: Client, cast: Cast, reading_at_once: None) -> None:
    draft = handed_in(clerk, PLAN.replace("2027年6月底前", "视情况推进").replace("立行立改，长期坚持", "尽快完成"))
    assert [limit["kind"] for limit in limits(draft)[:2]] == ["unparsable", "unparsable"]
    decide(clerk, draft, "unparsable", "date", due="2027-03-31", words="尽快完成")
    assert [limit["due"] for limit in limits(draft)[:2]] == [None, "2027-03-31"]


@pytest.mark.parametrize(("decision", "due"), [("date", "某天"), ("date", ""), ("date", "2020-01-01"), ("done", ""), ("?", "")])
def test_a_decision_that_makes_no_sense_changes_nothing_and_keeps_what_was_typed(
    clerk: Client, asking: Draft, decision: str, due: str
) -> None:
    before = limits(asking)
    answer = clerk.post(f"/drafts/{asking.pk}/limits/", {"why": "none", "words": "", "decision": decision, "due": due})
    assert (answer.status_code, limits(asking)) == (422, before)
    assert f'value="{due}"' in answer.content.decode()


def test_items_that_are_left_out_are_not_decided(clerk: Client, asking: Draft) -> None:
    asking.items.filter(position=1).update(included=False)
    decide(clerk, asking, "none", "long_term")
    assert limits(asking)[0]["kind"] == "none"


def test_only_the_office_decides(cast: Cast, clerk: Client, asking: Draft) -> None:
    before = limits(asking)
    assert {decide(cast.client(role), asking, "none", "long_term") for role in ("staff", "supervisor", "auditor", "admin")} == {403}
    assert limits(asking) == before
    assert decide(clerk, asking, "none", "long_term") == 302


def test_the_answer_decided_later_reaches_the_issue_in_words(cast: Cast, clerk: Client, asking: Draft) -> None:
    clerk.post(f"/drafts/{asking.pk}/units/", {"act": "create", "name": ["区河道管理中心"]})
    decide(clerk, asking, "none", "later")
    decide(clerk, asking, "born_overdue", "done")
    version = clerk.get(f"/drafts/{asking.pk}/confirm/").context["version"]
    clerk.post(f"/drafts/{asking.pk}/confirm/", {"version": version})
    later, done = Issue.objects.get(position=1), Issue.objects.get(position=3)
    assert (later.deadline_decided, done.deadline_decided) == (False, False)
    assert "整改办导入时已注明：此时限以后再定。" in clerk.get(f"/issues/{later.pk}/").content.decode()
    page = clerk.get(f"/issues/{done.pk}/").content.decode()
    assert "整改办已说明" in page
    assert "有待整改办确定" not in page
