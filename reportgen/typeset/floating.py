"""w:drawing to what stands on the page at a place of its own: a picture, a box of text, a straight line."""

from __future__ import annotations

from dataclasses import replace

from reportgen.typeset import findings
from reportgen.typeset.drawings import EMU, read_drawing, read_picture
from reportgen.typeset.markup import Element, attribute, child, inside, local_name
from reportgen.typeset.properties import integer
from reportgen.typeset.story import Here
from reportgen.typeset.tree import NO_EDGE, Anchor, Block, Edge, Floating, Padding, Picture, Stroke

_ACROSS = {"page": "page", "leftMargin": "page", "rightMargin": "right_margin"}
_DOWN = {"paragraph": "paragraph", "line": "paragraph", "page": "page", "topMargin": "page", "margin": "text"}
_ALIGN = {"left": "start", "inside": "start", "top": "start", "center": "center"}
_ALIGN |= {"right": "end", "outside": "end", "bottom": "end"}
_WRAPS = {"wrapNone": "none", "wrapTopAndBottom": "block"}
_WRAPS |= dict.fromkeys(("wrapSquare", "wrapTight", "wrapThrough"), "side")
_LINES = {"line", "straightConnector1"}
_ENDS = ("a:headEnd", "a:tailEnd")
_DASHES = {"dash": "dashed", "lgDash": "dashed", "sysDash": "dashed", "dot": "dotted", "sysDot": "dotted"}
_SCHEME = {"bg1": "FFFFFF", "lt1": "FFFFFF", "tx1": "000000", "dk1": "000000"}
_INSETS = {"tIns": 45720, "rIns": 91440, "bIns": 45720, "lIns": 91440}  # of a text box that gives none
_THIN = 9525


def read_graphic(drawing: Element, here: Here) -> Floating | Picture | None:
    """A drawing where it stands; a picture without a place of its own as an inline one; None where it is lost."""
    box = child(drawing, "wp:anchor")
    wrap = _wrap(box)
    content = _content(box, here) if box is not None and wrap else None
    if box is None or content is None:
        return read_drawing(drawing, here)
    if isinstance(content, Picture) and not content.data:
        return None
    if wrap != "none":
        here.note(findings.WRAPPED)
    shape, extent = inside(box, "wps:wsp"), child(box, "wp:extent")
    floating = Floating(
        content=content,
        width=integer(attribute(extent, "cx")) / EMU,
        height=integer(attribute(extent, "cy")) / EMU,
        across=_anchor(child(box, "wp:positionH"), _ACROSS),
        down=_anchor(child(box, "wp:positionV"), _DOWN),
        wrap=wrap,
        behind=attribute(box, "behindDoc") in ("1", "true"),
    )
    return _framed(floating, shape) if shape is not None and isinstance(content, tuple) else floating


def _wrap(box: Element | None) -> str:
    """How text goes round an anchored drawing; empty where it says nothing of its place."""
    if child(box, "wp:positionH") is None or child(box, "wp:positionV") is None or box is None:
        return ""
    return next((_WRAPS[name] for item in box if (name := local_name(item.tag)) in _WRAPS), "")


def _content(box: Element, here: Here) -> Picture | Stroke | tuple[Block, ...] | None:
    data = child(child(box, "a:graphic"), "a:graphicData")
    shape, picture = child(data, "wps:wsp"), child(data, "pic:pic")
    if picture is not None:
        return read_picture(picture, box, here) or Picture(b"", "", 0, 0)
    if shape is None:
        return None
    words = inside(shape, "w:txbxContent")
    if words is not None:
        return None if _is_turned(shape) else here.sheet.read_box(words, here)
    geometry, looks = _geometry(shape), child(shape, "wps:spPr")
    if geometry in _LINES:
        if any(attribute(child(child(looks, "a:ln"), end), "type", "none") != "none" for end in _ENDS):
            here.note(findings.ARROW)
        return Stroke(_outline(shape), _rises(shape))
    filled_by_theme = child(looks, "a:solidFill") is None and child(looks, "a:noFill") is None
    return () if geometry == "rect" and not filled_by_theme and not _is_turned(shape) else None


def _framed(box: Floating, shape: Element) -> Floating:
    """A text box with its margins, outline and fill."""
    body = child(shape, "wps:bodyPr")
    insets = (integer(attribute(body, side) or str(usual)) / EMU for side, usual in _INSETS.items())
    return replace(
        box,
        fits=attribute(body, "wrap") == "none",
        padding=Padding(*insets),
        edge=_outline(shape),
        background=_color(child(child(shape, "wps:spPr"), "a:solidFill")),
    )


def _anchor(position: Element | None, origins: dict[str, str]) -> Anchor:
    offset, align = child(position, "wp:posOffset"), child(position, "wp:align")
    return Anchor(
        origins.get(attribute(position, "relativeFrom"), "text"),
        integer((offset.text or "").strip()) / EMU if offset is not None else 0.0,
        _ALIGN.get((align.text or "").strip(), "start") if align is not None else "",
    )


def _geometry(shape: Element) -> str:
    return attribute(child(child(shape, "wps:spPr"), "a:prstGeom"), "prst")


def _is_turned(shape: Element) -> bool:
    """Whether a text box's letters do not stand upright."""
    turned = integer(attribute(child(child(shape, "wps:spPr"), "a:xfrm"), "rot")) != 0
    return turned or attribute(child(shape, "wps:bodyPr"), "vert", "horz") != "horz"


def _rises(shape: Element) -> bool:
    place = child(child(shape, "wps:spPr"), "a:xfrm")
    flips = [attribute(place, flip) in ("1", "true") for flip in ("flipH", "flipV")]
    return flips[0] is not flips[1]


def _outline(shape: Element) -> Edge:
    """A shape's line: its own, else the thin one its style names."""
    line = child(child(shape, "wps:spPr"), "a:ln")
    if line is not None and child(line, "a:noFill") is not None:
        return NO_EDGE
    styled = integer(attribute(child(child(shape, "wps:style"), "a:lnRef"), "idx")) > 0
    if child(line, "a:solidFill") is None and not styled:
        return NO_EDGE
    dash = attribute(child(line, "a:prstDash"), "val", "solid")
    width = integer(attribute(line, "w")) or _THIN
    return Edge(width / EMU, _DASHES.get(dash, "solid"), _color(child(line, "a:solidFill")) or "000000")


def _color(fill: Element | None) -> str:
    """A fill's colour as RRGGBB; empty for none and for a theme's own."""
    plain = attribute(child(fill, "a:srgbClr"), "val").upper()
    return plain or _SCHEME.get(attribute(child(fill, "a:schemeClr"), "val"), "")
