"""A program that speaks to the interface in somebody's name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from tests.cast import Cast

ROOT = "/api/v1/"


@dataclass(frozen=True, slots=True)
class Program:
    client: Client

    def get(self, path: str, **asked: Any) -> Any:
        return self.client.get(ROOT + path, asked)

    def send(self, method: str, path: str, said: object = None, *, version: int | None = None, key: str = "") -> Any:
        """``version`` becomes ``If-Match``, ``key`` the ``Idempotency-Key``; text is sent as it is, anything else as JSON."""
        headers = ({"If-Match": f'"{version}"'} if version is not None else {}) | ({"Idempotency-Key": key} if key else {})
        body = said if isinstance(said, str) else json.dumps({} if said is None else said)
        return self.client.generic(method, ROOT + path, body, content_type="application/json", headers=headers)


def program(cast: Cast, role: str) -> Program:
    return Program(cast.client(role))
