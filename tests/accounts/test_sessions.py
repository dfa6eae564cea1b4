"""How long a session lasts, where a first password leads, and what a change of password or post ends."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from accounts import actions
from accounts.models import Post
from accounts.vocabulary import PostKind
from tests.cast import PASSWORD, Cast, signed_in

NINE = dt.datetime(2026, 11, 2, 1, 0, tzinfo=dt.UTC)
OWN = "/account/"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def clock() -> time_machine.Traveller:  # type: ignore[misc]
    with time_machine.travel(NINE, tick=False) as traveller:
        yield traveller


def is_in(client: Client, **headers: str) -> bool:
    return client.get(OWN, headers=headers).status_code == HTTPStatus.OK


def test_a_session_ends_after_half_an_hour_without_a_click(cast: Cast, clock: time_machine.Traveller) -> None:
    client = cast.client("staff")
    for _ in range(3):
        assert is_in(client)
        clock.shift(29 * MINUTE)
    assert is_in(client)
    clock.shift(31 * MINUTE)
    response = client.get(OWN)
    assert response.status_code == HTTPStatus.FOUND
    assert response["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize("role", ["party", "government", "admin"])
def test_signatories_and_administrators_have_a_quarter_of_an_hour(cast: Cast, clock: time_machine.Traveller, role: str) -> None:
    client = cast.client(role)
    assert is_in(client)
    clock.shift(14 * MINUTE)
    assert is_in(client)
    clock.shift(16 * MINUTE)
    assert not is_in(client)


def test_what_the_page_asks_by_itself_keeps_nobody_signed_in(cast: Cast, clock: time_machine.Traveller) -> None:
    client = cast.client("staff")
    assert is_in(client)
    for _ in range(6):
        clock.shift(5 * MINUTE - dt.timedelta(seconds=1))
        assert is_in(client, **{"X-Background": "1"})
    clock.shift(MINUTE)
    assert not is_in(client, **{"X-Background": "1"})


def test_no_session_lasts_longer_than_twelve_hours(cast: Cast, clock: time_machine.Traveller) -> None:
    client = cast.client("staff")
    assert is_in(client)
    for _ in range(35):
        clock.shift(20 * MINUTE)
        assert is_in(client)
    clock.shift(20 * MINUTE)
    assert not is_in(client)


def test_a_part_of_a_page_sends_the_whole_browser_to_the_sign_in(cast: Cast, clock: time_machine.Traveller) -> None:
    client = cast.client("staff")
    assert is_in(client)
    clock.shift(31 * MINUTE)
    response = client.get(OWN, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/account/?a=1"})
    assert response.status_code == HTTPStatus.OK
    assert response["HX-Redirect"] == "/account/login/?next=%2Faccount%2F%3Fa%3D1"
    assert response.content == b""


def test_a_deactivated_person_is_out_at_the_next_request(cast: Cast, now: dt.datetime) -> None:
    client = Client()
    client.post("/account/login/", {"login": "staff", "password": PASSWORD})
    assert is_in(client)
    actions.deactivate(user=cast.staff, actor=cast.admin, now=now)
    assert not is_in(client)
    actions.activate(user=cast.staff, actor=cast.admin, now=now)
    assert not is_in(client)


def test_a_lost_post_bites_at_the_next_request(cast: Cast, now: dt.datetime) -> None:
    client = cast.client("clerk")
    assert client.get(reverse("accounts:units")).status_code == HTTPStatus.OK
    actions.end_post(post=Post.objects.get(user=cast.clerk), actor=cast.admin, now=now)
    assert client.get(reverse("accounts:units")).status_code == HTTPStatus.FORBIDDEN
    actions.grant_post(user=cast.clerk, unit=cast.district.office, kind=PostKind.OFFICE_CLERK, actor=cast.admin, now=now)
    assert client.get(reverse("accounts:units")).status_code == HTTPStatus.OK


def test_a_change_of_password_ends_the_other_sessions(cast: Cast) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/account/login/", {"login": "staff", "password": PASSWORD})
        assert is_in(client)
    new = "mV7#kd92pQ"
    before = here.cookies["sessionid"].value
    here.post(reverse("account_change_password"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert is_in(here)
    assert here.cookies["sessionid"].value != before
    assert not is_in(there)


def test_a_person_sees_the_own_sessions_and_ends_the_others(cast: Cast) -> None:
    here, *others = [Client() for _ in range(3)]
    for client in (here, *others):
        client.post("/account/login/", {"login": "staff", "password": PASSWORD})
    assert here.get(OWN).content.decode().count("127.0.0.1") == 3
    here.post(reverse("account_end_sessions"))
    assert is_in(here)
    assert not any(is_in(client) for client in others)


def _addresses(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> list[str]:
    found = []
    for pattern in patterns:
        address = prefix + str(pattern.pattern).lstrip("^").rstrip("$\\Z")
        if isinstance(pattern, URLResolver):
            found += _addresses(pattern.url_patterns, address)
        else:
            for name, converter in pattern.pattern.converters.items():
                kind = "int" if isinstance(converter, IntConverter) else "str"
                address = address.replace(f"<{kind}:{name}>", "1").replace(f"<{name}>", "1")
            found.append(address)
    return found


def test_with_a_first_password_every_address_leads_to_its_change(cast: Cast, now: dt.datetime) -> None:
    entered = actions.create_person(username="newcomer", full_name="新人", actor=cast.admin, now=now)
    actions.grant_post(user=entered.user, unit=cast.district.office, kind=PostKind.OFFICE_CLERK, actor=cast.admin, now=now)
    client = Client()
    client.post("/account/login/", {"login": "newcomer", "password": entered.password})
    closed = set(_addresses(get_resolver().url_patterns)) - {
        "/account/password/",
        "/account/logout/",
        "/i18n/setlang/",
        "/healthz",
        "/readyz",
    }
    assert len(closed) > 20
    for address in [*closed, "/nothing/here/"]:
        for answer in (client.get(address), client.post(address)):
            assert (answer.status_code, answer["Location"]) == (HTTPStatus.FOUND, "/account/password/"), address
    answer = client.get("/people/units/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/account/password/"


def test_after_the_change_all_is_open(cast: Cast, now: dt.datetime) -> None:
    entered = actions.create_person(username="newcomer", full_name="新人", actor=cast.admin, now=now)
    client = Client()
    client.post("/account/login/", {"login": "newcomer", "password": entered.password})
    assert client.get(reverse("account_change_password")).status_code == HTTPStatus.OK
    new = "mV7#kd92pQ"
    sent = {"old_password": entered.password, "new_password1": new, "new_password2": new}
    assert client.post(reverse("account_change_password"), sent).status_code == HTTPStatus.FOUND
    assert is_in(client)


def test_an_old_password_leads_to_its_change(cast: Cast, now: dt.datetime) -> None:
    cast.staff.password_changed_at = now - dt.timedelta(days=91)
    cast.staff.save(update_fields=["password_changed_at"])
    assert signed_in(cast.staff).get(OWN)["Location"] == "/account/password/"
