"""What is refused before any of a request's body is read."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from rectification.web.answers import answer

UTF8 = frozenset({"utf-8", "utf8"})


class RequestBoundsMiddleware:
    """Refuses a body that is larger than any form of ours, or in another charset than UTF-8.

    Python knows charsets that decode to no text at all, or to text that no database takes.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return answer(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if (request.content_params or {}).get("charset", "utf-8").lower() not in UTF8:
            return answer(request, HTTPStatus.BAD_REQUEST)
        return self.get_response(request)
