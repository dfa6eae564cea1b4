"""Databases for tests that need committed data: fresh copies of the migrated one, thrown away afterwards.

Emptying a database is no way: both logs and the deadlines refuse it, and no trigger is switched off for a test.
"""

from __future__ import annotations

import itertools
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.db import connection, connections

_copies = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Committed:
    """The copy in use; ``url`` names it to other processes."""

    name: str
    url: str


@contextmanager
def fresh_copy() -> Iterator[Committed]:
    """Point every thread of this process at a fresh copy of the migrated test database, and back again."""
    shared = connections.settings["default"]  # one dictionary for the connections of all threads
    original = shared["NAME"]
    connections.close_all()
    make, drop = (_copy_file, _remove_file) if connection.vendor == "sqlite" else (_copy_postgresql, _drop_postgresql)
    copy = make(original)
    _use(copy.name)
    try:
        yield copy
    finally:
        connections.close_all()
        _use(original)
        drop(copy.name)


def _use(name: str) -> None:
    connections.settings["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


def _copy_file(original: str) -> Committed:
    name = f"{original}.{next(_copies)}"
    with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(name)) as target:
        source.backup(target)
    return Committed(name, f"sqlite:///{name}")


def _remove_file(name: str) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(name + suffix).unlink(missing_ok=True)


def _copy_postgresql(original: str) -> Committed:
    name = f"{original}_{next(_copies)}"
    _maintain(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
    return Committed(name, _address(name))


def _drop_postgresql(name: str) -> None:
    """End our own connections only: an autovacuum may be at work as well, which no plain role may end and for which a plain DROP waits."""
    _maintain("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user", [name])
    _maintain(f'DROP DATABASE "{name}"')


def _maintain(statement: str, parameters: list[str] | None = None) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement, parameters)


def _address(name: str) -> str:
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    return f"{base}/{quote(name)}"
