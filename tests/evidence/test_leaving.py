"""Files leave only through the door of their issue: whole or one range, to be saved, never shown by the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from rectification.evidence import storage
from rectification.models import Evidence, Issue
from tests.cast import ROLES, Cast
from tests.evidence import specimens
from tests.evidence.conftest import measure_slot, uploaded

DATA = specimens.picture_with_page_inside()


@pytest.fixture
def row(staff: Client, issue: Issue) -> Evidence:
    return uploaded(staff, measure_slot(issue), DATA, "整改 “后”.jpg")


def address(row: Evidence) -> str:
    return f"/evidence/{row.pk}/file"


def test_it_is_saved_under_its_name_with_a_type_of_ours_and_never_shown(staff: Client, row: Evidence) -> None:
    answer = staff.get(address(row))
    assert answer.getvalue() == DATA
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E6%95%B4%E6%94%B9%20%E2%80%9C%E5%90%8E%E2%80%9D.jpg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (answer["Content-Length"], answer["Accept-Ranges"]) == (str(len(DATA)), "bytes")


def test_asked_for_its_head_it_tells_its_length_and_gives_nothing(staff: Client, row: Evidence) -> None:
    answer = staff.head(address(row), headers={"Range": "bytes=0-1"})
    assert (answer.status_code, answer.getvalue(), answer["Content-Length"]) == (200, b"", str(len(DATA)))


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, len(DATA)),
        ("bytes=-10", len(DATA) - 10, len(DATA)),
        ("bytes=-9999999", 0, len(DATA)),
        (f"bytes=10-{len(DATA) + 5}", 10, len(DATA)),
        (f"bytes={len(DATA) - 1}-{len(DATA) - 1}", len(DATA) - 1, len(DATA)),
    ],
)
def test_one_range_is_given_to_the_byte(staff: Client, row: Evidence, asked: str, start: int, end: int) -> None:
    answer = staff.get(address(row), headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (206, f"bytes {start}-{end - 1}/{len(DATA)}")
    assert answer.getvalue() == DATA[start:end]
    assert answer["Content-Length"] == str(end - start)
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("asked", [f"bytes={len(DATA)}-", "bytes=-0", "bytes=999999999-9999999999"])
def test_a_range_behind_the_end_is_refused(staff: Client, row: Evidence, asked: str) -> None:
    answer = staff.get(address(row), headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"], answer.content) == (416, f"bytes */{len(DATA)}", b"")


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "bytes=-", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "0-1", "bytes=١-٢", "bytes=" + "9" * 40 + "-"]
)
def test_a_range_that_cannot_be_read_gives_the_whole(staff: Client, row: Evidence, asked: str) -> None:
    answer = staff.get(address(row), headers={"Range": asked})
    assert (answer.status_code, answer.getvalue()) == (200, DATA)


def test_a_range_of_another_version_gives_the_whole(staff: Client, row: Evidence) -> None:
    tag = f'"{row.sha256}"'
    for said, status in ((tag, 206), ('"another"', 200)):
        answer = staff.get(address(row), headers={"Range": "bytes=0-1", "If-Range": said})
        assert answer.status_code == status
        assert answer.getvalue()


def test_its_previews_are_pictures_of_our_own(staff: Client, row: Evidence) -> None:
    for name in ("thumbnail", "pages/1"):
        answer = staff.get(f"/evidence/{row.pk}/{name}")
        drawn = answer.getvalue()
        assert drawn.startswith(b"\xff\xd8")
        assert b"<script>" not in drawn
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert staff.get(f"/evidence/{row.pk}/pages/2").status_code == 404


def test_a_pdf_is_read_in_the_page(staff: Client, issue: Issue) -> None:
    row = uploaded(staff, measure_slot(issue), specimens.pdf(7), "报告.pdf")
    page = staff.get(f"/evidence/{row.pk}/").content.decode()
    assert "第 5 页，共 7 页" in page
    assert f"/evidence/{row.pk}/pages/5" in page
    assert f"/evidence/{row.pk}/pages/6" not in page
    assert "只显示前几页" in page


def test_a_file_without_preview_says_so(staff: Client, issue: Issue) -> None:
    row = uploaded(staff, measure_slot(issue), specimens.docx(), "报告.docx")
    assert "没有预览" in staff.get(f"/evidence/{row.pk}/").content.decode()
    assert staff.get(f"/evidence/{row.pk}/thumbnail").status_code == 404


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["", "file", "thumbnail", "pages/1"])
def test_whoever_does_not_see_the_issue_does_not_see_its_files(cast: Cast, row: Evidence, role: str, name: str) -> None:
    client, expected = cast.client(role), 404 if role in ("outsider", "admin") else 200
    for answer in (client.get(f"/evidence/{row.pk}/{name}"), client.head(f"/evidence/{row.pk}/{name}")):
        assert answer.status_code == expected
        assert answer.getvalue() or expected == 404 or answer.request["REQUEST_METHOD"] == "HEAD"
    if expected == 404:
        assert client.get(f"/evidence/{row.pk}/{name}", headers={"Range": "bytes=0-1"}).status_code == 404


def test_no_address_leads_to_the_folder_itself(staff: Client, row: Evidence) -> None:
    path = storage.path_of(row.stored).relative_to(Path(settings.MEDIA_ROOT))
    for prefix in ("", "media/", "static/", "static/../media/"):
        assert staff.get(f"/{prefix}{path}").status_code == 404
