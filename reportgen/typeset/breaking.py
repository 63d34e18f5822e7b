"""Teaches WeasyPrint where Word ends a Chinese line, and which of its marks stand closer or hang in the margin.

The stylesheet tells it by custom properties: `--closer` (adjacent marks share their blank halves), `--hang` (a closing
mark may stand in the margin), `--trim` (an opening mark loses its blank half at a line's start), `--gap` (ems
between this text and the next one on the same line) and `--exact` (the lines are of exact height).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import inf
from typing import Any, Final

from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from reportgen.typeset import glyphs, punctuation
from reportgen.typeset.hooks import private

_TOLERANCE: Final = 0.05  # pixels: Pango cuts lengths down to 1/1024
_FURTHER: Final = 3  # characters to be known after those that fit
_ABOVE_BASELINE: Final = 0.8  # of a line of exact height: in Word, whatever the font
_NOT_OURS: Final = re.compile("[\n\r\f\xad\x85\u2028\u2029]|^$")  # lines end at these, or words part with a hyphen
_HANGING_ALIGNS: Final = ("justify", "left", "start")


@cache
def break_lines() -> None:
    """Replace how WeasyPrint splits a text, parts two texts and measures a line's end, once a process."""
    split: Any = private(inline, "split_first_line")
    private(preferred, "split_first_line")
    can_break: Any = private(inline, "can_break_text")
    align: Any = private(inline, "text_align")
    strut: Any = private(inline, "strut")
    layouts: Any = private(line_break, "Layout")
    for name in ("create_layout", "line_size"):
        private(line_break, name)
    layouts.closer = {}  # pixels by which the character after each of these stands closer
    layouts.hangs = False  # whether the last mark stands in the margin
    layouts.lead = 0.0  # what the first mark loses on its left
    layouts.spare = 0.0  # width at the end that only counts where another text follows
    reactivate: Any = private(layouts, "reactivate")

    def split_first_line(text: str, style: Any, context: Any, max_width: Any, spacing: Any, **options: Any) -> Any:
        found = None
        if style["white_space"] == "normal":
            room = inf if max_width is None else max_width
            line = _Line(room, options.get("is_line_start", True), options.get("minimum", False))
            found = _first_line(text, style, context, spacing, line)
        if found is None:
            found = split(text, style, context, max_width, spacing, **options)
        layout, length, resume, width, height, baseline = found
        line_height, from_top = inline.strut(style)
        if line_height and _number(style, "__exact"):
            baseline = from_top - (line_height - height) / 2
            found = layout, length, resume, width, height, baseline
        gap = _number(style, "__gap") * style["font_size"]
        if not gap or resume is not None or (max_width is not None and width + gap > max_width + _TOLERANCE):
            return found
        layout.spare += gap
        return layout, length, resume, width + gap, height, baseline

    def reactivate_cut(self: Any, style: Any) -> None:
        if getattr(self, "style", None) is not style or self.justification_spacing:  # else it was kept, and is as drawn
            reactivate(self, style)

    def line_strut(style: Any) -> tuple[float, float]:
        height, baseline = strut(style)
        return height, height * _ABOVE_BASELINE if height and _number(style, "__exact") else baseline

    def can_break_text(text: str, language: Any) -> Any:
        may = punctuation.may_part(*text) if len(text) == 2 else None
        return can_break(text, language) if may is None else may

    def text_align(context: Any, line: Any, available_width: float, last: bool) -> Any:
        _trim_end(line)
        return align(context, line, available_width, last)

    inline.split_first_line = preferred.split_first_line = split_first_line
    line_break.strut = inline.strut = line_strut
    inline.can_break_text = can_break_text
    inline.text_align = text_align
    layouts.reactivate = reactivate_cut


@dataclass(frozen=True, slots=True)
class _Line:
    """The line that a text goes on: its room in pixels, whether the text begins it, whether it should be short."""

    room: float
    starts: bool
    minimum: bool


@dataclass(frozen=True, slots=True)
class _End:
    """After how many characters a line ends; its last mark hangs, or loses this much of its blank half."""

    count: int
    hangs: bool = False
    trimmed: float = 0.0


def _first_line(text: str, style: Any, context: Any, spacing: Any, line: _Line) -> Any:
    """What WeasyPrint wants of a text's first line: layout, length, where to go on, width, height, baseline.

    None of a line that another rule ends. No more of the text is looked at than the line needs: what is left of a
    long text comes here again for each of its lines.
    """
    count = len(text) if line.room == inf else int(max(line.room, 0.0) / max(style["font_size"], 1) * 1.25) + 6
    while True:
        window = text[:count]
        if _NOT_OURS.search(window):
            return None
        shaped = _shape(window, style, context, spacing, line.starts)
        end = shaped.end(line, whole=count >= len(text))
        if end is not None:
            return shaped.cut(end, line, rest=end.count < len(text))
        count *= 2


@dataclass(frozen=True, slots=True)
class _Shaped:
    """The begin of a text as one endless line; `edges` are its widths after each number of characters."""

    text: str
    style: Any
    layout: Any
    line: Any  # the layout's
    edges: list[float]
    closer: dict[int, float]
    lead: float
    one_font: bool

    def end(self, line: _Line, whole: bool) -> _End | None:
        """Where the line ends; None where more text is wanted to tell."""
        text, size = self.text, len(self.text)
        fitting = bisect_right(self.edges, line.room + _TOLERANCE) - 1
        while 0 <= fitting < size and text[fitting] == " ":
            fitting += 1  # spaces take no room at a line's end
        if fitting >= size:
            return _End(size) if whole else None
        if fitting + _FURTHER > size and not whole:
            return None
        if not line.minimum and fitting >= line.starts and (end := self._mark_at_end(fitting, line.room)):
            return end
        for count in range(fitting, 0, -1):
            if self._parts(count):
                return _End(count)
        if line.starts and not line.minimum:
            return _End(max(fitting, 1))
        return next(
            (_End(n) for n in range(max(fitting, 0) + 1, size) if self._parts(n)), _End(size) if whole else None
        )

    def cut(self, end: _End, line: _Line, rest: bool) -> Any:
        """The line up to its end, as WeasyPrint wants it."""
        layout, head = self.layout, self.text[: end.count]
        shown = head.rstrip(" ") if rest else head
        _, height = line_break.line_size(self.line, self.style)
        if not self.one_font and len(shown) < len(self.text):  # another font might be higher
            layout.set_text(shown)
            _, height = line_break.line_size(layout.get_first_line()[0], self.style)
        baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
        if shown != self.text:
            layout.deactivate()
        layout.text, last = shown, len(shown) - 1
        layout.closer = {index: length for index, length in self.closer.items() if index < last}
        layout.lead, layout.hangs = self.lead, end.hangs
        if end.trimmed:
            layout.closer[last] = end.trimmed
        width = self._before(last) if end.hangs else self.edges[last + 1] - end.trimmed
        if end.hangs and not rest:  # so that what follows does not stand on the mark
            layout.spare = max(line.room - 2 * _TOLERANCE - width, 0.0)
        return layout, len(shown.encode()), len(head.encode()) if rest else None, width + layout.spare, height, baseline

    def _mark_at_end(self, fitting: int, room: float) -> _End | None:
        """An end after a mark that has no room of its own, or after the mark beside it that stands closer."""
        style, limit = self.style, room + _TOLERANCE
        may_hang = _number(style, "__hang") and style["text_align_all"] in _HANGING_ALIGNS
        for last in range(fitting, min(fitting + 2, len(self.text))):
            mark = self.text[last]
            if mark not in punctuation.HANGING or self._before(last) > limit:
                return None
            if self._parts(last + 1) and may_hang:
                return _End(last + 1, hangs=True)
            blank = punctuation.after_mark(mark, *_face(style)) * style["font_size"]
            if self._parts(last + 1) and _number(style, "__closer") and self.edges[last + 1] - blank <= limit:
                return _End(last + 1, trimmed=blank)
        return None

    def _before(self, index: int) -> float:
        """The width up to a character, the mark before it drawn closer to it."""
        return self.edges[index] - self.closer.get(index - 1, 0.0)

    def _parts(self, count: int) -> bool:
        """Whether a line may end after so many characters."""
        if count == len(self.text):
            return True
        if self.text[count] == " ":
            return False  # but after it
        may = punctuation.may_part(self.text[count - 1], self.text[count])
        if may is not None:
            return may
        breaks = pango.pango_layout_get_log_attrs_readonly(self.layout.layout, ffi.NULL)
        return bool(breaks[count].is_line_break)


def _shape(text: str, style: Any, context: Any, spacing: Any, starts: bool) -> _Shaped:
    """A text with the places of its characters."""
    size, face = style["font_size"], _face(style)
    closes = _number(style, "__closer")
    closer = {index: by * size for index, by in punctuation.closer(text, *face)} if closes else {}
    lead = punctuation.before_mark(text[0], *face) * size if starts and _number(style, "__trim") else 0.0
    layout = line_break.create_layout(text, style, context, None, spacing)
    line, _ = layout.get_first_line()
    widths = glyphs.advances(line, text)
    letter = 0.0 if style["letter_spacing"] == "normal" else style["letter_spacing"]
    widths[1] += letter / 2 - lead  # half of what stands between letters is cut off at both ends
    widths[-1] += letter / 2
    for index, by in closer.items():
        widths[index + 2] -= by
    return _Shaped(text, style, layout, line, list(accumulate(widths)), closer, lead, glyphs.has_one_font(line))


def _trim_end(line: Any) -> None:
    """Take away what a line's last text keeps free for another."""
    around: list[Any] = []
    box = line
    while isinstance(box, LineBox | InlineBox) and box.children:
        around.append(box)
        box = box.children[-1]
    if isinstance(box, TextBox) and (spare := getattr(box.pango_layout, "spare", 0.0)):
        box.pango_layout.spare = 0.0
        for one in (box, *around):
            one.width -= spare


def _face(style: Any) -> tuple[str, bool]:
    return style["font_family"][0], style["font_weight"] >= 600


def _number(style: Any, name: str) -> float:
    """The number a custom property holds; 0 where none is set."""
    tokens = style[name]
    return float(tokens[0].value) if tokens else 0.0
