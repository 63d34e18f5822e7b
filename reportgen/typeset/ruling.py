"""Teaches WeasyPrint to draw a table's rules through, not a piece for each cell: quicker, smaller, without seams.

A row that goes on on the next page has its rule at the end of one page and at the begin of the other, as in Word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any, Final

from weasyprint import draw

from reportgen.typeset.hooks import private

_TOUCHING: Final = 0.01  # pixels between two pieces of a rule


@dataclass(slots=True)
class _Rule:
    """A piece of a rule, from left to right or from top to bottom; in pixels."""

    x1: float
    y1: float
    x2: float
    y2: float
    look: tuple[Any, ...]  # thickness, style, colour


@dataclass(frozen=True, slots=True)
class _Rules:
    """Stands for a page while the borders of a table are drawn on it: keeps them."""

    pieces: list[_Rule] = field(default_factory=list)

    def artifact(self) -> nullcontext[None]:
        return nullcontext()

    stacked = artifact


@cache
def rule_through() -> None:
    """Replace how WeasyPrint draws the borders that cells share, once a process."""
    draw_borders: Any = private(draw, "draw_collapsed_borders")
    draw_line: Any = private(draw, "draw_line")

    def keep_line(rules: _Rules, x1: float, y1: float, x2: float, y2: float, *look: Any) -> None:
        rules.pieces.append(_Rule(x1, y1, x2, y2, look))

    def draw_collapsed_borders(stream: Any, table: Any) -> None:
        table.skip_cell_border_top = table.skip_cell_border_bottom = False  # Word closes a row that a page parts
        draw_borders(rules := _Rules(), table)
        if rules.pieces:
            with stream.artifact():
                for rule in _joined(rules.pieces):
                    draw_line(stream, rule.x1, rule.y1, rule.x2, rule.y2, *rule.look)

    draw.draw_line = keep_line
    draw.draw_collapsed_borders = draw_collapsed_borders


def _joined(pieces: Iterable[_Rule]) -> Iterator[_Rule]:
    """Pieces that touch and look alike as one rule; what looks otherwise keeps its place above or below."""
    for look, alike in groupby(pieces, key=lambda piece: piece.look):
        if "solid" not in look:
            yield from alike
            continue
        rules: list[_Rule] = []
        last: dict[tuple[bool, float], _Rule] = {}  # of each line of the grid
        for piece in alike:
            upright = piece.x1 == piece.x2
            line = (upright, piece.x1 if upright else piece.y1)
            before = last.get(line)
            if before and (piece.y1 <= before.y2 + _TOUCHING if upright else piece.x1 <= before.x2 + _TOUCHING):
                before.x2, before.y2 = max(before.x2, piece.x2), max(before.y2, piece.y2)
            else:
                rules.append(piece)
                last[line] = piece
        yield from rules
