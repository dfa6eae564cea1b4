"""Units, groups and their roles are read from every way in which plans name them."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectification.intake.reading.labels import labels_in
from rectification.intake.reading.units import LONGEST_PASSAGE, UnitMention, is_group_words, looks_like_unit, parse_units
from rectification.vocabulary import UnitRole
from tests.intake.reading import unit_cases as cases

ROLES = {"L": UnitRole.LEAD, "C": UnitRole.COOPERATING, "S": UnitRole.SUPERVISING, "A": UnitRole.ACCEPTANCE}
PASSAGES = [
    *cases.PLAIN,
    *cases.PLACES,
    *cases.NOTHING,
    *cases.INSIDE_NAMES,
    *cases.WHITE_SPACE,
    *cases.BRACKETS,
    *cases.BRACKET_ROLES,
    *cases.ROLE_WORDS,
    *cases.SHARED_WORDS,
    *cases.TRAILING,
    *cases.LATER,
    *cases.LATEST,
]


def expected_mentions(notation: str) -> list[UnitMention]:
    mentions = []
    for word in notation.split():
        role, _, name = word.rpartition(":")
        mentions.append(UnitMention(name.lstrip("*"), ROLES.get(role, UnitRole.RESPONSIBLE), name.startswith("*")))
    return mentions


@pytest.mark.parametrize(("passage", "notation"), PASSAGES)
def test_a_passage_gives_its_units_in_their_roles(passage: str, notation: str) -> None:
    assert parse_units(passage) == expected_mentions(notation)


@pytest.mark.parametrize("words", cases.GROUPS)
def test_words_for_several_units_are_one_group(words: str) -> None:
    assert is_group_words(words)
    assert parse_units(words) == [UnitMention(words, UnitRole.RESPONSIBLE, True)]


@pytest.mark.parametrize("name", [notation for _, notation in cases.PLAIN if notation and " " not in notation])
def test_a_single_unit_is_no_group(name: str) -> None:
    assert not is_group_words(name)


@pytest.mark.parametrize("cell", [*cases.UNIT_CELLS, *cases.GROUPS, *cases.LATER_UNIT_CELLS])
def test_a_cell_of_units_is_known_as_one(cell: str) -> None:
    assert looks_like_unit(cell)


@pytest.mark.parametrize("cell", [*cases.OTHER_CELLS, *cases.LATER_OTHER_CELLS])
def test_a_task_a_heading_or_a_date_is_no_cell_of_units(cell: str) -> None:
    assert not looks_like_unit(cell)


def test_the_role_of_the_column_holds_where_the_words_say_none() -> None:
    assert [mention.role for mention in parse_units("区发改局、区经信局（配合）", "lead")] == [UnitRole.LEAD, UnitRole.COOPERATING]


@pytest.mark.parametrize("label", ["牵头(责任)单位", "主管部门", "复核单位", "销号单位", "联合单位", "督察单位", "属地责任单位"])
def test_a_label_gives_the_same_role_in_a_list_and_inside_a_cell(label: str) -> None:
    (opening,) = labels_in(f"{label}：区住建局")
    assert [unit.role for unit in parse_units(f"{label}：区住建局")] == [opening.field.role]


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(ValueError, match="boss"):
        parse_units("区发改局", "boss")


def test_each_mention_points_at_its_printed_words() -> None:
    passage = "责任单位:区 住 建 局(张三)、经信局"
    first, second = parse_units(passage)
    assert (first.name, first.printed) == ("区住建局", "区 住 建 局(张三)")
    assert (second.name, second.printed, second.start, second.end) == ("区经信局", "经信局", len(passage) - 3, len(passage))


FRAGMENTS = st.sampled_from(
    [
        *"区市县省局委办、，,;；。:：（）()【】/|·. \t\n和及与等由各1①“”",
        *(
            "区住建局",
            "各街道",
            "相关部门",
            "发展和改革",
            "牵头",
            "配合",
            "会同",
            "按职责分工负责",
            "责任单位",
            "张三",
            "13800000000",
            "越城区",
            "镇(街道)",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(FRAGMENTS, max_size=30).map("".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_is_read_without_failing_and_places_are_true(text: str) -> None:
    mentions = parse_units(text)
    assert mentions == parse_units(text)
    assert len({(mention.name, mention.role) for mention in mentions}) == len(mentions)
    for mention in mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.printed == text[mention.start : mention.end]
    looks_like_unit(text)
    is_group_words(text)


@pytest.mark.parametrize(
    "hostile",
    [
        "区城管局、",
        "(",
        "()",
        "(区",
        "责 任 ",
        "区和",
        "各镇、",
        "发展改革",
        "区 ",
        "由区住建局会同",
        "牵 头 ",
        "县(市、区)",
        "区住建局(张三)",
        "张三、",
        "南昌、九江市委、市政府",
        "和平区和",
        "区财政局加强",
    ],
)
def test_a_million_hostile_characters_take_no_time(hostile: str) -> None:
    text = (hostile * (1_000_000 // len(hostile) + 1))[:1_000_000]
    started = time.process_time()
    mentions = parse_units(text)
    looks_like_unit(text)
    is_group_words(text)
    assert time.process_time() - started < 10  # the limit is 2 on a quiet machine; a rule that is not linear takes minutes
    assert all(mention.end <= LONGEST_PASSAGE for mention in mentions)
