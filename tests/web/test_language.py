"""Chinese first; English at a click, remembered, whatever the browser was set to by its maker."""

from __future__ import annotations

from django.test import Client

from tests.cast import Cast

SIGN_IN = "/account/login/"


def test_an_english_browser_is_shown_chinese(db: None) -> None:
    answer = Client(headers={"accept-language": "en-US,en"}).get(SIGN_IN)
    assert '<html lang="zh-CN"' in answer.content.decode()
    assert answer.headers["Content-Language"] == "zh-hans"


def test_the_switch_is_remembered(db: None) -> None:
    browser = Client()
    browser.post("/i18n/setlang/", {"language": "en", "next": SIGN_IN})
    answer = browser.get(SIGN_IN)
    assert '<html lang="en"' in answer.content.decode()


def test_an_unknown_language_is_chinese(db: None) -> None:
    browser = Client()
    browser.cookies["django_language"] = "xx"
    assert browser.get(SIGN_IN).headers["Content-Language"] == "zh-hans"


def test_an_empty_field_is_asked_for_as_an_office_would(cast: Cast) -> None:
    assert "请填写此项。" in cast.client("clerk").post("/people/units/new/", {}).content.decode()
