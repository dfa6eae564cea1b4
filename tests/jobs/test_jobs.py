"""A job is done once, survives a lost message and a killed worker, and a hopeless one does not hold up the queue."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from celery import current_app
from django.utils import timezone
from kombu.exceptions import OperationalError

from rectification.jobs import actions
from rectification.models import Job
from tests import factories
from tests.cast import Cast

TASK = "rectification.intake.tasks.read_document"


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    sent: list[int] = []
    monkeypatch.setattr(current_app, "send_task", lambda _name, args, **_options: sent.append(args[0]))
    return sent


def test_a_job_is_published_after_commit(cast: Cast, published: list[int], django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = actions.enqueue(task=TASK, arguments={"draft": 1}, asked_by=cast.clerk)
        assert published == []
    assert published == [job.pk]


def test_a_broker_that_is_away_loses_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> None:
    def away(*_args: Any, **_options: Any) -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(current_app, "send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        job = actions.enqueue(task=TASK, arguments={}, asked_by=cast.clerk)
    assert Job.objects.get(pk=job.pk).state == "queued"


def test_only_one_worker_gets_a_job(cast: Cast) -> None:
    job = factories.job(cast)
    assert actions.claim(job.pk) is not None
    assert actions.claim(job.pk) is None


def test_a_silent_worker_loses_its_job_to_the_next(cast: Cast, published: list[int]) -> None:
    job = factories.job(cast)
    actions.claim(job.pk)
    later = timezone.now() + actions.SILENT_AFTER + dt.timedelta(seconds=1)
    assert actions.sweep(now=later) == 1
    assert published == [job.pk]
    again = actions.claim(job.pk, now=later)
    assert again is not None
    assert again.attempts == 2


def test_a_reporting_worker_keeps_its_job(cast: Cast, published: list[int]) -> None:
    job = factories.job(cast)
    actions.claim(job.pk)
    actions.report(job.pk, progress=40, step="repairing")
    assert actions.sweep(now=timezone.now() + dt.timedelta(seconds=30)) == 0
    job.refresh_from_db()
    assert (job.progress, job.step, published) == (40, "repairing", [])


def test_a_forgotten_message_is_sent_again_but_not_at_every_sweep(cast: Cast, published: list[int]) -> None:
    job = factories.job(cast)
    later = timezone.now() + actions.UNSEEN_AFTER + dt.timedelta(seconds=1)
    assert [actions.sweep(now=later), actions.sweep(now=later)] == [1, 0]
    assert published == [job.pk]


def test_a_job_that_keeps_losing_its_worker_is_parked(cast: Cast, published: list[int]) -> None:
    job = factories.job(cast, state="running", attempts=actions.MOST_ATTEMPTS)
    other = factories.job(cast)
    later = timezone.now() + actions.SILENT_AFTER + dt.timedelta(seconds=1)
    actions.sweep(now=later)
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "worker_lost")
    assert published == [other.pk]


def test_the_end_of_a_job_is_written_once(cast: Cast) -> None:
    job = factories.job(cast)
    actions.claim(job.pk)
    assert actions.finish(job.pk, result={"draft": 7})
    assert not actions.fail(job.pk, error="too_late")
    job.refresh_from_db()
    assert (job.state, job.progress, job.result) == ("done", 100, {"draft": 7})
