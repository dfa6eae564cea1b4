"""Writes sign-ins, sign-outs, failures and refusals into the access log (GB/T 22239 8.1.4.3: every user, date, type, result)."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from accounts.models import User
from rectification.workflow.trail import Act, record_access


def listen() -> None:
    """Connect to Django's own sign-in signals; called once when the application is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="access_signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="access_signed_out")
    user_login_failed.connect(_failed, dispatch_uid="access_failed")


def refused(user: User, *, code: str, address: str) -> None:
    """Somebody asked for what is not shown to them or not theirs (OWASP ASVS 5, 16.3.2)."""
    record_access(Act(verb="refused", subject=address, change={"code": code}), actor=user)


def _signed_in(user: User, **_: Any) -> None:
    record_access(Act(verb="sign_in"), actor=user)


def _signed_out(user: User | None, **_: Any) -> None:
    if user:
        record_access(Act(verb="sign_out"), actor=user)


def _failed(credentials: dict[str, Any], **_: Any) -> None:
    record_access(Act(verb="sign_in_failed", subject=str(credentials.get("username", ""))[:64]), actor=None)
