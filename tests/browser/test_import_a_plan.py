"""A clerk pastes a plan, checks it against the paper, and confirms it into the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from rectification.models import DraftItem, Issue
from tests.browser.conftest import WIDE, Complaints
from tests.cast import Cast, gather
from tests.intake.sample import PLAN
from tests.live import LiveSite

pytestmark = pytest.mark.browser


@pytest.fixture
def people(committed_db: object) -> Cast:
    return gather()


@pytest.fixture
def page(chromium: Browser, people: Cast, live_site_with_worker: LiveSite) -> Iterator[Page]:
    """The clerk's browser, in English; a test fails when a page complained in it."""
    site, complaints = live_site_with_worker, Complaints()
    context = chromium.new_context(base_url=site.url, viewport=WIDE)
    context.add_cookies([{"name": "django_language", "value": "en", "url": site.url}])
    site.sign_in(context, people.clerk)
    complaints.watch(context, site.url)
    yield context.new_page()
    context.close()
    assert complaints.found == []


def paste(page: Page) -> None:
    page.goto("/drafts/new/")
    page.get_by_label("Paste the whole text of the plan").fill(PLAN)
    page.get_by_role("button", name="Start reading").click()
    expect(page.get_by_role("heading", name="Check the draft")).to_be_visible(timeout=40_000)


def item_at(position: int) -> DraftItem:
    return DraftItem.objects.get(position=position)


def fill_quickly(page: Page, pk: int) -> None:
    """One field after another without waiting: saves in the background must lose nothing of it."""
    for field, text in (
        (f"#goal-{pk}", "目标一"),
        (f"#measure-{pk}-0", "措施一"),
        (f"#measure-{pk}-1", "措施二"),
        (f"#number-{pk}", "1之1"),
    ):
        page.locator(field).fill(text)
    page.keyboard.press("Tab")
    page.wait_for_function("() => !document.querySelector('form.htmx-request')")
    content = item_at(1).content
    assert (content["goal"], [row["text"] for row in content["measures"]], content["number"]) == ("目标一", ["措施一", "措施二"], "1之1")


def test_a_pasted_plan_is_checked_corrected_and_confirmed_into_the_ledger(page: Page) -> None:
    paste(page)
    assert not Issue.objects.exists()
    expect(page.locator("#totals")).to_contain_text("Confirm the import of 3 items")

    first = item_at(1)
    statement = page.locator(f"#statement-{first.pk}")
    statement.focus()
    expect(page.locator(".lit").first).to_contain_text("建筑垃圾堆放点管理不到位")
    statement.fill("建筑垃圾堆放点管理不到位。")
    page.locator(f"#deadline-words-{first.pk}").fill("2027年9月底前")
    page.locator(f"#goal-{first.pk}").focus()
    expect(page.locator(f"#understood-{first.pk}")).to_contain_text("30 Sep 2027")
    expect(page.locator(f"#version-{first.pk}")).to_have_value("3")

    fill_quickly(page, first.pk)

    second = item_at(2)
    page.locator(f"#unit-note-{second.pk}-0").get_by_role("button", name="Create this unit").click()
    expect(page.locator(f"#unit-note-{second.pk}-0")).to_contain_text("in the list of units")

    third = item_at(3)
    page.locator(f"#answer-keep-{third.pk}").check()
    expect(page.locator(f"#state-{third.pk}")).to_contain_text("No doubts")

    page.get_by_role("link", name="Confirm the import of 3 items").click()
    page.get_by_role("button", name="Confirm the import of 3 items").click()
    expect(page.get_by_role("heading", name="The plan is imported")).to_be_visible()
    page.get_by_role("link", name="To its issues in the ledger").click()
    expect(page.get_by_text("建筑垃圾堆放点管理不到位。")).to_be_visible()
    assert Issue.objects.count() == 3
    assert Issue.objects.get(position=1).due == dt.date(2027, 9, 30)
