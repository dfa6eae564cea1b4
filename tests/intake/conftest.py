"""Drafts as a worker would have stored them, without a worker."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from rectification.child.outside import Progress
from rectification.intake import actions, child
from rectification.intake.reading import read
from rectification.intake.reading.decoding import decode
from rectification.intake.reading.serial import draft_to_json
from rectification.models import Draft
from tests.cast import Cast
from tests.intake.sample import PLAN


def handed_in(client: Client, text: str = PLAN) -> Draft:
    """Paste a text as the clerk and let the worker's action read it."""
    answer = client.post("/drafts/new/", {"text": text})
    assert answer.status_code == 302, answer.content.decode()
    draft = Draft.objects.latest("pk")
    assert draft.job_id
    actions.read(draft.job_id)
    draft.refresh_from_db()
    return draft


@pytest.fixture
def reading_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads in this process: what the child adds has tests of its own."""

    def here(document: Path, *, progress: Progress) -> child.Reading:
        decoded = decode(document.read_bytes())
        return child.Reading(decoded.text, decoded.encoding, draft_to_json(read(decoded.text)))

    monkeypatch.setattr(child, "read", here)


@pytest.fixture
def clerk(cast: Cast) -> Client:
    return cast.client("clerk")


@pytest.fixture
def draft(clerk: Client, reading_at_once: None) -> Draft:
    """The sample plan, read and ready to be checked."""
    return handed_in(clerk)
