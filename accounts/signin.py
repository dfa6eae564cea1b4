"""Who may sign in, and how wrong tries are counted.

Failures are counted by django-axes per user name and network of the address: five within half an hour lock the pair for
half an hour. The network, not the single address, so that a change of desk is no way round; the pair, not the name alone,
so that nobody can lock a leader out from another building.
"""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import User

NETWORK_BITS = {4: 24, 6: 64}

_turnstiles = tuple(threading.Lock() for _ in range(64))


def address_of(request: HttpRequest) -> str:
    """The client's address: as the server saw it, or as the last of the ``TRUSTED_PROXIES`` on the way saw it.

    Behind a Unix socket the server sees none, and the proxy is this machine.
    """
    address: str = request.META.get("REMOTE_ADDR") or "127.0.0.1"
    for told in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        if not _is_proxy(address):
            break
        try:
            address = str(ipaddress.ip_address(told.strip()))
        except ValueError:  # not the header of a proxy
            break
    return address


def _is_proxy(address: str) -> bool:
    return any(ipaddress.ip_address(address) in ipaddress.ip_network(network) for network in settings.TRUSTED_PROXIES)


def network_of(request: HttpRequest) -> str:
    """The first address of the client's network: /24 for IPv4, /64 for IPv6."""
    address = address_of(request)
    version = ipaddress.ip_address(address).version
    return str(ipaddress.ip_network(f"{address}/{NETWORK_BITS[version]}", strict=False).network_address)


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """allauth's backend that also turns away people whose first password has run out."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return isinstance(user, User) and user.is_active and not first_password_expired(user)


def first_password_expired(user: User) -> bool:
    end = user.initial_password_expires_at
    return user.must_change_password and end is not None and end <= timezone.now()


@contextmanager
def one_try_at_a_time(username: str) -> Iterator[None]:
    """Lets one try per user name be judged at a time, so that fifty tries at once count like fifty in a row.

    On PostgreSQL the person's row is locked, for all processes. SQLite is served by one process: a lock in memory does,
    and does not stop all other writers for the time a password takes to check.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).filter(username=username).first()
            yield
    else:
        with _turnstiles[hash(username) % len(_turnstiles)]:
            yield
