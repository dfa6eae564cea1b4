"""Whoever changes people or units does it in turn: such changes are rare, and each judges by what it finds."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

P = ParamSpec("P")
R = TypeVar("R")
TURN = 9_152_301
"""The number of the lock in PostgreSQL; any other would do."""


def in_turn(action: Callable[P, R]) -> Callable[P, R]:
    """One transaction, begun when nobody else is inside one of these.

    So no two names come up twice and no two rows are waited for crosswise. SQLite lets one writer in at a time anyway.
    """

    @wraps(action)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TURN])
            return action(*args, **kwargs)

    return inner
