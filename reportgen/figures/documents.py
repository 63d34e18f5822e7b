"""The documents of a format that a submission has: each row once, or once for each item of a list, where it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reportgen.figures import formula as formulas
from reportgen.figures.figure import FigureError
from reportgen.figures.functions import FormulaError
from reportgen.figures.members import items
from reportgen.figures.scope import NameProblem, Scope
from reportgen.format_terms import DocumentRow
from reportgen.formats import Format
from reportgen.problem import Level, Problem

THIS = "本"


@dataclass(frozen=True, slots=True)
class Document:
    """One document to make: its row, and the items it is for by the names that it knows them by (本项目, 本来源)."""

    row: DocumentRow
    items: Mapping[str, Scope]

    @property
    def item(self) -> Scope | None:
        """What it is for; None for a document of the department."""
        return _last(self.items)


def _last(names: Mapping[str, Scope]) -> Scope | None:
    return list(names.values())[-1] if names else None


def documents(format: Format, root: Scope) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """The documents in the order of the format, and conditions that cannot be reckoned: their documents are made."""
    problems: list[Problem] = []
    found = (Document(row, names) for row in format.documents for names in _each(row, root))
    return tuple(document for document in found if _wanted(document, root, problems)), tuple(problems)


def _each(row: DocumentRow, root: Scope) -> Iterator[Mapping[str, Scope]]:
    """The items of a row's list, below those that they stand in."""
    found: list[Mapping[str, Scope]] = [{}]
    for word in row.each.text.split(".") if row.each else ():
        owners = [(names, _last(names) or root) for names in found]
        found = [{**names, THIS + word: item} for names, owner in owners for item in items(owner, word)]
    yield from found


def _wanted(document: Document, root: Scope, problems: list[Problem]) -> bool:
    """Whether the condition of a document holds; one that cannot be reckoned is told."""
    when = document.row.when
    if not when:
        return True
    try:
        return formulas.holds(when.text, document.item or root)
    except (NameProblem, FormulaError, FigureError) as wrong:
        message = f"文件“{document.row.name}”的条件：{wrong}"
        problems.append(Problem("T4", Level.ERROR, when.place, message, "更正条件"))
        return True
