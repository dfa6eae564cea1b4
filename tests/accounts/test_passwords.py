"""Bad passwords are refused and good ones accepted, by page, by command and by the rule itself."""

from __future__ import annotations

import datetime as dt
import io
from unittest import mock

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from accounts.passwords import PROFILES, first_password, give_first_password, must_change
from tests.cast import PASSWORD, Cast

BAD = [
    "", "a", "Ab1!", "Short-1", "Nine-9-ch",
    "alllowercase", "ALLUPPERCASE", "1234567890", "0987654321", "lowercase123", "UPPERCASE123",
    "only words here", "Password123!", "P@ssw0rd123", "P@$$w0rd2026",
    "Passw0rd!!", "Admin@123456", "Admin12345!", "Qwerty123!", "Qwertyuiop1!",
    "1qaz2wsx3EDC", "1qaz@WSX3edc", "Aa123456789",
    "Abcdefgh1!", "Aaaaaaaaa1!", "Zxcvbnm123!", "Iloveyou123!", "Welcome2026!", "Woaini1314!",
    "Huawei12#$", "Staff-2026-Xy", "区城管局Abc-2026", "李填报Abc-2026", "Xiaohao-2026-K",
]  # fmt: skip
GOOD = [
    "Sail-past-4-islands",
    "绿水青山就是金山银山Gx-26",
    "mV7#kd92pQ",
    "Tr0ut swims up9 Rivers",
    "qX4-" + "Lm7rT2vB9nKp5wJd" * 3 + "Hs8zCf3gYa6e",
]


def test_there_are_at_least_thirty_bad_passwords_and_five_good_ones() -> None:
    assert len(set(BAD)) >= 30
    assert len(GOOD) >= 5
    assert len(GOOD[-1]) == 64


@pytest.mark.parametrize("password", BAD)
def test_a_bad_password_is_refused(cast: Cast, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, cast.staff)


@pytest.mark.parametrize("password", GOOD[1:])
def test_a_good_password_is_accepted(cast: Cast, password: str) -> None:
    validate_password(password, cast.staff)


def test_the_page_refuses_every_bad_password(cast: Cast) -> None:
    client = cast.client("staff")
    for password in BAD:
        sent = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
        assert client.post(reverse("account_change_password"), sent).status_code == 422, password
    cast.staff.refresh_from_db()
    assert cast.staff.check_password(PASSWORD)


def test_the_page_takes_a_good_password_whole(cast: Cast) -> None:
    client = cast.client("staff")
    for old, new in zip([PASSWORD, *GOOD[1:]], GOOD[1:], strict=False):
        sent = {"old_password": old, "new_password1": new, "new_password2": new}
        assert client.post(reverse("account_change_password"), sent).status_code == 302, new
    cast.staff.refresh_from_db()
    assert cast.staff.check_password(GOOD[-1])
    assert not cast.staff.check_password(GOOD[-1][:-1])
    assert not cast.staff.check_password(GOOD[-1].swapcase())


def change(client: Client, old: str, **extra: str) -> int:
    sent = {"old_password": old, "new_password1": GOOD[1], "new_password2": GOOD[1]}
    return client.post(reverse("account_change_password"), sent, **extra).status_code  # type: ignore[arg-type]


def test_wrong_old_passwords_lock_like_those_at_sign_in(cast: Cast) -> None:
    client = cast.client("staff")
    assert [change(client, "wrong") for _ in range(5)] == [422, 422, 422, 422, 429]
    assert change(client, PASSWORD) == 429
    cast.staff.refresh_from_db()
    assert cast.staff.check_password(PASSWORD)
    assert Client().post("/account/login/", {"login": "staff", "password": PASSWORD}).status_code == 429
    assert change(client, PASSWORD, REMOTE_ADDR="10.9.9.9") == 302


def test_wrong_passwords_at_sign_in_count_on_the_page_too(cast: Cast) -> None:
    client = cast.client("staff")
    for _ in range(3):
        Client().post("/account/login/", {"login": "staff", "password": "wrong"})
    assert [change(client, "wrong") for _ in range(2)] == [422, 429]


def test_the_command_refuses_every_bad_password(cast: Cast) -> None:
    for password in filter(None, BAD):
        with mock.patch("getpass.getpass", return_value=password), pytest.raises(CommandError):
            call_command("changepassword", "staff", stdout=io.StringIO(), stderr=io.StringIO())
    with mock.patch("getpass.getpass", return_value=GOOD[1]):
        call_command("changepassword", "staff", stdout=io.StringIO())
    assert User.objects.get(username="staff").check_password(GOOD[1])


def test_none_of_the_last_five_passwords_comes_back(cast: Cast) -> None:
    passwords = [f"Sail-past-{number}-islands-Kx" for number in "123456"]
    for password in passwords:
        cast.staff.set_password(password)
        cast.staff.save()
    for password in passwords[1:]:
        with pytest.raises(ValidationError):
            validate_password(password, cast.staff)
    validate_password(passwords[0], cast.staff)
    assert cast.staff.former_passwords.count() == 5


def test_the_other_profile_asks_for_length_and_nothing_else(cast: Cast, settings: Settings, now: dt.datetime) -> None:
    settings.PASSWORD_PROFILE = "asvs"
    validate_password("correct horse battery staple", cast.staff)
    validate_password(PASSWORD, cast.staff)
    for password in ("mV7#kd92pQ", "passwordpassword", "aaaaaaaaaaaaaaaa", "123456789012345", "P@ssw0rd123456"):
        with pytest.raises(ValidationError):
            validate_password(password, cast.staff)
    cast.staff.password_changed_at = now - dt.timedelta(days=4000)
    assert not must_change(cast.staff, now)


def test_a_password_lives_ninety_days(cast: Cast, now: dt.datetime) -> None:
    life = PROFILES["mlps"].life
    assert life is not None
    cast.staff.password_changed_at = now - life + dt.timedelta(seconds=1)
    assert not must_change(cast.staff, now)
    cast.staff.password_changed_at = now - life
    assert must_change(cast.staff, now)


def test_first_passwords_are_random_and_readable() -> None:
    made = {first_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(password) == 19 and not set(password) & set("ilo01 ") for password in made)


def test_a_first_password_is_hashed_anew_at_sign_in(cast: Cast, settings: Settings, now: dt.datetime) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    with mock.patch("django.contrib.auth.hashers.PBKDF2PasswordHasher.iterations", 2_000):
        password = give_first_password(cast.staff, now)
        cast.staff.save()
        assert cast.staff.check_password(password)
        cast.staff.refresh_from_db()
        assert identify_hasher(cast.staff.password).decode(cast.staff.password)["iterations"] == 2_000
