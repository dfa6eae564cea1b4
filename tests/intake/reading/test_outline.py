"""What reading title, issuer, date and numbered points promises, and the process that reads."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest

from rectification.intake.reading import read
from rectification.intake.reading.draft import DoubtCode, PointRole
from rectification.intake.reading.serial import draft_from_json, draft_to_json
from tests.intake.reading.rendering import LIST_FORMS, render_list

NOTICE = """青政办发〔2022〕15号

各镇街:
《青川区督察反馈意见整改方案》已经同意,现印发给你们,请认真贯彻执行。

中共青川区委员会      青川区人民政府
2022年3月18日

青川区督察反馈
意见整改方案

一、总体要求
(一)指导思想。坚持问题导向。
二、主要措施
(一)治水
1.清淤河道。完成8公里。
2.修复管网。
(二)治气。管控扬尘。(三)治土。管控地块。
三、保障措施
(一)加强领导。成立专班。

附件:1.青川区整改清单
2.青川区项目表
"""


def test_the_title_is_the_plans_and_not_the_notices() -> None:
    draft = read(NOTICE)
    assert draft.title is not None
    assert draft.title.text == "青川区督察反馈意见整改方案"
    assert NOTICE[draft.title.span.start : draft.title.span.end] == "青川区督察反馈\n意见整改方案"


def test_issuers_date_and_number_are_those_of_the_notice() -> None:
    draft = read(NOTICE)
    assert [issuer.text for issuer in draft.issuer] == ["中共青川区委员会", "青川区人民政府"]
    assert draft.issued == date(2022, 3, 18)
    assert draft.document_number == "青政办发〔2022〕15号"


@pytest.mark.parametrize("printed", ["2022年3月18日", "二〇二二年三月十八日", "(2022年3月18日)", "2022-03-18"])
def test_the_date_is_read_however_it_is_written(printed: str) -> None:
    assert read(f"青川区整改方案\n一、要求\n青川区人民政府\n{printed}\n").issued == date(2022, 3, 18)


def test_what_a_document_does_not_say_is_a_doubt() -> None:
    assert {DoubtCode.NO_TITLE, DoubtCode.NO_ISSUED_DATE} <= {doubt.code for doubt in read("请各单位抓好落实。").doubts}


def test_points_carry_their_headings_and_roles() -> None:
    points = [(point.section, point.subsection, point.marker, point.heading, point.role) for point in read(NOTICE).points]
    assert points == [
        ("一、总体要求", None, "(一)", "指导思想", PointRole.GENERAL),
        ("二、主要措施", "(一)治水", "1.", "清淤河道", PointRole.WORK),
        ("二、主要措施", "(一)治水", "2.", "修复管网", PointRole.WORK),
        ("二、主要措施", None, "(二)", "治气", PointRole.WORK),
        ("二、主要措施", None, "(三)", "治土", PointRole.WORK),
        ("三、保障措施", None, "(一)", "加强领导", PointRole.SAFEGUARD),
    ]


def test_listed_problems_are_not_offered_again_as_points() -> None:
    text, _ = render_list(LIST_FORMS["inside_the_plan"])
    assert {point.section for point in read(text).points} == {"二、基本原则", "四、保障措施"}


def test_a_draft_survives_the_way_to_json_and_back() -> None:
    draft = read(render_list(LIST_FORMS["serial_numbers"])[0])
    assert draft_from_json(json.loads(json.dumps(draft_to_json(draft)))) == draft


def ask(data: bytes) -> list[dict[str, object]]:
    done = subprocess.run([sys.executable, "-m", "rectification.intake.reading"], input=data, capture_output=True, timeout=60, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_reading_process_tells_its_progress_and_ends_with_the_draft() -> None:
    messages = ask(NOTICE.encode("gb18030"))
    shares = [float(str(message["progress"])) for message in messages[:-1]]
    assert shares == sorted(shares)
    assert draft_from_json(messages[-1]["draft"]) == read(NOTICE)  # type: ignore[arg-type]  # JSON of the process


def test_the_reading_process_refuses_what_is_no_text() -> None:
    refused = ask(bytes(range(256)) * 20)[-1]["refused"]
    assert isinstance(refused, dict)
    assert refused["code"]


def test_the_reading_process_imports_no_django() -> None:
    modules = "rectification.intake.reading, rectification.intake.reading.__main__, rectification.intake.reading.serial"
    code = f"import sys, {modules}; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "False"
