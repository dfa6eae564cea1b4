"""What a clerk may hand in, and what becomes of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.vocabulary import PostKind
from rectification.files import ORPHAN_AFTER
from rectification.intake import doubts, files
from rectification.intake.reading.draft import DoubtCode
from rectification.models import Document, Draft, Issue, Job, Plan, TrailEntry
from tests.cast import ROLES, Cast, person, signed_in
from tests.intake.conftest import handed_in
from tests.intake.sample import NO_PLAN, PLAN


def upload(client: Client, data: bytes, name: str = "方案.txt") -> tuple[int, str]:
    answer = client.post("/drafts/new/", {"file": SimpleUploadedFile(name, data)})
    return answer.status_code, answer.content.decode()


def test_a_file_is_kept_byte_for_byte_under_its_fingerprint(clerk: Client) -> None:
    data = "\r\n".join(PLAN.splitlines()).encode("gb18030")
    assert upload(clerk, data)[0] == 302
    document = Document.objects.get()
    assert document.fingerprint == hashlib.sha256(data).hexdigest()
    assert files.path_of(document.fingerprint).read_bytes() == data
    assert (document.name, document.size) == ("方案.txt", len(data))


def test_a_pasted_text_is_kept_as_utf8(clerk: Client) -> None:
    clerk.post("/drafts/new/", {"text": PLAN})
    assert files.path_of(Document.objects.get().fingerprint).read_bytes() == PLAN.encode()


def test_handing_in_makes_one_draft_one_job_and_no_plan(clerk: Client) -> None:
    clerk.post("/drafts/new/", {"text": PLAN})
    assert (Draft.objects.get().state, Job.objects.get().state) == ("reading", "queued")
    assert not Plan.objects.exists()
    assert not Issue.objects.exists()


def test_the_trail_says_who_handed_in_what(clerk: Client) -> None:
    clerk.post("/drafts/new/", {"text": PLAN})
    entry = TrailEntry.objects.get(verb="receive_document")
    assert (entry.actor_name, Document.objects.get().fingerprint in entry.change) == ("陈文书", True)


def test_the_same_text_again_is_told_with_a_link_and_not_kept_twice(clerk: Client) -> None:
    clerk.post("/drafts/new/", {"text": PLAN})
    answer = clerk.post("/drafts/new/", {"text": PLAN})
    draft = Draft.objects.get()
    assert answer.status_code == 409
    assert f"/drafts/{draft.pk}/" in answer.content.decode()
    assert "陈文书" in answer.content.decode()
    assert len(list(files.documents().iterdir())) == 1


def test_the_same_text_again_names_the_day_of_the_district_not_of_greenwich(cast: Cast) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 25, 23, 30, tzinfo=dt.UTC), tick=False):
        clerk = cast.client("clerk")
        clerk.post("/drafts/new/", {"text": PLAN})
        assert "2026-11-26" in clerk.post("/drafts/new/", {"text": PLAN}).context["known_words"]


def test_a_text_whose_draft_was_discarded_may_be_handed_in_again(clerk: Client, draft: Draft) -> None:
    clerk.post(f"/drafts/{draft.pk}/discard/", {"version": draft.version})
    again = handed_in(clerk)
    assert (again.pk != draft.pk, again.document_id, again.state) == (True, draft.document_id, "checking")


@pytest.mark.parametrize("data", [b"", b"   \n \n"])
def test_an_empty_text_is_refused_in_words(clerk: Client, data: bytes) -> None:
    answer = clerk.post("/drafts/new/", {"text": data.decode()})
    assert answer.status_code == 422
    assert not Document.objects.exists()


def test_an_empty_file_is_refused_in_words(clerk: Client) -> None:
    assert upload(clerk, b"")[0] == 422
    assert not Document.objects.exists()


def test_text_and_file_together_are_refused_as_unclear(clerk: Client) -> None:
    answer = clerk.post("/drafts/new/", {"text": PLAN, "file": SimpleUploadedFile("a.txt", b"x")})
    assert answer.status_code == 422
    assert not Document.objects.exists()


def test_another_sort_of_file_is_refused_with_the_way_out(clerk: Client) -> None:
    status, page = upload(clerk, b"PK\x03\x04", "方案.docx")
    assert status == 422
    assert ".txt" in page


def test_a_request_that_is_too_large_is_refused_before_its_body_is_read(cast: Cast) -> None:
    class Unread:
        def read(self, *_: object) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    environment: Any = {"wsgi.input": Unread()}
    answer = cast.client("clerk").generic("POST", "/drafts/new/", CONTENT_LENGTH=str(50 * 2**20), **environment)
    assert answer.status_code == 413
    assert "20" in answer.content.decode()


@pytest.mark.parametrize("role", [role for role in ROLES if role != "clerk"])
def test_only_the_office_hands_in_plans(cast: Cast, role: str) -> None:
    assert cast.client(role).get("/drafts/new/").status_code == 403
    assert cast.client(role).post("/drafts/new/", {"text": PLAN}).status_code == 403
    assert cast.client(role).get("/drafts/").status_code == 403
    assert not Document.objects.exists()


def test_a_stranger_is_sent_to_sign_in(db: None) -> None:
    assert Client().get("/drafts/").status_code == 302


def test_a_form_without_its_token_changes_nothing(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.clerk)
    assert strict.post("/drafts/new/", {"text": PLAN}).status_code == 403
    assert not Document.objects.exists()


def test_a_text_that_is_no_plan_says_so_and_invents_nothing(clerk: Client) -> None:
    draft = handed_in(clerk, NO_PLAN)
    assert (draft.state, draft.items.count()) == ("checking", 0)
    assert str(doubts.DOUBTS[DoubtCode.NO_LIST_FOUND]) in clerk.get(f"/drafts/{draft.pk}/").content.decode()


def test_the_list_shows_ones_own_drafts_and_those_of_the_office(cast: Cast, clerk: Client, draft: Draft) -> None:
    other = signed_in(person("clerk2", "林文书", cast.district.office, PostKind.OFFICE_CLERK))
    assert draft.title in clerk.get("/drafts/").content.decode()
    assert draft.title not in other.get("/drafts/").content.decode()
    assert draft.title in other.get("/drafts/?of=office").content.decode()


def test_no_file_is_left_half_written(clerk: Client) -> None:
    clerk.post("/drafts/new/", {"text": PLAN})
    names = [path.name for path in Path(files.documents()).iterdir()]
    assert names == [Document.objects.get().fingerprint]


def test_files_that_no_document_names_are_swept_after_a_day(clerk: Client) -> None:
    clerk.post("/drafts/new/", {"text": PLAN})
    kept = files.path_of(Document.objects.get().fingerprint)
    fresh, orphan, left = (files.documents() / name for name in ("0" * 64, "1" * 64, ".incoming-x"))
    for file in (fresh, orphan, left):
        file.write_bytes(b"x")
    yesterday = (timezone.now() - ORPHAN_AFTER).timestamp() - 60
    for file in (kept, orphan, left):
        os.utime(file, (yesterday, yesterday))
    assert files.sweep_orphans(now=timezone.now()) == 2
    assert sorted(files.documents().iterdir()) == sorted([kept, fresh])
