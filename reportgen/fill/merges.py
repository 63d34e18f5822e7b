"""Table cells after filling: those marked by the `vmerge` filter are merged group by group, at any depth."""

from __future__ import annotations

import re
from typing import TypeAlias

from lxml import etree

from reportgen.fill.environment import END, KEY, MARK

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Element: TypeAlias = "etree._Element"
_SIGNS = re.compile(f"{MARK}|{KEY}[^{END}]*{END}")  # what |vmerge adds to a text
_BEFORE_MERGE = ("cnfStyle", "tcW", "gridSpan", "hMerge")  # what stands before w:vMerge in a w:tcPr


def close_cells(root: Element) -> None:
    """End every cell, header, footer and note with a paragraph, which Word demands, where loops left none."""
    for cell in root.iter(f"{W}tc", f"{W}hdr", f"{W}ftr", f"{W}footnote"):
        if not len(cell) or cell[-1].tag not in (f"{W}p", f"{W}sdt"):
            etree.SubElement(cell, f"{W}p")


def merge_marked_cells(root: Element) -> tuple[str, ...]:
    """Merge each marked cell with the one above it in its grid column when span and text are equal.

    A cell that starts anew also starts every marked cell to its right, so that inner groups end with outer ones.
    The texts of the cells that went into those above come back.
    """
    joined: list[str] = []
    for table in root.iter(f"{W}tbl"):
        above: dict[int, tuple[int, str]] = {}
        for row in table.iterchildren(f"{W}tr"):
            above = _merge_row(row, above, joined)
    return tuple(joined)


def _merge_row(row: Element, above: dict[int, tuple[int, str]], joined: list[str]) -> dict[int, tuple[int, str]]:
    """Merge one row's marked cells into the row above; gives back what a next row may join."""
    here: dict[int, tuple[int, str]] = {}
    column, fresh = _number(row, "trPr", "gridBefore", 0), False
    for cell in row.iterchildren(f"{W}tc"):
        span = _number(cell, "tcPr", "gridSpan", 1)
        texts = [t for t in cell.iter(f"{W}t") if next(t.iterancestors(f"{W}tc")) is cell]  # no table inside
        content = "".join(t.text or "" for t in texts)
        if MARK in content:
            joins = not fresh and above.get(column) == (span, content)
            fresh = fresh or not joins
            here[column] = (span, content)
            _set_merge(cell, "continue" if joins else "restart")
            joined += [_unmarked(content)] if joins else []
            for text in texts:
                text.text = "" if joins else _unmarked(text.text or "")
        column += span
    return here


def _unmarked(text: str) -> str:
    return _SIGNS.sub("", text)


def _number(element: Element, properties: str, name: str, default: int) -> int:
    found = element.find(f"{W}{properties}/{W}{name}")
    return default if found is None else int(found.get(f"{W}val", str(default)))


def _set_merge(cell: Element, value: str) -> None:
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        properties = etree.Element(f"{W}tcPr")
        cell.insert(0, properties)
    for old in properties.findall(f"{W}vMerge"):
        properties.remove(old)
    merge = etree.Element(f"{W}vMerge")
    merge.set(f"{W}val", value)
    position = sum(1 for child in properties if etree.QName(child).localname in _BEFORE_MERGE)
    properties.insert(position, merge)
