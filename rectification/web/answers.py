"""Turns refusals into answers: 403, 404, 409, 412, 422 for pages and programs alike."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler

from rectification.refusals import Incomplete, Refusal


def api_refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(error, Refusal):
        body: dict[str, Any] = {"code": error.code, "detail": str(error)}
        if isinstance(error, Incomplete) and error.fields:
            body["fields"] = error.fields
        return Response(body, status=error.status)
    return exception_handler(error, context)
