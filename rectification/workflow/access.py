"""Writes sign-ins, sign-outs, failures and refusals into the access log (GB/T 22239 8.1.4.3: every user, date, type, result)."""

import datetime as dt
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from rectification.models import RefusalTally
from rectification.workflow.trail import Act, record_access

MINUTE = dt.timedelta(minutes=1)
WRITTEN_SINGLY = 20
"""So many refusals of one kind a minute stand in the log with their address; no person meets more by mistake."""


def listen() -> None:
    """Connect to Django's own sign-in signals; called once when the application is ready."""
    user_logged_in.connect(_signed_in, dispatch_uid="access_signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="access_signed_out")
    user_login_failed.connect(_failed, dispatch_uid="access_failed")


def refused(user: User, *, code: str, address: str) -> None:
    """Somebody asked for what is not shown to them or not theirs (OWASP ASVS 5, 16.3.2).

    The first few of a minute are written one by one; the rest is counted, so that nobody fills the log by asking on and on.
    """
    minute = timezone.now().replace(second=0, microsecond=0)
    with transaction.atomic():
        tally, _ = RefusalTally.objects.select_for_update(no_key=True).get_or_create(actor=user, code=code, minute=minute)
        tally.count += 1
        tally.save(update_fields=["count"])
        if tally.count <= WRITTEN_SINGLY:
            record_access(Act(verb="refused", subject=address, change={"code": code}), actor=user)


def sum_up_refusals(*, now: dt.datetime) -> int:
    """Write down, in one entry each, how many refusals of past minutes were only counted; returns how many tallies are done with."""
    with transaction.atomic():
        past = RefusalTally.objects.select_for_update(no_key=True).filter(minute__lte=now - MINUTE).order_by("pk")
        tallies = list(past.select_related("actor"))
        for tally in tallies:
            if (more := tally.count - WRITTEN_SINGLY) > 0:
                change = {"code": tally.code, "count": more, "minute": tally.minute}
                record_access(Act(verb="refused", change=change), actor=tally.actor, now=now)
        past.filter(pk__in=[tally.pk for tally in tallies]).delete()
    return len(tallies)


def _signed_in(user: User, **_: Any) -> None:
    record_access(Act(verb="sign_in"), actor=user)


def _signed_out(user: User | None, **_: Any) -> None:
    if user:
        record_access(Act(verb="sign_out"), actor=user)


def _failed(credentials: dict[str, Any], **_: Any) -> None:
    record_access(Act(verb="sign_in_failed", subject=str(credentials.get("username", ""))[:64]), actor=None)
