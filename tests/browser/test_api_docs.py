"""The description of the interface is shown by a viewer of our own origin, under the same policy as every page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.live import LiveSite

pytestmark = pytest.mark.browser


def test_the_interface_is_described_and_can_be_tried_where_it_only_reads(people: Cast, live_site: LiveSite, page: Page) -> None:
    live_site.sign_in(page.context, people.clerk)
    page.goto("/api/v1/docs/")
    operation = page.locator("[id$=issues_list]")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table td.response-col_status:not(.col_header)")).to_contain_text("200")
