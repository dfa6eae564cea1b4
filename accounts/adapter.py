"""How allauth behaves here: people are entered by an administrator, nobody signs up, no answer tells who exists."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.rules import plain_username
from accounts.signin import address_of, one_try_at_a_time


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # the same for everybody
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Unlike allauth's own, tells nothing about accounts that may not sign in: to the outside they are a wrong password."""
        username = plain_username(credentials["username"])
        with one_try_at_a_time(username):
            return authenticate(request, **{**credentials, "username": username})

    def is_safe_url(self, url: str) -> bool:
        """Only paths of this site: nobody is led on to another one after signing in."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)
