"""Total score, sum of weights and grade."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from reportgen.figures.execution import scored
from reportgen.figures.figure import Figure
from reportgen.figures.functions import total
from reportgen.figures.number import rounded
from reportgen.parameters import Profile

SCORED, TOTAL = "得分", "总分"


def total_score(scores: tuple[Figure, ...], execution: Figure, profile: Profile, name: str) -> Figure:
    """总分: the scores of all indicators and of the execution rate."""
    summed = total(*scores, execution)
    formula = "各指标得分合计" if execution.blank else "各指标得分合计 + 执行率得分"
    return replace(as_printed(scored(summed, profile)), name=name, formula=formula, code="S5")


def as_printed(found: Figure) -> Figure:
    """A total with the value that it is printed with: it is the one that is graded."""
    if found.value is None or found.digits is None:
        return found
    return replace(found, value=Fraction(rounded(found.value, found.digits, found.rounding)))


def is_score(name: str, unit: str) -> bool:
    """Whether a figure of a format's own formula is a score, by its name and unit."""
    return name == SCORED or (unit == "分" and (name == TOTAL or name.endswith(SCORED)))


def formula_score(found: Figure, name: str, profile: Profile, digits: int | None, pad: str) -> Figure:
    """The result of a format's own formula, rounded as scores are where its name and unit say that it is one."""
    if not is_score(name, found.unit):
        return found
    score = scored(found, profile, digits)
    score = replace(score, trim=pad != "是") if pad else score
    return as_printed(score) if name == TOTAL else score


def total_weight(weights: tuple[Figure, ...], execution: Figure, name: str) -> Figure:
    """分值合计: the weights of all indicators and of the execution rate, where its owner has one."""
    formula = "各指标分值合计" if execution.blank else "各指标分值合计 + 执行率分值"
    return replace(total(*weights, execution), name=name, unit="分", formula=formula, code="S1")


def grade(score: Figure, profile: Profile) -> str:
    """The grade of a total score; empty where the form gives none. Bounds belong to the higher grade."""
    if score.blank:
        return ""
    return next((g.name.text for g in profile.grades if score.amount >= (g.least.value or Fraction(0))), "")
