"""A sheet of units or people is looked at first and then taken over whole; a hostile one is refused in words."""

from __future__ import annotations

import datetime as dt
import io
import json
import time
import zipfile
from collections.abc import Callable, Sequence
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from accounts import actions
from accounts.actions.imports import preview
from accounts.importing import NotRecognised, Verdict, recognise
from accounts.models import SheetImport, Unit, User
from accounts.queries import known_units
from accounts.rules import Refused
from accounts.sheets import MOST_COLUMNS, MOST_ROWS, BadSheet, read_rows
from accounts.vocabulary import UnitKind
from rectification.models import TrailEntry
from rectification.workflow.trail import TRAIL, verify_chain
from tests.cast import Cast

UNITS = [
    ["越城区单位清单"],
    ["序号", "单位名称", "上级单位", "单位类型", "曾用名", "别名"],
    ["1", "区河道站", "区水利局", "", "", ""],
    ["2", "区水利局", "区政府", "部门", "区水电局、区水务局", "水利"],
    ["3", "北海街道", "区政府", "", "", ""],
    ["4", "区城管局", "区政府", "", "", "城管；城管局"],
    ["5", "区住建局", "", "", "", ""],
]
PEOPLE = [
    ["姓名", "账号", "所在单位", "角色", "手机号码"],
    ["钱一", "qian.yi", "区城管局", "填报员", "13800000001"],
    ["钱一", "QIAN.YI", "东山街道", "单位负责人", ""],
    ["李填报", "staff", "区城管局", "填报员", ""],
    ["孙二", "sun.er", "", "", ""],
]


def keep(rows: list[list[str]], cast: Cast, now: dt.datetime) -> SheetImport:
    return actions.keep_sheet(rows=rows, file_name="单位.xlsx", actor=cast.admin, now=now)


def verdicts(sheet: SheetImport) -> list[str]:
    return [row.verdict.value for row in preview(sheet).judged]


def confirm(sheet: SheetImport, cast: Cast, now: dt.datetime) -> None:
    actions.confirm_sheet(sheet=sheet, fingerprint=preview(sheet).fingerprint, actor=cast.admin, now=now)


def xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet()
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rebuilt(change: Callable[[str, bytes], bytes], more: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """A good sheet with its parts changed, and further parts."""
    good, file = zipfile.ZipFile(io.BytesIO(xlsx([["姓名"]]))), io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in good.namelist():
            archive.writestr(name, change(name, good.read(name)))
        for name, content in more:
            archive.writestr(name, content)
    return file.getvalue()


def test_units_are_judged_row_by_row_and_nothing_is_written(cast: Cast, now: dt.datetime) -> None:
    before = Unit.objects.count()
    sheet = keep(UNITS, cast, now)
    assert verdicts(sheet) == ["new", "new", "new", "changed", "unchanged"]
    assert [row.number for row in preview(sheet).judged] == [3, 4, 5, 6, 7]
    assert Unit.objects.count() == before


def test_units_are_imported_whole_whatever_their_order(cast: Cast, now: dt.datetime) -> None:
    confirm(keep(UNITS, cast, now), cast, now)
    water = Unit.objects.get(name="区水利局")
    assert (water.kind, water.parent) == (UnitKind.DEPARTMENT, cast.district.government)
    assert Unit.objects.get(name="区河道站").path.startswith(water.path)
    assert Unit.objects.get(name="北海街道").kind == UnitKind.SUBDISTRICT
    assert {row.alias for row in cast.district.lead.aliases.all()} == {"城管", "城管局"}
    known = next(unit for unit in known_units() if unit.id == water.pk)
    assert {name.name for name in known.names} == {"区水利局", "区水电局", "区水务局"}
    assert verdicts(keep(UNITS, cast, now)) == ["unchanged"] * 5


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["", "区政府", "", "", "字"], "empty"),
        (["区新局", "没有的局", "", "", ""], "neither known"),
        (["区新局", "", "银行", "", ""], "no kind"),
        (["区新局", "区新局", "", "", ""], "belong to itself"),
        (["区政府", "区环卫所", "", "", ""], "belong to itself"),
        (["区新局", "", "", "", "区住建局"], "means"),
        (["区好局", "", "", "", ""], "twice"),
        (["区新局", "", "", "区新局", ""], "former name"),
        (["长" * 129, "", "", "", ""], "at most 128"),
    ],
)
def test_one_bad_row_refuses_the_whole_sheet_with_its_reason(cast: Cast, now: dt.datetime, row: list[str], reason: str) -> None:
    sheet = keep([UNITS[1][1:], ["区好局", "", "", "", ""], row], cast, now)
    judged = preview(sheet).judged[1]
    assert judged.verdict is Verdict.REFUSED
    assert any(reason in (remark.message % remark.values if remark.values else remark.message) for remark in judged.remarks)
    before = Unit.objects.count()
    with pytest.raises(Refused, match="Nothing was imported"):
        confirm(sheet, cast, now)
    assert Unit.objects.count() == before


def test_people_are_imported_with_their_posts_and_without_a_password(cast: Cast, now: dt.datetime) -> None:
    sheet = keep(PEOPLE, cast, now)
    assert verdicts(sheet) == ["new", "changed", "unchanged", "new"]
    confirm(sheet, cast, now)
    entered = User.objects.get(username="qian.yi")
    assert {(post.unit.name, post.kind) for post in entered.posts.all()} == {("区城管局", "staff"), ("东山街道", "unit_head")}
    assert entered.phone == "13800000001"
    assert not entered.has_usable_password()
    assert SheetImport.objects.get().rows == []


@pytest.mark.parametrize(
    "row",
    [
        ["赵", "bad name", "", "", ""], ["", "zhao", "", "", ""], ["赵", "staff", "", "", ""], ["赵", "zhao", "没有的局", "填报员", ""],
        ["赵", "zhao", "区城管局", "皇帝", ""], ["赵", "zhao", "区城管局", "", ""], ["李填报", "staff", "区城管局", "系统管理员", ""],
        ["周书记", "party", "区政府", "政府领导", ""], ["冯管理", "admin", "区城管局", "系统管理员", ""], ["赵", "zhao", "", "", "1" * 33],
    ],
)  # fmt: skip
def test_a_bad_person_is_refused(cast: Cast, now: dt.datetime, row: list[str]) -> None:
    assert verdicts(keep([PEOPLE[0], row], cast, now)) == ["refused"]


def test_rows_of_one_sheet_are_judged_together(cast: Cast, now: dt.datetime) -> None:
    rows = [PEOPLE[0], ["赵", "zhao", "区委", "党委领导", ""], ["赵", "zhao", "区政府", "政府领导", ""], ["钱", "zhao", "", "", ""]]
    assert verdicts(keep(rows, cast, now)) == ["new", "refused", "refused"]


def test_an_import_is_recorded_like_what_is_entered_by_hand(cast: Cast, now: dt.datetime) -> None:
    confirm(keep(UNITS, cast, now), cast, now)
    water = Unit.objects.get(name="区水利局")
    confirm(keep([PEOPLE[0], ["钱一", "qian.yi", "区水利局", "填报员", ""]], cast, now), cast, now)
    entered = User.objects.get(username="qian.yi")
    recorded = {(entry.verb, entry.subject): json.loads(entry.change) for entry in TrailEntry.objects.all()}
    assert recorded["create_unit", f"unit {water.pk} 区水利局"]["parent"] == [cast.district.government.pk, "区政府"]
    assert recorded["create_person", f"person {entered.pk} qian.yi"] == {"username": "qian.yi", "full_name": "钱一"}
    assert recorded["grant_post", f"person {entered.pk} qian.yi"]["unit"] == [water.pk, "区水利局"]
    verbs = [entry.verb for entry in TrailEntry.objects.all()]
    assert [verbs.count(verb) for verb in ("create_unit", "add_alias", "add_former_name", "import_sheet")] == [3, 3, 2, 2]
    assert verify_chain(TRAIL).first_bad is None


def test_more_rows_do_not_ask_the_database_more_often(cast: Cast, now: dt.datetime) -> None:
    def asked(first: int, count: int) -> int:
        numbers = range(first, first + count)
        units = [["单位名称", "上级单位", "别名", "曾用名"], *([f"新局{n}", "区政府", f"别{n}", f"旧{n}"] for n in numbers)]
        people = [PEOPLE[0], *(["某人", f"some{n}", f"新局{n}", "填报员", "13800000000"] for n in numbers)]
        with CaptureQueriesContext(connection) as queries:
            for rows in (units, people):
                confirm(keep(rows, cast, now), cast, now)
        return len(queries)

    assert asked(5, 100) - asked(0, 5) < 20  # SQLite takes so many values at once and no more


def test_a_word_of_a_unit_that_is_no_more_is_refused(cast: Cast, now: dt.datetime) -> None:
    actions.add_alias(unit=cast.district.archive, alias="档案", actor=cast.admin, now=now)
    actions.dissolve_unit(unit=cast.district.archive, actor=cast.admin, now=now)
    head = UNITS[1][1:]
    assert verdicts(keep([head, ["区新局", "", "", "", "档案"]], cast, now)) == ["refused"]
    assert verdicts(keep([head, ["档案", "", "", "", ""]], cast, now)) == ["refused"]
    assert verdicts(keep([head, ["区档案馆", "", "", "", "档案"]], cast, now)) == ["refused"]


def test_a_post_that_ends_later_is_not_given_twice(cast: Cast, now: dt.datetime) -> None:
    cast.staff.posts.update(valid_to=timezone.localdate(now) + dt.timedelta(days=9))
    confirm(keep([PEOPLE[0], ["李填报", "staff", "区城管局", "填报员", "13911112222"]], cast, now), cast, now)
    cast.staff.refresh_from_db()
    assert (cast.staff.phone, cast.staff.posts.count()) == ("13911112222", 1)


def test_a_preview_that_is_no_longer_true_is_not_carried_out(cast: Cast, now: dt.datetime) -> None:
    sheet = keep(UNITS, cast, now)
    shown = preview(sheet).fingerprint
    actions.create_unit(name="区水利局", actor=cast.admin, now=now)
    with pytest.raises(Refused, match="have changed since"):
        actions.confirm_sheet(sheet=sheet, fingerprint=shown, actor=cast.admin, now=now)
    confirm(sheet, cast, now)
    with pytest.raises(Refused, match="already"):
        actions.confirm_sheet(sheet=sheet, fingerprint=shown, actor=cast.admin, now=now)


def test_a_sheet_without_headings_is_refused(cast: Cast) -> None:
    for rows in ([], [["a", "b"], ["c"]], [["姓名", "电话"]], [[""]] * 12 + [["单位名称"]]):
        with pytest.raises(NotRecognised):
            recognise(rows)


def test_the_whole_way_by_page_and_the_passwords_only_once(cast: Cast) -> None:
    client = cast.client("admin")
    rows = [*PEOPLE, ["=1+1", "zhao.san", "", "", "13700000000"]]
    file = SimpleUploadedFile("人员.csv", "\n".join(",".join(row) for row in rows).encode())
    answer = client.post(reverse("accounts:import"), {"file": file})
    assert answer.status_code == HTTPStatus.FOUND
    page = client.get(answer["Location"])
    assert "qian.yi" in page.content.decode()
    sent = {"fingerprint": page.context["fingerprint"]}
    assert client.post(answer["Location"] + "confirm/", sent).status_code == HTTPStatus.FOUND
    handed = client.post(answer["Location"] + "passwords/")
    assert handed["Content-Disposition"].startswith("attachment")
    sheet = load_workbook(io.BytesIO(handed.content)).active
    assert sheet is not None
    handouts = [[str(cell.value) for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [name for _full, name, _password in handouts] == ["qian.yi", "sun.er", "zhao.san"]
    assert all(User.objects.get(username=name).check_password(password) for _full, name, password in handouts)
    assert sheet["A4"].data_type == "s"
    again = client.post(answer["Location"] + "passwords/")
    assert again.status_code == HTTPStatus.FOUND
    assert User.objects.get(username="qian.yi").check_password(handouts[0][2])
    newcomer = Client()
    newcomer.post("/account/login/", {"login": "qian.yi", "password": handouts[0][2]})
    assert newcomer.get("/account/")["Location"] == "/account/password/"


def test_only_who_entered_a_sheet_sees_it(cast: Cast, second_admin: User, now: dt.datetime) -> None:
    sheet = keep(PEOPLE, cast, now)
    address = reverse("accounts:import_preview", args=[sheet.pk])
    other = Client()
    other.force_login(second_admin)
    assert other.get(address).status_code == HTTPStatus.NOT_FOUND
    assert cast.client("clerk").get(address).status_code == HTTPStatus.FORBIDDEN
    assert cast.client("admin").get(address).status_code == HTTPStatus.OK


def test_a_refused_file_leaves_nothing_and_says_why(cast: Cast) -> None:
    answer = cast.client("admin").post(reverse("accounts:import"), {"file": SimpleUploadedFile("x.xlsx", b"no sheet")})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not SheetImport.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_usual_encodings(encoding: str) -> None:
    assert read_rows("姓名,用户名\r\n张三,zs\r\n\r\n".encode(encoding), "人员.CSV") == [["姓名", "用户名"], ["张三", "zs"]]


def test_numbers_come_out_as_they_were_typed() -> None:
    assert read_rows(xlsx([[13800000000, 1.5, None, " a\tb "]]), "a.xlsx") == [["13800000000", "1.5", "", "a\tb"]]


@pytest.mark.parametrize(("rows", "fits"), [(MOST_ROWS + 1, True), (MOST_ROWS + 2, False)])
def test_five_thousand_rows_fit_and_one_more_does_not(rows: int, fits: bool) -> None:
    data = xlsx([["甲"]] * rows)
    if fits:
        assert len(read_rows(data, "a.xlsx")) == rows
    else:
        with pytest.raises(BadSheet, match="more than 5000 rows"):
            read_rows(data, "a.xlsx")


def _lying_size() -> bytes:
    """The directory declares 64 bytes; really it is a megabyte."""
    data = bytearray(rebuilt(lambda name, content: content, [("xl/media/a.bin", b"\0" * 1_000_000)]))
    place = data.rindex(b"PK\x01\x02")
    data[place + 24 : place + 28] = (64).to_bytes(4, "little")
    return bytes(data)


def _overlapping() -> bytes:
    """The last part of the directory points to the place of the first."""
    data = bytearray(rebuilt(lambda name, content: content))
    place = data.rindex(b"PK\x01\x02")
    data[place + 42 : place + 46] = (0).to_bytes(4, "little")
    return bytes(data)


def _encrypted() -> bytes:
    data = bytearray(xlsx([["姓名"]]))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _last_cell() -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active["XFD1048576"] = 1
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def same(name: str, content: bytes) -> bytes:
    return content


def sheet_xml(change: Callable[[bytes], bytes]) -> Callable[[str, bytes], bytes]:
    return lambda name, content: change(content) if name == "xl/worksheets/sheet1.xml" else content


DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
HOSTILE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "no zip": lambda: b"PK\x03\x04 and then nothing",
    "no sheet": lambda: rebuilt(same)[:400],
    "unpacks to 150 MB": lambda: rebuilt(sheet_xml(lambda xml: xml + b" " * (150 * 1024 * 1024))),
    "declares a wrong size": _lying_size,
    "parts overlap": _overlapping,
    "encrypted": _encrypted,
    "two parts of one name": lambda: rebuilt(same, [("XL/workbook.xml", b"x")]),
    "absolute name": lambda: rebuilt(same, [("/etc/passwd", b"x")]),
    "name leads outside": lambda: rebuilt(same, [("xl/../../x", b"x")]),
    "macros": lambda: rebuilt(same, [("xl/vbaProject.bin", b"x")]),
    "too many parts": lambda: rebuilt(same, [(f"xl/media/{number}.bin", b"") for number in range(2_001)]),
    "DOCTYPE": lambda: rebuilt(sheet_xml(lambda xml: DOCTYPE + xml)),
    "DOCTYPE in UTF-16": lambda: rebuilt(sheet_xml(lambda xml: (DOCTYPE + xml).decode().encode("utf-16"))),
    "row out of range": lambda: rebuilt(sheet_xml(lambda xml: xml.replace(b'r="1"', b'r="2147483647"').replace(b'"A1"', b'"A2147483647"'))),
    "last cell": _last_cell,
    "too many columns": lambda: xlsx([["甲"] * (MOST_COLUMNS + 1)]),
    "endless cell": lambda: xlsx([["甲" * 10_001]]),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_sheet_is_refused_in_words_and_in_time(kind: str) -> None:
    data = HOSTILE[kind]()
    began = time.monotonic()
    with pytest.raises(BadSheet) as refusal:
        read_rows(data, "单位.xlsx")
    assert time.monotonic() - began < 15
    assert len(str(refusal.value)) > 20


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"a,b\0c", "a.csv"), (b'"never closed', "a.csv"), (b"\xff\xfe\x00\xd8", "a.csv"), (b"x", "a.exe"), (b"x", "a.xls"), (b"x", "xlsx"),
     (b"x," * 200, "a.csv"), (b"a" * 50_000, "a.csv"), (b"x" * (20 * 1024 * 1024 + 1), "a.csv")],
)  # fmt: skip
def test_a_bad_file_is_refused_in_words(data: bytes, name: str) -> None:
    with pytest.raises(BadSheet):
        read_rows(data, name)
