"""Scores that somebody gives: of qualitative indicators, and by the named rules of a format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportgen.checks.case import Case, Check, finding
from reportgen.checks.indicators import QUALITATIVE
from reportgen.figures.members import number
from reportgen.figures.methods import grade_of, method_of
from reportgen.figures.scope import Scope
from reportgen.methods import TYPED
from reportgen.problem import Level, Problem


def qualitative_score_is_in_band(case: Case) -> Iterator[Problem]:
    """S8：定性指标的得分要在所填等次的区间里；没有写等次的，完成值写等次的名称。

    级别：强制性、核实性
    依据：口径参照财预〔2020〕10号；区间由格式规定
    例：项目.打私专项整治经费.指标.质量指标.确保，提升 是定性指标，没有填得分
    """
    bands = {b.name.text: b for b in case.format.profile.bands}
    for _, indicators in case.indicator_groups():
        for indicator in indicators:
            weight, score = number(indicator, "分值"), number(indicator, "得分")
            if weight.value is None or not _scored_by_hand(indicator, case):
                continue
            if score.value is None:
                message = f"{indicator.name} 是定性指标，没有填得分"
                yield finding("S8", Level.ERROR, replace(score, place=weight.place), message, "按完成等次填写得分")
                continue
            name = grade_of(indicator)
            band = bands.get(name)
            if band is None:
                hint = "加上“等次”，可填：" + "、".join(bands)
                yield finding("S8", Level.CONFIRM, score, f"{indicator.name} 的完成等次“{name}”不在规定的等次里", hint)
                continue
            low, high = (weight.value * (q.value or 0) for q in (band.least, band.most))
            top = max(b.most.value or 0 for b in bands.values()) == band.most.value
            if not (low <= score.value <= high) or (score.value == high and not top):
                bounds = f"{weight.show(low)}～{weight.show(high)}{'' if top else '（不含）'}"
                message = f"{indicator.name} 完成等次“{name}”，得分 {score.number}，应在 {bounds} 之间"
                yield finding("S8", Level.ERROR, score, message, "更正得分或等次", weight)


def _scored_by_hand(indicator: Scope, case: Case) -> bool:
    """Whether an indicator is qualitative and no named rule gives its score."""
    return str(indicator.find("符号")) == QUALITATIVE and method_of(indicator, case.format.profile) is None


def scores_of_named_rules_are_there(case: Case) -> Iterator[Problem]:
    """S8：用计分法“直接”的指标要填得分；分等次的，等次要是计分法里的；定性指标用的计分法，要得得出分。

    级别：强制性
    依据：格式规定的计分法
    例：项目.打私专项整治经费.指标.数量指标.宣传费 的计分法“专家打分”由人打分，没有填得分
    """
    for owner, indicators in case.indicator_groups():
        for indicator in indicators if case.scores(owner) else ():
            method, score = method_of(indicator, case.format.profile), number(indicator, "得分")
            weight = number(indicator, "分值")
            if method is None or score.value is not None or score.unread or weight.value is None:
                continue
            at = replace(score, place=weight.place)
            if method.by_grade:
                grades = "、".join(band.grade.text for band in method.bands)
                message = f"{indicator.name} 的等次“{grade_of(indicator)}”不在计分法“{method.name}”的等次里"
                yield finding("S8", Level.ERROR, at, message, f"“等次”只能填：{grades}")
            elif method.way.text == TYPED:
                message = f"{indicator.name} 的计分法“{method.name}”由人打分，没有填得分"
                yield finding("S8", Level.ERROR, at, message, "填写得分")
            elif str(indicator.find("符号")) == QUALITATIVE:
                message = f"{indicator.name} 是定性指标，计分法“{method.name}”算不出它的得分"
                yield finding("S8", Level.ERROR, at, message, "填写得分，或换一个计分法")


CHECKS: tuple[Check, ...] = (qualitative_score_is_in_band, scores_of_named_rules_are_there)
