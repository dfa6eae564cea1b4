"""Lines a web page or a printer added: navigation, page data, page numbers, advertising. Never part of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator

# How many written lines at either end of the text may be navigation, page data or advertising.
_EDGE = 30
_LONGEST = 300

_COLON = r"\s{0,3}[:\uff1a]\s{0,3}"
_PAGE_NUMBER = re.compile(
    r"[\u2014\u2013\u2015\uff0d-]{1,3} ?\d{1,4} ?[\u2014\u2013\u2015\uff0d-]{1,3}"
    r"|第 ?\d{1,4} ?页(?:[ ,\uff0c/]{0,2}共 ?\d{1,4} ?页)?|共 ?\d{1,4} ?页[ ,\uff0c/]{0,2}第 ?\d{1,4} ?页"
)
_NAVIGATION = re.compile(
    r"(?:\u2022\s*)?(?:(?:您|你)?的?(?:当前|现在|所在)的?位置(?:是)?(?:[:\uff1a].{0,120})?"
    r"|(?:网站)?首页(?:\s{0,3}(?:->|[>\uff1e\xbb\u203a/|])[^\u3002;\uff1b]{0,150})?"
    r"|[>\uff1e\xbb\u203a][^>\uff1e\xbb\u203a\u3002;\uff1b]{1,40}(?:[>\uff1e\xbb\u203a][^>\uff1e\xbb\u203a\u3002;\uff1b]{1,40}){1,8})"
)
# Words that label page data and nothing else, and words that a plan could use as well.
_DATUM = (
    r"(?:索\s?引\s?号|信息索引号?|组配分类|主题分类|体裁分类|服务对象|发布机构|发文机构|发文机关|公开机构|发文日期|成文日期|生成日期|发布日期|发布时间|"
    r"公开日期|公开时限|公开方式|公开范围|公开时效|公开程序|公开责任部门|有效性|信息来源|文章来源|稿件来源|浏览次数|浏览量|"
    r"点击次数|点击率|点击量|阅读次数|访问量|责任编辑|字体大小|统一编号|主题词)"
)
_LIKELY_DATUM = r"(?:来源|时间|日期|点击|阅读|作者|编辑|审核|字体|字号)"
_PAGE_DATA = re.compile(rf"[\[\u3010(\uff08]?{_DATUM}{_COLON}[^\u3002;\uff1b]{{0,160}}")
_LIKELY_PAGE_DATA = re.compile(
    rf"[\[\u3010(\uff08]?{_LIKELY_DATUM}{_COLON}(?:\d{{4}}-\d{{1,2}}-\d{{1,2}}|[^\u3002;\uff1b]{{0,80}}\s(?:{_DATUM}|{_LIKELY_DATUM})[:\uff1a])"
    r"[^\u3002;\uff1b]{0,160}"
)
_LONE_BUTTON = (
    r"打印(?:本页|此页|本文)?|关闭(?:窗口|本页|页面|本窗口)|返回(?:顶部|首页|列表|上一页)|"
    r"分享到|新浪微博|QQ空间|保护视力色|视力保护色|字体大小|复制链接|扫一扫\S{0,16}"
)
_BUTTON = rf"{_LONE_BUTTON}|关闭|返回|收藏(?:本页)?|分享|微信|微博|大|中|小|字体|字号|纠错|朗读|无障碍(?:阅读)?"
_GAP = r"[\s\[\]\u3010\u3011()\uff08\uff09|\uff5c:\uff1a]"
_BUTTONS = re.compile(rf"{_GAP}{{0,4}}(?:(?:{_BUTTON})(?:{_GAP}{{1,6}}(?:{_BUTTON})){{1,12}}|{_LONE_BUTTON}){_GAP}{{0,4}}")
_PAGE_PARTS = (_NAVIGATION, _PAGE_DATA, _LIKELY_PAGE_DATA, _BUTTONS)
_NEIGHBOUR_PAGE = re.compile(r"(?:上一[篇条页]|下一[篇条页]|相关(?:链接|文章|新闻|阅读|稿件))(?:[:\uff1a].{0,120})?")
_FILE = re.compile(rf"(?:附件|相关)?(?:下载|附件|文件){_COLON}.{{1,120}}\.(?:docx?|wps|xlsx?|et|pdf|ofd|zip|rar)", re.IGNORECASE)
_LINKS = re.compile(r"(?:相关|友情)链接[:\uff1a]?")
_LONGEST_LINK = 20
_SENTENCE = re.compile(r"[\u3002;\uff1b,\uff0c:\uff1a]")
_IMPRINT = re.compile(
    r"版权所有|Copyright|All Rights Reserved|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]ICP[备证]|公网安备|网站标识码|"
    r"技术支持[:\uff1a]|网站地图|建议使用.{0,20}浏览器",
    re.IGNORECASE,
)
_PAGE_OWNER = re.compile(
    rf"(?:(?:主办|承办|协办|主管|运维|运行维护|网站管理)(?:单位)?|地址|邮编|联系电话){_COLON}[^\u3002;\uff1b]{{2,100}}"
)
_GAMBLING = re.compile(
    r"时时彩|时时走势|老时时|时时在线|新时时|六合彩|七星彩|双色球|大乐透|福彩3[dD]|体彩|彩票|彩图|开奖|投注|快乐12|快3|[pP][kK]10|北京赛车|百家乐|博彩|"
    r"娱乐城|棋牌|老虎机|真人荷官|注码|下注|走势图|特[碼码]|小财神|赌场|葡京|威尼斯人|竞彩|足球比分|稳赚"
)
_MATCH = re.compile(r"[法西意德英中]甲|英超|欧冠|(?<=[\u4e00-\u9fff])(?:vs|VS)(?=[\u4e00-\u9fff])")


def find(text: str) -> Iterator[tuple[int, int]]:
    """The ranges ``[start, end)`` of the lines that are furniture, in order, without their line ends."""
    lines = list(_written_lines(text))
    words = [text[start:end].strip() for start, end in lines]
    chosen = {index for index, line in enumerate(words) if _PAGE_NUMBER.fullmatch(line)}
    edge = min(_EDGE, (len(lines) + 1) // 2)
    tail_begins = len(lines) - edge
    chosen |= _head(words[:edge]) | {tail_begins + index for index in _tail(words[tail_begins:])}
    for index in sorted(chosen):
        yield lines[index]


def _written_lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            yield start, start + len(line)
        start += len(line) + 1


def _head(words: list[str]) -> set[int]:
    chosen = set()
    trail = False
    for index, line in enumerate(words):
        trail = line.startswith("\u2022") and (trail or bool(_NAVIGATION.fullmatch(line)))
        if trail or _is_page_part(line):
            chosen.add(index)
    return chosen


def _tail(words: list[str]) -> set[int]:
    ends = {index for index, line in enumerate(words) if _is_page_part(line) or _is_imprint(line) or _leads_elsewhere(line)}
    links = next((index for index, line in enumerate(words) if _LINKS.fullmatch(line)), len(words))
    ends |= {index for index in range(links, len(words)) if len(words[index]) <= _LONGEST_LINK and not _SENTENCE.search(words[index])}
    for index in range(len(words) - 2, -1, -1):
        if index + 1 in ends and len(words[index]) <= _LONGEST and _PAGE_OWNER.fullmatch(words[index]):
            ends.add(index)
    return ends | _advertising(words)


def _is_page_part(line: str) -> bool:
    return len(line) <= _LONGEST and any(pattern.fullmatch(line) for pattern in _PAGE_PARTS)


def _leads_elsewhere(line: str) -> bool:
    return bool(_NEIGHBOUR_PAGE.fullmatch(line) or _FILE.fullmatch(line))


def _is_imprint(line: str) -> bool:
    return len(line) <= _LONGEST and "\u3002" not in line and bool(_IMPRINT.search(line))


def _advertising(words: list[str]) -> set[int]:
    """The last lines, as far up as they talk of nothing but lotteries and matches."""
    chosen: set[int] = set()
    for index in range(len(words) - 1, -1, -1):
        hits = len(set(_GAMBLING.findall(words[index])))
        speaks_of_it = hits >= 2 or (index + 1 in chosen and (hits or _MATCH.search(words[index])))
        if "\u3002" in words[index] or not speaks_of_it:
            break
        chosen.add(index)
    return chosen
