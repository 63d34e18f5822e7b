"""How indicators are worded: names, targets that can be measured, results that are results."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.checks.case import Case, Check, finding
from reportgen.checks.indicators import QUALITATIVE
from reportgen.figures.figure import Figure
from reportgen.figures.members import number
from reportgen.problem import Level, Place, Problem

_DATED = re.compile(r"\d")
_NUMBER = re.compile(r"\d+(?:\.\d+)?分?")
_LIMIT = re.compile(r"\s*(?:[≥≤≧≦><＞＜]|不少于|不低于|不高于|不超过).*|.*(?:以上|以下)\s*")
_VAGUE = re.compile(
    r"(?:(?:进一步|不断|持续|逐步|有效|切实|明显|较好|好)?(?:确保|提升|提高|加强|增强|改善|良好|明显|保障|促进|推进)[，、]?)+"
)


def indicators_can_be_measured(case: Case) -> Iterator[Problem]:
    """S14：指标值写得出怎样算完成，不只写“确保”“提升”。

    级别：提示性
    依据：绩效目标要细化量化
    例：项目.打私专项整治经费.指标.质量指标.确保，提升 的指标值“进一步提升”看不出怎样算完成
    """
    for _, indicators in case.indicator_groups():
        for indicator in indicators:
            target = number(indicator, "指标值")
            if target.value is None and _VAGUE.fullmatch(target.text):
                message = f"{indicator.name} 的指标值“{target.text}”看不出怎样算完成"
                hint = "写出数量、期限或可以核对的结果"
                yield Problem("S14", Level.HINT, target.place or Place(""), message, hint)


def results_are_not_the_target_again(case: Case) -> Iterator[Problem]:
    """S15：定性指标的完成值写实际结果，不照抄指标值。

    级别：提示性
    依据：完成值是结果，不是目标
    例：指标.社会效益指标.保障国有矿产资产安全 的完成值照抄了指标值“有力保障，推进矿产安全”
    """
    bands = {band.name.text for band in case.format.profile.bands}
    for _, indicators in case.indicator_groups():
        for indicator in indicators:
            target, actual = number(indicator, "指标值"), number(indicator, "完成值")
            if str(indicator.find("符号")) != QUALITATIVE or not actual.text or actual.text in bands:
                continue
            if actual.text == target.text and not _DATED.search(actual.text) and not str(indicator.find("等次")):
                message = f"{indicator.name} 的完成值照抄了指标值“{actual.text}”"
                yield Problem("S15", Level.HINT, actual.place or Place(""), message, "写实际做到了什么，或填“等次”")


def results_are_not_scores(case: Case) -> Iterator[Problem]:
    """S15：定性指标的完成值写实际结果，不填得分。

    级别：核实性
    依据：完成值是结果，不是得分
    例：项目.打私专项整治经费.指标.服务对象满意度指标.群众满意.完成值 “10”填的像是得分
    """
    for _, indicators in case.indicator_groups():
        for indicator in indicators:
            actual, score, weight = (number(indicator, name) for name in ("完成值", "得分", "分值"))
            if str(indicator.find("符号")) != QUALITATIVE or actual.unit not in ("", "分"):
                continue
            if _is_number(actual) and any(f.value is not None and f.value == actual.value for f in (score, weight)):
                message = f"{actual.name} “{actual.number}”填的像是得分"
                yield finding("S15", Level.CONFIRM, actual, message, "写实际做到了什么，或填“等次”", score, weight)


def _is_number(figure: Figure) -> bool:
    return figure.value is not None and bool(_NUMBER.fullmatch(figure.number))


def results_are_values(case: Case) -> Iterator[Problem]:
    """S15：定量指标的完成值写实际的数，不写“≥”“以上”这样的目标。

    级别：提示性
    依据：完成值是结果，不是目标
    例：指标.满意度指标.职工满意.完成值 “96%以上”是目标的写法
    """
    actuals = [
        number(indicator, "完成值")
        for _, indicators in case.indicator_groups()
        for indicator in indicators
        if str(indicator.find("符号")) != QUALITATIVE
    ]
    if found := [actual for actual in actuals if actual.place and _LIMIT.fullmatch(actual.text)]:
        first = found[0]
        others = "、".join(str(actual.place.line) for actual in found[1:] if actual.place)
        message = f"{first.name} “{first.text}”是目标的写法" + (f"，第 {others} 行也是" if others else "")
        yield finding("S15", Level.HINT, first, message, "写实际得到的数")


CHECKS: tuple[Check, ...] = (
    indicators_can_be_measured,
    results_are_not_the_target_again,
    results_are_not_scores,
    results_are_values,
)
