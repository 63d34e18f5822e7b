"""A straight line with its arrowheads -> HTML: a small drawing."""

from __future__ import annotations

from math import hypot
from typing import Final
from urllib.parse import quote

from reportgen.typeset.css import pt
from reportgen.typeset.tree import Arrowhead, Edge, Stroke

Point = tuple[float, float]

_DASHES: Final = {"dashed": "4 3", "dotted": "1 1"}
_LEAST_UNIT: Final = 2.0  # points: the heads of a thinner line are those of such a one
_COVERED: Final = {"triangle": 0.7, "stealth": 0.5}  # of a head's length: where the line ends below it
_NOTCH: Final = 0.6  # of its length, from a stealth head's tip


def write_stroke(stroke: Stroke, width: float, height: float) -> str:
    """A line across an area of that size, as a drawing that sticks out on all sides."""
    edge, heads = stroke.edge, [head for head in (stroke.left, stroke.right) if head is not None]
    unit = max(edge.width, _LEAST_UNIT)
    margin = max(edge.width, 0.5, *(max(head.length, head.width) * unit for head in heads))
    upper, lower = (margin, margin), (width + margin, height + margin)
    start, end = ((upper[0], lower[1]), (lower[0], upper[1])) if stroke.rising else (upper, lower)
    shapes = "".join(
        _head(head, tip, _towards(other, tip), unit, edge)
        for head, tip, other in ((stroke.left, start, end), (stroke.right, end, start))
        if head is not None
    )
    (x1, y1), (x2, y2) = _shortened(stroke.left, start, end, unit), _shortened(stroke.right, end, start, unit)
    dashes = f' stroke-dasharray="{_DASHES[edge.line]}"' if edge.line in _DASHES else ""
    line = f'<line x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}" {_pen(edge)}{dashes}/>'
    full_width, full_height = width + 2 * margin, height + 2 * margin
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{full_width:.2f}pt" height="{full_height:.2f}pt" '
        f'viewBox="0 0 {full_width:.2f} {full_height:.2f}">{line}{shapes}</svg>'
    )
    look = f"display:block;margin:{pt(-margin)} 0 0 {pt(-margin)};width:{pt(full_width)};height:{pt(full_height)}"
    return f'<img style="{look}" alt="线条" src="data:image/svg+xml,{quote(drawing)}"/>'


def _pen(edge: Edge) -> str:
    return f'stroke="#{edge.color}" stroke-width="{edge.width:.2f}"'


def _towards(origin: Point, tip: Point) -> Point:
    """The direction from one point to another, of length 1."""
    across, down = tip[0] - origin[0], tip[1] - origin[1]
    length = hypot(across, down) or 1.0
    return across / length, down / length


def _shortened(head: Arrowhead | None, tip: Point, other: Point, unit: float) -> Point:
    """Where a line ends that has a head at its tip."""
    covered = _COVERED.get(head.kind, 0.0) * head.length * unit if head is not None else 0.0
    across, down = _towards(other, tip)
    return tip[0] - across * covered, tip[1] - down * covered


def _head(head: Arrowhead, tip: Point, towards: Point, unit: float, edge: Edge) -> str:
    length, half = head.length * unit, head.width * unit / 2

    def at(back: float, aside: float) -> str:
        """A point so far behind the tip and beside the line."""
        x = tip[0] - towards[0] * back - towards[1] * aside
        y = tip[1] - towards[1] * back + towards[0] * aside
        return f"{x:.2f},{y:.2f}"

    if head.kind == "oval":
        radius = (length + 2 * half) / 4
        return f'<circle cx="{tip[0]:.2f}" cy="{tip[1]:.2f}" r="{radius:.2f}" fill="#{edge.color}"/>'
    if head.kind == "arrow":
        return f'<polyline points="{at(length, half)} {at(0, 0)} {at(length, -half)}" fill="none" {_pen(edge)}/>'
    corners = {
        "diamond": (at(length / 2, 0), at(0, half), at(-length / 2, 0), at(0, -half)),
        "stealth": (at(0, 0), at(length, half), at(length * _NOTCH, 0), at(length, -half)),
    }.get(head.kind, (at(0, 0), at(length, half), at(length, -half)))
    return f'<polygon points="{" ".join(corners)}" fill="#{edge.color}"/>'
