"""Indicator scores by the rules of a profile: positive, reverse, equal, qualitative."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from reportgen.figures.execution import scored
from reportgen.figures.figure import Figure, absent, typed_figure
from reportgen.figures.number import Rounding, rounded
from reportgen.methods import BINARY, BY_GAP
from reportgen.parameters import Profile

QUALITATIVE = "定性"
_REVERSE = ("≤", "<")


def completion(operator: str, target: Figure, actual: Figure, name: str) -> Figure:
    """完成率: actual ÷ target, for reverse indicators target ÷ actual; blank unless both are numbers."""
    if operator == QUALITATIVE or target.value is None or actual.value is None:
        return Figure(name, unit="%", state=absent((target, actual)))
    ratio = target / actual if operator in _REVERSE else actual / target
    formula = "指标值 ÷ 完成值" if operator in _REVERSE else "完成值 ÷ 指标值"
    return replace(ratio, name=name, unit="%", digits=2, trim=True, formula=formula)


def indicator_score(
    operator: str, target: Figure, actual: Figure, weight: Figure, profile: Profile, name: str
) -> Figure:
    """The score a rule gives a quantitative indicator; blank for qualitative ones, whose score is typed."""
    if operator == QUALITATIVE or target.value is None or actual.value is None or weight.value is None:
        return Figure(name, unit="分", state=absent((target, actual, weight)))
    part, formula = share(operator, target, actual, profile)
    figure = Figure(name, weight.value * part, operands=(weight, target, actual), formula=formula, code="S4")
    return scored(figure, profile)


def share(operator: str, target: Figure, actual: Figure, profile: Profile, way: str = "") -> tuple[Fraction, str]:
    """The share of its weight that an indicator gets, and how it comes about; `way` goes before the profile's."""
    done, note = _counted(actual, target, profile)
    if _reached(operator, done, target.amount):
        found, formula = _when_reached(operator, done, target.amount, profile)
    else:
        found, formula = _when_missed(operator, done, target.amount, profile, way)
    return found, formula + note


def _counted(actual: Figure, target: Figure, profile: Profile) -> tuple[Fraction, str]:
    """The actual value as it counts: a negative one as zero, a rounded one where the profile compares so."""
    done = actual.amount
    if done < 0 and profile.negative.text == "按零计":
        return Fraction(0), "（完成值为负，按零计）"
    if profile.compare.text == "修约值":
        digits = (target.digits or 0) + (2 if target.unit == "%" else 0)
        return Fraction(rounded(done, digits, Rounding(profile.rounding.text))), "（按修约值比较）"
    return done, ""


def _reached(operator: str, done: Fraction, target: Fraction) -> bool:
    match operator:
        case "≥":
            return done >= target
        case ">":
            return done > target
        case "≤":
            return done <= target
        case "<":
            return done < target
    return done == target


def _when_reached(operator: str, done: Fraction, target: Fraction, profile: Profile) -> tuple[Fraction, str]:
    at = profile.positive.explain_at.value
    if operator in ("≥", ">") and target > 0 and profile.positive.over.text == "按偏离扣减" and at is not None:
        excess = done / target - at
        if excess > 0:
            return max(
                Fraction(0), 1 - excess
            ), f"分值 ×（1 −（完成率 − {typed_figure('', profile.positive.explain_at).number}））"
    return Fraction(1), "达到指标值，得满分"


def _when_missed(operator: str, done: Fraction, target: Fraction, profile: Profile, way: str) -> tuple[Fraction, str]:
    if way == BINARY:
        return Fraction(0), "未达到指标值，得零分"
    if target <= 0 and operator not in _REVERSE:
        return Fraction(0), "指标值为零而未达到，得零分"
    if operator in _REVERSE:
        match way or profile.reverse.formula.text:
            case "线性" if target > 0:
                return max(Fraction(0), 1 - (done - target) / target), "分值 ×（1 −（完成值 − 指标值）÷ 指标值）"
            case "比例" if target > 0:
                return target / done, "分值 × 指标值 ÷ 完成值"
        return Fraction(0), "未达到指标值，得零分"
    if operator == "=":
        if way == BY_GAP:
            return max(Fraction(0), 1 - abs(done - target) / target), "分值 ×（1 − 相差的数 ÷ 指标值）"
        if profile.equal.otherwise.text == "零分" and not way:
            return Fraction(0), "与指标值不等，得零分"
        if done > target:
            return Fraction(1), "达到指标值，得满分"
    return max(Fraction(0), done / target), "分值 × 完成值 ÷ 指标值"
