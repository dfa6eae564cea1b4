"""What a clerk sees and corrects on the checking page; nothing is lost and nothing is stored as a plan."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import Unit
from accounts.vocabulary import PostKind
from rectification.entries import Entry
from rectification.models import Draft, DraftItem, Issue, Plan
from tests.cast import Cast, person, signed_in, unit
from tests.intake.conftest import handed_in
from tests.intake.sample import PLAN

HTMX = {"HX-Request": "true"}


def item_at(draft: Draft, position: int) -> DraftItem:
    return draft.items.get(position=position)


def form_of(item: DraftItem, **changes: Any) -> dict[str, Any]:
    """The form of an item as a browser would send it, with some fields changed."""
    entry: Entry = item.content
    return {
        "version": item.version,
        "included": "on",
        "number": entry["number"],
        "kind": entry["kind"],
        "statement": entry["statement"],
        "goal": entry["goal"],
        "unit-name": [row["name"] for row in entry["units"]],
        "unit-role": [row["role"] for row in entry["units"]],
        "coordinating": entry["coordinating"] or "",
        "deadline-words": entry["deadline"]["words"],
        "deadline-kind": entry["deadline"]["kind"],
        "deadline-due": entry["deadline"]["due"] or "",
        "measure-text": [row["text"] for row in entry["measures"]],
        "measure-marker": [row["marker"] for row in entry["measures"]],
        "measure-due": [row["deadline"]["words"] if row["deadline"] else "" for row in entry["measures"]],
        **changes,
    }


def save(client: Client, item: DraftItem, **changes: Any) -> tuple[int, str]:
    answer = client.post(f"/drafts/{item.draft_id}/items/{item.pk}/", form_of(item, **changes), headers=HTMX)
    item.refresh_from_db()
    return answer.status_code, answer.content.decode()


def test_the_page_shows_the_paper_beside_its_fields_and_counts_what_would_be_imported(clerk: Client, draft: Draft) -> None:
    page = clerk.get(f"/drafts/{draft.pk}/").content.decode()
    start = item_at(draft, 1).content["places"]["statement"][0]
    assert f'id="c{start}" data-start="{start}"' in page
    assert f'href="#c{start}"' in page
    assert "确认导入 3 项" in page or "Confirm the import of 3 items" in page


def test_the_paper_in_pieces_is_the_paper(clerk: Client, draft: Draft) -> None:
    page = clerk.get(f"/drafts/{draft.pk}/").content.decode()
    paper = page.split('id="paper">')[1].split("</div>")[0]
    assert re.sub(r"</?span[^>]*>", "", paper) == draft.document.text


def test_saving_an_unchanged_form_changes_nothing_but_the_version(clerk: Client, draft: Draft) -> None:
    for position in (1, 2, 3):
        item = item_at(draft, position)
        before = item.content
        assert save(clerk, item)[0] == 200
        assert (item.content, item.version) == (before, 2)


def test_new_words_of_a_time_limit_are_read_at_once(clerk: Client, draft: Draft) -> None:
    item = item_at(draft, 1)
    _, part = save(clerk, item, **{"deadline-words": "2028年一季度末"})
    assert item.content["deadline"]["due"] == "2028-03-31"
    assert "2028-03-31" in part


@pytest.mark.parametrize("typed", ["2028-02-29", "2028.2.29", "2028年2月29日", "2028年2月底"])
def test_a_last_day_may_be_typed_in_many_ways(clerk: Client, draft: Draft, typed: str) -> None:
    item = item_at(draft, 1)
    save(clerk, item, **{"deadline-due": typed})
    limit = item.content["deadline"]
    assert (limit["due"], limit["words"], limit["source"]) == ("2028-02-29", "2027年6月底前", "by_hand")


def test_a_dated_kind_without_date_is_kept_and_blocks_with_words(clerk: Client, draft: Draft) -> None:
    item = item_at(draft, 1)
    status, part = save(clerk, item, **{"deadline-due": "某一天"})
    assert status == 200
    assert "remark-blocks" in part
    assert 'value="某一天"' in part


def test_the_coordinating_unit_is_proposed_never_a_group_and_may_be_changed(clerk: Client, draft: Draft, cast: Cast) -> None:
    first, second = item_at(draft, 1), item_at(draft, 2)
    assert (first.content["coordinating"], second.content["coordinating"]) == (cast.district.lead.pk, None)
    save(clerk, first, coordinating=str(cast.district.accepting.pk))
    assert (first.content["coordinating"], first.content["coordinating_chosen"]) == (cast.district.accepting.pk, True)
    save(clerk, first, coordinating="")
    assert first.content["coordinating"] is None
    save(clerk, first, coordinating="99999")
    assert first.content["coordinating"] == cast.district.lead.pk


def test_a_typed_name_is_matched_with_the_register(clerk: Client, draft: Draft, cast: Cast) -> None:
    item = item_at(draft, 2)
    names = [row["name"] for row in item.content["units"]]
    save(clerk, item, **{"unit-name": ["区住建局", *names[1:]]})
    row = item.content["units"][0]
    assert (row["unit"], row["printed"]) == (cast.district.accepting.pk, "区河道管理中心")


def test_an_unknown_unit_is_created_in_one_step_for_all_items_that_name_it(clerk: Client, cast: Cast, reading_at_once: None) -> None:
    draft = handed_in(clerk, PLAN.replace("责任单位：区城管局\n", "责任单位：区河道管理中心\n"))
    item = item_at(draft, 2)
    assert save(clerk, item, act="create_unit:0")[0] == 200
    created = Unit.objects.get(name="区河道管理中心")
    assert [item_at(draft, position).content["units"][0]["unit"] for position in (2, 3)] == [created.pk, created.pk]


def test_many_unknown_units_are_created_together(clerk: Client, draft: Draft) -> None:
    clerk.post(f"/drafts/{draft.pk}/units/", {"act": "create", "name": ["区河道管理中心", "区城管局"]})
    assert Unit.objects.filter(name="区河道管理中心").count() == 1
    assert Unit.objects.filter(name="区城管局").count() == 1
    assert item_at(draft, 2).content["units"][0]["unit"] is not None


def test_units_entered_elsewhere_are_found_on_demand(clerk: Client, draft: Draft) -> None:
    entered = unit("区河道管理中心")
    clerk.post(f"/drafts/{draft.pk}/units/", {"act": "match"})
    assert item_at(draft, 2).content["units"][0]["unit"] == entered.pk


def test_members_of_a_group_are_chosen_by_a_person(clerk: Client, draft: Draft, cast: Cast) -> None:
    item = item_at(draft, 2)
    address = f"/drafts/{draft.pk}/items/{item.pk}/group/?name=各街道"
    assert clerk.get(address).status_code == 200
    clerk.post(address, {"name": "各街道", "member": [cast.district.east.pk], "everywhere": "1"})
    assert item_at(draft, 2).content["units"][1]["members"] == [cast.district.east.pk]


def test_rows_are_added_and_removed_and_what_was_typed_beside_them_stays(clerk: Client, draft: Draft) -> None:
    item = item_at(draft, 1)
    save(clerk, item, act="remove_measure:0", goal="新目标")
    assert ([row["text"] for row in item.content["measures"]], item.content["goal"]) == (["建立每周巡查制度，发现一处清理一处。"], "新目标")
    save(clerk, item, act="add_unit")
    assert item.content["units"][-1]["name"] == ""
    save(clerk, item, act="remove_unit:3")
    assert len(item.content["units"]) == 3


def test_the_second_of_two_who_save_an_item_sees_both_texts_and_loses_nothing(clerk: Client, draft: Draft) -> None:
    item = item_at(draft, 1)
    stale = form_of(item, goal="后来者的目标")
    save(clerk, item, goal="先到者的目标")
    answer = clerk.post(f"/drafts/{draft.pk}/items/{item.pk}/", stale, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "先到者的目标" in page
    assert "后来者的目标</textarea>" in page
    assert item_at(draft, 1).content["goal"] == "先到者的目标"
    plain = clerk.post(f"/drafts/{draft.pk}/items/{item.pk}/", stale)
    assert (plain.status_code, "后来者的目标</textarea>" in plain.content.decode()) == (409, True)


def test_the_second_of_two_who_save_the_heading_sees_both_texts(clerk: Client, draft: Draft) -> None:
    form = {"version": draft.version, "title": "甲标题", "issuer": "", "issued": "2026-03-18", "document_number": ""}
    clerk.post(f"/drafts/{draft.pk}/heading/", form)
    answer = clerk.post(f"/drafts/{draft.pk}/heading/", {**form, "title": "乙标题"})
    page = answer.content.decode()
    assert (answer.status_code, "甲标题" in page, 'value="乙标题"' in page) == (409, True, True)


def test_another_date_of_issue_reads_the_time_limits_again(clerk: Client, cast: Cast, reading_at_once: None) -> None:
    draft = handed_in(clerk, PLAN.replace("2027年6月底前", "6月底前"))
    assert item_at(draft, 1).content["deadline"]["due"] == "2026-06-30"
    form = {"version": draft.version, "title": draft.title, "issuer": "", "issued": "2028年3月1日", "document_number": ""}
    clerk.post(f"/drafts/{draft.pk}/heading/", form)
    assert item_at(draft, 1).content["deadline"]["due"] == "2028-06-30"


def test_a_date_that_is_none_is_refused_at_its_field(clerk: Client, draft: Draft) -> None:
    form = {"version": draft.version, "title": "甲", "issuer": "", "issued": "去年夏天", "document_number": ""}
    answer = clerk.post(f"/drafts/{draft.pk}/heading/", form)
    assert (answer.status_code, "去年夏天" in answer.content.decode()) == (422, True)


def test_without_script_a_date_that_is_none_stands_in_its_field_again_with_the_reason(clerk: Client, draft: Draft) -> None:
    item = item_at(draft, 1)
    answer = clerk.post(f"/drafts/{draft.pk}/items/{item.pk}/", form_of(item, **{"deadline-due": '某一天"<b>'}), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[0][0].endswith(f"#item-{item.pk}")
    assert 'value="某一天&quot;&lt;b&gt;"' in page
    assert "不是可识别的日期" in page


def test_what_keeps_a_plan_from_being_confirmed_is_said_where_the_button_would_be(clerk: Client, cast: Cast, reading_at_once: None) -> None:
    empty = handed_in(clerk, "今天天气很好。\n")
    page = clerk.get(f"/drafts/{empty.pk}/").content.decode()
    assert f"/drafts/{empty.pk}/confirm/" not in page
    assert "方案标题尚未填写" in page
    assert "还没有可导入的事项" in page


def test_all_items_without_open_points_are_ticked_at_once(clerk: Client, cast: Cast, reading_at_once: None) -> None:
    draft = handed_in(clerk, PLAN.replace("，2027年3月底前完成清运", ""))
    assert "将 1 项无疑点的事项标为已核对" in clerk.get(f"/drafts/{draft.pk}/").content.decode()
    clerk.post(f"/drafts/{draft.pk}/undoubted/")
    assert [item.checked for item in draft.items.order_by("position")] == [True, False, False]
    assert "无疑点的事项标为" not in clerk.get(f"/drafts/{draft.pk}/").content.decode()


def test_doubts_end_when_the_field_is_filled_or_the_item_is_checked(clerk: Client, cast: Cast, reading_at_once: None) -> None:
    draft = handed_in(clerk, PLAN.replace("整改目标：三处堆放点全部清理，建立巡查制度。\n", ""))
    item = item_at(draft, 1)
    assert str(item.pk) in clerk.get(f"/drafts/{draft.pk}/?show=doubts").content.decode()
    assert "no_goal" in [doubt["code"] for doubt in item.content["doubts"]]
    save(clerk, item, checked="on")
    assert f'id="item-{item.pk}"' not in clerk.get(f"/drafts/{draft.pk}/?show=doubts").content.decode()


def test_an_item_is_added_by_hand_and_from_a_point_of_the_text(clerk: Client, cast: Cast, reading_at_once: None) -> None:
    points = "工作方案\n\n一、主要任务\n\n（一）加强扬尘管控。落实工地六个百分之百。\n\n（二）整治沿河排口。逐一建档。\n"
    draft = handed_in(clerk, points)
    assert draft.content["points"]
    assert clerk.post(f"/drafts/{draft.pk}/items/").status_code == 302
    clerk.post(f"/drafts/{draft.pk}/items/", {"points": "1", "point": ["0", "1"]})
    assert [bool(item.content["statement"]) for item in draft.items.order_by("position")] == [False, True, True]
    clerk.post(f"/drafts/{draft.pk}/items/", {"points": "1"})
    assert draft.items.count() == 3
    assert clerk.post(f"/drafts/{draft.pk}/items/", {"point": "999"}).status_code == 404


def test_hostile_words_of_a_plan_are_shown_as_words(clerk: Client, cast: Cast, reading_at_once: None) -> None:
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    draft = handed_in(clerk, PLAN.replace("东山街道三处地块", hostile).replace("区河道管理中心", "区<b>河道</b>中心"))
    page = clerk.get(f"/drafts/{draft.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>河道" not in page


def test_nul_and_lone_surrogates_typed_into_a_field_are_dropped(clerk: Client, draft: Draft) -> None:
    item = item_at(draft, 1)
    assert save(clerk, item, goal="目\x00标\x07")[0] == 200
    assert item.content["goal"] == "目标"


def test_a_form_that_is_bent_does_not_break_the_page(clerk: Client, draft: Draft) -> None:
    item = item_at(draft, 1)
    for version in ("x", "", "²"):
        assert save(clerk, item, version=version)[0] == 422
    for bent in (
        {"kind": "?"},
        {"unit-role": ["?"] * 3},
        {"coordinating": "²"},
        {"act": "remove_unit:x"},
        {"act": "use_unit:0:x"},
        {"act": "²:²"},
    ):
        assert save(clerk, item, **bent)[0] in (200, 404), bent


def test_without_script_saving_leads_back_to_the_item(clerk: Client, draft: Draft) -> None:
    item = item_at(draft, 1)
    answer = clerk.post(f"/drafts/{draft.pk}/items/{item.pk}/?show=doubts", form_of(item, goal="甲"))
    assert answer["Location"] == f"/drafts/{draft.pk}/?show=doubts#item-{item.pk}"


def test_two_clerks_share_drafts_and_nobody_else_sees_them(cast: Cast, clerk: Client, draft: Draft) -> None:
    colleague = signed_in(person("clerk2", "林文书", cast.district.office, PostKind.OFFICE_CLERK))
    assert colleague.get(f"/drafts/{draft.pk}/").status_code == 200
    item = item_at(draft, 1)
    for role in ("staff", "auditor", "party", "admin", "outsider"):
        assert cast.client(role).get(f"/drafts/{draft.pk}/").status_code == 403
        assert save(cast.client(role), item, goal="越权")[0] == 403
    assert clerk.get("/drafts/999999/").status_code == 404


def test_a_discarded_draft_stays_in_the_list_and_cannot_be_changed(clerk: Client, draft: Draft) -> None:
    item = item_at(draft, 1)
    clerk.post(f"/drafts/{draft.pk}/discard/", {"version": draft.version})
    assert draft.title in clerk.get("/drafts/").content.decode()
    assert save(clerk, item, goal="太晚")[0] == 409
    assert item_at(draft, 1).content["goal"] != "太晚"


def test_checking_stores_no_plan_and_no_issue(clerk: Client, draft: Draft) -> None:
    save(clerk, item_at(draft, 1), goal="甲")
    clerk.get(f"/drafts/{draft.pk}/confirm/")
    assert not Plan.objects.exists()
    assert not Issue.objects.exists()


def test_two_thousand_items_are_paged_fifty_at_a_time(clerk: Client, draft: Draft) -> None:
    content = item_at(draft, 1).content
    draft.items.all().delete()
    DraftItem.objects.bulk_create([DraftItem(draft=draft, position=place, content=content) for place in range(1, 2001)])
    page = clerk.get(f"/drafts/{draft.pk}/?page=3").content.decode()
    assert page.count('class="card entry') == 50
    assert "2000" in page


def test_no_draft_has_a_number_beyond_every_database(clerk: Client, draft: Draft) -> None:
    item = draft.items.first()
    assert item
    assert clerk.post(f"/drafts/{10**30}/items/{item.pk}/").status_code == 404
    assert clerk.post(f"/drafts/{draft.pk}/items/{10**30}/").status_code == 404


def test_a_table_without_a_column_of_time_limits_is_named_with_its_place(clerk: Client, draft: Draft) -> None:
    draft.content["doubts"] = [{"code": "no_deadline", "detail": "附件2", "place": [0, 3]}]
    draft.save()
    page = clerk.get(f"/drafts/{draft.pk}/")
    assert [(remark.words, remark.place) for remark in page.context["heading_remarks"]["paper"]] == [
        ("“附件2”未设时限栏，可在下方统一确定，也可由整改办以后确定。", [0, 3])
    ]
