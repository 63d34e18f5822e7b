"""Amounts in another unit of money: 元, 万元, 亿元."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from jinja2 import nodes

from reportgen.figures.figure import TIMES, Figure, FigureError
from reportgen.figures.formula import parse
from reportgen.source.terms import YUAN


def in_unit(unit: str, found: Figure, formula: str) -> Figure:
    """The result of a formula in the unit of its row; as it is where the formula itself converts it (÷ 10000)."""
    if unit in YUAN and TIMES in found.unit:
        raise FigureError(f"得出的单位是“{found.unit}”，不是金额，不能写 单位: {unit}", found.named())
    if found.value is None or found.unit == unit or unit not in YUAN or found.unit not in YUAN:
        return found
    ratio = Fraction(YUAN[found.unit], YUAN[unit])
    factors = {Fraction(repr(node.value)) for node in parse(formula).find_all(nodes.Const) if _is_number(node.value)}
    if factors & {ratio, 1 / ratio}:
        return found
    return replace(found, value=found.value * ratio, digits=None, trim=False)


def amount_in(unit: str, figure: Figure) -> Fraction | None:
    """The exact value of a figure in a unit; None where it has none: only money is converted."""
    if figure.value is None or figure.unit == unit:
        return figure.value
    if figure.unit not in YUAN or unit not in YUAN:
        return None
    return figure.value * Fraction(YUAN[figure.unit], YUAN[unit])


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
