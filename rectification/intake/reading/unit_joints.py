"""Where one name ends and the next begins: 和, 及, 与 between two names, and white space that parts them or breaks one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectification.intake.reading import unit_names as names

# The committee and the government of one level are two units even with nothing between them.
_CONNECTOR = re.compile(rf"以及|[和及与暨]|(?<=[{names.LEVELS}]委)(?=[{names.LEVELS}](?:人民)?政府)|(?<=党委)(?=(?:人民)?政府)")
FRESH = re.compile(rf"各|相关|有关|其他|属地|[{names.LEVELS}](?!场|容|政公)[一-鿿]|[由\d]")


def is_name(words: str) -> bool:
    return names.is_group(words) or names.is_unit(words)


def is_name_like(words: str) -> bool:
    """A name, or the abbreviation of one with or without its level (区发改)."""
    return is_name(words) or is_abbreviation(words)


def is_abbreviation(words: str) -> bool:
    return names.is_bare_abbreviation(words) or names.is_bare_abbreviation(names.split_level(words)[1])


def last_name(words: str) -> str:
    return words[[0, *(resume for _, resume in splits(words))][-1] :]


def opens_name(words: str) -> bool:
    return bool(FRESH.match(words)) or is_name_like(last_name(words))


def splits(words: str) -> Iterator[tuple[int, int]]:
    """The places of 和, 及, 与 that stand between two names, not inside one; each as (end of left, start of right)."""
    if is_name(words):
        return
    start = 0
    found = list(_CONNECTOR.finditer(words))
    ends = [*(match.start() for match in found), len(words)]
    for index, match in enumerate(found):
        if match.start() < start or not is_name(words[start : match.start()]):
            continue
        rights = (words[match.end() : end] for end in ends[index + 1 : index + 4])
        if any(is_name(right) or names.is_bare_kind(right) or FRESH.match(right) for right in rights):
            yield match.start(), match.end()
            start = match.end()


def first_name(words: str) -> str:
    return words[: next((end for end, _ in splits(words)), len(words))]
