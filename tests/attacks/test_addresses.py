"""Whose request it is: wrong passwords are counted by it, so neither a forged nor a shared address may lock anybody out."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from accounts.signin import address_of
from tests.accounts.test_signin import sign_in
from tests.cast import PASSWORD, Cast

PROXY = "10.9.9.9"


@pytest.mark.parametrize(
    ("seen", "told", "whose"),
    [
        ("1.2.3.4", "5.6.7.8", "1.2.3.4"),
        (PROXY, "5.6.7.8", "5.6.7.8"),
        (PROXY, "5.6.7.8, 1.2.3.4", "1.2.3.4"),
        (PROXY, f"5.6.7.8, 1.2.3.4, {PROXY}", "1.2.3.4"),
        (PROXY, "forged\r\n, 1.2.3.4", "1.2.3.4"),
        (PROXY, "no address", PROXY),
        (PROXY, "", PROXY),
        ("", "5.6.7.8", "127.0.0.1"),
        ("2001:db8::1", "5.6.7.8", "2001:db8::1"),
    ],
)
def test_only_a_trusted_proxy_tells_whose_request_it_is(settings: Settings, seen: str, told: str, whose: str) -> None:
    settings.TRUSTED_PROXIES = [f"{PROXY}/32"]
    request = RequestFactory().get("/", REMOTE_ADDR=seen, HTTP_X_FORWARDED_FOR=told)
    assert address_of(request) == whose


def test_behind_a_proxy_one_network_locks_nobody_out_of_another(cast: Cast, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = [PROXY]
    for number in range(5):
        sign_in("party", "wrong", REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR=f"6.6.6.{number}")
    assert sign_in("party", PASSWORD, REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR="10.1.2.3").status_code == HTTPStatus.FOUND


def test_a_forged_header_is_no_way_round_the_lock(cast: Cast) -> None:
    for number in range(5):
        sign_in("party", "wrong", HTTP_X_FORWARDED_FOR=f"6.6.{number}.6")
    assert sign_in("party", PASSWORD, HTTP_X_FORWARDED_FOR="7.7.7.7").status_code == HTTPStatus.TOO_MANY_REQUESTS
