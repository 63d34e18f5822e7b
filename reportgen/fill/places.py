"""Where an element stands in a Word document, as a person would say it."""

from __future__ import annotations

from reportgen.fill.merges import Element, W

_PARTS = {f"{W}hdr": "页眉 ", f"{W}ftr": "页脚 ", f"{W}footnotes": "脚注 "}


def text_of(element: Element) -> str:
    """All text of an element, content controls included."""
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def place_within(element: Element) -> str:
    """表1 第2行 第3格, or 第3段 outside tables; rows and cells as they are typed, tables counted by their start."""
    part = _PARTS.get(element.getroottree().getroot().tag, "")
    cell = _around(element, "tc")
    if cell is None:
        return f"{part}第{_count(element, 'p')}段"
    row, table = _around(cell, "tr"), _around(cell, "tbl")
    assert row is not None
    assert table is not None
    root = element.getroottree().getroot()
    number = list(root.iter(f"{W}tbl")).index(table) + 1
    return f"{part}表{number} 第{_index(row)}行 第{_index(cell)}格"


def _around(element: Element, name: str) -> Element | None:
    return next(element.iterancestors(f"{W}{name}"), None)


def _index(element: Element) -> int:
    return 1 + sum(1 for _ in element.itersiblings(element.tag, preceding=True))


def _count(element: Element, name: str) -> int:
    """Its number among the elements of its kind outside tables."""
    root = element.getroottree().getroot()
    outside = [e for e in root.iter(f"{W}{name}") if _around(e, "tbl") is None]
    return outside.index(element) + 1
