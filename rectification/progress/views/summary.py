"""The merging of an issue's reports in a period: the units' words side by side, one text of them, and the office's wording."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.vocabulary import PostKind
from rectification.progress.actions.summaries import merge_summary, polish_summary
from rectification.progress.forms import refused
from rectification.progress.forms.summaries import PrintedForm, SummaryForm
from rectification.progress.queries.leading import leads, require_lead
from rectification.progress.queries.summaries import Merging, merging_for
from rectification.refusals import Refusal, Stale
from rectification.web.pages import SignedInRequest, show, signed_in
from rectification.web.words import period as period_words
from rectification.workflow.queries import require_clerk
from rectification.workflow.rules import OPEN_FOR_WORK


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def summary(request: SignedInRequest, issue_pk: int, period_pk: int) -> HttpResponse:
    merging = merging_for(request.user, issue_pk, period_pk)
    if request.method != "POST":
        return _page(request, merging)
    require_lead(request.user, merging.issue)
    form = SummaryForm(request.POST, merging=merging)
    if not form.is_valid():
        return _page(request, merging, merged=form, status=422)
    try:
        merge_summary(issue_id=issue_pk, period_id=period_pk, **form.said(), actor=request.user, now=timezone.now())
    except Refusal as refusal:
        now = merging_for(request.user, issue_pk, period_pk)
        return _page(request, now, merged=refused(form, refusal, version=now.version), status=_status(refusal))
    messages.success(request, _("The reports are merged."))
    return redirect("progress:summary", issue_pk, period_pk)


@require_POST
@signed_in
def printed(request: SignedInRequest, issue_pk: int, period_pk: int) -> HttpResponse:
    require_clerk(request.user)
    merging = merging_for(request.user, issue_pk, period_pk)
    form = PrintedForm(request.POST, merging=merging)
    if not form.is_valid():
        return _page(request, merging, polished=form, status=422)
    said = {"printed": form.cleaned_data["printed"], "version": form.cleaned_data["version"]}
    try:
        polish_summary(issue_id=issue_pk, period_id=period_pk, **said, actor=request.user, now=timezone.now())
    except Refusal as refusal:
        now = merging_for(request.user, issue_pk, period_pk)
        return _page(request, now, polished=refused(form, refusal, version=now.version), status=_status(refusal))
    messages.success(request, _("The wording is saved; the lead unit's text stays as it is."))
    return redirect("progress:summary", issue_pk, period_pk)


def _status(refusal: Refusal) -> int:
    """A form carries its version itself, without If-Match: a stale one is a conflict."""
    return 409 if isinstance(refusal, Stale) else refusal.status


def _page(
    request: SignedInRequest, merging: Merging, *, merged: SummaryForm | None = None, polished: PrintedForm | None = None, status: int = 200
) -> HttpResponse:
    """Both forms where the person may fill them in; one that was refused stands as it was typed."""
    is_open = merging.issue.stage in OPEN_FOR_WORK
    if is_open and leads(request.user, merging.issue):
        merged = merged or SummaryForm(merging=merging, again="again" in request.GET)
    if is_open and request.user.holds(PostKind.OFFICE_CLERK):
        polished = polished or PrintedForm(merging=merging)
    words = period_words(merging.period.rhythm.kind, merging.period.starts, merging.period.ends)
    context = {
        "merging": merging,
        "issue": merging.issue,
        "merged": merged,
        "polished": polished,
        "crumbs": [
            {"words": merging.issue.printed_number or merging.issue.position, "url": reverse("overview:issue", args=[merging.issue.pk])},
            {"words": words},
        ],
    }
    return show(request, "rectification/progress/summary.html", context, status=status)
