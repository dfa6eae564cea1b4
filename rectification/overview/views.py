"""The ledger, the issue page and the plans; on an issue's page the office decides what its plan left open."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import today
from accounts.vocabulary import PostKind
from rectification.evidence.queries import evidence_of
from rectification.intake.files import path_of
from rectification.models import Issue
from rectification.overview.chips import chips_of
from rectification.overview.filters import IssueFilter
from rectification.overview.forms import CoordinatingForm, DeadlineForm, refused
from rectification.overview.queries import (
    by_role,
    counts_by_stage,
    document_for,
    ledger,
    plan_for,
    plans_for,
    rows_of,
    trail_of,
    whole_issue,
)
from rectification.overview.trail import told
from rectification.plans.actions import decide_deadline, set_coordinating_unit
from rectification.plans.queries import require_clerk
from rectification.plans.rules import MAY_DECIDE
from rectification.refusals import Refusal, Stale
from rectification.vocabulary import Stage
from rectification.web.downloads import saved
from rectification.web.pages import SignedInRequest, show, signed_in
from rectification.web.paging import PAGE_SIZES, keys_of, page_of
from rectification.workflow.queries import issue_for, visible_to

LATEST_ACTS = 200
RARE_FILTERS = ("plan", "deadline_kind", "kind", "scope", "due_from", "due_to")


@require_safe
@signed_in
def issues(request: SignedInRequest) -> HttpResponse:
    """整改清单: one wide table of all issues a person may see."""
    filters = IssueFilter(request.GET, queryset=ledger(request.user), request=request)
    page = page_of(keys_of(filters.qs), request.GET)
    context = {
        "filter": filters,
        "chips": chips_of(filters, request.GET),
        "clear_url": reverse("overview:ledger"),
        "page_obj": page,
        "page_sizes": PAGE_SIZES,
        "rows": rows_of(page.object_list),
        "order": filters.order,
        "order_asked": "ordering" in request.GET,
        "more_open": any(request.GET.get(name) for name in RARE_FILTERS),
        "today": today(),
    }
    return show(request, "rectification/overview/ledger.html", context, part="list")


@require_safe
@signed_in
def issue(request: SignedInRequest, pk: int) -> HttpResponse:
    """The one file of an issue: what it asks, of whom, by when, how far it is, and everything that was done to it."""
    return _issue_page(request, whole_issue(issue_for(request.user, pk)))


@require_POST
@signed_in
def deadline(request: SignedInRequest, pk: int) -> HttpResponse:
    """Decide a deadline that the plan left open."""
    require_clerk(request.user)
    found = whole_issue(issue_for(request.user, pk))
    form = DeadlineForm(request.POST, issue=found)
    if not form.is_valid():
        return _issue_page(request, found, deadline_form=form, status=422)
    try:
        decide_deadline(issue_id=pk, actor=request.user, now=timezone.now(), **form.decision())
    except Refusal as refusal:
        return _issue_page(request, found, deadline_form=refused(form, refusal, found), status=_status(refusal))
    messages.success(request, _("The deadline is decided."))
    return redirect("overview:issue", pk)


@require_POST
@signed_in
def coordinating(request: SignedInRequest, pk: int) -> HttpResponse:
    """Fix which unit coordinates an issue."""
    require_clerk(request.user)
    found = whole_issue(issue_for(request.user, pk))
    form = CoordinatingForm(request.POST, issue=found)
    if not form.is_valid():
        return _issue_page(request, found, coordinating_form=form, status=422)
    version: int = form.cleaned_data["version"]
    try:
        set_coordinating_unit(issue_id=pk, unit_id=form.chosen(), version=version, actor=request.user, now=timezone.now())
    except Refusal as refusal:
        return _issue_page(request, found, coordinating_form=refused(form, refusal, found), status=_status(refusal))
    messages.success(request, _("The coordinating unit is fixed."))
    return redirect("overview:issue", pk)


def _status(refusal: Refusal) -> int:
    """A form carries its version itself, without If-Match: a stale one is a conflict."""
    return 409 if isinstance(refusal, Stale) else refusal.status


def _issue_page(
    request: SignedInRequest,
    found: Issue,
    *,
    deadline_form: DeadlineForm | None = None,
    coordinating_form: CoordinatingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an issue; a form that was refused stands in it as it was typed."""
    office = request.user.holds(PostKind.OFFICE_CLERK)
    if office and not found.deadline_decided and found.stage in MAY_DECIDE:
        deadline_form = deadline_form or DeadlineForm(issue=found)
    if office and found.stage == Stage.NOT_STARTED:
        coordinating_form = coordinating_form or CoordinatingForm(issue=found)
    acts = list(trail_of(found)[: LATEST_ACTS + 1])
    context = {
        "issue": found,
        "roles": by_role(found),
        "acts": [told(act) for act in acts[:LATEST_ACTS]],
        "parent_visible": found.parent_id is not None and visible_to(request.user).filter(pk=found.parent_id).exists(),
        "older_acts": len(acts) > LATEST_ACTS,
        "deadline_form": deadline_form,
        "coordinating_form": coordinating_form,
        "evidence": evidence_of(found, request.user),
        "today": today(),
        "crumbs": [
            {"words": found.plan.title, "url": reverse("overview:plan", args=[found.plan_id])},
            {"words": found.printed_number or found.position},
        ],
    }
    return show(request, "rectification/overview/issue.html", context, status=status)


@require_safe
@signed_in
def plans(request: SignedInRequest) -> HttpResponse:
    page = page_of(plans_for(request.user), request.GET)
    shown = list(page.object_list)
    counts = counts_by_stage(request.user, shown)
    context = {"page_obj": page, "rows": [(plan, counts[plan.pk], sum(stage.count for stage in counts[plan.pk])) for plan in shown]}
    return show(request, "rectification/overview/plans.html", context)


@require_safe
@signed_in
def plan(request: SignedInRequest, pk: int) -> HttpResponse:
    found = plan_for(request.user, pk)
    counts = counts_by_stage(request.user, [found])[found.pk]
    context = {
        "plan": found,
        "counts": counts,
        "total": sum(stage.count for stage in counts),
        "versions": found.versions.select_related("document", "confirmed_by").order_by("-number"),
        "crumbs": [{"words": _("Plans"), "url": reverse("overview:plans")}, {"words": found.title}],
    }
    return show(request, "rectification/overview/plan.html", context)


@require_safe
@signed_in
def document(request: SignedInRequest, pk: int, number: int) -> HttpResponseBase:
    """The document a plan was read from, byte for byte; never shown by the browser, only saved."""
    paper = document_for(request.user, pk, number)
    return saved(request, path_of(paper.fingerprint), name=paper.name, media_type="application/octet-stream", sha256=paper.fingerprint)
