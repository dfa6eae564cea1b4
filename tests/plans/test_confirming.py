"""A checked draft becomes a plan in force: one transaction, all or nothing, once."""

from __future__ import annotations

import copy
import datetime as dt
import threading

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import UnitGroup
from rectification.entries import Entry
from rectification.models import (
    Deadline,
    Document,
    Draft,
    DraftItem,
    Issue,
    IssueUnit,
    Measure,
    Milestone,
    Part,
    Plan,
    PlanVersion,
    Round,
    TrailEntry,
)
from rectification.plans import actions, queries
from rectification.refusals import Incomplete, NotYours, Stale, WrongStage
from tests.cast import ROLES, Cast, gather

NOW = dt.datetime(2026, 4, 1, 1, 0, tzinfo=dt.UTC)


def entry(cast: Cast, **changes: object) -> Entry:
    """One item ready to be confirmed."""
    district = cast.district
    unit: dict[str, object] = {"is_group": False, "place": [0, 4], "group": None, "how": "exact", "members": []}
    limit: dict[str, object] = {
        "words": "2027年6月底前",
        "kind": "fixed",
        "due": "2027-06-30",
        "phases": [],
        "note": "",
        "source": "label",
        "answer": "",
        "place": None,
    }
    made: dict[str, object] = {
        "kind": "problem",
        "number": "1",
        "higher_number": "",
        "scope": "",
        "table": "",
        "section": "",
        "work_item": "",
        "name": "",
        "statement": "露天堆放建筑垃圾。",
        "goal": "清理完毕。",
        "units": [
            {**unit, "name": "区城管局", "printed": "区城管局", "role": "responsible", "unit": district.lead.pk},
            {**unit, "name": "区生态环境分局", "printed": "区生态环境分局", "role": "supervising", "unit": district.supervising.pk},
        ],
        "coordinating": district.lead.pk,
        "coordinating_chosen": False,
        "deadline": limit,
        "measures": [
            {"marker": "1.", "text": "登记造册。", "place": None, "deadline": {**limit, "words": "3月底前", "due": "2027-03-31"}},
            {"marker": "2.", "text": "逐处清理。", "place": None, "deadline": None},
        ],
        "others": [],
        "doubts": [],
        "places": {},
    }
    made.update(copy.deepcopy(changes))
    return made  # type: ignore[return-value]  # the keys are those of Entry


def draft_of(cast: Cast, *entries: Entry, **fields: object) -> Draft:
    document = Document.objects.create(fingerprint="f" * 64, name="方案.txt", size=1, text="方案", received_by=cast.clerk)
    draft = Draft.objects.create(
        document=document, state="checking", title="整改方案", issued=dt.date(2026, 3, 18), created_by=cast.clerk, **fields
    )
    DraftItem.objects.bulk_create(DraftItem(draft=draft, position=place, content=one) for place, one in enumerate(entries, 1))
    return draft


def confirm(draft: Draft, cast: Cast, version: int | None = None) -> Plan:
    seen = queries.whole_version(draft) if version is None else version
    return actions.confirm_draft(draft_id=draft.pk, version=seen, actor=cast.clerk, now=NOW)


def test_all_of_the_draft_is_stored_as_printed_and_as_understood(cast: Cast) -> None:
    plan = confirm(draft_of(cast, entry(cast)), cast)
    issue = Issue.objects.get(plan=plan)
    assert (issue.printed_number, issue.statement, issue.due, issue.deadline_decided, issue.stage) == (
        "1",
        "露天堆放建筑垃圾。",
        dt.date(2027, 6, 30),
        True,
        "not_started",
    )
    assert [(row.printed, row.role, row.coordinating) for row in issue.units.all()] == [
        ("区城管局", "responsible", True),
        ("区生态环境分局", "supervising", False),
    ]
    assert [(row.marker, row.due) for row in issue.measures.all()] == [("1.", dt.date(2027, 3, 31)), ("2.", None)]
    assert list(Deadline.objects.order_by("pk").values_list("words", "number")) == [("2027年6月底前", 1), ("3月底前", 1)]
    assert (Round.objects.get().number, PlanVersion.objects.get().confirmed_by) == (1, cast.clerk)
    assert [row.verb for row in TrailEntry.objects.order_by("number")] == ["confirm", "open"]


def test_stages_before_the_last_day_become_milestones_each_once(cast: Cast) -> None:
    first = {"text": "完成一半", "due": "2026-12-31"}
    phases = [first, first, {"text": "看情况", "due": None}, {"text": "全部完成", "due": "2027-06-30"}]
    limit = {**entry(cast)["deadline"], "kind": "phased", "phases": phases}
    confirm(draft_of(cast, entry(cast, deadline=limit)), cast)
    assert list(Issue.objects.get().milestones.values_list("text", "due")) == [("完成一半", dt.date(2026, 12, 31))]


def test_left_out_items_do_not_become_issues(cast: Cast) -> None:
    draft = draft_of(cast, entry(cast), entry(cast, number="2"))
    draft.items.filter(position=1).update(included=False)
    confirm(draft, cast)
    assert list(Issue.objects.values_list("printed_number", "position")) == [("2", 1)]


def test_nothing_at_all_is_stored_when_a_late_row_fails(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = draft_of(cast, *(entry(cast, number=str(number)) for number in range(1, 6)))

    def fails(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(actions, "_record", fails)
    with pytest.raises(RuntimeError):
        confirm(draft, cast)
    draft.refresh_from_db()
    assert draft.state == "checking"
    assert not any(model.objects.exists() for model in (Plan, PlanVersion, Issue, IssueUnit, Measure, Deadline, Round, TrailEntry))


def test_an_unknown_unit_blocks_the_whole_import_and_says_how_many_items(cast: Cast) -> None:
    unknown = entry(cast)
    unknown["units"][0]["unit"] = None
    with pytest.raises(Incomplete) as refusal:
        confirm(draft_of(cast, entry(cast), unknown), cast)
    assert refusal.value.values == {"count": 1}
    assert not Plan.objects.exists()


@pytest.mark.parametrize("change", [{"statement": " "}, {"number": "九" * 33}])
def test_an_item_that_is_not_ready_blocks_the_whole_import(cast: Cast, change: dict[str, object]) -> None:
    with pytest.raises(Incomplete):
        confirm(draft_of(cast, entry(cast), entry(cast, **change)), cast)
    assert not Plan.objects.exists()


def test_a_plan_without_title_or_without_items_is_refused(cast: Cast) -> None:
    draft = draft_of(cast)
    with pytest.raises(Incomplete):
        confirm(draft, cast)
    DraftItem.objects.create(draft=draft, position=1, content=entry(cast))
    Draft.objects.update(title=" ")
    draft.refresh_from_db()
    with pytest.raises(Incomplete):
        confirm(draft, cast)


@pytest.mark.parametrize(
    ("change", "decided"),
    [
        ({}, True),
        ({"due": "2025-12-31"}, False),
        ({"due": "2025-12-31", "answer": "keep"}, True),
        ({"due": "2025-12-31", "answer": "done"}, False),
        ({"kind": "long_term", "due": None}, True),
        ({"kind": "immediate", "due": None}, False),
        ({"kind": "immediate", "due": "2026-06-30"}, True),
        ({"kind": "unparsable", "due": None}, False),
        ({"kind": "none", "due": None, "words": ""}, False),
    ],
)
def test_a_deadline_counts_only_once_it_is_decided(cast: Cast, change: dict[str, object], decided: bool) -> None:
    one = entry(cast)
    one["deadline"].update(change)  # type: ignore[typeddict-item]
    confirm(draft_of(cast, one), cast)
    assert Issue.objects.get().deadline_decided is decided


def test_groups_are_created_once_and_chosen_members_get_parts(cast: Cast) -> None:
    district = cast.district
    one, two = entry(cast), entry(cast, number="2")
    for made in (one, two):
        made["units"] += [
            {**made["units"][0], "name": "各镇街", "printed": "各镇街", "is_group": True, "unit": None, "role": "cooperating"}
        ]
    one["units"][-1]["members"] = [district.east.pk, district.west.pk]
    confirm(draft_of(cast, one, two), cast)
    assert UnitGroup.objects.filter(name="各镇街").count() == 1
    assert [part.unit.name for part in Part.objects.order_by("pk")] == ["东山街道", "西湖街道"]


def test_a_group_renamed_since_it_was_matched_is_still_that_group(cast: Cast) -> None:
    group = cast.district.subdistricts
    one = entry(cast)
    one["units"].append({**one["units"][0], "name": "各街道", "printed": "各街道", "is_group": True, "unit": None, "group": group.pk})
    draft = draft_of(cast, one)
    UnitGroup.objects.filter(pk=group.pk).update(name="全区各街道")
    confirm(draft, cast)
    assert IssueUnit.objects.get(printed="各街道").group == group
    assert UnitGroup.objects.count() == 1


def test_a_stage_that_the_paper_names_twice_is_one_milestone(cast: Cast) -> None:
    stage = {"text": "完成清运", "due": "2026-12-31"}
    limit = {**entry(cast)["deadline"], "phases": [stage, stage, {**stage, "due": "2027-03-31"}]}
    confirm(draft_of(cast, entry(cast, deadline=limit)), cast)
    assert [str(due) for due in Milestone.objects.values_list("due", flat=True)] == ["2026-12-31", "2027-03-31"]


def test_two_names_of_one_unit_in_one_role_become_one_row_with_both_words(cast: Cast) -> None:
    one = entry(cast)
    one["units"].append({**one["units"][0], "name": "城管局", "printed": "城管局"})
    confirm(draft_of(cast, one), cast)
    assert IssueUnit.objects.get(role="responsible").printed == "区城管局、城管局"


def test_a_change_after_the_last_look_is_told_and_nothing_is_stored(cast: Cast) -> None:
    draft = draft_of(cast, entry(cast))
    seen = queries.whole_version(draft)
    draft.items.update(version=2)
    with pytest.raises(Stale):
        confirm(draft, cast, seen)
    assert not Plan.objects.exists()


def test_the_second_of_two_who_confirm_is_told_where_the_plan_is(cast: Cast) -> None:
    draft = draft_of(cast, entry(cast))
    seen = queries.whole_version(draft)
    plan = confirm(draft, cast, seen)
    answer = cast.client("clerk").post(f"/drafts/{draft.pk}/confirm/", {"version": seen})
    assert answer.status_code == 409
    assert f"/plans/{plan.pk}/" in answer.content.decode()
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("state", ["reading", "refused", "discarded"])
def test_only_a_draft_in_checking_can_be_confirmed(cast: Cast, state: str) -> None:
    draft = draft_of(cast, entry(cast))
    Draft.objects.update(state=state)
    with pytest.raises(WrongStage):
        confirm(draft, cast)


@pytest.mark.parametrize("role", [role for role in ROLES if role != "clerk"])
def test_only_the_office_confirms(cast: Cast, role: str) -> None:
    draft = draft_of(cast, entry(cast))
    with pytest.raises(NotYours):
        actions.confirm_draft(draft_id=draft.pk, version=queries.whole_version(draft), actor=cast.person(role), now=NOW)
    assert cast.client(role).post(f"/drafts/{draft.pk}/confirm/", {"version": 1}).status_code == 403
    assert not Plan.objects.exists()


def test_the_last_look_names_counts_open_deadlines_and_writes_nothing(cast: Cast) -> None:
    one = entry(cast)
    one["deadline"].update({"kind": "none", "due": None, "words": "视情况而定"})
    draft = draft_of(cast, one, entry(cast, number="2"))
    page = cast.client("clerk").get(f"/drafts/{draft.pk}/confirm/").content.decode()
    assert "视情况而定" in page
    assert f'name="version" value="{queries.whole_version(draft)}"' in page
    assert not Plan.objects.exists()


def test_confirming_ends_on_a_page_with_two_ways_on(cast: Cast) -> None:
    draft = draft_of(cast, entry(cast))
    clerk = cast.client("clerk")
    page = clerk.post(f"/drafts/{draft.pk}/confirm/", {"version": queries.whole_version(draft)}, follow=True).content.decode()
    plan = Plan.objects.get()
    assert f"/issues/?plan={plan.pk}" in page
    assert 'href="/drafts/"' in page


def test_hostile_words_of_a_plan_are_shown_as_words(cast: Cast) -> None:
    draft = draft_of(cast, entry(cast, statement="<script>alert(1)</script>", number="<b>1</b>"))
    Draft.objects.update(title="<img src=x onerror=alert(1)>")
    clerk: Client = cast.client("clerk")
    page = clerk.get(f"/drafts/{draft.pk}/confirm/").content.decode()
    assert "<img src=x" not in page
    page = clerk.post(f"/drafts/{draft.pk}/confirm/", {"version": queries.whole_version(draft)}, follow=True).content.decode()
    assert "<img src=x" not in page


def test_the_coordinating_unit_may_be_fixed_until_the_start(cast: Cast) -> None:
    confirm(draft_of(cast, entry(cast)), cast)
    issue = Issue.objects.get()
    actions.set_coordinating_unit(issue_id=issue.pk, unit_id=cast.district.supervising.pk, version=issue.version, actor=cast.clerk, now=NOW)
    assert issue.units.get(coordinating=True).unit == cast.district.supervising
    with pytest.raises(Incomplete):
        actions.set_coordinating_unit(issue_id=issue.pk, unit_id=cast.district.archive.pk, version=2, actor=cast.clerk, now=NOW)
    with pytest.raises(Stale):
        actions.set_coordinating_unit(issue_id=issue.pk, unit_id=cast.district.lead.pk, version=1, actor=cast.clerk, now=NOW)


def test_a_long_plan_is_stored_in_bulk(cast: Cast) -> None:
    draft = draft_of(cast, *(entry(cast, number=str(number)) for number in range(1, 2001)))
    with CaptureQueriesContext(connection) as asked:
        confirm(draft, cast)
    assert Issue.objects.count() == 2000
    assert len(asked) < 1000  # far fewer than one for each item


def test_of_many_who_confirm_at_once_exactly_one_wins(committed_db: object) -> None:
    cast = gather()
    draft = draft_of(cast, *(entry(cast, number=str(number)) for number in range(1, 21)))
    seen = queries.whole_version(draft)
    outcomes: list[str] = []
    gate = threading.Barrier(6)

    def one() -> None:
        try:
            gate.wait()
            actions.confirm_draft(draft_id=draft.pk, version=seen, actor=cast.clerk, now=timezone.now())
            outcomes.append("won")
        except actions.AlreadyConfirmed:
            outcomes.append("told")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["told"] * 5 + ["won"]
    assert (Plan.objects.count(), Issue.objects.count()) == (1, 20)
