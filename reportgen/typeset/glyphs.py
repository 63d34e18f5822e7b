"""The glyphs of a line as Pango lays it out: how far each character moves the next, and marks moved closer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, pango


def close_up(layout: Any) -> None:
    """Move the marks of a text that is about to be drawn closer."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # as drawing does, and lays out anew
    line, _ = layout.get_first_line()
    starts = _byte_starts(layout.text)
    by = {starts[index]: round(length * TO_UNITS) for index, length in layout.closer.items()}
    for glyph, start in glyphs(line):
        glyph.geometry.width -= by.get(start, 0)


def advances(line: Any, text: str) -> list[float]:
    """The pixels by which each character of a line moves the next, after a nought for the line's start."""
    at = {start: index for index, start in enumerate(_byte_starts(text), 1)}
    widths = [0.0] * (len(text) + 1)
    for glyph, start in glyphs(line):
        widths[at[start]] += glyph.geometry.width * FROM_UNITS
    return widths


def glyphs(line: Any) -> Iterator[tuple[Any, int]]:
    """A line's glyphs, each with the byte its text begins at."""
    run = line.runs[0]
    while run != ffi.NULL:
        item = run.data
        count, offset = item.glyphs.num_glyphs, item.item.offset
        clusters = ffi.unpack(item.glyphs.log_clusters, count)
        for glyph, start in zip(item.glyphs.glyphs[0:count], clusters, strict=True):
            yield glyph, offset + start
        run = run.next


def has_one_font(line: Any) -> bool:
    """Whether all characters of a line are of one font."""
    fonts = set()
    run = line.runs[0]
    while run != ffi.NULL:
        fonts.add(run.data.item.analysis.font)
        run = run.next
    return len(fonts) < 2


def _byte_starts(text: str) -> list[int]:
    return list(accumulate((len(character.encode()) for character in text[:-1]), initial=0))
