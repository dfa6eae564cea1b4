"""The requests for later deadlines: all of them, one to decide on, and the form to ask for one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rectification.extensions import actions
from rectification.extensions.forms import AskForm, OpinionForm
from rectification.extensions.queries import (
    ASKING_POSTS,
    asking_unit,
    counts_both_ways,
    decides,
    dues_of,
    extension_for,
    extensions_for,
    punctuality_of,
    waiting_for,
)
from rectification.models import Extension, ExtensionOpinion, Issue
from rectification.models.extensions import EXTENSION_STATES
from rectification.models.practice import EXTENSION_LEVELS
from rectification.refusals import Incomplete, NotYours, Stale, WrongStage
from rectification.vocabulary import ExtensionLevel, ExtensionState
from rectification.web.forms import refused, status_of
from rectification.web.numbers import whole
from rectification.web.pages import SignedInRequest, show, signed_in
from rectification.web.paging import page_of
from rectification.workflow.queries import issue_for, units_spoken_for

TONES = {
    ExtensionState.PENDING: "info",
    ExtensionState.GRANTED: "good",
    ExtensionState.REFUSED: "bad",
    ExtensionState.WITHDRAWN: "open",
}


@require_safe
@signed_in
def extensions(request: SignedInRequest) -> HttpResponse:
    """First what waits for this person's word, then everything there is."""
    page = page_of(extensions_for(request.user), request.GET)
    context = {
        "waiting": [(extension, *_state(extension)) for extension in waiting_for(request.user)],
        "on_time": counts_both_ways(request.user),
        "page_obj": page,
        "rows": [(extension, *_state(extension)) for extension in page],
    }
    return show(request, "rectification/extensions/extensions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    issue = issue_for(request.user, pk)
    if asking_unit(request.user, issue) is None:
        raise NotYours("Only a lead or responsible unit of the issue asks for a later deadline.")
    form = AskForm(request.POST if request.method == "POST" else None, issue=issue)
    if request.method != "POST":
        return _ask_page(request, issue, form)
    if not form.is_valid():
        return _ask_page(request, issue, form, status=422)
    try:
        asked = actions.ask(issue_id=pk, actor=request.user, now=timezone.now(), **form.cleaned_data)
    except (Incomplete, WrongStage, Stale) as refusal:
        return _ask_page(request, issue, refused(form, refusal, version=Issue.objects.get(pk=pk).version), status=status_of(refusal))
    messages.success(request, _("The request is on its way."))
    return redirect("extensions:extension", asked.pk)


@require_safe
@signed_in
def extension(request: SignedInRequest, pk: int) -> HttpResponse:
    found = extension_for(request.user, pk)
    return _extension_page(request, found, OpinionForm(extension=found))


@require_POST
@signed_in
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    found = extension_for(request.user, pk)
    form = OpinionForm(request.POST, extension=found)
    if not decides(request.user, found) and not _overtaken(found, request.POST.get("version", "")):
        raise NotYours("It is somebody else's turn to decide on this request.")
    if not form.is_valid():
        return _extension_page(request, found, form, status=422)
    try:
        decided = actions.give_opinion(extension_id=pk, actor=request.user, now=timezone.now(), **form.opinion())
    except (Incomplete, WrongStage, Stale) as refusal:
        found = extension_for(request.user, pk)
        return _extension_page(request, found, refused(form, refusal, version=found.version), status=status_of(refusal))
    messages.success(request, _("Your opinion is recorded: %(state)s.") % {"state": EXTENSION_STATES[ExtensionState(decided.state)]})
    return redirect("extensions:extension", pk)


@require_POST
@signed_in
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.withdraw(extension_id=pk, actor=request.user, now=timezone.now())
    messages.success(request, _("The request is taken back."))
    return redirect("extensions:extension", pk)


def _overtaken(found: Extension, version: str) -> bool:
    """Whether the request went on since this person opened it: then he is told what happened, not that it is none of his business."""
    return found.state != ExtensionState.PENDING or (whole(version) or found.version) < found.version


def _ask_page(request: SignedInRequest, issue: Issue, form: AskForm, *, status: int = 200) -> HttpResponse:
    context = {"issue": issue, "form": form, "dues": dues_of(issue), "late": issue.due is not None and issue.due < timezone.localdate()}
    return show(request, "rectification/extensions/ask.html", context, status=status)


def _extension_page(request: SignedInRequest, found: Extension, form: OpinionForm, *, status: int = 200) -> HttpResponse:
    pending = found.state == ExtensionState.PENDING
    words, tone = _state(found)
    context: dict[str, Any] = {
        "extension": found,
        "issue": found.issue,
        "state": words,
        "tone": tone,
        "steps": list(_steps(found)),
        "dues": dues_of(found.issue),
        "both": punctuality_of(found.issue),
        "form": form if decides(request.user, found) else None,
        "overtaken": form if form.is_bound and not decides(request.user, found) else None,
        "may_withdraw": pending and found.unit_id in units_spoken_for(request.user, *ASKING_POSTS),
    }
    return show(request, "rectification/extensions/extension.html", context, status=status)


def _steps(found: Extension) -> Iterator[dict[str, Any]]:
    """The chain, each level with its opinion or waiting."""
    given: dict[int, ExtensionOpinion] = {opinion.step: opinion for opinion in found.opinions.select_related("given_by")}
    for place, level in enumerate(found.levels):
        now = place == found.step and found.state == ExtensionState.PENDING
        yield {"words": EXTENSION_LEVELS[ExtensionLevel(level)], "opinion": given.get(place), "now": now}


def _state(found: Extension) -> tuple[Any, str]:
    """In words, with whom it waits for, and in a shade."""
    state = ExtensionState(found.state)
    if state is ExtensionState.PENDING:
        return _("To be decided by: %(level)s") % {"level": EXTENSION_LEVELS[ExtensionLevel(found.levels[found.step])]}, TONES[state]
    return EXTENSION_STATES[state], TONES[state]
