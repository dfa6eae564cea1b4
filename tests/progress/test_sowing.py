"""The demonstration and the load generator show reporting as it is."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from pytest_django import Settings

from rectification.models import Duty, Period, Report, Summary
from rectification.progress.queries.board import Counts, tallies
from rectification.vocabulary import RhythmKind, Standing
from rectification.workflow.trail import TRAIL, verify_chain
from tests.progress.clock import LATE, WEDNESDAY


@pytest.mark.parametrize("now", [WEDNESDAY, LATE])
def test_the_demonstration_shows_every_standing_in_its_open_week(db: None, settings: Settings, now: dt.datetime) -> None:
    settings.DEMO = True
    with time_machine.travel(now, tick=False):
        call_command("seeddemo", stdout=StringIO())
    week = Period.objects.get(rhythm__kind=RhythmKind.WEEK, closed_at__isnull=True)
    found = Counts.of(tallies([week]).values())
    assert all(found.by_standing[standing] for standing in Standing), found
    assert Period.objects.filter(rhythm__kind=RhythmKind.HALF_MONTH, closed_at__isnull=True).count() == 1
    summary = Summary.objects.get()
    assert summary.text != summary.printed != ""
    assert verify_chain(TRAIL).first_bad is None


def test_the_load_has_its_reports_with_their_duties(db: None) -> None:
    call_command("seedload", issues=20, units=5, reports=100, stdout=StringIO())
    assert Report.objects.count() == Duty.objects.count() == 100
    assert Period.objects.filter(closed_at__isnull=True).count() == 1
    assert Period.objects.count() == 3
    assert verify_chain(TRAIL).first_bad is None
