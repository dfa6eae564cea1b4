"""The last look before a draft becomes a plan, and the page that says it is done."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from rectification.models import Draft
from rectification.plans import actions
from rectification.plans.queries import answers_for, draft_to_confirm, plan_for, plan_of_draft, whole_version
from rectification.plans.rules import judge
from rectification.refusals import Incomplete, Stale
from rectification.web.answers import sentence
from rectification.web.numbers import whole
from rectification.web.pages import SignedInRequest, show, signed_in
from rectification.workflow.queries import require_clerk

LISTED_AT_MOST = 50


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show the counts and open questions once more; confirming them stores all or nothing."""
    draft = draft_to_confirm(request.user, pk)
    if draft.state != "checking" and request.method != "POST":
        return redirect("intake:draft", pk)
    if request.method != "POST":
        return _check_answers(request, draft)
    version = whole(request.POST.get("version", ""))
    try:
        if version is None:
            raise Stale("The form came without its version. Please look at the counts again, then confirm.")
        plan = actions.confirm_draft(draft_id=pk, version=version, actor=request.user, now=timezone.now())
    except actions.AlreadyConfirmed as known:
        return show(request, "rectification/plans/already.html", {"words": sentence(known), "plan": known.plan}, status=known.status)
    except Incomplete as refusal:
        return _check_answers(request, draft_to_confirm(request.user, pk), words=sentence(refusal), status=refusal.status)
    except Stale as refusal:
        return _check_answers(request, draft_to_confirm(request.user, pk), words=sentence(refusal), status=409)
    return redirect("plans:imported", plan.pk)


def _check_answers(request: SignedInRequest, draft: Draft, *, words: str = "", status: int = 200) -> HttpResponse:
    if plan := plan_of_draft(draft):
        return redirect("overview:plan", plan.pk)
    answers = answers_for(draft)
    context: dict[str, Any] = {"draft": draft, "answers": answers, "version": whole_version(draft), "words": words, "most": LISTED_AT_MOST}
    try:
        judge(draft.title, answers)
    except Incomplete as refusal:
        context |= {"hindered": True, "words": words or sentence(refusal)}
    return show(request, "rectification/plans/confirm.html", context, status=status)


@require_GET
@signed_in
def imported(request: SignedInRequest, pk: int) -> HttpResponse:
    """Done; the two ways on."""
    require_clerk(request.user)
    return show(request, "rectification/plans/imported.html", {"plan": plan_for(request.user, pk)})
