"""Import units or people from a sheet: looked at first, then all of it or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import NamedTuple

from accounts import importing
from accounts.actions.people import create_person, edit_person
from accounts.actions.posts import grant_post
from accounts.actions.units import add_alias, add_former_name, create_unit, move_unit, set_kind
from accounts.importing import Judged, Subject, Table, Verdict
from accounts.log import record
from accounts.models import SheetImport, Unit, User
from accounts.passwords import give_first_password
from accounts.queries import person_facts, unit_facts
from accounts.rules import Refused, plain_name, plain_username
from accounts.turns import in_turn
from accounts.vocabulary import UnitKind

PREVIEW_LIFE = dt.timedelta(hours=24)


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
        judged = importing.judge_units(table, unit_facts())
    else:
        judged = importing.judge_people(table, person_facts(), unit_facts(), importer=importer)
    text = json.dumps([asdict(row) for row in judged], ensure_ascii=False, sort_keys=True, default=dict)
    return Preview(table, judged, hashlib.sha256(text.encode()).hexdigest())


def _import_units(judged: Sequence[Judged], *, actor: User, now: dt.datetime) -> None:
    """New units after the ones they belong to, whatever the order of the rows; the judge has refused circles."""
    units = {unit.name: unit for unit in Unit.objects.filter(valid_to__isnull=True)}
    waiting = [row for row in judged if row.verdict is Verdict.NEW]
    while waiting:
        placed = {"", *units}
        ready = [row for row in waiting if _parent_name(row) in placed]
        waiting = [row for row in waiting if _parent_name(row) not in placed]
        for row in ready:
            name = plain_name(row.cells["name"])
            kind = importing.kind_of(row.cells.get("kind", ""), name) or UnitKind.OTHER
            units[name] = create_unit(name=name, kind=kind, parent=units.get(_parent_name(row)), actor=actor, now=now)
    for row in judged:
        if row.verdict is not Verdict.UNCHANGED:
            _complete_unit(units[plain_name(row.cells["name"])], row, units, actor=actor, now=now)


def _parent_name(row: Judged) -> str:
    return plain_name(row.cells.get("parent", ""))


def _complete_unit(unit: Unit, row: Judged, units: dict[str, Unit], *, actor: User, now: dt.datetime) -> None:
    cells = row.cells
    parent = _parent_name(row)
    if parent and unit.parent_id != units[parent].pk:
        move_unit(unit=unit, parent=units[parent], actor=actor, now=now)
    if cells.get("kind") and (kind := importing.kind_of(cells["kind"], unit.name)):
        set_kind(unit=unit, kind=kind, actor=actor, now=now)
    aliases = set(unit.aliases.values_list("alias", flat=True))
    for alias in importing.names_in(cells.get("aliases", "")):
        if alias not in aliases:
            add_alias(unit=unit, alias=alias, actor=actor, now=now)
    former = set(unit.former_names.values_list("name", flat=True))
    for name in importing.names_in(cells.get("former", "")):
        if name not in former:
            add_former_name(unit=unit, name=name, since=None, until=unit.valid_from - dt.timedelta(days=1), actor=actor, now=now)


def _import_people(judged: Sequence[Judged], *, actor: User, now: dt.datetime) -> list[int]:
    """Returns the ids of the people entered."""
    users = {user.username: user for user in User.objects.all()}
    units = {word: unit for unit in Unit.objects.filter(valid_to__isnull=True).prefetch_related("aliases") for word in _words(unit)}
    entered = []
    for row in judged:
        if row.verdict is Verdict.UNCHANGED:
            continue
        cells, username = row.cells, plain_username(row.cells["username"])
        phone = cells.get("phone", "")
        if username not in users:
            person = create_person(username=username, full_name=cells["full_name"], phone=phone, actor=actor, now=now, with_password=False)
            users[username] = person.user
            entered.append(person.user.pk)
        user = users[username]
        if phone and phone != user.phone:
            edit_person(user=user, full_name=user.full_name, phone=phone, email=user.email, actor=actor, now=now)
        post = importing.post_of(cells.get("post", ""))
        unit = units.get(plain_name(cells.get("unit", "")))
        if post and unit and not user.posts.filter(kind=post, unit=unit, valid_to__isnull=True).exists():
            grant_post(user=user, unit=unit, kind=post, actor=actor, now=now)
    return entered


def _words(unit: Unit) -> list[str]:
    return [unit.name, *(alias.alias for alias in unit.aliases.all())]
