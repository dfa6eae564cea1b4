"""Files are written aside, kept whole or not at all, and shown under clean names."""

from __future__ import annotations

from pathlib import Path

import pytest

from rectification import files


def test_a_file_larger_than_the_limit_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    with pytest.raises(files.TooLarge), files.incoming([b"123456", b"789012"], folder=tmp_path):
        pytest.fail("It was received all the same.")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_kept_is_gone(tmp_path: Path) -> None:
    with files.incoming([b"123456"], folder=tmp_path):
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\方案\\整改.txt", "整改.txt"),
        ("方\u202etxt.exe.txt", "方txt.exe.txt"),
        ("a\x00b\nc.txt", "abc.txt"),
        ("长" * 300 + ".txt", "长" * 115 + "….txt"),
    ],
)
def test_a_file_name_is_shown_clean_and_short(name: str, shown: str) -> None:
    assert files.clean_name(name) == shown
    assert len(files.clean_name(name)) <= files.LONGEST_NAME
