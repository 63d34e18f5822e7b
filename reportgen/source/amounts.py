"""Typed numbers: one strict grammar from text to an exact value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

MOST_DIGITS = 18
_NUMBER = re.compile(r"(-?)((?:0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?:\.(\d+))?)(%?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact number as typed: 1,234.50 has 2 decimals; 97.05% is the ratio 0.9705 with 2 decimals."""

    value: Fraction
    decimals: int
    percent: bool = False


def read_amount(text: str) -> Amount | None:
    """An amount from text such as `1,234.50`, `-3`, `97.05%`; None when it is none, or has over 18 digits."""
    found = _NUMBER.fullmatch(text)
    if not found or sum(c.isdigit() for c in text) > MOST_DIGITS:
        return None
    sign, digits, decimals, percent = found.groups()
    value = Fraction(sign + digits.replace(",", ""))
    return Amount(value / 100 if percent else value, len(decimals or ""), bool(percent))
