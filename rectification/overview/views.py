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
from rectification.extensions.queries import section_of as extensions_of
from rectification.intake.files import path_of
from rectification.models import Issue
from rectification.overview.chips import chips_of
from rectification.overview.filters import IssueFilter
from rectification.overview.forms import CoordinatingForm, DeadlineForm
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
from rectification.progress.queries.of_issue import progress_of
from rectification.refusals import Incomplete, Refusal
from rectification.vocabulary import Stage
from rectification.web.downloads import saved
from rectification.web.forms import refused, status_of
from rectification.web.pages import SignedInRequest, show, signed_in
from rectification.web.paging import PAGE_SIZES, keys_of, page_of
from rectification.work.queries import section_of as work_of
from rectification.workflow.queries import issue_for, require_clerk, visible_to
from rectification.workflow.rules import OPEN_FOR_WORK

LATEST_ACTS = 200
MOST_PRINTED = 5000
ROWS_AT_ONCE = 500
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
def print_ledger(request: SignedInRequest) -> HttpResponse:
    """The whole list that the filters leave, for paper."""
    filters = IssueFilter(request.GET, queryset=ledger(request.user), request=request)
    keys = list(filters.qs.values_list("pk", flat=True)[: MOST_PRINTED + 1])
    if len(keys) > MOST_PRINTED:
        raise Incomplete("At most %(most)d issues are printed at once. Narrow the filters.", {"most": MOST_PRINTED})
    parts = (keys[first : first + ROWS_AT_ONCE] for first in range(0, len(keys), ROWS_AT_ONCE))
    context = {
        "chips": chips_of(filters, request.GET),
        "rows": [row for part in parts for row in rows_of(part)],
        "order": filters.order,
        "today": today(),
    }
    return show(request, "rectification/overview/print_ledger.html", context)


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
        return _issue_page(request, found, deadline_form=refused(form, refusal, version=_version(pk)), status=status_of(refusal))
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
        return _issue_page(request, found, coordinating_form=refused(form, refusal, version=_version(pk)), status=status_of(refusal))
    messages.success(request, _("The coordinating unit is fixed."))
    return redirect("overview:issue", pk)


def _version(pk: int) -> int:
    return Issue.objects.values_list("version", flat=True).get(pk=pk)


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
    if office and not found.deadline_decided and found.stage in OPEN_FOR_WORK:
        deadline_form = deadline_form or DeadlineForm(issue=found)
    if office and found.stage == Stage.NOT_STARTED:
        coordinating_form = coordinating_form or CoordinatingForm(issue=found)
    acts = list(trail_of(found)[: LATEST_ACTS + 1])
    context = {
        "issue": found,
        "roles": by_role(found),
        "progress": progress_of(request.user, found),
        "acts": [told(act) for act in acts[:LATEST_ACTS]],
        "parent_visible": found.parent_id is not None and visible_to(request.user).filter(pk=found.parent_id).exists(),
        "older_acts": len(acts) > LATEST_ACTS,
        "deadline_form": deadline_form,
        "coordinating_form": coordinating_form,
        "evidence": evidence_of(found, request.user),
        "today": today(),
        **extensions_of(request.user, found),
        **work_of(request.user, found),
        "crumbs": [
            {"words": found.plan.title, "url": reverse("overview:plan", args=[found.plan_id])},
            {"words": found.printed_number or _("No number")},
        ],
    }
    return show(request, "rectification/overview/issue.html", context, status=status)


@require_safe
@signed_in
def plans(request: SignedInRequest) -> HttpResponse:
    page = page_of(plans_for(request.user), request.GET)
    shown = list(page.object_list)
    counts = counts_by_stage(request.user, shown)
    context = {
        "page_obj": page,
        "rows": [(plan, counts[plan.pk], sum(stage.count for stage in counts[plan.pk])) for plan in shown],
        "may_import": request.user.holds(PostKind.OFFICE_CLERK),
    }
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
def api_docs(request: SignedInRequest) -> HttpResponse:
    """The interface for programs, described from ``/api/v1/schema/``."""
    return show(request, "rectification/overview/api_docs.html", {})


@require_safe
@signed_in
def document(request: SignedInRequest, pk: int, number: int) -> HttpResponseBase:
    """The document a plan was read from, byte for byte; never shown by the browser, only saved."""
    paper = document_for(request.user, pk, number)
    return saved(request, path_of(paper.fingerprint), name=paper.name, media_type="application/octet-stream", sha256=paper.fingerprint)
