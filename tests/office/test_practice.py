"""What the office sets holds for everybody, is on the record, and is never overwritten unseen."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.utils import timezone

from rectification.models import PracticeRow, TrailEntry
from rectification.office.actions import set_practice
from rectification.practice import DEFAULT_PRACTICE, Practice
from rectification.refusals import Incomplete, NotYours, Stale
from rectification.vocabulary import ExtensionLevel, UnitRole
from rectification.workflow import settings
from tests.cast import Cast

SHORT_CHAIN = replace(DEFAULT_PRACTICE, warning_days=15, extension_levels=(ExtensionLevel.OFFICE,))


def setting(cast: Cast, practice: Practice = SHORT_CHAIN, *, version: int = 0, who: str = "clerk") -> None:
    set_practice(practice=practice, version=version, actor=cast.person(who), now=timezone.now())


def test_the_defaults_hold_until_the_office_sets_something(cast: Cast) -> None:
    assert settings.practice() == DEFAULT_PRACTICE


def test_what_was_set_is_read_back_and_recorded_with_what_was_before(cast: Cast) -> None:
    setting(cast)
    assert settings.practice() == SHORT_CHAIN
    change = json.loads(TrailEntry.objects.get(verb="set_practice").change)
    assert change == {"warning_days": [30, 15], "extension_levels": ["unit_head、supervising、office", "office"]}


@pytest.mark.parametrize("version", [0, 2])
def test_the_slower_of_two_overwrites_nothing(cast: Cast, version: int) -> None:
    setting(cast)
    with pytest.raises(Stale):
        setting(cast, replace(SHORT_CHAIN, warning_days=7), version=version)
    assert settings.practice() == SHORT_CHAIN
    setting(cast, replace(SHORT_CHAIN, warning_days=7), version=1)
    assert settings.practice().warning_days == 7


@pytest.mark.parametrize(
    "nonsense",
    [
        {"warning_days": 366},
        {"reporting_roles": ()},
        {"reporting_roles": (UnitRole.SUPERVISING,)},
        {"extension_levels": ()},
    ],
)
def test_a_practice_that_leaves_something_undecidable_is_refused(cast: Cast, nonsense: dict[str, object]) -> None:
    with pytest.raises(Incomplete):
        setting(cast, replace(SHORT_CHAIN, **nonsense))  # type: ignore[arg-type]  # each is of its field's type
    assert not PracticeRow.objects.exists()


def test_only_the_office_sets_it(cast: Cast) -> None:
    with pytest.raises(NotYours):
        setting(cast, who="unithead")
    assert not PracticeRow.objects.exists()


def test_the_page_shows_the_slower_one_both_and_keeps_what_was_typed(cast: Cast) -> None:
    client = cast.client("clerk")
    typed = {"warning_days": "20", "reporting_roles": ["lead"], "level_1": "office", "version": "0"}
    setting(cast)
    answer = client.post("/settings/", typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'value="20"' in page
    assert "预警天数: 15" in page
    assert client.post("/settings/", {**typed, "version": "1"}).status_code == 302
    assert settings.practice() == Practice(warning_days=20, reporting_roles=(UnitRole.LEAD,), extension_levels=(ExtensionLevel.OFFICE,))


@pytest.mark.parametrize("wrong", [{"level_2": "office"}, {"level_1": ""}, {"reporting_roles": []}, {"warning_days": "many"}])
def test_the_page_refuses_nonsense_at_its_field(cast: Cast, wrong: dict[str, object]) -> None:
    typed = {"warning_days": "20", "reporting_roles": ["lead"], "level_1": "office", "version": "0"} | wrong
    assert cast.client("clerk").post("/settings/", typed).status_code == 422
    assert not PracticeRow.objects.exists()
