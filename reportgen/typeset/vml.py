"""w:pict, the drawings of older Word files, to a picture, a text box or a line at its place."""

from __future__ import annotations

import re

from reportgen.ooxml.markup import Element, attribute, child, inside, local_name, name_of
from reportgen.typeset import findings
from reportgen.typeset.drawings import as_carried, too_large
from reportgen.typeset.properties import number
from reportgen.typeset.story import Here
from reportgen.typeset.tree import NO_EDGE, Anchor, Arrowhead, Block, Edge, Floating, Padding, Picture, Stroke

_SHAPES = ("v:shape", "v:rect", "v:line")
_ALIGN = {"left": "start", "top": "start", "center": "center", "right": "end", "bottom": "end"}
_ACROSS = {"page": "page"}
_DOWN = {"page": "page", "margin": "text"}
_WRAPS = {"topAndBottom": "block", "square": "side", "tight": "side", "through": "side"}
_INSETS = ("7.2pt", "3.6pt", "7.2pt", "3.6pt")  # left, top, right, bottom of a text box that gives none
_HEADS = {"classic": "stealth", "open": "arrow", "oval": "oval", "diamond": "diamond"}
_HEAD_SIZES = {"short": 2.0, "long": 5.0, "narrow": 2.0, "wide": 5.0}
_NO = {"f", "false", "0"}
_COLOR = re.compile(r"#([0-9A-Fa-f]{3}(?:[0-9A-Fa-f]{3})?)")


def read_pict(pict: Element, here: Here) -> Floating | Picture | None:
    """A w:pict; None, and noted, where it is of a kind that is not carried."""
    shape = next((item for item in pict if name_of(item) in _SHAPES), None)
    words = inside(pict, "w:txbxContent")
    if shape is None or child(shape, "v:textpath") is not None:
        _note_lost(words, here)
        return None
    style = _style(shape)
    placed = style.get("position") == "absolute"
    image = child(shape, "v:imagedata")
    if image is not None and not placed:
        return _picture(image, style, here)
    content: Picture | Stroke | tuple[Block, ...] | None = None
    if placed and image is not None:
        content = _picture(image, style, here)
        if content is None:
            return None
    elif placed and words is not None:
        content = here.sheet.read_box(words, here)
    elif placed and name_of(shape) == "v:line":
        return _line(shape, style, here)
    if content is None or number(style.get("rotation")):
        _note_lost(words, here)
        return None
    return _floating(shape, style, content, here)


def _note_lost(words: Element | None, here: Here) -> None:
    here.note(findings.VML if words is None else findings.TEXT_BOX)


def _style(shape: Element) -> dict[str, str]:
    pairs = (entry.partition(":") for entry in attribute(shape, "style").split(";"))
    return {name.strip(): text.strip() for name, _, text in pairs}


def _length(text: str | None) -> float:
    """A CSS length in points; a bare number counts points too, where it is not nought."""
    return number(text) / (20 if re.search("[a-z]", text or "") else 1)


def _picture(image: Element, style: dict[str, str], here: Here) -> Picture | None:
    relation = here.story.part.relations.get(attribute(image, "r:id"))
    data = here.sheet.package.files.get(relation.target) if relation is not None else None
    if relation is None or data is None:
        here.note(findings.PICTURE_BROKEN)
        return None
    if size := too_large(data):
        here.note(findings.PICTURE_LARGE, size)
        return None
    shown = as_carried(data)
    if shown is None:
        here.note(findings.PICTURE_FORMAT, relation.target.rpartition(".")[2].upper())
        return None
    described = attribute(image.getparent(), "alt") or attribute(image, "o:title")
    if not described:
        here.note(findings.NO_DESCRIPTION)
    return Picture(*shown, _length(style.get("width")), _length(style.get("height")), described)


def _line(shape: Element, style: dict[str, str], here: Here) -> Floating:
    """A v:line: from one point to another, counted like a shape's margins."""
    ends = [attribute(shape, end, "0,0").split(",") for end in ("from", "to")]
    (x1, y1), (x2, y2) = ((_length(x), _length(y)) for x, y in (end if len(end) == 2 else ("0", "0") for end in ends))
    moved = style | {"margin-left": f"{min(x1, x2)}pt", "margin-top": f"{min(y1, y2)}pt"}
    moved |= {"width": f"{abs(x2 - x1)}pt", "height": f"{abs(y2 - y1)}pt"}
    line = child(shape, "v:stroke")
    start, end = (_arrowhead(line, side) for side in ("start", "end"))
    heads = (start, end) if x1 <= x2 else (end, start)
    return _floating(shape, moved, Stroke(_outline(shape), (x2 > x1) is not (y2 > y1), *heads), here)


def _arrowhead(line: Element | None, side: str) -> Arrowhead | None:
    kind = attribute(line, f"{side}arrow", "none")
    if kind == "none":
        return None
    length, width = (_HEAD_SIZES.get(attribute(line, f"{side}arrow{size}"), 3.0) for size in ("length", "width"))
    return Arrowhead(_HEADS.get(kind, "triangle"), length, width)


def _floating(
    shape: Element, style: dict[str, str], content: Picture | Stroke | tuple[Block, ...], here: Here
) -> Floating:
    around = next((attribute(item, "type") for item in shape if local_name(item.tag) == "wrap"), "")
    wrap = _WRAPS.get(around, "none")
    if wrap != "none":
        here.note(findings.WRAPPED)
    boxed = isinstance(content, tuple)
    fill = _COLOR.match(attribute(shape, "fillcolor"))
    filled = boxed and attribute(shape, "filled", "t") not in _NO
    return Floating(
        content=content,
        width=_length(style.get("width")),
        height=_length(style.get("height")),
        across=_anchor(style, "horizontal", "margin-left", _ACROSS, "text"),
        down=_anchor(style, "vertical", "margin-top", _DOWN, "paragraph"),
        wrap=wrap,
        behind=style.get("z-index", "").startswith("-"),
        fits=boxed and style.get("mso-wrap-style") == "none",
        padding=_padding(shape) if boxed else Padding(0, 0, 0, 0),
        edge=_outline(shape) if boxed else NO_EDGE,
        background=(_six(fill[1]) if fill else "FFFFFF") if filled else "",
    )


def _anchor(style: dict[str, str], axis: str, margin: str, origins: dict[str, str], usual: str) -> Anchor:
    of = origins.get(style.get(f"mso-position-{axis}-relative", ""), usual)
    align = _ALIGN.get(style.get(f"mso-position-{axis}", ""), "")
    return Anchor(of, 0.0 if align else _length(style.get(margin)), align)


def _padding(shape: Element) -> Padding:
    given = attribute(child(shape, "v:textbox"), "inset").split(",")
    left, top, right, bottom = (
        _length(given[at].strip() if at < len(given) and given[at].strip() else usual)
        for at, usual in enumerate(_INSETS)
    )
    return Padding(top, right, bottom, left)


def _outline(shape: Element) -> Edge:
    if attribute(shape, "stroked", "t") in _NO:
        return NO_EDGE
    color = _COLOR.match(attribute(shape, "strokecolor"))
    named = {"red": "FF0000"}.get(attribute(shape, "strokecolor").partition(" ")[0], "000000")
    return Edge(_length(attribute(shape, "strokeweight", ".75pt")), "solid", _six(color[1]) if color else named)


def _six(color: str) -> str:
    return (color if len(color) == 6 else "".join(digit * 2 for digit in color)).upper()
