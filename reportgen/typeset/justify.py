"""Teaches WeasyPrint what Word does with Chinese lines: stretch between ideographs, hang a mark, make a bold.

WeasyPrint stretches only spaces, and draws a bold or an italic that no font has as the regular font. The functions
replaced here are private: their presence is checked, and a WeasyPrint without them is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from weasyprint.draw import text as drawing
from weasyprint.formatting_structure.boxes import InlineBlockBox, InlineBox, LineBox, TextBox
from weasyprint.layout import inline
from weasyprint.matrix import Matrix
from weasyprint.text import line_break

from reportgen.typeset import fonts, scripts

_STRETCHED: Final = re.compile(f"[{scripts.IDEOGRAPHIC}]")
_HANGING: Final = frozenset("，。、；：！？）》」』】〕”’．,.")
_LINE_HUNDREDTH: Final = 0.01
_SLANTED: Final = Matrix(c=0.21)  # 12 degrees
_BOLD_STROKE: Final = 1 / 36  # of the font size
_FULL_STROKE, _FILL = 2, 0  # PDF text rendering modes


@cache
def teach_weasyprint() -> None:
    """Replace WeasyPrint's line splitting, justification and drawing of lines, once a process."""
    split: Callable[..., Any] = _private(inline, "split_first_line")
    justify: Callable[..., Any] = _private(inline, "justify_line")
    draw: Callable[..., Any] = _private(drawing, "draw_first_line")
    create_layout: Callable[..., Any] = _private(inline, "create_layout")
    line_size: Callable[..., Any] = _private(line_break, "line_size")

    def split_first_line(text: str, style: Any, context: Any, max_width: Any, spacing: Any, **options: Any) -> Any:
        found = split(text, style, context, max_width, spacing, **options)
        resume, height, baseline = found[2], found[4], found[5]
        if resume is None or max_width is None or not _may_hang(style):
            return found
        encoded = text.encode()
        head, rest = encoded[:resume].decode(), encoded[resume:].decode()
        if not _hangs(rest):
            return found
        full = create_layout(head + rest[0], style, context, None, spacing)
        width, _ = line_size(full.get_first_line()[0], style)
        if width > max_width + _LINE_HUNDREDTH:
            return found
        full.set_text(head + rest[:2])
        full.get_first_line()
        full.deactivate()
        full.hangs = True
        end = len((head + rest[:2]).encode())
        return full, end, end if rest[2:] else None, width, height, baseline

    def justify_line(context: Any, line: Any, extra_width: float) -> None:
        if not _stretch(line, extra_width):
            justify(context, line, extra_width)

    def draw_first_line(stream: Any, textbox: Any, *options: Any) -> Any:
        style = textbox.style
        if style["font_style"] != "normal" and fonts.lacks_italic(style["font_family"][0]):
            options = (*options[:-1], _SLANTED @ options[-1])
        if style["font_weight"] < 600 or not fonts.lacks_bold(style["font_family"][0]):
            return draw(stream, textbox, *options)
        stream.set_text_rendering(_FULL_STROKE)
        stream.set_line_width(style["font_size"] * _BOLD_STROKE)
        stream.set_color(style["color"], stroke=True)
        emojis = draw(stream, textbox, *options)
        stream.set_text_rendering(_FILL)
        return emojis

    inline.split_first_line = split_first_line
    inline.justify_line = justify_line
    drawing.draw_first_line = draw_first_line


def _private(owner: Any, name: str) -> Any:
    if not hasattr(owner, name):
        raise RuntimeError(f"this WeasyPrint has no {name}: Chinese lines cannot be justified; use weasyprint>=70,<71")
    return getattr(owner, name)


def _may_hang(style: Any) -> bool:
    # `start` is what flow.py gives to a justified paragraph whose closing marks may hang.
    return bool(style["text_align_all"] == "justify" and style["text_align_last"] == "start")


def _hangs(rest: str) -> bool:
    """Whether a line may take two more characters: an ideograph, and one closing mark that stands in the margin."""
    one_mark = len(rest) >= 2 and rest[1] in _HANGING and rest[2:3] not in _HANGING
    return bool(one_mark and _STRETCHED.match(rest[0]))


def _stretch(line: Any, room: float) -> bool:
    """Spread the room left on a line over its ideographs and spaces; False where there is no ideograph."""
    texts = list(_texts(line))
    if not texts:
        return False
    gaps = [_gaps(box, following) for box, following in zip(texts, (*texts[1:], None), strict=True)]
    total = sum(gaps)
    if total <= 0 or not any(map(_ideographic, texts)):
        return False
    step = (room + _trailing_margin(line)) / total
    _shift(line, dict(zip(texts, gaps, strict=True)), step, 0.0)
    return True


def _texts(line: Any) -> list[Any]:
    """The text boxes of a line in order, those after its last tab: what stands before a tab stays where it is."""
    texts: list[Any] = []
    for box in line.descendants():
        if isinstance(box, InlineBlockBox):
            texts.clear()
        elif isinstance(box, TextBox):
            texts.append(box)
    return texts


def _ideographic(box: Any) -> bool:
    return bool(_STRETCHED.search(box.text))


def _gaps(box: Any, following: Any | None) -> int:
    """How many places of a text can be stretched; the end of a line cannot."""
    if not _ideographic(box):
        before_ideograph = following is not None and _ideographic(following)
        return str(box.text).count(" ") + str(box.text).count("\u00a0") + int(before_ideograph)
    if following is not None:
        return len(box.text)
    return len(box.text) - (2 if getattr(box.pango_layout, "hangs", False) else 1)


def _shift(box: Any, gaps: Mapping[Any, int], step: float, x: float) -> float:
    """Move the boxes of a line and widen its texts; how far the next box moves."""
    if isinstance(box, TextBox):
        box.position_x += x
        if box not in gaps:
            return x
        if _ideographic(box):
            spacing = box.style["letter_spacing"]
            box.style = box.style.copy()
            box.style["letter_spacing"] = step + (0 if spacing == "normal" else spacing)
        else:
            box.justification_spacing = box.pango_layout.justification_spacing = step
        box.width += gaps[box] * step
        return x + gaps[box] * step
    if not isinstance(box, LineBox | InlineBox):
        box.translate(x, 0)
        return x
    box.position_x += x
    start = x
    for child in box.children:
        if child.is_in_normal_flow():
            x = _shift(child, gaps, step, x)
    box.width += x - start
    return x


def _trailing_margin(box: Any) -> float:
    """The gap to Latin letters that a line's last text still carries."""
    margin = 0.0
    while isinstance(box, LineBox | InlineBox) and box.children:
        box = box.children[-1]
        margin += box.margin_right if isinstance(box, InlineBox) else 0.0
    return margin
