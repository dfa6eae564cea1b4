"""What was typed survives the end of the session: after signing in again the form is as it was."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from rectification.models import Extension
from tests import factories
from tests.cast import PASSWORD, Cast
from tests.live import LiveSite

pytestmark = pytest.mark.browser


@pytest.fixture
def page(context: BrowserContext, live_site: LiveSite, people: Cast) -> Page:
    live_site.sign_in(context, people.staff)
    return context.new_page()


def sign_in(page: Page, user: User) -> None:
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def typed(page: Page, people: Cast) -> str:
    issue = factories.issue(people, stage="in_progress")
    address = f"/issues/{issue.pk}/extension/"
    page.goto(address)
    page.get_by_label("新时限").fill("2027-03-31")
    page.get_by_label("延期理由").fill("管网改造须避开汛期。")
    page.get_by_label("目前进展").fill("已完成六成。")
    Session.objects.all().delete()
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    return address


def test_the_same_person_finds_the_form_as_it_was_and_sends_it_again(page: Page, people: Cast) -> None:
    address = typed(page, people)
    sign_in(page, people.staff)
    expect(page).to_have_url(address)
    expect(page.get_by_label("延期理由")).to_have_value("管网改造须避开汛期。")
    expect(page.get_by_text("您填写的内容已恢复")).to_be_visible()
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("heading", name="申请内容")).to_be_visible()
    assert Extension.objects.get().progress == "已完成六成。"


def test_somebody_else_at_the_same_window_finds_nothing(page: Page, people: Cast) -> None:
    typed(page, people)
    sign_in(page, people.unithead)
    expect(page.get_by_label("延期理由")).to_have_value("")
