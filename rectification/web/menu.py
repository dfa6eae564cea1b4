"""The menu at the top: at most seven entries, chosen by post. A room adds its line here when its page exists."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.vocabulary import PostKind

OFFICE = frozenset({PostKind.OFFICE_CLERK})
REPORTERS = frozenset({PostKind.STAFF, PostKind.UNIT_HEAD})
OVERSEERS = frozenset({PostKind.OFFICE_CLERK, PostKind.AUDITOR, PostKind.PARTY_LEADER, PostKind.GOVERNMENT_LEADER})
ADMINISTRATORS = frozenset({PostKind.SYSTEM_ADMINISTRATOR})
EVERYBODY_BUT_ADMINISTRATORS = frozenset(PostKind) - ADMINISTRATORS


@dataclass(frozen=True, slots=True)
class Entry:
    """``prefix``: an address below it marks the entry as the current one."""

    words: Promise
    url_name: str
    prefix: str
    posts: frozenset[PostKind]


@dataclass(frozen=True, slots=True)
class ShownEntry:
    words: Promise
    url: str
    current: bool


MENU = (
    Entry(_("To report"), "progress:mine", "/reports/", REPORTERS),
    Entry(_("Ledger"), "overview:ledger", "/issues/", EVERYBODY_BUT_ADMINISTRATORS),
    Entry(_("Board"), "progress:board", "/board/", OVERSEERS),
    Entry(_("Plans"), "overview:plans", "/plans/", EVERYBODY_BUT_ADMINISTRATORS),
    Entry(_("Extensions"), "extensions:extensions", "/extensions/", EVERYBODY_BUT_ADMINISTRATORS),
    Entry(_("Plan import"), "intake:drafts", "/drafts/", OFFICE),
    Entry(_("People and units"), "accounts:people", "/people/", ADMINISTRATORS),
    Entry(_("Units"), "accounts:units", "/people/", OFFICE),
    Entry(_("Settings"), "office:practice", "/settings/", OFFICE),
)


def menu_for(request: HttpRequest) -> list[ShownEntry]:
    """The entries this person may open; none for strangers."""
    return list(_entries(request.user, request.path)) if isinstance(request.user, User) else []


def _entries(user: User, path: str) -> Iterator[ShownEntry]:
    for entry in MENU:
        if user.post_kinds() & entry.posts:
            yield ShownEntry(entry.words, reverse(entry.url_name), path.startswith(entry.prefix))


def landing_for(user: User) -> str:
    """Where a person begins: administrators with the people, units with what they owe, everybody else with the ledger."""
    posts = user.post_kinds()
    if posts and posts <= ADMINISTRATORS:
        return reverse("accounts:people")
    return reverse("progress:mine" if posts and posts <= REPORTERS else "overview:ledger")
