"""Refuses to start with settings that would be unsafe in production (OWASP ASVS 5, 13.1 and 13.4)."""

import ipaddress
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

DEVELOPMENT_KEY = "development-only-" + "0" * 50
SHORTEST_KEY = 50
FEWEST_DIFFERENT_CHARACTERS = 10
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
DATABASES = ("postgres", "postgresql", "sqlite")
BROKERS = ("redis", "rediss", "unix")


def refuse_unsafe(
    *,
    debug: bool,
    demo: bool,
    secret_key: str,
    allowed_hosts: Sequence[str],
    insecure_http: bool,
    database_url: str,
    redis_url: str,
    trusted_proxies: Sequence[str],
) -> None:
    """Raise ``ImproperlyConfigured`` with one line that says what to do, or return silently where all is well."""
    _refuse_strange_addresses(database_url, redis_url)
    _refuse_strange_proxies(trusted_proxies)
    if (debug or demo or insecure_http) and not LOOPBACK.issuperset(allowed_hosts):
        raise ImproperlyConfigured(
            "DEBUG, DEMO and ALLOW_INSECURE_HTTP are for this machine alone: unset them, or set ALLOWED_HOSTS to 127.0.0.1,localhost."
        )
    if debug:
        return
    if len(secret_key) < SHORTEST_KEY or len(set(secret_key)) < FEWEST_DIFFERENT_CHARACTERS or secret_key == DEVELOPMENT_KEY:
        raise ImproperlyConfigured(f"SECRET_KEY must be a random text of at least {SHORTEST_KEY} characters: set it in the environment.")
    if not allowed_hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS is empty: set it to the host names of this site, separated by commas.")
    if any("*" in host for host in allowed_hosts):
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of this site; '*' lets anybody's host through.")


def _refuse_strange_addresses(database_url: str, redis_url: str) -> None:
    if urlsplit(database_url).scheme not in DATABASES:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///; leave it out for SQLite under VAR_DIR.")
    if redis_url and urlsplit(redis_url).scheme not in BROKERS:
        raise ImproperlyConfigured("REDIS_URL must begin with redis://, rediss:// or unix://; leave it out for the embedded queue.")


def _refuse_strange_proxies(trusted_proxies: Sequence[str]) -> None:
    for network in trusted_proxies:
        try:
            ipaddress.ip_network(network)
        except ValueError as error:
            raise ImproperlyConfigured(f"TRUSTED_PROXIES must hold addresses or networks such as 172.18.0.0/16: {error}.") from error
