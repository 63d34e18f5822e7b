"""CSS: lengths, borders, run styles, and a stylesheet with one class per distinct block of declarations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from reportgen.typeset import fonts
from reportgen.typeset.tree import Edge, Edges, RunStyle

Declarations = Mapping[str, str]

SIDES: Final = ("top", "right", "bottom", "left")
INITIAL: Final = {"font-weight": "400", "font-style": "normal", "color": "#000000", "letter-spacing": "normal"}
_UNDERLINES: Final = {"single": "", "double": " double", "wave": " wavy", "dotted": " dotted", "dash": " dashed"}
_SCRIPTS: Final = {"super": "super", "sub": "sub"}


@dataclass(slots=True)
class Sheet:
    """The style rules of a document while it is written; equal declarations share a class."""

    classes: dict[str, str] = field(default_factory=dict)
    rules: dict[str, None] = field(default_factory=dict)
    counted: set[str] = field(default_factory=set)  # sections (s1, s2 …) whose count of pages is shown

    def attribute(self, declarations: Declarations) -> str:
        """` class="…"`, or nothing where nothing is declared."""
        if not declarations:
            return ""
        block = ";".join(f"{name}:{value}" for name, value in declarations.items())
        return f' class="{self.classes.setdefault(block, f"c{len(self.classes)}")}"'

    def text(self) -> str:
        """The stylesheet."""
        classes = (f".{name}{{{block}}}" for block, name in self.classes.items())
        return "\n".join((*self.rules, *classes))


def pt(length: float) -> str:
    """A length in points, to a hundredth."""
    return f"{length:.2f}".rstrip("0").rstrip(".") + "pt" if abs(length) >= 0.005 else "0"


def border(edge: Edge) -> str:
    """The value of a `border-…` property."""
    return f"{pt(edge.width)} {edge.line} #{edge.color}"


def borders(edges: Edges) -> dict[str, str]:
    """Declarations of the edges that have a line."""
    return {f"border-{side}": border(edge) for side in SIDES if (edge := edge_of(edges, side)).width}


def edge_of(edges: Edges, side: str) -> Edge:
    """The edge of a side named as in CSS."""
    edge: Edge = getattr(edges, side)
    return edge


@cache
def inherited(style: RunStyle, east_asian: bool) -> dict[str, str]:
    """How a run's characters look, as declarations that a span can take back."""
    face, other = (style.east_asian, style.latin) if east_asian else (style.latin, style.east_asian)
    return {
        "font-family": fonts.stack(face, other),
        "font-size": pt(style.size),
        "font-weight": "700" if style.bold else "400",
        "font-style": "italic" if style.italic else "normal",
        "color": f"#{style.color or '000000'}",
        "letter-spacing": f"{style.spacing:.4f}pt" if style.spacing else "normal",  # a hundredth adds up on a line
    }


@cache
def own(style: RunStyle) -> dict[str, str]:
    """What a run adds that its paragraph's other runs cannot take back, so that only spans carry it."""
    lines = [f"underline{_UNDERLINES.get(style.underline, '')}"] if style.underline else []
    if style.strike:
        lines.append("line-through")
    found = {"text-decoration": " ".join(lines)} if lines else {}
    if style.background:
        found["background"] = f"#{style.background}"
    if style.emphasis:
        found["--emphasis"] = style.emphasis
    if style.scale != 1:  # laid out as a smaller or larger font, and drawn in full height: lettering.py
        found |= {"font-size": pt(style.size * style.scale), "--scale": f"{style.scale:g}"}
    if style.caps:
        found["text-transform"] = "uppercase"
    if style.script in _SCRIPTS:
        found |= {"vertical-align": _SCRIPTS[style.script], "font-size": pt(style.size * style.scale * 0.65)}
    elif style.rise:
        found["vertical-align"] = pt(style.rise)
    return found
