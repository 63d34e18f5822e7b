"""Blocks with each of their paragraphs replaced, those in cells too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reportgen.typeset.tree import Block, Paragraph, Table


def each_paragraph(blocks: tuple[Block, ...], change: Callable[[Paragraph], Paragraph]) -> tuple[Block, ...]:
    """Blocks whose paragraphs are what `change` makes of them."""
    return tuple(_table(block, change) if isinstance(block, Table) else change(block) for block in blocks)


def _table(table: Table, change: Callable[[Paragraph], Paragraph]) -> Table:
    rows = (
        replace(row, cells=tuple(replace(cell, blocks=each_paragraph(cell.blocks, change)) for cell in row.cells))
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))
