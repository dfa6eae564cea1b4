"""The two logs and the deadlines are append-only: the database itself refuses to change or delete a row."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("rectification_trailentry", "rectification_accessentry", "rectification_deadline")

POSTGRESQL_FUNCTION = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME;
END $$;
"""
POSTGRESQL = """
CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or deleted'); END;
"""


def add_triggers(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _statements(editor.connection.vendor):
        editor.execute(statement, params=None)  # a % in it is meant for PostgreSQL, not for us


def open_the_chains(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for name in ("TrailHead", "AccessHead"):
        apps.get_model("rectification", name).objects.create(pk=1)


def _statements(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [POSTGRESQL_FUNCTION, *(POSTGRESQL.format(table=table) for table in TABLES)]
    return [SQLITE.format(table=table, verb=verb) for table in TABLES for verb in ("UPDATE", "DELETE")]


class Migration(migrations.Migration):
    dependencies: Any = [("rectification", "0001_documents_plans_issues_logs_jobs")]
    operations: Any = [
        migrations.RunPython(add_triggers, migrations.RunPython.noop),
        migrations.RunPython(open_the_chains, migrations.RunPython.noop),
    ]
