"""Signing in: who may, what is told, when it locks."""

from __future__ import annotations

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.models import User
from tests.cast import PASSWORD, Cast, gather
from tests.committed import Committed

LOGIN = "/account/login/"


def sign_in(username: str, password: str, client: Client | None = None, **extra: str) -> HttpResponse:
    return (client or Client()).post(LOGIN, {"login": username, "password": password}, **extra)  # type: ignore[return-value, arg-type]


def test_a_person_signs_in_with_user_name_and_password(cast: Cast) -> None:
    response = sign_in("staff", PASSWORD)
    assert response.status_code == HTTPStatus.FOUND
    assert response["Location"] == "/"


@pytest.mark.parametrize("typed", [" staff ", "STAFF", "ｓｔａｆｆ"])
def test_case_width_and_blanks_of_the_user_name_do_not_matter(cast: Cast, typed: str) -> None:
    assert sign_in(typed, PASSWORD).status_code == HTTPStatus.FOUND


def test_the_sixth_try_is_refused_even_with_the_right_password(cast: Cast) -> None:
    for _ in range(4):
        assert sign_in("staff", "wrong").status_code == HTTPStatus.OK
    assert sign_in("staff", "wrong").status_code == HTTPStatus.TOO_MANY_REQUESTS
    locked = sign_in("staff", PASSWORD)
    assert locked.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "解锁" in locked.content.decode() or "unlock" in locked.content.decode()


@pytest.mark.parametrize("typed", ["STAFF", " staff", "Staff", "ｓｔａｆｆ"])
def test_another_spelling_is_no_way_round_the_lock(cast: Cast, typed: str) -> None:
    for _ in range(5):
        sign_in(typed, "wrong")
    assert sign_in("staff", PASSWORD).status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_another_desk_or_browser_is_no_way_round_the_lock_but_another_network_is_free(cast: Cast) -> None:
    for number in range(5):
        sign_in("staff", "wrong", REMOTE_ADDR=f"10.1.2.{number}", HTTP_USER_AGENT=f"browser {number}")
    assert sign_in("staff", PASSWORD, REMOTE_ADDR="10.1.2.200").status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert sign_in("staff", PASSWORD, REMOTE_ADDR="10.9.9.9").status_code == HTTPStatus.FOUND


def test_the_lock_ends_after_half_an_hour_whatever_was_tried_meanwhile(cast: Cast) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 1, 9, 0, tzinfo=dt.UTC), tick=False) as clock:
        for _ in range(5):
            sign_in("staff", "wrong")
        clock.shift(dt.timedelta(minutes=20))
        assert sign_in("staff", PASSWORD).status_code == HTTPStatus.TOO_MANY_REQUESTS
        clock.shift(dt.timedelta(minutes=10, seconds=1))
        assert sign_in("staff", PASSWORD).status_code == HTTPStatus.FOUND


def test_an_administrator_unlocks_at_once(cast: Cast) -> None:
    for _ in range(5):
        sign_in("party", "wrong")
    administrator = cast.client("admin")
    assert "party" in administrator.get(reverse("accounts:people"), {"state": "locked"}).content.decode()
    administrator.post(reverse("accounts:unlock", args=[cast.party.pk]))
    assert sign_in("party", PASSWORD).status_code == HTTPStatus.FOUND


def test_fifty_tries_at_once_are_judged_five_times(committed_db: Committed, monkeypatch: pytest.MonkeyPatch) -> None:
    gather()
    judged: list[str] = []
    original = User.check_password

    def counted(self: User, password: str) -> bool:
        judged.append(password)
        return original(self, password)

    monkeypatch.setattr(User, "check_password", counted)
    with ThreadPoolExecutor(50) as browsers:
        answers = list(browsers.map(_try_once, range(50)))
    assert len(judged) <= 5
    assert set(answers) <= {HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS}


def _try_once(number: int) -> int:
    try:
        return sign_in("staff", f"wrong {number}").status_code
    finally:
        connections.close_all()


def test_the_same_answer_for_unknown_deactivated_run_out_and_wrong(cast: Cast, now: dt.datetime) -> None:
    actions.deactivate(user=cast.outsider, actor=cast.admin, now=now)
    run_out = actions.create_person(username="late", full_name="迟到", actor=cast.admin, now=now - dt.timedelta(days=2)).password
    actions.create_person(username="blank", full_name="无密码", actor=cast.admin, now=now, with_password=False)
    tries = (("staff", "wrong"), ("nobody", "wrong"), ("outsider", PASSWORD), ("outsider", "no"), ("late", run_out), ("blank", "!"))
    answers = [sign_in(name, password) for name, password in tries]
    assert {answer.status_code for answer in answers} == {HTTPStatus.OK}
    pages = {_without_what_was_typed(answer.content.decode()) for answer in answers}
    assert len(pages) == 1


def _without_what_was_typed(page: str) -> str:
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    page = re.sub(r'"X-CSRFToken": "[^"]*"', "", page)
    return re.sub(r'value="(staff|nobody|outsider|late|blank)"', "", page)


def test_an_unknown_name_locks_like_a_known_one(cast: Cast) -> None:
    answers = [[sign_in(name, "wrong") for _ in range(6)] for name in ("staff", "nobody")]
    known, unknown = ([(answer.status_code, _without_what_was_typed(answer.content.decode())) for answer in tries] for tries in answers)
    assert known == unknown


def test_a_first_password_works_for_a_day(cast: Cast, now: dt.datetime) -> None:
    entered = actions.create_person(username="newcomer", full_name="新人", actor=cast.admin, now=now)
    with time_machine.travel(now + dt.timedelta(hours=23, minutes=59)):
        assert sign_in("newcomer", entered.password).status_code == HTTPStatus.FOUND
    with time_machine.travel(now + dt.timedelta(hours=24, seconds=1)):
        assert sign_in("newcomer", entered.password).status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example", "\\\\evil.example", "/\\evil.example", "https:evil.example", "https:///evil.example",
     "///evil.example", "http://127.0.0.1@evil.example", "javascript:alert(1)", "\thttps://evil.example", "/\t/evil.example", "ftp://testserver/",
     "//testserver@evil.example", "https://evil.example\\@testserver", "%2f%2fevil.example", "http:\\\\evil.example", " //evil.example",
     "data:text/html,x", "//evil.example/%2e%2e", "\x00//evil.example"],
)  # fmt: skip
def test_the_way_back_never_leads_to_another_site(cast: Cast, target: str) -> None:
    response = Client().post(LOGIN, {"login": "staff", "password": PASSWORD, "next": target})
    assert response.status_code == HTTPStatus.FOUND
    led_to = urljoin("http://testserver/account/login/", response["Location"])
    assert urlsplit(led_to).netloc == "testserver"
    assert not response["Location"].startswith(("//", "/\\"))


def test_the_way_back_leads_to_the_page_that_was_asked_for(cast: Cast) -> None:
    response = Client().post(LOGIN, {"login": "admin", "password": PASSWORD, "next": "/people/units/"})
    assert response["Location"] == "/people/units/"


def test_sign_out_is_a_post_and_kills_the_session_on_the_server(cast: Cast) -> None:
    client = cast.client("admin")
    cookie = client.cookies["sessionid"].value
    assert client.get("/account/logout/").status_code == HTTPStatus.OK
    assert client.get(reverse("accounts:people")).status_code == HTTPStatus.OK
    response = client.post("/account/logout/")
    assert '"cache"' in response["Clear-Site-Data"]
    replay = Client()
    replay.cookies["sessionid"] = cookie
    assert replay.get(reverse("accounts:people")).status_code == HTTPStatus.FOUND


def test_nobody_can_sign_up(cast: Cast) -> None:
    assert Client().get("/account/signup/").status_code == HTTPStatus.NOT_FOUND
