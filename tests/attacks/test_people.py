"""What an administrator, or two of them at once, could break among people and units."""

from __future__ import annotations

import datetime as dt
import io
from http import HTTPStatus

import pytest
from django.contrib.auth import password_validation
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from accounts import actions
from accounts.models import Post, SheetImport, UnitGroupMember, User
from accounts.rules import Refused
from accounts.vocabulary import PostKind
from tests.cast import PASSWORD, Cast, person

NEXT_YEAR = timezone.localdate() + dt.timedelta(days=365)


def administrator(cast: Cast) -> Client:
    client = cast.client("admin")
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31", "2200-01-01", "0000-01-01", "10000-01-01", "2026-02-30"])
def test_a_day_nobody_means_is_refused(cast: Cast, day: str) -> None:
    client, unit, post = administrator(cast), cast.district.west, cast.staff.posts.get()
    forms = {
        "/people/units/new/": {"name": "新单位", "kind": "department", "since": day},
        f"/people/units/{unit.pk}/rename/": {"name": "新名", "on": day},
        f"/people/units/{unit.pk}/merge/": {"into": cast.district.east.pk, "on": day},
        f"/people/units/{unit.pk}/dissolve/": {"on": day},
        f"/people/units/{unit.pk}/former/": {"name": "旧名", "until": day},
        f"/people/posts/{post.pk}/end/": {"last_day": day},
        f"/people/posts/{post.pk}/transfer/": {"unit": unit.pk, "first_day": day},
        f"/people/groups/{cast.district.subdistricts.pk}/members/": {"unit": cast.district.lead.pk, "until": day},
    }
    assert {path: client.post(path, data).status_code for path, data in forms.items()} == dict.fromkeys(forms, 422)


def test_ending_a_post_never_makes_it_last_longer(cast: Cast) -> None:
    """Else an administrator whose own post is limited would prolong it without anybody who gives it."""
    now = timezone.now()
    limited = person("admin2", "蒋管理", cast.district.office, PostKind.SYSTEM_ADMINISTRATOR)
    own = limited.posts.get()
    Post.objects.filter(pk=own.pk).update(valid_to=NEXT_YEAR)
    with pytest.raises(Refused):
        actions.end_post(post=own, actor=limited, now=now, last_day=NEXT_YEAR + dt.timedelta(days=1))
    own.refresh_from_db()
    assert own.valid_to == NEXT_YEAR
    actions.end_post(post=own, actor=limited, now=now, last_day=NEXT_YEAR - dt.timedelta(days=1))


def test_ending_a_membership_never_makes_it_last_longer(cast: Cast) -> None:
    member = UnitGroupMember.objects.get(unit=cast.district.east)
    UnitGroupMember.objects.filter(pk=member.pk).update(valid_to=NEXT_YEAR)
    with pytest.raises(Refused):
        actions.end_member(member=member, actor=cast.clerk, now=timezone.now(), last_day=NEXT_YEAR + dt.timedelta(days=1))


def test_a_change_of_password_does_not_undo_what_an_administrator_does_meanwhile(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client = cast.client("staff")
    judge = password_validation.validate_password

    def judged_while_deactivated(password: str, user: User) -> None:
        User.objects.filter(pk=user.pk).update(is_active=False, full_name="李新名")
        judge(password, user)

    monkeypatch.setattr(password_validation, "validate_password", judged_while_deactivated)
    answer = client.post(
        "/account/password/", {"old_password": PASSWORD, "new_password1": "Row-under-9-bridges", "new_password2": "Row-under-9-bridges"}
    )
    assert answer.status_code == HTTPStatus.FOUND
    staff = User.objects.get(pk=cast.staff.pk)
    assert (staff.is_active, staff.full_name) == (False, "李新名")
    assert staff.check_password("Row-under-9-bridges")


def test_no_name_damages_the_sheet_of_first_passwords(cast: Cast) -> None:
    """It is made once: whoever cannot open it has lost the passwords of everybody imported."""
    client = administrator(cast)
    client.post("/people/import/", {"file": SimpleUploadedFile("名单.csv", "姓名,用户名\n张\uffff三\ufffe,zhangsan\n".encode())})
    sheet = SheetImport.objects.get()
    preview = client.get(f"/people/import/{sheet.pk}/")
    client.post(f"/people/import/{sheet.pk}/confirm/", {"fingerprint": preview.context["fingerprint"]})
    book = load_workbook(io.BytesIO(client.post(f"/people/import/{sheet.pk}/passwords/").content))
    assert [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)] == ["张三"]
