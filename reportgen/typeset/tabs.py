"""Tab stops: how much room a tab takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from reportgen.typeset import fonts
from reportgen.typeset.items import Item, Segment
from reportgen.typeset.tree import Break, PageNumber, PageReference, ParagraphStyle, Picture, Tab, TabStop

_SHARE: Final = {"right": 1.0, "decimal": 1.0, "center": 0.5}  # of the text after a tab that stands before its stop
_LEAST: Final = 2.0


def tab_room(
    items: Sequence[Item], at: int, style: ParagraphStyle, limit: float, default_tab: float
) -> tuple[TabStop, float]:
    """The stop that the tab at `items[at]` leads to and the room up to it; positions from the left text edge."""
    stops = _stops(style)
    x = style.left + style.first_line
    for i, item in enumerate(items[:at]):
        if isinstance(item, Break):
            x = style.left
        elif isinstance(item, Tab):
            x += _room(x, items[i + 1 :], _next_stop(x, stops, default_tab, limit))
        else:
            x += _width(item)
    stop = _next_stop(x, stops, default_tab, limit)
    return stop, _room(x, items[at + 1 :], stop)


def until_tab(items: Sequence[Item]) -> Sequence[Item]:
    """The items up to the next tab or break."""
    end = next((i for i, item in enumerate(items) if isinstance(item, Tab | Break)), len(items))
    return items[:end]


def _stops(style: ParagraphStyle) -> list[TabStop]:
    """A paragraph's stops in order; a hanging indent is one too."""
    stops = list(style.tabs)
    if style.first_line < 0 and not any(abs(stop.position - style.left) < 1 for stop in stops):
        stops.append(TabStop(style.left))
    return sorted(stops, key=lambda stop: stop.position)


def _room(x: float, following: Sequence[Item], stop: TabStop) -> float:
    pulled = sum(map(_width, until_tab(following))) * _SHARE.get(stop.kind, 0.0)
    return max(stop.position - x - pulled, _LEAST)


def _next_stop(x: float, stops: Sequence[TabStop], default_tab: float, limit: float) -> TabStop:
    for stop in stops:
        if stop.position > x + 0.5:
            return stop
    position = (math.floor((x + 0.5) / default_tab) + 1) * default_tab
    return TabStop(limit if x < limit < position else position)


def _width(item: Item) -> float:
    match item:
        case Segment(text, style, east_asian, gap):
            face = style.east_asian if east_asian else style.latin
            size = style.size * style.scale
            return fonts.text_width(text, face, size, style.bold) + style.spacing * len(text) + gap * size
        case PageNumber(style=style) | PageReference(style=style):
            return fonts.text_width("0", style.latin, style.size, style.bold)
        case Picture(width=width):
            return width
    return 0.0
