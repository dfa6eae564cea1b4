"""Enter, edit, lock out and let in people. Nobody but the person ever chooses or sees a lasting password."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from axes.utils import reset as forget_failures

from accounts import sessions
from accounts.log import Act, record, record_all
from accounts.models import User
from accounts.passwords import give_first_password
from accounts.queries import lasting_administrators
from accounts.rules import (
    Refused,
    Stale,
    check_name,
    check_not_oneself,
    check_still_administered,
    check_username,
    plain_name,
    plain_username,
)
from accounts.turns import in_turn
from accounts.vocabulary import PostKind


def _(message: str) -> str:
    return message


class Entered(NamedTuple):
    """A person just entered and the first password, which is shown once and kept nowhere."""

    user: User
    password: str


def subject(user: User) -> str:
    return f"person {user.pk} {user.username}"


@in_turn
def create_person(
    *, username: str, full_name: str, phone: str = "", email: str = "", actor: User | None, now: dt.datetime, with_password: bool = True
) -> Entered:
    """Enter a person with a first password for 24 hours; ``with_password=False`` leaves that for later (import of many).

    Raises ``Refused`` where the user name is malformed or taken.
    """
    user = new_person(username=username, full_name=full_name, phone=phone, email=email, now=now)
    if User.objects.filter(username=user.username).exists():
        raise Refused(_("The user name “%(username)s” is taken. Choose another one."), {"username": user.username})
    password = give_first_password(user, now) if with_password else ""
    user.save()
    record_all([entering(user)], actor=actor, now=now)
    return Entered(user, password)


def new_person(*, username: str, full_name: str, phone: str = "", email: str = "", now: dt.datetime) -> User:
    """A person not stored yet, without a password; ``Refused`` where the user name is malformed."""
    user = User(username=plain_username(username), full_name=plain_name(full_name), created_at=now)
    user.phone, user.email = phone.strip(), email.strip()
    user.set_unusable_password()
    check_username(user.username)
    check_name(user.full_name, 64)
    return user


def entering(user: User) -> Act:
    return Act("create_person", subject(user), {"username": user.username, "full_name": user.full_name})


@in_turn
def edit_person(
    *, user: User, full_name: str, phone: str, email: str, actor: User | None, now: dt.datetime, version: int | None = None
) -> None:
    """Change name, telephone, e-mail.

    ``version`` is the one the actor saw; another one means somebody was faster (``Stale``).
    """
    stored = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if version is not None and version != stored.version:
        raise Stale(_("Somebody else has just changed this person. Compare the two texts; saving once more keeps yours."))
    new = {"full_name": plain_name(full_name), "phone": phone.strip(), "email": email.strip()}
    check_name(new["full_name"], 64)
    changed = [field for field, value in new.items() if getattr(stored, field) != value]
    if not changed:
        return
    old_name = stored.full_name
    for field in changed:
        setattr(stored, field, new[field])
        setattr(user, field, new[field])
    stored.version += 1
    stored.save(update_fields=[*changed, "version"])
    record_all([editing(stored, changed, old_name=old_name)], actor=actor, now=now)


def editing(user: User, fields: list[str], *, old_name: str = "") -> Act:
    """Which of them changed; telephone and e-mail themselves stay out of the trail."""
    change: dict[str, object] = {"fields": fields}
    if "full_name" in fields:
        change["full_name"] = [old_name, user.full_name]
    return Act("edit_person", subject(user), change)


@in_turn
def reset_password(*, user: User, actor: User | None, now: dt.datetime) -> str:
    """Replace a forgotten password by a first password and end all sessions; returns the password, shown once."""
    check_not_oneself(actor_id=actor.pk if actor else None, user_id=user.pk)
    password = give_first_password(user, now)
    user.save(update_fields=["password", "must_change_password", "password_changed_at", "initial_password_expires_at"])
    sessions.end_sessions(user)
    forget_failures(username=user.username)
    record("reset_password", subject(user), {}, actor=actor, now=now)
    return password


@in_turn
def change_own_password(*, user: User, password: str, session_key: str | None, now: dt.datetime) -> None:
    """Store a password that the form has judged; every session but the present one ends."""
    user.set_password(password)
    user.must_change_password = False
    user.initial_password_expires_at = None
    user.save(update_fields=["password", "must_change_password", "initial_password_expires_at"])
    sessions.end_sessions(user, but=session_key)
    record("change_password", subject(user), {}, actor=user, now=now)


@in_turn
def end_other_sessions(*, user: User, session_key: str | None, now: dt.datetime) -> int:
    """Sign the person out everywhere else; returns from how many places."""
    count = sessions.end_sessions(user, but=session_key)
    record("end_sessions", subject(user), {"count": count}, actor=user, now=now)
    return count


@in_turn
def deactivate(*, user: User, actor: User | None, now: dt.datetime) -> None:
    """The person may not sign in any more and is signed out at once; posts and records stay."""
    check_not_oneself(actor_id=actor.pk if actor else None, user_id=user.pk)
    administrators = lasting_administrators(lock=True)
    if user.posts.filter(kind=PostKind.SYSTEM_ADMINISTRATOR, valid_to__isnull=True).exists():
        check_still_administered(others=len(administrators - {user.pk}))
    _set_active(user, False)
    sessions.end_sessions(user)
    record("deactivate", subject(user), {"is_active": [True, False]}, actor=actor, now=now)


@in_turn
def activate(*, user: User, actor: User | None, now: dt.datetime) -> None:
    _set_active(user, True)
    record("activate", subject(user), {"is_active": [False, True]}, actor=actor, now=now)


@in_turn
def unlock(*, user: User, actor: User | None, now: dt.datetime) -> int:
    """Forget the failed tries that lock the person out; returns how many records there were."""
    count: int = forget_failures(username=user.username)
    record("unlock", subject(user), {"records": count}, actor=actor, now=now)
    return count


def _set_active(user: User, active: bool) -> None:
    if User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active) != 1:
        raise Refused(_("Somebody else has just changed this account. Look at it again."))
    user.is_active = active
