"""Turns refusals and errors into answers, for pages and programs alike: what is wrong, what to do next, and the request's id."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_htmx.http import reswap, retarget
from rest_framework.response import Response
from rest_framework.views import exception_handler

from accounts.models import User
from accounts.request_mark import request_id
from rectification.refusals import Incomplete, NotVisible, NotYours, Refusal
from rectification.web.display import Display
from rectification.web.pages import wants_part
from rectification.workflow import access


@dataclass(frozen=True, slots=True)
class Words:
    title: Promise
    advice: Promise


STATUS_WORDS = {
    400: Words(_("This request cannot be understood"), _("Go back and try again from the page before.")),
    403: Words(_("This is not for you to do"), _("If it should be, ask your unit's administrator about your post.")),
    404: Words(_("There is no such page"), _("The address may be mistyped, or what it showed is not visible to you.")),
    405: Words(_("This address does not do that"), _("Go back and use the buttons of the page.")),
    409: Words(_("That does not fit any more"), _("Open it again: it may have moved on since you saw it.")),
    412: Words(_("Somebody was faster"), _("Open it again and look at the change before you save yours.")),
    413: Words(_("That is too large"), _("Send a smaller file, or split it.")),
    422: Words(_("Something is missing or wrong"), _("Go back, correct it and try again.")),
    429: Words(_("Too many requests"), _("Wait a minute and try again.")),
    500: Words(
        _("Something broke on our side"),
        _("Nothing was saved by this step. Try again; if it happens again, tell the administrator the number below."),
    ),
    503: Words(_("The system cannot answer just now"), _("Your data is safe. Try again in a few minutes.")),
}

FOR_PROGRAMS = "/api/"


def sentence(refusal: Refusal) -> str:
    """The refusal in the reader's language."""
    words = gettext(refusal.message)
    return words % refusal.values if refusal.values else words


def answer(request: HttpRequest, status: int, words: str = "") -> HttpResponse:
    """A page that asks nothing of the database; for htmx a message at the edge of the page the person is on, JSON for programs."""
    known = STATUS_WORDS.get(status, STATUS_WORDS[400])
    if request.path.startswith(FOR_PROGRAMS):
        return JsonResponse({"detail": words or str(known.title)}, status=status, json_dumps_params={"ensure_ascii": False})
    context = {"status": status, "words": words, "title": known.title, "advice": known.advice, "request_id": request_id.get()}
    if hasattr(request, "htmx") and wants_part(request):
        part = loader.get_template("errors/part.html").render(context)
        return reswap(retarget(HttpResponse(part, status=status), "#messages"), "innerHTML")
    page = loader.get_template("errors/page.html").render({**context, "display": Display.of(request)})
    return HttpResponse(page, status=status)


class RefusalMiddleware:
    """A refusal raised anywhere in a page becomes its answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refusal):
            _note(request, error)
            return answer(request, error.status, sentence(error))
        if isinstance(error, RequestDataTooBig):
            return answer(request, 413)
        return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, TooManyFilesSent):
        most = {"most": settings.DATA_UPLOAD_MAX_NUMBER_FILES}
        return answer(request, 413, gettext("More than %(most)s files came at once. Send them in several steps.") % most)
    return answer(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it by name
    _note(request, NotYours("This step belongs to somebody else."))
    return answer(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it by name
    return answer(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes it by name
    """The form came from another site, or the page was open for too long."""
    return answer(request, 403, gettext("The form is too old or came from elsewhere. Load the page again and send it once more."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the error is being handled: a database that cannot be reached is 503, everything else 500."""
    unreachable = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    return answer(request, 503 if unreachable else 500)


def _note(request: HttpRequest, refusal: Refusal) -> None:
    """Attempts on what is hidden or another's enter the access log; slips of one's own work do not."""
    if isinstance(refusal, NotVisible | NotYours) and isinstance(request.user, User):
        access.refused(request.user, code=refusal.code, address=request.path)


def api_refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(error, Refusal):
        _note(context["request"], error)
        body: dict[str, Any] = {"code": error.code, "detail": sentence(error)}
        if isinstance(error, Incomplete) and error.fields:
            body["fields"] = error.fields
        return Response(body, status=error.status)
    return exception_handler(error, context)
