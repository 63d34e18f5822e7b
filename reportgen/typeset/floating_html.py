"""Floating pictures, text boxes and lines -> HTML at their place on the page."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from typing import Final

from reportgen.typeset import css
from reportgen.typeset.css import Sheet, pt
from reportgen.typeset.frame import Frame
from reportgen.typeset.strokes_html import write_stroke
from reportgen.typeset.tree import Anchor, Block, Floating, ParagraphStyle, Picture, Stroke

Flow = Callable[[Sequence[Block], Frame, Sheet], str]

_SHARES: Final = {"start": 0.0, "center": 0.5, "end": 1.0}
_ALIGNS: Final = {"start": "left", "center": "center", "end": "right"}
_BESIDE: Final = 9.0  # points between a thing and the text beside it
_PLAIN: Final = {"text-indent": "0", "text-align": "left", "text-align-last": "auto"}
_WHOLE: Final = {"display": "inline-block", "vertical-align": "top", "text-align": "left"}


def write_floating(floating: Floating, style: ParagraphStyle, frame: Frame, sheet: Sheet, flow: Flow) -> str:
    """A floating thing, to stand first in the paragraph of that style that it is anchored to."""
    inside = floating.padding.left + floating.padding.right + 2 * floating.edge.width
    room = frame.width if floating.fits else floating.width - inside
    inner = replace(frame, width=max(room, 1.0), body=False, aside=True, cell=False, columns=1, vertical=False)
    content = _content(floating, inner, sheet, flow)
    declared = _PLAIN | _frame(floating) | _place(floating, style, frame)
    where = next((block.where for block in floating.content), "") if isinstance(floating.content, tuple) else ""
    return f'<div{sheet.attribute(declared)} data-floating="{escape(where)}">{content}</div>'


def stands_by_paragraph(floating: Floating) -> bool:
    """Whether its place is counted from the paragraph it is anchored to."""
    return floating.wrap == "none" and floating.down.of == "paragraph"


def _content(floating: Floating, inner: Frame, sheet: Sheet, flow: Flow) -> str:
    size = sheet.attribute({"width": pt(floating.width), "height": pt(floating.height), "display": "block"})
    match floating.content:
        case Picture(data, media_type, alt=alt):
            source = f"data:{escape(media_type)};base64,{base64.b64encode(data).decode()}"
            return f'<img{size} alt="{escape(alt or "图片")}" src="{source}"/>'
        case Stroke() as stroke:
            return write_stroke(stroke, floating.width, floating.height)
        case blocks:  # in a box that no page's end cuts
            whole = _WHOLE if floating.fits else _WHOLE | {"width": "100%"}
            return f"<div{sheet.attribute(whole)}>{flow(blocks, inner, sheet)}</div>"


def _frame(floating: Floating) -> dict[str, str]:
    if floating.fits and floating.wrap == "side":  # a drop cap
        height = {"height": pt(floating.height)} if floating.height else {}
        return height | {"padding-right": pt(floating.padding.right)}
    declared = {"width": pt(floating.width), "box-sizing": "border-box"}
    if isinstance(floating.content, tuple):
        padding = floating.padding
        declared["padding"] = " ".join(map(pt, (padding.top, padding.right, padding.bottom, padding.left)))
        if not floating.fits:
            declared["min-height"] = pt(floating.height)
    else:
        declared["height"] = pt(floating.height)
    if floating.edge.width:
        declared["border"] = css.border(floating.edge)
    if floating.background:
        declared["background"] = f"#{floating.background}"
    return declared


def _place(floating: Floating, style: ParagraphStyle, frame: Frame) -> dict[str, str]:
    across, down = floating.across, floating.down
    left = left_edge(across, floating.width, frame)
    if floating.wrap == "block":
        return {"margin-left": pt(max(left, 0.0) - style.left)}
    if floating.wrap == "side":
        right = left + floating.width / 2 > frame.width / 2
        beside = 0.0 if floating.fits else _BESIDE
        return {"float": "right" if right else "left", f"margin-{'left' if right else 'right'}": pt(beside)}
    declared = {"position": "absolute"}
    if floating.behind:
        declared["z-index"] = "-1"
    if floating.fits:  # the box is as wide as the page's text, what is in it as wide as its own
        left, align = (0.0, _ALIGNS[across.align]) if across.align and not across.extent else (left, "left")
        declared |= {"width": pt(frame.width), "text-align": align}
    if down.of == "paragraph":
        edge = style.edges.left
        left -= style.left - (edge.space if edge.width else 0.0)
        top = down.offset
    else:
        room, origin = (frame.page_height, 0.0) if down.of == "page" else (frame.text_height, frame.text_top)
        aligned = (room - (down.extent or floating.height)) * _SHARES[down.align] if down.align else 0.0
        top = origin - frame.top + aligned + down.offset
    return declared | {"left": pt(left), "top": pt(top)}


def left_edge(across: Anchor, width: float, frame: Frame) -> float:
    """The left edge of a thing, from the text's."""
    if across.of == "right_margin":
        return frame.width + across.offset
    paper = across.of == "page"
    room, origin = (frame.page_width, -frame.left) if paper else (frame.width, 0.0)
    aligned = (room - (across.extent or width)) * _SHARES[across.align] if across.align else 0.0
    return origin + aligned + across.offset
