"""The form in which a unit reports on an issue, its draft, and the page that says it is handed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rectification.models import Duty, Report
from rectification.progress.actions.drafts import discard_draft, save_draft
from rectification.progress.actions.reports import submit_report
from rectification.progress.forms import refused
from rectification.progress.forms.reports import ReportForm, drafted, prefilled, stood_in
from rectification.progress.queries.leading import leads
from rectification.progress.queries.mine import duties_of, to_report
from rectification.progress.queries.reports import counted_by, draft_of, duty_for, earlier_reports, report_for, report_on
from rectification.progress.rules.periods import is_over
from rectification.progress.rules.reports import Handed, judge_time
from rectification.refusals import Incomplete, Stale, WrongStage
from rectification.vocabulary import ReportState, Stage
from rectification.web.answers import sentence
from rectification.web.numbers import whole
from rectification.web.pages import SignedInRequest, show, signed_in
from rectification.web.words import period as period_words
from rectification.workflow.rules import judge_open

NO_DRAFT = ("csrfmiddlewaretoken", "draft_version")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def report(request: SignedInRequest, period_pk: int, issue_pk: int, unit_pk: int) -> HttpResponse:
    place: dict[str, Any] = {"issue_id": issue_pk, "unit_id": unit_pk, "period_id": period_pk}
    duty = duty_for(request.user, **place)
    if request.method != "POST":
        return _page(request, duty, _opened(request, duty))
    form = ReportForm(request.POST, **_asked(request, duty))
    if not form.is_valid():
        return _page(request, duty, form, status=422)
    try:
        handed = submit_report(**form.said(), **place, actor=request.user, now=timezone.now())
    except Stale as refusal:
        stored = report_on(duty)
        version = stored.version if stored else 0
        faster = stored if version != form.cleaned_data["version"] else None
        return _page(request, duty, refused(form, refusal, version=version), faster=faster, status=409)
    except (Incomplete, WrongStage) as refusal:
        return _page(request, duty, refused(form, refusal), status=refusal.status)
    return redirect("progress:handed_in", handed.pk)


@require_POST
@signed_in
def draft(request: SignedInRequest, period_pk: int, issue_pk: int, unit_pk: int) -> HttpResponse:
    """Keep what is typed."""
    place = {"issue_id": issue_pk, "unit_id": unit_pk, "period_id": period_pk}
    content = {name: [_storable(value) for value in values] for name, values in request.POST.lists() if name not in NO_DRAFT}
    version = whole(request.POST.get("draft_version", "")) or 0
    try:
        kept = save_draft(**place, content=content, version=version, actor=request.user, now=timezone.now())
    except Stale as refusal:
        stored = draft_of(request.user, duty_for(request.user, **place))
        return show(request, "rectification/progress/draft.html", {"draft": stored, "words": sentence(refusal)}, status=409)
    except Incomplete as refusal:
        return show(request, "rectification/progress/draft.html", {"words": sentence(refusal)}, status=refusal.status)
    return show(request, "rectification/progress/draft.html", {"draft": kept})


@require_POST
@signed_in
def discard(request: SignedInRequest, period_pk: int, issue_pk: int, unit_pk: int) -> HttpResponse:
    discard_draft(issue_id=issue_pk, unit_id=unit_pk, period_id=period_pk, actor=request.user)
    messages.success(request, _("The draft is thrown away."))
    return redirect("progress:report", period_pk, issue_pk, unit_pk)


@require_safe
@signed_in
def handed_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """Done; the next one, or back to the list."""
    handed = report_for(request.user, pk)
    following = to_report(duties_of(request.user)).select_related("issue", "unit").first()
    return show(request, "rectification/progress/handed_in.html", {"report": handed, "following": following, **_place_of(handed)})


def _storable(text: object) -> str:
    """No database keeps the character 0 in a JSON value."""
    return str(text).replace("\0", "")


def _place_of(handed: Report) -> dict[str, str]:
    return {"form_url": reverse("progress:report", args=[handed.period_id, handed.issue_id, handed.unit_id])}


def _asked(request: SignedInRequest, duty: Duty) -> dict[str, Any]:
    """What this unit is asked on this issue: its targets and the measures."""
    return {"counted": counted_by(duty), "measures": list(duty.issue.measures.all()), "leads": leads(request.user, duty.issue)}


def _opened(request: SignedInRequest, duty: Duty) -> ReportForm:
    """The form as it opens: the draft, else what was handed in, else what the unit said before."""
    kept, stored = draft_of(request.user, duty), report_on(duty)
    earlier = earlier_reports(duty).prefetch_related("figures")
    stood = prefilled(earlier.first(), stored if stored and stored.text else earlier.filter(no_change=False).first())
    if stored:
        stood |= {"version": stored.version} if stored.no_change else stood_in(stored)
    if kept:
        stood |= drafted(kept)
    return ReportForm(initial=stood, **_asked(request, duty))


def _page(request: SignedInRequest, duty: Duty, form: ReportForm, *, faster: Report | None = None, status: int = 200) -> HttpResponse:
    """``faster``: what somebody else of the unit has handed in meanwhile, shown beside what was typed."""
    stored = report_on(duty)
    place = [duty.period_id, duty.issue_id, duty.unit_id]
    context = {
        "duty": duty,
        "form": form,
        "stored": stored,
        "returned": stored if stored and stored.state == ReportState.RETURNED else None,
        "faster": faster,
        "draft": draft_of(request.user, duty),
        "is_late": is_over(duty.period.cutoff_at, timezone.now()),
        "closed_words": _closed_words(duty, stored),
        "draft_url": reverse("progress:draft", args=place),
        "earlier": earlier_reports(duty).select_related("period__rhythm", "submitted_by")[:3],
        "crumbs": [
            {"words": _("To report"), "url": reverse("progress:mine")},
            {"words": period_words(duty.period.rhythm.kind, duty.period.starts, duty.period.ends)},
        ],
    }
    return show(request, "rectification/progress/report.html", context, status=status)


def _closed_words(duty: Duty, stored: Report | None) -> str:
    """Why nothing can be handed in any more, before anybody types it."""
    handed = Handed(ReportState(stored.state), stored.late) if stored else None
    try:
        judge_time(handed, cutoff_at=duty.period.cutoff_at, now=timezone.now())
        judge_open(Stage(duty.issue.stage))
    except WrongStage as refusal:
        return sentence(refusal)
    return ""
