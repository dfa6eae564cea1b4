"""A member of the staff with a phone: two photographs of one place become a pair with place and day."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Browser, Page, ViewportSize, expect

from rectification.models import Evidence, Issue
from tests import factories
from tests.browser.conftest import CHINESE, NARROW, WIDE, Complaints
from tests.cast import Cast
from tests.evidence import specimens
from tests.evidence.conftest import measure_slot, slot
from tests.live import LiveSite

pytestmark = pytest.mark.browser

BRING = """([kind, data]) => {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], kind + ".jpg", { type: "image/jpeg" }));
  const bubbles = { bubbles: true, cancelable: true };
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { ...bubbles, clipboardData: carried })
    : new DragEvent("drop", { ...bubbles, dataTransfer: carried });
  document.querySelector("[data-drop]").dispatchEvent(event);
}"""


@pytest.fixture
def issue(people: Cast) -> Issue:
    return factories.issue(people)


@pytest.fixture
def photographs(tmp_path: Path) -> tuple[Path, Path]:
    before, after = tmp_path / "IMG_0001.jpg", tmp_path / "IMG_0002.jpg"
    before.write_bytes(specimens.photograph("2026:03:01 08:00:00", "brown"))
    after.write_bytes(specimens.picture())
    return before, after


@pytest.fixture
def phone(chromium: Browser, live_site: LiveSite, people: Cast) -> Iterator[Page]:
    complaints = Complaints()
    context = chromium.new_context(base_url=live_site.url, viewport=NARROW, locale=CHINESE, has_touch=True, is_mobile=True)
    complaints.watch(context, live_site.url)
    live_site.sign_in(context, people.staff)
    yield context.new_page()
    context.close()
    assert complaints.found == []


def test_two_photographs_on_a_phone_become_a_pair(phone: Page, issue: Issue, photographs: tuple[Path, Path]) -> None:
    before, after = photographs
    phone.goto(slot(issue))
    phone.get_by_label("整改前", exact=True).set_input_files(before)
    phone.get_by_label("整改后", exact=True).set_input_files(after)
    phone.locator("[name=after_on]").fill("2026-06-30")
    phone.get_by_label("拍摄地点").fill("东山中转站")
    phone.get_by_role("button", name="上传", exact=True).tap()
    pair = phone.locator(".proof-pair")
    expect(pair.locator("img")).to_have_count(2)
    expect(pair).to_contain_text("2026-03-01")
    expect(pair).to_contain_text("2026-06-30")
    expect(pair).to_contain_text("东山中转站")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    phone.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    taken = Evidence.objects.order_by("shot").values_list("shot", "taken_on", "place")
    assert list(taken) == [("after", dt.date(2026, 6, 30), "东山中转站"), ("before", dt.date(2026, 3, 1), "东山中转站")]


def test_what_is_chosen_goes_up_at_once_one_by_one(phone: Page, issue: Issue, photographs: tuple[Path, Path], tmp_path: Path) -> None:
    archive = tmp_path / "材料.zip"
    archive.write_bytes(specimens.container({"a.txt": "a"}))
    phone.goto(slot(issue))
    phone.get_by_label("拍摄地点").fill("东山中转站")
    phone.locator("#evidence-files").set_input_files([archive, *photographs])
    expect(phone.locator(".proof img")).to_have_count(2)
    expect(phone.get_by_role("alert").filter(has_text="材料.zip")).to_contain_text("压缩包")
    expect(phone.get_by_label("拍摄地点")).to_have_value("东山中转站")
    phone.locator(".proof").first.get_by_role("button", name="删除").tap()
    expect(phone.locator(".proof img")).to_have_count(1)
    assert Evidence.objects.get().name == photographs[1].name


def test_a_picture_is_pasted_or_dropped(phone: Page, issue: Issue) -> None:
    phone.goto(slot(issue))
    for kind, colour in (("paste", "red"), ("drop", "blue")):
        data = base64.b64encode(specimens.picture(colour=colour)).decode()
        phone.evaluate(BRING, [kind, data])
        expect(phone.locator(".proof img")).to_have_count(1 if kind == "paste" else 2)


@pytest.mark.parametrize("viewport", [NARROW, WIDE])
def test_it_works_without_script(
    chromium: Browser, live_site: LiveSite, people: Cast, issue: Issue, photographs: tuple[Path, Path], viewport: ViewportSize
) -> None:
    context = chromium.new_context(base_url=live_site.url, viewport=viewport, locale=CHINESE, java_script_enabled=False)
    live_site.sign_in(context, people.staff)
    page = context.new_page()
    page.goto(slot(issue))
    page.locator("#evidence-files").set_input_files(photographs)
    page.get_by_role("button", name="上传", exact=True).click()
    expect(page.locator(".proof img")).to_have_count(2)
    with context.expect_page() as opened:  # beside the report that may stand half written in this one
        page.locator(".proof-picture").first.click()
    opened.value.get_by_label("拍摄地点").fill("西湖中转站")
    opened.value.get_by_role("button", name="保存").click()
    expect(opened.value.locator(".facts")).to_contain_text("西湖中转站")
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_its_pages_shut_nobody_out(
    chromium: Browser, live_site: LiveSite, people: Cast, issue: Issue, photographs: tuple[Path, Path], theme: str
) -> None:
    context = chromium.new_context(base_url=live_site.url, viewport=NARROW if theme == "dark" else WIDE, locale=CHINESE, bypass_csp=True)
    live_site.sign_in(context, people.staff)
    context.add_cookies([{"name": "theme", "value": theme, "url": live_site.url}])
    page = context.new_page()
    for address in (slot(issue), measure_slot(issue)):
        page.goto(address)
        page.locator("#evidence-files").set_input_files(photographs)
        expect(page.locator(".proof img")).to_have_count(2)
    measured = Evidence.objects.exclude(measure=None).earliest("pk")
    draft = Evidence.objects.filter(measure=None).earliest("pk")
    for path in (slot(issue), f"/issues/{issue.pk}/", f"/evidence/{measured.pk}/", f"/evidence/{draft.pk}/"):
        page.goto(path)
        assert [(path, fault["id"], fault["nodes"][0]["html"]) for fault in Axe().run(page)["violations"]] == []
    context.close()
