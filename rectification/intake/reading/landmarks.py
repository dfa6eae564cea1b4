"""Lines that divide a document: annexes, dates, titles, signatures, headings of own and common problems."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rectification.intake.reading.lines import Line, Piece, compact
from rectification.intake.reading.numbering import marker_of

_ANNEX = re.compile(
    r"^附\s*[件表]\s*(?P<number>[\d一二三四五六七八九十]{0,3}(?:\s*[-－—]\s*\d{1,2})?)\s*(?P<colon>[:：.、]?)\s*(?P<title>.*)$"
)
_ANNEX_LIST = re.compile(r"^附\s*件\s*[:：]\s*\S")
_DATE_LINE = re.compile(
    r"^[(（]?\s*(?:(?P<year>\d{4})\s*[年./-]\s*(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})\s*日?"
    r"|(?P<cn>[〇○零一二三四五六七八九Ｏ]{4}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日))\s*[)）]?(?:印发)?$"
)
TITLE_WORDS = "方案|整改要求|计划|规划|清单|要点|意见|通知|办法|措施|细则|行动|任务书|表|台账|任务分解|责任分工|部署|安排|决定|通报|函|纲要"
_TITLE = re.compile(rf"(?:{TITLE_WORDS})(?:[(（][^()（）]{{1,20}}[)）])?$")
ORGANISATION = re.compile(
    r"^[\u4e00-\u9fff()（）、“”]{2,}(?:委员会|委|政府|办公室|办公厅|厅|局|管委会|领导小组|指挥部|办|工委|党委|党组|分局|院|中心|集团|公司|人大|政协|街道|镇|处)"
    r"(?:[(（][^()（）]{1,12}[)）])?$"
)
_LONGEST_ORGANISATION = 40
_NOTE = re.compile(r"^(?:注|备注|说明|填表说明|填报人|联系人|审核人|填表人)\s*[:：]")
_CONTINUED = re.compile(r"^[(（]?(?:(?:续|接)上?[表页]\d*|[上下]接第?\d*页)[)）]?$")
_SUM = re.compile(r"^[合小总共累]\s*计\s*[:：]?$")
_SCOPE = re.compile(
    r"(个性|共性|面上|普遍性|点上)(?:类)?(?:的)?问题|(个性|共性|面上)(?:整改)?任务|^[(（]?[一二三四五\d]?[)）、.]?\s*(个性|共性|面上)类?$"
)
_CLOSING_WORDS = re.compile(
    r"(?:特此|专此|谨此|以上)(?:报告|函告|函复|回复|说明|通知|公告|通告|公示)(?:[,，][^。]{1,12})?[。.]?$|(?:主送|抄送|抄报)\s*[:：]|[(（]此件[^()（）]{2,12}[)）]$|公示期[^。]{0,20}(?:意见|异议|反映)"
    r"|以上[^。，,]{0,6}(?:问题|任务|事项|措施)[^。]{0,40}(?:负责|调度|落实|报送)"
)
_PAGES = 3
_SHORTEST_HEAD = 12
_WORK = re.compile(
    r"(?:制[定订]|编制|修[订编]|印发|出台|完善|建立|健全|落实|开展|实施|启动|推进|推行|执行|加强|强化|细化|明确|采取|签订|按照|对|将)"
)
_LONGEST_TITLE = 80
_SENTENCE = re.compile(r"[。;；!！?？]|[,，].*[,，]")


def annex_of(text: str) -> tuple[str, str] | None:
    """Name ("附件2") and title of an annex that begins with this line; ``None`` for other lines and for lists of annexes."""
    match = _ANNEX.match(text) if text.startswith("附") and len(text) <= _LONGEST_TITLE else None
    if not match or (match["colon"] and match["title"]):
        return None
    if match["title"] and not _TITLE.search(match["title"]):
        return None
    return compact(text[: match.start("title")]).rstrip(":：.、"), match["title"]


def lists_annexes(text: str) -> bool:
    """Whether a line names the annexes of a paper (附件:任务清单)."""
    return bool(_ANNEX_LIST.match(text))


def is_note(text: str) -> bool:
    """Whether a line is a note under a table."""
    return bool(_NOTE.match(text))


def is_continued(text: str) -> bool:
    """Whether a line says only that a table goes on from the page before."""
    return bool(_CONTINUED.match(text))


def is_sum(text: str) -> bool:
    """Whether a cell opens a row that sums up others: 小计, 合计."""
    return bool(_SUM.match(text))


def is_date_line(text: str) -> bool:
    """Whether a line holds nothing but a full date, as under a signature."""
    return len(text) <= 24 and bool(_DATE_LINE.match(text))


def is_closing(text: str) -> bool:
    """Whether a line closes a paper and belongs to none of its items (特此报告。 抄送:… 公示期间如有异议…)."""
    return bool(_CLOSING_WORDS.match(text))


def is_title(text: str) -> bool:
    """Whether a line reads like (the end of) a title: no sentence, and it closes with a kind of document."""
    return len(text) <= _LONGEST_TITLE and not _SENTENCE.search(text) and bool(_TITLE.search(text))


def says_work(text: str) -> bool:
    """Whether a line opens with what is to be done: 编制整治方案 is a measure, no title."""
    return bool(_WORK.match(text))


def running_heads(lines: Sequence[Line]) -> set[int]:
    """Where a title stands again at the head of a page: the starts of its lines after the first, if there are several."""
    places: dict[str, list[int]] = {}
    for line in lines:
        if len(line.text) >= _SHORTEST_HEAD and marker_of(line.text) is None and is_title(line.text):
            places.setdefault(line.text, []).append(line.start)
    return {start for starts in places.values() if len(starts) >= _PAGES for start in starts[1:]}


def scope_of(text: str) -> str:
    """个性, 共性 … where ``text`` is a heading of own or common problems, else "".

    >>> scope_of("一、个性问题"), scope_of("个性问题3"), scope_of("二、固体废物")
    ('个性', '个性', '')
    """
    match = _SCOPE.search(text) if len(text) <= 40 else None
    return next((found for found in match.groups() if found), match.group()[:2]) if match else ""


def organisations(line: Line) -> list[Piece]:
    """The names of bodies that alone make up a line, side by side or one; empty where the line says anything else."""
    parts = list(re.finditer(r"[^\s\u3000]+(?: [^\s\u3000]+)*", line.text))
    named = [part for part in parts if ORGANISATION.match(compact(part.group())) and len(part.group()) <= _LONGEST_ORGANISATION]
    if len(named) != len(parts):
        return []
    pieces = []
    for part in named:
        words = list(re.finditer(r"\S+", part.group()))
        whole = len(words) < 2 or not all(ORGANISATION.match(word.group()) and len(word.group()) > 3 for word in words)
        spans = [part.span()] if whole else [(part.start() + word.start(), part.start() + word.end()) for word in words]
        pieces += [Piece(line.start + start, line.start + end) for start, end in spans]
    return pieces
