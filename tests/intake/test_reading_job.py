"""A document is read in a child of a worker: progress, refusals, crashes, and a worker that was killed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from rectification.child.outside import Trouble, UnreadableError
from rectification.intake import actions, child
from rectification.jobs import actions as jobs
from rectification.models import Document, Draft, DraftItem, Job
from tests.intake.conftest import handed_in
from tests.intake.sample import PLAN


def promised(client: Client, text: str = PLAN) -> Draft:
    client.post("/drafts/new/", {"text": text})
    return Draft.objects.select_related("job").latest("pk")


def test_a_plan_is_read_in_the_child_with_places_that_point_at_their_own_text(clerk: Client) -> None:
    draft = handed_in(clerk)
    assert (draft.state, draft.title, draft.items.count()) == ("checking", "青河区生态环境保护督察反馈问题整改方案", 3)
    document = Document.objects.get()
    entry = draft.items.get(position=1).content
    start, end = entry["places"]["statement"]
    assert document.text[start:end] == entry["statement"]
    assert Job.objects.get().state == "done"


def test_progress_reaches_the_page_while_it_is_read(clerk: Client) -> None:
    draft = promised(clerk)
    assert draft.job
    jobs.claim(draft.job.pk)
    jobs.report(draft.job.pk, progress=45, step="outline")
    page = clerk.get(f"/drafts/{draft.pk}/").content.decode()
    assert 'value="45"' in page
    assert 'http-equiv="refresh"' in page
    part = clerk.get(f"/drafts/{draft.pk}/progress/", headers={"HX-Request": "true"})
    assert 'value="45"' in part.content.decode()
    assert "<html" not in part.content.decode()


def test_when_it_is_read_the_waiting_page_loads_the_checking_page(clerk: Client, draft: Draft) -> None:
    assert clerk.get(f"/drafts/{draft.pk}/progress/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert clerk.get(f"/drafts/{draft.pk}/progress/")["Location"] == f"/drafts/{draft.pk}/"


def test_a_killed_worker_leaves_nothing_and_the_next_one_reads_it_whole(clerk: Client, reading_at_once: None) -> None:
    draft = promised(clerk)
    assert draft.job
    jobs.claim(draft.job.pk)  # and was killed
    actions.read(draft.job.pk)
    assert not DraftItem.objects.exists()  # the first may still be at it
    Job.objects.update(heartbeat_at=timezone.now() - jobs.SILENT_AFTER - dt.timedelta(seconds=1))
    actions.read(draft.job.pk)
    actions.read(draft.job.pk)
    assert (DraftItem.objects.count(), Job.objects.get().attempts, Draft.objects.get().state) == (3, 2, "checking")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x00\x01" + PLAN.encode(), "binary"),
        (b"  \n\t\n", "empty"),
        (b"\xef\xbb\xbf\xff\xfe\xfa", "broken_encoding"),
        (PLAN.encode("utf-16")[:-1], "broken_encoding"),
        (PLAN.encode("utf-8", "surrogatepass") + b"\xed\xa0\x80", None),
        (bytes(range(128, 256)) * 40, None),
    ],
)
def test_bytes_that_are_no_text_are_refused_in_words_and_kept(clerk: Client, data: bytes, code: str | None) -> None:
    clerk.post("/drafts/new/", {"file": SimpleUploadedFile("a.txt", data)})
    draft = Draft.objects.select_related("job").get()
    assert draft.job
    actions.read(draft.job.pk)
    draft.refresh_from_db()
    job = Job.objects.get()
    assert (draft.state, job.state, DraftItem.objects.count()) == ("refused", "failed", 0)
    assert code in (None, job.error)
    page = clerk.get(f"/drafts/{draft.pk}/").content.decode()
    assert "read-again" in page
    assert Document.objects.get().text == ""


def test_a_refused_document_may_be_read_again(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = promised(clerk)

    def crashes(*_: object, **__: object) -> child.Reading:
        raise UnreadableError(Trouble.CRASHED, "words for the log")

    with monkeypatch.context() as patch:
        patch.setattr(child, "read", crashes)
        assert draft.job
        actions.read(draft.job.pk)
    page = clerk.get(f"/drafts/{draft.pk}/").content.decode()
    assert "words for the log" not in page
    answer = clerk.post(f"/drafts/{draft.pk}/read-again/")
    assert answer["Location"] != f"/drafts/{draft.pk}/"
    assert Draft.objects.latest("pk").state == "reading"
