"""Where the paragraphs and cells of a part stand, as a person would say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from reportgen.ooxml.markup import Element, tag

_WRAPPED = (tag("w:sdt"), tag("w:sdtContent"), tag("w:ins"), tag("w:customXml"))
_NOTES = {tag("w:footnote"): "脚注", tag("w:endnote"): "尾注", tag("w:comment"): "批注"}
_TEXT, _PARAGRAPH, _TABLE, _ROW, _CELL = (tag(name) for name in ("w:t", "w:p", "w:tbl", "w:tr", "w:tc"))


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a Word document; numbers count from 1, rows and cells as they are typed.

    `tables` holds (table, row, cell) from the outermost; inside a cell the paragraph is counted in the cell.
    """

    part: str = ""
    note: str = ""
    tables: tuple[tuple[int, int, int], ...] = ()
    paragraph: int = 0

    def __str__(self) -> str:
        words = [self.part, self.note]
        for depth, (table, row, cell) in enumerate(self.tables):
            words.append(f"{'内' if depth else ''}表{table}")
            words += [f"第{row}行"] if row else []
            words += [f"第{cell}格"] if cell else []
        if self.paragraph and not (self.tables and self.paragraph == 1):
            words.append(f"第{self.paragraph}段")
        return " ".join(word for word in words if word)


def text_of(element: Element) -> str:
    """All text of an element, content controls included."""
    return "".join(t.text or "" for t in element.iter(_TEXT))


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table, those in content controls included."""
    return _below(table, _ROW)


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row, those in content controls included."""
    return _below(row, _CELL)


def numbered(root: Element, part: str = "") -> Mapping[Element, Where]:
    """The place of every paragraph, table, row and cell of a part whose name is told before them."""
    return dict(_within(root, Where(part), {}))


def _within(parent: Element, here: Where, counts: dict[str, int]) -> Iterator[tuple[Element, Where]]:
    """The places of what an element holds; `counts` has how many paragraphs and tables came before."""
    for element in parent:
        kind = element.tag
        if kind in _NOTES:
            number = element.get(tag("w:id"), "")
            yield from _within(element, replace(here, note=f"{_NOTES[kind]}{number}"), {})
        elif kind == _PARAGRAPH:
            counts[_PARAGRAPH] = counts.get(_PARAGRAPH, 0) + 1
            at = replace(here, paragraph=counts[_PARAGRAPH])
            yield element, at
            yield from _boxes(element, at)
        elif kind == _TABLE:
            counts[_TABLE] = counts.get(_TABLE, 0) + 1
            yield from _table(element, replace(here, tables=(*here.tables, (counts[_TABLE], 0, 0)), paragraph=0))
        else:
            yield from _within(element, here, counts)


def _boxes(paragraph: Element, here: Where) -> Iterator[tuple[Element, Where]]:
    """Paragraphs in the text boxes of a paragraph are told as that paragraph."""
    yield from ((inner, here) for inner in paragraph.iterdescendants(_PARAGRAPH))


def _table(table: Element, here: Where) -> Iterator[tuple[Element, Where]]:
    yield table, here
    number = here.tables[-1][0]
    for row, element in enumerate(rows_of(table), 1):
        yield element, replace(here, tables=(*here.tables[:-1], (number, row, 0)))
        for cell, inner in enumerate(cells_of(element), 1):
            at = replace(here, tables=(*here.tables[:-1], (number, row, cell)))
            yield inner, at
            yield from _within(inner, at, {})


def _below(parent: Element, kind: str) -> Iterator[Element]:
    for element in parent:
        if element.tag == kind:
            yield element
        elif element.tag in _WRAPPED:
            yield from _below(element, kind)
