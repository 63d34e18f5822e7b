"""Where a figure comes from: its formula and operands as a tree, down to the typed numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice

from reportgen.figures.figure import Figure
from reportgen.figures.scope import Scope
from reportgen.problem import printable

MOST_LINES = 5000  # figures that share their parts make a tree of any size


def show_why(figure: Figure) -> str:
    """A figure's derivation as lines of a tree, as far as it can be read."""
    lines = list(islice(_lines(figure, "", ""), MOST_LINES + 1))
    cut = [f"……（超过 {MOST_LINES:,} 行，其余没有列出）"] if len(lines) > MOST_LINES else []
    return "\n".join(lines[:MOST_LINES] + cut)


def _lines(figure: Figure, head: str, indent: str) -> Iterator[str]:
    source = f"  {figure.place}" if figure.place and figure.place.file else ""
    value = f"{figure}" or "（空）"
    exact = f"（表中印作“{printable(figure.text)}”）" if figure.text and figure.value is not None else ""
    shown = figure.show(figure.value) + ("" if figure.unit == "%" else figure.unit) if exact and figure.value else value
    yield f"{head}{printable(figure.name)} {printable(shown)}{exact}{source}"
    if figure.formula:
        yield f"{indent}    = {printable(figure.formula)}"
    yield from (f"{indent}    {printable(said)}" for said in figure.branches)
    if figure.stated is not None and figure.stated.value is not None:
        kept = "采用填报" if figure.stated.adopt else "填报（只供核对）"
        yield f"{indent}    {kept} {figure.show(figure.stated.value)}"
    parts = [part for part in figure.operands if not part.blank or part.text]
    for number, part in enumerate(parts, 1):
        last = number == len(parts)
        yield from _lines(part, indent + ("    └ " if last else "    ├ "), indent + ("      " if last else "    │ "))


def tree_of(figure: Figure) -> dict[str, object]:
    """A figure's derivation for machines: exact value as a fraction's text, shown text, line, formula, operands."""
    return _tree_of(figure, count())


def _tree_of(figure: Figure, told: Iterator[int]) -> dict[str, object]:
    place, parts = figure.place, figure.operands if next(told) < MOST_LINES else ()
    return {
        "name": figure.name,
        "value": None if figure.value is None else str(figure.value),
        "shown": str(figure),
        "unit": figure.unit,
        "file": place.file if place else "",
        "line": place.line if place else 0,
        "column": place.column if place else 0,
        "formula": figure.formula,
        "branches": list(figure.branches),
        "operands": [_tree_of(part, told) for part in parts],
    }


def show_names(root: Scope) -> str:
    """Every name that formulas, prose and templates may use, with its value."""
    lines = [f"{printable(f.name)} = {printable(str(f)) or '（空）'}" for f in root.figures() if f.name]
    return "\n".join(lines)
