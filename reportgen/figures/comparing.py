"""Comparisons of figures and of texts, as formulas and templates make them."""

from __future__ import annotations

from fractions import Fraction

from reportgen.figures.figure import Figure, FigureError, mixed_units
from reportgen.figures.functions import FormulaError
from reportgen.figures.mark import plain
from reportgen.figures.scope import Value
from reportgen.source.written import Words


def _text(value: Value) -> str:
    return plain(value.text if isinstance(value, Words) else str(value))


def compared(sign: str, left: Value, right: Value) -> bool:
    """Whether a comparison of two figures or two texts holds; blank figures compare with nothing."""
    if isinstance(left, Figure) and isinstance(right, Figure):
        if left.blank or right.blank:
            return False
        if wrong := mixed_units(left, right):
            raise FigureError(f"单位不同，不能比较：{wrong}")
        a: Fraction | str = left.amount
        b: Fraction | str = right.amount
    else:
        a, b = _text(left), _text(right)
    match sign:
        case "eq":
            return a == b
        case "ne":
            return a != b
        case "gt":
            return a > b  # type: ignore[operator]
        case "gteq":
            return a >= b  # type: ignore[operator]
        case "lt":
            return a < b  # type: ignore[operator]
        case "lteq":
            return a <= b  # type: ignore[operator]
    raise FormulaError(f"不能用“{sign}”比较")
