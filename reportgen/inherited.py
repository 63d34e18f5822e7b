"""Rules that a format inherits, as they hold for it: its own rows of 来源, its lists, its money, its full marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from reportgen.format_terms import FormulaRow, RelationRow
from reportgen.parameters import FULL_MARKS
from reportgen.source.terms import INDICATORS, MONEY, PROJECTS, SOURCES, Terms, indicator_tables
from reportgen.source.written import Quantity, Words

_ROW: Final = re.compile(rf"{SOURCES}\.([^\W\d]\w*)\.")
_NAME: Final = re.compile(r"[^\W\d]\w*")
_SUM: Final = f"分值合计 == {FULL_MARKS}"
_GOAL: Final = "总体目标"
_COUNTED: Final = re.compile(rf"数量\(({INDICATORS}|{_GOAL}\.(预期|实际))\)")


def as_they_hold(
    formulas: Iterable[FormulaRow],
    relations: Iterable[RelationRow],
    *,
    terms: Terms,
    rows: Iterable[str],
    money: str,
    folder: Path,
) -> tuple[tuple[FormulaRow, ...], tuple[RelationRow, ...]]:
    """The rules of a format; `folder` is its own: what stands there holds as it is, right or wrong."""
    formulas, relations = _without_absent_sources(formulas, relations, rows, folder)
    return (
        tuple(_in_money(row, money) if _inherited(row, folder) else row for row in formulas),
        tuple(_of_lists(row, terms) if _inherited(row, folder) else row for row in relations),
    )


def of_full_marks(relations: Iterable[RelationRow], full: Quantity, folder: Path) -> tuple[RelationRow, ...]:
    """The relations of a format; an inherited one that weights add up to 100 has its own full marks."""
    if full.value is None or full.value == FULL_MARKS:
        return tuple(relations)
    return tuple(_marked(row, full.number) if _inherited(row, folder) else row for row in relations)


def _marked(row: RelationRow, full: str) -> RelationRow:
    if row.relation.text != _SUM:
        return row
    relation, rule = (words.text.replace(str(FULL_MARKS), full) for words in (row.relation, row.rule))
    return replace(row, relation=replace(row.relation, text=relation), rule=replace(row.rule, text=rule))


def _without_absent_sources(
    formulas: Iterable[FormulaRow], relations: Iterable[RelationRow], rows: Iterable[str], folder: Path
) -> tuple[tuple[FormulaRow, ...], tuple[RelationRow, ...]]:
    """Rules without the inherited ones that name a row of 来源 other than `rows`, or a figure that goes with these."""
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


def _in_money(row: FormulaRow, money: str) -> FormulaRow:
    """A formula that says 万元 of its amounts, in the unit of those of the format."""
    return replace(row, unit=replace(row.unit, text=money)) if row.unit.text == MONEY else row


def _of_lists(row: RelationRow, terms: Terms) -> RelationRow:
    """A relation that every project has indicators or goals, of those in the lists of the format too."""
    lists = [term for term in terms[PROJECTS] if term.declared and term.of]

    def counted(found: re.Match[str]) -> str:
        if found[1] == INDICATORS:
            also = [f"{one.word}.{table.word}" for one in lists for table in indicator_tables(terms, one.of)]
        else:
            also = [f"{one.word}.{t.word}" for one in lists for t in terms[one.of] if t.word == found[2]]
        return " + ".join((found[0], *(f"数量({name})" for name in also)))

    text = _COUNTED.sub(counted, row.relation.text) if row.scope.text == PROJECTS else row.relation.text
    if text == row.relation.text:
        return row
    places = "、".join(f"“{one.word}”" for one in lists)
    return replace(
        row, relation=Words(text, row.relation.place), hint=replace(row.hint, text=f"{row.hint}，写在{places}里")
    )
