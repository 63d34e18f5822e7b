"""Figures that were typed though they can be computed, and figures as some page prints them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from reportgen.checks.case import Case, Check, finding, is_remainder
from reportgen.figures.derive import derive
from reportgen.figures.figure import Figure
from reportgen.figures.members import number
from reportgen.figures.number import rounded
from reportgen.figures.scope import NameProblem, Scope
from reportgen.figures.typed import SUM
from reportgen.problem import Level, Problem
from reportgen.source.terms import YUAN
from reportgen.source.written import Quantity, State, adopted


def stated_figures_are_right(case: Case) -> Iterator[Problem]:
    """填报的派生数要等于按公式算出的数。"""
    wrong = []
    for figure in case.figures:
        quantity = figure.stated
        if quantity is None or (quantity.value is None and quantity.state is not State.NONE):
            continue
        if quantity.adopt:
            message = f"{figure.name} 采用填报的 {figure.number}，理由：{quantity.reason}"
            yield finding(
                figure.code, Level.CONFIRM, figure, message, "在“审核说明”里说明，或删去“采用”", *figure.operands
            )
        elif difference := differs(figure, quantity):
            wrong.append((figure, quantity, difference))
    as_printed = _reckoned_as_printed(case) if wrong else {}
    for figure, quantity, difference in wrong:
        printed = replace(figure, value=as_printed.get(figure.name), formula=f"所印的 {_words_of(figure)}")
        yield _told(case, figure, quantity, difference, difference if printed.blank else differs(printed, quantity))


def _told(case: Case, figure: Figure, quantity: Quantity, difference: str, on_printed: str) -> Problem:
    """A wrong number: against the right ones and, where it is also wrong by the printed ones, against those."""
    level, note = weighed(figure, quantity)
    if not on_printed:
        level, note = Level.HINT, "；差额来自所列各数中已指出的填报数，随之更正"
    elif figure.stated is not None and on_printed.partition("应为")[2] != difference.partition("应为")[2]:
        difference, note = on_printed, f"；各数更正后应为 {figure.number}"
    elif score_may_be_changed(figure, case):
        level, note = Level.CONFIRM, "；超额完成的指标，得分可以调减"
    hint = "删去这个数由程序计算，或更正上面的数"
    return finding(figure.code, level, figure, difference + note, hint, *figure.operands)


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
    """How a stated number differs from a figure; empty when they agree."""
    if figure.blank or quantity.reference:
        return ""
    converted = quantity.unit not in ("", "%", figure.unit)
    sign = quantity.unit if converted else "%" if "%" in (figure.unit, quantity.unit) else ""
    told = f"{rounded(_in_sign(quantity), quantity.decimals)}{sign}" if quantity.value is not None else quantity.state
    said = f"{figure.name}{where} 填报 {told}"
    computed = _in_unit(figure, quantity.unit)
    if computed is None or (converted and quantity.value == figure.value):
        return f"{said}，单位应为{figure.unit}"
    if _agree(figure, quantity, computed):
        return ""
    digits = max(quantity.decimals, figure.digits or 0)
    gap = f"{rounded(_in_sign(quantity) - computed, digits, figure.rounding)}"
    right = f"{rounded(computed, digits, figure.rounding)}{sign}"
    why = f"按 {_words_of(figure)} 应为" if figure.formula else "别处写的是"
    return f"{said}，{why} {right}，差 {gap}{'个百分点' if sign == '%' else sign or figure.unit}"


def _agree(figure: Figure, quantity: Quantity, computed: Fraction) -> bool:
    """Whether a stated number and a figure, in the same unit, are one.

    A rate, and money in another unit, is compared in the digits it was stated with; all else in the finer digits of
    both.
    """
    stated = _in_sign(quantity)
    coarse = quantity.value is not None and (figure.unit == "%" or quantity.unit not in ("", figure.unit))
    digits = quantity.decimals if coarse else max(quantity.decimals, figure.digits or 0)
    same = rounded(computed, digits, figure.rounding) == rounded(stated, digits, figure.rounding)
    return same or _follows_from_measured(figure, stated, computed)


def _follows_from_measured(figure: Figure, stated: Fraction, computed: Fraction) -> bool:
    """Whether a number comes from the one measured operand of its figure before that was rounded: 亩 from 公顷."""
    part = figure.operands[0] if len(figure.operands) == 1 else figure
    if part is figure or not part.digits or part.unit in YUAN or not computed:
        return False
    return part.show(stated * part.amount / computed) == part.show(part.amount)


def _in_sign(quantity: Quantity) -> Fraction:
    """A stated number as it was typed: 97.05 of 97.05%."""
    return (quantity.value or Fraction(0)) * (100 if quantity.unit == "%" else 1)


def _in_unit(figure: Figure, unit: str) -> Fraction | None:
    """A figure's number in another unit of money; percent points of a rate; None where the units are of two kinds."""
    if unit in ("", figure.unit):
        return figure.amount * (100 if figure.unit == "%" else 1)
    if unit in YUAN and figure.unit in YUAN:
        return figure.amount * YUAN[figure.unit] / YUAN[unit]
    return None if figure.unit else figure.amount * (100 if unit == "%" else 1)


def _words_of(figure: Figure) -> str:
    """A formula as a message says it: by the name of the one figure it picked, where it only picked."""
    only = figure.operands[0] if len(figure.operands) == 1 else None
    return only.name if only and only.value == figure.value and "(" in figure.formula else figure.formula


def weighed(figure: Figure, quantity: Quantity) -> tuple[Level, str]:
    """How much a wrong number weighs: a column that misses by the rounding of its parts alone is a hint."""
    gap = (quantity.value or Fraction(0)) - figure.amount
    column = SUM in figure.name.split(".") and quantity.unit in ("", figure.unit)
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


def _reckoned_as_printed(case: Case) -> Mapping[str, Fraction]:
    """By name, what formulas give when every typed number stands as it was printed."""
    root, _ = derive(adopted(case.submission), case.format)
    return {figure.name: figure.reckoned for figure in root.figures() if figure.reckoned is not None}


CHECKS: tuple[Check, ...] = (stated_figures_are_right, printed_figures_agree)
