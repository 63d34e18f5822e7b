"""Teaches WeasyPrint to draw characters made narrower or wider, and marks of emphasis below or above each.

The stylesheet tells it by custom properties: `--scale` (the text is laid out in a font of that share of its size, and
drawn in full height), `--emphasis` (below: a dot, above: a ring), and `--lettering` on the root where any text has one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any, Final

from weasyprint.draw import text as drawing
from weasyprint.matrix import Matrix

from reportgen.typeset.glyphs import advances
from reportgen.typeset.hooks import private

# Of the font size: the middle of a mark from the base line, its radius, how thick a ring is.
_HEIGHTS: Final = {"below": 0.25, "above": -0.97}
_RADIUS: Final = {"below": 0.08, "above": 0.09}
_RING: Final = 0.03
_ROUND: Final = 0.5523  # of the radius: the handles of the four curves that make a circle


@cache
def draw_lettering() -> None:
    """Replace how WeasyPrint draws a text, once a process."""
    draw: Any = private(drawing, "draw_first_line")

    def draw_first_line(stream: Any, textbox: Any, *options: Any) -> Any:
        style = textbox.style
        if not style.root_style["__lettering"]:
            return draw(stream, textbox, *options)
        scale = _first(style, "__scale")
        share = float(scale.value) if scale else 1.0
        *others, matrix = options
        found = draw(stream, textbox, *others, Matrix(d=1 / share) @ matrix)
        emphasis = _first(style, "__emphasis")
        if emphasis:
            stream.end_text()
            for x in _middles(textbox):
                _mark(stream, emphasis.value, matrix[2][0] + x, matrix[2][1], style["font_size"] / share)
            stream.begin_text()
        return found

    drawing.draw_first_line = draw_first_line


def _first(style: Any, name: str) -> Any:
    """The first token of a custom property; None where none is set."""
    tokens = style[name]
    return tokens[0] if tokens else None


def _middles(textbox: Any) -> Iterator[float]:
    """The middle of each character that is no space, from the left of its text as it was drawn."""
    layout = textbox.pango_layout
    line, _ = layout.get_first_line()
    edges = [-layout.lead]
    for width in advances(line, layout.text)[1:]:
        edges.append(edges[-1] + width)
    for character, (left, right) in zip(layout.text, pairwise(edges), strict=True):
        if not character.isspace():
            yield (left + right) / 2


def _mark(stream: Any, kind: str, x: float, base: float, size: float) -> None:
    y, radius = base + _HEIGHTS[kind] * size, _RADIUS[kind] * size
    bent = radius * _ROUND
    stream.move_to(x + radius, y)
    stream.curve_to(x + radius, y + bent, x + bent, y + radius, x, y + radius)
    stream.curve_to(x - bent, y + radius, x - radius, y + bent, x - radius, y)
    stream.curve_to(x - radius, y - bent, x - bent, y - radius, x, y - radius)
    stream.curve_to(x + bent, y - radius, x + radius, y - bent, x + radius, y)
    if kind == "below":
        stream.fill()
        return
    stream.set_line_width(_RING * size)
    stream.stroke()
