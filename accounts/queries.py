"""Reading people and units."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from accounts.importing import PersonFacts, UnitFacts
from accounts.models import Post, Unit, UnitAlias, UnitGroup, UnitGroupMember, UnitName, User, today
from accounts.rules import STALE_AFTER
from accounts.vocabulary import PostKind, UnitKind

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name of a unit and the days it was in force, both included; ``None`` is open."""

    name: str
    since: dt.date | None
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit as papers may call it: its id, its names over time (the present one first) and other words for it.

    For a unit merged into another, ``successor`` says which one.
    """

    id: int
    names: tuple[DatedName, ...]
    aliases: tuple[str, ...]
    successor: int | None = None


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A group of units: its id, its name and the ids of its members on the day asked for."""

    id: int
    name: str
    members: tuple[int, ...]


def known_units() -> list[NamedUnit]:
    """Every unit with all its names, dissolved ones too: an old paper names them. Three queries."""
    former: dict[int, list[DatedName]] = defaultdict(list)
    for unit, name, since, until in UnitName.objects.order_by("-valid_to").values_list("unit_id", "name", "valid_from", "valid_to"):
        former[unit].append(DatedName(name, since, until))
    aliases: dict[int, list[str]] = defaultdict(list)
    for unit, alias in UnitAlias.objects.order_by("alias").values_list("unit_id", "alias"):
        aliases[unit].append(alias)
    rows = Unit.objects.order_by("pk").values_list("pk", "name", "valid_from", "valid_to", "successor_id")
    return [
        NamedUnit(pk, (_present_name(name, since, until, former[pk]), *former[pk]), tuple(aliases[pk]), successor)
        for pk, name, since, until, successor in rows
    ]


def known_groups(on: dt.date | None = None) -> list[NamedGroup]:
    """Every group with its members on the day (today)."""
    memberships = UnitGroupMember.objects.valid_on(on or today()).order_by("unit_id")
    groups = UnitGroup.objects.prefetch_related(Prefetch("memberships", memberships, to_attr="present"))
    return [NamedGroup(group.pk, group.name, tuple(row.unit_id for row in group.present)) for group in groups]


def _present_name(name: str, since: dt.date, until: dt.date | None, former: list[DatedName]) -> DatedName:
    last = max((old.until for old in former if old.until), default=None)
    return DatedName(name, last + ONE_DAY if last else since, until)


def units_of(user: User) -> list[Unit]:
    """The units in which the person holds a post today, each once."""
    return list(Unit.objects.filter(pk__in=user.current_posts().values("unit")))


def people() -> QuerySet[User]:
    """Everybody with today's posts at hand (``user.present_posts``)."""
    present = Post.objects.valid_on(today()).select_related("unit")
    return User.objects.prefetch_related(Prefetch("posts", present, to_attr="present_posts"))


def people_found(
    words: str, unit: Unit | None, kind: PostKind | None, state: str, *, locked: Collection[str], now: dt.datetime
) -> QuerySet[User]:
    """People by part of a name, unit (with all below), post held today, and state: active, inactive, locked or unused."""
    found = people()
    if words:
        found = found.filter(Q(username__icontains=words) | Q(full_name__icontains=words))
    if unit is not None or kind is not None:
        posts = Post.objects.valid_on(today()).filter(user=OuterRef("pk"))
        if unit is not None:
            posts = posts.filter(unit__path__startswith=unit.path)
        if kind is not None:
            posts = posts.filter(kind=kind)
        found = found.filter(Exists(posts))
    if state:
        found = found.filter(_in_state(state, locked, now))
    return found


def _in_state(state: str, locked: Collection[str], now: dt.datetime) -> Q:
    if state == "locked":
        return Q(username__in=locked)
    if state == "unused":
        return unused_since(now - STALE_AFTER)
    return Q(is_active=state == "active")


def unused_since(moment: dt.datetime) -> Q:
    """Accounts that may sign in and have not done so since (GB/T 22239 8.1.4.2 c: no stale accounts)."""
    return Q(is_active=True, created_at__lt=moment) & (Q(last_login__lt=moment) | Q(last_login__isnull=True))


def locked_usernames(now: dt.datetime) -> set[str]:
    """User names locked at the moment from at least one network."""
    since = now - dt.timedelta(hours=settings.AXES_COOLOFF_TIME)
    recent = AccessAttempt.objects.filter(attempt_time__gte=since)
    rows = recent.values("username", "ip_address").annotate(tries=Sum("failures_since_start"))
    return {row["username"] for row in rows if row["tries"] >= settings.AXES_FAILURE_LIMIT}


def lasting_administrators(*, lock: bool = False, outside: Unit | None = None) -> set[int]:
    """Ids of people who may sign in and are system administrators without an end, today or later.

    ``lock`` makes others who take an administrator away wait; ``outside`` leaves out posts in that unit.
    """
    posts = Post.objects.filter(kind=PostKind.SYSTEM_ADMINISTRATOR, valid_to__isnull=True, user__is_active=True, valid_from__lte=today())
    if lock:
        posts = posts.select_for_update(of=("self",), no_key=True)
    if outside is not None:
        posts = posts.exclude(unit=outside)
    return set(posts.values_list("user_id", flat=True))


def units_in_order() -> list[Unit]:
    """All living units with their other and former names, each under the one it belongs to, by name among equals."""
    units = list(Unit.objects.filter(valid_to__isnull=True).prefetch_related("aliases", "former_names").order_by("name"))
    below: dict[int | None, list[Unit]] = defaultdict(list)
    living = {unit.pk for unit in units}
    for unit in units:
        below[unit.parent_id if unit.parent_id in living else None].append(unit)
    return list(_walk(below, None))


def _walk(below: dict[int | None, list[Unit]], parent: int | None) -> Iterator[Unit]:
    for unit in below[parent]:
        yield unit
        yield from _walk(below, unit.pk)


def unit_facts() -> list[UnitFacts]:
    """All living units as the import judges them."""
    units = Unit.objects.filter(valid_to__isnull=True).select_related("parent").prefetch_related("aliases", "former_names")
    return [
        UnitFacts(
            unit.pk,
            unit.name,
            UnitKind(unit.kind),
            unit.parent.name if unit.parent else "",
            frozenset(row.alias for row in unit.aliases.all()),
            frozenset(row.name for row in unit.former_names.all()),
        )
        for unit in units
    ]


def ended_words() -> dict[str, str]:
    """The other words of units that are no more, with what they meant."""
    return dict(UnitAlias.objects.filter(unit__valid_to__isnull=False).values_list("alias", "unit__name"))


def person_facts() -> list[PersonFacts]:
    """All people as the import judges them, with the posts they hold now or will hold."""
    lasting = Post.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today())).select_related("unit")
    return [
        PersonFacts(
            user.pk,
            user.username,
            user.full_name,
            user.phone,
            frozenset((PostKind(post.kind), post.unit.name) for post in user.lasting_posts),
        )
        for user in User.objects.prefetch_related(Prefetch("posts", lasting, to_attr="lasting_posts"))
    ]


def groups_with_members() -> QuerySet[UnitGroup]:
    """All groups with today's members at hand (``group.present``)."""
    present = UnitGroupMember.objects.valid_on(today()).select_related("unit").order_by("unit__name")
    return UnitGroup.objects.prefetch_related(Prefetch("memberships", present, to_attr="present"))
