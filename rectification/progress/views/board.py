"""The board: who has reported and who has not, and the list behind each number."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Unit
from accounts.vocabulary import PostKind
from rectification.models import Period, Rhythm
from rectification.progress.actions.duties import keep_duties
from rectification.progress.queries.board import Counts, duties_of, period_for, rhythms_for, units_standing, with_reports
from rectification.progress.queries.board import board as board_of
from rectification.progress.queries.periods import is_provisional
from rectification.vocabulary import Standing
from rectification.web.numbers import whole
from rectification.web.pages import SignedInRequest, show, signed_in
from rectification.web.paging import PAGE_SIZES, page_of
from rectification.web.words import STANDINGS
from rectification.web.words import period as period_words
from rectification.workflow import settings


@dataclass(frozen=True, slots=True)
class Count:
    """A number over the board and the list that it opens."""

    words: object
    count: int
    url: str
    standing: str = ""


@require_safe
@signed_in
def board(request: SignedInRequest) -> HttpResponse:
    rhythms = rhythms_for(request.user)
    chosen = _chosen(rhythms, request.GET)
    context: dict[str, object] = {"rhythm": chosen, "sets": request.user.holds(PostKind.OFFICE_CLERK)}
    if chosen:
        for period in chosen.periods.filter(closed_at__isnull=True):
            keep_duties(period=period, now=timezone.now())
        shown = board_of(chosen)
        newest = shown.periods[0]
        context |= {
            "board": shown,
            "newest": newest,
            "provisional": is_provisional(newest, settings.working_days()),
            "counts": _counts(newest, shown.counts[0]),
            "tabs": [{"words": r.name, "url": f"?rhythm={r.pk}", "current": r.pk == chosen.pk} for r in rhythms],
        }
    return show(request, "rectification/progress/board.html", context)


@require_safe
@signed_in
def period(request: SignedInRequest, pk: int) -> HttpResponse:
    """The duties of a period, of one unit or of the units of one standing."""
    found = period_for(request.user, pk)
    only = next((word for word in Standing if word == request.GET.get("standing")), None)
    late, unit = "late" in request.GET, whole(request.GET.get("unit", ""))
    cells = units_standing(found, only, late=late)
    keys = [unit for unit in cells if unit is not None] if unit is None else [key for key in cells if key == unit]
    page = page_of(list(duties_of(found, keys).values_list("pk", flat=True)), request.GET)
    context = {
        "period": found,
        "rows": with_reports(page.object_list),
        "page_obj": page,
        "page_sizes": PAGE_SIZES,
        "units": len(keys),
        "chosen": _chosen_words(only, unit, late=late),
        "returns": request.user.holds(PostKind.OFFICE_CLERK),
        "clear_url": reverse("progress:period", args=[pk]),
        "counts": _counts(found, Counts.of(units_standing(found).values())),
        "crumbs": [
            {"words": _("Board"), "url": f"{reverse('progress:board')}?rhythm={found.rhythm_id}"},
            {"words": period_words(found.rhythm.kind, found.starts, found.ends)},
        ],
    }
    return show(request, "rectification/progress/period.html", context)


def _chosen(rhythms: list[Rhythm], asked: QueryDict) -> Rhythm | None:
    key = whole(asked.get("rhythm", ""))
    return next((rhythm for rhythm in rhythms if rhythm.pk == key), rhythms[0] if rhythms else None)


def _counts(period: Period, counts: Counts) -> list[Count]:
    url = reverse("progress:period", args=[period.pk])
    by_standing = [Count(STANDINGS[word], counts.by_standing[word], f"{url}?standing={word}", word) for word in Standing]
    return [Count(_("Units that owe reports"), counts.owed, url), *by_standing, Count(_("Late"), counts.late, f"{url}?late=1")]


def _chosen_words(only: Standing | None, unit: int | None, *, late: bool) -> list[str]:
    named = Unit.objects.filter(pk=unit).first() if unit is not None else None
    return [str(words) for words in (only and STANDINGS[only], named and named.name, late and _("Late")) if words]
