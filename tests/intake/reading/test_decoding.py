"""Bytes become right text or a refusal."""

from __future__ import annotations

import codecs
import time
from contextlib import suppress

import pytest

from rectification.intake.reading.decoding import MOST_BYTES, Unreadable, UnreadableCode, clean_pasted, decode

SIMPLIFIED = "为切实加大生态文明建设和环境保护工作力度,根据中央督察组的反馈意见,制定本整改方案。\n责任单位:区生态环境分局\n"
TRADITIONAL = "為切實加大生態文明建設和環境保護工作力度,根據中央督察組的反饋意見,制定本整改方案。\n責任單位:區政府\n"


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (SIMPLIFIED.encode("utf-8"), SIMPLIFIED, "utf-8"),
        (codecs.BOM_UTF8 + SIMPLIFIED.encode("utf-8"), SIMPLIFIED, "utf-8"),
        (codecs.BOM_UTF16_LE + SIMPLIFIED.encode("utf-16-le"), SIMPLIFIED, "utf-16-le"),
        (codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be"), SIMPLIFIED, "utf-16-be"),
        (SIMPLIFIED.encode("utf-16-le"), SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED.encode("utf-16-be"), SIMPLIFIED, "utf-16-be"),
        (SIMPLIFIED.encode("gbk"), SIMPLIFIED, "gb18030"),
        (("㐀" + SIMPLIFIED).encode("gb18030"), "㐀" + SIMPLIFIED, "gb18030"),
        (TRADITIONAL.encode("gbk"), TRADITIONAL, "gb18030"),
        (TRADITIONAL.encode("big5"), TRADITIONAL, "big5"),
        (b"plain words\r\nand more", "plain words\nand more", "utf-8"),
    ],
)
def test_it_recognises_the_encodings_of_the_trade(data: bytes, text: str, encoding: str) -> None:
    decoded = decode(data)
    assert (decoded.text, decoded.encoding) == (text, encoding)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", UnreadableCode.EMPTY),
        (b" \n\t ", UnreadableCode.EMPTY),
        (codecs.BOM_UTF8, UnreadableCode.EMPTY),
        (b"x" * (MOST_BYTES + 1), UnreadableCode.TOO_LARGE),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0", UnreadableCode.BINARY),
        (b"PK\x03\x04\x14\0\6\0\x08\0\0\0!\0", UnreadableCode.BINARY),
        ("整改\0方案".encode(), UnreadableCode.BINARY),
        (b"%PDF\x1b$B4D6-", UnreadableCode.BINARY),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x41\x00", UnreadableCode.BROKEN_ENCODING),
        (codecs.BOM_UTF8 + b"\xff\xfe\xfd", UnreadableCode.BROKEN_ENCODING),
        ("環境保護の取り組みについて、改善計画を策定する。".encode("shift-jis"), UnreadableCode.UNKNOWN_ENCODING),
        ("환경 보호 정책을 강화하고 개선 계획을 수립한다.".encode("euc-kr"), UnreadableCode.UNKNOWN_ENCODING),
        ("Überprüfung für die Größe".encode("latin-1"), UnreadableCode.UNKNOWN_ENCODING),
        ("Охрана окружающей среды".encode("cp1251"), UnreadableCode.UNKNOWN_ENCODING),
        (SIMPLIFIED.encode("utf-8")[:-2] + b"\xff" + SIMPLIFIED.encode("utf-8"), UnreadableCode.UNKNOWN_ENCODING),
    ],
)
def test_it_refuses_what_it_does_not_know_for_certain(data: bytes, code: UnreadableCode) -> None:
    with pytest.raises(Unreadable) as refusal:
        decode(data)
    assert refusal.value.code is code


def test_control_characters_and_foreign_line_ends_do_not_get_in() -> None:
    assert decode("甲\r\n乙\r丙\x0c丁\u2028戊\x01\x85己\t庚".encode() + "字".encode() * 200).text.startswith("甲\n乙\n丙\n丁\n戊\n己\t庚")


def test_text_is_composed() -> None:
    assert clean_pasted("e\u0301") == "\u00e9"


@pytest.mark.parametrize(
    ("text", "code"),
    [("整改\0", UnreadableCode.BINARY), ("整改\ud800", UnreadableCode.BROKEN_ENCODING), (" \r\n", UnreadableCode.EMPTY)],
)
def test_pasted_words_obey_the_same_rules(text: str, code: UnreadableCode) -> None:
    with pytest.raises(Unreadable) as refusal:
        clean_pasted(text)
    assert refusal.value.code is code
    assert clean_pasted("一\r\n二\r三") == "一\n二\n三"


@pytest.mark.parametrize("data", [b"\xa4" * 1_000_000, b"\x81\x30" * 500_000, b"\r" * 999_999 + b"x", b"\xe4\xb8\xad" * 300_000 + b"\xff"])
def test_hostile_bytes_are_judged_in_time(data: bytes) -> None:
    began = time.process_time()
    with suppress(Unreadable):
        decode(data)
    assert time.process_time() - began < 10  # the limit is 2 on a quiet machine; a rule that is not linear takes minutes
