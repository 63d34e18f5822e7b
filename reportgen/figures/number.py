"""Exact numbers and the one place where they are rounded and written out."""

from __future__ import annotations

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from fractions import Fraction

_WIDE = Context(prec=MAX_PREC, Emin=MIN_EMIN, Emax=MAX_EMAX)


class Rounding(StrEnum):
    """Ways to round, by the names a profile uses; negative numbers round by their absolute value."""

    HALF_UP = "四舍五入"
    HALF_EVEN = "四舍六入五成双"
    DOWN = "截尾"

    @classmethod
    def _missing_(cls, _: object) -> Rounding:
        """As usual, where a profile says none; a word it does not know is told where the profile is read."""
        return cls.HALF_UP


_MODES = {Rounding.HALF_UP: ROUND_HALF_UP, Rounding.HALF_EVEN: ROUND_HALF_EVEN, Rounding.DOWN: ROUND_DOWN}


def rounded(value: Fraction, digits: int, mode: Rounding = Rounding.HALF_UP) -> Decimal:
    """An exact value as a Decimal of so many digits after the point; -0 becomes 0."""
    scaled, rest = divmod(abs(value.numerator) * 10**digits, value.denominator)
    # one more decimal stands for the exact remainder: 5 only when it is exactly one half
    tail = 0 if not rest else 5 if 2 * rest == value.denominator else 2 if 2 * rest < value.denominator else 8
    magnitude = Decimal(scaled * 10 + tail).scaleb(-digits - 1, _WIDE)
    result = magnitude.quantize(Decimal(1).scaleb(-digits), _MODES[mode], _WIDE)
    return result.copy_negate() if value < 0 and result else result


def exact_digits(value: Fraction) -> int | None:
    """How many digits after the point write a value exactly; None when no number of them does."""
    denominator, twos, fives = value.denominator, 0, 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None


def written(value: Fraction, digits: int | None, mode: Rounding = Rounding.HALF_UP, trim: bool = False) -> str:
    """A value as plain digits; without `digits` as many as it has (two when it never ends); `trim` drops end zeros."""
    if digits is None:
        exact = exact_digits(value)
        digits = 2 if exact is None else exact
    text = f"{rounded(value, digits, mode):f}"
    return text.rstrip("0").rstrip(".") if trim and "." in text else text
