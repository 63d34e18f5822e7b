"""What one field holds as it was written: words, a number, or one of the ways to leave a number out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from reportgen.problem import Place


class State(StrEnum):
    """Five different things a cell may hold where a number is expected."""

    GIVEN = "数"
    BLANK = ""
    NONE = "无"
    DASH = "—"
    DOTS = "……"


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


Headed: TypeAlias = tuple[tuple[Words, Words], ...]  # headings with the paragraphs below them
Tree: TypeAlias = Mapping[str, "Quantity | Tree"]
