"""Answers of pages: the whole page, or the named part of it that htmx asked for."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from accounts.models import User

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    """A request of somebody who has signed in, with what django-htmx knows about it."""

    user: User
    htmx: HtmxDetails


PageView = Callable[Concatenate[SignedInRequest, P], HttpResponseBase]


def show(request: HttpRequest, template: str, context: Mapping[str, Any], *, part: str = "", status: int = 200) -> HttpResponse:
    """Render ``template``, or only its ``{% partialdef part %}`` where htmx asked for less than a page."""
    name = f"{template}#{part}" if part and wants_part(request) else template
    response = render(request, name, dict(context), status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def wants_part(request: HttpRequest) -> bool:
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # set by django-htmx's middleware
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def _way_back(request: HttpRequest) -> str:
    """Where a person goes on after signing in: the page asked for, or the page whose form was sent when the session had ended."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    return urlunsplit(("", "", page.path, page.query, "")) if page.netloc == request.get_host() else "/"


def signed_in(view: PageView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Lets only signed-in people in. htmx gets a redirect of the whole window, never a sign-in form inside a table."""

    @wraps(view)
    def inner(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)  # type: ignore[arg-type]  # narrowed by the line above
        login = redirect_to_login(_way_back(request))
        return HttpResponseClientRedirect(login.url) if wants_part(request) else login

    return inner  # type: ignore[return-value]  # "wraps" names the first argument, a view does not need it
