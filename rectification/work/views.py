"""The forms in which the work of an issue is divided; each leads back to the issue's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rectification.models import Issue
from rectification.refusals import Incomplete, Stale, WrongStage
from rectification.web.forms import refused, stands, status_of
from rectification.web.pages import SignedInRequest, show, signed_in
from rectification.work import actions
from rectification.work.forms import MilestoneForm, PartsForm, TargetForm
from rectification.work.queries import group_for, issue_to_divide, milestone_for, target_for

Typed = TypeVar("Typed", bound=forms.Form)
form_methods = require_http_methods(["GET", "HEAD", "POST"])


@form_methods
@signed_in
def add_milestone(request: SignedInRequest, pk: int) -> HttpResponse:
    issue = issue_to_divide(request.user, pk)

    def save(form: MilestoneForm) -> None:
        typed = {name: form.cleaned_data[name] for name in ("text", "due", "reached_on")}
        actions.add_milestone(issue_id=pk, actor=request.user, now=timezone.now(), **typed)

    return _page(request, issue, MilestoneForm(_typed(request)), save, title=_("Set a milestone"), stored=MilestoneForm)


@form_methods
@signed_in
def milestone(request: SignedInRequest, pk: int) -> HttpResponse:
    found = milestone_for(request.user, pk)

    def save(form: MilestoneForm) -> None:
        typed = {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}
        actions.change_milestone(milestone_id=pk, actor=request.user, now=timezone.now(), **typed)

    form = MilestoneForm(_typed(request), milestone=found)
    return _page(
        request,
        found.issue,
        form,
        save,
        title=_("Milestone"),
        stored=lambda: MilestoneForm(milestone=milestone_for(request.user, pk)),
        remove=reverse("work:remove_milestone", args=[pk]),
    )


@require_POST
@signed_in
def remove_milestone(request: SignedInRequest, pk: int) -> HttpResponse:
    found = milestone_for(request.user, pk)
    actions.remove_milestone(milestone_id=pk, actor=request.user, now=timezone.now())
    messages.success(request, _("Removed; the trail keeps what it was."))
    return redirect("overview:issue", found.issue_id)


@form_methods
@signed_in
def add_target(request: SignedInRequest, pk: int) -> HttpResponse:
    issue = issue_to_divide(request.user, pk)

    def save(form: TargetForm) -> None:
        actions.add_target(issue_id=pk, actor=request.user, now=timezone.now(), **form.values())

    return _page(request, issue, TargetForm(_typed(request)), save, title=_("Set a target"), stored=TargetForm)


@form_methods
@signed_in
def target(request: SignedInRequest, pk: int) -> HttpResponse:
    found = target_for(request.user, pk)

    def save(form: TargetForm) -> None:
        version = form.cleaned_data["version"] or 0
        values = form.values()
        actions.change_target(target_id=pk, shares=form.shares(), version=version, actor=request.user, now=timezone.now(), **values)

    form = TargetForm(_typed(request), target=found)
    return _page(
        request,
        found.issue,
        form,
        save,
        title=_("Target and its shares"),
        stored=lambda: TargetForm(target=target_for(request.user, pk)),
        remove=reverse("work:remove_target", args=[pk]),
    )


@require_POST
@signed_in
def remove_target(request: SignedInRequest, pk: int) -> HttpResponse:
    found = target_for(request.user, pk)
    actions.remove_target(target_id=pk, actor=request.user, now=timezone.now())
    messages.success(request, _("Removed; the trail keeps what it was."))
    return redirect("overview:issue", found.issue_id)


@form_methods
@signed_in
def parts(request: SignedInRequest, pk: int) -> HttpResponse:
    row = group_for(request.user, pk)

    def save(form: PartsForm) -> None:
        chosen, version = form.chosen(), form.cleaned_data["version"]
        actions.choose_parts(issue_unit_id=pk, units=chosen, version=version, actor=request.user, now=timezone.now())

    return _page(
        request,
        row.issue,
        PartsForm(_typed(request), row=row),
        save,
        title=_("Who does the work of “%(group)s”") % {"group": row.printed},
        intro=_("Each unit chosen here reports for itself. Units added later owe nothing for periods that were cut off before."),
        stored=lambda: PartsForm(row=group_for(request.user, pk)),
    )


def _page(
    request: SignedInRequest,
    issue: Issue,
    form: Typed,
    save: Callable[[Typed], None],
    *,
    title: str,
    stored: Callable[[], Typed],
    intro: str = "",
    remove: str = "",
) -> HttpResponse:
    """Show a form or save it; one that is refused stands as it was typed, to be judged against ``stored``, the form as it opens by then."""
    status, other = 200, None
    if form.is_bound and not form.is_valid():
        status = 422
    elif form.is_bound:
        try:
            save(form)
        except (Incomplete, WrongStage, Stale) as refusal:
            now = stored()
            form, status = refused(form, refusal, version=now.initial.get("version", 0)), status_of(refusal)
            other = stands(now) if isinstance(refusal, Stale) else None
        else:
            messages.success(request, _("Saved."))
            return redirect("overview:issue", issue.pk)
    context = {"issue": issue, "form": form, "title": title, "intro": intro, "remove": remove, "stands": other}
    return show(request, "rectification/work/form.html", context, status=status)


def _typed(request: SignedInRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
