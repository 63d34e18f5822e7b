"""The frame around a page's text -> the background of its @page rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote

from reportgen.typeset.css import SIDES, edge_of
from reportgen.typeset.tree import Edge, PageFrame, Section

_UP_AND_DOWN: Final = ("top", "bottom")
_ENDS: Final = {"top": ("left", "right"), "bottom": ("left", "right"), "left": _UP_AND_DOWN, "right": _UP_AND_DOWN}
_DASHES: Final = {"dashed": (4.0, 3.0), "dotted": (1.0, 1.0)}  # in thicknesses of the line


def frame_rules(name: str, section: Section, text: Mapping[str, float]) -> Iterator[str]:
    """The rules that draw a section's frame on its pages, whose text is so far from the paper's edges."""
    if section.frame is None:
        return
    picture = f'background:url("data:image/svg+xml,{quote(_drawing(section.frame, section, text))}") no-repeat fixed'
    first = f"@page {name}:nth(1 of {name})"
    yield f"{first}{{{picture}}}" if section.frame.pages == "first" else f"@page {name}{{{picture}}}"
    if section.frame.pages == "later":
        yield f"{first}{{background:none}}"


def _drawing(frame: PageFrame, section: Section, text: Mapping[str, float]) -> str:
    if "header" in frame.around and section.headers:
        text = {**text, "top": min(text["top"], section.header_distance)}
    if "footer" in frame.around and section.footers:
        text = {**text, "bottom": min(text["bottom"], section.footer_distance)}
    size = {"top": section.height, "bottom": section.height, "left": section.width, "right": section.width}
    lines = []
    for side in SIDES:
        for number, (_, thickness) in enumerate(_strokes(edge_of(frame.edges, side))):
            at = _depth(frame, text, side, number)
            start, end = (_depth(frame, text, other, number, outer=True) for other in _ENDS[side])
            level = at if side in ("top", "left") else size[side] - at
            stop = size[_ENDS[side][1]] - end
            ends = (start, level, stop, level) if side in ("top", "bottom") else (level, start, level, stop)
            lines.append(_line(edge_of(frame.edges, side), thickness, ends))
    width, height = f"{section.width:.2f}", f"{section.height:.2f}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
        f'viewBox="0 0 {width} {height}">{"".join(lines)}</svg>'
    )


def _strokes(edge: Edge) -> list[tuple[float, float]]:
    """The lines an edge is drawn as, the outer first: how far in from its outer rim the middle is, how thick it is."""
    if not edge.width:
        return []
    third = edge.width / 3
    return [(third / 2, third), (third * 2.5, third)] if edge.line == "double" else [(edge.width / 2, edge.width)]


def _depth(frame: PageFrame, text: Mapping[str, float], side: str, number: int, *, outer: bool = False) -> float:
    """How far in from the paper's edge a line's middle (or its outer rim) is; without a line, the text."""
    edge = edge_of(frame.edges, side)
    strokes = _strokes(edge)
    if not strokes:
        return text[side]
    rim = edge.space if frame.from_paper else text[side] - edge.space - edge.width
    middle, thickness = strokes[min(number, len(strokes) - 1)]
    return rim + middle - (thickness / 2 if outer else 0.0)


def _line(edge: Edge, thickness: float, ends: tuple[float, float, float, float]) -> str:
    x1, y1, x2, y2 = (f"{place:.2f}" for place in ends)
    dashes = " ".join(f"{part * thickness:.2f}" for part in _DASHES.get(edge.line, ()))
    pattern = f' stroke-dasharray="{dashes}"' if dashes else ""
    stroke = f'stroke="#{edge.color}" stroke-width="{thickness:.2f}"{pattern}'
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" {stroke}/>'
