"""Signing in and out in a real browser, wide and narrow."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import NARROW
from tests.cast import PASSWORD, Cast
from tests.live import LiveSite

pytestmark = pytest.mark.browser


def test_a_clerk_signs_in_sees_the_ledger_and_signs_out(page: Page, people: Cast) -> None:
    page.goto("/")
    page.get_by_label("用户名").fill(people.clerk.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_text(people.clerk.full_name).first).to_be_visible()
    page.goto("/issues/")
    expect(page.get_by_role("main")).to_be_visible()


def test_a_wrong_password_is_refused_in_words(page: Page, people: Cast) -> None:
    page.goto("/account/login/")
    page.get_by_label("用户名").fill(people.clerk.username)
    page.get_by_label("密码").fill("not-the-password")
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url("/account/login/")
    expect(page.get_by_role("alert").first).to_be_visible()


@pytest.mark.parametrize("path", ["/issues/", "/drafts/", "/plans/", "/people/units/"])
def test_pages_fit_a_telephone(path: str, context: BrowserContext, live_site: LiveSite, people: Cast) -> None:
    live_site.sign_in(context, people.clerk)
    page = context.new_page()
    page.set_viewport_size(NARROW)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
