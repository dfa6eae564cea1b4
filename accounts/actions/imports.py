"""Import units or people from a sheet: looked at first, then all of it or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import NamedTuple

from django.utils import timezone

from accounts import importing
from accounts.actions.people import editing, entering, new_person
from accounts.actions.posts import granting
from accounts.actions.units import ONE_DAY, adding_alias, adding_former_name, creating, move_unit, set_kind
from accounts.importing import Judged, Subject, Table, Verdict
from accounts.log import Act, record, record_all
from accounts.models import Post, SheetImport, Unit, UnitAlias, UnitName, User
from accounts.passwords import give_first_password
from accounts.queries import ended_words, person_facts, unit_facts
from accounts.rules import Refused, plain_name, plain_username
from accounts.turns import in_turn
from accounts.vocabulary import UnitKind

PREVIEW_LIFE = dt.timedelta(hours=24)
ROWS_AT_ONCE = 1000
"""Thousands of people one by one would keep everybody else waiting for minutes: the judge has said what is done, the rows go in at once."""


def _(message: str) -> str:
    """Marks a sentence for the collector of translations; the page translates it."""
    return message


class Preview(NamedTuple):
    """A sheet as it would be imported now. ``fingerprint`` changes when any verdict does."""

    table: Table
    judged: list[Judged]
    fingerprint: str

    def count(self, verdict: Verdict) -> int:
        return sum(row.verdict is verdict for row in self.judged)


class Handout(NamedTuple):
    """A first password to hand to somebody."""

    full_name: str
    username: str
    password: str


def preview(sheet: SheetImport) -> Preview:
    """Judge the sheet against what is known now. Raises ``importing.NotRecognised``."""
    return _judge(sheet.rows, importer=sheet.entered_by.username)


@in_turn
def keep_sheet(*, rows: list[list[str]], file_name: str, actor: User, now: dt.datetime) -> SheetImport:
    """Keep a sheet that was read until it is confirmed, a day at most. Raises ``importing.NotRecognised`` for any other sheet."""
    importing.recognise(rows)
    SheetImport.objects.filter(confirmed_at__isnull=True, entered_at__lt=now - PREVIEW_LIFE).delete()
    return SheetImport.objects.create(rows=rows, file_name=file_name[-120:], entered_by=actor, entered_at=now)


@in_turn
def confirm_sheet(*, sheet: SheetImport, fingerprint: str, actor: User, now: dt.datetime) -> Preview:
    """Do what the preview said, or nothing: ``Refused`` where a row is refused or anything changed since the preview."""
    sheet = SheetImport.objects.select_for_update(no_key=True).get(pk=sheet.pk)
    if sheet.confirmed_at is not None:
        raise Refused(_("This sheet has been imported already."))
    shown = _judge(sheet.rows, importer=actor.username)
    if shown.count(Verdict.REFUSED):
        raise Refused(_("Nothing was imported: correct the refused rows in the sheet and read it again."))
    if shown.fingerprint != fingerprint:
        raise Refused(_("Nothing was imported: people or units have changed since the preview. Look at it again."))
    if shown.table.subject is Subject.UNITS:
        _import_units(shown.judged, actor=actor, now=now)
    else:
        sheet.people = _import_people(shown.judged, actor=actor, now=now)
    sheet.rows, sheet.confirmed_at = [], now
    sheet.save(update_fields=["rows", "people", "confirmed_at"])
    counts = {verdict.value: shown.count(verdict) for verdict in Verdict}
    record("import_sheet", f"sheet {sheet.pk} {sheet.file_name}", {"subject": shown.table.subject, **counts}, actor=actor, now=now)
    return shown


@in_turn
def give_first_passwords(*, sheet: SheetImport, actor: User, now: dt.datetime) -> list[Handout]:
    """Make a first password for everybody the sheet entered who has none yet; can be done once."""
    if SheetImport.objects.filter(pk=sheet.pk, confirmed_at__isnull=False, passwords_given_at=None).update(passwords_given_at=now) != 1:
        raise Refused(_("These first passwords were handed out already. Reset the password of whoever has lost it."))
    sheet.refresh_from_db()
    handouts = []
    for user in User.objects.filter(pk__in=sheet.people, last_login=None).order_by("pk"):
        if user.has_usable_password():
            continue
        handouts.append(Handout(user.full_name, user.username, give_first_password(user, now)))
        user.save(update_fields=["password", "must_change_password", "password_changed_at", "initial_password_expires_at"])
    record("give_first_passwords", f"sheet {sheet.pk} {sheet.file_name}", {"people": len(handouts)}, actor=actor, now=now)
    return handouts


def _judge(rows: list[list[str]], *, importer: str) -> Preview:
    table = importing.recognise(rows)
    if table.subject is Subject.UNITS:
        judged = importing.judge_units(table, unit_facts(), ended_words())
    else:
        judged = importing.judge_people(table, person_facts(), unit_facts(), importer=importer)
    text = json.dumps([asdict(row) for row in judged], ensure_ascii=False, sort_keys=True, default=dict)
    return Preview(table, judged, hashlib.sha256(text.encode()).hexdigest())


def _import_units(judged: Sequence[Judged], *, actor: User, now: dt.datetime) -> None:
    """New units after the ones they belong to, whatever the order of the rows; the judge has refused circles."""
    units = {unit.name: unit for unit in Unit.objects.filter(valid_to__isnull=True).prefetch_related("aliases", "former_names")}
    words = {unit.pk: {row.alias for row in unit.aliases.all()} for unit in units.values()}
    former = {unit.pk: {row.name for row in unit.former_names.all()} for unit in units.values()}
    acts = _enter_units([row for row in judged if row.verdict is Verdict.NEW], units)
    changed = [(units[plain_name(row.cells["name"])], row) for row in judged if row.verdict is not Verdict.UNCHANGED]
    aliases = [
        UnitAlias(unit=unit, alias=alias)
        for unit, row in changed
        for alias in importing.names_in(row.cells.get("aliases", ""))
        if alias not in words.get(unit.pk, ())
    ]
    names = [
        UnitName(unit=unit, name=name, valid_from=unit.valid_from - ONE_DAY, valid_to=unit.valid_from - ONE_DAY)
        for unit, row in changed
        for name in importing.names_in(row.cells.get("former", ""))
        if name not in former.get(unit.pk, ())
    ]
    UnitAlias.objects.bulk_create(aliases, ROWS_AT_ONCE)
    UnitName.objects.bulk_create(names, ROWS_AT_ONCE)
    record_all([*acts, *map(adding_alias, aliases), *map(adding_former_name, names)], actor=actor, now=now)
    for unit, row in changed:
        if row.verdict is Verdict.CHANGED:
            _rearrange(unit, row, units, actor=actor, now=now)


def _enter_units(waiting: Sequence[Judged], units: dict[str, Unit]) -> list[Act]:
    """Enter level by level those whose parent is there, and add them to ``units``."""
    acts = []
    while waiting:
        placed = {"", *units}
        ready = [row for row in waiting if _parent_name(row) in placed]
        waiting = [row for row in waiting if _parent_name(row) not in placed]
        entered = Unit.objects.bulk_create([_new_unit(row, units) for row in ready], ROWS_AT_ONCE)
        for unit in entered:
            unit.path = unit.own_path()
            units[unit.name] = unit
        Unit.objects.bulk_update(entered, ["path"], ROWS_AT_ONCE)
        acts += [creating(unit) for unit in entered]
    return acts


def _new_unit(row: Judged, units: Mapping[str, Unit]) -> Unit:
    name = plain_name(row.cells["name"])
    return Unit(name=name, kind=importing.kind_of(row.cells.get("kind", ""), name) or UnitKind.OTHER, parent=units.get(_parent_name(row)))


def _parent_name(row: Judged) -> str:
    return plain_name(row.cells.get("parent", ""))


def _rearrange(unit: Unit, row: Judged, units: Mapping[str, Unit], *, actor: User, now: dt.datetime) -> None:
    parent = _parent_name(row)
    if parent and unit.parent_id != units[parent].pk:
        move_unit(unit=unit, parent=units[parent], actor=actor, now=now)
    if row.cells.get("kind") and (kind := importing.kind_of(row.cells["kind"], unit.name)):
        set_kind(unit=unit, kind=kind, actor=actor, now=now)


def _import_people(judged: Sequence[Judged], *, actor: User, now: dt.datetime) -> list[int]:
    """Returns the ids of the people entered."""
    known = {user.username: user for user in User.objects.all()}
    units = {unit.name: unit for unit in Unit.objects.filter(valid_to__isnull=True)}
    rows = [(plain_username(row.cells["username"]), row) for row in judged if row.verdict is not Verdict.UNCHANGED]
    new: dict[str, User] = {}
    called: dict[str, User] = {}
    for username, row in rows:
        if username not in known and username not in new:
            new[username] = new_person(username=username, full_name=row.cells["full_name"], now=now)
        user = known.get(username) or new[username]
        if (phone := row.cells.get("phone", "")) and phone != user.phone:
            user.phone = phone
            called[username] = user
    entered = User.objects.bulk_create(new.values(), ROWS_AT_ONCE)
    acts = [entering(user) for user in entered]
    for user in (user for username, user in called.items() if username in known):
        user.version += 1
        user.save(update_fields=["phone", "version"])
        acts.append(editing(user, ["phone"]))
    people, today = known | new, timezone.localdate(now)
    posts = [
        Post(user=people[username], unit=units[row.gained[1]], kind=row.gained[0], valid_from=today) for username, row in rows if row.gained
    ]
    Post.objects.bulk_create(posts, ROWS_AT_ONCE)
    record_all([*acts, *map(granting, posts)], actor=actor, now=now)
    return [user.pk for user in entered]
