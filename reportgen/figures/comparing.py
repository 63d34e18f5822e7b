"""Comparisons of figures, of texts and of dates, as formulas and templates make them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from reportgen.figures.figure import Figure, FigureError, mixed_units
from reportgen.figures.functions import FormulaError, as_figure
from reportgen.figures.mark import plain
from reportgen.figures.scope import Value
from reportgen.problem import Place
from reportgen.source.written import Words

SIGNS: Final[Mapping[str, str]] = {"eq": "=", "ne": "≠", "gt": ">", "gteq": "≥", "lt": "<", "lteq": "≤"}
_OF_ORDER: Final = ("gt", "gteq", "lt", "lteq")
_DATE: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日", re.ASCII)


@dataclass(frozen=True, slots=True)
class Relation:
    """A comparison that was tried: both sides, its sign, and whether it holds."""

    left: Figure | Words
    operator: str  # eq, ne, gt, gteq, lt, lteq
    right: Figure | Words
    holds: bool
    left_text: str
    right_text: str

    @property
    def sign(self) -> str:
        return SIGNS[self.operator]


def compared(sign: str, left: Value, right: Value) -> bool:
    """Whether a comparison of two figures, dates or texts holds; blank figures compare with nothing."""
    if isinstance(left, Figure) and isinstance(right, Figure):
        if left.blank or right.blank:
            return False
        if wrong := mixed_units(left, right):
            raise FigureError(f"单位不同，不能比较：{wrong}")
        return _holds(sign, left.amount, right.amount)
    a, b = _text(left), _text(right)
    first, second = _date(a), _date(b)
    if first and second:
        return _holds(sign, first, second)
    if sign not in _OF_ORDER or not (first or second):
        return _holds(sign, a, b)
    if not a or not b:
        return False
    day, other = (a, b) if first else (b, a)
    raise FormulaError(f"“{other}”不是日期，不能与“{day}”比先后", "日期写成 '2025年3月20日'，年、月、日都写")


def tried(sign: str, left: Value, right: Value, texts: tuple[str, str]) -> Relation | None:
    """A comparison that a relation demands, of two figures or two texts; None where a side is blank."""
    as_text = isinstance(left, Words | str) or isinstance(right, Words | str)
    numbers = any(isinstance(v, Figure) and not v.text for v in (left, right)) and _is_year(left, right)
    if as_text and not numbers and all(_is_text(value, sign) for value in (left, right)):
        a, b = _words(left), _words(right)
        return Relation(a, sign, b, compared(sign, a, b), *texts) if a and b else None
    first, second = as_figure(left, texts[0]), as_figure(right, texts[1])
    if first.blank or second.blank:
        return None
    return Relation(first, sign, second, compared(sign, first, second), *texts)


def _is_year(*values: Value) -> bool:
    """Whether words beside a figure are a number: 年度."""
    return all(value.text.isdecimal() for value in values if isinstance(value, Words))


def _is_text(value: Value, sign: str) -> bool:
    """Whether a value can be compared as a text: words, or a figure that is asked to be the same as words."""
    return isinstance(value, Words | str) or (isinstance(value, Figure) and (bool(value.text) or sign not in _OF_ORDER))


def _words(value: Value) -> Words:
    place = value.place if isinstance(value, Figure | Words) else None
    return Words(_text(value), place or Place(""))


def _text(value: Value) -> str:
    return plain(value.text if isinstance(value, Words) else str(value))


def _date(text: str) -> tuple[int, ...] | None:
    found = _DATE.fullmatch(text)
    return tuple(map(int, found.groups())) if found else None


def _holds(sign: str, a: Fraction | str | tuple[int, ...], b: Fraction | str | tuple[int, ...]) -> bool:
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
