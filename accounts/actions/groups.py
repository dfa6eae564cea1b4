"""Unit groups (各街道, 区级相关部门) and which units belong to them from when to when."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.log import record
from accounts.models import Unit, UnitGroup, UnitGroupMember, User
from accounts.rules import Refused, check_last_day, check_name, check_period, plain_name
from accounts.turns import in_turn


def _(message: str) -> str:
    return message


def subject(group: UnitGroup) -> str:
    return f"group {group.pk} {group.name}"


@in_turn
def create_group(*, name: str, actor: User | None, now: dt.datetime) -> UnitGroup:
    group = UnitGroup.objects.create(name=_free_name(name))
    record("create_group", subject(group), {"name": group.name}, actor=actor, now=now)
    return group


@in_turn
def rename_group(*, group: UnitGroup, name: str, actor: User | None, now: dt.datetime) -> None:
    old = group.name
    group.name = _free_name(name, but=group)
    group.save(update_fields=["name"])
    record("rename_group", subject(group), {"name": [old, group.name]}, actor=actor, now=now)


@in_turn
def add_member(
    *, group: UnitGroup, unit: Unit, actor: User | None, now: dt.datetime, since: dt.date | None = None, until: dt.date | None = None
) -> UnitGroupMember:
    """Let the unit belong to the group from ``since`` (today) to ``until`` (no end), both days included."""
    UnitGroup.objects.select_for_update(no_key=True).get(pk=group.pk)
    since = since or timezone.localdate(now)
    check_period(since, until)
    meeting = group.memberships.filter(unit=unit).exclude(valid_to__lt=since)
    if until is not None:
        meeting = meeting.exclude(valid_from__gt=until)
    if meeting.exists():
        raise Refused(_("“%(unit)s” belongs to this group at that time already."), {"unit": unit.name})
    member = UnitGroupMember.objects.create(group=group, unit=unit, valid_from=since, valid_to=until)
    record("add_group_member", subject(group), {"unit": [unit.pk, unit.name], "from": since, "to": until}, actor=actor, now=now)
    return member


@in_turn
def end_member(*, member: UnitGroupMember, actor: User | None, now: dt.datetime, last_day: dt.date | None = None) -> None:
    """The unit leaves the group after ``last_day`` (yesterday); a membership that has not begun is taken back."""
    if not UnitGroupMember.objects.filter(pk=member.pk).exists():
        raise Refused(_("This membership has ended already."))
    member = UnitGroupMember.objects.select_for_update(no_key=True).select_related("group", "unit").get(pk=member.pk)
    if last_day is None:
        last_day = timezone.localdate(now) - dt.timedelta(days=1)
    else:
        check_last_day(began=member.valid_from, until=member.valid_to, last_day=last_day)
    change = {"unit": [member.unit_id, member.unit.name], "from": member.valid_from, "to": last_day}
    if last_day < member.valid_from:
        member.delete()
    else:
        member.valid_to = last_day
        member.save(update_fields=["valid_to"])
    record("end_group_member", subject(member.group), change, actor=actor, now=now)


def _free_name(name: str, *, but: UnitGroup | None = None) -> str:
    name = plain_name(name)
    check_name(name, 128)
    others = UnitGroup.objects.exclude(pk=but.pk) if but else UnitGroup.objects.all()
    if others.filter(name=name).exists():
        raise Refused(_("There is a group “%(name)s” already."), {"name": name})
    return name
