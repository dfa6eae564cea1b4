"""The page of an issue on paper: what is folded on the screen is printed open, and is folded again afterwards."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import factories
from tests.cast import Cast
from tests.live import LiveSite

pytestmark = pytest.mark.browser


def test_what_is_folded_is_printed_open(context: BrowserContext, page: Page, live_site: LiveSite, people: Cast) -> None:
    issue = factories.issue(people)
    live_site.sign_in(context, people.clerk)
    page.goto(f"/issues/{issue.pk}/")
    folded = page.locator("details.unfold:not([open])")
    count = folded.count()
    assert count
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(folded).to_have_count(0)
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(folded).to_have_count(count)
