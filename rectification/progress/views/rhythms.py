"""The office sets when units report and opens the first period; from then on the clock does."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rectification.models import Period, Rhythm
from rectification.progress.actions.periods import create_rhythm, edit_rhythm, open_period
from rectification.progress.forms import refused
from rectification.progress.forms.rhythms import RhythmForm
from rectification.progress.queries.periods import is_provisional, open_periods, rhythm_for
from rectification.refusals import Incomplete, Stale, WrongStage
from rectification.web.answers import sentence
from rectification.web.forms import stands
from rectification.web.pages import SignedInRequest, show, signed_in
from rectification.workflow import settings
from rectification.workflow.queries import require_clerk


@require_safe
@signed_in
def rhythms(request: SignedInRequest) -> HttpResponse:
    require_clerk(request.user)
    calendar = settings.working_days()
    running: dict[int, tuple[Period, bool]] = {row.rhythm_id: (row, is_provisional(row, calendar)) for row in open_periods()}
    rows = [(rhythm, *running.get(rhythm.pk, (None, False))) for rhythm in Rhythm.objects.prefetch_related("plans")]
    return show(request, "rectification/progress/rhythms.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: SignedInRequest) -> HttpResponse:
    require_clerk(request.user)
    if request.method != "POST":
        return _page(request, RhythmForm())
    form = RhythmForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        create_rhythm(actor=request.user, now=timezone.now(), **form.typed())
    except Incomplete as refusal:
        return _page(request, refused(form, refusal), status=refusal.status)
    messages.success(request, _("The rhythm is set. Open its first period when the units are to begin."))
    return redirect("progress:rhythms")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    rhythm = rhythm_for(request.user, pk)
    if request.method != "POST":
        return _page(request, RhythmForm(rhythm=rhythm), rhythm=rhythm)
    form = RhythmForm(request.POST, rhythm=rhythm)
    if not form.is_valid():
        return _page(request, form, rhythm=rhythm, status=422)
    typed, version = form.typed(), form.cleaned_data["version"]
    try:
        edit_rhythm(rhythm_id=pk, active=form.cleaned_data["active"], version=version, actor=request.user, now=timezone.now(), **typed)
    except Stale as refusal:
        stored = rhythm_for(request.user, pk)
        other = stands(RhythmForm(rhythm=stored))
        return _page(request, refused(form, refusal, version=stored.version), rhythm=stored, stands=other, status=409)
    except Incomplete as refusal:
        return _page(request, refused(form, refusal), rhythm=rhythm, status=refusal.status)
    messages.success(request, _("The rhythm is changed."))
    return redirect("progress:rhythms")


@require_POST
@signed_in
def open_now(request: SignedInRequest, pk: int) -> HttpResponse:
    try:
        open_period(rhythm_id=pk, actor=request.user, now=timezone.now())
    except WrongStage as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("The period is open; the units find it on their list."))
    return redirect("progress:rhythms")


def _page(
    request: SignedInRequest,
    form: RhythmForm,
    *,
    rhythm: Rhythm | None = None,
    stands: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> HttpResponse:
    """``stands``: what somebody faster has saved, shown beside what was typed."""
    words = _("Change a rhythm") if rhythm else _("New rhythm")
    context = {
        "form": form,
        "rhythm": rhythm,
        "stands": stands,
        "title": words,
        "crumbs": [
            {"words": _("Board"), "url": reverse("progress:board")},
            {"words": _("Rhythms"), "url": reverse("progress:rhythms")},
            {"words": words},
        ],
    }
    return show(request, "rectification/progress/rhythm.html", context, status=status)
