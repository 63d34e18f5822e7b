"""Total score, sum of weights and grade."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from reportgen.figures.execution import scored
from reportgen.figures.figure import Figure
from reportgen.figures.functions import total
from reportgen.profile import Profile


def total_score(scores: tuple[Figure, ...], execution: Figure, profile: Profile, name: str) -> Figure:
    """总分: the scores of all indicators and of the execution rate."""
    summed = total(*scores, execution)
    formula = "各指标得分合计" if execution.blank else "各指标得分合计 + 执行率得分"
    return replace(scored(summed, profile), name=name, formula=formula, code="S5")


def total_weight(weights: tuple[Figure, ...], profile: Profile, name: str) -> Figure:
    """分值合计: the weights of all indicators and of the execution rate."""
    own = profile.execution.weight
    execution = Figure("执行率分值", own.value, "分", place=own.place) if own.value is not None else None
    summed = total(*weights, *((execution,) if execution else ()))
    return replace(
        summed, name=name, unit="分", formula="各指标分值合计" + (" + 执行率分值" if execution else ""), code="S1"
    )


def grade(score: Figure, profile: Profile) -> str:
    """The grade of a total score; empty where the form gives none. Bounds belong to the higher grade."""
    if score.blank:
        return ""
    return next((g.name.text for g in profile.grades if score.amount >= (g.least.value or Fraction(0))), "")
