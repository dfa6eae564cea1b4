"""Create, rename, move, merge and dissolve units. A unit keeps its id through all of it, so old papers stay readable."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Max, Q, QuerySet, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone

from accounts.log import Act, record, record_all
from accounts.models import Post, Unit, UnitAlias, UnitGroupMember, UnitName, User
from accounts.queries import lasting_administrators
from accounts.rules import Refused, check_move, check_name, check_period, check_still_administered, levels, plain_name
from accounts.turns import in_turn
from accounts.vocabulary import UnitKind

ONE_DAY = dt.timedelta(days=1)


def _(message: str) -> str:
    return message


def subject(unit: Unit) -> str:
    return f"unit {unit.pk} {unit.name}"


@in_turn
def create_unit(
    *,
    name: str,
    kind: UnitKind = UnitKind.DEPARTMENT,
    parent: Unit | None = None,
    actor: User | None,
    now: dt.datetime,
    since: dt.date | None = None,
) -> Unit:
    """Enter a unit that nobody else is called by. ``since``: the first day of its name; without it, the beginning of records."""
    _lock_tree()
    name = _free_name(name)
    if parent is not None:
        _check_alive(parent)
        check_move(path="?", parent_path=parent.path, height=1)
    unit = Unit(name=name, kind=UnitKind(kind), parent=parent)
    if since is not None:
        unit.valid_from = since
    unit.save()
    record_all([creating(unit)], actor=actor, now=now)
    return unit


def creating(unit: Unit) -> Act:
    change = {"name": unit.name, "kind": unit.kind, "parent": unit.parent and [unit.parent.pk, unit.parent.name]}
    return Act("create_unit", subject(unit), change)


@in_turn
def rename_unit(*, unit: Unit, name: str, actor: User | None, now: dt.datetime, on: dt.date | None = None) -> None:
    """Give the unit a new name from the day ``on`` (today); the old one is kept with the time it was valid."""
    on = on or timezone.localdate(now)
    unit = _lock(unit)
    _check_alive(unit)
    old, name = unit.name, _free_name(name, but=unit)
    if name == old:
        raise Refused(_("The unit has this name already."))
    began = _name_began(unit)
    UnitName.objects.get_or_create(unit=unit, name=old, valid_to=max(began, on - ONE_DAY), defaults={"valid_from": began})
    unit.aliases.filter(alias=name).delete()
    unit.name = name
    unit.save(update_fields=["name"])
    record("rename_unit", subject(unit), {"name": [old, name], "on": on}, actor=actor, now=now)


@in_turn
def add_former_name(*, unit: Unit, name: str, since: dt.date | None, until: dt.date, actor: User | None, now: dt.datetime) -> None:
    """Note an older name of the unit, valid until the day ``until``."""
    name = plain_name(name)
    check_name(name, 128)
    since = since or min(unit.valid_from, until)
    check_period(since, until)
    if name == unit.name or unit.former_names.filter(name=name).exists():
        raise Refused(_("“%(name)s” is noted for this unit already."), {"name": name})
    former = UnitName.objects.create(unit=unit, name=name, valid_from=since, valid_to=until)
    record_all([adding_former_name(former)], actor=actor, now=now)


def adding_former_name(former: UnitName) -> Act:
    change = {"name": former.name, "from": former.valid_from, "to": former.valid_to}
    return Act("add_former_name", subject(former.unit), change)


@in_turn
def set_kind(*, unit: Unit, kind: UnitKind, actor: User | None, now: dt.datetime) -> None:
    unit = _lock(unit)
    old = unit.kind
    if old == kind:
        return
    unit.kind = UnitKind(kind)
    unit.save(update_fields=["kind"])
    record("set_unit_kind", subject(unit), {"kind": [old, unit.kind]}, actor=actor, now=now)


@in_turn
def move_unit(*, unit: Unit, parent: Unit | None, actor: User | None, now: dt.datetime) -> None:
    """Put the unit under another one, or at the top; all units below it come along."""
    _lock_tree()
    unit = Unit.objects.select_related("parent").get(pk=unit.pk)
    _check_alive(unit)
    old_parent, old_path = unit.parent, unit.path
    if parent is not None:
        parent = Unit.objects.get(pk=parent.pk)
        _check_alive(parent)
        check_move(path=old_path, parent_path=parent.path, height=_height(unit))
    if old_parent == parent:
        return
    unit.parent = parent
    unit.save(update_fields=["parent"])
    _carry_along(old_path, unit.path)
    change = {"parent": [old_parent and old_parent.name, parent and parent.name]}
    record("move_unit", subject(unit), change, actor=actor, now=now)


@in_turn
def dissolve_unit(*, unit: Unit, actor: User | None, now: dt.datetime, on: dt.date | None = None, successor: Unit | None = None) -> None:
    """End the unit with the day ``on`` (today) and with it its posts and group memberships. Units below must be moved first."""
    on = on or timezone.localdate(now)
    _lock_tree()
    unit = Unit.objects.get(pk=unit.pk)
    _check_alive(unit)
    if unit.children.filter(valid_to__isnull=True).exists():
        raise Refused(_("Units still belong to “%(unit)s”. Move or dissolve them first."), {"unit": unit.name})
    check_still_administered(others=len(lasting_administrators(lock=True, outside=unit)))
    posts = _end_unit(unit, on, successor)
    change = {"on": on, "successor": successor and [successor.pk, successor.name], "posts_ended": posts}
    record("dissolve_unit", subject(unit), change, actor=actor, now=now)


@in_turn
def merge_units(*, unit: Unit, into: Unit, actor: User | None, now: dt.datetime, on: dt.date | None = None) -> None:
    """Dissolve ``unit`` with the day ``on`` (today); posts, group memberships and units below go on in ``into`` from the next day."""
    on = on or timezone.localdate(now)
    _lock_tree()
    unit, into = Unit.objects.get(pk=unit.pk), Unit.objects.get(pk=into.pk)
    _check_alive(into)
    if into.path.startswith(unit.path):
        raise Refused(_("A unit cannot be merged into itself or into a unit below it. Move that one first."))
    for child in unit.children.filter(valid_to__isnull=True):
        move_unit(unit=child, parent=into, actor=actor, now=now)
    posts = list(_open_rows(unit.posts.all(), on).values_list("user_id", "kind", "valid_to", "valid_from"))
    groups = list(_open_rows(unit.group_memberships.all(), on).values_list("group_id", "valid_to", "valid_from"))
    _end_unit(unit, on, into)
    next_day = on + ONE_DAY
    for user, kind, until, since in posts:
        _go_on(Post, {"user_id": user, "unit": into, "kind": kind}, max(since, next_day), until)
    for group, until, since in groups:
        _go_on(UnitGroupMember, {"group_id": group, "unit": into}, max(since, next_day), until)
    record("merge_units", subject(unit), {"into": [into.pk, into.name], "on": on, "posts": len(posts)}, actor=actor, now=now)


@in_turn
def add_alias(*, unit: Unit, alias: str, actor: User | None, now: dt.datetime) -> UnitAlias:
    """Another word for the unit; one word never means two units."""
    _check_alive(unit)
    alias = _free_name(alias)
    row = UnitAlias.objects.create(unit=unit, alias=alias)
    record_all([adding_alias(row)], actor=actor, now=now)
    return row


def adding_alias(row: UnitAlias) -> Act:
    return Act("add_alias", subject(row.unit), {"alias": row.alias})


@in_turn
def remove_alias(*, alias: UnitAlias, actor: User | None, now: dt.datetime) -> None:
    alias.delete()
    record("remove_alias", subject(alias.unit), {"alias": alias.alias}, actor=actor, now=now)


def _lock_tree() -> None:
    """Everybody who changes the shape of the tree waits at its first row, so that two moves cannot close a circle."""
    Unit.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True).first()


def _lock(unit: Unit) -> Unit:
    locked: Unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    return locked


def _check_alive(unit: Unit) -> None:
    if unit.valid_to is not None:
        raise Refused(_("The unit “%(unit)s” ends on %(day)s."), {"unit": unit.name, "day": unit.valid_to})


def _free_name(name: str, *, but: Unit | None = None) -> str:
    """The name in its plain form, once it is sure that it means no other living unit."""
    name = plain_name(name)
    check_name(name, 128)
    own = but.pk if but else None
    if Unit.objects.filter(name=name, valid_to__isnull=True).exclude(pk=own).exists():
        raise Refused(_("There is a unit “%(name)s” already."), {"name": name})
    if alias := UnitAlias.objects.filter(alias=name).exclude(unit=own).select_related("unit").first():
        raise Refused(_("“%(name)s” is another word for “%(unit)s” already."), {"name": name, "unit": alias.unit.name})
    return name


def _name_began(unit: Unit) -> dt.date:
    last: dt.date | None = unit.former_names.aggregate(last=Max("valid_to"))["last"]
    return last + ONE_DAY if last else unit.valid_from


def _height(unit: Unit) -> int:
    paths = Unit.objects.filter(path__startswith=unit.path).values_list("path", flat=True)
    return max((levels(path) for path in paths), default=1) - levels(unit.path) + 1


def _carry_along(old_path: str, new_path: str) -> None:
    below = Unit.objects.filter(path__startswith=old_path)
    below.update(path=Concat(Value(new_path), Substr("path", len(old_path) + 1)))


def _open_rows(rows: QuerySet[Any], on: dt.date) -> QuerySet[Any]:
    """Posts or memberships that would go on after the day."""
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def _end_rows(rows: QuerySet[Any], on: dt.date) -> int:
    """End them with the day; what was to begin later is taken back. Returns how many."""
    going_on = _open_rows(rows, on)
    count = going_on.count()
    going_on.filter(valid_from__gt=on).delete()
    going_on.update(valid_to=on)
    return count


def _go_on(model: type[Post | UnitGroupMember], keys: dict[str, Any], since: dt.date, until: dt.date | None) -> None:
    if not model.objects.filter(**keys).exclude(valid_to__lt=since).exists():
        model.objects.create(**keys, valid_from=since, valid_to=until)


def _end_unit(unit: Unit, on: dt.date, successor: Unit | None) -> int:
    """End the unit, its posts and its memberships; returns how many posts ended."""
    _check_alive(unit)
    check_period(unit.valid_from, on)
    posts = _end_rows(unit.posts.all(), on)
    _end_rows(unit.group_memberships.all(), on)
    unit.valid_to, unit.successor = on, successor
    unit.save(update_fields=["valid_to", "successor"])
    return posts
