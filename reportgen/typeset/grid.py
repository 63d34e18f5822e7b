"""A w:tbl's rows and cells placed on its grid: column widths, spans, merges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.ooxml.markup import Element, attribute, child, children, content, name_of, tag
from reportgen.typeset import findings
from reportgen.typeset.properties import Bag, bag, integer, number, points
from reportgen.typeset.story import Here

_WRAPPERS = {"w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"}
_MOST_COLUMNS = 63  # in Word; a larger span is an attack or an accident
_SAME = 1.0  # points by which two widths of a column may differ
_LEAST_COLUMN = 20.0  # points, for a column of unknown width


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """A cell on the grid; `ordinal` counts the cells of its row from 1, merged ones too."""

    element: Element
    properties: Bag
    row: int
    ordinal: int
    column: int
    span: int
    row_span: int = 1


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row's cells that are not merged away; the cells cover the columns `begin` to `end`."""

    index: int
    element: Element
    properties: Bag
    slots: tuple[Slot, ...]
    begin: int
    end: int


def read_rows(table: Element, here: Here) -> tuple[GridRow, ...]:
    """A table's rows with their merges resolved; a row or cell inside content controls counts like any other."""
    rows = []
    for index, element in enumerate(_wrapped(table, "w:tr")):
        properties = bag(child(element, "w:trPr"))
        begin = column = _left_out(properties, "gridBefore")
        slots: list[Slot] = []
        for ordinal, cell in enumerate(_wrapped(element, "w:tc"), start=1):
            own = bag(child(cell, "w:tcPr"))
            span = min(max(integer(own.get("gridSpan"), 1), 1), _MOST_COLUMNS)
            if _continues(own, "hMerge") and slots:
                slots[-1] = replace(slots[-1], span=slots[-1].span + span)
                _note_covered(cell, index, ordinal, here)
            else:
                slots.append(Slot(cell, own, index, ordinal, column, span))
            column += span
        rows.append(GridRow(index, element, properties, tuple(slots), begin, column))
    return _merged_down(rows, here)


def column_count(table: Element, rows: Sequence[GridRow]) -> int:
    """The columns of the grid and of the longest row."""
    ends = (row.end + _left_out(row.properties, "gridAfter") for row in rows)
    return max(len(list(children(child(table, "w:tblGrid"), "w:gridCol"))), *ends, 1)


def column_widths(table: Element, rows: Sequence[GridRow], look: Bag, here: Here) -> tuple[float, ...]:
    """The widths of the columns in points, scaled to the table's own width where it gives one."""
    count = column_count(table, rows)
    widths = [points(attribute(column, "w:w")) for column in children(child(table, "w:tblGrid"), "w:gridCol")]
    widths += [0.0] * (count - len(widths))
    if not all(width > 0 for width in widths):
        widths = _guessed(widths, rows, here)
    widths = _asked_by_cells(rows, count) or widths
    total, kind, width = sum(widths), look.get("tblW.type", "auto"), look.get("tblW.w", "0")
    wanted = total
    if kind == "pct" or width.endswith("%"):
        wanted = here.width * number(width) / 5000
    elif kind == "dxa" and look.get("tblLayout.type") != "fixed" and abs(points(width) - total) > total / 50:
        wanted = points(width)
    return tuple(column * wanted / total for column in widths) if wanted > 0 else tuple(widths)


def _left_out(row: Bag, side: str) -> int:
    return min(max(integer(row.get(side)), 0), _MOST_COLUMNS)


def _wrapped(parent: Element, wanted: str) -> Iterator[Element]:
    for element in content(parent):
        name = name_of(element)
        if name == wanted:
            yield element
        elif name in _WRAPPERS:
            yield from _wrapped(element, wanted)


def _continues(properties: Bag, merge: str) -> bool:
    """A merge without a value goes on with the cell before."""
    return properties.get(merge) in ("true", "continue")


def _merged_down(rows: Sequence[GridRow], here: Here) -> tuple[GridRow, ...]:
    """Rows with cells merged away taken out, and the cell above spanning them."""
    spans: dict[Slot, int] = {}
    above: dict[int, Slot] = {}  # by column, the first cells of the merges that are open
    for row in rows:
        still_open: dict[int, Slot] = {}
        for slot in row.slots:
            first = above.get(slot.column)
            if first is not None and _continues(slot.properties, "vMerge") and first.span == slot.span:
                spans[first] += 1
                still_open[slot.column] = first
                _note_covered(slot.element, slot.row, slot.ordinal, here)
                continue
            if first is not None and _continues(slot.properties, "vMerge"):
                _at(slot.row, slot.ordinal, here).note(findings.UNEVEN_MERGE)
            spans[slot] = 1
            if "vMerge" in slot.properties:
                still_open[slot.column] = slot
        above = still_open
    return tuple(
        replace(row, slots=tuple(replace(slot, row_span=spans[slot]) for slot in row.slots if slot in spans))
        for row in rows
    )


def _note_covered(cell: Element, row: int, ordinal: int, here: Here) -> None:
    if any((text.text or "").strip() for text in cell.iter(tag("w:t"))):
        _at(row, ordinal, here).note(findings.COVERED)


def _at(row: int, ordinal: int, here: Here) -> Here:
    return here.at(f"{here.place} 第{row + 1}行 第{ordinal}格")


def _asked_by_cells(rows: Sequence[GridRow], count: int) -> list[float]:
    """The widths that the cells ask for, which Word puts before the grid's; none where they leave a column open or two
    rows ask for different ones."""
    edges = {0: 0.0}
    slots = [slot for row in rows for slot in row.slots if slot.properties.get("tcW.type") == "dxa"]
    for slot in (*slots, *slots):  # twice: a row may begin below a merged cell
        if slot.column in edges:
            end = edges[slot.column] + points(slot.properties.get("tcW.w"))
            if abs(edges.setdefault(slot.column + slot.span, end) - end) > _SAME:
                return []
    widths = [edges[at + 1] - edges[at] for at in range(count) if at in edges and at + 1 in edges]
    return widths if len(widths) == count and min(widths) > 0 else []


def _guessed(widths: list[float], rows: Sequence[GridRow], here: Here) -> list[float]:
    """Missing widths from the cells of one column, the rest of them shared out."""
    out = [max(width, 0.0) for width in widths]
    for row in rows:
        for slot in row.slots:
            if slot.span == 1 and not out[slot.column] and slot.properties.get("tcW.type") == "dxa":
                out[slot.column] = points(slot.properties.get("tcW.w"))
    unknown = out.count(0)
    if unknown:
        here.note(findings.GRID_GUESSED)
        share = max((here.width - sum(out)) / unknown, _LEAST_COLUMN)
        out = [width or share for width in out]
    return out
