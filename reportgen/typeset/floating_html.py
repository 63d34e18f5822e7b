"""Floating pictures, text boxes and lines -> HTML at their place on the page."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from typing import Final
from urllib.parse import quote

from reportgen.typeset import css
from reportgen.typeset.css import Sheet, pt
from reportgen.typeset.frame import Frame
from reportgen.typeset.tree import Anchor, Block, Edge, Floating, ParagraphStyle, Picture, Stroke

Flow = Callable[[Sequence[Block], Frame, Sheet], str]

_SHARES: Final = {"start": 0.0, "center": 0.5, "end": 1.0}
_ALIGNS: Final = {"start": "left", "center": "center", "end": "right"}
_BESIDE: Final = 9.0  # points between a thing and the text beside it
_PLAIN: Final = {"text-indent": "0", "text-align": "left", "text-align-last": "auto"}
_WHOLE: Final = {"display": "inline-block", "vertical-align": "top", "text-align": "left"}
_DASHES: Final = {"dashed": "4 3", "dotted": "1 1"}


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
        case Stroke(edge, rising):
            return _stroke(floating, edge, rising)
        case blocks:  # in a box that no page's end cuts
            whole = _WHOLE if floating.fits else _WHOLE | {"width": "100%"}
            return f"<div{sheet.attribute(whole)}>{flow(blocks, inner, sheet)}</div>"


def _stroke(floating: Floating, edge: Edge, rising: bool) -> str:
    """A line as a drawing that sticks out by its thickness on all sides."""
    margin = max(edge.width, 0.5)
    width, height = floating.width + 2 * margin, floating.height + 2 * margin
    y1, y2 = (height - margin, margin) if rising else (margin, height - margin)
    dashes = f' stroke-dasharray="{_DASHES[edge.line]}"' if edge.line in _DASHES else ""
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.2f}pt" height="{height:.2f}pt" '
        f'viewBox="0 0 {width:.2f} {height:.2f}"><line x1="{margin:.2f}" y1="{y1:.2f}" x2="{width - margin:.2f}" '
        f'y2="{y2:.2f}" stroke="#{edge.color}" stroke-width="{edge.width:.2f}"{dashes}/></svg>'
    )
    look = f"display:block;margin:{pt(-margin)} 0 0 {pt(-margin)};width:{pt(width)};height:{pt(height)}"
    return f'<img style="{look}" alt="线条" src="data:image/svg+xml,{quote(drawing)}"/>'


def _frame(floating: Floating) -> dict[str, str]:
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
    left = _start(across, floating.width, frame)
    if floating.wrap == "block":
        return {"margin-left": pt(max(left, 0.0) - style.left)}
    if floating.wrap == "side":
        right = left + floating.width / 2 > frame.width / 2
        return {"float": "right" if right else "left", f"margin-{'left' if right else 'right'}": pt(_BESIDE)}
    declared = {"position": "absolute"}
    if floating.behind:
        declared["z-index"] = "-1"
    if floating.fits:  # the box is as wide as the page's text, what is in it as wide as its own
        left, align = (0.0, _ALIGNS[across.align]) if across.align else (left, "left")
        declared |= {"width": pt(frame.width), "text-align": align}
    if down.of == "paragraph":
        edge = style.edges.left
        left -= style.left - (edge.space if edge.width else 0.0)
        top = down.offset
    else:
        room, origin = (frame.page_height, 0.0) if down.of == "page" else (frame.text_height, frame.text_top)
        top = (room - floating.height) * _SHARES[down.align] if down.align else down.offset
        top += origin - frame.top
    return declared | {"left": pt(left), "top": pt(top)}


def _start(across: Anchor, width: float, frame: Frame) -> float:
    """The left edge of a thing, from the text's."""
    if across.of == "right_margin":
        return frame.width + across.offset
    paper = across.of == "page"
    room, origin = (frame.page_width, -frame.left) if paper else (frame.width, 0.0)
    return origin + ((room - width) * _SHARES[across.align] if across.align else across.offset)
