"""What one field holds as it was written: words, a number, or one of the ways to leave a number out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

from reportgen.problem import Place


class State(StrEnum):
    """What a cell may hold where a number is expected; what could not be read is unknown, and so is what needs it."""

    GIVEN = "数"
    BLANK = ""
    NONE = "无"
    DASH = "—"
    DOTS = "……"
    UNREAD = "？"


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text; `bool` says whether anything was written."""

    text: str
    place: Place

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Quantity:
    """A typed number: exact value (a ratio when its unit is %), or a state, or a reference to a figure's name.

    `text` is printed instead of the number (26人2.3万元). `stated` marks a number given only to be checked;
    with `adopt` it is printed in place of the computed one, for `reason`.
    """

    place: Place
    state: State = State.BLANK
    value: Fraction | None = None
    decimals: int = 0
    unit: str = ""
    text: str = ""
    reference: str = ""
    stated: bool = False
    adopt: bool = False
    reason: str = ""

    def __bool__(self) -> bool:
        return self.state is not State.BLANK or bool(self.reference or self.text)

    @property
    def number(self) -> str:
        """The digits of its value as they were typed, 90% or 12.5; its state where it has none."""
        if self.value is None:
            return self.state.value
        typed = self.value * 100 if self.unit == "%" else self.value
        digits = Decimal(typed.numerator) / Decimal(typed.denominator)
        return f"{digits:.{max(self.decimals, 0)}f}{'%' if self.unit == '%' else ''}"


Headed: TypeAlias = tuple[tuple[Words, Words], ...]  # headings with the paragraphs below them
Tree: TypeAlias = Mapping[str, "Quantity | Tree"]


def adopted(record: Any) -> Any:
    """A record where every typed number stands, also for what could be computed: the report as it was handed in."""
    if isinstance(record, Quantity):
        return replace(record, adopt=True)
    if isinstance(record, tuple):
        return tuple(adopted(item) for item in record)
    if isinstance(record, Mapping):
        return {key: adopted(value) for key, value in record.items()}
    if is_dataclass(record) and not isinstance(record, Words | Place | type):
        return replace(record, **{field.name: adopted(getattr(record, field.name)) for field in fields(record)})
    return record
