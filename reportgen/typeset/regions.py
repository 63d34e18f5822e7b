"""Which conditional formats of a table style reach a cell, and which border each of its sides takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.typeset.grid import Slot
from reportgen.typeset.properties import Bag, hexadecimal, integer, within
from reportgen.typeset.styles import Layer, TableStyle

_LOOK_BITS = {"firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100}
_LOOK_BITS |= {"noHBand": 0x200, "noVBand": 0x400}


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of the grid, ends excluded, and what is formatted alike in it."""

    top: int
    bottom: int
    left: int
    right: int
    layer: Layer

    def edge(self, borders: Bag, slot: Slot, side: str) -> Bag:
        """The line a cell's side takes from this region's borders: the outer one on its rim, else the inner one."""
        rim = {
            "top": slot.row <= self.top,
            "bottom": slot.row + slot.row_span >= self.bottom,
            "left": slot.column <= self.left,
            "right": slot.column + slot.span >= self.right,
        }
        inner = "insideH" if side in ("top", "bottom") else "insideV"
        name = side if rim[side] else inner
        return renamed(borders, name, side)


def renamed(borders: Bag, name: str, side: str) -> Bag:
    """One border of several, as that of a side; nothing where it is not set."""
    if name not in borders:
        return {}
    start = f"{name}."
    return {
        side + key.removeprefix(name): entry for key, entry in borders.items() if key == name or key.startswith(start)
    }


def table_look(look: Bag) -> Mapping[str, bool]:
    """w:tblLook: which conditional formats are asked for."""
    bits = hexadecimal(look.get("tblLook", ""))
    return {
        name: look[f"tblLook.{name}"] in ("1", "true", "on") if f"tblLook.{name}" in look else bool(bits & bit)
        for name, bit in _LOOK_BITS.items()
    }


def regions(style: TableStyle, look: Bag, slot: Slot, rows: int, columns: int) -> Sequence[Region]:
    """The conditional formats that reach a cell, the weakest first."""
    places = _places(table_look(look), look, slot, rows, columns)
    return [Region(*rectangle, style[name]) for name, rectangle in places if name in style]


Rectangle = tuple[int, int, int, int]


def _places(
    asked: Mapping[str, bool], look: Bag, slot: Slot, rows: int, columns: int
) -> Iterator[tuple[str, Rectangle]]:
    top, left = int(asked["firstRow"]), int(asked["firstColumn"])
    bottom, right = rows - int(asked["lastRow"]), columns - int(asked["lastColumn"])
    in_first, in_last = asked["firstRow"] and slot.row == 0, asked["lastRow"] and slot.row + slot.row_span >= rows
    at_first = asked["firstColumn"] and slot.column == 0
    at_last = asked["lastColumn"] and slot.column + slot.span >= columns
    if not asked["noVBand"] and not at_first:
        size = max(integer(look.get("tblStyleColBandSize"), 1), 1)
        band = (slot.column - left) // size
        start = left + band * size
        yield f"band{band % 2 + 1}Vert", (top, bottom, start, min(start + size, right))
    if not asked["noHBand"] and not in_first and not in_last:
        size = max(integer(look.get("tblStyleRowBandSize"), 1), 1)
        band = (slot.row - top) // size
        start = top + band * size
        yield f"band{band % 2 + 1}Horz", (start, min(start + size, bottom), left, right)
    if at_first:
        yield "firstCol", (top, bottom, 0, 1)
    if at_last:
        yield "lastCol", (top, bottom, columns - 1, columns)
    if in_first:
        yield "firstRow", (0, 1, 0, columns)
    if in_last:
        yield "lastRow", (rows - 1, rows, 0, columns)
    for name, met in (
        ("nwCell", in_first and at_first),
        ("neCell", in_first and at_last),
        ("swCell", in_last and at_first),
        ("seCell", in_last and at_last),
    ):
        if met:
            yield name, (slot.row, slot.row + slot.row_span, slot.column, slot.column + slot.span)


def cell_borders(slot: Slot, whole: Region, conditions: Sequence[Region], table_borders: Bag) -> Mapping[str, str]:
    """The borders of a cell's four sides: its own, else a conditional format's, else the table's."""
    own = within(slot.properties, "tcBorders")
    out: dict[str, str] = {}
    for side in ("top", "right", "bottom", "left"):
        candidates = _candidates(side, own, slot, whole, conditions, table_borders)
        out.update(next((lines for lines in candidates if side in lines), {}))
    return out


def _candidates(
    side: str, own: Bag, slot: Slot, whole: Region, conditions: Sequence[Region], table_borders: Bag
) -> Iterator[Bag]:
    """What could be a side's line, the first first."""
    yield renamed(own, side, side)
    for region in reversed(conditions):
        yield region.edge(within(region.layer.cell, "tcBorders"), slot, side)
        yield region.edge(within(region.layer.table, "tblBorders"), slot, side)
    yield whole.edge(within(whole.layer.cell, "tcBorders"), slot, side)
    yield whole.edge(table_borders, slot, side)
