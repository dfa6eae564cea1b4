"""A printed name finds its unit by an exact, former or other name; likeness only proposes."""

from datetime import date

import pytest

from rectification.intake.reading.matching import KnownName, KnownUnit, MatchKind, match_units, normalised
from rectification.intake.reading.units import UnitMention
from rectification.vocabulary import UnitRole

ECOLOGY = KnownUnit(1, (KnownName("区环保分局", None, date(2019, 3, 31)), KnownName("区生态环境分局", date(2019, 4, 1))), ("环保",))
CITY_CARE = KnownUnit(2, (KnownName("滨江区城市管理局"),), ("区城管局",))
BEAUTY = KnownUnit(3, (KnownName("区美丽办"),), ("美丽越城办",))
STREETS = KnownUnit(4, (KnownName("各街道"),), (), is_group=True)
GOVERNMENT = KnownUnit(5, (KnownName("杭州市滨江区人民政府"),))
KNOWN = (ECOLOGY, CITY_CARE, BEAUTY, STREETS, GOVERNMENT)


def mention(name: str, *, is_group: bool = False) -> UnitMention:
    return UnitMention(name, UnitRole.RESPONSIBLE, is_group)


@pytest.mark.parametrize(
    ("name", "on", "unit_id", "how"),
    [
        ("区生态环境分局", date(2021, 10, 29), 1, MatchKind.EXACT),
        ("区环保分局", date(2021, 10, 29), 1, MatchKind.FORMER),
        ("区环保分局", date(2018, 10, 31), 1, MatchKind.EXACT),
        ("区环保分局", None, 1, MatchKind.FORMER),
        ("区城管局", None, 2, MatchKind.ALIAS),
        ("滨江区城管局", None, 2, MatchKind.ALIAS),
        ("杭州市滨江区城管局", None, 2, MatchKind.ALIAS),
        ("区城市管理局", None, 2, MatchKind.EXACT),
        ("区 城 管 局", None, 2, MatchKind.ALIAS),
        ("区城管局（区综合行政执法局）", None, 2, MatchKind.ALIAS),
        ("美丽越城办", None, 3, MatchKind.ALIAS),
        ("各街道", None, 4, MatchKind.EXACT),
        ("区政府", None, 5, MatchKind.EXACT),
        ("滨江区人民政府", None, 5, MatchKind.EXACT),
        ("区城管", None, 2, MatchKind.ABBREVIATION),
        ("城市管理", None, 2, MatchKind.ABBREVIATION),
    ],
)
def test_a_name_finds_its_unit(name: str, on: date | None, unit_id: int, how: MatchKind) -> None:
    (match,) = match_units([mention(name)], KNOWN, on, district="滨江区")
    assert (match.unit_id, match.how, match.proposals) == (unit_id, how, ())


def test_likeness_is_only_proposed_best_first_and_at_most_three() -> None:
    (match,) = match_units([mention("区生态环境局")], KNOWN)
    assert (match.unit_id, match.how) == (None, None)
    assert match.proposals[0][0] == ECOLOGY.id
    assert len(match.proposals) <= 3


def test_a_stranger_is_not_even_proposed() -> None:
    (match,) = match_units([mention("国网绍兴供电公司")], KNOWN)
    assert (match.unit_id, match.proposals) == (None, ())


def test_another_district_is_not_ours() -> None:
    (match,) = match_units([mention("越城区城管局")], KNOWN, district="滨江区")
    assert match.unit_id is None


def test_a_name_of_two_units_is_for_a_person_to_decide() -> None:
    twins = (KnownUnit(7, (KnownName("区执法局"),)), KnownUnit(8, (KnownName("区执法局"),)))
    (match,) = match_units([mention("区执法局")], twins)
    assert match.unit_id is None
    assert match.proposals == ((7, 100.0), (8, 100.0))


def test_answers_keep_the_order_of_the_mentions() -> None:
    mentions = [mention("美丽越城办"), mention("区执法局"), mention("区生态环境分局")]
    assert [match.mention for match in match_units(mentions, KNOWN)] == mentions


def test_an_empty_register_matches_nothing() -> None:
    (match,) = match_units([mention("区城管局")], [])
    assert (match.unit_id, match.proposals) == (None, ())


@pytest.mark.parametrize("name", ["滨江区人民政府", "滨江区政府", "区人民政府", "中共滨江区政府", "滨 江 区 政 府"])
def test_names_are_compared_without_dress(name: str) -> None:
    assert normalised(name, "滨江区") == "区政府"
