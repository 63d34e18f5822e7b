"""How characters, paragraphs and frames look on paper.

Lengths are points (binary floating point is right for paper, never for money); colours are `RRGGBB`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RunStyle:
    """How characters look, after docDefaults, styles and direct formatting."""

    latin: str = "Times New Roman"
    east_asian: str = "宋体"
    size: float = 10.5
    bold: bool = False
    italic: bool = False
    underline: str = ""  # "", single, double, wave, dotted, dash
    strike: bool = False
    color: str = ""
    background: str = ""
    spacing: float = 0.0  # added after each character
    rise: float = 0.0  # w:position
    script: str = ""  # "", super, sub
    hint_east_asian: bool = False  # “ ” … — take the East Asian face
    caps: bool = False
    scale: float = 1.0  # the width of characters to that of their design
    emphasis: str = ""  # a mark at each character: "", below (a dot), above (a ring)


@dataclass(frozen=True, slots=True)
class LineSpacing:
    """`multiple` (of the face's own height), `exact` or `at_least` (points)."""

    rule: str = "multiple"
    value: float = 1.0


@dataclass(frozen=True, slots=True)
class TabStop:
    position: float  # from the left text edge
    kind: str = "left"  # left, center, right, decimal
    leader: str = ""  # "", dot, hyphen, underscore


@dataclass(frozen=True, slots=True)
class Edge:
    """One border line; width 0 is no line, that of a double one is both lines and the gap.

    `space` is its distance from a paragraph's text.
    """

    width: float = 0.0
    line: str = "solid"  # solid, double, dotted, dashed
    color: str = "000000"
    space: float = 0.0


NO_EDGE = Edge()


@dataclass(frozen=True, slots=True)
class Edges:
    top: Edge = NO_EDGE
    right: Edge = NO_EDGE
    bottom: Edge = NO_EDGE
    left: Edge = NO_EDGE


NO_EDGES = Edges()


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The lines around a page: their `space` is from the paper's edge, or from the text and the margins in `around`."""

    edges: Edges
    from_paper: bool = False
    around: frozenset[str] = frozenset()  # header, footer
    pages: str = "all"  # all, first, later: of the section


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """How a paragraph sits; `name` is its style's id (contextual spacing compares it)."""

    name: str = ""
    align: str = "left"  # left, center, right, justify, distribute
    left: float = 0.0
    right: float = 0.0
    first_line: float = 0.0  # negative: hanging
    before: float = 0.0
    after: float = 0.0
    contextual: bool = False
    adds_space: bool = False  # to what the paragraph before wants after it; else the larger of the two counts
    web_before: bool = False  # `before` is that of web pages: none between two items of a list
    web_after: bool = False
    listed: bool = False
    line: LineSpacing = LineSpacing()
    keep_next: bool = False
    keep_lines: bool = False
    page_break_before: bool = False
    widow_control: bool = True
    outline: int | None = None  # 0: heading of the first level
    drop_cap: float | None = None  # it stands in the first lines of the next paragraph, so far from their text
    snap_to_grid: bool = True
    auto_space_letters: bool = True  # a quarter em between ideographs and Latin letters
    auto_space_digits: bool = True
    hang_punctuation: bool = True
    trim_line_start: bool = False  # an opening mark at a line's start loses its blank half
    tabs: tuple[TabStop, ...] = ()
    edges: Edges = Edges()
    background: str = ""
    mark: RunStyle = RunStyle()  # of the paragraph mark: the height of an empty paragraph


@dataclass(frozen=True, slots=True)
class Padding:
    top: float = 0.0
    right: float = 5.4
    bottom: float = 0.0
    left: float = 5.4


USUAL_PADDING = Padding()
NO_PADDING = Padding(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a floating thing stands on one axis: `offset` from, or aligned within, the page, the text or the paragraph.

    `of` is page, right_margin (of the page), text or paragraph; `align` is start, center, end or "". What is aligned is
    `extent` long, where the thing is but a part of it.
    """

    of: str
    offset: float = 0.0
    align: str = ""
    extent: float = 0.0


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a table stands across; with a `side` (left, right) what follows stands beside it, so far apart."""

    across: Anchor
    side: str = ""
    apart: float = 0.0


@dataclass(frozen=True, slots=True)
class Arrowhead:
    """`kind` is triangle, stealth, arrow (open), diamond or oval; its sides count thicknesses of the line."""

    kind: str
    length: float = 3.0
    width: float = 3.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line across its area, perhaps with heads at its `left` and `right` end (if upright, top first)."""

    edge: Edge
    rising: bool = False
    left: Arrowhead | None = None
    right: Arrowhead | None = None
