"""The life of a draft: received, read, checked, discarded. Confirming it is the business of ``plans``."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from accounts.models import User
from rectification.child.outside import UnreadableError
from rectification.files import clean_name
from rectification.intake import child, files
from rectification.intake.queries import live_draft_of, register_of
from rectification.intake.reading.draft import Draft as DraftRead
from rectification.intake.reading.serial import draft_from_json
from rectification.intake.rules import entry_of, heading_of, names_in, place_doubts, shortened
from rectification.jobs import actions as jobs
from rectification.models import Document, Draft, DraftItem, Job
from rectification.refusals import NotVisible, Refusal, WrongStage
from rectification.workflow import trail
from rectification.workflow.queries import require_clerk

log = logging.getLogger(__name__)

READ_DOCUMENT = "rectification.intake.tasks.read_document"
ROWS_AT_ONCE = 500


class AlreadyReceived(Refusal):
    """The same bytes were received before; ``draft`` is where they went."""

    code = "already_received"
    status = 409

    def __init__(self, draft: Draft) -> None:
        values = {"day": timezone.localdate(draft.document.received_at), "who": draft.document.received_by}
        super().__init__(_("This document was received on %(day)s by %(who)s already. It is not imported twice."), values)
        self.draft = draft


def receive(*, chunks: Iterable[bytes], name: str, actor: User, now: dt.datetime) -> Draft:
    """Keep a document and promise its reading. Raises ``TooLarge``, ``Empty``, ``AlreadyReceived`` or ``NotYours``."""
    require_clerk(actor)
    stored = files.store(chunks)
    with transaction.atomic():
        document, _ = Document.objects.get_or_create(
            fingerprint=stored.fingerprint,
            defaults={"name": clean_name(name), "size": stored.size, "received_at": now, "received_by": actor},
        )
        return _promise_reading(document, actor=actor, now=now)


def read_again(*, draft: Draft, actor: User, now: dt.datetime) -> Draft:
    """Start a new draft of the document of one that was refused, given up or discarded."""
    require_clerk(actor)
    with transaction.atomic():
        if draft.state == "reading":
            if not (draft.job and draft.job.state == "failed"):
                raise WrongStage("This document is being read already.")
            Draft.objects.filter(pk=draft.pk, state="reading").update(state="refused", version=F("version") + 1)
        return _promise_reading(draft.document, actor=actor, now=now)


def discard(*, draft: Draft, version: int, actor: User, now: dt.datetime) -> None:
    """Put a draft aside; the document and the draft stay, nothing becomes a plan."""
    require_clerk(actor)
    with transaction.atomic():
        changed = Draft.objects.filter(pk=draft.pk, state__in=("checking", "refused"), version=version).update(
            state="discarded", version=F("version") + 1
        )
        if not changed:
            raise WrongStage("This draft was changed or confirmed meanwhile. Open it again to see how it stands.")
        trail.record(trail.Act(verb="discard_draft", subject=str(draft)), actor=actor, now=now)


def read(job_id: int) -> None:
    """Do the promised reading of a draft's document; may be called any number of times."""
    job = jobs.claim(job_id)
    if job is None:
        return
    draft = Draft.objects.select_related("document").get(pk=job.arguments["draft"])
    try:
        reading = child.read(
            files.path_of(draft.document.fingerprint), progress=lambda progress, step: jobs.report(job_id, progress=progress, step=step)
        )
        found = draft_from_json(reading.draft)
    except UnreadableError as error:
        log.warning("draft %s not read: %s", draft.pk, error.code)
        _refuse(draft, job, error)
        return
    jobs.report(job_id, progress=95, step="storing")
    _store(draft, job, reading, found)


def _promise_reading(document: Document, *, actor: User, now: dt.datetime) -> Draft:
    """A constraint lets only one live draft be of a document: the second of two who hand it in at once is told."""
    try:
        with transaction.atomic():
            draft = Draft.objects.create(document=document, created_at=now, created_by=actor)
    except IntegrityError:
        live = live_draft_of(document)
        if live is None:
            raise
        raise AlreadyReceived(live) from None
    draft.job = jobs.enqueue(task=READ_DOCUMENT, arguments={"draft": draft.pk}, asked_by=actor)
    draft.save(update_fields=["job"])
    trail.record(
        trail.Act(verb="receive_document", subject=document.name, change={"fingerprint": document.fingerprint}), actor=actor, now=now
    )
    return draft


def _refuse(draft: Draft, job: Job, error: UnreadableError) -> None:
    with transaction.atomic():
        if jobs.fail(job.pk, error=error.code, detail=error.detail):
            Draft.objects.filter(pk=draft.pk, state="reading").update(state="refused", version=F("version") + 1)


def _store(draft: Draft, job: Job, reading: child.Reading, found: DraftRead) -> None:
    """All of a reading or nothing of it; whoever comes second finds the job over and stores nothing."""
    place_doubts(found)
    register = register_of(names_in(found.items), on=found.issued)
    heading: dict[str, Any] = {
        "state": "checking",
        "title": shortened(found.title.text if found.title else "", 500),
        "issuer": shortened("、".join(passage.text for passage in found.issuer), 500),
        "issued": found.issued,
        "document_number": shortened(found.document_number, 64),
        "content": heading_of(found),
    }
    items = [DraftItem(draft=draft, position=place, content=entry_of(item, register)) for place, item in enumerate(found.items, start=1)]
    with transaction.atomic():
        if not jobs.finish(job.pk, result={"items": len(items)}):
            return
        if not Draft.objects.filter(pk=draft.pk, state="reading").update(**heading):
            return
        Document.objects.filter(pk=draft.document_id).update(text=reading.text, encoding=reading.encoding)
        DraftItem.objects.bulk_create(items, batch_size=ROWS_AT_ONCE)


def draft_in_checking(draft_id: int) -> Draft:
    """Lock a draft for an edit of it or of its items; call inside a transaction."""
    draft = Draft.objects.select_for_update(no_key=True).filter(pk=draft_id).first()
    if draft is None:
        raise NotVisible("There is no such draft.")
    if draft.state != "checking":
        raise WrongStage("This draft is no longer open: it was confirmed or discarded meanwhile.")
    return draft
