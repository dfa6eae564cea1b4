"""A real browser on a real site. Chromium is the machine's own; nothing is downloaded and nothing is reached but the site."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize, sync_playwright

from tests.cast import Cast, gather
from tests.live import LiveSite

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread; the tests use it one call at a time

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
WIDE = ViewportSize(width=1440, height=900)
NARROW = ViewportSize(width=390, height=844)
CHINESE = "zh-CN"


@dataclass
class Complaints:
    """What no page may do: break in a script, offend its own security policy, or ask for anything outside the site."""

    found: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext, own: str) -> None:
        context.on("weberror", lambda error: self.found.append(f"script error: {error.error}"))
        context.on("console", self._heard)
        context.on("request", lambda request: self._asked(request, own))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:  # a refusal with its own page is no complaint
            self.found.append(f"console: {message.text}")

    def _asked(self, request: Request, own: str) -> None:
        if not request.url.startswith((own, "data:", "blob:")):
            self.found.append(f"outside request: {request.url}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.fail("Chromium is missing: install Debian's chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def people(live_site: LiveSite) -> Cast:
    """The cast on the live site's database."""
    return gather()


@pytest.fixture
def context(chromium: Browser, live_site: LiveSite) -> Iterator[BrowserContext]:
    """A wide window in Chinese. A test fails when a page complained in it."""
    complaints = Complaints()
    context = chromium.new_context(base_url=live_site.url, viewport=WIDE, locale=CHINESE)
    complaints.watch(context, live_site.url)
    yield context
    context.close()
    assert complaints.found == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
