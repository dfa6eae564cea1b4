"""Gives the role the site signs in as its rights on the tables, which belong to another role: what only grows it cannot change."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from rectification.models import AccessEntry, AccessHead, Deadline, TrailEntry, TrailHead

WITHHELD: tuple[tuple[str, tuple[type[Model], ...]], ...] = (
    ("UPDATE, DELETE", (TrailEntry, AccessEntry, Deadline)),
    ("INSERT, DELETE", (TrailHead, AccessHead)),
    ("INSERT, UPDATE, DELETE", (MigrationRecorder.Migration,)),
)
"""No right to TRUNCATE is given on any table; to change a table, or to switch off its triggers, takes its owner."""


class Command(BaseCommand):
    help = (
        "Run after every migrate, as the role that owns the tables (DATABASE_URL): gives ROLE, which the site signs in as, the right to "
        "read and write, but on both logs and the deadlines only to read and to add."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="the role of PostgreSQL that the site signs in as")

    def handle(self, *_args: Any, role: str, **_options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Rights are for PostgreSQL; SQLite knows no roles.")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_user = %s, EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [role, role])
            owns, exists = cursor.fetchone()
            if owns or not exists:
                raise CommandError(f"{role} must be another role than the one that owns the tables, and exist.")
            for statement in _statements(connection.ops.quote_name(role)):
                cursor.execute(statement)


def _statements(role: str) -> list[str]:
    given = [
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ]
    return given + [f"REVOKE {rights} ON {_tables(models)} FROM {role}" for rights, models in WITHHELD]


def _tables(models: tuple[type[Model], ...]) -> str:
    return ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
