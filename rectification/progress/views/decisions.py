"""The unit head's list of the unit's reports; confirming and sending back; the state of a measure."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.vocabulary import PostKind
from rectification.models import Report
from rectification.progress.actions.decisions import confirm_report, return_report
from rectification.progress.actions.measures import set_measure
from rectification.progress.forms import refused
from rectification.progress.forms.decisions import MeasureForm, ReturnForm
from rectification.progress.queries.board import with_reports
from rectification.progress.queries.leading import require_lead
from rectification.progress.queries.measures import measure_for
from rectification.progress.queries.reports import heads, report_for
from rectification.progress.queries.unit import duties_headed, periods_headed
from rectification.refusals import NotYours, Refusal, Stale, WrongStage
from rectification.web.answers import sentence
from rectification.web.forms import stands
from rectification.web.numbers import whole
from rectification.web.pages import SignedInRequest, show, signed_in
from rectification.web.paging import PAGE_SIZES, keys_of, page_of
from rectification.web.words import period as period_words


@require_safe
@signed_in
def unit(request: SignedInRequest) -> HttpResponse:
    """本单位填报: everything the unit has said in a period, what was sent back first."""
    if not request.user.holds(PostKind.UNIT_HEAD):
        raise NotYours("This list is for the heads of the units.")
    periods = periods_headed(request.user)
    asked = whole(request.GET.get("period", ""))
    chosen = next((period for period in periods if period.pk == asked), periods[0] if periods else None)
    page = page_of(keys_of(duties_headed(request.user, chosen)) if chosen else [], request.GET)
    context = {
        "period": chosen,
        "rows": with_reports(page.object_list),
        "page_obj": page,
        "page_sizes": PAGE_SIZES,
        "tabs": [
            {
                "words": f"{period.rhythm} {period_words(period.rhythm.kind, period.starts, period.ends)}",
                "url": f"?period={period.pk}",
                "current": period == chosen,
            }
            for period in periods
        ],
    }
    return show(request, "rectification/progress/unit.html", context)


@require_POST
@signed_in
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    report = report_for(request.user, pk)
    try:
        version = whole(request.POST.get("version", "")) or 0
        confirm_report(report_id=pk, version=version, actor=request.user, now=timezone.now())
    except (Stale, WrongStage) as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("The report is confirmed."))
    return redirect(_back(request.user, report))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """The report once more, and why it goes back."""
    report = report_for(request.user, pk)
    if not (request.user.holds(PostKind.OFFICE_CLERK) or heads(request.user, report.unit_id)):
        raise NotYours("Only the head of the unit and the office send reports back.")
    if request.method != "POST":
        return _return_page(request, report, ReturnForm(report=report))
    form = ReturnForm(request.POST, report=report)
    if not form.is_valid():
        return _return_page(request, report, form, status=422)
    try:
        return_report(report_id=pk, **form.said(), actor=request.user, now=timezone.now())
    except Refusal as refusal:
        now = report_for(request.user, pk)
        return _return_page(request, now, refused(form, refusal, version=now.version), status=_status(refusal))
    messages.success(request, _("The report is sent back; it is on top of the unit's list."))
    return redirect(_back(request.user, report))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def measure(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far a measure is; the issue's page holds the same form."""
    found = measure_for(request.user, pk)
    require_lead(request.user, found.issue)
    form = MeasureForm(request.POST if request.method == "POST" else None, measure=found)
    context = {"measure": found, "form": form, "back": f"{reverse('overview:issue', args=[found.issue_id])}#measures"}
    if request.method != "POST":
        return show(request, "rectification/progress/measure.html", context)
    if not form.is_valid():
        return show(request, "rectification/progress/measure.html", context, status=422)
    try:
        set_measure(measure_id=pk, **form.said(), actor=request.user, now=timezone.now())
    except Refusal as refusal:
        now = measure_for(request.user, pk)
        other = stands(MeasureForm(measure=now)) if isinstance(refusal, Stale) else None
        context |= {"measure": now, "form": refused(form, refusal, version=now.version), "stands": other}
        return show(request, "rectification/progress/measure.html", context, status=_status(refusal))
    messages.success(request, _("The state of the measure is saved."))
    return redirect(str(context["back"]))


def _return_page(request: SignedInRequest, report: Report, form: ReturnForm, *, status: int = 200) -> HttpResponse:
    context = {"report": report, "form": form, "back": _back(request.user, report)}
    return show(request, "rectification/progress/send_back.html", context, status=status)


def _back(user: User, report: Report) -> str:
    """Where the person came from: the head's own list, or the office's list of the period."""
    if heads(user, report.unit_id):
        return f"{reverse('progress:unit')}?period={report.period_id}"
    return f"{reverse('progress:period', args=[report.period_id])}?unit={report.unit_id}"


def _status(refusal: Refusal) -> int:
    """A form carries its version itself, without If-Match: a stale one is a conflict."""
    return 409 if isinstance(refusal, Stale) else refusal.status
