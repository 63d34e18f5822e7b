"""w:drawing to what stands on the page at a place of its own: pictures, boxes of text, lines, groups of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportgen.ooxml.markup import Element, attribute, child, inside, local_name, name_of, tag
from reportgen.typeset import findings
from reportgen.typeset.colors import drawn_color
from reportgen.typeset.drawings import EMU, other_graphic, read_drawing, read_picture
from reportgen.typeset.groups import Area, parts
from reportgen.typeset.properties import integer
from reportgen.typeset.story import Here
from reportgen.typeset.tree import NO_EDGE, Anchor, Arrowhead, Block, Edge, Floating, Padding, Picture, Stroke

_ACROSS = {"page": "page", "leftMargin": "page", "rightMargin": "right_margin"}
_DOWN = {"paragraph": "paragraph", "line": "paragraph", "page": "page", "topMargin": "page", "margin": "text"}
_ALIGN = {"left": "start", "inside": "start", "top": "start", "center": "center"}
_ALIGN |= {"right": "end", "outside": "end", "bottom": "end"}
_WRAPS = {"wrapNone": "none", "wrapTopAndBottom": "block"}
_WRAPS |= dict.fromkeys(("wrapSquare", "wrapTight", "wrapThrough"), "side")
_LINES = {"line", "straightConnector1"}
_DASHES = {"dash": "dashed", "lgDash": "dashed", "sysDash": "dashed", "dot": "dotted", "sysDot": "dotted"}
_SIZES = {"sm": 2.0, "lg": 5.0}
_MEDIUM = 3.0
_FILLS = ("a:gradFill", "a:blipFill", "a:pattFill", "a:grpFill")  # not carried
_INSETS = {"tIns": 45720, "rIns": 91440, "bIns": 45720, "lIns": 91440}  # of a text box that gives none
_THIN = 9525


def read_graphic(drawing: Element, here: Here) -> Iterator[Floating | Picture]:
    """A drawing where it stands, a group in its parts; a picture without a place of its own as an inline one."""
    box = child(drawing, "wp:anchor")
    wrap = _wrap(box)
    data = child(child(box, "a:graphic"), "a:graphicData")
    thing = next(iter(data), None) if data is not None else None
    if box is None or thing is None or not wrap:
        yield from _inline(drawing, here)
    elif name_of(thing) == "wpg:wgp":
        yield from _group(thing, box, wrap, here)
    else:
        content = _content(thing, box, here)
        if content is None:
            yield from _inline(drawing, here)
        elif not isinstance(content, Picture) or content.data:
            if wrap != "none":
                here.note(findings.WRAPPED)
            yield _floating(thing, content, _standing(box, wrap), here)


def _inline(drawing: Element, here: Here) -> Iterator[Picture]:
    found = read_drawing(drawing, here)
    if found is not None:
        yield found


def _standing(box: Element, wrap: str) -> Floating:
    """An anchored drawing's place, with nothing in it."""
    extent = child(box, "wp:extent")
    return Floating(
        content=(),
        width=integer(attribute(extent, "cx")) / EMU,
        height=integer(attribute(extent, "cy")) / EMU,
        across=_anchor(_position(box, "wp:positionH"), _ACROSS),
        down=_anchor(_position(box, "wp:positionV"), _DOWN),
        wrap=wrap,
        behind=attribute(box, "behindDoc") in ("1", "true"),
    )


def _group(group: Element, box: Element, wrap: str, here: Here) -> Iterator[Floating]:
    """The parts of a group, and before them, where text stands beside or below them, the room for all."""
    whole = _standing(box, wrap)
    within = parts(group, Area(0, 0, whole.width, whole.height))
    if within is None or (wrap != "none" and whole.down.of != "paragraph"):
        here.note(other_graphic(box))
        return
    if wrap != "none":
        here.note(findings.WRAPPED)
        yield whole
        whole = replace(whole, wrap="none")
    for thing, area in within:
        content = _content(thing, box, here)
        if content is None:
            here.note(findings.TEXT_BOX if inside(thing, "w:txbxContent") is not None else findings.SHAPE)
        elif not isinstance(content, Picture) or content.data:
            yield _floating(thing, content, _part(whole, area), here)


def _part(whole: Floating, area: Area) -> Floating:
    """The place of what takes an area of something that floats."""
    across = replace(whole.across, offset=whole.across.offset + area.left, extent=whole.width)
    down = replace(whole.down, offset=whole.down.offset + area.top, extent=whole.height)
    return replace(whole, width=area.width, height=area.height, across=across, down=down)


def _floating(thing: Element, content: Picture | Stroke | tuple[Block, ...], place: Floating, here: Here) -> Floating:
    """What is in a drawing, at its place; a box with its margins, outline and fill."""
    if not isinstance(content, tuple):
        return replace(place, content=content)
    body = child(thing, "wps:bodyPr")
    insets = (integer(attribute(body, side) or str(usual)) / EMU for side, usual in _INSETS.items())
    return replace(
        place,
        content=content,
        fits=attribute(body, "wrap") == "none",
        padding=Padding(*insets),
        edge=_outline(thing, here),
        background=_fill(thing, here),
    )


def _wrap(box: Element | None) -> str:
    """How text goes round an anchored drawing; empty where it says nothing of its place."""
    if box is None or any(_position(box, axis) is None for axis in ("wp:positionH", "wp:positionV")):
        return ""
    return next((_WRAPS[name] for item in box if (name := local_name(item.tag)) in _WRAPS), "")


def _content(thing: Element, box: Element, here: Here) -> Picture | Stroke | tuple[Block, ...] | None:
    """What a drawing shows; None for what is not carried, a picture without data for one that is told to be lost."""
    if name_of(thing) == "pic:pic":
        return read_picture(thing, box, here) or Picture(b"", "", 0, 0)
    if name_of(thing) != "wps:wsp":
        return None
    words = inside(thing, "w:txbxContent")
    if words is not None:
        return None if _is_turned(thing) else here.sheet.read_box(words, here)
    geometry, looks = _geometry(thing), child(thing, "wps:spPr")
    if geometry in _LINES:
        return _stroke(thing, here)
    carried = all(child(looks, fill) is None for fill in _FILLS)
    return () if geometry == "rect" and carried and not _is_turned(thing) else None


def _stroke(shape: Element, here: Here) -> Stroke:
    """A straight line: it begins at its left end unless it is flipped across."""
    looks = child(shape, "wps:spPr")
    place, line = child(looks, "a:xfrm"), child(looks, "a:ln")
    across, down = (attribute(place, flip) in ("1", "true") for flip in ("flipH", "flipV"))
    start, end = (_arrowhead(child(line, name)) for name in ("a:headEnd", "a:tailEnd"))
    return Stroke(_outline(shape, here), across is not down, *((end, start) if across else (start, end)))


def _arrowhead(end: Element | None) -> Arrowhead | None:
    kind = attribute(end, "type", "none")
    if kind == "none":
        return None
    length, width = (_SIZES.get(attribute(end, size), _MEDIUM) for size in ("len", "w"))
    return Arrowhead(kind, length, width)


def _position(box: Element, name: str) -> Element | None:
    """Where an anchored drawing stands on an axis: not the share of the page that newer Word adds, if it says both."""
    plain = (item for item in box.iter(tag(name)) if len(item) and local_name(item[0].tag) in ("posOffset", "align"))
    return next(plain, child(box, name))


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


def _outline(shape: Element, here: Here) -> Edge:
    """A shape's line: its own, else the thin one its style names."""
    line, styled = child(child(shape, "wps:spPr"), "a:ln"), child(child(shape, "wps:style"), "a:lnRef")
    if line is not None and child(line, "a:noFill") is not None:
        return NO_EDGE
    own = child(line, "a:solidFill")
    if own is None and not integer(attribute(styled, "idx")):
        return NO_EDGE
    dash = attribute(child(line, "a:prstDash"), "val", "solid")
    width = integer(attribute(line, "w")) or _THIN
    color = drawn_color(own if own is not None else styled, here.sheet.styles.theme)
    return Edge(width / EMU, _DASHES.get(dash, "solid"), color or "000000")


def _fill(shape: Element, here: Here) -> str:
    """The colour that fills a shape: its own, else the one its style names."""
    looks, styled = child(shape, "wps:spPr"), child(child(shape, "wps:style"), "a:fillRef")
    if child(looks, "a:solidFill") is not None:
        return drawn_color(child(looks, "a:solidFill"), here.sheet.styles.theme)
    plain = all(child(looks, fill) is None for fill in ("a:noFill", *_FILLS))
    return drawn_color(styled, here.sheet.styles.theme) if plain and integer(attribute(styled, "idx")) else ""
