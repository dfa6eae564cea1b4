"""The units named in a passage of a plan, each with its role.

What counts as one mention:

- a name with another name in brackets is one unit, both kept: 区住建局(区城管局);
- brackets with a role give it to the unit before them; persons, telephone numbers and notes in brackets are left out;
- a level or place said once holds for the bare departments after it: 市发展和改革局、水利局 -> 市水利局; 区委组织部、宣传部 -> 区委宣传部;
  a body said once at the end holds for the bare places before it: 杭州市、宁波市人民政府 -> 杭州市人民政府;
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
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from rectification.intake.reading import unit_names as names
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


# ---- roles -----------------------------------------------------------------------------------------------------

_ROLE_WORDS = {
    UnitRole.LEAD: ("牵头", "主办", "主责", "主抓", "抓总"),
    UnitRole.ACCEPTANCE: ("验收", "核验", "核查"),
    UnitRole.SUPERVISING: ("督导", "督办", "督查", "督促", "监督", "指导", "包保", "包抓"),
    UnitRole.COOPERATING: ("配合", "协助", "协办", "参与", "参加", "协同", "协作", "会办", "支持"),
    UnitRole.RESPONSIBLE: ("责任", "负责", "承办", "实施", "落实", "整改", "销号", "负总责"),
}
_ROLE_OF = {word: role for role, words in _ROLE_WORDS.items() for word in words}
_ROLE_WORD = "|".join(_ROLE_OF)
_BODY_WORD = r"(?:责任)?(?:单位|部门|主体|机构|地区|地方)"
_PERSON_WORD = r"(?:责任|牵头|包案|分管|督导|包保|主管|联系)?(?:领导|责任人|人员|联系人|人|电话|联系电话|联络员)"


def _role_in(words: str) -> UnitRole:
    """The role the words say; 负责 and its like only where nothing more definite stands beside it (负责督导)."""
    said = {_ROLE_OF[word] for word in re.findall(_ROLE_WORD, words)}
    return next((role for role in _ROLE_WORDS if role in said), UnitRole.RESPONSIBLE)


def _spaced(words: str) -> str:
    """A pattern for the words with some space between their characters (责 任 单 位)."""
    return r"\s{0,4}".join(words)


_SPACED_ROLE = "|".join(_spaced(word) for word in _ROLE_OF)
_SPACED_BODY = rf"(?:{_spaced('责任')})?\s{{0,4}}(?:{'|'.join(map(_spaced, ('单位', '部门', '主体', '机构', '地区')))})"
_LABEL = re.compile(
    rf"(?<![各关级他一-鿿](?=.))(?:整改|主要|共同|第一|直接|具体|行业|业务)?(?:{_SPACED_ROLE}){{1,2}}\s{{0,4}}(?:{_SPACED_BODY})?\s{{0,4}}[:]"
    rf"|(?<![各关级他一-鿿])(?:整改|主要|共同|第一|直接|具体)?(?:{_SPACED_ROLE}){{1,2}}\s{{0,4}}{_SPACED_BODY}(?:为|是|\s{{1,4}})"
    rf"|(?<![一-鿿])(?P<person>{_PERSON_WORD})\s{{0,4}}[:]"
)
_ROLE_BRACKET = re.compile(rf"(?:为|是|主要|共同|第一|具体)?(?:{_ROLE_WORD})+(?:{_BODY_WORD})?")
_AFTER_ROLE = r"(?:负责|组织|实施|落实|抓总|协调|推进|做好|整改|工作|完成|开展|单位|部门|到位|责任|牵头|主体)"
_BEFORE_ROLE = (
    r"(?:为|作为|是|要|应|主要|共同|联合|具体|分别|各自|统一|组织|做好|积极|予以|全面|全程"
    r"|按照?|依据?|各自|工作|部门|职责|职能|分工|权限|各司其职|各负其责|根据|密切)"
)
_TAIL = re.compile(rf"{_BEFORE_ROLE}*(?:{_ROLE_WORD})(?:{_AFTER_ROLE}|{_ROLE_WORD})*$|{_BEFORE_ROLE}*(?:各司其职|各负其责|职责分工)$")
_MIDDLE = re.compile(
    r"(?P<left>牵头负责|牵头组织|牵头|负责|主办)?(?P<join>[、,]?(?:会同|协同|联合|会商|商))|(?P<lead>牵头负责|牵头组织|牵头|负责|主办)|(?P<help>配合|协助)"
)
_LEADING = re.compile(rf"(?P<join>会同|协同|联合)|(?P<role>{_ROLE_WORD})(?:{_BODY_WORD})?")

# ---- the text as a reader sees it ------------------------------------------------------------------------------

_GONE = "\x01"
_BLANK = (*range(0x20), *range(0x7F, 0xA1), 0xAD, *range(0x2000, 0x2010), *range(0x2028, 0x2030), 0x2060, 0x3000, 0xFEFF)
_FOLD = dict.fromkeys(_BLANK, " ")
_FOLD |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FOLD |= {ord(left): "(" for left in "〔［【｛﹙[{"} | {ord(right): ")" for right in "〕］】｝﹚]}"}
_FOLD |= {ord("﹑"): "、", ord("､"): "、", ord("｡"): "。", ord("．"): "|", ord("•"): "|", ord("·"): "|", ord("・"): "|"}

_BRACKET = re.compile(r"\([^()]{0,60}\)")
_NOTE = re.compile(r"\d{3}|负责|排名|联系|电话|手机|以下|简称|待定|含|包括|除外|[:]|按|根据|年|月|涉及|第[一二三四五]|同志|暂|注")
_STRONG = ",;。\n"
_PIECE = re.compile(r"(?:[^、,;。/|.\\:+&?!\"“”‘’'<>《》…(){}~*#=—\-①-⑳⑴-⒇↓→\x02]|\([^()]*\))+")
_NEW_CLAUSE = re.compile(r"[,;。:?!\x02]")
_NEW_SENTENCE = re.compile(r"[;。?!\x02]")
_OPENING = re.compile(r"^(?:[由请以]|并由|再由|其中|以及|及|和|与|\d{1,2}(?![\d年月日个项])|[一二三四五六七八九十]{1,2}(?=[省市区县各]))+")
_CLOSING = re.compile(r"等(?:共?(?:\d{1,3}|[一二三四五六七八九十两几多]{1,3})?[个家])?(?P<rest>[^等]*)$")
_CLOSED_LIST = re.compile(r"(?:有?部门|单位|平台|机构|企业|部门和单位|部门单位|镇街|街道|乡镇|地|组织|分局|办公室|部门及单位|)")
# The committee and the government of one level are two units even with nothing between them.
_CONNECTOR = re.compile(rf"以及|[和及与暨]|(?<=[{names.LEVELS}]委)(?=[{names.LEVELS}](?:人民)?政府)")


# A level by itself: part of a group (省、市有关部门) or of a unit on each level (市、区生态环境局).
_FRAGMENT = re.compile(rf"[{names.LEVELS}]级?|全[{names.LEVELS}]")


@dataclass(slots=True)
class _Entry:
    """A unit on its way to a mention; ``start`` and ``end`` are its place in the text, ``after`` what parts it from the one before."""

    name: str
    start: int
    end: int
    base_role: UnitRole
    role: UnitRole | None = None
    is_group: bool = False
    sure: bool = True
    clause: int = 0
    list_end: bool = False
    role_in_bracket: bool = False


class _Says(Enum):
    """What a stretch of words says: a unit, the role of the units before it, or of those after it."""

    UNIT = auto()
    ROLE_BEFORE = auto()
    ROLE_AFTER = auto()


@dataclass(frozen=True, slots=True)
class _Part:
    says: _Says
    start: int = 0
    end: int = 0
    role: UnitRole | None = None


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
        self.entries: list[_Entry] = []
        self.strays: list[str] = []
        self._bracket_roles: dict[int, UnitRole] = {}
        self._clause = 0
        folded = text[:LONGEST_PASSAGE].translate(_FOLD)
        self._roles_lead = bool(re.match(rf"\s*\((?:{_ROLE_WORD})+(?:{_BODY_WORD})?\)", folded))
        self._seen = self._settle_brackets(folded)
        for start, end, role in self._labelled(default_role):
            if role is not None:
                self._read_list(start, end, role)
        self._join_groups()
        self._extend_bracket_roles()
        _share_levels(self.entries)
        _share_bodies(self.entries)
        self.entries = [entry for entry in self.entries if entry.is_group or not _FRAGMENT.fullmatch(entry.name)]

    # -- brackets and labels

    def _settle_brackets(self, folded: str) -> str:
        """Blank out brackets that are no part of a name, noting the roles they give; open those that hold whole lists."""

        def settle(match: re.Match[str]) -> str:
            words = re.sub(r"\s", "", match.group()[1:-1])
            blank = _GONE * len(match.group())
            attached = folded[max(0, match.start() - 8) : match.start()].strip()[-1:] not in ("", *"、,;。:|/")
            if _ROLE_BRACKET.fullmatch(words):
                if self._roles_lead or not attached:
                    return "\x02" + match.group()[1:-1] + ":"
                self._bracket_roles[match.start()] = _role_in(words)
                return blank
            if not attached or _LABEL.search(match.group()[1:-1]):
                return "\x02" + match.group()[1:-1] + "\x02"
            inside = names.is_name_part(words) or re.match(r"[办局委厅]", folded[match.end() : match.end() + 1])
            if inside and not re.search(r"\d{3}", words):
                return match.group()
            return blank if not words or names.is_person(words) or _NOTE.search(words) else match.group()

        return _BRACKET.sub(settle, folded)

    def _labelled(self, default_role: UnitRole) -> Iterator[tuple[int, int, UnitRole | None]]:
        """The stretches between labels with the role each label gives; ``None`` after a label of persons."""
        role: UnitRole | None = default_role
        start = 0
        for match in _LABEL.finditer(self._seen):
            yield start, match.start(), role
            role = None if match["person"] else _role_in(re.sub(r"\s", "", match.group()))
            start = match.end()
        yield start, len(self._seen), role

    # -- lists

    def _read_list(self, start: int, end: int, base_role: UnitRole) -> None:
        self._clause += 1
        sentence = _Sentence(len(self.entries), len(self.entries))
        position = start
        for piece in _PIECE.finditer(self._seen, start, end):
            self._part(self._seen[position : piece.start()], sentence)
            position = piece.end()
            for places in self._words(piece.start(), piece.end()):
                for part in _role_parts("".join(self._seen[place] for place in places)):
                    self._read_part(part, places, sentence, base_role)
        self._close_clause()

    def _part(self, gap: str, sentence: _Sentence) -> None:
        """Let the signs between two pieces end the clause or the sentence."""
        if _NEW_CLAUSE.search(gap):
            self._close_clause()
            self._clause += 1
            sentence.clause_from = len(self.entries)
        if _NEW_SENTENCE.search(gap):
            sentence.since, sentence.said, sentence.follow = len(self.entries), False, None
        elif _NEW_CLAUSE.search(gap) and not sentence.said:
            sentence.follow = None

    def _read_part(self, part: _Part, places: list[int], sentence: _Sentence, base_role: UnitRole) -> None:
        if part.says is _Says.UNIT:
            before = len(self.entries)
            self._read_names(places[part.start : part.end], base_role)
            for entry in self.entries[before:]:
                entry.role = entry.role or sentence.follow
        elif part.says is _Says.ROLE_AFTER:
            sentence.follow = part.role
            if not self.entries:
                self.strays.append("")
        else:
            # Those who merely help are the ones of this clause, as long as nobody before it was given the work.
            main = part.role in (UnitRole.LEAD, UnitRole.RESPONSIBLE)
            since = sentence.since if sentence.said or main else max(sentence.since, sentence.clause_from)
            for entry in self.entries[since:]:
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
            if shown and (len(shown) > 2 * names.LONGEST_NAME or _starts_anew(shown, token[: names.LONGEST_NAME])):
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
        opening = _OPENING.match(words)
        if opening and not _is_name(words):
            places, words = places[opening.end() :], words[opening.end() :]
        closing = None if _is_name(words) else _CLOSING.search(words)
        if closing and not re.search(r"[高平同]$|^级", words[: closing.start()]):
            self._read_joined(places[: closing.start()], words[: closing.start()], base_role)
            rest = closing["rest"]
            if not _CLOSED_LIST.fullmatch(rest):
                self._read_joined(places[closing.start("rest") :], rest, base_role)
        elif words:
            self._read_joined(places, words, base_role)

    def _read_joined(self, places: list[int], words: str, base_role: UnitRole) -> None:
        start = 0
        for end, resume in _splits(words):
            self._enter(places[start:end], words[start:end], base_role)
            start = resume
        self._enter(places[start:], words[start:], base_role)

    def _enter(self, places: list[int], name: str, base_role: UnitRole) -> None:
        """Keep a name that is, or may be, that of a unit."""
        if not name:
            return
        fragment = _FRAGMENT.fullmatch(name)
        group = names.is_group(name)
        sure = group or names.is_unit(name)
        if (
            not (sure or fragment or names.is_bare_kind(name) or _is_name_like(name) or names.may_be_unit(name))
            or len(name) > names.LONGEST_NAME
        ):
            self.strays.append(name)
            return
        start, end = places[0], places[-1] + 1
        role = None
        bracket = end
        while self._seen[bracket : bracket + 1] in (" ", _GONE):
            if bracket in self._bracket_roles:
                role = self._bracket_roles[bracket]
            bracket += 1
            if self._seen[bracket - 1] == _GONE:
                end = bracket
        printed_name = "".join(self.text[place] for place in places)
        self.entries.append(_Entry(printed_name, start, end, base_role, role, group, sure, self._clause, role_in_bracket=role is not None))

    # -- what the names of a list say about each other

    def _join_groups(self) -> None:
        """Join what hangs on one 各 (各县(市、区)党委、政府) or one quality (省、市有关部门); drop bits left over."""
        joined: list[_Entry] = []
        for entry in self.entries:
            if joined and self._belongs(joined[-1], entry):
                whole = joined[-1]
                whole.name = re.sub(r"\s", "", self.text[whole.start : entry.end])
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

    def _belongs(self, before: _Entry, entry: _Entry) -> bool:
        gap = self._seen[before.end : entry.start].strip()
        if gap not in ("、", "和", "及", "与", "以及", "/") or before.role_in_bracket:
            return False
        last, name = _folded(before.name), _folded(entry.name)
        if re.fullmatch(rf"[{names.LEVELS}]级?", last):
            return entry.is_group
        return before.is_group and names.is_bare_kind(name) and names.is_territorial(name) == names.is_territorial(last)

    def _extend_bracket_roles(self) -> None:
        """Where every clause ends with a role in brackets, each role holds for its whole clause."""
        closers = {entry.clause: entry.role for entry in self.entries if entry.list_end and entry.role_in_bracket}
        if len(closers) < 2 or len(closers) < len({entry.clause for entry in self.entries}):
            return
        for entry in self.entries:
            entry.role = entry.role or closers.get(entry.clause)


def _folded(name: str) -> str:
    return name.translate(_FOLD)


def _is_name(words: str) -> bool:
    return names.is_group(words) or names.is_unit(words)


def _is_name_like(words: str) -> bool:
    """A name, or the abbreviation of one with or without its level (区发改)."""
    return _is_name(words) or names.is_bare_abbreviation(words) or names.is_bare_abbreviation(names.split_level(words)[1])


_FRESH = re.compile(rf"各|相关|有关|其他|属地|[{names.LEVELS}](?!场|容|政公)[一-鿿]|[由\d]")


_ENDING_ALONE = re.compile(r"分局|办公室|管委会|(?:人民)?政府|办事处|委员会|党工委|管理局|有限公司")


def _starts_anew(left: str, right: str) -> bool:
    """Whether white space between two stretches parts two names rather than breaking one."""
    if (len(right) == 1 and right not in names.LEVELS and not right.isdigit()) or right[0] in "(和及与":
        return False
    if not _is_name(left) and _is_name(left + right) and not _FRESH.match(right):
        return False
    core = _without_tail(left)
    if not (_is_name_like(core) or names.is_person(left)):
        return len(right) > 2 and len(left) > 1 and right[0] in names.LEVELS and _is_name(right) and names.may_be_unit(left)
    return core != left or right.isdigit() or not _completes(left, right)


def _completes(left: str, right: str) -> bool:
    """Whether the right stretch only finishes the name that the left one could already be."""
    bare = names.is_bare_department(right) and right[0] not in names.LEVELS
    of_area = names.is_area(left) or names.is_party_or_government(left) or left.endswith(("开发区", "高新区", "园区"))
    branch = right.endswith("分局") and left.endswith("局") and not (bare or names.split_level(right)[0])
    return (
        len(right) == 1
        or (bare and of_area)
        or branch
        or bool(_ENDING_ALONE.fullmatch(right))
        or (names.is_bare_kind(right) and names.is_group(left) and names.is_group(left + right))
        or (names.is_bare_abbreviation(left) and not (_FRESH.match(right) or _is_name_like(_without_tail(right)) or names.is_person(right)))
    )


def _without_tail(words: str) -> str:
    """The words without a role said at their end: 区住建局牵头 -> 区住建局."""
    if _is_name(words):
        return words
    tail = _TAIL.search(words[-24:])
    return words[: len(words) - len(words[-24:]) + tail.start()] if tail else words


def _role_parts(words: str) -> Iterator[_Part]:
    """Take words apart into units and what is said of roles."""
    if len(words) > 10 * names.LONGEST_NAME:
        yield _Part(_Says.UNIT, 0, len(words))
        return
    start = len(words) - len(words.lstrip("由请以")) if not _is_name(words) else 0
    end = start + len(_without_tail(words[start:]))
    leading = None if _is_name_like(words[start:end]) else _LEADING.match(words, start, end)
    if leading and (leading.end() == end or _opens_name(words[leading.end() : end])):
        yield _Part(_Says.ROLE_AFTER, role=UnitRole.COOPERATING if leading["join"] else _role_in(leading.group()))
        start = leading.end()
    yield from _parts_joined_by_verbs(words, start, end)
    if end < len(words):
        yield _Part(_Says.ROLE_BEFORE, role=_role_in(words[end:]))


def _parts_joined_by_verbs(words: str, start: int, end: int) -> Iterator[_Part]:
    """A会同B, A牵头B, A配合B: a verb counts only between two names, never inside one (区委督查室)."""
    for middle in () if _is_name(words[start:end]) else _MIDDLE.finditer(words, start, end):
        if middle.start() < start or not _opens_name(words[middle.end() : end]):
            continue
        if not _is_name_like(_last_name(words[start : middle.start()])):
            continue
        yield _Part(_Says.UNIT, start, middle.start())
        if middle["help"] or middle["left"] or middle["lead"]:
            yield _Part(_Says.ROLE_BEFORE, role=_role_in(middle.group()))
        if middle["join"]:
            yield _Part(_Says.ROLE_AFTER, role=UnitRole.COOPERATING)
        start = middle.end()
    if start < end:
        yield _Part(_Says.UNIT, start, end)


def _last_name(words: str) -> str:
    return words[[0, *(resume for _, resume in _splits(words))][-1] :]


def _opens_name(words: str) -> bool:
    return bool(_FRESH.match(words)) or _is_name_like(_last_name(words))


def _splits(words: str) -> Iterator[tuple[int, int]]:
    """The places of 和, 及, 与 that stand between two names, not inside one; each as (end of left, start of right)."""
    if _is_name(words):
        return
    start = 0
    found = list(_CONNECTOR.finditer(words))
    for index, match in enumerate(found):
        until = found[index + 1].start() if index + 1 < len(found) else len(words)
        left, right = words[start : match.start()], words[match.end() : until]
        if _is_name(left) and (_is_name(right) or names.is_bare_kind(right) or _FRESH.match(right)):
            yield match.start(), match.end()
            start = match.end()


def _share_levels(entries: list[_Entry]) -> None:
    """Give bare departments the level or place of the last one that has it."""
    shared = ""
    for entry in entries:
        name = _folded(entry.name)
        if entry.is_group:
            continue
        level, _ = names.split_level(name)
        bare = names.is_bare_department(name) or names.is_bare_abbreviation(name)
        if level or (entry.sure and name[0] in names.LEVELS and not bare):
            shared = level or name[0]
        elif shared and bare and not names.is_campaign_office(name):
            if names.PARTY_DEPARTMENT.fullmatch(name):
                entry.name = f"{shared}委{entry.name}"
            elif not names.NATIONAL_DEPARTMENT.fullmatch(name) and (not name.endswith("厅") or shared.endswith(("省", "自治区"))):
                entry.name = shared + entry.name


_OF_PARTY_AND_GOVERNMENT = re.compile(rf"([{names.LEVELS}])(?:人民)?政府(督查室|办公室|研究室|办公厅)")


def _share_bodies(entries: list[_Entry]) -> None:
    """Give bare places the body named at the end of their list; 区委、区政府督查室 are two of the same kind."""
    kind = ""
    bodies: list[str] = []
    for index in range(len(entries) - 1, -1, -1):
        entry = entries[index]
        name = _folded(entry.name)
        level_alone = len(name) == 1
        if level_alone or names.is_area(name):
            if bodies and (len(kind) == 1 if level_alone else len(kind) > 1 and name[-1] == kind[-1]):
                entries[index : index + 1] = [replace(entry, name=entry.name + body, sure=True) for body in bodies]
            continue
        level, body = names.split_level(name)
        if not (len(level) == 1 or names.is_area(level)):
            kind, bodies = "", []
        elif level == kind and _shares_level(entries[index + 1]):
            bodies.insert(0, body)
        else:
            kind, bodies = level, [body]
        both = _OF_PARTY_AND_GOVERNMENT.fullmatch(name)
        if both and index and _folded(entries[index - 1].name) == f"{both[1]}委":
            entries[index - 1].name += both[2]


def _shares_level(entry: _Entry) -> bool:
    """Whether the name got its level from the unit before it."""
    return entry.end - entry.start < len(entry.name)


__all__ = ["UnitMention", "is_group_words", "looks_like_unit", "parse_units"]
