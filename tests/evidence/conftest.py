"""An issue of 区城管局 and what its people upload."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rectification.models import Evidence, Issue
from tests import factories
from tests.cast import Cast


@pytest.fixture
def issue(cast: Cast) -> Issue:
    return factories.issue(cast)


@pytest.fixture
def staff(cast: Cast) -> Client:
    return cast.client("staff")


def slot(issue: Issue) -> str:
    """The address of the files that go with the lead unit's report."""
    lead = issue.units.get(role="lead")
    return f"/issues/{issue.pk}/evidence/units/{lead.unit_id}/"


def measure_slot(issue: Issue) -> str:
    measure = issue.measures.first()
    assert measure
    return f"/issues/{issue.pk}/evidence/measures/{measure.pk}/"


def upload(client: Client, address: str, data: bytes, name: str = "现场.jpg", **more: Any) -> tuple[int, str]:
    """Send one file as the box does; the status and the box that comes back."""
    answer = client.post(address, {"files": SimpleUploadedFile(name, data), **more}, headers={"HX-Request": "true"})
    return answer.status_code, answer.content.decode()


def uploaded(client: Client, address: str, data: bytes, name: str = "现场.jpg") -> Evidence:
    status, box = upload(client, address, data, name)
    assert status == 200, box
    return Evidence.objects.latest("pk")


def kept_files() -> list[Path]:
    """All that lies on disk for evidence, previews included."""
    media = Path(settings.MEDIA_ROOT)
    return [path for folder in ("evidence", "previews") for path in (media / folder).rglob("*") if path.is_file()]
