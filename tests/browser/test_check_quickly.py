"""Many items are checked quickly: one decision for all alike, the keyboard from doubt to doubt, decisions in place."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from rectification.models import Draft, DraftItem, Issue
from tests import factories
from tests.cast import Cast
from tests.intake.sample import PLAN
from tests.live import LiveSite
from tests.plans.test_confirming import draft_of, entry

pytestmark = pytest.mark.browser


@pytest.fixture
def page(context: BrowserContext, live_site: LiveSite, people: Cast) -> Page:
    live_site.sign_in(context, people.clerk)
    return context.new_page()


@pytest.fixture
def draft(people: Cast) -> Draft:
    """Three items without time limit; the second names a unit that no register knows."""
    limit: dict[str, object] = {
        "words": "",
        "kind": "none",
        "due": None,
        "phases": [],
        "note": "",
        "source": "by_hand",
        "answer": "",
        "place": None,
    }
    items = [entry(people, number=str(number), deadline=limit) for number in (1, 2, 3)]
    items[1]["units"][0] |= {"name": "区河道管理中心", "unit": None}
    made = draft_of(people, *items)
    made.content = {"places": {}, "doubts": [], "repairs": [], "points": [], "furniture": []}
    made.document.text = PLAN
    made.document.save()
    made.save()
    return made


def test_all_alike_are_decided_and_the_keyboard_leads_to_what_is_left(page: Page, draft: Draft) -> None:
    page.goto(f"/drafts/{draft.pk}/")
    expect(page.locator("#limits")).to_contain_text("3 项：原文未写明时限")
    page.get_by_label("统一的到期日").fill("2027年底")
    page.get_by_role("button", name="统一为此日期").click()
    expect(page.locator("#limits")).to_contain_text("3 项已统一为“2027-12-31 周五”")

    first, second, _third = DraftItem.objects.order_by("position")
    page.keyboard.press("Alt+n")
    expect(page.locator(f"#unit-{second.pk}-0")).to_be_focused()
    page.locator(f"#goal-{first.pk}").focus()
    page.keyboard.press("Alt+c")
    expect(page.locator(f"#state-{first.pk}")).to_contain_text("已核对")
    expect(page.locator(f"#unit-{second.pk}-0")).to_be_focused()

    page.locator("#limits").get_by_role("button", name="撤销").click()
    expect(page.locator("#limits")).to_contain_text("3 项：原文未写明时限")


def test_the_keyboard_leads_to_the_unit_that_a_doubt_is_about(page: Page, draft: Draft) -> None:
    first = DraftItem.objects.order_by("position")[0]
    group = {"code": "group_needs_choice", "detail": "各街道", "place": [4, 7]}
    lead, supervising = first.content["units"]
    first.content["units"] = [{**lead, "name": "各街道", "unit": None, "is_group": True, "place": [4, 7]}, supervising]
    first.content["doubts"] = [group]
    first.save()
    page.goto(f"/drafts/{draft.pk}/")
    page.keyboard.press("Alt+n")
    expect(page.locator(f"#unit-{first.pk}-0")).to_be_focused()
    page.keyboard.press("Alt+n")
    expect(page.locator(f"#deadline-due-{first.pk}")).to_be_focused()


def test_what_is_typed_is_kept_when_the_page_is_left_from_within_the_field(page: Page, draft: Draft) -> None:
    first = DraftItem.objects.order_by("position")[0]
    page.goto(f"/drafts/{draft.pk}/")
    page.locator(f"#goal-{first.pk}").press_sequentially("全部")
    page.goto("/drafts/")
    kept = f"async () => (await (await fetch('/drafts/{draft.pk}/')).text()).includes('全部清理完毕。')"
    page.wait_for_function(kept)


def test_the_button_to_start_reading_is_on_the_first_screen_and_the_file_control_speaks_chinese(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/drafts/new/")
    expect(page.get_by_role("button", name="开始读取")).to_be_in_viewport(ratio=1)
    expect(page.locator("#id_file")).to_have_css("opacity", "0")
    page.locator("#id_file").set_input_files({"name": "方案.txt", "mimeType": "text/plain", "buffer": PLAN.encode()})
    expect(page.locator(".drop-files")).to_contain_text("方案.txt")


def test_the_office_decides_a_deadline_in_place(page: Page, people: Cast) -> None:
    issue: Issue = factories.issue(people, stage="not_started", deadline_kind="none", deadline_words="", due=None, deadline_decided=False)
    page.goto(f"/issues/{issue.pk}/")
    page.get_by_text("确定时限", exact=True).click()
    due = page.get_by_label("到期日", exact=True)
    due.fill("某天")
    due.press("Enter")
    expect(page.locator("#deadline")).to_contain_text("不是可识别的日期")
    expect(due).to_have_value("某天")
    due.fill("2027年3月底")
    due.press("Enter")
    expect(page.locator("#deadline")).to_contain_text("2027-03-31")
    expect(page.locator("#trail")).to_contain_text("确定整改时限")
