"""The grammar of calendar words: an optional year and an optional part of it, as one regular expression without nested repeats.

Its named groups are read by ``calendar_words``. Works on plain text (see ``plain_text``).
"""

from __future__ import annotations

import re

NUMERAL = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
RANGE_SIGN = r"(?:-{1,2}|~|至|到|(?<=[\d年月日号底末])一(?=\d))"
AND = r"[、和及/]"
QUOTE = r"[\"'“”‘’「」『』]?"
RELATIVE_YEARS = {
    "今年": 0, "本年度": 0, "本年": 0, "当年": 0, "同年": 0, "明年": 1, "次年": 1, "翌年": 1, "来年": 1, "下一年度": 1, "下年度": 1,
    "后年": 2, "今明两年": 1, "明后两年": 2, "去年": -1, "上年": -1,
}  # fmt: skip
FOLLOWING_YEARS = {"当年", "同年", "次年", "翌年"}
FESTIVALS = {
    "元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "五四": (5, 4), "六一": (6, 1), "六五": (6, 5), "世界环境日": (6, 5), "七一": (7, 1),
    "建党节": (7, 1), "八一": (8, 1), "建军节": (8, 1), "国庆": (10, 1), "十一": (10, 1),
}  # fmt: skip

YEAR = rf"""
    (?P<y4>(?<!\d)(?:19|20|21)\d\d)(?:年|(?<![〔\[]\d{{4}})(?![\d年]|[个家项吨公万亩米户座处台辆人次元%.]))
  | (?P<y4bare>(?<!\d)20\d\d)(?=1?\d月)
  | (?P<ycn>[一二][〇○◯零oO0一二三四五六七八九]{{3}})年
  | (?<!\d)['‘’]?(?P<y2>[1-4]\d)年(?=[底末初终中年前]|{NUMERAL}月|[上下]半年|第?[一二三四1-4]季|(?<=20\d\d[-~至到/、]\d\d年))
  | (?P<yrel>{"|".join(RELATIVE_YEARS)})
"""
THIRD = rf"(?:[上中]旬?(?:、|{RANGE_SIGN})?)?[上中下]旬|[上下]半月"
MONTH_PART = rf"(?P<third>{THIRD})|(?P<mend>月?[底末](?!数)|月?内)|(?P<mvague>月?初|月?中(?![国央])|左右)"
DAY = rf"""
    (?:{NUMERAL}[日号]?(?:{RANGE_SIGN}|{AND}))?
    (?P<d>{NUMERAL})(?:[日号]|(?=之?前|以前|前|止|至|到|[-~,;。)、(]|\d\d?[时点]|$))
    (?P<clock>(?:(?P<hour>\d{{1,2}})(?:[时点](?:\d{{1,2}}分|整|半)?|:\d\d(?::\d\d)?)|(?P<midnight>零[时点]))?)
"""
MONTH = rf"""
    (?:(?P<m0>{NUMERAL})(?:(?:月份?)?{RANGE_SIGN}|{AND})){{0,11}}
    (?P<m>{NUMERAL}|元(?=月))(?:月份?|(?=[底末]))(?:{MONTH_PART}|{DAY})?
"""
SHORT = r"(?<![\d.A-Za-z])(?P<sm>\d{1,2})[./](?P<sd>\d{1,2})(?:[日号]|(?=之?前|以前|止))"
QUARTER = rf"""
    (?:第?[一二三四1-4](?:(?:季度)?{RANGE_SIGN}|{AND}|(?=[二三四]季度)))?第?(?P<q>[一二三四1-4])(?:季度|(?<=第.)季(?!节))
  | 前(?P<qfirst>[二两三23])个?季度|(?(year)前(?P<mfirst>{NUMERAL})个月|(?!))
  | [Qq](?P<qlatin>[1-4])(?!\d)
"""
HALF = r"(?P<half>[上下]|(?(year)[前后]|(?!)))半年度?|[Hh](?P<hlatin>[12])(?!\d)"
FESTIVAL = rf"{QUOTE}(?P<festival>{'|'.join(FESTIVALS)}){QUOTE}(?:节|假期|环境日)*{QUOTE}(?=之?前|以前)"
EVENT = (
    r"(?P<event>(?:入|主)?汛期?|雨季|枯水期|采暖[季期]|供暖[季期]|取暖[季期]|春节|元宵节?|清明节?|端午节?|中秋节?|开学|暑[假期]|寒假|春耕)"
)
VAGUE = r"(?P<vague>年?中期?(?![国央])|年?初期?(?!步)|[春夏秋冬]{1,2}[季天])"
YEAR_END = r"(?P<yend>年?度?[底末终尾](?!端)|年?度?内)|(?P<ywhole>全年|年?度)"
PART_OF_YEAR = rf"{MONTH}|{SHORT}|(?:{QUARTER}|{HALF})(?:(?P<pend>[末底内])|(?P<pvague>初|中(?![国央])))?|{FESTIVAL}"
LOST = r"(?P<lost>(?<!\d)20\d{4,6})(?!\d)[月日号]?(?P<lostend>底|末)?"
NUMERIC = rf"""
    (?P<ny>(?<!\d)(?:19|20|21)\d\d|(?<![\d./-])[1-4]\d(?=(?P<nsep>[./-])\d{{1,2}}(?P=nsep)\d{{1,2}}(?![\d./-])))
    年?(?P<sep>[./\\ ·-])
    (?:(?P<nm0>\d{{1,2}})(?P<nd0>(?P=sep)\d{{1,2}})?(?!(?P=sep)){RANGE_SIGN})?
    (?P<nm>\d{{1,2}})(?(nd0)(?=(?P=sep)\d))(?:(?P=sep)(?:\d{{1,2}}(?!(?P=sep)){RANGE_SIGN})?(?P<nd>\d{{1,2}})(?!\d))?(?!\d|年)
    [月日号]?(?:(?P<nthird>(?:[上中]、?)?[上中下]旬)|(?P<nend>[底末内])|(?P<nvague>[初中]))?
    (?P<nclock>(?:(?P<nhour>\d{{1,2}})(?:[时点](?:\d{{1,2}}分|整|半)?|:\d\d(?::\d\d)?)|(?P<nmidnight>零[时点]))?)
"""
LOST_AFTER_YEAR = r"(?P<ly>20\d\d)年(?P<lmd>\d{3,4})(?:[日号]|(?=之?前|以前|止|[-~至到,;。、)]|$))"
FIVE_YEARS = rf"""
    {QUOTE}(?<![一二三四五六七八九百])(?P<five>(?:十[一二三四五六七八九]?|二十)五)(?!日|号|个|天|年|月|项|家|[一二三四五六七八九十])
    {QUOTE}(?:(?:规划|计划)?(?:(?P<fend>期?[末终]|末期|收官|结束|时期|期间|期内?)内?|(?P<fvague>[前中后][中后]?期|初期?|开局|[前头后第].年|首年))|(?!{QUOTE}(?:规划|计划)))
"""
COUNTED = r"[\dA-Za-z〇零壹贰叁肆伍陆柒捌玖拾一二两三四五六七八九十百半数几干多]"
NEAR = rf"""
    (?:(?P<near>[本当这]个?|[上下]一?个?)|(?<![^,;。:、(于在到至保争迟须]))(?P<nearunit>月份?|季度?)
    (?(near)(?:月?[底末内]|(?P<nearthird>[上中下]旬)|(?P<nearday>{NUMERAL})[日号])?|[底末内])
"""
BEFORE = r"(?P<before>(?:之|以)?前(?![期后述置端提列来往沿三两])|以内)?(?P<around>左右|前后|上下)?"
CALENDAR_WORD = re.compile(
    rf"""(?=[\d一二三四五六七八九十廿卅第今本当明后去上下次翌来同年岁元劳世建国前这全月季QqHh"'“”‘’「」『』])
    (?:{LOST}|{LOST_AFTER_YEAR}|{NUMERIC}|{FIVE_YEARS}|{NEAR}
      |(?:(?P<year>{YEAR})(?:的(?=[\d一二三四第元上下前年]))?)?(?(year)|(?:(?<![\d年])|(?<=[每逐]年)))
       (?:{PART_OF_YEAR}
         |(?(year)(?:{YEAR_END}|{EVENT}|{VAGUE})?|(?:(?P<bareend>(?<!{COUNTED})(?:[年岁][底末终尾]|年度?内)|全年)|(?P<barevague>年[初中])))))
    {BEFORE}""",
    re.VERBOSE | re.ASCII,
)
RANGE_GAP = re.compile(rf"(?:起|开始|\([^()]{{1,12}}\))?(?:{RANGE_SIGN}|一)", re.ASCII)
UNREAD_PART = re.compile(r"(?!.?.?[每各按逐])[^,;。、()\d]{0,3}[月季旬半]|\d{1,2}[./]\d{1,2}(?![^,;。、)])", re.ASCII)
UNREAD_WEEK = re.compile(r"的?(?:[第首末]|最后|倒数)[^,;。]{0,3}(?:周|星期|天|日)", re.ASCII)
EVENT_AFTER = re.compile(
    r"(?![-~至到])的?[^,;。()\d〇○零完成建实现达]{1,10}?(?:(?<![提目当面空])前(?![期后述置端提列来往沿])|批[复准]?后)", re.ASCII
)
