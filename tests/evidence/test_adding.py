"""What may be handed in as evidence, by whom, where it is kept, and what is refused in which words."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import sys
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from rectification.child.outside import ask
from rectification.evidence import child, rules, storage
from rectification.files import MOST_BYTES
from rectification.models import Evidence, Issue, Part, TrailEntry
from rectification.refusals import Incomplete
from rectification.vocabulary import Verb
from rectification.workflow.actions import move
from tests import factories
from tests.cast import ROLES, Cast
from tests.evidence import specimens
from tests.evidence.conftest import kept_files, measure_slot, slot, upload, uploaded

HOSTILE_NAMES = (
    "../../etc/passwd.jpg",
    "..\\..\\windows\\system32\\a.jpg",
    "/etc/cron.d/a.jpg",
    "C:\\a.jpg",
    "\\\\server\\share\\a.jpg",
    "a\x00b.jpg",
    "a\nb.jpg",
    'a\r\nSet-Cookie: x="1".jpg',
    'a"; filename="evil.html.jpg',
    "a';alert(1).jpg",
    "<script>alert(1)</script>.jpg",
    '"><img src=x onerror=alert(1)>.jpg',
    "a\u202egpj.exe.jpg",
    "a\u200b\u200d.jpg",
    "\ufeffa.jpg",
    "a%00.jpg",
    "a%0d%0aX: y.jpg",
    "{{ 7*7 }}.jpg",
    "{% include 'x' %}.jpg",
    "$(reboot).jpg",
    "`id`.jpg",
    "a;rm -rf.jpg",
    "|ls.jpg",
    "~root.jpg",
    ".htaccess.jpg",
    "...jpg",
    "CON.jpg",
    "a:b.jpg",
    "长" * 300 + ".jpg",
    "a" * 255 + ".jpg",
    "=cmd|' /C calc'!A0.jpg",
    "😀\ud800.jpg".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
)

REFUSED = {
    "html": ("现场.jpg", b"<html><script>alert(1)</script></html>", "不是可接收的"),
    "page in the name": ("现场.html", specimens.picture_with_page_inside(), "扩展名"),
    "exe": ("setup.jpg", b"MZ\x90\x00" + bytes(200), "不是可接收的"),
    "exe as text": ("setup.txt", b"MZ\x90\x00" + bytes(200), "不是可接收的"),
    "svg": ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "不是可接收的"),
    "bomb by header": ("图.png", specimens.bomb_by_header(), "3600"),
    "broken picture": ("图.jpg", specimens.picture()[:300], "已损坏"),
    "zip as docx": ("方案.docx", specimens.container({"a.txt": "a"}), "压缩包"),
    "zip": ("材料.zip", specimens.container({"a.txt": "a"}), "压缩包"),
    "rar": ("材料.rar", b"Rar!\x1a\x07\x00" + bytes(50), "压缩包"),
    "7z": ("材料.7z", b"7z\xbc\xaf\x27\x1c" + bytes(50), "压缩包"),
    "docm": ("方案.docm", specimens.docm(), "宏"),
    "docm as docx": ("方案.docx", specimens.docm(), "宏"),
    "macros of old": ("表.xls", specimens.compound("Workbook", "_VBA_PROJECT_CUR"), "宏"),
    "old format of something else": ("图.doc", specimens.compound("PowerPoint Document"), "不是可接收的"),
    "swollen docx": ("方案.docx", specimens.swollen(), "结构异常"),
    "docx that climbs out": ("方案.docx", specimens.docx(**{"../../evil": "x"}), "结构异常"),
    "too many members": ("方案.docx", specimens.docx(**{f"word/{number}": "" for number in range(2001)}), "结构异常"),
    "cut docx": ("方案.docx", specimens.docx()[:-30], "已损坏"),
    "docx as pdf": ("方案.pdf", specimens.docx(), "扩展名"),
    "broken pdf": ("报告.pdf", b"%PDF-1.7\nnothing at all", "已损坏"),
    "long pdf": ("报告.pdf", specimens.pdf(501), "501"),
    "heic": ("IMG_1.HEIC", b"\x00\x00\x00\x18ftypheic" + bytes(50), "兼容性最佳"),
    "nothing": ("空.jpg", b"", "空的"),
    "one byte too much": ("大.jpg", specimens.picture() + bytes(MOST_BYTES + 1 - len(specimens.picture())), "20 MB"),
    "text with zeroes": ("说明.txt", b"a\x00b", "不是可接收的"),
}
ACCEPTED = {
    "jpeg": ("现场.jpg", specimens.picture(), "image/jpeg"),
    "png": ("现场.png", specimens.picture("PNG"), "image/png"),
    "webp": ("现场.webp", specimens.picture("WEBP"), "image/webp"),
    "pdf": ("报告.pdf", specimens.pdf(500), "application/pdf"),
    "docx": ("报告.DOCX", specimens.docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "doc": ("报告.doc", specimens.compound("WordDocument"), "application/msword"),
    "xls": ("台账.xls", specimens.compound("Workbook"), "application/vnd.ms-excel"),
    "txt": ("说明.txt", "渗滤液已全部收集。\n".encode("gb18030"), "text/plain"),
    "exactly the limit": ("大.jpg", specimens.picture().ljust(MOST_BYTES, b"\0"), "image/jpeg"),
}


def test_a_photograph_is_kept_byte_for_byte_under_a_name_of_our_own(staff: Client, issue: Issue) -> None:
    data = specimens.photograph()
    row = uploaded(staff, slot(issue), data)
    path = storage.path_of(row.stored)
    assert path.read_bytes() == data
    assert path.parent.parent == Path(settings.MEDIA_ROOT) / "evidence"
    assert (row.sha256, row.size, row.media_type) == (hashlib.sha256(data).hexdigest(), len(data), "image/jpeg")
    assert (row.name, row.taken_on, row.sent_at) == ("现场.jpg", dt.date(2026, 5, 1), None)
    assert not TrailEntry.objects.exists()


@pytest.mark.parametrize("taken", ["2099:01:01 00:00:00", "1980:01:01 00:00:00", "0000:00:00 00:00:00", "yesterday", ""])
def test_a_day_that_no_camera_can_know_is_not_proposed(staff: Client, issue: Issue, taken: str) -> None:
    assert uploaded(staff, slot(issue), specimens.photograph(taken)).taken_on is None


@pytest.mark.parametrize("data", [specimens.photograph(), specimens.png_with_text(), specimens.picture(size=(3000, 100))])
def test_its_previews_are_drawn_anew_without_place_and_comments(staff: Client, issue: Issue, data: bytes) -> None:
    row = uploaded(staff, slot(issue), data, "现场.png" if data.startswith(b"\x89") else "现场.jpg")
    for name, most in ((storage.THUMBNAIL, 320), ("1.jpg", 1600)):
        drawn = (storage.previews_of(row.stored) / name).read_bytes()
        picture = Image.open(io.BytesIO(drawn))
        assert max(picture.size) <= most
        assert not picture.getexif()
        assert b"secret comment" not in drawn


def test_a_photograph_taken_upright_is_shown_upright(staff: Client, issue: Issue) -> None:
    row = uploaded(staff, slot(issue), specimens.photograph())
    with Image.open(storage.previews_of(row.stored) / "1.jpg") as picture:
        assert picture.width < picture.height


@pytest.mark.parametrize("kind", ACCEPTED)
def test_it_takes(staff: Client, issue: Issue, kind: str) -> None:
    name, data, media_type = ACCEPTED[kind]
    row = uploaded(staff, slot(issue), data, name)
    assert (row.media_type, row.name) == (media_type, name)


@pytest.mark.parametrize("kind", REFUSED)
def test_it_refuses_in_words_and_keeps_nothing(staff: Client, issue: Issue, kind: str) -> None:
    name, data, words = REFUSED[kind]
    status, box = upload(staff, slot(issue), data, name)
    assert status == 422
    assert words in box
    assert not Evidence.objects.exists()
    assert kept_files() == []


@pytest.mark.parametrize(
    ("does", "words"),
    [("raise MemoryError", "内存过大"), ("import os; os.abort()", "无法打开"), ("import time; time.sleep(60)", "用时过长")],
)
def test_what_breaks_its_child_is_refused_in_words(
    staff: Client, issue: Issue, monkeypatch: pytest.MonkeyPatch, does: str, words: str
) -> None:
    monkeypatch.setattr(child, "COMMAND", (sys.executable, "-c", does))
    monkeypatch.setattr(child, "ask", partial(ask, wall=2.0))
    files = [SimpleUploadedFile(f"{number}.jpg", specimens.picture()) for number in range(3)]
    answer = staff.post(slot(issue), {"files": files})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert answer.content.decode().count("单独重新上传") == (2 if "sleep" in does else 0)
    assert kept_files() == []


@pytest.mark.parametrize("name", ["现场.jpg", "现场.jpeg", "现场"])
def test_a_picture_that_a_messenger_renamed_gets_its_true_ending(staff: Client, issue: Issue, name: str) -> None:
    assert uploaded(staff, slot(issue), specimens.picture("WEBP"), name).name == "现场.webp"


def test_hostile_names_reach_neither_the_disk_nor_the_header_nor_the_page(staff: Client, issue: Issue) -> None:
    assert len(HOSTILE_NAMES) == 32
    for number, name in enumerate(HOSTILE_NAMES):
        data = specimens.picture(size=(10 + number, 10))
        body = b"".join(
            (
                b'--x\r\nContent-Disposition: form-data; name="files"; filename="',
                name.replace('"', '\\"').encode(),
                b'"\r\nContent-Type: text/html\r\n\r\n' + data + b"\r\n--x--\r\n",
            )
        )
        staff.generic("POST", slot(issue), body, content_type="multipart/form-data; boundary=x", headers={"HX-Request": "true"})
    rows = list(Evidence.objects.all())
    assert len(rows) > 20  # a line break ends the header of its part: such a file has no name and is no file
    assert {path.name for path in (Path(settings.MEDIA_ROOT) / "evidence").rglob("*") if path.is_file()} == {row.stored for row in rows}
    for row in rows:
        answer = staff.get(f"/evidence/{row.pk}/file")
        assert answer.getvalue()
        header = answer["Content-Disposition"]
        assert header.startswith("attachment; filename")
        assert len(row.name) <= 120
        assert not set(row.name) & set("/\\\r\n\x00\u202e\u200b")
    page = staff.get(slot(issue)).content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page


def test_a_pair_is_two_photographs_with_one_place_and_their_days(staff: Client, issue: Issue) -> None:
    files = {
        "before": SimpleUploadedFile("前.jpg", specimens.photograph("2026:03:01 08:00:00", "brown")),
        "after": SimpleUploadedFile("后.jpg", specimens.picture()),
    }
    answer = staff.post(slot(issue), {**files, "place": "东山中转站", "after_on": "2026-06-30"})
    assert answer.status_code == 302
    before, after = Evidence.objects.order_by("pk")
    assert (before.shot, before.taken_on, before.place) == ("before", dt.date(2026, 3, 1), "东山中转站")
    assert (after.shot, after.taken_on, after.place) == ("after", dt.date(2026, 6, 30), "东山中转站")
    assert before.pair == after.pair != ""
    assert "proof-pair" in staff.get(slot(issue)).content.decode()


def test_half_a_pair_finds_its_other_half_later(staff: Client, issue: Issue, cast: Cast) -> None:
    staff.post(slot(issue), {"before": SimpleUploadedFile("前.jpg", specimens.picture(colour="brown"))})
    before = Evidence.objects.get()
    Evidence.objects.update(sent_at=timezone.now())
    after = uploaded(staff, slot(issue), specimens.picture())
    said = {"shot": "after", "place": "西湖中转站", "taken_on": "2026-06-30", "beside": before.pk}
    assert staff.post(f"/evidence/{after.pk}/describe/", said).status_code == 302
    after.refresh_from_db()
    assert (after.pair, after.shot, after.place) == (before.pair, "after", "西湖中转站")
    second = uploaded(staff, slot(issue), specimens.picture(colour="blue"))
    assert staff.post(f"/evidence/{second.pk}/describe/", said).status_code == 422


def test_a_day_that_has_not_come_is_refused(staff: Client, issue: Issue) -> None:
    row = uploaded(staff, slot(issue), specimens.picture())
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    answer = staff.post(f"/evidence/{row.pk}/describe/", {"taken_on": tomorrow})
    assert answer.status_code == 422
    assert "还没有到" in answer.content.decode()


def test_the_same_file_twice_is_one_row_and_one_file(staff: Client, issue: Issue) -> None:
    first = uploaded(staff, slot(issue), specimens.picture())
    assert uploaded(staff, slot(issue), specimens.picture(), "再来.jpg").pk == first.pk
    assert len([path for path in kept_files() if path.name == first.stored]) == 1
    assert len(kept_files()) == 4  # the file, its thumbnail, its preview and how many pages it has


def test_a_photograph_uploaded_alone_becomes_half_of_a_pair(staff: Client, issue: Issue) -> None:
    alone = uploaded(staff, slot(issue), specimens.picture(colour="brown"))
    halves = {"before": ("brown", "前.jpg"), "after": ("green", "后.jpg")}
    files = {half: SimpleUploadedFile(name, specimens.picture(colour=colour)) for half, (colour, name) in halves.items()}
    assert staff.post(slot(issue), {**files, "place": "东山中转站"}).status_code == 302
    alone.refresh_from_db()
    after = Evidence.objects.exclude(pk=alone.pk).get()
    assert (alone.shot, alone.place, alone.pair) == ("before", "东山中转站", after.pair)


def test_one_photograph_is_not_both_halves(staff: Client, issue: Issue) -> None:
    files = {half: SimpleUploadedFile(f"{half}.jpg", specimens.picture()) for half in ("before", "after")}
    answer = staff.post(slot(issue), files)
    assert answer.status_code == 422
    assert "已经上传过" in answer.content.decode()
    assert Evidence.objects.get().shot == "before"


def test_one_file_that_is_refused_does_not_undo_the_others(staff: Client, issue: Issue) -> None:
    files = [SimpleUploadedFile("好.jpg", specimens.picture()), SimpleUploadedFile("坏.zip", specimens.container({"a": "a"}))]
    answer = staff.post(slot(issue), {"files": files})
    assert answer.status_code == 422
    assert "坏.zip" in answer.content.decode()
    assert Evidence.objects.get().name == "好.jpg"


def test_more_than_twenty_files_at_once_are_refused_in_words(staff: Client, issue: Issue) -> None:
    files = [SimpleUploadedFile(f"{number}.jpg", b"x") for number in range(21)]
    answer = staff.post(slot(issue), {"files": files})
    assert answer.status_code == 413
    assert "20" in answer.content.decode()
    assert not Evidence.objects.exists()


def test_nothing_chosen_is_said(staff: Client, issue: Issue) -> None:
    answer = staff.post(slot(issue), {"place": "东山"})
    assert answer.status_code == 422
    assert "请至少选择一个文件" in answer.content.decode()


@pytest.mark.parametrize("limit", ["MOST_OF_AN_ISSUE", "MOST_OF_A_UNIT"])
def test_when_there_is_no_room_left_nothing_more_is_kept(staff: Client, issue: Issue, monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    first = specimens.picture()
    uploaded(staff, slot(issue), first)
    before = kept_files()
    monkeypatch.setattr(rules, limit, len(first) + 10)
    status, box = upload(staff, slot(issue), specimens.picture(colour="red"))
    assert status == 422
    assert "合计不超过" in box
    assert kept_files() == before


def test_room_is_judged_to_the_byte() -> None:
    rules.judge_room(1, of_issue=rules.MOST_OF_AN_ISSUE - 1, of_unit=0)
    for full in ({"of_issue": rules.MOST_OF_AN_ISSUE, "of_unit": 0}, {"of_issue": 0, "of_unit": rules.MOST_OF_A_UNIT}):
        with pytest.raises(Incomplete):
            rules.judge_room(1, **full)


@pytest.mark.parametrize("role", ROLES)
def test_only_who_speaks_for_the_unit_adds_to_its_report(cast: Cast, issue: Issue, role: str) -> None:
    expected = {"staff": 200, "unithead": 200, "outsider": 404, "admin": 404}.get(role, 403)
    assert upload(cast.client(role), slot(issue), specimens.picture())[0] == expected
    assert Evidence.objects.count() == (expected == 200)


@pytest.mark.parametrize("role", ROLES)
def test_only_the_coordinating_unit_adds_to_a_measure(cast: Cast, issue: Issue, role: str) -> None:
    expected = {"staff": 200, "unithead": 200, "outsider": 404, "admin": 404}.get(role, 403)
    assert upload(cast.client(role), measure_slot(issue), specimens.picture())[0] == expected
    assert Evidence.objects.count() == (expected == 200)


def test_a_unit_that_does_not_report_has_no_place_for_files(staff: Client, issue: Issue, cast: Cast) -> None:
    below = f"/issues/{issue.pk}/evidence/units/{cast.district.below_lead.pk}/"
    assert upload(staff, below, specimens.picture())[0] == 403
    Part.objects.create(issue_unit=issue.units.get(role="cooperating"), unit=cast.district.below_lead, added_by=cast.clerk)
    assert upload(staff, below, specimens.picture())[0] == 200


def test_evidence_of_a_measure_is_handed_in_at_once_and_recorded(staff: Client, issue: Issue, cast: Cast) -> None:
    row = uploaded(staff, measure_slot(issue), specimens.picture())
    assert (row.sent_at is not None, row.measure, row.unit) == (True, issue.measures.first(), cast.district.lead)
    assert TrailEntry.objects.get().verb == "add_evidence"
    page = cast.client("auditor").get(f"/issues/{issue.pk}/").content.decode()
    for words in ("上传佐证材料", row.name, f"/evidence/{row.pk}/thumbnail"):
        assert words in page


def test_from_the_application_on_nothing_is_added(staff: Client, issue: Issue, cast: Cast) -> None:
    for verb in (Verb.START, Verb.COMPLETE, Verb.APPLY):
        move(issue_id=issue.pk, verb=verb, actor=cast.unithead, now=timezone.now())
    for address in (slot(issue), measure_slot(issue)):
        assert staff.get(address).status_code == 409
        assert upload(staff, address, specimens.picture())[0] == 409
    assert kept_files() == []


def test_a_draft_is_seen_by_nobody_but_its_author(staff: Client, issue: Issue, cast: Cast) -> None:
    row = uploaded(staff, slot(issue), specimens.picture())
    for role in ("unithead", "clerk"):
        assert cast.client(role).get(f"/evidence/{row.pk}/").status_code == 404
        assert cast.client(role).post(f"/evidence/{row.pk}/remove/").status_code == 404
    assert row.name not in cast.client("unithead").get(slot(issue)).content.decode()
    assert f"/evidence/{row.pk}/" not in staff.get(f"/issues/{issue.pk}/").content.decode()


def test_a_file_removed_from_a_draft_is_gone(staff: Client, issue: Issue) -> None:
    row = uploaded(staff, slot(issue), specimens.picture())
    assert staff.post(f"/evidence/{row.pk}/remove/")["Location"] == slot(issue)
    assert not Evidence.objects.exists()
    assert kept_files() == []


def test_a_file_of_another_issues_measure_has_no_place_here(staff: Client, issue: Issue, cast: Cast) -> None:
    other = factories.issue(cast).measures.first()
    assert other
    assert upload(staff, f"/issues/{issue.pk}/evidence/measures/{other.pk}/", specimens.picture())[0] == 404
