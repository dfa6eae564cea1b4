"""A person at the live site: keeps cookies, reads pages, fills in their forms and sends them. No script, and quick to make by the dozen."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from accounts.models import User
from tests.live import LiveSite, session_of

PATIENCE_SECONDS = 60


class Forms(HTMLParser):
    """Every form of a page as a browser would send it untouched: ``fields`` by name, under the form's action."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, list[str]]]] = []
        self.text: str | None = None
        self.name = self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = dict(attributes)
        name, value = has.get("name") or "", has.get("value") or ""
        if tag == "form":
            self.found.append((has.get("action") or "", {}))
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in has:
            self._keep(self.select, value)
        elif tag == "textarea":
            self.name, self.text = name, ""
        elif tag == "input" and (has.get("type") not in ("checkbox", "radio") or "checked" in has):
            self._keep(name, value)

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text is not None:
            self._keep(self.name, self.text.removeprefix("\n"))
            self.text = None

    def _keep(self, name: str, value: str) -> None:
        if name and self.found:
            self.found[-1][1].setdefault(name, []).append(value)


@dataclass(frozen=True, slots=True)
class Answer:
    path: str
    status: int
    page: str
    location: str

    def form(self, holding: str = "", action: str = "") -> dict[str, list[str]] | None:
        """The first form with this field or this action, where the page has one."""
        return next((fields for at, fields in Forms(self.page).found if (holding or "version") in fields and action in at), None)


@dataclass(slots=True)
class Visitor:
    site: LiveSite
    person: User
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cookies[settings.SESSION_COOKIE_NAME] = session_of(self.person)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, fields: Mapping[str, Any]) -> Answer:
        return self._ask("POST", path, urlencode(fields, doseq=True))

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line = http.client.HTTPConnection(urlsplit(self.site.url).netloc, timeout=PATIENCE_SECONDS)
        try:
            line.request(method, path, body, headers)
            response = line.getresponse()
            page = response.read().decode()
        finally:
            line.close()
        for given in response.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(given).items()}
        return Answer(path, response.status, page, response.headers.get("Location", ""))
