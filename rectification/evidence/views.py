"""Adding evidence, looking at it, taking it back; and its files, which leave only through the door of their issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rectification.child.outside import Trouble
from rectification.evidence import actions, storage
from rectification.evidence.forms import AddForm, DescriptionForm, WithdrawalForm, chosen
from rectification.evidence.media import ENDINGS
from rectification.evidence.pairs import side_by_side
from rectification.evidence.queries import Slot, evidence_for, may_withdraw, measure_slot, of_slot, report_slot
from rectification.evidence.rules import MEGABYTE
from rectification.files import MOST_BYTES, clean_name
from rectification.models import Evidence, Issue
from rectification.refusals import Incomplete, NotVisible, NotYours, Refusal, Stale, WrongStage
from rectification.web.answers import sentence
from rectification.web.downloads import drawn, saved
from rectification.web.pages import SignedInRequest, show, signed_in, wants_part
from rectification.workflow.queries import issue_for
from rectification.workflow.rules import OPEN_FOR_WORK

ACCEPT = ",".join(f".{ending}" for endings in ENDINGS.values() for ending in endings)
GIVE_UP = (NotVisible, NotYours, WrongStage)
"""What is wrong with the request as a whole, not with one of its files."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken, and why."""

    name: str
    words: str


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def of_report(request: SignedInRequest, pk: int, unit_pk: int) -> HttpResponse:
    """The files that go with the report a person is writing for a unit."""
    return _add(request, pk, partial(report_slot, unit_id=unit_pk))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def of_measure(request: SignedInRequest, pk: int, measure_pk: int) -> HttpResponse:
    """The files that show that a measure is fulfilled, added by the coordinating unit."""
    return _add(request, pk, partial(measure_slot, measure_id=measure_pk))


def _add(request: SignedInRequest, pk: int, slot_of: actions.SlotOf) -> HttpResponse:
    slot = slot_of(request.user, issue_for(request.user, pk))
    if slot.issue.stage not in OPEN_FOR_WORK:
        raise WrongStage("This issue is locked for its closure, or has ended. It can be changed again when it is returned or opened again.")
    if request.method != "POST":
        return _box(request, slot, AddForm())
    form = AddForm(request.POST, request.FILES)
    if not form.is_valid():
        return _box(request, slot, form, status=422)
    if refused := _take(request, form, slot, slot_of):
        return _box(request, slot, form, refused=refused, status=422)
    return _box(request, slot, AddForm()) if wants_part(request) else redirect(request.path)


def _box(request: SignedInRequest, slot: Slot, form: AddForm, *, refused: Sequence[Refused] = (), status: int = 200) -> HttpResponse:
    context = {
        "slot": slot,
        "sides": side_by_side(of_slot(slot, request.user).order_by("pk")),
        "form": form,
        "refused": refused,
        "accept": ACCEPT,
        "limit": MOST_BYTES // MEGABYTE,
        "crumbs": _crumbs(slot.issue, _("Evidence")),
    }
    return show(request, "rectification/evidence/add.html", context, part="box", status=status)


def _take(request: SignedInRequest, form: AddForm, slot: Slot, slot_of: actions.SlotOf) -> list[Refused]:
    """Each file is an act of its own: one that is refused does not undo the others. Only one may use up its whole time."""
    refused, beside, too_slow = [], None, False
    for one_file in chosen(form):
        name = clean_name(str(one_file.file.name))
        if too_slow:
            refused.append(Refused(name, _("Not opened, because a file before it took too long. Send it once more by itself.")))
            continue
        try:
            row = actions.add(
                issue_id=slot.issue.pk,
                slot_of=slot_of,
                chunks=one_file.file.chunks(),
                name=name,
                said=replace(one_file.said, beside=beside),
                actor=request.user,
                now=timezone.now(),
            )
            beside = beside or (row.pk if row.shot else None)
        except GIVE_UP:
            raise
        except Refusal as refusal:
            refused.append(Refused(name, sentence(refusal)))
            too_slow = refusal.code == Trouble.OUT_OF_TIME
    return refused


@require_safe
@signed_in
def one(request: SignedInRequest, pk: int) -> HttpResponse:
    """One file: what it shows, who handed it in, and what can be done with it."""
    return _page(request, evidence_for(request.user, pk))


@require_POST
@signed_in
def describe(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say what a photograph of one's own draft shows."""
    row = evidence_for(request.user, pk)
    form = DescriptionForm(request.POST, row=row)
    if not form.is_valid():
        return _page(request, row, description=form, status=422)
    try:
        actions.describe(evidence_id=pk, actor=request.user, now=timezone.now(), **form.said())
    except Refusal as refusal:
        form.add_error(None, sentence(refusal))
        return _page(request, row, description=form, status=_status(refusal))
    messages.success(request, _("Saved."))
    return redirect("evidence:one", pk)


@require_POST
@signed_in
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a file out of one's own draft."""
    back = _slot_url(evidence_for(request.user, pk))
    actions.remove(evidence_id=pk, actor=request.user)
    return HttpResponse() if wants_part(request) else redirect(back)


@require_POST
@signed_in
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back what was handed in, with a reason."""
    row = evidence_for(request.user, pk)
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        return _page(request, row, withdrawal=form, status=422)
    try:
        actions.withdraw(evidence_id=pk, reason=form.cleaned_data["reason"], actor=request.user, now=timezone.now())
    except (Incomplete, Stale) as refusal:
        form.add_error(None, sentence(refusal))
        return _page(request, row, withdrawal=form, status=_status(refusal))
    messages.success(request, _("The evidence is taken back. It stays in the file, struck through, with your reason."))
    return redirect("evidence:one", pk)


@require_safe
@signed_in
def file(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The file as it was handed in, to be saved."""
    row = evidence_for(request.user, pk)
    return saved(request, storage.path_of(row.stored), name=row.name, media_type=row.media_type, sha256=row.sha256)


@require_safe
@signed_in
def thumbnail(request: SignedInRequest, pk: int) -> HttpResponseBase:
    return _drawn(request, pk, storage.THUMBNAIL)


@require_safe
@signed_in
def page(request: SignedInRequest, pk: int, number: int) -> HttpResponseBase:
    """The picture, or one of the first pages of a PDF, drawn by ourselves."""
    return _drawn(request, pk, f"{number}.jpg")


def _drawn(request: SignedInRequest, pk: int, name: str) -> HttpResponseBase:
    path: Path = storage.previews_of(evidence_for(request.user, pk).stored) / name
    if not path.exists():
        raise NotVisible("There is no preview of this file.")
    return drawn(path)


def _page(
    request: SignedInRequest,
    row: Evidence,
    *,
    description: DescriptionForm | None = None,
    withdrawal: WithdrawalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    drawn_pages, pages = storage.pages_of(row.stored)
    mine = row.sent_at is None
    context: dict[str, Any] = {
        "row": row,
        "previews": range(1, drawn_pages + 1),
        "pages": pages,
        "more_pages": pages > drawn_pages,
        "description": (description or DescriptionForm(row=row)) if mine else None,
        "withdrawal": (withdrawal or WithdrawalForm()) if may_withdraw(request.user, row) else None,
        "slot_url": _slot_url(row) if mine else "",
        "crumbs": _crumbs(row.issue, row.name),
    }
    return show(request, "rectification/evidence/one.html", context, status=status)


def _slot_url(row: Evidence) -> str:
    if row.measure_id:
        return reverse("evidence:of_measure", args=[row.issue_id, row.measure_id])
    return reverse("evidence:of_report", args=[row.issue_id, row.unit_id])


def _crumbs(issue: Issue, words: str) -> list[dict[str, Any]]:
    return [
        {"words": issue.plan.title, "url": reverse("overview:plan", args=[issue.plan_id])},
        {"words": issue.printed_number or issue.position, "url": reverse("overview:issue", args=[issue.pk])},
        {"words": words},
    ]


def _status(refusal: Refusal) -> int:
    """A form that came too late is a conflict."""
    return 409 if isinstance(refusal, Stale) else refusal.status
