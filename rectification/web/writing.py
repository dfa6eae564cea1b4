"""Writing for programs: a change names the version it was made from, and a creation sent twice is one object."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Literal, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from rectification.models import AnsweredCall
from rectification.refusals import Incomplete, NoVersion, Stale
from rectification.web.bodies import Body, Nothing
from rectification.web.reading import Reading

Room = TypeVar("Room", bound="Writing")
Answer = Callable[Concatenate[Room, Request, ...], Response]

KEY = re.compile(r"[\x21-\x7e]{1,64}")
KEPT = dt.timedelta(hours=24)
ONE_VERSION = re.compile(r'"([1-9][0-9]{0,8})"')
NO_VERSION = 0
"""Of nothing that is stored: a tag that is not ours matches nothing."""

IF_MATCH = OpenApiParameter(
    "If-Match", {"type": "string", "pattern": '^"[1-9][0-9]{0,8}"$'}, OpenApiParameter.HEADER, required=True,
    description="The ETag of what you saw: the version in double quotes.",
)  # fmt: skip
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key", {"type": "string", "pattern": "^[!-~]{1,64}$"}, OpenApiParameter.HEADER,
    description="Sent again within a day with the same key, the same call gets the same answer and does nothing.",
)  # fmt: skip


class Writing(Reading):
    """The same actions as the pages. Methods that change something are declared by the decorators of this module.

    ``place`` names the fields by which a creation says where it goes, where only one object has room there.
    """

    place: tuple[str, ...] = ()

    def by(self) -> dict[str, Any]:
        """Who acts, and when: what every action asks for."""
        return {"actor": self.person, "now": timezone.now()}

    def said(self, body: type[Body]) -> dict[str, Any]:
        sent = body(data=self.request.data, context=self.get_serializer_context())
        sent.is_valid(raise_exception=True)
        return dict(sent.validated_data)

    def told(self, found: Model) -> dict[str, Any]:
        """An object as a reader sees it, read anew."""
        return dict(self.get_serializer(self.get_queryset().get(pk=found.pk)).data)

    def stored(self) -> Model | None:
        """What is there now, where somebody else was faster."""
        if "pk" in self.kwargs:
            return self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        sent: Any = self.request.data
        said = {name: sent[name] for name in self.place}
        return self.get_queryset().filter(**said).first() if said else None

    def handle_exception(self, exc: Exception) -> Response:
        """Who was too late gets what is stored now. 412 where ``If-Match`` said what was seen, 409 where the body did."""
        answer = super().handle_exception(exc)
        if isinstance(exc, Stale):
            answer.status_code = exc.status if "If-Match" in self.request.headers else status.HTTP_409_CONFLICT
            stored = self.stored()
            answer.data["present"] = self.get_serializer(stored).data if stored else None
        return answer


def creating(body: type[Body], answer: Any, *, at: str = "") -> Callable[[Callable[[Room, dict[str, Any]], Model]], Answer[Room]]:
    """Declares a method that makes an object from what was said: 201, and with an ``Idempotency-Key`` once only."""

    def declared(make: Callable[[Room, dict[str, Any]], Model]) -> Answer[Room]:
        @wraps(make)
        def method(room: Room, request: Request) -> Response:
            return once(request, room.person, lambda: Response(room.told(make(room, room.said(body))), status.HTTP_201_CREATED))

        placed = action(detail=False, methods=["post"], url_path=at)(method) if at else method
        return extend_schema(request=body, responses={201: answer}, parameters=[IDEMPOTENCY_KEY])(placed)

    return declared


def changing(
    body: type[Body], answer: Any, *, at: str = "", verb: Literal["put", "post"] = "put"
) -> Callable[[Callable[[Room, Any, dict[str, Any], int], Model]], Answer[Room]]:
    """Declares a method that changes the object of its address, which it is given with what was said and the version seen."""

    def declared(change: Callable[[Room, Any, dict[str, Any], int], Model]) -> Answer[Room]:
        @wraps(change)
        def method(room: Room, request: Request, **_kwargs: Any) -> Response:
            found, version = room.get_object(), version_seen(request)
            return Response(room.told(change(room, found, room.said(body), version)))

        placed = action(detail=True, methods=[verb], url_path=at)(method) if at else method
        return extend_schema(request=None if body is Nothing else body, responses={200: answer}, parameters=[IF_MATCH])(placed)

    return declared


def removing(remove: Callable[[Room, Any, int], None]) -> Answer[Room]:
    """Declares a method that takes the object of its address away."""

    @wraps(remove)
    def method(room: Room, request: Request, **_kwargs: Any) -> Response:
        remove(room, room.get_object(), version_seen(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    return extend_schema(responses={204: None}, parameters=[IF_MATCH])(method)


def version_seen(request: Request) -> int:
    """The version in ``If-Match``. ``*`` says nothing of what was seen and is no answer to the question."""
    sent = request.headers.get("If-Match", "").strip()
    if sent in ("", "*"):
        raise NoVersion('Say which version you saw: send its ETag as If-Match, like “"3"”.')
    named = ONE_VERSION.fullmatch(sent)
    return int(named[1]) if named else NO_VERSION


def once(request: Request, person: User, act: Callable[[], Response]) -> Response:
    """Do it, and answer the same call with the same key as before. Whoever comes at the same moment waits for the first.

    The key is taken in the transaction of the act: a refusal gives it back, so that the corrected call may use it.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return act()
    if not KEY.fullmatch(key):
        raise Incomplete("An Idempotency-Key is 1 to 64 letters, digits and signs.")
    asked = _fingerprint(request)
    with transaction.atomic():
        taken = {"fingerprint": asked, "status": status.HTTP_201_CREATED}
        call, first = AnsweredCall.objects.get_or_create(user=person, key=key, defaults=taken)
        if not first:
            if call.fingerprint != asked:
                raise Incomplete("This Idempotency-Key was used for another call. Choose a new one.")
            return Response(call.body, call.status)
        answer = act()
        call.status, call.body = answer.status_code, answer.data
        call.save(update_fields=["status", "body"])
        return answer


def forget_answers(*, now: dt.datetime) -> int:
    """Sweep the answers that are older than a day. Any number of times."""
    return AnsweredCall.objects.filter(answered_at__lt=now - KEPT).delete()[0]


def _fingerprint(request: Request) -> str:
    said = [request.method, request.path, request.data]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=_file_said).encode()).hexdigest()


def _file_said(file: UploadedFile[bytes]) -> list[str]:
    """A file among what was sent: its name and its content."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return [str(file.name), digest.hexdigest()]
