"""People and posts: every verb with its record, its refusals and its page."""

from __future__ import annotations

import datetime as dt
import json
from http import HTTPStatus

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.models import Post, User
from accounts.queries import units_of
from accounts.rules import Refused
from accounts.vocabulary import PostKind
from rectification.models.trail import TrailEntry
from rectification.workflow.trail import TRAIL, verify_chain
from tests.cast import LONG_AGO, PASSWORD, ROLES, Cast, signed_in

ONE_DAY = dt.timedelta(days=1)


def last_entry() -> TrailEntry:
    return TrailEntry.objects.order_by("-number")[0]


def test_a_person_is_entered_with_a_first_password_and_recorded(cast: Cast, now: dt.datetime) -> None:
    entered = actions.create_person(username=" Zhang.San ", full_name="张三", phone="13800000000", actor=cast.admin, now=now)
    assert entered.user.username == "zhang.san"
    assert entered.user.check_password(entered.password)
    assert entered.user.must_change_password
    assert entered.user.initial_password_expires_at == now + dt.timedelta(hours=24)
    assert last_entry().verb == "create_person"
    assert entered.password not in last_entry().change
    assert "138" not in last_entry().change
    assert verify_chain(TRAIL).first_bad is None


@pytest.mark.parametrize("username", ["staff", "STAFF", "ｓｔａｆｆ", "", "a", "has blank", "semi;colon", "x" * 65])
def test_a_taken_or_malformed_user_name_is_refused(cast: Cast, now: dt.datetime, username: str) -> None:
    count = User.objects.count()
    with pytest.raises(Refused):
        actions.create_person(username=username, full_name="张三", actor=cast.admin, now=now)
    assert User.objects.count() == count


def test_a_post_begins_and_ends_by_day(cast: Cast, now: dt.datetime) -> None:
    today = timezone.localdate(now)
    post = actions.grant_post(
        user=cast.staff,
        unit=cast.district.east,
        kind=PostKind.STAFF,
        actor=cast.admin,
        now=now,
        since=today + ONE_DAY,
        until=today + 9 * ONE_DAY,
    )
    assert units_of(User.objects.get(pk=cast.staff.pk)) == [cast.district.lead]
    actions.end_post(post=post, actor=cast.admin, now=now + 3 * ONE_DAY)
    post.refresh_from_db()
    assert post.valid_to == today + 2 * ONE_DAY
    with pytest.raises(Refused, match="ended already"):
        actions.end_post(post=post, actor=cast.admin, now=now + 3 * ONE_DAY)


def test_a_transfer_is_one_change(cast: Cast, now: dt.datetime) -> None:
    post = Post.objects.get(user=cast.staff)
    moved = actions.transfer(post=post, unit=cast.district.archive, actor=cast.admin, now=now)
    assert units_of(User.objects.get(pk=cast.staff.pk)) == [cast.district.archive]
    post.refresh_from_db()
    assert (post.valid_from, post.valid_to) == (LONG_AGO, timezone.localdate(now) - ONE_DAY)
    assert (moved.kind, moved.valid_to) == (PostKind.STAFF, None)


def test_a_refused_transfer_changes_nothing(cast: Cast, second_admin: User, now: dt.datetime) -> None:
    post = Post.objects.get(user=cast.admin)
    entries = TrailEntry.objects.count()
    with pytest.raises(Refused, match="himself"):
        actions.transfer(post=post, unit=cast.district.archive, actor=cast.admin, now=now)
    post.refresh_from_db()
    assert post.valid_to is None
    assert TrailEntry.objects.count() == entries


def test_nobody_gives_himself_a_post(cast: Cast, now: dt.datetime) -> None:
    for kind in PostKind:
        with pytest.raises(Refused):
            actions.grant_post(user=cast.admin, unit=cast.district.lead, kind=kind, actor=cast.admin, now=now)
    page = cast.client("admin").post(
        reverse("accounts:grant_post", args=[cast.admin.pk]), {"unit": cast.district.lead.pk, "kind": "office_clerk"}
    )
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert cast.admin.posts.count() == 1


def test_the_last_administrator_can_neither_be_ended_nor_deactivated(cast: Cast, second_admin: User, now: dt.datetime) -> None:
    actions.end_post(post=Post.objects.get(user=cast.admin), actor=second_admin, now=now)
    with pytest.raises(Refused, match="last system administrator"):
        actions.end_post(post=Post.objects.get(user=second_admin), actor=second_admin, now=now)
    with pytest.raises(Refused, match="last system administrator"):
        actions.deactivate(user=second_admin, actor=cast.admin, now=now)
    with pytest.raises(Refused, match="last system administrator"):
        actions.dissolve_unit(unit=cast.district.office, actor=second_admin, now=now)


def test_a_deactivated_administrator_does_not_count(cast: Cast, second_admin: User, now: dt.datetime) -> None:
    actions.deactivate(user=second_admin, actor=cast.admin, now=now)
    with pytest.raises(Refused, match="last system administrator"):
        actions.end_post(post=Post.objects.get(user=cast.admin), actor=None, now=now)


def test_nobody_deactivates_or_resets_himself(cast: Cast, second_admin: User, now: dt.datetime) -> None:
    with pytest.raises(Refused, match="own account"):
        actions.deactivate(user=cast.admin, actor=cast.admin, now=now)
    with pytest.raises(Refused, match="own account"):
        actions.reset_password(user=cast.admin, actor=cast.admin, now=now)


def test_a_reset_replaces_the_password_and_ends_sessions(cast: Cast) -> None:
    theirs = Client()
    theirs.post("/account/login/", {"login": "staff", "password": PASSWORD})
    page = cast.client("admin").post(reverse("accounts:reset_password", args=[cast.staff.pk])).content.decode()
    password = page.partition('id="first-password">')[2][:19]
    cast.staff.refresh_from_db()
    assert cast.staff.check_password(password)
    assert not cast.staff.check_password(PASSWORD)
    assert theirs.get("/account/").status_code == HTTPStatus.FOUND


def test_telephones_do_not_enter_the_trail(cast: Cast, now: dt.datetime) -> None:
    actions.edit_person(user=cast.staff, full_name="李填报", phone="13900001111", email="", actor=cast.admin, now=now)
    assert json.loads(last_entry().change) == {"fields": ["phone"]}


def edit(cast: Cast, version: int, **typed: str) -> HttpResponse:
    data = {"full_name": "李填报", "phone": "", "email": "", "version": version, **typed}
    answer = cast.client("admin").post(reverse("accounts:edit_person", args=[cast.staff.pk]), data)
    assert isinstance(answer, HttpResponse)
    return answer


def test_the_later_of_two_who_edit_a_person_sees_both_texts_and_overwrites_nothing(cast: Cast) -> None:
    assert edit(cast, 1, phone="13911112222").status_code == HTTPStatus.FOUND
    late = edit(cast, 1, full_name="李填报员", phone="13933334444")
    page = late.content.decode()
    assert late.status_code == HTTPStatus.CONFLICT
    assert "“13911112222”" in page
    assert "“李填报”" in page
    assert 'value="13933334444"' in page
    assert 'value="李填报员"' in page
    cast.staff.refresh_from_db()
    assert (cast.staff.full_name, cast.staff.phone) == ("李填报", "13911112222")
    version = late.context["form"]["version"].value()  # type: ignore[attr-defined]  # Django's test client adds it
    assert edit(cast, version, full_name="李填报员", phone="13933334444").status_code == HTTPStatus.FOUND
    cast.staff.refresh_from_db()
    assert (cast.staff.full_name, cast.staff.phone) == ("李填报员", "13933334444")


def test_a_change_of_a_person_without_its_version_is_refused(cast: Cast) -> None:
    answer = cast.client("admin").post(reverse("accounts:edit_person", args=[cast.staff.pk]), {"full_name": "李填报员"})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    cast.staff.refresh_from_db()
    assert cast.staff.full_name == "李填报"


def test_the_list_finds_masks_and_filters(cast: Cast) -> None:
    User.objects.filter(pk=cast.staff.pk).update(phone="13912345678")
    client, address = cast.client("admin"), reverse("accounts:people")
    page = client.get(address).content.decode()
    assert "139****5678" in page
    assert "13912345678" not in page

    def found(**asked: str | int) -> set[str]:
        return {person.username for person in client.get(address, asked).context["page_obj"]}

    assert found(words="李") == {"staff"}
    assert found(unit=cast.district.lead.pk) == {"staff", "unithead"}
    assert found(kind="party_leader") == {"party"}
    assert found(state="inactive") == set()
    assert found(words="\x00", unit="no", kind="no", state="no") == set(ROLES)


def test_accounts_unused_for_ninety_days_are_found(cast: Cast, now: dt.datetime) -> None:
    User.objects.update(created_at=now - dt.timedelta(days=400), last_login=now)
    User.objects.filter(username="auditor").update(last_login=now - dt.timedelta(days=91))
    User.objects.filter(username="party").update(last_login=None)
    shown = cast.client("admin").get(reverse("accounts:people"), {"state": "unused"}).context["page_obj"]
    assert {person.username for person in shown} == {"auditor", "party"}


PAGES = {
    "accounts:people": (), "accounts:new_person": (), "accounts:person": ("staff",), "accounts:edit_person": ("staff",),
    "accounts:end_post": ("post",), "accounts:transfer": ("post",), "accounts:import": (), "accounts:rename_unit": ("unit",),
    "accounts:set_kind": ("unit",), "accounts:move_unit": ("unit",), "accounts:merge_unit": ("unit",), "accounts:dissolve_unit": ("unit",),
    "accounts:add_former_name": ("unit",),
}  # fmt: skip
OFFICE_PAGES = {
    "accounts:units": (), "accounts:new_unit": (), "accounts:unit": ("unit",), "accounts:add_alias": ("unit",), "accounts:groups": (),
    "accounts:new_group": (), "accounts:group": ("group",), "accounts:rename_group": ("group",), "accounts:add_member": ("group",),
}  # fmt: skip


@pytest.mark.parametrize("role", [*ROLES, "stranger"])
def test_pages_open_to_those_who_manage_them_and_to_nobody_else(cast: Cast, role: str) -> None:
    keys = {
        "staff": cast.staff.pk,
        "post": Post.objects.get(user=cast.staff).pk,
        "unit": cast.district.lead.pk,
        "group": cast.district.subdistricts.pk,
    }
    client = Client() if role == "stranger" else cast.client(role)
    for name, needs in {**PAGES, **OFFICE_PAGES}.items():
        opened = client.get(reverse(name, args=[keys[need] for need in needs])).status_code
        if role == "stranger":
            assert opened == HTTPStatus.FOUND, name
        elif role == "admin" or (role == "clerk" and name in OFFICE_PAGES):
            assert opened == HTTPStatus.OK, name
        else:
            assert opened == HTTPStatus.FORBIDDEN, name


BUTTONS = ("accounts:reset_password", "accounts:unlock", "accounts:deactivate", "accounts:activate", "accounts:grant_post")


@pytest.mark.parametrize("name", BUTTONS)
def test_buttons_are_posts_of_administrators(cast: Cast, name: str) -> None:
    address = reverse(name, args=[cast.staff.pk])
    assert cast.client("admin").get(address).status_code == HTTPStatus.METHOD_NOT_ALLOWED
    before = TrailEntry.objects.count()
    for role in ROLES:
        if role != "admin":
            assert cast.client(role).post(address).status_code == HTTPStatus.FORBIDDEN
    assert TrailEntry.objects.count() == before


def test_a_person_is_entered_on_the_page_with_a_post(cast: Cast) -> None:
    sent = {"username": "new.one", "full_name": "新人", "unit": cast.district.lead.pk, "kind": "staff", "phone": "", "email": ""}
    page = cast.client("admin").post(reverse("accounts:new_person"), sent).content.decode()
    entered = User.objects.get(username="new.one")
    assert entered.check_password(page.partition('id="first-password">')[2][:19])
    assert entered.posts.get().unit == cast.district.lead


def test_a_refused_person_is_not_half_entered(cast: Cast, now: dt.datetime) -> None:
    sent = {"username": "staff", "full_name": "新人", "unit": cast.district.lead.pk, "kind": "staff"}
    answer = cast.client("admin").post(reverse("accounts:new_person"), sent)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not User.objects.filter(full_name="新人").exists()


def test_every_button_of_a_person_works(cast: Cast) -> None:
    client, args = cast.client("admin"), [cast.staff.pk]
    client.post(reverse("accounts:deactivate", args=args))
    assert not User.objects.get(pk=cast.staff.pk).is_active
    client.post(reverse("accounts:activate", args=args))
    assert User.objects.get(pk=cast.staff.pk).is_active
    client.post(reverse("accounts:grant_post", args=args), {"unit": cast.district.east.pk, "kind": "staff"})
    post = cast.staff.posts.get(unit=cast.district.east)
    client.post(reverse("accounts:transfer", args=[post.pk]), {"unit": cast.district.west.pk})
    post = cast.staff.posts.get(unit=cast.district.west)
    client.post(reverse("accounts:end_post", args=[post.pk]), {"last_day": ""})
    assert not cast.staff.posts.filter(unit=cast.district.west).exists()
    assert client.get(reverse("accounts:person", args=args)).status_code == HTTPStatus.OK


def test_a_fresh_installation_has_nobody_and_the_command_enters_the_first(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert User.objects.count() == 0
    call_command("createadministrator", "root.admin", "管理员")
    password = capsys.readouterr().out.partition("first password")[2].split()[0]
    created = User.objects.get()
    assert created.check_password(password)
    assert created.post_kinds() == {PostKind.SYSTEM_ADMINISTRATOR}
    with pytest.raises(CommandError, match="taken"):
        call_command("createadministrator", "root.admin", "管理员")
    assert signed_in(created).get("/people/")["Location"] == "/account/password/"
