"""A staff member reports on a phone: what is typed is kept, outlives the session, and is handed in once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from axe_core_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from rectification.models import Issue, Period, Report, ReportDraft
from rectification.progress.actions.duties import keep_duties
from tests import factories
from tests.browser.conftest import CHINESE, NARROW, Complaints
from tests.cast import PASSWORD, Cast
from tests.live import LiveSite

pytestmark = pytest.mark.browser


@pytest.fixture
def issue(people: Cast) -> Issue:
    return factories.issue(people, statement="渣土堆放未覆盖。")


@pytest.fixture
def period(issue: Issue) -> Period:
    """The week of today, not cut off before it ends."""
    now = timezone.now()
    monday = timezone.localdate(now) - dt.timedelta(days=timezone.localdate(now).weekday())
    period = factories.period(factories.rhythm(), monday, cutoff_at=now + dt.timedelta(days=2))
    keep_duties(period=period, now=now)
    return period


@pytest.fixture
def phone(chromium: Browser, live_site: LiveSite, people: Cast) -> Iterator[BrowserContext]:
    complaints = Complaints()
    context = chromium.new_context(base_url=live_site.url, viewport=NARROW, locale=CHINESE, has_touch=True)
    complaints.watch(context, live_site.url)
    live_site.sign_in(context, people.staff)
    yield context
    context.close()
    assert complaints.found == []


@pytest.fixture
def form(phone: BrowserContext, period: Period) -> Page:
    page = phone.new_page()
    page.goto("/reports/")
    page.get_by_role("link", name="填报", exact=True).click()
    return page


def test_what_is_typed_is_kept_and_handed_in_once(phone: BrowserContext, form: Page) -> None:
    form.get_by_label("达到序时进度", exact=True).check()
    form.get_by_label("本期进展").fill("已覆盖两处。")
    expect(form.locator("#draft-state")).to_contain_text("草稿已保存")
    other = phone.new_page()
    other.goto(form.url)
    expect(other.get_by_label("本期进展")).to_have_value("已覆盖两处。")
    other.close()
    assert form.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    form.get_by_role("button", name="提交").click()
    expect(form.get_by_role("heading", name="填报已提交")).to_be_visible()
    report = Report.objects.get()
    assert (report.text, report.status) == ("已覆盖两处。", "on_schedule")
    assert not ReportDraft.objects.exists()
    form.go_back()
    form.reload()
    expect(form.locator("#restored")).to_be_hidden()


def test_what_is_typed_outlives_the_session(phone: BrowserContext, form: Page) -> None:
    address = form.url
    form.get_by_label("达到序时进度", exact=True).check()
    phone.clear_cookies(name="sessionid")
    form.get_by_label("本期进展").fill("会话结束时正在填写的内容。")
    form.get_by_role("button", name="提交").click()
    form.wait_for_url("**/account/login/**")
    form.get_by_label("用户名").fill("staff")
    form.get_by_label("密码").fill(PASSWORD)
    form.get_by_role("button", name="登录").click()
    form.wait_for_url(address)
    expect(form.get_by_label("本期进展")).to_have_value("会话结束时正在填写的内容。")
    expect(form.locator("#restored")).to_be_visible()
    expect(form.get_by_label("达到序时进度", exact=True)).to_be_checked()
    form.get_by_role("button", name="提交").click()
    expect(form.get_by_role("heading", name="填报已提交")).to_be_visible()
    assert Report.objects.get().text == "会话结束时正在填写的内容。"


def test_the_slower_of_two_windows_sees_both_texts(phone: BrowserContext, form: Page) -> None:
    other = phone.new_page()
    other.goto(form.url)
    form.get_by_label("本期进展").fill("第一个窗口的内容。")
    expect(form.locator("#draft-state")).to_contain_text("草稿已保存")
    other.get_by_label("本期进展").fill("第二个窗口的内容。")
    expect(other.locator("#draft-state")).to_contain_text("第一个窗口的内容。")
    expect(other.get_by_label("本期进展")).to_have_value("第二个窗口的内容。")
    other.get_by_label("本期进展").fill("第二个窗口的内容，补充。")
    expect(other.locator("#draft-state")).to_contain_text("草稿已保存")
    assert ReportDraft.objects.get().content["text"] == ["第二个窗口的内容，补充。"]


def test_nothing_new_stays_on_the_list(phone: BrowserContext, period: Period) -> None:
    page = phone.new_page()
    page.goto("/reports/")
    page.get_by_role("button", name="本期无新进展").click()
    expect(page.locator("#messages")).to_contain_text("本期无新进展")
    expect(page.get_by_role("heading", name="没有待填报事项")).to_be_visible()
    assert Report.objects.get().no_change


def test_its_pages_shut_nobody_out(chromium: Browser, live_site: LiveSite, people: Cast, issue: Issue, period: Period) -> None:
    context = chromium.new_context(base_url=live_site.url, viewport=NARROW, locale=CHINESE, bypass_csp=True)
    factories.report(issue, people.district.below_lead, period, people.staff)
    place = f"{period.pk}/{issue.pk}/{people.district.lead.pk}"
    pages = {
        people.staff: ["/reports/", f"/reports/{place}/", f"/issues/{issue.pk}/periods/{period.pk}/", f"/issues/{issue.pk}/"],
        people.clerk: ["/board/", f"/periods/{period.pk}/", "/rhythms/", "/rhythms/new/"],
        people.unithead: ["/reports/unit/"],
    }
    for person, paths in pages.items():
        live_site.sign_in(context, person)
        page = context.new_page()
        for path in paths:
            page.goto(path)
            assert [(path, fault["id"], fault["nodes"][0]["html"]) for fault in Axe().run(page)["violations"]] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path
    context.close()
