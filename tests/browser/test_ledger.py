"""The ledger in a real browser: filters without reloading, the same without script, and readable for everybody."""

import pytest
from axe_core_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Browser, BrowserContext, Page, expect

from rectification.models import Issue
from tests import factories
from tests.browser.conftest import CHINESE, NARROW, WIDE
from tests.cast import Cast
from tests.live import LiveSite

pytestmark = pytest.mark.browser


@pytest.fixture
def issue(people: Cast) -> Issue:
    version = factories.plan(people)
    factories.issue(people, version, statement="渣土堆放未覆盖。")
    return factories.issue(people, version, statement="油烟净化设施未清洗。", stage="in_progress")


@pytest.fixture
def clerks_page(context: BrowserContext, live_site: LiveSite, people: Cast, issue: Issue) -> Page:
    live_site.sign_in(context, people.clerk)
    page = context.new_page()
    page.goto("/issues/")
    return page


def test_a_filter_narrows_the_list_in_place_and_says_so(clerks_page: Page) -> None:
    page, rows = clerks_page, clerks_page.locator("#list tbody tr")
    expect(rows).to_have_count(2)
    page.get_by_label("阶段").select_option("in_progress")
    expect(rows).to_have_count(1)
    expect(page).to_have_url("/issues/?stage=in_progress")
    expect(page.get_by_role("status")).to_have_text("共 1 项")
    page.get_by_role("link", name="阶段：整改中").click()
    expect(rows).to_have_count(2)


def test_going_back_gives_the_list_before(clerks_page: Page) -> None:
    clerks_page.keyboard.press("/")
    clerks_page.keyboard.type("油烟")
    expect(clerks_page.locator("#list tbody tr")).to_have_count(1)
    clerks_page.go_back()
    expect(clerks_page.locator("#list tbody tr")).to_have_count(2)


def test_it_works_without_script(chromium: Browser, live_site: LiveSite, people: Cast, issue: Issue) -> None:
    context = chromium.new_context(base_url=live_site.url, viewport=WIDE, locale=CHINESE, java_script_enabled=False)
    live_site.sign_in(context, people.clerk)
    page = context.new_page()
    page.goto("/issues/")
    page.get_by_label("阶段").select_option("in_progress")
    page.get_by_role("button", name="查询").click()
    expect(page.locator("#list tbody tr")).to_have_count(1)
    page.locator("summary", has_text="显示").click()
    page.get_by_role("button", name="大字").click()
    expect(page.locator("html")).to_have_attribute("data-size", "large")
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_its_pages_shut_nobody_out(chromium: Browser, live_site: LiveSite, people: Cast, issue: Issue, theme: str) -> None:
    context = chromium.new_context(base_url=live_site.url, viewport=NARROW if theme == "dark" else WIDE, locale=CHINESE, bypass_csp=True)
    live_site.sign_in(context, people.clerk)
    context.add_cookies([{"name": "theme", "value": theme, "url": live_site.url}])
    page = context.new_page()
    for path in ("/issues/", f"/issues/{issue.pk}/", "/plans/", f"/plans/{issue.plan_id}/", "/styleguide/", "/nowhere/"):
        page.goto(path)
        assert [(path, fault["id"], fault["nodes"][0]["html"]) for fault in Axe().run(page)["violations"]] == []
    context.close()
