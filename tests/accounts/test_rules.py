"""Who may hold which post, who may be taken away, what a unit may come under."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.rules import (
    Refused,
    Tenure,
    check_grant,
    check_move,
    check_still_administered,
    levels,
    masked_phone,
    plain_name,
    plain_username,
)
from accounts.vocabulary import PostKind

JAN, JUN, DEC = dt.date(2026, 1, 1), dt.date(2026, 6, 30), dt.date(2026, 12, 31)
OTHERS = [kind for kind in PostKind if kind is not PostKind.SYSTEM_ADMINISTRATOR]


def held(kind: PostKind, since: dt.date = JAN, until: dt.date | None = None, unit: int = 1) -> Tenure:
    return Tenure(kind, unit, since, until)


def test_a_post_is_given() -> None:
    check_grant(held(PostKind.STAFF), [], to_oneself=False)
    check_grant(held(PostKind.UNIT_HEAD), [held(PostKind.STAFF)], to_oneself=False)
    check_grant(held(PostKind.STAFF, unit=2), [held(PostKind.STAFF)], to_oneself=False)


@pytest.mark.parametrize("kind", PostKind)
def test_nobody_gives_himself_any_post(kind: PostKind) -> None:
    with pytest.raises(Refused, match="himself"):
        check_grant(held(kind), [], to_oneself=True)


@pytest.mark.parametrize("kind", OTHERS)
def test_a_system_administrator_holds_no_post_that_sees_cases(kind: PostKind) -> None:
    for new, old in ((kind, PostKind.SYSTEM_ADMINISTRATOR), (PostKind.SYSTEM_ADMINISTRATOR, kind)):
        with pytest.raises(Refused, match="held alone"):
            check_grant(held(new), [held(old)], to_oneself=False)


def test_one_after_the_other_is_allowed() -> None:
    check_grant(held(PostKind.SYSTEM_ADMINISTRATOR, dt.date(2026, 7, 1)), [held(PostKind.STAFF, JAN, JUN)], to_oneself=False)
    with pytest.raises(Refused):
        check_grant(held(PostKind.SYSTEM_ADMINISTRATOR, JUN), [held(PostKind.STAFF, JAN, JUN)], to_oneself=False)
    with pytest.raises(Refused):
        check_grant(held(PostKind.STAFF, JAN, DEC), [held(PostKind.SYSTEM_ADMINISTRATOR, DEC)], to_oneself=False)


def test_one_person_never_holds_both_signing_offices() -> None:
    with pytest.raises(Refused, match="two different signatures"):
        check_grant(held(PostKind.PARTY_LEADER), [held(PostKind.GOVERNMENT_LEADER, unit=2)], to_oneself=False)


def test_the_same_post_twice_is_refused() -> None:
    with pytest.raises(Refused, match="already"):
        check_grant(held(PostKind.STAFF), [held(PostKind.STAFF)], to_oneself=False)


def test_a_post_ends_after_it_begins() -> None:
    with pytest.raises(Refused, match="before it begins"):
        check_grant(held(PostKind.STAFF, JUN, JAN), [], to_oneself=False)


def test_the_last_administrator_stays() -> None:
    check_still_administered(others=1)
    with pytest.raises(Refused, match="last system administrator"):
        check_still_administered(others=0)


@pytest.mark.parametrize(("path", "parent"), [("/1/", "/1/"), ("/1/", "/1/2/"), ("/1/2/", "/1/2/3/4/")])
def test_no_unit_comes_under_itself(path: str, parent: str) -> None:
    with pytest.raises(Refused, match="below it"):
        check_move(path=path, parent_path=parent, height=1)


def test_units_are_nested_ten_deep_at_most() -> None:
    eight = "/" + "".join(f"{number}/" for number in range(1, 9))
    assert levels(eight) == 8
    check_move(path="/99/", parent_path=eight, height=2)
    with pytest.raises(Refused, match="10 levels"):
        check_move(path="/99/", parent_path=eight, height=3)


def test_path_numbers_are_not_mistaken_for_each_other() -> None:
    check_move(path="/1/", parent_path="/12/", height=1)


@pytest.mark.parametrize(("phone", "shown"), [("13812345678", "138****5678"), ("", ""), ("12345", "***45"), ("1", "1")])
def test_phones_are_masked(phone: str, shown: str) -> None:
    assert masked_phone(phone) == shown


def test_names_lose_what_cannot_be_seen() -> None:
    assert plain_name(" 区\u200b城\u202e管\t 局\x00 ") == "区城管 局"
    assert plain_username(" Ｚhang.San ") == "zhang.san"
