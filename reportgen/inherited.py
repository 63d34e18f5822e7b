"""Rules that a format inherits: those about rows of 来源 that it does not have do not hold for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from reportgen.format_terms import FormulaRow, RelationRow
from reportgen.source.terms import SOURCES

_ROW: Final = re.compile(rf"{SOURCES}\.([^\W\d]\w*)\.")
_NAME: Final = re.compile(r"[^\W\d]\w*")


def without_absent_sources(
    formulas: Iterable[FormulaRow], relations: Iterable[RelationRow], rows: Iterable[str], folder: Path
) -> tuple[tuple[FormulaRow, ...], tuple[RelationRow, ...]]:
    """Rules without the inherited ones that name a row of 来源 other than `rows`, or a figure that goes with these.

    `folder` is the format's own: what stands there holds, right or wrong.
    """
    known = set(rows)
    if not known:
        return tuple(formulas), tuple(relations)
    gone: set[str] = set()
    kept = list(formulas)
    while absent := [row for row in kept if _inherited(row, folder) and _is_absent((row.formula.text,), known, gone)]:
        gone |= {row.name.text for row in absent} - {row.name.text for row in kept if row not in absent}
        kept = [row for row in kept if row not in absent]
    return tuple(kept), tuple(
        row
        for row in relations
        if not (_inherited(row, folder) and _is_absent((row.when.text, row.relation.text), known, gone))
    )


def _inherited(row: FormulaRow | RelationRow, folder: Path) -> bool:
    place = row.name.place if isinstance(row, FormulaRow) else row.relation.place
    return not Path(place.file).is_relative_to(folder)


def _is_absent(texts: Iterable[str], known: set[str], gone: set[str]) -> bool:
    """Whether a formula names a row of 来源 that is not known, or a figure that is gone."""
    return any(set(_ROW.findall(text)) - known or gone & set(_NAME.findall(text)) for text in texts)
