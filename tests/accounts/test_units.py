"""Units keep their id through every change; the words for them stay clear; whole trees move."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Post, Unit, UnitGroupMember, User, units_below
from accounts.queries import DatedName, known_groups, known_units, units_in_order, units_of
from accounts.rules import Refused
from accounts.vocabulary import UnitKind
from rectification.models.trail import TrailEntry
from tests.cast import LONG_AGO, Cast

ONE_DAY = dt.timedelta(days=1)


def paths_are_true() -> bool:
    units = Unit.objects.select_related("parent")
    return all(unit.path == f"{unit.parent.path if unit.parent else '/'}{unit.pk}/" for unit in units)


def test_a_unit_is_entered_in_one_step(cast: Cast, now: dt.datetime) -> None:
    unit = actions.create_unit(
        name=" 区 水利局\u200b ", kind=UnitKind.DEPARTMENT, parent=cast.district.government, actor=cast.clerk, now=now
    )
    assert unit.name == "区 水利局"
    assert paths_are_true()
    assert TrailEntry.objects.latest("number").verb == "create_unit"


def test_a_word_never_means_two_units(cast: Cast, now: dt.datetime) -> None:
    actions.add_alias(unit=cast.district.lead, alias="城管", actor=cast.clerk, now=now)
    for act in (
        lambda: actions.create_unit(name="区城管局", actor=cast.clerk, now=now),
        lambda: actions.create_unit(name="城管", actor=cast.clerk, now=now),
        lambda: actions.add_alias(unit=cast.district.archive, alias="城管", actor=cast.clerk, now=now),
        lambda: actions.add_alias(unit=cast.district.archive, alias="区住建局", actor=cast.clerk, now=now),
        lambda: actions.rename_unit(unit=cast.district.archive, name="城管", actor=cast.admin, now=now),
    ):
        with pytest.raises(Refused):
            act()


def test_a_renamed_unit_keeps_its_old_name_with_its_time(cast: Cast, now: dt.datetime) -> None:
    today = timezone.localdate(now)
    actions.rename_unit(unit=cast.district.lead, name="区综合执法局", actor=cast.admin, now=now)
    actions.rename_unit(unit=cast.district.lead, name="区综合行政执法局", actor=cast.admin, now=now, on=today + 10 * ONE_DAY)
    known = next(unit for unit in known_units() if unit.id == cast.district.lead.pk)
    assert known.names == (
        DatedName("区综合行政执法局", today + 10 * ONE_DAY, None),
        DatedName("区综合执法局", today, today + 9 * ONE_DAY),
        DatedName("区城管局", LONG_AGO, today - ONE_DAY),
    )


def test_renaming_back_and_forth_on_one_day_is_possible(cast: Cast, now: dt.datetime) -> None:
    for name in ("甲局", "区城管局", "甲局", "区城管局"):
        actions.rename_unit(unit=cast.district.lead, name=name, actor=cast.admin, now=now)
    assert Unit.objects.get(pk=cast.district.lead.pk).name == "区城管局"


def test_all_below_move_along(cast: Cast, branch: Unit, now: dt.datetime) -> None:
    actions.move_unit(unit=cast.district.lead, parent=cast.district.party_committee, actor=cast.admin, now=now)
    assert paths_are_true()
    assert branch in units_below([Unit.objects.get(pk=cast.district.party_committee.pk)])
    actions.move_unit(unit=cast.district.below_lead, parent=None, actor=cast.admin, now=now)
    assert paths_are_true()
    assert branch not in units_below([Unit.objects.get(pk=cast.district.lead.pk)])


def test_no_unit_moves_under_itself(cast: Cast, branch: Unit, now: dt.datetime) -> None:
    for parent in (cast.district.lead, cast.district.below_lead, branch):
        with pytest.raises(Refused):
            actions.move_unit(unit=cast.district.lead, parent=parent, actor=cast.admin, now=now)
    assert paths_are_true()


def test_a_dissolved_unit_ends_with_its_posts(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="still belong"):
        actions.dissolve_unit(unit=cast.district.lead, actor=cast.admin, now=now)
    actions.dissolve_unit(unit=cast.district.archive, actor=cast.admin, now=now, on=timezone.localdate(now) - ONE_DAY)
    assert units_of(User.objects.get(pk=cast.outsider.pk)) == []
    assert Unit.objects.get(pk=cast.district.archive.pk).valid_to is not None
    actions.create_unit(name="区档案馆", actor=cast.admin, now=now)
    with pytest.raises(Refused, match="ends on"):
        actions.rename_unit(unit=cast.district.archive, name="乙馆", actor=cast.admin, now=now)


def test_posts_groups_and_units_below_go_on_after_a_merger(cast: Cast, now: dt.datetime) -> None:
    yesterday = timezone.localdate(now) - ONE_DAY
    UnitGroupMember.objects.create(group=cast.district.subdistricts, unit=cast.district.lead, valid_from=LONG_AGO)
    actions.merge_units(unit=cast.district.lead, into=cast.district.accepting, actor=cast.admin, now=now, on=yesterday)
    assert units_of(User.objects.get(pk=cast.staff.pk)) == [cast.district.accepting]
    assert Unit.objects.get(pk=cast.district.below_lead.pk).parent == cast.district.accepting
    assert paths_are_true()
    assert cast.district.accepting.pk in known_groups()[0].members
    assert cast.district.lead.pk not in known_groups()[0].members
    old = Unit.objects.get(pk=cast.district.lead.pk)
    assert (old.valid_to, old.successor) == (yesterday, cast.district.accepting)
    assert Post.objects.filter(user=cast.staff, unit=old, valid_to=yesterday).exists()


def test_administrators_survive_the_merger_of_their_unit(cast: Cast, now: dt.datetime) -> None:
    yesterday = timezone.localdate(now) - ONE_DAY
    actions.merge_units(unit=cast.district.office, into=cast.district.archive, actor=cast.admin, now=now, on=yesterday)
    assert units_of(User.objects.get(pk=cast.admin.pk)) == [cast.district.archive]


def test_no_unit_merges_into_one_below(cast: Cast, now: dt.datetime) -> None:
    for into in (cast.district.lead, cast.district.below_lead):
        with pytest.raises(Refused, match="merged into itself"):
            actions.merge_units(unit=cast.district.lead, into=into, actor=cast.admin, now=now)


def test_a_group_has_members_by_day(cast: Cast, now: dt.datetime) -> None:
    today, group = timezone.localdate(now), cast.district.subdistricts
    member = actions.add_member(group=group, unit=cast.district.archive, actor=cast.clerk, now=now, since=today + 5 * ONE_DAY)
    assert known_groups(today)[0].members == tuple(sorted((cast.district.east.pk, cast.district.west.pk)))
    assert cast.district.archive.pk in known_groups(today + 5 * ONE_DAY)[0].members
    with pytest.raises(Refused, match="already"):
        actions.add_member(group=group, unit=cast.district.archive, actor=cast.clerk, now=now)
    actions.end_member(member=member, actor=cast.clerk, now=now, last_day=today + 6 * ONE_DAY)
    assert cast.district.archive.pk not in known_groups(today + 7 * ONE_DAY)[0].members


def test_the_tree_lists_every_unit_under_its_own(cast: Cast, branch: Unit) -> None:
    names = [unit.name for unit in units_in_order()]
    start = names.index("区城管局")
    assert names[start : start + 3] == ["区城管局", "区环卫所", "清扫队"]
    assert len(names) == Unit.objects.count()


def test_every_page_of_units_works(cast: Cast) -> None:
    client, lead = cast.client("admin"), cast.district.lead

    def send(page: str, key: int | None = None, **sent: object) -> None:
        answer = client.post(reverse(f"accounts:{page}", args=[] if key is None else [key]), sent)
        assert answer.status_code == HTTPStatus.FOUND, (page, answer.content.decode())

    send("new_unit", name="区水利局", kind="department", parent=cast.district.government.pk)
    water = Unit.objects.get(name="区水利局")
    send("rename_unit", water.pk, name="区水务局")
    send("set_kind", water.pk, kind="other")
    send("move_unit", water.pk, parent=lead.pk)
    send("add_former_name", water.pk, name="区水电局", since="1990-01-01", until="1999.12.31")
    send("add_alias", water.pk, alias="水务")
    shown = client.get(reverse("accounts:unit", args=[water.pk])).content.decode()
    assert all(word in shown for word in ("区水务局", "区水利局", "区水电局", "水务"))
    send("remove_alias", water.aliases.get().pk)
    send("new_group", name="涉水部门")
    group = water.groups.model.objects.get(name="涉水部门")
    send("rename_group", group.pk, name="涉水单位")
    send("add_member", group.pk, unit=water.pk)
    send("end_member", group.memberships.get().pk)
    send("merge_unit", water.pk, into=cast.district.archive.pk)
    assert client.get(reverse("accounts:units")).status_code == HTTPStatus.OK
    assert client.get(reverse("accounts:unit", args=[water.pk])).status_code == HTTPStatus.OK


def test_the_clerk_creates_units_and_edits_words_but_changes_no_unit(cast: Cast) -> None:
    client, lead = cast.client("clerk"), cast.district.lead
    assert client.post(reverse("accounts:new_unit"), {"name": "丙局", "kind": "department"}).status_code == HTTPStatus.FOUND
    assert client.post(reverse("accounts:add_alias", args=[lead.pk]), {"alias": "城管"}).status_code == HTTPStatus.FOUND
    for name in ("rename_unit", "set_kind", "move_unit", "merge_unit", "dissolve_unit", "add_former_name"):
        assert client.post(reverse(f"accounts:{name}", args=[lead.pk]), {"name": "丁局"}).status_code == HTTPStatus.FORBIDDEN
    assert Unit.objects.get(pk=lead.pk).name == "区城管局"


def test_a_refusal_is_shown_above_the_form_and_keeps_what_was_typed(cast: Cast) -> None:
    answer = cast.client("admin").post(reverse("accounts:rename_unit", args=[cast.district.lead.pk]), {"name": "区住建局"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert 'value="区住建局"' in answer.content.decode()
