"""w:tbl to a Table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TypeAlias

from reportgen.ooxml.markup import Element, child
from reportgen.typeset import findings
from reportgen.typeset.borders import SIDES, is_drawn, read_edge
from reportgen.typeset.characters import shading
from reportgen.typeset.floating_tables import read_place
from reportgen.typeset.grid import GridRow, Slot, column_widths, read_rows
from reportgen.typeset.paragraphs import note_tracked
from reportgen.typeset.properties import Bag, bag, is_on, overlay, points, within
from reportgen.typeset.regions import Region, cell_borders, regions
from reportgen.typeset.story import Here
from reportgen.typeset.styles import NO_LAYER, TableStyle
from reportgen.typeset.tree import Block, Cell, Edges, Padding, Paragraph, Row, Table

ReadBlocks: TypeAlias = Callable[[Element, Here], tuple[Block, ...]]

_VALIGN = {"center": "middle", "both": "middle", "bottom": "bottom"}
_ALIGN = {"center": "center", "right": "right", "end": "right"}
_SIDE_MARGIN = 5.4  # points, where no style gives another
_LEAST_WIDTH = 6.0
_LEAST_ROW = 12.0
_MOST_HEADER = 0.6  # of the text's height: a layout that finds no room to repeat rows leaves them out


@dataclass(frozen=True, slots=True)
class _Frame:
    """What the cells of one table share."""

    style: TableStyle
    look: Bag
    columns: tuple[float, ...]
    rows: int
    headers: int  # how many rows at the top repeat on each page
    read_blocks: ReadBlocks


def read_table(element: Element, here: Here, read_blocks: ReadBlocks) -> Table:
    """A w:tbl at its place; `read_blocks` reads what is in a cell."""
    direct = bag(child(element, "w:tblPr"))
    styles = here.sheet.styles.tables
    style = styles.get(direct.get("tblStyle", ""), styles[""])
    look = overlay(style.get("", NO_LAYER).table, direct)
    _note_table(element, look, here)
    grid = read_rows(element, here)
    widths = column_widths(element, grid, look, here)
    frame = _Frame(style, look, widths, len(grid), _header_rows(grid, here), read_blocks)
    rows = tuple(_row(row, frame, here) for row in grid)
    lead = 0.0 if here.sheet.measures_to_grid_line else _margin(look, "tblCellMar", "left", _SIDE_MARGIN)
    place = read_place(look, sum(widths), rows, lead, here) if "tblpPr.vertAnchor" in look else None
    if place is None and within(look, "tblpPr"):
        here.note(findings.FLOATING_TABLE)
    align = _ALIGN.get(look.get("jc", ""), "left")
    indent = _indent(look, here) if align == "left" else 0.0
    return Table(frame.columns, rows, align, indent, place, here.place)


def _note_table(element: Element, look: Bag, here: Here) -> None:
    note_tracked(child(element, "w:tblPr"), here)
    note_tracked(child(element, "w:tblGrid"), here)
    if is_on(look, "bidiVisual"):
        here.note(findings.RIGHT_TO_LEFT)
    if points(look.get("tblCellSpacing.w")):
        here.note(findings.CELL_SPACING)


def _indent(look: Bag, here: Here) -> float:
    """From the text edge to the first grid line; before Word 2013 an indent went to the first cell's text."""
    indent = points(look.get("tblInd.w")) if look.get("tblInd.type", "dxa") == "dxa" else 0.0
    from_grid_line = here.sheet.measures_to_grid_line or here.in_table
    return indent if from_grid_line else indent - _margin(look, "tblCellMar", "left", _SIDE_MARGIN)


def _margin(look: Bag, kind: str, side: str, default: float) -> float:
    return points(look.get(f"{kind}.{side}.w"), default) if look.get(f"{kind}.{side}.type", "dxa") != "nil" else 0.0


def _header_rows(grid: Sequence[GridRow], here: Here) -> int:
    """How many rows at the top repeat on each page: none when all would, when they take most of it, or when they are
    merged with the body."""
    count = len(list(takewhile(lambda row: is_on(row.properties, "tblHeader"), grid)))
    if count == len(grid):
        return 0
    if any(slot.row + slot.row_span > count for row in grid[:count] for slot in row.slots):
        here.note(findings.HEADER_MERGE)
        return 0
    least = sum(max(points(row.properties.get("trHeight")), _LEAST_ROW) for row in grid[:count])
    if here.height and least > here.height * _MOST_HEADER:
        here.note(findings.HEADER_TALL)
        return 0
    return count


def _row(row: GridRow, frame: _Frame, here: Here) -> Row:
    here = here.at(f"{here.place} 第{row.index + 1}行")
    note_tracked(child(row.element, "w:trPr"), here)
    if is_on(row.properties, "hidden"):
        here.note(findings.HIDDEN)
    if (exceptions := child(row.element, "w:tblPrEx")) is not None:
        note_tracked(exceptions, here)
        frame = replace(frame, look=overlay(frame.look, bag(exceptions)))
    cells = [_cell(slot, frame, here) for slot in row.slots]
    return Row(
        cells=(*_filler(0, row.begin), *cells, *_filler(row.end, len(frame.columns))),
        height=points(row.properties.get("trHeight")),
        height_rule="exact" if row.properties.get("trHeight.hRule") == "exact" else "at_least",
        header=row.index < frame.headers,
        cant_split=is_on(row.properties, "cantSplit"),
        keep_next=bool(cells) and _keeps_next(cells[0]),
    )


def _filler(begin: int, end: int) -> Iterator[Cell]:
    """The grid columns a row leaves out at its side, as one cell without borders."""
    if end > begin:
        yield Cell(begin, end - begin, 1, ())


def _keeps_next(cell: Cell) -> bool:
    """Word keeps a row with the next one when its first paragraph asks for it."""
    first = cell.blocks[0] if cell.blocks else None
    return isinstance(first, Paragraph) and first.style.keep_next


def _cell(slot: Slot, frame: _Frame, here: Here) -> Cell:
    whole = Region(0, frame.rows, 0, len(frame.columns), frame.style.get("", NO_LAYER))
    conditions = regions(frame.style, frame.look, slot, frame.rows, len(frame.columns))
    layer = whole.layer
    for region in conditions:
        layer = layer.under(region.layer)
    look = overlay(layer.cell, slot.properties)
    table_borders = within(frame.look, "tblBorders")
    borders = cell_borders(slot, whole, conditions, table_borders)
    padding = _padding(frame.look, look)
    width = sum(frame.columns[slot.column : slot.column + slot.span]) - padding.left - padding.right
    inside = replace(
        here,
        place=f"{here.place} 第{slot.ordinal}格",
        width=max(width, _LEAST_WIDTH),
        in_table=True,
        table_paragraph=layer.paragraph,
        table_run=layer.run,
    )
    _note_cell(slot, look, inside)
    return Cell(
        column=slot.column,
        span=slot.span,
        row_span=slot.row_span,
        blocks=frame.read_blocks(slot.element, inside),
        edges=Edges(*(read_edge(borders, side, inside) for side in SIDES)),
        padding=padding,
        background=shading(look, here.sheet.styles.theme) or shading(frame.look, here.sheet.styles.theme),
        valign=_VALIGN.get(look.get("vAlign", ""), "top"),
        vertical_text=_is_vertical(look),
        no_wrap=is_on(look, "noWrap"),
        diagonal=_diagonal(look),
    )


def _padding(table: Bag, cell: Bag) -> Padding:
    defaults = {"top": 0.0, "right": _SIDE_MARGIN, "bottom": 0.0, "left": _SIDE_MARGIN}
    table_margins = {side: _margin(table, "tblCellMar", side, default) for side, default in defaults.items()}
    return Padding(**{side: _margin(cell, "tcMar", side, margin) for side, margin in table_margins.items()})


def _is_vertical(look: Bag) -> bool:
    return look.get("textDirection", "lrTb") not in ("lrTb", "lrTbV", "tb")


def _diagonal(look: Bag) -> str:
    borders = within(look, "tcBorders")
    return "down" if is_drawn(borders, "tl2br") else "up" if is_drawn(borders, "tr2bl") else ""


def _note_cell(slot: Slot, look: Bag, here: Here) -> None:
    note_tracked(child(slot.element, "w:tcPr"), here)
    if _diagonal(look):
        here.note(findings.DIAGONAL)
    if _is_vertical(look):
        here.note(findings.VERTICAL_TEXT)
    if is_on(look, "tcFitText"):
        here.note(findings.FIT_TEXT)
