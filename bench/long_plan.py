"""A long plan of made-up problems, for measuring: ``python -m bench.long_plan [ISSUES]`` writes it to stdout."""

from __future__ import annotations

import sys

_TOWNS = ("临江街道", "北山镇", "城西街道", "南湖镇", "青溪镇", "高桥街道")
_UNITS = ("区水利局", "区城市管理局", "区生态环境分局", "区住房和城乡建设局", "区农业农村局", "区经济和信息化局")
_MATTERS = ("沿河排口未建档", "临时堆场未覆盖", "喷涂车间收集不到位", "养殖尾水台账缺失", "渣土车带泥上路", "雨污管网错接")


def long_plan(issues: int) -> str:
    """A plan with a list of ``issues`` problems in two shapes of measures; the same text for the same number."""
    lines = ["青川区督察反馈问题整改措施清单", ""]
    for number in range(1, issues + 1):
        town, matter = _TOWNS[number % 6], _MATTERS[number % 5]
        year, month = 2023 + number % 3, number % 12 + 1
        lines += [
            f"{number}.{town}{matter}。检查发现{number % 17 + 1}处点位存在同类情况,责任落实不到位,群众反映较多。",
            f"责任单位:{_UNITS[number % 6]}、{town}",
            f"督导单位:{_UNITS[(number + 1) % 6]}",
            f"整改时限:{year}年{month}月底前",
            f"整改目标:{number % 17 + 1}处点位全部整改到位,建立长效管理机制。",
            "整改措施:",
            f"(1)逐一核查{town}范围内点位,建立清单,明确责任人。",
            f"(2){year}年{month}月15日前完成工程措施,并组织现场验收。",
            "(3)每月巡查一次,发现反弹及时处理。",
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(long_plan(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
