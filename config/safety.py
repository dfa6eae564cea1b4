"""Refuses to start with settings that would be unsafe in production (OWASP ASVS 5, 13.1 and 13.4)."""

from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured

DEVELOPMENT_KEY = "development-only-" + "0" * 50
SHORTEST_KEY = 50


def refuse_unsafe(*, debug: bool, demo: bool, secret_key: str, allowed_hosts: Sequence[str], insecure_http: bool) -> None:
    """Raise ``ImproperlyConfigured`` with one line that says what to do, or return silently where all is well."""
    if debug:
        return
    if len(secret_key) < SHORTEST_KEY or secret_key == DEVELOPMENT_KEY:
        raise ImproperlyConfigured(f"SECRET_KEY must be a random text of at least {SHORTEST_KEY} characters: set it in the environment.")
    if not allowed_hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS is empty: set it to the host names of this site, separated by commas.")
    if any("*" in host for host in allowed_hosts):
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of this site; '*' lets anybody's host through.")
    if (demo or insecure_http) and not all(host in LOOPBACK for host in allowed_hosts):
        raise ImproperlyConfigured(
            "DEMO and ALLOW_INSECURE_HTTP are for this machine alone: unset them, or set ALLOWED_HOSTS to 127.0.0.1,localhost."
        )


LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
