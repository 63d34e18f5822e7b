"""A YAML document as located values: every scalar stays text until its field gives it meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.problem import Place


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text as written; `quoted` when it stood in quotes or in a block, whose place is its first line.

    `typed` keeps the line ends of a bare text over several lines, which YAML makes blanks.
    """

    text: str
    place: Place
    quoted: bool = False
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    entries: tuple[Entry, ...]
    place: Place

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def find(self, key: str) -> Entry | None:
        """The entry of that key, if there is one."""
        return next((e for e in self.entries if e.key.text == key), None)


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    place: Place

    def __iter__(self) -> Iterator[Node]:
        return iter(self.items)


Node = Scalar | Mapping | Sequence
