"""Cuts row spans where a page ends, so that their lines close and their text stands in the middle of its part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from reportgen.typeset.tables_html import cut
from reportgen.typeset.tree import Block, Document, Paragraph, Row, Table

Pages = Mapping[str, int]  # row address (table.row) -> page


def has_spans(document: Document) -> bool:
    """Whether any cell of the body spans rows."""
    return any(_spans(section.blocks) for section in document.sections)


def row_pages(pages: list[Any]) -> Pages:
    """The page on which each row of WeasyPrint's pages begins."""
    found: dict[str, int] = {}
    for number, page in enumerate(pages):
        for box in page._page_box.descendants():
            if box.element_tag == "tr" and (row := box.element.get("data-row")):
                found.setdefault(row, number)
    return found


def cut_spans(document: Document, pages: Pages) -> Document:
    """The document with every span that goes over a page's end cut there; the same object where there is none."""
    numbers = count()  # tables count as in tables_html.write_table: in the order of the text, outer before inner
    sections = [replace(s, blocks=_cut_blocks(s.blocks, pages, numbers)) for s in document.sections]
    changed = any(new.blocks is not old.blocks for new, old in zip(sections, document.sections, strict=True))
    return replace(document, sections=tuple(sections)) if changed else document


def _spans(blocks: tuple[Block, ...]) -> bool:
    tables = (block for block in blocks if isinstance(block, Table))
    return any(cell.row_span > 1 or _spans(cell.blocks) for table in tables for row in table.rows for cell in row.cells)


def _cut_blocks(blocks: tuple[Block, ...], pages: Pages, numbers: Any) -> tuple[Block, ...]:
    done = tuple(block if isinstance(block, Paragraph) else _cut_table(block, pages, numbers) for block in blocks)
    return blocks if all(new is old for new, old in zip(done, blocks, strict=True)) else done


def _cut_table(table: Table, pages: Pages, numbers: Any) -> Table:
    number = next(numbers)
    rows: list[Row] = [_cut_row(row, pages, numbers) for row in table.rows]
    at = 0
    while at < len(rows):
        for cell in rows[at].cells:
            here = pages.get(f"{number}.{at}")
            kept = next(
                (k for k in range(1, cell.row_span) if pages.get(f"{number}.{at + k}", here) != here), cell.row_span
            )
            if kept < cell.row_span:
                rows = cut(rows, at, cell, kept)
        at += 1
    same = all(new is old for new, old in zip(rows, table.rows, strict=True))
    return table if same else replace(table, rows=tuple(rows))


def _cut_row(row: Row, pages: Pages, numbers: Any) -> Row:
    cells = tuple(
        cell if (blocks := _cut_blocks(cell.blocks, pages, numbers)) is cell.blocks else replace(cell, blocks=blocks)
        for cell in row.cells
    )
    return row if all(new is old for new, old in zip(cells, row.cells, strict=True)) else replace(row, cells=cells)
