"""What may be done with people, posts and units. Pure: values in, nothing or a refusal out.

``Refused.message`` is the English sentence and at the same time the key of its translation; ``values`` fill its placeholders.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from accounts.vocabulary import PostKind

SEES_NO_CASE = frozenset({PostKind.SYSTEM_ADMINISTRATOR})
SIGNATORIES = frozenset({PostKind.PARTY_LEADER, PostKind.GOVERNMENT_LEADER})
PRIVILEGED = SIGNATORIES | SEES_NO_CASE
HELD_ALONE = frozenset({PostKind.SYSTEM_ADMINISTRATOR, PostKind.AUDITOR})
MANAGES_PEOPLE = frozenset({PostKind.SYSTEM_ADMINISTRATOR})
MANAGES_UNITS = frozenset({PostKind.SYSTEM_ADMINISTRATOR})
EDITS_WORDS = frozenset({PostKind.SYSTEM_ADMINISTRATOR, PostKind.OFFICE_CLERK})
DEEPEST_UNIT = 10
STALE_AFTER = dt.timedelta(days=90)

USERNAME = re.compile(r"[\w.@-]{2,64}")


def _(message: str) -> str:
    """Marks a sentence for the collector of translations; the page translates it."""
    return message


class Refused(Exception):  # saying no is not an error
    """Something was asked that may not be done with a person or a unit. Nothing has been changed."""

    code = "refused"
    status = 422

    def __init__(self, message: str, values: Mapping[str, object] | None = None) -> None:
        self.message = message
        self.values = dict(values or {})
        super().__init__(message % self.values if self.values else message)


class Stale(Refused):
    """Somebody changed it after this person opened it."""

    code = "stale"
    status = 409


@dataclass(frozen=True, slots=True)
class Tenure:
    """A post of one person: its kind, its unit's id and the days it is held, both included; ``None`` has no end."""

    kind: PostKind
    unit: int
    since: dt.date
    until: dt.date | None = None

    def meets(self, other: Tenure) -> bool:
        """Whether the two have a day in common."""
        return (self.until is None or other.since <= self.until) and (other.until is None or self.since <= other.until)


def plain_username(text: str) -> str:
    """The one spelling of a user name: half-width, lower case, no blanks around it; so no twin differs only in case or width."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def plain_name(text: str) -> str:
    """A name in NFC without invisible characters, its inner white space as single blanks."""
    visible = "".join(" " if char.isspace() else char for char in unicodedata.normalize("NFC", text) if char.isspace() or _shows(char))
    return " ".join(visible.split())


def _shows(char: str) -> bool:
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs"} and char not in NO_XML


NO_XML = "\ufffe\uffff"
"""No characters at all: one of them in a name, and a sheet with that name cannot be opened."""


def check_username(username: str) -> None:
    if not USERNAME.fullmatch(username):
        raise Refused(
            _("A user name has 2 to 64 letters, digits or the signs . _ - @; “%(username)s” does not fit."), {"username": username[:64]}
        )


def check_name(name: str, longest: int) -> None:
    """Refuse a name that is empty or longer than the table holds."""
    if not name:
        raise Refused(_("The name is empty. Write one."))
    if len(name) > longest:
        raise Refused(_("The name has %(length)d characters; at most %(longest)d fit."), {"length": len(name), "longest": longest})


def check_period(since: dt.date, until: dt.date | None) -> None:
    if until is not None and until < since:
        raise Refused(_("It cannot end on %(until)s, before it begins on %(since)s."), {"since": since, "until": until})


def check_last_day(*, began: dt.date, until: dt.date | None, last_day: dt.date) -> None:
    """Whether something that lasts ``until`` may end with ``last_day``: an end is brought forward, never put off."""
    check_period(began, last_day)
    if until is not None and last_day > until:
        raise Refused(_("It ends on %(until)s already. Give it anew for a longer time."), {"until": until})


def check_grant(new: Tenure, held: Iterable[Tenure], *, to_oneself: bool) -> None:
    """Whether the post may be given: nobody serves himself, and some posts exclude each other (GB/T 22239 8.1.4.2)."""
    if to_oneself:
        raise Refused(_("Nobody may give a post to himself. Ask another system administrator."))
    check_period(new.since, new.until)
    for other in held:
        if not new.meets(other):
            continue
        if other.kind == new.kind and other.unit == new.unit:
            raise Refused(_("This person already holds this post in this unit."))
        if other.kind == new.kind:
            continue
        if {other.kind, new.kind} & HELD_ALONE:
            raise Refused(
                _("System administrators see no case and auditors handle none: these posts are held alone. End the other posts first.")
            )
        if {other.kind, new.kind} == SIGNATORIES:
            raise Refused(_("One person cannot hold both signing offices: each closure needs two different signatures."))


def check_still_administered(*, others: int) -> None:
    """``others``: further people who may sign in and are system administrators without an end."""
    if others < 1:
        raise Refused(_("This is the last system administrator. Appoint another one without an end date first."))


def check_not_oneself(*, actor_id: int | None, user_id: int) -> None:
    if actor_id == user_id:
        raise Refused(_("This cannot be done to one's own account. Ask another system administrator."))


def check_move(*, path: str, parent_path: str, height: int) -> None:
    """Whether a unit may come under another. Paths are chains of ids; ``height`` counts its levels, itself included."""
    if parent_path.startswith(path):
        raise Refused(_("A unit cannot belong to itself or to a unit below it."))
    if levels(parent_path) + height > DEEPEST_UNIT:
        raise Refused(_("Units can be nested %(deepest)d levels deep, not more."), {"deepest": DEEPEST_UNIT})


def levels(path: str) -> int:
    """How many units a path names: ``/`` none, ``/1/7/`` two."""
    return path.count("/") - 1 if path else 0


def may_manage_people(kinds: Collection[PostKind]) -> bool:
    return not MANAGES_PEOPLE.isdisjoint(kinds)


def may_manage_units(kinds: Collection[PostKind]) -> bool:
    """Rename, move, merge, dissolve."""
    return not MANAGES_UNITS.isdisjoint(kinds)


def may_edit_words(kinds: Collection[PostKind]) -> bool:
    """See units and groups, create a unit, edit aliases and groups."""
    return not EDITS_WORDS.isdisjoint(kinds)


def is_privileged(kinds: Collection[PostKind]) -> bool:
    """Signatories and administrators: their sessions end sooner."""
    return not PRIVILEGED.isdisjoint(kinds)


def masked_phone(phone: str) -> str:
    """Enough to recognise one's own number: 138****0000; a short one shows its last two signs only."""
    if len(phone) < 7:
        return "*" * max(len(phone) - 2, 0) + phone[-2:] if phone else ""
    return f"{phone[:3]}****{phone[-4:]}"
