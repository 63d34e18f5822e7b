"""Shortcuts through WeasyPrint's layout, for what our HTML asks of it; what comes out is the same.

Our stylesheet names physical sides only (margin-left, not margin-inline-start), and has few percentages.
"""

from __future__ import annotations

import sys
from functools import cache, wraps
from typing import Any, Final

from weasyprint import css
from weasyprint.css import properties
from weasyprint.layout import percent
from weasyprint.text import fonts as text_fonts
from weasyprint.text import line_break

from reportgen.typeset.hooks import private

_SIDES: Final = ("top", "right", "bottom", "left")
_LENGTHS: Final = (
    *(f"{box}_{side}" for box in ("margin", "padding") for side in _SIDES),
    *(f"{limit}{axis}" for limit in ("", "min_", "max_") for axis in ("width", "height")),
)
_BORDERS: Final = tuple(f"border_{side}_width" for side in _SIDES)
_DEPENDENT: Final = frozenset(("position", "float", "display", "page"))  # on each other, or on the style around


@cache
def take_shortcuts() -> None:
    """Replace how WeasyPrint begins a style, measures a box and asks for a font, once a process."""
    _prefill(private(css, "ComputedStyle"))
    _prefill(private(css, "AnonymousStyle"))
    resolve = private(percent, "resolve_percentages")

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        style = box.style
        if not hasattr(style, "fixed_lengths"):
            style.fixed_lengths = _fixed_lengths(style)
        if style.fixed_lengths is None:
            resolve(box, containing_block)
            return
        lengths, borders, collapse = style.fixed_lengths
        box.__dict__.update(lengths)
        if not (collapse and hasattr(box, "border_top_width")):  # settled among the cells of a table
            box.__dict__.update(borders)

    _everywhere("resolve_percentages", resolve, resolve_percentages)
    for owner, name in ((line_break, "strut"), (text_fonts, "get_font_description")):
        _everywhere(name, private(owner, name), _once_a_style(private(owner, name), name))


def _everywhere(name: str, old: Any, new: Any) -> None:
    """Put a function in the place of another in all modules of WeasyPrint that have it by this name."""
    for module in [module for path, module in sys.modules.items() if path.startswith("weasyprint.")]:
        if getattr(module, name, None) is old:
            setattr(module, name, new)


def _once_a_style(function: Any, name: str) -> Any:
    """A function of a style that remembers, with the style, what it returned; a changed style is a copy without it."""
    name = f"found_{name}"

    def remembered(style: Any) -> Any:
        found = getattr(style, name, None)
        if found is None:
            found = function(style)
            setattr(style, name, found)
        return found

    return remembered


def _prefill(styles: Any) -> None:
    """Let styles begin with the initial values that WeasyPrint else works out one by one."""
    begin = styles.__init__
    initial = {
        name: value
        for name, value in private(properties, "INITIAL_VALUES").items()
        if name not in private(properties, "INHERITED")
        and name not in private(properties, "INITIAL_NOT_COMPUTED")
        and name not in _DEPENDENT
        and not name.startswith("text_decoration_")
    }

    @wraps(begin)
    def begin_filled(self: Any, *options: Any) -> None:
        self.update(initial)
        begin(self, *options)
        for name in getattr(self, "cascaded", ()):
            self.pop(name, None)

    styles.__init__ = begin_filled


def _fixed_lengths(style: Any) -> tuple[dict[str, Any], dict[str, Any], bool] | None:
    """A style's lengths as a box has them; None where they depend on what is around the box."""
    if style["box_sizing"] != "content-box":
        return None
    lengths = {}
    for name in _LENGTHS:
        length = style[name]
        if length != "auto":
            if getattr(length, "unit", None) != "px":
                return None
            length = length.value
        lengths[name] = 0 if length == "auto" and name in ("min_width", "min_height") else length
    return lengths, {name: style[name] for name in _BORDERS}, style["border_collapse"] == "collapse"
