"""The named scoring rules of a format, tried on indicators of each kind → those that accountants would find broken."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from reportgen.checks.case import Case
from reportgen.figures.figure import Figure, FigureError
from reportgen.figures.functions import FormulaError
from reportgen.figures.methods import method_of, method_score
from reportgen.figures.scope import NameProblem, Scope
from reportgen.figures.scores import completion
from reportgen.methods import Method
from reportgen.problem import Level, Problem

_SHARES: Final = ("率", "度", "比例", "比重", "占比")  # how indicators end whose values are shares
_TRIED: Final = (("%", 95, 50), ("%", 95, 94), ("%", 95, 96), ("", 95, 50), ("", 95, 94), ("", 95, 96))


def methods_can_be_reckoned(case: Case) -> Iterator[Problem]:
    """T59：计分法的公式，完成值是百分数的和不是的各试几条，算得出。

    级别：强制性、核实性
    依据：示例数据里不一定有用它的指标；在这里不试，会计审核时才报出格式的错误
    例：计分法“逐点扣分”用在完成值是百分数的指标上算不出：单位不同，不能相加减：95 与 完成值（%）
    """
    indicators = [one for owner, listed in case.indicator_groups() if case.scores(owner) for one in listed]
    methods = case.format.profile.methods if indicators else ()
    for method in (one for one in methods if one.formula or one.ratio):
        taken = any(method_of(one, case.format.profile) is method for one in indicators)
        failed = {unit: why for unit, *values in _TRIED if (why := _failing(method, case, indicators[0], unit, values))}
        of_shares = any(level.endswith(_SHARES) for level in method.levels)
        if len(failed) == 2 and not taken:
            yield _told(method, f"算不出：{failed['%']}", Level.ERROR)
        elif "%" in failed and "" not in failed and of_shares:
            yield _told(method, f"用在完成值是百分数的指标上算不出：{failed['%']}", Level.CONFIRM)


def _failing(method: Method, case: Case, model: Scope, unit: str, values: list[int]) -> str:
    """Why a rule gives no score to an indicator of a target and an actual value; empty where it does."""
    target, actual = (
        Figure(name, Fraction(value, 100 if unit else 1), unit, 0)
        for name, value in zip(("指标值", "完成值"), values, strict=True)
    )
    done = completion("≥", target, actual, "完成率")
    weight = Figure("分值", Fraction(10), "分", 0)
    own = {one.name: one for one in (target, actual, done, weight)}
    indicator = Scope(model.name, model.members | own | {"符号": "≥", "等次": ""}, parent=model.parent)
    try:
        method_score(indicator, method, case.format.profile)
    except (NameProblem, FormulaError, FigureError) as wrong:
        return str(wrong)
    return ""


def _told(method: Method, what: str, level: Level) -> Problem:
    at = method.formula or method.ratio
    return Problem("T59", level, at.place, f"计分法“{method.name}”{what}", "更正公式；百分数带 %，如 95% - 完成值")


CHECKS: Final = (methods_can_be_reckoned,)
