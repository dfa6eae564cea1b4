"""Where sessions are kept: Django's table."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS


class SessionStore(db.SessionStore):
    """Takes for a key only what could be one: a cookie can hold signs that PostgreSQL takes in no text."""

    def _validate_session_key(self, key: str | None) -> bool:
        long_enough: bool = super()._validate_session_key(key)  # type: ignore[misc]  # the stubs leave it out
        return long_enough and set(key or "").issubset(VALID_KEY_CHARS)
