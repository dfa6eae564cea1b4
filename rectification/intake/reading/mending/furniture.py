"""Lines a web page or a printer added: navigation, page data, page numbers, advertising. Never part of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator

# How many written lines at either end of the text may be navigation, page data or advertising.
_EDGE = 30

_PAGE_NUMBER = re.compile(r"[—–―－-]{1,3} ?\d{1,4} ?[—–―－-]{1,3}|第 ?\d{1,4} ?页(?:[ ,,/]{0,2}共 ?\d{1,4} ?页)?|共 ?\d{1,4} ?页 ?第 ?\d{1,4} ?页")
_NAVIGATION = re.compile(
    r"(?:•\s*)?(?:(?:您的?|你的?)?(?:当前|现在|所在)的?位置(?:是)?[::]?.{0,120}"
    r"|(?:网站)?首页(?:\s{0,3}(?:->|[>＞»›/|])[^。;;]{0,150})?"
    r"|[>＞»›][^。;;]{1,150})"
)
_DATUM = (
    r"(?:索\s?引\s?号|信息索引号?|组配分类|主题分类|体裁分类|服务对象|发布机构|发文机构|公开机构|发文日期|成文日期|生成日期|发布日期|发布时间|"
    r"公开日期|公开时限|公开方式|公开范围|公开时效|公开程序|公开责任部门|有效性|信息来源|文章来源|稿件来源|来源|时间|日期|浏览次数|浏览量|"
    r"点击次数|点击率|点击量|点击|阅读次数|阅读|访问量|作者|责任编辑|编辑|审核|字体大小|字体|字号|统一编号|主题词)"
)
_PAGE_DATA = re.compile(rf"[\[【((]?{_DATUM}\s{{0,3}}[::]\s{{0,3}}[^。;;]{{0,120}}")
_BUTTONS = re.compile(
    r"(?:[\s\[\]【】((|｜))·]{0,6}(?:打印(?:本页|此页|本文)?|关闭(?:窗口|本页|页面)?|返回(?:顶部|首页|列表|上一页)?|收藏(?:本页)?|下载|分享(?:到)?|微信|微博|新浪微博|QQ空间|"
    r"扫一扫.{0,20}|大|中|小|保护视力色?|字体|字体大小|字号|视力保护色|纠错|复制链接|朗读|无障碍(?:阅读)?)[::]?[\s\[\]【】((|｜))·]{0,6}){1,12}"
)
_NEIGHBOUR_PAGE = re.compile(r"(?:上一[篇条页]|下一[篇条页]|相关(?:链接|文章|新闻|阅读|稿件))[::]?.{0,120}")
_IMPRINT = re.compile(
    r".{0,80}(?:版权所有|Copyright|All Rights Reserved|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]ICP[备证]|公网安备|网站标识码|"
    r"技术支持[::]|网站地图|建议使用.{0,20}浏览器).{0,150}",
    re.IGNORECASE,
)
_GAMBLING = re.compile(
    r"时时彩|时时走势|老时时|时时在线|新时时|六合彩|七星彩|双色球|大乐透|福彩3[dD]|体彩|彩票|彩图|开奖|投注|快乐12|快3|[pP][kK]10|北京赛车|百家乐|博彩|"
    r"娱乐城|棋牌|老虎机|真人荷官|注码|下注|走势图|特[碼码]|小财神|赌场|澳门(?:新)?葡京|威尼斯人|三星基本走势|竞彩|足球比分|稳赚"
)
_MATCH = re.compile(r"[法西意德英中]甲|英超|欧冠|(?<=[\u4e00-\u9fff])(?:vs|VS)(?=[\u4e00-\u9fff])")
_LINE = re.compile(r"[^\n]+")


def find(text: str) -> Iterator[tuple[int, int]]:
    """The ranges ``[start, end)`` of the lines that are furniture, in order, without their line ends."""
    lines = [line for line in _LINE.finditer(text) if not line[0].isspace()]
    words = [line[0].strip() for line in lines]
    chosen = {index for index, line in enumerate(words) if len(line) < 40 and _PAGE_NUMBER.fullmatch(line)}
    edge = min(_EDGE, (len(lines) + 1) // 2)
    chosen |= _head(words[:edge]) | {index + len(lines) - edge for index in _tail(words[len(lines) - edge :])}
    for index in sorted(chosen):
        yield lines[index].span()


def _head(words: list[str]) -> set[int]:
    chosen = set()
    trail = False
    for index, line in enumerate(words):
        trail = line.startswith("•") and (trail or bool(_NAVIGATION.fullmatch(line)))
        if trail or _is_page_part(line):
            chosen.add(index)
    return chosen


def _tail(words: list[str]) -> set[int]:
    chosen = {index for index, line in enumerate(words) if _is_page_part(line) or _NEIGHBOUR_PAGE.fullmatch(line) or _IMPRINT.fullmatch(line)}
    return chosen | _advertising(words)


def _is_page_part(line: str) -> bool:
    return any(pattern.fullmatch(line) for pattern in (_NAVIGATION, _PAGE_DATA, _BUTTONS))


def _advertising(words: list[str]) -> set[int]:
    """The last lines, as far up as they talk of nothing but lotteries and matches."""
    chosen: set[int] = set()
    for index in range(len(words) - 1, -1, -1):
        line = words[index][:4000]
        hits = len(set(_GAMBLING.findall(line)))
        if "。" in line or not (hits >= 2 or (hits or _MATCH.search(line)) and index + 1 in chosen):
            break
        chosen.add(index)
    return chosen
