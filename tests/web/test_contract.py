"""The schema is true: whatever it allows is answered as it says, and what it forbids is refused."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok

from rectification.evidence import actions as evidence
from rectification.evidence.queries import report_slot
from rectification.progress.actions.duties import keep_duties
from rectification.web import throttling
from tests import factories
from tests.cast import Cast, gather
from tests.committed import Committed
from tests.evidence.specimens import picture
from tests.ordeal import times

GOOD = ["2xx", "403", "404", "409", "412", "422"]
"""What may become of a call that is well formed."""
REFUSED = ["400", "403", "404", "405", "409", "412", "413", "415", "422", "428"]
"""What becomes of one that is not: an If-Match that is no version of ours matches nothing, which is 412."""


def accepting(*statuses: str) -> dict[str, Any]:
    return {
        "positive_data_acceptance": {"expected-statuses": [*GOOD, *statuses]},
        "negative_data_rejection": {"expected-statuses": REFUSED},
    }


CONFIG = SchemathesisConfig.from_dict(
    {
        "generation": {"allow-x00": False},
        "checks": accepting(),
        "operations": [  # a unit or a plan that is not there is no choice in a filter; the test's own client garbles an empty file
            {"include-path": path, "checks": accepting("400")} for path in ("/api/v1/issues/", "/api/v1/units/", "/api/v1/evidence/")
        ],
    }
)


@pytest.fixture
def district(committed_db: Committed) -> Cast:
    """A district with one of everything that the interface names."""
    cast = gather()
    issue = factories.issue(cast)
    factories.extension(cast, issue)
    factories.milestone(issue, "管网改造过半。")
    factories.target(issue, "雨污分流小区", 618)
    monday = timezone.localdate() - dt.timedelta(days=timezone.localdate().weekday())
    period = factories.period(factories.rhythm(), monday, cutoff_at=timezone.now() + dt.timedelta(days=1))
    keep_duties(period=period, now=timezone.now())
    factories.report(issue, cast.district.lead, period, cast.staff)
    slot_of = partial(report_slot, unit_id=cast.district.lead.pk)
    evidence.add(issue_id=issue.pk, slot_of=slot_of, chunks=[picture()], name="现场.jpg", actor=cast.staff, now=timezone.now())
    return cast


@pytest.mark.ordeal
@pytest.mark.parametrize("role", ["clerk", "staff"])
def test_every_address_answers_as_the_schema_says(district: Cast, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttling, "CALLS", 10**9)
    client = district.client(role)
    said = client.get("/api/v1/schema/?format=json").json()
    del said["components"]["securitySchemes"]  # that strangers get nothing is the matrix's promise
    schema = schemathesis.openapi.from_dict(said, config=CONFIG)
    schema.app = get_wsgi_application()
    who = _signed_in(client)
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        calls = st.one_of([found.ok().as_strategy(generation_mode=mode) for mode in GenerationMode])

        @settings(max_examples=times(4, full=200), database=None, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(case=calls)
        def answers(case: Any) -> None:
            case.call_and_validate(**who)

        answers()


def _signed_in(client: Client) -> dict[str, dict[str, str]]:
    """How a program shows that this person has signed in."""
    token = "a" * 32
    return {"cookies": {"sessionid": client.cookies["sessionid"].value, "csrftoken": token}, "headers": {"X-CSRFToken": token}}
