"""What the words of a list say about roles: labels (配合单位：), brackets (牵头), and verbs in the sentence (由…牵头, …配合, A会同B)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto

from rectification.intake.reading import unit_names as names
from rectification.intake.reading.labels import labels_in
from rectification.intake.reading.unit_joints import is_abbreviation, is_name, is_name_like, last_name, opens_name
from rectification.intake.reading.unit_signs import GONE
from rectification.vocabulary import UnitRole

_ROLE_WORDS = {
    UnitRole.ACCEPTANCE: ("验收", "核验", "核查"),
    UnitRole.SUPERVISING: ("督导", "督办", "督查", "督促", "监督", "指导", "包保", "包抓"),
    UnitRole.LEAD: ("牵头", "主办", "主责", "主抓", "抓总"),
    UnitRole.COOPERATING: ("配合", "协助", "协办", "参与", "参加", "协同", "协作", "会办", "支持"),
    UnitRole.RESPONSIBLE: ("责任", "负责", "承办", "实施", "落实", "整改", "负总责"),
}
_ROLE_OF = {word: role for role, words in _ROLE_WORDS.items() for word in words}
_ROLE_WORD = "|".join(_ROLE_OF)
# These name a unit by its role (监管单位, 主管部门, 销号单位); in a sentence they are only work.
_ROLE_OF |= {"监管": UnitRole.SUPERVISING, "主管": UnitRole.SUPERVISING, "销号": UnitRole.ACCEPTANCE}
_NAMED_ROLE = "|".join(_ROLE_OF)
_BODY_WORD = r"(?:责任)?(?:单位|部门|主体|机构|地区|地方)"
_LEVEL_WORD = rf"(?:[{names.LEVELS}]级?|属地)"
_PERSON_WORD = (
    rf"(?:整改|具体|第一|直接|主要|验收|{_LEVEL_WORD})?(?:责任|牵头|包案|分管|督导|督办|督查|包保|包抓|包联|主管|联系|联络|挂钩|验收)?"
    rf"{_LEVEL_WORD}?(?:领导|责任人|人员|人|电话|联络员)"
)
_MATTER = (
    r"整改(?:目标|措施|时限|期限|时间|要求|情况|内容|进展|类型|任务)|(?:完成|办结|销号|验收)?(?:时限|期限|时间)|具体措施|目标任务|备注"
)


def role_in(words: str) -> UnitRole:
    """The role the words say: the most definite one where several stand side by side (负责督导, 牵头督导单位)."""
    said = {_ROLE_OF[word] for word in re.findall(_NAMED_ROLE, words)}
    return next((role for role in _ROLE_WORDS if role in said), UnitRole.RESPONSIBLE)


def role_of_label(words: str) -> UnitRole:
    """The role a label gives, as it does where it opens a line; else what its words say."""
    opening = next(iter(labels_in(words)), None)
    return (opening and opening.field.role) or role_in(words)


def _spaced(words: str) -> str:
    """A pattern for the words with some space between their characters (责 任 单 位)."""
    return r"\s{0,4}".join(words)


_SPACED_ROLE = "|".join(_spaced(word) for word in _ROLE_OF)
_BODIES = ("单位", "部门", "主体", "机构", "地区", "镇街", "乡镇", "街道", "园区", "企业")
_SPACED_BODY = rf"(?:{_spaced('责任')})?\s{{0,4}}(?:{'|'.join(map(_spaced, _BODIES))})"
_LABEL_ROLE = rf"(?:整改|总|主体|主要|共同|第一|直接|具体|跟踪|联合|日常|{_LEVEL_WORD})?(?:{_SPACED_ROLE}){{1,2}}[\s{GONE}]{{0,9}}"
_BESIDE = rf"(?:[及和与、/](?:责任人|负责人|联系人|领导|人员)|\([^()]{{1,6}}\)|{GONE}{{1,9}})?"
# A label on the heels of a name, where a line end was lost: 牵头单位:区水利局责任单位:区住建局.
_GLUED = rf"(?:{_ROLE_WORD}){{1,2}}(?:单位|部门)\s{{0,4}}[:]"
LABEL = re.compile(
    rf"(?<![一-鿿])(?:{_LEVEL_WORD}|行业|业务)?{_LABEL_ROLE}(?:{_SPACED_BODY})?{_BESIDE}\s{{0,4}}[:]"
    rf"|(?<![一-鿿]){_LABEL_ROLE}{_SPACED_BODY}(?:为|是|[-—]{{1,2}}|\s{{1,4}})"
    rf"|(?<=[局办委厅院队司]){_GLUED}|(?<![一-鿿])(?![一-鿿]{{1,6}}[局办委厅院队司]{_GLUED})[一-鿿]{{2,8}}(?:单位|部门)\s{{0,4}}[:]|(?<![一-鿿])(?P<other>{_PERSON_WORD}|{_MATTER})\s{{0,4}}[:]"
)
ROLE_BRACKET = re.compile(
    rf"(?!(?:监管|监督)责任$)(?:为|是|总|主要|共同|第一|具体)?(?:{_NAMED_ROLE})+(?:{_BODY_WORD})?(?:[,;、].*(?:联系|电话).*)?"
)
ROLES_FIRST = re.compile(rf"\s*\((?:{_ROLE_WORD})+(?:{_BODY_WORD})?\)")
_AFTER_ROLE = r"(?:负责|组织|实施|落实|抓总|协调|推进|做好|整改|工作|管理|检查|考核|完成|开展|单位|部门|到位|责任|牵头|主体|销号)"
_BEFORE_ROLE = (
    r"(?:为|作为|是|要|应|总|主要|共同|联合|具体|分别|各自|统一|组织|做好|抓好|积极|予以|给予|提供|全面|全程"
    r"|(?:按照?|依据?|根据)(?:各自)?(?:部门|工作)?|各自|职责|职能|分工|权限|各司其职|各负其责|密切)"
)
_TAIL = re.compile(
    rf"{_BEFORE_ROLE}*(?:{_ROLE_WORD})(?:{_AFTER_ROLE}|{_ROLE_WORD}|{_BEFORE_ROLE})*+$|{_BEFORE_ROLE}*(?:各司其职|各负其责|职责分工)$"
)
_TAIL_OPENING = re.compile(rf"{_BEFORE_ROLE}*(?:{_ROLE_WORD})+")
_MIDDLE = re.compile(
    r"(?P<left>牵头负责|牵头组织|牵头|负责|主办)?(?P<join>[、,]?[要应并需]?(?:会同|协同|联合|会商|商))|(?P<lead>牵头负责|牵头组织|牵头|负责|主办)|(?P<help>配合|协助)"
)
_LEADING = re.compile(rf"(?P<join>会同|协同|联合)|(?P<role>{_ROLE_WORD})(?:{_BODY_WORD})?")


class Says(Enum):
    """What a stretch of words says: a unit, the role of the units before it or of those after it, or what they are to do."""

    UNIT = auto()
    ROLE_BEFORE = auto()
    DEED = auto()
    ROLE_AFTER = auto()


@dataclass(frozen=True, slots=True)
class Part:
    says: Says
    start: int = 0
    end: int = 0
    role: UnitRole | None = None


def without_tail(words: str) -> str:
    """The words without a role said at their end: 区住建局牵头 -> 区住建局."""
    if is_name(words):
        return words
    tail = _TAIL.search(words[-24:])
    return words[: len(words) - len(words[-24:]) + tail.start()] if tail else words


def role_parts(words: str, work_is_given: bool = False) -> Iterator[Part]:
    """Take words apart into units and what is said of roles; once somebody has the work, 会同县水利局 is no unit of 会同县."""
    if len(words) > 10 * names.LONGEST_NAME:
        yield Part(Says.UNIT, 0, len(words))
        return
    start = len(words) - len(words.lstrip("由请以")) if not is_name(words) else 0
    end = start + len(without_tail(words[start:]))
    leading = _LEADING.match(words, start, end)
    if leading and is_name_like(words[start:end]) and not (work_is_given and leading["join"]):
        leading = None
    if leading and (leading.end() == end or opens_name(words[leading.end() : end])):
        yield Part(Says.ROLE_AFTER, role=UnitRole.COOPERATING if leading["join"] else role_in(leading.group()))
        start = leading.end()
    said_last = role_in(words[end:])
    for part in _parts_joined_by_verbs(words, start, end):
        yield replace(part, role=said_last) if part.role is UnitRole.RESPONSIBLE and part.says is Says.DEED else part
    if end < len(words):
        yield Part(Says.ROLE_BEFORE, role=said_last)


def _deed_from(words: str, start: int) -> int:
    """Where a name is followed by what its unit is to do, and by no other unit: 区财政局|做好资金保障."""
    if is_name_like(last_name(words[start:])):
        return len(words)
    for place in range(start + 2, min(len(words), start + names.LONGEST_NAME)):
        said = _TAIL_OPENING.match(words, place)
        if (said or names.opens_task(words[place:])) and is_name(last_name(words[start:place])):
            return place
    return len(words)


def _parts_joined_by_verbs(words: str, start: int, end: int) -> Iterator[Part]:
    """A会同B, A牵头B, A配合B: a verb counts only between two names, never inside one (区委督查室)."""
    for middle in () if is_name(words[start:end]) else _MIDDLE.finditer(words, start, end):
        right = words[middle.end() : end]
        # 区住建局负责建设 names no second unit, 县住建局会同建设 may.
        if middle.start() < start or not opens_name(right) or (middle["lead"] and is_abbreviation(right)):
            continue
        if not is_name_like(last_name(words[start : middle.start()])):
            continue
        yield Part(Says.UNIT, start, middle.start())
        if middle["help"] or middle["left"] or middle["lead"]:
            yield Part(Says.ROLE_BEFORE, role=role_in(middle.group()))
        if middle["join"]:
            yield Part(Says.ROLE_AFTER, role=UnitRole.COOPERATING)
        start = middle.end()
    if start < end:
        deed = _deed_from(words[:end], start)
        yield Part(Says.UNIT, start, deed)
        if deed < end:
            role = _TAIL_OPENING.match(words, deed)
            yield Part(Says.DEED, role=role_in(role.group()) if role else UnitRole.RESPONSIBLE)
