"""Table -> HTML: fixed columns, lines per cell side, Word's cell margins, row heights on cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from typing import Final
from urllib.parse import quote

from reportgen.problem import Level, Place, Problem
from reportgen.typeset import css
from reportgen.typeset.css import Declarations, Sheet, pt
from reportgen.typeset.floating_html import left_edge
from reportgen.typeset.frame import Frame
from reportgen.typeset.tree import Block, Cell, Row, Table

Flow = Callable[[Sequence[Block], Frame, Sheet], tuple[Declarations, str]]

_DIAGONAL: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%">'
    '<line x1="0" y1="{y1}" x2="100%" y2="{y2}" stroke="#000" stroke-width=".67"/></svg>'
)


def write_table(table: Table, frame: Frame, sheet: Sheet, flow: Flow) -> str:
    """A table, whatever the pages on which its rows will stand: spans.py sees to these."""
    heads = header_rows(table)
    rows = []
    for i, covered in enumerate(_covered_columns(table)):
        cells = []
        for cell in table.rows[i].cells:
            spanned = table.rows[i : i + cell.row_span]
            cells.append((cell, _cell(cell, spanned, _inside(cell, table, frame), sheet, flow)))
        rows.append(_row(table, i, _with_room(cells, covered, len(table.columns)), sheet))
    head = f"<thead>{''.join(rows[:heads])}</thead>" if heads else ""
    columns = "".join(f"<col{sheet.attribute({'width': pt(width)})}/>" for width in table.columns)
    declared = {"width": pt(sum(table.columns))} | _position(table, frame)
    body = f"<tbody>{''.join(rows[heads:])}</tbody>"
    return f"<table{sheet.attribute(declared)}><colgroup>{columns}</colgroup>{head}{body}</table>"


def header_rows(table: Table) -> int:
    """How many rows can be repeated on each page: marked ones at the top, if no cell hangs out of them."""
    marked = next((i for i, row in enumerate(table.rows) if not row.header), len(table.rows))
    hangs_out = any(i + cell.row_span > marked for i in range(marked) for cell in table.rows[i].cells)
    return 0 if hangs_out or marked == len(table.rows) else marked


def table_problems(table: Table, name: str) -> list[Problem]:
    """What of a table the page cannot show as the document asks."""
    marked = any(row.header for row in table.rows)
    if marked and not header_rows(table) and not all(row.header for row in table.rows):
        message = "重复标题行里有单元格与下面的正文行合并，标题行不能逐页重复"
        return [Problem("G4", Level.HINT, Place(name, within=table.where), message, "标题行的合并不要跨到正文行")]
    return []


def _position(table: Table, frame: Frame) -> dict[str, str]:
    width = sum(table.columns)
    room = frame.width - width
    if table.place is not None and table.place.side:
        other = "left" if table.place.side == "right" else "right"
        return {"float": table.place.side, f"margin-{other}": pt(table.place.apart)}
    if table.place is not None:
        return {"margin-left": pt(left_edge(table.place.across, width, frame))}
    if table.align == "center":  # a table wider than the text sticks out on both sides
        side = "auto" if room > 0 else pt(room / 2)
        return {"margin-left": side, "margin-right": side}
    if table.align == "right":
        return {"margin-left": "auto" if room > 0 else pt(room)}
    return {"margin-left": pt(table.indent)} if table.indent else {}


def _row(table: Table, at: int, cells: str, sheet: Sheet) -> str:
    row = table.rows[at]
    declared = {}
    if row.cant_split or row.height_rule == "exact":
        declared["break-inside"] = "avoid"
    if row.keep_next and at + 1 < len(table.rows):
        declared["break-after"] = "avoid"
    return f"<tr{sheet.attribute(declared)}>{cells}</tr>"


def _covered_columns(table: Table) -> list[set[int]]:
    """For each row the columns that cells from rows above reach down into."""
    covered: list[set[int]] = [set() for _ in table.rows]
    for i, row in enumerate(table.rows):
        for cell in row.cells:
            for below in covered[i + 1 : i + cell.row_span]:
                below.update(range(cell.column, cell.column + cell.span))
    return covered


def _with_room(cells: Sequence[tuple[Cell, str]], covered: set[int], columns: int) -> str:
    """A row's cells, with empty ones without lines for the grid columns that no cell takes."""
    html: list[str] = []
    column = 0
    for cell, written in cells:
        html += (_room(column, cell.column, covered), written)
        column = cell.column + cell.span
    return "".join((*html, _room(column, columns, covered)))


def _room(start: int, end: int, covered: set[int]) -> str:
    free = sum(column not in covered for column in range(start, end))
    return f'<td colspan="{free}"></td>' if free else ""


def _inside(cell: Cell, table: Table, frame: Frame) -> Frame:
    width = sum(table.columns[cell.column : cell.column + cell.span]) - cell.padding.left - cell.padding.right
    return replace(frame, width=max(width, 1.0), body=False, columns=1, cell=True, vertical=cell.vertical_text)


def _cell(cell: Cell, rows: Sequence[Row], inside: Frame, sheet: Sheet, flow: Flow) -> str:
    """A cell that spans `rows`."""
    declared, content = flow(cell.blocks, inside, sheet)
    if cell.vertical_text:
        inner = f"<p{sheet.attribute(declared)}>{content}</p>" if declared else content
        declared, content = {}, f'<div class="vertical">{inner}</div>'
    padding = _padding(cell)
    declared = {**declared, **css.borders(cell.edges)}
    if any(padding):
        declared["padding"] = " ".join(map(pt, padding))
    lines = (cell.edges.top.width + cell.edges.bottom.width) / 2
    height = pt(max(sum(row.height for row in rows) - padding[0] - padding[2] - lines, 0.0))
    if rows[0].height and cell.row_span == 1:  # on the cell: WeasyPrint gives a row with a height that of a whole span
        declared["height"] = height
    if all(row.height_rule == "exact" and row.height for row in rows):
        limit = sheet.attribute({"max-height": height, "overflow": "hidden"})
        content = f'<div{limit} data-clipped="{escape(_where(cell))}">{content}</div>'
    if cell.background or cell.diagonal:
        declared["background"] = _background(cell)
    if cell.valign != "top":
        declared["vertical-align"] = cell.valign
    if cell.no_wrap:
        declared["white-space"] = "nowrap"
    spans = f' colspan="{cell.span}"' if cell.span > 1 else ""
    spans += f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    return f"<td{spans}{sheet.attribute(declared)}>{content}</td>"


def _padding(cell: Cell) -> tuple[float, ...]:
    """Word measures a cell's side margins from the grid line, CSS from the inner edge of the (half) border."""
    padding, edges = cell.padding, cell.edges
    right, left = padding.right - edges.right.width / 2, padding.left - edges.left.width / 2
    return padding.top, max(right, 0.0), padding.bottom, max(left, 0.0)


def _where(cell: Cell) -> str:
    return next((where for block in cell.blocks if (where := block.where)), "")


def _background(cell: Cell) -> str:
    color = f"#{cell.background}" if cell.background else ""
    if not cell.diagonal:
        return color
    y1, y2 = ("0", "100%") if cell.diagonal == "down" else ("100%", "0")
    return f"{color} url('data:image/svg+xml,{quote(_DIAGONAL.format(y1=y1, y2=y2))}') 0 0/100% 100% no-repeat".strip()
