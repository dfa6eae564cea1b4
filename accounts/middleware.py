"""Ends idle sessions and sends people with a first or an old password to change it."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from accounts import sessions
from accounts.passwords import must_change


class HtmxHttpRequest(HttpRequest):
    """What ``HtmxMiddleware`` makes of a request."""

    htmx: HtmxDetails


Handler = Callable[[HtmxHttpRequest], HttpResponse]

OPEN_BEFORE_CHANGE = frozenset({"account_change_password", "account_logout", "set_language", "healthz", "readyz"})


class SessionLimitsMiddleware:
    """Signs out whoever was idle too long or is signed in for half a day; afterwards the page judges as for any stranger.

    A part of a page asked for by htmx cannot show the sign-in page in its place: there the browser is told to go to it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxHttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = sessions.seconds_now()
            if sessions.has_run_out(request.session, request.user, now):
                auth.logout(request)
                messages.info(request, _("Your session has ended because nothing was done for some time. Sign in to go on."))
            else:
                sessions.note_activity(request, now)
        return whole_page_for_sign_in(request, self.get_response(request))


class PasswordChangeMiddleware:
    """Until a first or an old password is changed, every address leads to the page where that is done."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxHttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or not must_change(request.user, timezone.now()) or _is_open(request):
            return self.get_response(request)
        if request.htmx:
            return HttpResponse(headers={"HX-Redirect": resolve_url("account_change_password")})
        return redirect("account_change_password")


def whole_page_for_sign_in(request: HtmxHttpRequest, response: HttpResponse) -> HttpResponse:
    """Turn a redirect to the sign-in page into an order to the browser where only a part was asked for."""
    sign_in = resolve_url(settings.LOGIN_URL)
    if not request.htmx or not response.headers.get("Location", "").startswith(sign_in):
        return response
    return HttpResponse(headers={"HX-Redirect": f"{sign_in}?{urlencode({'next': _page_asking(request)})}"})


def _page_asking(request: HtmxHttpRequest) -> str:
    try:
        return request.htmx.current_url_abs_path or "/"
    except ValueError:  # the header holds no address
        return "/"


def _is_open(request: HtmxHttpRequest) -> bool:
    """Whether the address may be used before the change. Static files never come this far."""
    try:
        return resolve(request.path_info).url_name in OPEN_BEFORE_CHANGE
    except Resolver404:
        return False
