"""Tells calendar words that set a time limit from those that bind nobody: beginnings, comparisons, names, history."""

from __future__ import annotations

import re
from datetime import date

from rectification.intake.reading.calendar_words import CalendarWord, Precision

RECURRING = re.compile(
    r"每隔?(?:[一两二三半\d]{0,2}个?)(?:半?年|季|月|周|日|天|旬|汛期)|逐[年月季]|年年(?![底末初中内终度])|按[年月季]度?(?=调度|报送|开展|完成|推进)|定期(?!限)|每逢|每[次轮]"
)
EVERY = re.compile(rf"(?:(?:{RECURRING.pattern})[^,;。]{{0,20}}|每年[^;。]{{0,30}}|每)$")
BEGINNING = re.compile(r"(?:[^,;。\d]{0,4}之日)?起(?!草)|开始|(?:-{1,2}|~|至|到)(?=长期|持续|常态)")
BEGINNING_LABEL = re.compile(r"(?:开始|启动|起始|开工)(?:时间|日期)?:")
NO_LIMIT = re.compile(r"以来|[之以]?后(?![续期年])|-{0,2}至今|至目前|及以后")
OF_A_YEAR = re.compile(r"完成|落实|推进|制定|编制|执行|纳入|[对将把]")
COMPARED = re.compile(r"[比较]|相比|同比")
HAPPENED = re.compile(r"[^,;。\d]{0,4}(?:反馈|通报|交办|督察|发现)|[^,;。\d]{2}的")
AIMED = re.compile(r"[到至于在限]|力争|确保|争取|最迟|不[晚迟]于|计划|预计|拟|须|应|务必")
CLAUSE_MARKS = ":,;。!?-"
NOT_AIMED = re.compile(r"[比较同与仅自从由以近]|截[至止]到?")
ACHIEVED = re.compile(
    r"力争|确保|争取|基本|全面|全部|实现|完成|建成|达到|达标|投[运用产]|启动|开工|竣工|完工|出台|制定|取得|消除|整改|验收|销号|淘汰|关停|搬迁|到位"
)
BARE_FIVE_YEARS = re.compile(r"[一二三四五六七八九十]五\W?$")
TASK_OF_A_YEAR = re.compile(r"(?:[、和及]20\d\d年)?度?的?(?:遗留|任务|目标任务|问题|存量)")
OCCASION = re.compile(r"[^,;。]{0,12}(?:会议|要求|批示|文件|意见|精神|部署|通知)")
FRAMED = re.compile(r"(?:按照?|依照?|依据|根据|参照|对照|结合|纳入|列入|与|同|待)(?:国家|中央|上级|全?[省市区县])?")
NAMED = re.compile(
    r"(?:度|的)?(?:水平|标准|同期|相比|基准|基础|基数|[为的是])"
    r"|[^,;。完成建编制定]{0,8}(?:报告|公报|计划|规划|考核|预算)|[^,;。]{0,10}(?:[运大博峰]会|论坛)|已|同比"
)


def follows(pattern: re.Pattern[str], body: str, place: int) -> bool:
    """Whether words of ``pattern`` stand right before ``place``."""
    return any(match.end() == place for match in pattern.finditer(body, max(0, place - 16), place))


def begins(body: str, word: CalendarWord) -> bool:
    """Whether the words say when something begins (2018年起)."""
    return not word.before and (BEGINNING.match(body, word.end) is not None or follows(BEGINNING_LABEL, body, word.start))


def recurs(body: str, place: int) -> bool:
    """Whether what stands at ``place`` comes again (每年12月底前): every year anywhere in the sentence, other rounds in their clause."""
    return EVERY.search(body, max(0, place - 40), place) is not None


def is_no_limit(body: str, word: CalendarWord) -> bool:
    """Whether the words look back, come again, name a plan, or open a time (2014年以来, 每年6月, 按2020年计划, 2020年起)."""
    return (
        _is_framed(body, word)
        or (not word.year_said and recurs(body, word.start))
        or begins(body, word)
        or NO_LIMIT.match(body, word.end) is not None
    )


def _is_framed(body: str, word: CalendarWord) -> bool:
    """Whether the words date the plan, the meeting or the paper that others act by (按2020年计划, 根据3月5日会议要求)."""
    if word.before or word.precision is Precision.END or not follows(FRAMED, body, word.start):
        return False
    return word.precision is Precision.YEAR or OCCASION.match(body, word.end) is not None


def is_mentioned(body: str, word: CalendarWord, issued: date | None) -> bool:
    """Whether words beside a real limit only name a former year, a year's task, a comparison or what has happened.

    Such are 2015年以前, 2021年度任务, 比2020年 and 3月已启动; the end of a month of a former year may be a stage that is over.
    """
    is_former = issued is not None and word.due is not None and word.due.year < issued.year
    if body.startswith("已", word.end):
        return True
    if word.before:
        return is_former and word.precision is Precision.YEAR
    if HAPPENED.match(body, word.end):
        return True
    if word.precision is Precision.END:
        return False
    is_stage = follows(AIMED, body, word.start) or ACHIEVED.match(body, word.end) is not None
    if is_former and (not is_stage or NAMED.match(body, word.end)):
        return True
    is_task = follows(OF_A_YEAR, body, word.start) or TASK_OF_A_YEAR.match(body, word.end) is not None
    return (is_task and word.precision is Precision.YEAR) or follows(COMPARED, body, word.start)


def is_limit(body: str, word: CalendarWord) -> bool:
    """Whether words in running text, where most dates bind nobody, are marked as a time limit.

    Marks are 前, 底, 末, 内 after them, 到, 力争, 确保 and the like before them, a verb of completion after them, or, where
    they name their year, that they open a clause.
    """
    if is_no_limit(body, word):
        return False
    if word.before:
        return True
    if follows(NOT_AIMED, body, word.start) or _is_named(body, word):
        return False
    if word.precision is Precision.END or ACHIEVED.match(body, word.end):
        return True
    opens_clause = word.precision is not Precision.DAY and (word.start == 0 or body[word.start - 1] in CLAUSE_MARKS)
    return word.year_said and (opens_clause or follows(AIMED, body, word.start))


def _is_named(body: str, word: CalendarWord) -> bool:
    """Whether the words belong to a name, a comparison or a bare figure rather than to what must be done."""
    text = body[word.start : word.end]
    if word.precision is Precision.END:
        return False
    bracketed = body[word.start - 1 : word.start] == "(" and body[word.end : word.end + 1] == ")"
    return (
        bracketed or BARE_FIVE_YEARS.search(text) is not None or text.replace(".", "").isdigit() or NAMED.match(body, word.end) is not None
    )
