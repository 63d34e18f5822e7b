"""Figures that were typed though they can be computed, and figures as some page prints them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from reportgen.checks.case import Case, Check, as_stated, finding, is_remainder
from reportgen.figures.derive import number
from reportgen.figures.figure import Figure
from reportgen.figures.number import rounded
from reportgen.figures.scope import NameProblem, Scope
from reportgen.figures.typed import SUM
from reportgen.problem import Level, Problem
from reportgen.source.written import Quantity, State


def stated_figures_are_right(case: Case) -> Iterator[Problem]:
    """填报的派生数要等于按公式算出的数。"""
    for figure in case.root.figures():
        quantity = figure.stated
        if quantity is None or (quantity.value is None and quantity.state is not State.NONE):
            continue
        if quantity.adopt:
            message = f"{figure.name} 采用填报的 {figure.number}，理由：{quantity.reason}"
            yield finding(
                figure.code, Level.CONFIRM, figure, message, "在“审核说明”里说明，或删去“采用”", *figure.operands
            )
        elif difference := differs(figure, quantity):
            level, note = weighed(figure, quantity)
            if follows(figure):
                level, note = Level.HINT, "；差额来自所列各数中已指出的填报数，随之更正"
            elif score_may_be_changed(figure, case):
                level, note = Level.CONFIRM, "；超额完成的指标，得分可以调减"
            hint = "删去这个数由程序计算，或更正上面的数"
            yield finding(figure.code, level, figure, difference + note, hint, *figure.operands)


def printed_figures_agree(case: Case) -> Iterator[Problem]:
    """X3：同一个数在各处印的都要一样，并等于按公式算出的数。

    级别：强制性
    依据：前后一致
    例：事实.封堵隐患井口.值（三） 填报 17，别处写的是 18，差 -1个
    """
    for stated in case.submission.stated:
        where = f"（{stated.where}）" if stated.where else ""
        try:
            value = case.root.at_path(stated.name.text)
        except NameProblem as missing:
            hint = f"可能是“{missing.near}”" if missing.near else "检查名称"
            yield Problem("N1", Level.ERROR, stated.name.place, f"填报：{missing}", hint)
            continue
        if isinstance(value, Scope) and "值" in value.members:
            value = value.find("值")
        if not isinstance(value, Figure):
            yield Problem("N1", Level.ERROR, stated.name.place, f"填报：“{stated.name}”不是一个数", "写到具体的数")
        elif difference := differs(value, stated.value, where):
            shown = Figure(f"填报{where}", place=stated.value.place)
            hint = "更正这一处，或更正它所依据的数"
            level, note = weighed(value, stated.value)
            yield finding(value.code, level, shown, difference + note, hint, *(value.operands or (value,)))


def differs(figure: Figure, quantity: Quantity, where: str = "") -> str:
    """How a stated number differs from a figure, compared in the digits shown; empty when they agree."""
    if figure.blank or quantity.reference:
        return ""
    percent = 100 if figure.unit == "%" else 1
    digits = max(quantity.decimals, figure.digits or 0)
    stated = (quantity.value or Fraction(0)) * (percent if quantity.unit == "%" else 1)
    computed = figure.amount * percent
    if rounded(computed, digits, figure.rounding) == rounded(stated, digits, figure.rounding):
        return ""
    sign = "%" if percent == 100 else ""
    told = f"{rounded(stated, quantity.decimals)}{sign}" if quantity.value is not None else quantity.state.value
    gap = f"{rounded(stated - computed, digits, figure.rounding)}{'个百分点' if sign else figure.unit}"
    right = f"{rounded(computed, digits, figure.rounding)}{sign}"
    why = f"按 {figure.formula} 应为" if figure.formula else "别处写的是"
    return f"{figure.name}{where} 填报 {told}，{why} {right}，差 {gap}"


def weighed(figure: Figure, quantity: Quantity) -> tuple[Level, str]:
    """How much a wrong number weighs: a column that misses by the rounding of its parts alone is a hint."""
    gap = (quantity.value or Fraction(0)) - figure.amount
    column = SUM in figure.name.split(".")
    if column and is_remainder(gap, figure.unit, len(figure.operands) + 1):
        return Level.HINT, "；差额在四舍五入的尾差之内"
    return Level.ERROR, ""


def score_may_be_changed(figure: Figure, case: Case) -> bool:
    """Whether a score belongs to an indicator so far above its target that the profile lets it be lowered by hand."""
    least = case.format.profile.positive.editable_at.value
    if figure.code != "S4" or least is None:
        return False
    owner = case.root.at_path(figure.name.rpartition(".")[0])
    return isinstance(owner, Scope) and number(owner, "完成率").amount >= least


def follows(figure: Figure) -> bool:
    """Whether a stated sum is right by the stated values of its parts, so that its difference is theirs."""
    gaps = [as_stated(part).amount - part.amount for part in figure.operands]
    return any(gaps) and as_stated(figure).amount - figure.amount == sum(gaps)


CHECKS: tuple[Check, ...] = (stated_figures_are_right, printed_figures_agree)
