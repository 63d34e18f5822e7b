"""Several documents → one: pages counted through, one bookmark for each document above its own headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportgen.typeset.tree import (
    Block,
    Bookmark,
    Document,
    Floating,
    Inline,
    Link,
    Note,
    PageNumber,
    Section,
    Table,
    Text,
)


def bind(parts: Sequence[tuple[str, Document]], *, unnumbered: int = 0, pages: int = 0) -> Document:
    """Named documents as one, in the properties and settings of the first that is numbered.

    The `unnumbered` parts at the beginning (a contents page) stand before page 1, which is a right-hand one where even
    pages differ. `pages` is what NUMPAGES fields show; 0: the count of all pages.
    """
    even = any(part.even_and_odd for _, part in parts)
    sections: list[Section] = []
    for number, (name, part) in enumerate(parts):
        only_odd = even and not part.even_and_odd
        for at, section in enumerate(part.sections):
            opens = at == 0
            first = opens and number == unnumbered
            bound = replace(
                section,
                blocks=_blocks(section.blocks, number, pages),
                headers=_asides(section.headers, number, pages, only_odd),
                footers=_asides(section.footers, number, pages, only_odd),
                number_start=1 if first else None,
                break_before=("right" if first and even else "page") if opens else section.break_before,
                part=name if opens else "",
            )
            sections.append(bound)
    return replace(parts[unnumbered][1], sections=tuple(sections), even_and_odd=even)


def _asides(
    asides: Mapping[str, tuple[Block, ...]], part: int, pages: int, only_odd: bool
) -> Mapping[str, tuple[Block, ...]]:
    """Headers or footers; those of a document that knows no even pages stand on its even pages too."""
    bound = {kind: _blocks(blocks, part, pages) for kind, blocks in asides.items()}
    return bound | {"even": bound["default"]} if only_odd and "default" in bound else bound


def _blocks(blocks: tuple[Block, ...], part: int, pages: int) -> tuple[Block, ...]:
    return tuple(
        _table(block, part, pages)
        if isinstance(block, Table)
        else replace(block, inlines=_inlines(block.inlines, part, pages))
        for block in blocks
    )


def _table(table: Table, part: int, pages: int) -> Table:
    rows = (
        replace(row, cells=tuple(replace(cell, blocks=_blocks(cell.blocks, part, pages)) for cell in row.cells))
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def _inlines(inlines: tuple[Inline, ...], part: int, pages: int) -> tuple[Inline, ...]:
    return tuple(_inline(inline, part, pages) for inline in inlines)


def _inline(inline: Inline, part: int, pages: int) -> Inline:
    """An inline in the volume: two documents may give one name to two places."""
    match inline:
        case Bookmark(name=name):
            return Bookmark(_place(part, name))
        case Link(href=href, inlines=inner):
            there = f"#{_place(part, href[1:])}" if href.startswith("#") else href
            return Link(there, _inlines(inner, part, pages))
        case Floating(content=tuple() as blocks):
            return replace(inline, content=_blocks(blocks, part, pages))
        case Note(blocks=blocks):
            return Note(_blocks(blocks, part, pages))
        case PageNumber(kind="pages", style=style) if pages:
            return Text(str(pages), style)
    return inline


def _place(part: int, name: str) -> str:
    return f"part{part}-{name}"
