"""What a table says of the unit of a figure in one of its cells: there, left of it, above it, and before the table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from reportgen.ooxml.markup import Element, attribute, child, tag, value
from reportgen.ooxml.places import text_of

_YUAN: Final = "元"  # which every unit of money ends with
_CAPTION: Final = re.compile(r"单\s{0,2}位\s{0,2}[：:]")
_QUOTED: Final = re.compile(r"'([^']*)'")
_SIGNS: Final = re.compile(r"\{#.{0,500}?#\}|\{\{.{0,500}?\}\}|\{%.{0,500}?%\}")
_NEAR: Final = 3  # paragraphs before a table in which its unit may stand


@dataclass(frozen=True, slots=True)
class _Saying:
    """A cell that names a unit of money: its row, the grid columns it spans, and its text."""

    row: int
    first: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a table by their elements, its cells that name units, and the paragraphs before it."""

    rows: dict[Element, int]
    sayings: tuple[_Saying, ...]
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Headings:
    """Tables that were looked at, each once."""

    tables: dict[Element, _Table] = field(default_factory=dict)

    def around(self, paragraph: Element) -> Iterator[str]:
        """The texts that may name the unit of money of a figure in a paragraph of a table."""
        for cell in paragraph.iterancestors(tag("w:tc")):
            row, table = _above(cell, "w:tr"), _above(cell, "w:tbl")
            if table not in self.tables:
                self.tables[table] = _table(table)
            known = self.tables[table]
            number, own = known.rows[row], _spans(row)
            heads = [own[cell], *(span for other, span in own.items() if _continues(other) and span < own[cell])]
            for one in known.sayings:
                beside = one.row == number and one.first <= own[cell][0]
                on_top = one.row < number and any(one.first < last and first < one.last for first, last in heads)
                if beside or on_top or _CAPTION.search(one.text):
                    yield one.text
            yield from known.before


def _table(table: Element) -> _Table:
    rows = {row: number for number, row in enumerate(table.iter(tag("w:tr")))}
    sayings = tuple(
        _Saying(number, *span, text)
        for row, number in rows.items()
        for cell, span in _spans(row).items()
        if _YUAN in (text := _literal(cell))
    )
    before = (_literal(one) for one in table.itersiblings(tag("w:p"), preceding=True))
    near = [text for text, _ in zip((text for text in before if text.strip()), range(_NEAR), strict=False)]
    return _Table(rows, sayings, tuple(near))


def _spans(row: Element) -> dict[Element, tuple[int, int]]:
    """The grid columns that each cell of a row spans: the first, and the one after the last."""
    at, found = int(value(child(row, "w:trPr"), "w:gridBefore", "0")), {}
    for cell in row.iter(tag("w:tc")):
        if _above(cell, "w:tr") is row:
            wide = int(value(child(cell, "w:tcPr"), "w:gridSpan", "1"))
            found[cell] = (at, at + wide)
            at += wide
    return found


def _continues(cell: Element) -> bool:
    """Whether a cell is merged into the one above."""
    merge = child(child(cell, "w:tcPr"), "w:vMerge")
    return merge is not None and attribute(merge, "w:val") != "restart"


def _above(element: Element, name: str) -> Element:
    return next(element.iterancestors(tag(name)))


def _literal(element: Element) -> str:
    """What an element says itself, also in the quotes of a tag."""
    return _SIGNS.sub(lambda found: "".join(_QUOTED.findall(found[0])), text_of(element))
