"""待填报: what the units for which a person speaks still have to say."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import today
from accounts.vocabulary import PostKind
from rectification.models import Duty
from rectification.progress.actions.reports import submit_no_change
from rectification.progress.forms.reports import NothingNewForm
from rectification.progress.queries.mine import duties_of, handed_in, tasks, to_report
from rectification.progress.queries.periods import open_periods
from rectification.progress.queries.reports import REPORTERS, duty_for
from rectification.refusals import Incomplete, NotYours, Stale, WrongStage
from rectification.web.answers import sentence
from rectification.web.pages import SignedInRequest, show, signed_in
from rectification.web.paging import PAGE_SIZES, keys_of, page_of


@require_safe
@signed_in
def mine(request: SignedInRequest) -> HttpResponse:
    return _list(request)


@require_POST
@signed_in
def nothing_new(request: SignedInRequest, period_pk: int, issue_pk: int, unit_pk: int) -> HttpResponse:
    """本期无新进展 in one act; the second time in a row it asks why, in place."""
    place: dict[str, Any] = {"issue_id": issue_pk, "unit_id": unit_pk, "period_id": period_pk}
    form = NothingNewForm(request.POST)
    if not form.is_valid():
        return _list(
            request,
            asked=duty_for(request.user, **place),
            words=" ".join(str(error) for errors in form.errors.values() for error in errors),
            status=422,
        )
    try:
        submit_no_change(**place, **form.cleaned_data, actor=request.user, now=timezone.now())
    except Incomplete as refusal:
        return _list(request, asked=duty_for(request.user, **place), words=sentence(refusal), status=refusal.status)
    except (Stale, WrongStage) as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("Reported: nothing new in this period."))
    return redirect("progress:mine")


def _list(request: SignedInRequest, *, asked: Duty | None = None, words: str = "", status: int = 200) -> HttpResponse:
    """``asked``: the duty of which the reason is still missing, with the words that say so."""
    if not request.user.holds(*REPORTERS):
        raise NotYours("Reports are handed in by the people of the units.")
    duties = duties_of(request.user)
    waiting, said = keys_of(to_report(duties)), keys_of(handed_in(duties))
    show_said = "handed-in" in request.GET
    page = page_of(said if show_said else waiting, request.GET)
    url = reverse("progress:mine")
    context = {
        "rows": tasks(request.user, list(page.object_list)),
        "page_obj": page,
        "page_sizes": PAGE_SIZES,
        "show_said": show_said,
        "heads": request.user.holds(PostKind.UNIT_HEAD),
        "periods": open_periods().filter(Exists(duties.filter(period=OuterRef("pk")))).order_by("cutoff_at"),
        "today": today(),
        "now": timezone.now(),
        "asked": asked,
        "asked_words": words,
        "reason": request.POST.get("reason", "")[:300],
        "tabs": [
            {"words": _("To report"), "url": url, "current": not show_said, "count": len(waiting)},
            {"words": _("Already handed in"), "url": f"{url}?handed-in=1", "current": show_said, "count": len(said)},
        ],
    }
    return show(request, "rectification/progress/mine.html", context, status=status)
