"""Teaches WeasyPrint to end a row span where a page ends, and to begin the rest of it on the next page.

WeasyPrint leaves such a cell without a line at the break and its text at the top. Word and we close its lines, set its
text in the middle of its part, and leave the part on the next page empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

from weasyprint.draw.color import get_color
from weasyprint.layout import block, table

from reportgen.typeset.hooks import private


@cache
def end_spans_with_pages() -> None:
    """Replace WeasyPrint's layout of a table's part on a page, once a process."""
    lay_out = private(block, "table_layout")
    grow_above: Any = private(table, "add_top_padding")

    def table_layout(context: Any, box: Any, bottom_space: float, skip_stack: Any, *options: Any) -> Any:
        spans = _spans(box) if box.style["border_collapse"] == "collapse" else None  # as all of ours are
        if spans is None or not spans.cells:
            return lay_out(context, box, bottom_space, skip_stack, *options)
        start = spans.row_at(skip_stack)
        later = {row for row in spans.cuts if row > start}
        spans.cut(spans.cuts - later)  # this part may end elsewhere than it did when it was last laid out
        found = lay_out(context, box, bottom_space, skip_stack, *options)
        part, resume_at = found[:2]
        rows = list(spans.body(part)) if part is not None and resume_at is not None else []
        if not rows:
            return found
        end = spans.row_at(resume_at)
        last = rows[-1][1]
        ending = [cell for y, row in rows for cell in row.children if y + cell.rowspan >= end]
        bottom = max((last.position_y + last.height, *map(_least_bottom, ending)))
        for y, row in rows:
            for cell in row.children:
                cell.rowspan = min(cell.rowspan, end - y)
        for cell in ending:
            _fill(cell, bottom, grow_above)
        missing = bottom - last.position_y - last.height  # a text may be higher than the rows its cell has here
        for box_above in (last, part, next(group for group in part.children if last in group.children)):
            box_above.height += missing
        spans.cut(spans.cuts | {end} | {row for row in later if row > end})
        return found

    block.table_layout = table_layout


@dataclass(slots=True)
class _Spans:
    """A table's rows over all its groups, its cells that span some, and the rows before which pages cut these."""

    starts: list[int]  # of each group, the number of its first row
    rows: list[tuple[Any, list[Any]]]  # each with its own cells
    cells: list[tuple[int, Any, int]]  # row, cell, rows spanned
    lines: list[list[Any]]  # above each row, and one below the last
    uncut: dict[tuple[int, int], Any] = field(default_factory=dict)
    cuts: set[int] = field(default_factory=set)

    def row_at(self, stack: Any) -> int:
        """The first row that a skip stack does not let begin before it."""
        if not stack:
            return 0
        [(group, rows)] = stack.items()
        if not rows:
            return self.starts[int(group)]
        [(row, cells)] = rows.items()
        return self.starts[int(group)] + int(row) + bool(cells)

    def body(self, part: Any) -> Any:
        """The numbers and rows of a page's part, but for repeated ones."""
        for group in part.children:
            if not (group.is_header or group.is_footer):
                yield from ((self.starts[group.index] + row.index, row) for row in group.children)

    def cut(self, cuts: set[int]) -> None:
        """Cut the spans before these rows and nowhere else."""
        if cuts == self.cuts:
            return
        for (y, x), line in self.uncut.items():
            self.lines[y][x] = line
        self.uncut.clear()
        for row, own in self.rows:
            row.children = own
        for y, cell, count in self.cells:
            ends = [y, *(row for row in sorted(cuts) if y < row < y + count), y + count]
            cell.rowspan = ends[1] - y
            for start, end in pairwise(ends[1:]):
                rest = cell.copy_with_children([])
                rest.rowspan = end - start
                row = self.rows[start][0]
                row.children = sorted((*row.children, rest), key=lambda box: box.grid_x)
                for x in range(cell.grid_x, cell.grid_x + cell.colspan):
                    self.uncut[start, x] = self.lines[start][x]
                    self.lines[start][x] = _line(cell.style)
        self.cuts = cuts


def _spans(box: Any) -> _Spans:
    """What is kept of a table between its pages."""
    if not hasattr(box, "row_spans"):
        rows = [(row, row.children) for group in box.children for row in group.children]
        starts = [0]
        for group in box.children:
            starts.append(starts[-1] + len(group.children))
        cells = [(y, cell, cell.rowspan) for y, (_, own) in enumerate(rows) for cell in own if cell.rowspan > 1]
        box.row_spans = _Spans(starts, rows, cells, box.collapsed_border_grid[1])
    spans: _Spans = box.row_spans
    return spans


def _line(style: Any) -> Any:
    """The heavier of a cell's lines above and below, as an entry of WeasyPrint's grid of lines."""
    side = max(("bottom", "top"), key=lambda side: style[f"border_{side}_width"])
    width, kind = style[f"border_{side}_width"], style[f"border_{side}_style"]
    return (0, width, 0), (kind, width, get_color(style, f"border_{side}_color"))


def _least_bottom(cell: Any) -> float:
    """Down to where a cell's text reaches: its padding may have grown to a row that then went to the next page."""
    grown = sum(getattr(cell, side) - cell.style[side].value for side in ("padding_top", "padding_bottom"))
    return float(cell.position_y + cell.border_height() - grown)


def _fill(cell: Any, bottom: float, grow_above: Any) -> None:
    """Make a cell reach down to a line, its text where it belongs."""
    room = bottom - cell.position_y - cell.border_height()
    above = {"bottom": room, "middle": room / 2}.get(cell.vertical_align, 0.0)
    grow_above(cell, above)
    cell.padding_bottom += room - above
