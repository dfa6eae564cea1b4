"""Settings: the office's practice and its calendar."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import today
from rectification.models import CalendarDay
from rectification.office import actions
from rectification.office.forms import DayForm, PracticeForm
from rectification.office.rules import YEARS, months_of
from rectification.refusals import Incomplete, NotVisible, Stale
from rectification.web.answers import sentence
from rectification.web.forms import refused, stands, status_of
from rectification.web.numbers import whole
from rectification.web.pages import SignedInRequest, show, signed_in
from rectification.workflow import settings
from rectification.workflow.queries import require_clerk


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def practice(request: SignedInRequest) -> HttpResponse:
    """What holds in this office, in words, and how to change it."""
    require_clerk(request.user)
    form = PracticeForm(request.POST if request.method == "POST" else None, practice=settings.practice())
    if request.method != "POST":
        return _practice_page(request, form)
    if not form.is_valid():
        return _practice_page(request, form, status=422)
    try:
        actions.set_practice(practice=form.practice(), version=form.cleaned_data["version"], actor=request.user, now=timezone.now())
    except Stale as refusal:
        stored = PracticeForm(practice=settings.practice())
        form = refused(form, refusal, version=stored.initial["version"])
        return _practice_page(request, form, stands=stands(stored), status=status_of(refusal))
    messages.success(request, _("Saved. It holds from now on."))
    return redirect("office:practice")


@require_safe
@signed_in
def calendar(request: SignedInRequest) -> HttpResponse:
    require_clerk(request.user)
    return _calendar_page(request, _year(request.GET.get("year", "")), DayForm())


@require_POST
@signed_in
def set_day(request: SignedInRequest) -> HttpResponse:
    require_clerk(request.user)
    form = DayForm(request.POST)
    if not form.is_valid():
        return _calendar_page(request, today().year, form, status=422)
    try:
        actions.set_day(**form.cleaned_data, actor=request.user, now=timezone.now())
    except Incomplete as refusal:
        form.add_error("day", sentence(refusal))
        return _calendar_page(request, today().year, form, status=refusal.status)
    messages.success(request, _("Saved. Terms counted in working days follow it."))
    return redirect(f"{reverse('office:calendar')}?year={form.cleaned_data['day'].year}")


@require_POST
@signed_in
def unset_day(request: SignedInRequest, pk: int) -> HttpResponse:
    require_clerk(request.user)
    own = CalendarDay.objects.filter(pk=pk).first()
    if own is None:
        raise NotVisible("There is no such day in the office's calendar.")
    actions.unset_day(day=own.day, actor=request.user, now=timezone.now())
    messages.success(request, _("The published calendar holds again for this day."))
    return redirect(f"{reverse('office:calendar')}?year={own.day.year}")


@require_POST
@signed_in
def mark_year(request: SignedInRequest, year: int) -> HttpResponse:
    require_clerk(request.user)
    actions.mark_year(year=year, whole=request.POST.get("whole") == "yes", actor=request.user, now=timezone.now())
    return redirect(f"{reverse('office:calendar')}?year={year}")


def _practice_page(request: SignedInRequest, form: PracticeForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    return show(request, "rectification/office/practice.html", {"form": form, **more}, status=status)


def _calendar_page(request: SignedInRequest, year: int, form: DayForm, *, status: int = 200) -> HttpResponse:
    days = settings.working_days()
    context = {
        "form": form,
        "year": year,
        "before": year - 1 if year - 1 in YEARS else None,
        "after": year + 1 if year + 1 in YEARS else None,
        "months": list(zip(MONTHS.values(), months_of(year, days), strict=True)),
        "own": CalendarDay.objects.filter(day__year=year),
        "final": days.is_final(year),
        "entered_whole": year in days.whole_years,
        "today": today(),
    }
    return show(request, "rectification/office/calendar.html", context, status=status)


def _year(text: str) -> int:
    year = whole(text)
    return year if year is not None and year in YEARS else today().year
