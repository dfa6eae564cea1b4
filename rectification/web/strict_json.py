"""JSON as programs send it: small, flat, and saying each thing once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

LARGEST = 1024 * 1024
DEEPEST = 32


class StrictJSON(JSONParser):
    """At most 1 MB of UTF-8, without a name that stands twice in an object, without NaN, and not nested without end."""

    def parse(self, stream: IO[Any], *_args: Any, **_kwargs: Any) -> Any:
        body = stream.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise RequestDataTooBig
        try:
            said = json.loads(body.decode(), object_pairs_hook=_each_once, parse_constant=_no_number)
            if _is_deep(said):
                raise ValueError("it is nested too deeply.")
            json.dumps(said, ensure_ascii=False).encode()  # half a character could be neither stored nor said back
        except (ValueError, RecursionError) as error:
            raise ParseError(f"This is not JSON as it is read here: {error}") from error
        return said


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice in an object.")
    return dict(pairs)


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number.")


def _is_deep(said: Any) -> bool:
    """Level by level, since walking down into it would itself end the stack."""
    level = [said]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(said: Any) -> Iterable[Any]:
    if isinstance(said, dict):
        return said.values()
    return said if isinstance(said, list) else ()
