"""w:cols to how many columns the text of a section has, and what is between them."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.ooxml.markup import Element, attribute, child, children
from reportgen.typeset.properties import integer, points

_MOST = 45  # in Word
_USUAL_GAP = 36.0
_ALIKE = 1.0  # points
_NO = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of one width; `uneven` where the document wants several widths."""

    count: int = 1
    gap: float = _USUAL_GAP
    line: bool = False
    uneven: bool = False


def read_columns(section: Element | None) -> Columns:
    """The columns of a w:sectPr."""
    element = child(section, "w:cols")
    count = min(max(integer(attribute(element, "w:num"), 1), 1), _MOST)
    gap = points(attribute(element, "w:space"), _USUAL_GAP)
    if count == 1:
        return Columns(1, gap)
    line = attribute(element, "w:sep", "0") not in _NO
    if attribute(element, "w:equalWidth", "1") not in _NO:
        return Columns(count, gap, line)
    own = list(children(element, "w:col"))
    widths = [points(attribute(column, "w:w")) for column in own]
    gaps = [points(attribute(column, "w:space")) for column in own[:-1]]
    if len(own) == count and all(max(lengths) - min(lengths) < _ALIKE for lengths in (widths, gaps)):
        return Columns(count, gaps[0], line)
    return Columns(count, gap, line, uneven=True)
