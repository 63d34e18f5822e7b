"""Printed figures told apart: between private-use characters, which no data may hold, stands whose print a text is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from reportgen.figures.figure import Figure

_BEFORE, _NUMBERED, _AFTER = "\ue0f2", "\ue0f3", "\ue0f4"
_MARKED = re.compile(rf"{_BEFORE}(\d+){_NUMBERED}([^{_AFTER}]*){_AFTER}")
_SIGNS = re.compile(rf"{_BEFORE}\d+{_NUMBERED}|{_AFTER}")

Mark: TypeAlias = Callable[[Figure, str], str]  # a figure and how it is printed here → the text to print


def unmarked(_figure: Figure, text: str) -> str:
    """The text alone: how everything is printed but for a trace."""
    return text


def plain(text: str) -> str:
    """A text without marks."""
    return _SIGNS.sub("", text)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The figures that were printed, each under the number its print is marked with."""

    figures: list[Figure] = field(default_factory=list)

    def mark(self, figure: Figure, text: str) -> str:
        """The text marked as a print of the figure; nothing printed is nothing to mark."""
        if not text:
            return text
        self.figures.append(figure)
        return f"{_BEFORE}{len(self.figures) - 1}{_NUMBERED}{text}{_AFTER}"


def marked(text: str) -> Iterator[re.Match[str]]:
    """Every marked print in a text: group 1 is its number, group 2 what is printed."""
    return _MARKED.finditer(text)
