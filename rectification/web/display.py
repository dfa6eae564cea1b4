"""Colours and size of text: kept in two cookies, written into ``<html>`` by the server, switched without script."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

Words = tuple[tuple[str, Promise], ...]

THEMES: Words = (("light", _("Light")), ("dark", _("Dark")), ("contrast", _("High contrast")))
SIZES: Words = (("normal", _("Normal")), ("large", _("Large print")))
CHOICES = {"theme": THEMES, "size": SIZES}
YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Display:
    """What this browser has chosen; the first choice of each list where it has not."""

    theme: str
    size: str
    themes: Words = THEMES
    sizes: Words = SIZES

    @classmethod
    def of(cls, request: HttpRequest) -> "Display":
        return cls(theme=_chosen(request, "theme"), size=_chosen(request, "size"))


@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Remember ``theme`` or ``size`` and go back to the page the person came from."""
    response = HttpResponseRedirect(_own_address(request.POST.get("next", "")))
    for name in CHOICES:
        if value := _known(name, request.POST.get(name, "")):
            response.set_cookie(name, value, max_age=YEAR, secure=request.is_secure(), httponly=True, samesite="Lax")
    return response


def _chosen(request: HttpRequest, name: str) -> str:
    return _known(name, request.COOKIES.get(name, "")) or CHOICES[name][0][0]


def _known(name: str, value: str) -> str:
    return value if value in dict(CHOICES[name]) else ""


def _own_address(address: str) -> str:
    own = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if own else "/"
