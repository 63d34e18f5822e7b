"""Amounts in another unit of money: 元, 万元, 亿元."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from jinja2 import nodes

from reportgen.figures.figure import Figure
from reportgen.figures.formula import parse
from reportgen.source.terms import YUAN


def in_unit(unit: str, found: Figure, formula: str) -> Figure:
    """The result of a formula in the unit of its row; as it is where the formula itself converts it (÷ 10000)."""
    if found.value is None or found.unit == unit or unit not in YUAN or found.unit not in YUAN:
        return found
    ratio = Fraction(YUAN[found.unit], YUAN[unit])
    factors = {Fraction(repr(node.value)) for node in parse(formula).find_all(nodes.Const) if _is_number(node.value)}
    if factors & {ratio, 1 / ratio}:
        return found
    return replace(found, value=found.value * ratio, digits=None, trim=False)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
