"""Whether the process lives (``/healthz``) and whether it can serve (``/readyz``). No secrets, no sign-in, never throttled."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

SMALLEST_FREE_BYTES = 200 * 1024 * 1024


@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when every check holds, else 503 with the names of those that do not."""
    checks = {"database": _database_answers(), "disk": _disk_has_room()}
    checks["migrations"] = checks["database"] and _schema_is_current()
    ready = all(checks.values())
    return JsonResponse({"status": "ok" if ready else "unready", **checks}, status=200 if ready else 503)


def _database_answers() -> bool:
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _schema_is_current() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _disk_has_room() -> bool:
    try:
        return shutil.disk_usage(settings.VAR_DIR).free > SMALLEST_FREE_BYTES
    except OSError:
        return False
