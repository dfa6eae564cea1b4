"""Who may open a page, and the two ways a page acts: by a form, or by a button."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext

from accounts.importing import NotRecognised, Remark
from accounts.models import User
from accounts.rules import Refused
from accounts.sheets import BadSheet
from accounts.vocabulary import PostKind

P = ParamSpec("P")


class PersonRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


View = Callable[Concatenate[PersonRequest, P], HttpResponse]
Words = str | Promise


def only(may: Callable[[Collection[PostKind]], bool]) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Lets in whose posts ``may`` accepts; others get 403, strangers the sign-in page."""

    def door(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @login_required
        @wraps(view)
        def inner(request: PersonRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not may(request.user.post_kinds()):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return inner  # type: ignore[return-value]  # login_required has checked what PersonRequest says

    return door


def sentence(refusal: Refused | BadSheet | NotRecognised | Remark) -> str:
    """The refusal in the reader's language."""
    words = gettext(refusal.message)
    return words % refusal.values if refusal.values else words


def form_page(
    request: HttpRequest,
    form: Form,
    act: Callable[[dict[str, Any]], object],
    *,
    title: Words,
    button: Words,
    back: str,
    done: Words,
    intro: Words = "",
) -> HttpResponse:
    """Show a form; when it is sent and good, ``act`` on it and go ``back`` with the words ``done``. A refusal stands above the form."""
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, sentence(refusal))
            status = refusal.status
        else:
            messages.success(request, str(done))
            return redirect(back)
    context = {"form": form, "title": title, "button": button, "back": back, "intro": intro}
    return render(request, "accounts/form.html", context, status=status)


def pressed(request: HttpRequest, act: Callable[[], object], *, back: str, done: Words) -> HttpResponse:
    """Do what a button says and go ``back``; a refusal is shown there."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, str(done))
    return redirect(back)


def bound(request: HttpRequest) -> Mapping[str, Any] | None:
    """The data for a form: what was sent, or nothing."""
    return request.POST if request.method == "POST" else None
