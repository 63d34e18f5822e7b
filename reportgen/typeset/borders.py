"""Border properties to edges."""

from __future__ import annotations

from reportgen.typeset import findings
from reportgen.typeset.colors import color
from reportgen.typeset.properties import Bag, number
from reportgen.typeset.story import Here
from reportgen.typeset.tree import NO_EDGE, Edge

SIDES = ("top", "right", "bottom", "left")

_LINES = {
    **dict.fromkeys(("single", "thick"), "solid"),
    **dict.fromkeys(("double", "triple"), "double"),
    **dict.fromkeys(("dashed", "dashSmallGap"), "dashed"),
    "dotted": "dotted",
}
_OTHER_LINES = ("dot", "dash", "thin", "thick", "wave", "doubleWave", "threeD", "outset", "inset")


def is_drawn(borders: Bag, side: str) -> bool:
    """Whether a side is set to a line."""
    return borders.get(side, "nil") not in ("nil", "none")


def is_line(borders: Bag, side: str) -> bool:
    """Whether a side is set to a line and not to a row of pictures, of which a page's border may be made."""
    return borders[side] in _LINES or borders[side].startswith(_OTHER_LINES)


def read_edge(borders: Bag, side: str, here: Here) -> Edge:
    """One side of a border element laid flat; a double line's width is that of both lines and the gap."""
    if not is_drawn(borders, side):
        return NO_EDGE
    line = _LINES.get(borders[side])
    if line is None:
        here.note(findings.BORDER_LINE, borders[side])
        name = borders[side].lower()
        line = "double" if "thin" in name else "dashed" if "dash" in name else "solid"
    width = max(number(borders.get(f"{side}.sz"), 4), 2) / 8
    return Edge(
        width=width * 3 if line == "double" else width,
        line=line,
        color=color(borders, f"{side}.color", f"{side}.themeColor", here.sheet.styles.theme) or "000000",
        space=number(borders.get(f"{side}.space")),
    )
