"""Teaches WeasyPrint what Word does with Chinese lines: stretch between ideographs, make a bold.

WeasyPrint stretches only spaces, and draws a bold or an italic that no font has as the regular font. The functions
replaced here are private: their presence is checked, and a WeasyPrint without them is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from weasyprint.draw import text as drawing
from weasyprint.formatting_structure.boxes import InlineBlockBox, InlineBox, LineBox, TextBox
from weasyprint.layout import inline
from weasyprint.matrix import Matrix

from reportgen.typeset import fonts, scripts
from reportgen.typeset.glyphs import close_up
from reportgen.typeset.hooks import private

_SLANTED: Final = Matrix(c=0.21)  # 12 degrees
_BOLD_STROKE: Final = 1 / 36  # of the font size
_FULL_STROKE, _FILL = 2, 0  # PDF text rendering modes


@cache
def teach_weasyprint() -> None:
    """Replace WeasyPrint's justification and drawing of lines, once a process."""
    justify: Callable[..., Any] = private(inline, "justify_line")
    draw: Callable[..., Any] = private(drawing, "draw_first_line")

    def justify_line(context: Any, line: Any, extra_width: float) -> None:
        if not _stretch(line, extra_width):
            justify(context, line, extra_width)

    def draw_first_line(stream: Any, textbox: Any, *options: Any) -> Any:
        style, layout = textbox.style, textbox.pango_layout
        if layout.closer:
            close_up(layout)
        if layout.lead:
            options = (*options[:-1], options[-1] @ Matrix(e=-layout.lead))
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

    inline.justify_line = justify_line
    drawing.draw_first_line = draw_first_line


def _stretch(line: Any, room: float) -> bool:
    """Spread the room left on a line over its ideographs and spaces; False where there is no ideograph."""
    texts = list(_texts(line))
    if not texts:
        return False
    gaps = [_gaps(box, following) for box, following in zip(texts, (*texts[1:], None), strict=True)]
    if gaps[-1] < 0:  # nothing but the mark that hangs
        gaps[-2:] = [sum(gaps[-2:]), 0]
    total = sum(gaps)
    if total <= 0 or not any(map(_ideographic, texts)):
        return False
    step = room / total
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
    return scripts.has_ideographs(box.text)


def _gaps(box: Any, following: Any | None) -> int:
    """How many places of a text can be stretched; the end of a line cannot."""
    if not _ideographic(box):
        before_ideograph = following is not None and _ideographic(following)
        return str(box.text).count(" ") + str(box.text).count("\u00a0") + int(before_ideograph)
    if following is not None:
        return len(box.text)
    return len(box.text) - (2 if box.pango_layout.hangs else 1)


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
