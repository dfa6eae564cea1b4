"""Damage is found, repaired where only one reading is possible, and every place leads back to the paper."""

from __future__ import annotations

import time

import pytest

from rectification.intake.reading.draft import RepairKind, Span
from rectification.intake.reading.mending import apply, mend


def _sure(text: str) -> str:
    return mend(text).text


def test_clean_text_stays_as_it_is() -> None:
    text = "一、指导思想\n\n坚持“五位一体”,到2020年年底前(含)完成10%以上。\n\n\n 1. 责任单位:区城管局?\n(此件公开发布)"
    mended = mend(text)
    assert (mended.text, mended.repairs, mended.furniture) == (text, [], [])


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("推动生态环境质量?#20013;?#25913;善,根据", "推动生态环境质量持续改善,根据"),
        ("深入推进?#27982;?#38149;炉淘汰改造", "深入推进燃煤锅炉淘汰改造"),
        ("责任单位:经济发展局、环保?#24535;?br /> 整改时限:立行立改", "责任单位:经济发展局、环保分局\n 整改时限:立行立改"),
        ("严格管控三类耕地?#27573;В?#20998;类实施受污染耕地的安全利用", "严格管控三类耕地范围,分类实施受污染耕地的安全利用"),
        ("开展土?#29282;?#26579;状况详查", "开展土壤污染状况详查"),
        ("督促整改,强化跟踪?#24066;В?#23545;整改不力的", "督促整改,强化跟踪问效,对整改不力的"),
    ],
)
def test_characters_torn_apart_are_restored_from_their_known_bytes(damaged: str, whole: str) -> None:
    assert _sure(damaged) == whole


@pytest.mark.parametrize(
    "damaged", ["依法加快出清?#29615;?#21512;国家产业政策的产能", "依法严厉查处?#29615;?#21512;奖励条件的,按规定予以奖励"]
)
def test_a_negation_that_could_be_a_mark_is_only_offered(damaged: str) -> None:
    mended = mend(damaged)
    assert mended.text == damaged
    assert [(repair.kind, repair.sure) for repair in mended.repairs] == [(RepairKind.MOJIBAKE, False)]


def test_a_full_width_letter_between_torn_characters_is_no_end_of_them() -> None:
    damaged = "实施燃气锅炉专项治?#24636;\uff2c?#21319;治理水平"
    assert [repair.new for repair in mend(damaged).repairs] == ["理。提升"]


def test_no_torn_place_is_passed_over_in_silence() -> None:
    places = [f"第{number}条整改措施?#20013;?#25913;善。\n" for number in range(500)]
    repairs = mend("".join(places)).repairs
    assert len(repairs) == 500
    assert [(repair.old, repair.sure) for repair in repairs if repair.new == repair.old] == [("?#20013;?#25913;", False)] * 100


def test_short_members_of_an_enumeration_are_not_ended_by_a_full_stop() -> None:
    assert "有力执行、落地生根。" in _sure("确保环境保护党政同责、一岗双责有力执?#23567;?#33853;地生根。\n整改措施:加强组织领导。")


def test_words_torn_all_over_a_paper_help_each_other() -> None:
    alone = mend("一件?#29615;?#26494;").repairs[0]
    among = mend("整改责任不落实?#29615;?#36807;、群众不满意?#29615;?#36807;。\n一件?#29615;?#26494;").repairs[-1]
    assert (alone.old, alone.new) == (among.old, among.new) == ("?#29615;?#26494;", "不放松")
    assert among.sure


def test_restored_marks_have_the_width_of_the_paper() -> None:
    assert "耕地范围\uff0c分类" in _sure(
        "整改目标\uff1a加强土壤污染防治\uff0c严格管控三类耕地?#27573;В?#20998;类实施受污染耕地的安全利用。"
    )


def test_traditional_characters_with_pronunciations_are_read_plainly() -> None:
    text = "各設(shè)區(qū)市、縣(市、區(qū))生態(tài)環(huán)境局,沿著治水(河長)辦(2003-2020年)"
    mended = mend(text)
    assert mended.text == "各设区市、县(市、区)生态环境局,沿着治水(河长)办(2003-2020年)"
    assert [(repair.kind, repair.count) for repair in mended.repairs] == [(RepairKind.SCRIPT, 9), (RepairKind.PINYIN, 5)]
    assert mended.origin(1, 3) == Span(1, 8)


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("確保縣區環境質量。地表水省控?cái)嗝孢_(dá)到或優(yōu)于", "确保县区环境质量。地表水省控断面达到或优于"),
        ("強化揚塵控制,推進(jìn)工地?fù)P塵在線監(jiān)測", "强化扬尘控制,推进工地扬尘在线监测"),
    ],
)
def test_characters_torn_by_a_pronunciation_are_restored(damaged: str, whole: str) -> None:
    assert _sure(damaged) == whole


def test_a_traditional_name_in_a_simplified_paper_is_left() -> None:
    text = "责任单位由区生态环境分局会同臺灣商会开展整治工作,确保按时完成。"
    assert _sure(text) == text


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("区政府办公室\n20181031\n", "区政府办公室\n2018年10月31日\n"),
        ("于20221122日印发", "于2022年11月22日印发"),
        ("2018 年1031日", "2018年10月31日"),
        ("201810月31日", "2018年10月31日"),
        ("到202012月底前", "到2020年12月底前"),
        ("(浙政发〔201818号)", "(浙政发〔2018〕18号)"),
        ("浙政发2018〕18号", "浙政发〔2018〕18号"),
        ("PM2. 5年均浓度", "PM2.5年均浓度"),
        ("分别达100%80%以上", "分别达100%、80%以上"),
        ("确保二英排放", "确保二\u5641英排放"),
        ("深入实施 “五水共治”", "深入实施“五水共治”"),
        ("浓度为35. 5%以下", "浓度为35.5%以下"),
    ],
)
def test_what_is_lost_beside_digits_comes_back(damaged: str, whole: str) -> None:
    assert _sure(damaged) == whole


@pytest.mark.parametrize(
    "text",
    [
        "编号\n20181031\n",
        "区政府办公室\n2018111\n",
        "重点行业18VOCs治理项目",
        "立方米以下AQI优良天数",
        "达到100%日处理能力",
        "浙政发201818号",
    ],
)
def test_what_can_be_read_in_two_ways_is_only_offered(text: str) -> None:
    mended = mend(text)
    assert mended.text == text
    assert [repair.sure for repair in mended.repairs] == [False]


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("区城管局<br />整改时限", "区城管局\n整改时限"),
        ("区城管局<br/>\n整改时限", "区城管局\n整改时限"),
        ("<p>一、总则</p>\n<b>目标</b>&nbsp;&#25913;善&amp;", "一、总则\n目标 改善&"),
        ("区\u200b城\u202e管\ufeff局", "区城管局"),
        ("温度<30且>10", "温度<30且>10"),
    ],
)
def test_markup_and_invisible_characters_vanish(damaged: str, whole: str) -> None:
    assert _sure(damaged) == whole


def test_furniture_goes_and_its_place_is_told() -> None:
    body = "关于印发方案的通知\n\n各镇街:\n\n 1\n\n区城管局\n\n关闭\n"
    head = "首页\n>政务公开>组织机构>部门文件\n索引号: 5928/2018 组配分类: 部门文件\n发布日期: 2018- 11- 01 20: 46 浏览次数:\n"
    tail = "信息来源: 区府办\n打印 关闭\n法甲摩纳哥vs甘冈\n时时彩不贪心每天赢200 开奖视频直播 七星彩"
    text = head + body + "— 3 —\n第3页 共10页\n" + tail
    mended = mend(text)
    assert mended.text == body
    assert [text[span.start : span.end] for span in mended.furniture][-3:] == ["打印 关闭", *tail.split("\n")[-2:]]
    assert mended.origin(0, 9) == Span(len(head), len(head) + 9)


def test_what_a_page_links_to_below_the_paper_is_furniture() -> None:
    body = "整改方案\n一、管网破损。\n责任单位:区住建局\n整改措施:\n完成修复。\n"
    links = "附件下载:整改清单.docx\n扫一扫在手机打开当前页\n相关链接\n省政府网站"
    mended = mend(f"{body}{links}\n版权所有:区政府办")
    assert mended.text == body
    assert len(mended.furniture) == 5


@pytest.mark.parametrize(
    "line",
    [
        "严厉打击网络赌博、彩票诈骗。",
        "完成时间:2019年12月底前",
        "时间:2019年12月底前",
        "来源:工业废水",
        "中",
        "关闭",
        ">95%",
        "首页文章",
        "3",
        "3-2",
        "附件:任务清单",
        "省政府网站",
        "大",
    ],
)
def test_a_line_of_the_paper_is_never_furniture(line: str) -> None:
    assert mend(f"整改方案\n\n{line}\n").furniture == []
    assert mend(f"{line}\n整改方案\n").furniture == []


def test_every_place_of_the_mended_text_leads_back() -> None:
    text = "•您的当前位置:\n区\u200b城管局、环保?#24535;?br /> 到20221122日,燃煤?#20013;?#25913;善&nbsp;完成"
    mended = mend(text)
    for word in ("区城管局", "到", "燃煤", "完成", "善"):
        start = mended.text.index(word)
        span = mended.origin(start, start + len(word))
        assert text[span.start : span.end].replace("\u200b", "") == word
    start = mended.text.index("2022年11月22日")
    assert mended.origin(start, start + 4) == mended.origin(start, start + 11) == Span(text.index("20221122"), text.index("20221122") + 9)
    assert mended.origin(0, len(mended.text)).end == len(text)


def test_a_person_may_choose_other_repairs() -> None:
    text = "分别达100%80%以上,\u200b重点行业18VOCs治理"
    offered = mend(text).repairs
    assert apply(text, offered).text == "分别达100%、80%以上,重点行业18个VOCs治理"
    assert apply(text, []).text == text
    assert apply(text, [repair for repair in offered if repair.kind is RepairKind.CONTROL]).text == "分别达100%80%以上,重点行业18VOCs治理"


def test_repairs_that_overlap_are_refused() -> None:
    text = "于20181031日印发"
    with pytest.raises(ValueError, match="overlap"):
        apply(text, mend(text).repairs * 2)


@pytest.mark.parametrize(
    "piece", ["?#20013;", "控?cái)嗝", "<p a", "&#", "縣(ā", "1%", "2018", "〔2018", ">a", "首页 ", "打印", "索引号:", "\n", " ", "\u200b"]
)
def test_hostile_text_is_mended_in_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    mend("?#20013;?#25913;善")
    began = time.process_time()
    mend(text)
    assert time.process_time() - began < 10  # the limit is 2 on a quiet machine; a rule that is not linear takes minutes
