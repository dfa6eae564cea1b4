"""The signs of a list as a reader sees them: brackets, full-width signs and white space in one form, what parts and what closes."""

from __future__ import annotations

import re

# What stood in brackets that are no part of a name.
GONE = "\x01"
_BLANK = (*range(0x20), *range(0x7F, 0xA1), 0xAD, *range(0x2000, 0x2010), *range(0x2028, 0x2030), 0x2060, 0x3000, 0xFEFF)
FOLD = dict.fromkeys(_BLANK, " ")
FOLD |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
FOLD |= {ord(left): "(" for left in "〔［【｛﹙[{〖"} | {ord(right): ")" for right in "〕］】｝﹚]}〗"}
FOLD |= {ord("﹑"): "、", ord("､"): "、", ord("｡"): "。", ord("．"): "|", ord("•"): "|", ord("·"): "|", ord("・"): "|"}

BRACKET = re.compile(r"\([^()]{0,60}\)")
NOTE = re.compile(
    r"\d{3}|负责|排名|联系|电话|手机|以下|简称|待定|含|包括|除外|[:]|按|根据|年|月|涉及|第[一二三四五]|(?:措施|任务|问题)[\d一二三四五六七八九十(]|同志|业主|暂|注|责任$"
)
# A campaign keeps its quotation marks inside the name of its office: 市“五水共治”办.
PIECE = re.compile(
    r"(?:(?<=[省市区县州旗])“[^“”、,;。]{1,10}(?:”(?=[一-鿿]{0,4}(?:办|专班|组))|(?:办|专班|组)”)|[^、,;。/|.\\:+&?!\"“”‘’'<>《》…(){}~*#=—\-①-⑳⑴-⒇↓→●■◆★▲○□◇▪\x02]|\([^()]*\))+"
)
UNDER_LEADERSHIP = re.compile(r"在[^,;。\x01]{1,30}?(?:领导|指导|指挥|统筹|组织|协调|支持|部署)下,?")
NEW_CLAUSE = re.compile(r"[,;。:?!\x02]")
NEW_SENTENCE = re.compile(r"[;。?!\x02]")
OPENING = re.compile(
    r"^(?:[由请以]|并由|再由|其中|以及|及|和|与|\d{1,2}(?![\d年月日个项])|[一二三四五六七八九十]是|[一二三四五六七八九十]{1,2}(?=[省市区县各]))+"
)
# The kind of the places before it, said once at the end: 东湖、西城等街道.
KIND_OF_LISTED = re.compile(
    r"(?<=[^街道镇乡村市县区])等(?:\d{1,2}个|[一二三四五六七八九十两]{1,2}个)?(?=(?:街道|[镇乡村])(?:办事处|人民政府|政府)?$)"
)
# The work given to the unit named after it: 措施一由区住建局负责.
WORK_GIVEN = re.compile(r"^[^由]{1,12}由(?=[省市区县镇乡各])")
CLOSING = re.compile(
    r"等(?:共?(?:\d{1,3}|[一二三四五六七八九十两几多]{1,3})?[个家])?(?:(?:部门|单位|企业)(?:以及|[和及与])(?!单位))?(?P<rest>[^等]*)$"
)
CLOSED_LIST = re.compile(r"(?:有?部门|单位|平台|机构|企业|部门和单位|部门单位|镇街|街道|乡镇|地|组织|分局|办公室|部门及单位|)")
