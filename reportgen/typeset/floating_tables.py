"""Where a table stands that Word lets text stand beside (w:tblpPr), in so far as it stands among its paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.typeset.looks import TablePlace
from reportgen.typeset.properties import Bag, points, within
from reportgen.typeset.story import Here
from reportgen.typeset.tree import Anchor, Row

_ALIGN = {"left": "start", "inside": "start", "center": "center", "right": "end", "outside": "end"}
_MOST_DOWN = 10.0  # points: from farther down, lines of the next paragraph would stand above the table
_LEAST_BESIDE = 72.0  # Word sets no text in less room
_MOST_WIDE = 0.6  # of the text
_MOST_HIGH = 0.3  # of the text's height: a higher one might not fit on the page any more
_LINE = 14.0  # points, about


def read_place(look: Bag, width: float, rows: Sequence[Row], lead: float, here: Here) -> TablePlace | None:
    """The place of a table that begins where its paragraphs let it, None of one that stands elsewhere on the page.

    Word counts an offset to a point `lead` after the table's left edge.
    """
    placed = within(look, "tblpPr")
    across = _across(placed, lead)
    if here.in_table or placed.get("vertAnchor") != "text" or "tblpYSpec" in placed or across is None:
        return None
    if abs(points(placed.get("tblpY"))) > _MOST_DOWN:
        return None
    if here.width - width < _LEAST_BESIDE:
        return TablePlace(across)
    side = _side(across, width, here)
    small = width <= here.width * _MOST_WIDE and _height(rows) <= here.height * _MOST_HIGH
    apart = points(placed.get("rightFromText" if side == "left" else "leftFromText"))
    return TablePlace(across, side, apart) if side and small else None


def _across(placed: Bag, lead: float) -> Anchor | None:
    of = "page" if placed.get("horzAnchor") == "page" else "text"
    if "tblpXSpec" in placed:
        align = _ALIGN.get(placed["tblpXSpec"])
        return Anchor(of, align=align) if align else None
    return Anchor(of, points(placed.get("tblpX")) - lead)


def _side(across: Anchor, width: float, here: Here) -> str:
    """The side of the text that a table stands on; empty in the middle, and where it counts from the paper's edge."""
    if across.of == "page":
        return ""
    if across.align:
        return {"start": "left", "end": "right"}.get(across.align, "")
    if across.offset < _MOST_DOWN:
        return "left"
    return "right" if here.width - width - across.offset < _MOST_DOWN else ""


def _height(rows: Sequence[Row]) -> float:
    """About how high rows are whose cells have a line for each paragraph."""
    return sum(max(row.height, max((len(cell.blocks) for cell in row.cells), default=1) * _LINE) for row in rows)
