"""The labels of a plan's fields (责任单位, 整改时限 …) and the many words they go by.

A label is recognised by what its words mean, not by a list of whole labels: a part of the work (牵头, 责任, 配合, 督导,
验收) with a kind of body (单位, 部门) names a unit role; an act (整改, 完成, 销号) with a limit (时限, 期限, 时间) names the
deadline; and so on. Blanks between the characters do not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rectification.intake.reading.lines import compact
from rectification.intake.reading.numbering import Marker, marker_of
from rectification.vocabulary import UnitRole


class Field(StrEnum):
    """What a label or a table column holds."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"
    COOPERATING = "cooperating"
    SUPERVISING = "supervising"
    ACCEPTANCE = "acceptance"
    DEADLINE = "deadline"
    GOAL = "goal"
    MEASURES = "measures"
    STATEMENT = "statement"
    OTHER = "other"
    NUMBER = "number"
    WORK_ITEM = "work_item"
    TASK = "task"
    NAME = "name"
    CONTENT = "content"

    @property
    def role(self) -> UnitRole | None:
        """The role of the units such a field names."""
        return UnitRole(self) if self in UNIT_FIELDS else None


UNIT_FIELDS = frozenset({Field.LEAD, Field.RESPONSIBLE, Field.COOPERATING, Field.SUPERVISING, Field.ACCEPTANCE})
CORE_FIELDS = UNIT_FIELDS | {Field.DEADLINE}


class Divider(StrEnum):
    """What divides a label from its value: a mark that only labels have, a full stop, a blank, or the end of the line."""

    MARK = "mark"
    STOP = "stop"
    BLANK = "blank"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Label:
    """A label inside a line: it stands at ``[start, end)`` (brackets and colon included), its value follows.

    ``closing`` is the bracket that ends the value, where label and value stand together in brackets.
    """

    field: Field
    start: int
    end: int
    printed: str
    divider: Divider = Divider.MARK
    marker: Marker | None = None
    closing: str = ""


def _spaced(words: str) -> str:
    """A pattern for any of the ``words`` (divided by ``|``) with blanks allowed between the characters."""
    alternatives = sorted(words.split("|"), key=len, reverse=True)
    return "(?:" + "|".join(r"\s*".join(map(re.escape, word)) for word in alternatives) + ")"


def _prefixes(words: str) -> str:
    """A pattern for up to two of the ``words`` before another."""
    return rf"(?:{_spaced(words)}\s*){{0,2}}"


_BODY = _spaced(
    "单位|部门|地区|主体|机构|处室|科室|责任单位|责任部门|责任主体|牵头单位|层级|单位及部门|单位和部门|部门和单位|部门(单位)|部门（单位）|单位(部门)|单位（部门）|单位名称|"
    "单位及责任人|单位和责任人|单位、责任人|单位及负责人|单位和负责人|单位、负责人|部门及责任人|部门和责任人|部门及负责人"
)
_AREA = _spaced("地方|市县|市州|州市|县区|区县|县（市、区）|县(市、区)|盟市|乡镇|镇街|街道|园区|企业")
_BEFORE = _prefixes(
    "整改|主要|具体|工作|省级|市级|州级|区级|县级|镇级|省|市|州|区|县|省直|市直|区直|县直|第一|整改工作|问题|问题整改|任务|业务|行业|属地|整改验收|验收销号|整改销号|项目"
)
_ROLES: tuple[tuple[Field, str], ...] = (
    (
        Field.LEAD,
        "牵头|总牵头|主办|主责|牵头责任|牵头及责任|牵头整改|牵头落实|牵头负责|牵头组织|牵头(责任)|牵头（责任）|责任(牵头)|责任（牵头）",
    ),
    (
        Field.RESPONSIBLE,
        "责任|整改|落实|实施|承办|主体|整改责任|落实责任|直接责任|实施责任|责任落实|主体责任|责任人及|责任人和|建设|属地|属地责任",
    ),
    (Field.COOPERATING, "配合|协办|协助|参与|参加|协同|协作|配合责任|责任配合|协助配合|协同配合|协调配合|配合整改|协助整改|联合|会办|支持"),
    (
        Field.SUPERVISING,
        "督导|督办|督查|督促|监督|指导|监管|督查督办|督促指导|督导督办|监督指导|指导监督|督察|监督责任|督导责任|督促检查|挂牌督办|跟踪督办|跟踪督导|主管|行业主管|业务主管",
    ),
    (Field.ACCEPTANCE, "验收|销号|核查|复核|核验|验收销号|销号验收|验收责任|牵头验收|组织验收|验收组织|负责验收|销号审核|审核"),
)
_LEADERS = "责任人员|责任人及职务|主要负责人|联系人|联络员|联系电话|联系方式|电话"
_LEADING_PERSONS = _prefixes(
    "责任|牵头|包案|包抓|包保|包联|分管|主管|挂钩|挂点|挂牌|联系|督导|督办|整改|验收|销号|具体|直接|第一|主要|主体|行政|监管|"
    "省|市|区|县|镇|乡|街道|省级|市级|区级|县级|镇级"
) + _spaced("领导|责任人|负责人|负责同志|牵头人")
_REMARKS = (
    "备注|整改进展|进展情况|工作进展|目前进展|整改情况|整改落实情况|落实情况|完成情况|整改完成情况|整改状态|整改成效|当前状态|问题类型|问题类别|"
    "问题来源|问题性质|问题属性|整改类型|整改分类|任务类型|所属领域|所属区域|所在地|所在区域|点位|地址|是否完成|销号情况|验收情况|验收标准|考核指标|资金来源|投资估算|总投资|投资额|"
    "项目地点|建设地点|建设性质|涉及区域|涉及单位|涉及地区|责任追究|追责问责情况|成果形式|佐证材料|整改级别|反馈时间|公开方式|下步打算|下一步打算|下步工作|下一步工作|下步计划|下一步计划|存在困难|主要做法|是否销号|销号条件|督察时间|启动时间|开工时间|开始时间|政策依据|依据"
)
_FIELDS: tuple[tuple[Field, str], ...] = (
    (Field.LEAD, rf"{_BEFORE}{_spaced('责任|整改责任')}\s*{_BODY}\s*[(（]\s*牵头[^()（）]{{0,4}}[)）]"),
    *((field, f"{_BEFORE}{_spaced(words)}\\s*{_BODY}") for field, words in _ROLES),
    (Field.RESPONSIBLE, f"{_BEFORE}{_spaced('责任|整改责任|属地责任')}\\s*{_AREA}"),
    (Field.OTHER, rf"{_LEADING_PERSONS}(?:\s*[及和与、]\s*{_LEADING_PERSONS})?"),
    (Field.OTHER, _spaced(_LEADERS)),
    (
        Field.DEADLINE,
        _prefixes(
            "整改|完成|销号|办结|办理|验收|治理|整治|计划|拟|预计|要求|整改完成|计划完成|整改销号|验收销号|完成整改|计划整改|工作|任务|整改工作|限期|拟完成|目标"
        )
        + _spaced(
            "时限|期限|时间|时间节点|时间要求|时限要求|期限要求|日期|截止时间|截止日期|时间安排|进度要求|进度安排|时间表|时间进度|年限|节点|限期"
        ),
    ),
    (
        Field.GOAL,
        _prefixes("整改|工作|治理|主要|具体|预期|达到|总体|绩效|任务|量化|考核|年度|阶段")
        + _spaced("目标|目标任务|目标要求|目标及要求|目标和要求|目标(销号标准)|目标标准|整改标准|销号标准|预期效果|预期成效"),
    ),
    (Field.GOAL, _spaced("整改要求|整改任务目标|整改目标要求|工作要求|任务要求|达标要求")),
    (
        Field.MEASURES,
        _prefixes(
            "整改|工作|治理|主要|具体|重点|整改落实|落实|主要整改|下步|下一步|推进|实施|整改任务|任务|解决|长效|整改具体|采取|采取的|拟采取|拟采取的|已采取|已采取的"
        )
        + _spaced("措施|举措|办法|措施及要求|措施和要求|措施要求|措施内容|措施及进度|任务及措施|任务和措施|思路及措施|对策|方法步骤|步骤"),
    ),
    (Field.MEASURES, _spaced("整改内容|整改方案|整改步骤|整改路径")),
    (
        Field.STATEMENT,
        _prefixes(
            "存在|存在的|反馈|整改|具体|突出|主要|督察|督察反馈|交办|发现|涉及|督察发现|环保督察反馈|督察组反馈|中央督察反馈|省级督察反馈|督察指出|移交|通报|披露|曝光|举报|群众反映|环境|生态环境|现有|信访|典型"
        )
        + _spaced(
            "问题|问题描述|问题表述|问题内容|问题概述|问题简述|问题情况|问题表现|问题概况|问题及表现|问题具体内容|问题具体表现|问题原文|问题事实|问题现状|问题要点|问题名称|问题摘要|问题点位|问题事项|意见|意见问题|事项|问题详情"
        ),
    ),
    (
        Field.STATEMENT,
        _spaced(
            "问题描述|问题表述|问题概述|整改事项|反馈意见|反馈意见原文|反馈原文|反馈问题原文|问题原文|督察原文|报告原文|原文|原文表述|反馈内容|举报内容|投诉内容|交办内容|反映内容|整改任务|任务内容|任务名称|项目名称|工作任务|具体表现|表现形式|具体内容|问题的具体表现"
        ),
    ),
    (Field.OTHER, _spaced(_REMARKS)),
)
_OF_LISTS = (Field.STATEMENT, Field.RESPONSIBLE, Field.GOAL, Field.MEASURES, Field.DEADLINE)
_COLUMNS: tuple[tuple[Field, str], ...] = (
    (Field.NUMBER, _prefixes("项目|问题|任务|受理|交办|信访|案件|信访件|交办件") + _spaced("序号|编号") + "|" + _spaced("序|号|No|NO")),
    # 五个清单 as the columns of one table.
    *((field, f"{words}清单") for field, words in zip(_OF_LISTS, ("问题", "责任", "目标", "措施", "时限"), strict=True)),
    (
        Field.NAME,
        _spaced(
            "项目名称|工程名称|重点项目|重点工程|工程项目|建设项目|项目(工程)名称|工程(项目)名称|重点项目名称|重大项目名称|点位名称|企业名称"
        ),
    ),
    (
        Field.CONTENT,
        _spaced(
            "建设内容|项目内容|工程内容|主要建设内容|建设内容及规模|建设规模及内容|建设规模|建设规模及主要内容|主要建设内容及规模|实施内容|项目建设内容"
        ),
    ),
    (
        Field.TASK,
        _prefixes("重点|主要|工作|具体|整改|年度|重点工作|主要工作|细化|分解|建设")
        + _spaced("任务|任务内容|任务分解|任务措施|任务清单|内容|事项|任务及要求|工作|要点|任务和措施|任务举措"),
    ),
    (
        Field.WORK_ITEM,
        _spaced(
            "项目|类别|分类|领域|工作类别|任务类别|工作领域|重点领域|板块|方面|专项|专项行动|任务名称|工作名称|工作项目|类型|任务分类|项目类别|行动|任务领域|工作大类|攻坚任务|行动名称|大类|一级任务"
        ),
    ),
)
_SEPARATOR = r"\s*(?:\*\*)?[:：︰∶﹕](?:\*\*)?\s*"
# What may follow a label before its colon: an aside in brackets, or a number where the label is said again (整改措施1：).
_ASIDE = r"(?:\s*[(（][^()（）:：]{1,12}[)）])?(?:\s*[\d一二三四五六七八九十]{1,2}(?=\s*[:：]))?"
# A second heading joined to the first, whose field the value is read by (整改措施及完成时限：).
_JOINED = r"(?:\s*[及和与、]\s*[\u4e00-\u9fff]{0,4}(?:时限|期限|时间|节点|进度|安排|要求|标准|目标|措施|分工|单位))?"
_LABEL = "|".join(f"(?P<f{place}>{pattern})" for place, (_, pattern) in enumerate(_FIELDS))
_LABEL_AT = re.compile(rf"(?:{_LABEL}){_JOINED}{_ASIDE}(?![\u4e00-\u9fff])")
# Any other entry of a form (整改类别：, 受理编号：), where it opens a line.
_ENTRY = re.compile(
    r"[\u4e00-\u9fff]{1,6}(?:类别|类型|分类|级别|等级|性质|来源|属性|状态|编号|批次|进展|情况|标准|成效|领域|点位|资金|依据|进度|结果)(?=\s*[:：】\]〗])"
)
# Words too common to be labels anywhere but before the colon or bracket that opens a line.
_SHORT = {
    "牵头": Field.LEAD,
    "责任": Field.RESPONSIBLE,
    "整改责任": Field.RESPONSIBLE,
    "配合": Field.COOPERATING,
    "督导": Field.SUPERVISING,
    "督导责任": Field.SUPERVISING,
    "督办责任": Field.SUPERVISING,
    "监督责任": Field.SUPERVISING,
    "验收": Field.ACCEPTANCE,
    "验收责任": Field.ACCEPTANCE,
    "现状": Field.STATEMENT,
    "表现": Field.STATEMENT,
}
_SHORT_AT = re.compile(rf"(?:{'|'.join(_SHORT)})(?=\s*[:：】\]〗])")
_OPEN, _CLOSE = "【[（(〔《<「〖", "】]）)〕》>」〗"
_BOX_END = r"[】\]〕」〗]"
_BULLET = re.compile(r"[•·■□●○◆◇▪★☆※*▲△\s\-—–]{1,6}")
_COLON = re.compile(_SEPARATOR)
_INLINE = re.compile(rf"(?P<open>[{_OPEN}])?\s*(?P<label>(?:{_LABEL}){_JOINED}{_ASIDE})(?:\s*{_BOX_END}\s*(?:{_SEPARATOR})?|{_SEPARATOR})")
# What any other heading with such an ending must mean; tried last.
_COLUMN_ENDINGS: tuple[tuple[Field, str], ...] = (
    (Field.OTHER, r"[\u4e00-\u9fff]{1,6}(?:领导|责任人|负责人|联系人|电话|情况|进展|金额|资金|投资)"),
    (Field.RESPONSIBLE, r"(?!.*(?:相关|有关|各|全|其他|直属|[省市区县镇乡]))[\u4e00-\u9fff]{1,4}(?:单位|部门)"),
    (Field.DEADLINE, r"[\u4e00-\u9fff]{1,4}(?:时限|期限|时间)"),
    (Field.GOAL, r"[\u4e00-\u9fff]{1,4}目标"),
    (Field.MEASURES, r"[\u4e00-\u9fff]{1,4}(?:措施|举措)"),
    (Field.STATEMENT, r"[\u4e00-\u9fff]{1,6}问题|[\u4e00-\u9fff]{0,2}问题(?:清单|明细|说明|汇总|[及和][\u4e00-\u9fff]{1,4})"),
    (Field.TASK, r"[\u4e00-\u9fff]{1,4}(?:任务|事项|内容|工作)"),
)
_ALL_COLUMNS = (*_COLUMNS, *_FIELDS, *_COLUMN_ENDINGS)
_COLUMN = re.compile("|".join(f"(?P<f{place}>{pattern})" for place, (_, pattern) in enumerate(_ALL_COLUMNS)))
_COMMON_COLUMN = re.compile("|".join(pattern for _, pattern in (*_COLUMNS, *_FIELDS)))
_REPEATED_ENTRY = re.compile(r"(?:(?P<word>[\u4e00-\u9fff]{2,10})\s*[:：]|【(?P<boxed>[\u4e00-\u9fff]{2,10})】)\s*")
_INLINE_HINT = re.compile(r"[:：︰∶﹕】\]〕」〗]")


def _field(match: re.Match[str], fields: tuple[tuple[Field, str], ...]) -> Field:
    return next(field for place, (field, _) in enumerate(fields) if match[f"f{place}"] is not None)


@lru_cache(maxsize=4096)
def column_field(cell: str) -> Field | None:
    """What a table column is headed by, where ``cell`` is a heading at all.

    >>> column_field("责任 单位"), column_field("序号"), column_field("区城管局")
    (<Field.RESPONSIBLE: 'responsible'>, <Field.NUMBER: 'number'>, None)
    """
    if len(cell) > 30:
        return None
    # 工作 alone is half of a heading broken over two lines.
    whole = compact(cell).strip("*")
    bare = re.sub(r"[(（][^()（）]{1,12}[)）]$", "", whole)
    match = _COLUMN.fullmatch(whole) or _COLUMN.fullmatch(bare)
    return _field(match, _ALL_COLUMNS) if match and bare != "工作" else None


def broken_column_field(halves: str) -> Field | None:
    """What a heading put together from several lines heads: common words only, since any two headings look like a third."""
    field = column_field(halves)
    return field if field and _COMMON_COLUMN.fullmatch(compact(halves)) else None


def labels_in(line: str) -> list[Label]:
    """The labels of a line in order: one that opens it, and those that follow inside it with a colon or in brackets.

    >>> [label.field.value for label in labels_in("责 任 单 位 ：区城管局　整改时限：2020年底")]
    ['responsible', 'deadline']
    """
    first = _opening(line)
    found = [first] if first else []
    offset = first.end if first else 0
    if not _INLINE_HINT.search(line, offset):
        return found
    for match in _INLINE.finditer(line, offset):
        if label := _inside(line, match, after_label=bool(found)):
            found.append(label)
    core = next((place for place, label in enumerate(found) if label.field in CORE_FIELDS or label.closing), len(found))
    return found if first or core < len(found) else []


def unknown_entry(line: str, *, among_labels: bool) -> Label | None:
    """The word that opens a line in 【】 or, ``among_labels``, before a colon: an entry of a form, where the form repeats it."""
    match = _REPEATED_ENTRY.match(line)
    if not match or not (among_labels or match["boxed"]):
        return None
    return Label(Field.OTHER, 0, match.end(), match["word"] or match["boxed"])


def _opening(line: str) -> Label | None:
    bullet = _BULLET.match(line)
    start = bullet.end() if bullet else 0
    marker = marker_of(line[start:])
    word = start + (marker.length if marker else 0)
    bracket = line[word : word + 1] if line[word : word + 1] in _OPEN else ""
    opening = word + (_blank(line, word + 1) + 1 if bracket else 0)
    match = _LABEL_AT.match(line, opening) or _SHORT_AT.match(line, opening) or _ENTRY.match(line, opening)
    if not match:
        return None
    end, divider, closing = match.end(), None, ""
    after = _blank(line, end) + end
    if bracket and line[after : after + 1] == _CLOSE[_OPEN.index(bracket)]:
        end, divider = after + 1, Divider.MARK
    elif bracket:
        closing = _CLOSE[_OPEN.index(bracket)]
    if colon := _COLON.match(line, end):
        end, divider = colon.end(), Divider.MARK
    if divider is None and (closing or (divider := _soft_divider(line, end)) is None):
        return None
    field = _field(match, _FIELDS) if match.re is _LABEL_AT else _SHORT.get(match.group(), Field.OTHER)
    return Label(field, 0, end + (divider is Divider.STOP), compact(match.group()), divider, marker, closing)


def _soft_divider(line: str, end: int) -> Divider | None:
    """What else than a mark may divide words from a value; ``None`` where the sentence goes on."""
    if end == len(line):
        return Divider.LINE
    if line[end].isspace():
        return Divider.BLANK
    return Divider.STOP if line[end] == "。" and end + 1 < len(line) else None


def _inside(line: str, match: re.Match[str], *, after_label: bool) -> Label | None:
    bracket = match.group("open") or ""
    before = line[: match.start()].rstrip()
    divided = bool(bracket) or match.group()[0].isspace() or before.endswith(tuple("。；;，,、)）】 ")) or match.start() > len(before)
    field = _field(match, _FIELDS)
    if not (divided or after_label) or (field in (Field.STATEMENT, Field.OTHER) and not divided):
        return None
    closed = re.search(_BOX_END, match.group()[match.end("label") - match.start() :]) is not None
    closing = _CLOSE[_OPEN.index(bracket)] if bracket and not closed else ""
    if field not in CORE_FIELDS and not after_label and not bracket and not before.endswith("。"):
        return None
    return Label(field, match.start(), match.end(), compact(match.group("label")), closing=closing)


def _blank(line: str, start: int) -> int:
    end = start
    while end < len(line) and line[end].isspace():
        end += 1
    return end - start
