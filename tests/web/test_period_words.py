"""How a period is called in the two languages."""

import datetime as dt

import pytest
from django.utils import translation

from rectification.web.words import period


@pytest.mark.once
@pytest.mark.parametrize(
    ("kind", "starts", "ends", "chinese", "english"),
    [
        ("week", "2026-11-16", "2026-11-22", "第47周（11月16日—22日）", "Week 47 (16–22 Nov 2026)"),
        ("week", "2026-11-30", "2026-12-06", "第49周（11月30日—12月6日）", "Week 49 (30 Nov–6 Dec 2026)"),
        ("half_month", "2026-11-01", "2026-11-15", "2026年11月上半月", "1–15 Nov 2026"),
        ("half_month", "2026-11-16", "2026-11-30", "2026年11月下半月", "16–30 Nov 2026"),
        ("month", "2026-11-01", "2026-11-30", "2026年11月", "Nov 2026"),
        ("quarter", "2026-10-01", "2026-12-31", "2026年第四季度", "Q4 2026"),
        ("quarter", "2026-01-01", "2026-03-31", "2026年第一季度", "Q1 2026"),
    ],
)
def test_a_period_is_called_as_people_call_it(kind: str, starts: str, ends: str, chinese: str, english: str) -> None:
    first, last = dt.date.fromisoformat(starts), dt.date.fromisoformat(ends)
    with translation.override("zh-hans"):
        assert period(kind, first, last) == chinese
    with translation.override("en"):
        assert period(kind, first, last) == english
