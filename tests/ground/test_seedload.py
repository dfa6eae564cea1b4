"""The load for benchmarks is whole: every row keeps the promises of its table, on both databases."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from rectification.models import Deadline, Issue, IssueUnit, Measure, Round, TrailEntry
from rectification.vocabulary import MeasureState
from rectification.workflow import trail

ISSUES = 60


@pytest.mark.django_db
def test_it_sows_issues_with_units_measures_deadlines_rounds_and_their_trail() -> None:
    call_command("seedload", issues=ISSUES, units=12, stdout=io.StringIO())
    assert Issue.objects.count() == Round.objects.count() == Deadline.objects.count() == ISSUES
    assert IssueUnit.objects.filter(coordinating=True).count() == ISSUES
    assert set(Measure.objects.values_list("state", flat=True)) == {MeasureState.NOT_BEGUN}
    assert TrailEntry.objects.filter(verb="open").count() == ISSUES
    assert trail.verify_chain(trail.TRAIL).first_bad is None
