"""The sessions of a person: how long they last, which there are, how they end."""

from __future__ import annotations

import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from accounts.models import User
from accounts.rules import is_privileged

BEGAN = "session_began"
SEEN = "session_seen"
STAMP_EVERY = 60
"""Seconds between two notes of activity, so that not every click writes; a session may end that much earlier."""


def is_background(request: HttpRequest) -> bool:
    """Whether the page asks by itself, without the person: our polling requests carry ``X-Background: 1``."""
    return request.headers.get("X-Background") == "1"


def has_run_out(session: SessionBase, user: User, now: float) -> bool:
    """Whether nothing was done for too long, or the session has lasted its whole time. ``now`` in seconds since 1970."""
    began, seen = session.get(BEGAN, now), session.get(SEEN, now)
    idle = settings.SESSION_IDLE_SECONDS_PRIVILEGED if is_privileged(user.post_kinds()) else settings.SESSION_IDLE_SECONDS
    return bool(now - seen >= idle or now - began >= settings.SESSION_COOKIE_AGE)


def note_activity(request: HttpRequest, now: float) -> None:
    session = request.session
    session.setdefault(BEGAN, now)
    if SEEN not in session or (not is_background(request) and now - session[SEEN] >= STAMP_EVERY):
        session[SEEN] = now


def seconds_now() -> float:
    return time.time()


def sessions_of(user: User) -> list[UserSession]:
    """The living sessions, newest first; dead ones are forgotten on the way."""
    living: list[Any] = UserSession.objects.purge_and_list(user)
    return sorted(living, key=lambda session: session.created_at, reverse=True)


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End the person's sessions, except the one with the key ``but``; returns how many."""
    ended = [session for session in UserSession.objects.filter(user=user) if session.session_key != but]
    for session in ended:
        session.end()
    return len(ended)
