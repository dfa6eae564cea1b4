"""The units named in a passage of a plan, each with its role.

What counts as one mention:

- a name with another name in brackets is one unit, both kept: 区住建局(区城管局);
- brackets with a role give it to the unit before them; persons, telephone numbers and notes in brackets are left out;
- a level or place said once holds for the bare departments after it: 市发展和改革局、水利局 -> 市水利局; 区委组织部、宣传部 -> 区委宣传部;
- a body or kind said once at the end holds for the bare places before it: 杭州市、宁波市人民政府 -> 杭州市人民政府;
  城东、城西街道 -> 城东街道;
- a Party committee and its government are two units of one place: 昆明市委、市政府 -> 昆明市委, 昆明市政府;
- a group and the kinds of unit hanging on its 各 are one group: 各县(市、区)党委、政府;
- closing words: 等, 等部门, 等单位 are dropped; 等有关部门 and its like are a group of their own; abbreviations before 等部门 keep their
  printed form with the shared level: 区发改、经信等部门 -> 区发改, 区经信;
- persons and their posts (区委书记) are no units and are dropped.

Roles come from labels (配合单位：), from brackets and from the sentence (由…牵头, …配合, A会同B); else the default holds. 会同 makes those
after it cooperate and says nothing of those before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from rectification.intake.reading import unit_names as names
from rectification.intake.reading.lines import compact
from rectification.intake.reading.unit_joints import first_name, is_name, is_name_like, opens_name, splits
from rectification.intake.reading.unit_roles import LABEL, ROLE_BRACKET, ROLES_FIRST, Part, Says, role_in, role_of_label, role_parts
from rectification.intake.reading.unit_sharing import FRAGMENT, Entry, share_bodies, share_kinds, share_levels, share_places
from rectification.intake.reading.unit_signs import (
    BRACKET,
    CLOSED_LIST,
    CLOSING,
    FOLD,
    GONE,
    KIND_OF_LISTED,
    NEW_CLAUSE,
    NEW_SENTENCE,
    NOTE,
    OPENING,
    PIECE,
    UNDER_LEADERSHIP,
    WORK_GIVEN,
)
from rectification.intake.reading.unit_spaces import starts_anew
from rectification.vocabulary import UnitRole

LONGEST_PASSAGE = 10_000
LONGEST_CELL = 400


@dataclass(frozen=True, slots=True)
class UnitMention:
    """A unit or group of units named in a text.

    ``name`` is free of white space and of brackets that hold roles or persons; ``printed`` is ``text[start:end]``, the words of the
    paper. A shared level is in ``name`` only. Two mentions are equal when name, role and kind are.
    """

    name: str
    role: UnitRole
    is_group: bool
    printed: str = field(default="", compare=False)
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


def parse_units(text: str, default_role: str = "responsible") -> list[UnitMention]:
    """The units named in ``text`` in printed order; the same unit in the same role is given once.

    A passage longer than ``LONGEST_PASSAGE`` characters is no list of units: only its beginning is read.
    """
    reading = _Reading(text, UnitRole(default_role))
    mentions = (
        UnitMention(entry.name, entry.role or entry.base_role, entry.is_group, text[entry.start : entry.end], entry.start, entry.end)
        for entry in reading.entries
    )
    return list(dict.fromkeys(mentions))


def looks_like_unit(text: str) -> bool:
    """Whether a table cell holds nothing but the names of units and groups, known as such by their form."""
    cell = text.strip()
    if not 2 <= len(cell) <= LONGEST_CELL or "。" in cell[:-1] or cell.endswith((":", "：")):
        return False
    reading = _Reading(text, UnitRole.RESPONSIBLE)
    return bool(reading.entries) and not reading.strays and all(entry.sure for entry in reading.entries)


def is_group_words(text: str) -> bool:
    """Whether the words, taken as one name, stand for several units (各街道, 区级相关部门)."""
    if len(text) > 2 * names.LONGEST_NAME:
        return False
    reading = _Reading(text, UnitRole.RESPONSIBLE)
    return not reading.strays and len(reading.entries) == 1 and reading.entries[0].is_group


# What follows brackets in the middle of a name: 治水(河长)办, 西宁(国家级)经济技术开发区.
_GOES_ON = re.compile("[办局委厅]|经济|高新|工业|开发|集团|股份|有限")


@dataclass(slots=True)
class _Sentence:
    """Where roles said in a sentence apply: to entries from ``since``, or to those that ``follow``."""

    since: int
    clause_from: int
    said: bool = False
    follow: UnitRole | None = None


class _Reading:
    """One pass through a text: ``entries`` are the units found, ``strays`` the words that are none."""

    def __init__(self, text: str, default_role: UnitRole) -> None:
        self.text = text
        self.entries: list[Entry] = []
        self.strays: list[str] = []
        self._bracket_roles: dict[int, UnitRole] = {}
        self._clause = 0
        folded = text[:LONGEST_PASSAGE].translate(FOLD)
        self._roles_lead = bool(ROLES_FIRST.match(folded))
        self._seen = UNDER_LEADERSHIP.sub(lambda match: GONE * len(match.group()), self._settle_brackets(folded))
        for start, end, role in self._labelled(default_role):
            if role is not None:
                self._read_list(start, end, role)
        self._join_groups()
        self._extend_bracket_roles()
        share_levels(self.entries)
        share_places(self.entries)
        share_kinds(self.entries)
        share_bodies(self.entries)
        self.strays.extend(entry.name for entry in self.entries if entry.only_as_place)
        self.entries = [entry for entry in self.entries if entry.is_group or not (entry.only_as_place or FRAGMENT.fullmatch(entry.name))]

    # -- brackets and labels

    def _settle_brackets(self, folded: str) -> str:
        """Blank out brackets that are no part of a name, noting the roles they give; open those that hold whole lists."""

        def settle(match: re.Match[str]) -> str:
            words = compact(match.group()[1:-1])
            blank = GONE * len(match.group())
            attached = folded[max(0, match.start() - 8) : match.start()].strip()[-1:] not in ("", *"、,;。:|/")
            if ROLE_BRACKET.fullmatch(words):
                if self._roles_lead or not attached:
                    return "\x02" + match.group()[1:-1] + ":"
                self._bracket_roles[match.start()] = role_in(words)
                return blank
            label = LABEL.search(match.group()[1:-1])
            if attached and (label["other"] if label else re.match("含|包括", words)):
                return blank
            if not attached or label:
                return "\x02" + match.group()[1:-1] + "\x02"
            inside = names.is_name_part(words) or _GOES_ON.match(folded, match.end())
            if inside and not re.search(r"\d{3}", words):
                return match.group()
            return blank if not words or names.is_person(words) or NOTE.search(words) else match.group()

        return BRACKET.sub(settle, folded)

    def _labelled(self, default_role: UnitRole) -> Iterator[tuple[int, int, UnitRole | None]]:
        """The stretches between labels with the role each label gives; ``None`` after a label of persons or dates."""
        role: UnitRole | None = default_role
        start = 0
        for match in LABEL.finditer(self._seen):
            yield start, match.start(), role
            role = None if match["other"] else role_of_label(compact(self.text[match.start() : match.end()]))
            start = match.end()
        yield start, len(self._seen), role

    # -- lists

    def _read_list(self, start: int, end: int, base_role: UnitRole) -> None:
        self._clause += 1
        sentence = _Sentence(len(self.entries), len(self.entries))
        position = start
        for piece in PIECE.finditer(self._seen, start, end):
            self._part(self._seen[position : piece.start()], sentence)
            position = piece.end()
            for places in self._words(piece.start(), piece.end()):
                for part in role_parts("".join(self._seen[place] for place in places), sentence.said):
                    self._read_part(part, places, sentence, base_role)
        self._close_clause()

    def _part(self, gap: str, sentence: _Sentence) -> None:
        """Let the signs between two pieces end the clause or the sentence."""
        if NEW_CLAUSE.search(gap):
            self._close_clause()
            self._clause += 1
            sentence.clause_from = len(self.entries)
        if NEW_SENTENCE.search(gap):
            sentence.since, sentence.said, sentence.follow = len(self.entries), False, None
        elif NEW_CLAUSE.search(gap) and not sentence.said:
            sentence.follow = None

    def _read_part(self, part: Part, places: list[int], sentence: _Sentence, base_role: UnitRole) -> None:
        if part.says is Says.UNIT:
            before = len(self.entries)
            self._read_names(places[part.start : part.end], base_role)
            for entry in self.entries[before:]:
                entry.role = entry.role or sentence.follow
        elif part.says is Says.ROLE_AFTER:
            sentence.follow = part.role
            if not self.entries:
                self.strays.append("")
        else:
            if part.says is Says.DEED:
                self.strays.append("")
            # Those who merely help are the ones of this clause, as long as nobody before it was given the work.
            main = part.role in (UnitRole.LEAD, UnitRole.RESPONSIBLE)
            since = sentence.since if sentence.said or main else max(sentence.since, sentence.clause_from)
            for entry in self.entries[since:]:
                # The one who leads leads the group of the clause before: 各市政府，省水利厅牵头.
                if not (part.role is UnitRole.LEAD and entry.is_group and entry.clause != self._clause):
                    entry.role = entry.role or part.role
            sentence.since, sentence.said, sentence.follow = len(self.entries), True, None

    def _close_clause(self) -> None:
        if self.entries and self.entries[-1].clause == self._clause:
            self.entries[-1].list_end = True

    def _words(self, start: int, end: int) -> Iterator[list[int]]:
        """The places of the characters of each name in a piece; white space inside a name is gone."""
        current: list[int] = []
        shown = ""
        for match in re.finditer(r"[^ \x01]+", self._seen[start:end]):
            token = match.group()
            if shown and (len(shown) > 2 * names.LONGEST_NAME or starts_anew(shown, token[: names.LONGEST_NAME])):
                yield current
                current, shown = [], ""
            current.extend(range(start + match.start(), start + match.end()))
            shown += token
        if current:
            yield current

    # -- names

    def _read_names(self, places: list[int], base_role: UnitRole) -> None:
        """Read the names in one stretch of words: the closing 等, then the names joined by 和, 及, 与."""
        words = "".join(self._seen[place] for place in places)
        if len(words) > 10 * names.LONGEST_NAME:
            self.strays.append(words)
            return
        if given := WORK_GIVEN.match(words):
            places, words = places[given.end() :], words[given.end() :]
        if listed := KIND_OF_LISTED.search(words):
            places, words = places[: listed.start()] + places[listed.end() :], words[: listed.start()] + words[listed.end() :]
        opening = OPENING.match(words)
        if opening and not is_name(first_name(words)) and (words[0] not in "和及与" or opens_name(words[opening.end() :])):
            places, words = places[opening.end() :], words[opening.end() :]
        closing = None if is_name(words) else CLOSING.search(words)
        if closing and not re.search(r"[高平同]$|^级", words[: closing.start()]):
            self._read_joined(places[: closing.start()], words[: closing.start()], base_role)
            rest = closing["rest"]
            if not CLOSED_LIST.fullmatch(rest):
                self._read_joined(places[closing.start("rest") :], rest, base_role)
        elif words:
            self._read_joined(places, words, base_role)

    def _read_joined(self, places: list[int], words: str, base_role: UnitRole) -> None:
        start = 0
        for end, resume in splits(words):
            self._enter(places[start:end], words[start:end], base_role)
            start = resume
        self._enter(places[start:], words[start:], base_role)

    def _enter(self, places: list[int], name: str, base_role: UnitRole) -> None:
        """Keep a name that is, or may be, that of a unit."""
        if not name:
            return
        fragment = FRAGMENT.fullmatch(name)
        group = names.is_group(name)
        sure = group or names.is_unit(name)
        group = group or (not sure and names.may_be_group(name))
        known = sure or group or fragment or names.is_bare_kind(name) or is_name_like(name) or names.may_be_unit(name)
        if not (known or names.may_be_place(name)) or len(name) > names.LONGEST_NAME:
            self.strays.append(name)
            return
        start, end = places[0], places[-1] + 1
        role = None
        bracket = end
        while self._seen[bracket : bracket + 1] in (" ", GONE):
            if bracket in self._bracket_roles:
                role = self._bracket_roles[bracket]
            bracket += 1
            if self._seen[bracket - 1] == GONE:
                end = bracket
        printed_name = "".join(self.text[place] for place in places)
        self.entries.append(
            Entry(
                printed_name,
                start,
                end,
                base_role,
                role,
                group,
                sure,
                self._clause,
                role_in_bracket=role is not None,
                only_as_place=not known,
            )
        )

    # -- what the names of a list say about each other

    def _join_groups(self) -> None:
        """Join what hangs on one 各 (各县(市、区)党委、政府) or one quality (省、市有关部门); drop bits left over."""
        joined: list[Entry] = []
        for entry in self.entries:
            if joined and self._belongs(joined[-1], entry):
                whole = joined[-1]
                whole.name = compact(self.text[whole.start : entry.end])
                whole.end, whole.is_group, whole.sure, whole.role, whole.list_end = (
                    entry.end,
                    True,
                    True,
                    whole.role or entry.role,
                    entry.list_end,
                )
            else:
                joined.append(entry)
        self.entries = joined

    def _belongs(self, before: Entry, entry: Entry) -> bool:
        gap = self._seen[before.end : entry.start].strip()
        if gap not in ("、", "和", "及", "与", "以及", "/") or before.role_in_bracket:
            return False
        last, name = before.plain, entry.plain
        if re.fullmatch(rf"中央|[{names.LEVELS}]级?", last):
            return entry.is_group
        if before.is_group and names.is_departmental(last) and names.is_bare_department(name):
            return True
        return before.is_group and names.is_bare_kind(name) and names.is_territorial(name) == names.is_territorial(last)

    def _extend_bracket_roles(self) -> None:
        """Where every clause ends with a role in brackets, each role holds for its whole clause."""
        closers = {entry.clause: entry.role for entry in self.entries if entry.list_end and entry.role_in_bracket}
        if len(closers) < 2 or len(closers) < len({entry.clause for entry in self.entries}):
            return
        for entry in self.entries:
            entry.role = entry.role or closers.get(entry.clause)


__all__ = ["UnitMention", "is_group_words", "looks_like_unit", "parse_units"]
