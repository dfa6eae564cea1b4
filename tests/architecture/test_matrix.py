"""Every address answers every person as ``matrix`` promises, and no address is without a promise."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from copy import deepcopy
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from accounts.models import SheetImport, UnitAlias
from rectification.evidence import actions as evidence
from rectification.evidence.queries import measure_slot, report_slot
from rectification.intake import actions, files
from rectification.models import CalendarDay, Draft, Evidence, Issue, Period, Summary
from rectification.progress.actions.duties import keep_duties
from tests import factories
from tests.architecture.matrix import MATRIX, Row, World
from tests.cast import ROLES, Cast, gather
from tests.committed import fresh_copy
from tests.evidence import specimens
from tests.intake.sample import PLAN


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), fresh_copy(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.MEDIA_ROOT", media)
        cast = gather()
        sheet = SheetImport.objects.create(
            entered_by=cast.admin, file_name="units.xlsx", rows=[["单位名称", "上级单位"], ["区水务局", "区政府"]]
        )
        CalendarDay.objects.create(day="2026-10-10", working=True)
        alias = UnitAlias.objects.create(unit=cast.district.lead, alias="城管")
        issue = _issue(cast)
        factories.extension(cast, issue)
        factories.milestone(issue, "管网改造过半。")
        factories.target(issue, "雨污分流小区", 618)
        period = _period(issue)
        report = factories.report(issue, cast.district.below_lead, period, cast.staff)
        second = _period(issue)
        handed = factories.report(issue, cast.district.lead, second, cast.staff)
        summary = Summary.objects.create(issue=issue, period=second, round=issue.rounds.get(), text="收集池已建成。")
        yield World(cast, issue, _draft(cast), sheet, alias, media, period, report, *_evidence(cast, issue), handed, summary)


@pytest.fixture(scope="module")
def clients(world: World) -> dict[str, Client]:
    return {"nobody": Client()} | {role: world.cast.client(role) for role in ROLES}


@pytest.mark.parametrize("row", MATRIX, ids=str)
def test_everybody_gets_the_promised_answer(row: Row, world: World, clients: dict[str, Client], settings: Settings) -> None:
    settings.MEDIA_ROOT = world.media
    address = reverse(row.name, kwargs=row.arguments(world))
    found = {who: _status(client, row, address, world) for who, client in clients.items()}
    assert found == row.expected, f"the site answers: {_as_row(row, found)}"


@pytest.mark.once
def test_every_address_has_a_row() -> None:
    promised = {row.name for row in MATRIX}
    addresses = dict(_addresses(get_resolver()))
    assert "" not in addresses.values(), f"without a name: {[path for path, name in addresses.items() if not name]}"
    assert set(addresses.values()) == promised


def _status(client: Client, row: Row, address: str, world: World) -> int:
    """Ask, and undo whatever the answer changed."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = _answer(client, row, address, world)
        answer.close()
        transaction.set_rollback(True)
    client.cookies = cookies
    return int(answer.status_code)


def _answer(client: Client, row: Row, address: str, world: World) -> Any:
    if row.body and row.method != "GET":
        said = row.body(world)
        if "file" in said:
            return client.post(address, said)
        return client.generic(row.method, address, json.dumps(said), content_type="application/json", headers={"If-Match": '"1"'})
    return getattr(client, row.method.lower())(address, row.data) if row.data else client.generic(row.method, address)


def _as_row(row: Row, found: dict[str, int]) -> str:
    statuses = [found[role] for role in ROLES]
    everyone = max(set(statuses), key=statuses.count)
    apart = "".join(f", {role}={found[role]}" for role in ROLES if found[role] != everyone)
    nobody = "" if found["nobody"] == 302 else f", nobody={found['nobody']}"
    method = "" if row.method == "GET" else f', method="{row.method}"'
    return f'row("{row.name}", everyone={everyone}{nobody}{method}{apart})'


def _addresses(resolver: URLResolver, path: str = "", spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _addresses(entry, here, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif isinstance(entry, URLPattern):
            yield here, ":".join((*spaces, entry.name)) if entry.name else ""


def _issue(cast: Cast) -> Issue:
    """An issue whose plan's document lies where documents lie."""
    text = "整改方案"
    version = factories.plan(cast, document=factories.received(cast, text))
    assert version.document
    path = files.documents() / version.document.fingerprint
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return factories.issue(cast, version)


def _period(issue: Issue) -> Period:
    """An open week in which the lead unit owes a report on the issue."""
    monday = timezone.localdate() - dt.timedelta(days=timezone.localdate().weekday())
    period = factories.period(factories.rhythm(), monday, cutoff_at=timezone.now() + dt.timedelta(days=1))
    keep_duties(period=period, now=timezone.now())
    assert period.duties.filter(issue=issue).exists()
    return period


def _draft(cast: Cast) -> Draft:
    draft = actions.receive(chunks=[PLAN.encode()], name="方案.txt", actor=cast.clerk, now=timezone.now())
    assert draft.job
    actions.read(draft.job.pk)
    draft.refresh_from_db()
    assert draft.state == "checking"
    return draft


def _evidence(cast: Cast, issue: Issue) -> tuple[Evidence, Evidence]:
    """A photograph of a measure, and one that a member of the staff has uploaded and not yet handed in."""
    measure = issue.measures.first()
    assert measure
    slots = (partial(measure_slot, measure_id=measure.pk), partial(report_slot, unit_id=cast.district.lead.pk))
    picture, now = specimens.picture(), timezone.now()
    of_measure, upload = (
        evidence.add(issue_id=issue.pk, slot_of=slot_of, chunks=[picture], name="现场.jpg", actor=cast.staff, now=now) for slot_of in slots
    )
    return of_measure, upload
