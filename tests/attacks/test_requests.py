"""Requests that no browser sends: they are refused in words, never answered by an error of ours."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.conf import settings
from django.test import Client

from tests.cast import PASSWORD, Cast

LOGIN = "/account/login/"
FORM = b'--x\r\nContent-Disposition: form-data; name="login"\r\n\r\nab\\ud800\\x00cd\r\n--x--\r\n'


def stranger() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("charset", ["hex", "undefined", "unicode_escape", "rot13", "idna", "utf-7", "utf-16"])
def test_a_form_in_another_charset_than_utf8_is_refused(db: None, charset: str) -> None:
    answer = stranger().generic("POST", LOGIN, FORM, content_type=f"multipart/form-data; charset={charset}; boundary=x")
    assert answer.status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", "utf8"])
def test_a_form_in_utf8_is_read(db: None, charset: str) -> None:
    answer = stranger().generic("POST", LOGIN, FORM, content_type=f"multipart/form-data; charset={charset}; boundary=x")
    assert answer.status_code == HTTPStatus.OK


@pytest.mark.parametrize("path", [LOGIN, "/people/import/", "/i18n/setlang/", "/no-such-page/"])
def test_a_request_larger_than_any_document_is_refused_before_it_is_read(db: None, path: str) -> None:
    size = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1
    answer = stranger().generic("POST", path, b"not all of it", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(size))
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@pytest.mark.parametrize("url", ["http://[", "http://]:80/", "//[x"])
@pytest.mark.parametrize("path", ["/people/", "/account/", "/account/password/", "/issues/"])
def test_a_part_asked_for_from_an_impossible_address_leads_to_sign_in(db: None, path: str, url: str) -> None:
    answer = stranger().get(path, headers={"HX-Request": "true", "HX-Current-URL": url})
    assert answer.status_code == HTTPStatus.OK
    assert answer["HX-Redirect"].startswith(LOGIN)


HOSTILE_ADDRESSES = ("http://[", "//evil.example", "/\\evil.example", "https:evil.example", "@evil.example", "javascript:alert(1)")


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES)
def test_signing_in_leads_to_no_hostile_address(cast: Cast, address: str) -> None:
    answer = stranger().post(LOGIN, {"login": "staff", "password": PASSWORD, "next": address})
    assert answer.status_code == HTTPStatus.FOUND
    assert answer["Location"] == "/"


@pytest.mark.parametrize("address", HOSTILE_ADDRESSES)
def test_choosing_colours_leads_to_no_hostile_address(db: None, address: str) -> None:
    answer = stranger().post("/display/", {"theme": "dark", "next": address})
    assert answer.status_code == HTTPStatus.FOUND
    assert answer["Location"] == "/"


@pytest.mark.parametrize(
    "key", ['"aaaaaaaaaaaaaaaa\\000bbbbbbbbbbbbbbb"', "'; DROP TABLE x; --aaaaaaaaaaaaa", "%F0%9F%98%80aaaaaaaaaaaaaaa", "x" * 4000]
)
@pytest.mark.parametrize("path", [LOGIN, "/issues/", "/api/v1/issues/"])
def test_a_key_that_is_none_is_no_session(db: None, path: str, key: str) -> None:
    name = settings.SESSION_COOKIE_NAME
    assert stranger().get(path, headers={"Cookie": f"{name}={key}"}).status_code == stranger().get(path).status_code
