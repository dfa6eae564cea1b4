"""An issue of the standing cast in week 47, and how its lead unit reports on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Unit, User
from rectification.models import Issue, Period, Report
from rectification.progress.actions.duties import keep_duties
from rectification.progress.actions.reports import submit_report
from rectification.progress.rules.reports import Content
from rectification.vocabulary import ReportStatus
from tests import factories
from tests.cast import Cast
from tests.progress.clock import MONDAY, WEDNESDAY

Submit = Callable[..., Report]


@pytest.fixture
def issue(cast: Cast) -> Issue:
    return factories.issue(cast)


@pytest.fixture
def period(issue: Issue) -> Period:
    """The week with what is owed in it."""
    period = factories.period(factories.rhythm(name="周报"), MONDAY)
    keep_duties(period=period, now=WEDNESDAY)
    return period


def content(text: str = "已建成收集池。", **fields: Any) -> Content:
    return Content(**{"status": ReportStatus.ON_SCHEDULE, "text": text, **fields})


@pytest.fixture
def submit(cast: Cast, issue: Issue, period: Period) -> Submit:
    """Hand in a report of the lead unit by its staff on Wednesday, unless the test says otherwise."""

    def submitted(
        text: str = "已建成收集池。",
        *,
        version: int = 0,
        now: dt.datetime = WEDNESDAY,
        actor: User | None = None,
        unit: Unit | None = None,
        period: Period = period,
        issue: Issue = issue,
        fulfilments: Any = (),
        **fields: Any,
    ) -> Report:
        return submit_report(
            issue_id=issue.pk,
            unit_id=(unit or cast.district.lead).pk,
            period_id=period.pk,
            content=content(text, **fields),
            version=version,
            actor=actor or cast.staff,
            now=now,
            fulfilments=fulfilments,
        )

    return submitted


@pytest.fixture
def next_week(period: Period) -> Period:
    following = factories.period(period.rhythm, MONDAY + dt.timedelta(weeks=1))
    keep_duties(period=following, now=WEDNESDAY)
    return following
