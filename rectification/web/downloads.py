"""Files on their way out: saved by the browser, never shown by it, whole or one range of them (security IN-8)."""

from __future__ import annotations

import re
from http import HTTPStatus
from io import BufferedReader
from pathlib import Path

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

SANDBOX = "default-src 'none'; sandbox"
ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
LONGEST_NUMBER = 18


class Unsatisfiable(Exception):
    """The range begins behind the end of the file."""


class Piece:
    """``length`` bytes of a file from where it stands; closes the file."""

    def __init__(self, file: BufferedReader, length: int) -> None:
        self._file = file
        self._left = length
        self.close = file.close

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(piece)
        return piece


def saved(request: HttpRequest, path: Path, *, name: str, media_type: str, sha256: str) -> HttpResponseBase:
    """The file for the browser to save, or the one range of it that was asked for (RFC 9110, section 14)."""
    size = path.stat().st_size
    tag = f'"{sha256}"'
    try:
        span = _span_of(request, size, tag)
    except Unsatisfiable:
        refused = HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
        refused.headers["Content-Range"] = f"bytes */{size}"
        return _guarded(refused)
    start, end = span or (0, size)
    file = path.open("rb")
    file.seek(start)
    answer = FileResponse(Piece(file, end - start), as_attachment=True, filename=name, content_type=media_type)
    for field, value in {"Content-Length": str(end - start), "Accept-Ranges": "bytes", "ETag": tag}.items():
        answer.headers[field] = value
    if span:
        answer.status_code = HTTPStatus.PARTIAL_CONTENT
        answer.headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return _guarded(answer)


def drawn(path: Path) -> HttpResponseBase:
    """A preview that we drew ourselves, to be shown inside our pages."""
    return _guarded(FileResponse(path.open("rb"), content_type="image/jpeg"))


def _guarded(answer: HttpResponseBase) -> HttpResponseBase:
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _span_of(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | None:
    """First byte and the one after the last, or ``None`` for the whole: a range that cannot be read, several ranges, or a range of
    another version of the file are answered with all of it.
    """
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if request.method != "GET" or not asked or request.headers.get("If-Range", tag) != tag:
        return None
    first, last = asked.groups()
    if max(len(first), len(last)) > LONGEST_NUMBER or (first and last and int(last) < int(first)) or not (first or last):
        return None
    start = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    if start >= end:
        raise Unsatisfiable
    return start, end
