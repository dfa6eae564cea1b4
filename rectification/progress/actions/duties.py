"""Keeping what is owed in step with the issues, until the cut-off."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.db.models import QuerySet

from rectification.models import Duty, IssueUnit, Period
from rectification.progress.queries.duties import missing_duties, owing, surplus_duties
from rectification.progress.queries.periods import open_periods
from rectification.progress.rules.periods import is_over
from rectification.workflow import settings


def keep_duties(*, period: Period, now: dt.datetime) -> None:
    """Bring the duties of a period in step with its issues. After the cut-off they stay as they are.

    Asks first and writes only where something differs, so that a page that calls this usually only reads.
    """
    if period.closed_at is not None or is_over(period.cutoff_at, now):
        return
    pairs = owing(period, settings.practice())
    missing, surplus = missing_duties(period, pairs), surplus_duties(period, pairs)
    if missing.exists() or surplus.exists():
        with transaction.atomic():
            Period.objects.select_for_update(no_key=True).get(pk=period.pk)  # one at a time; reports, which point to it, need not wait
            surplus.delete()
            _insert(missing)


def keep_all_duties(*, now: dt.datetime) -> None:
    for period in open_periods():
        keep_duties(period=period, now=now)


def _insert(rows: QuerySet[IssueUnit, tuple[int, int, int]]) -> None:
    """One statement for any number of rows, which leaves alone what somebody else has entered at the same moment."""
    selected, values = rows.query.sql_with_params()
    table = connection.ops.quote_name(Duty._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (period_id, issue_id, unit_id) {selected} ON CONFLICT DO NOTHING",
            values,
        )
