"""The lists of the department and of every project: where they are, who owns indicators in them, their sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from reportgen.figures.figure import Figure, FigureError
from reportgen.figures.functions import total
from reportgen.figures.members import items, number
from reportgen.figures.scope import Pending, Scope
from reportgen.source.terms import PROJECTS, Terms, indicator_tables, own_lists
from reportgen.source.written import State

SUM, COUNT = "合计", "个数"


def lists_of(root: Scope, name: str) -> tuple[Scope, ...]:
    """The lists of a name: the department's, or each project's."""
    found = (owner.members.get(name) for owner in (root, *items(root, PROJECTS)))
    return tuple(one for one in found if isinstance(one, Scope) and one.listed)


def rows_of(root: Scope, name: str) -> Iterator[Scope]:
    """Every item of the lists of a name."""
    for one in lists_of(root, name):
        yield from one.items


def of_project(scope: Scope) -> bool:
    """Whether a scope is a project or stands in one."""
    return scope.name.startswith(f"{PROJECTS}.")


def owners_in_lists(root: Scope, terms: Terms) -> Iterator[tuple[Scope, tuple[Scope, ...]]]:
    """The items of a format's own lists that have indicators, with these."""
    for _, term in own_lists(terms):
        for table in indicator_tables(terms, term.of):
            for row in rows_of(root, term.word):
                yield row, items(row, table.word)


def has_listed_indicators(project: Scope, terms: Terms) -> bool:
    """Whether the indicators of a project stand in its lists and not in a table of its own."""
    tables = (t for t in terms[PROJECTS] if t.declared and t.of and indicator_tables(terms, t.of))
    return not items(project, "指标") and any(items(project, table.word) for table in tables)


def add_sums(root: Scope, terms: Terms) -> None:
    """合计 of the columns that add up, and 个数, of each list that a format declares."""
    for _, term in own_lists(terms):
        for one in lists_of(root, term.word):
            overall = one.members[SUM] = Scope(one.full(SUM), parent=one)
            one.members[COUNT] = Figure(one.full(COUNT), Fraction(len(one)), "个", 0)
            for column in terms[term.of]:
                if column.adds_up:
                    add_sum(overall, column.word, one.items, column.unit)


def add_sum(overall: Scope, word: str, parts: tuple[Scope, ...], unit: str) -> None:
    """The sum of one column of a list; figures of several units have none."""

    def compute() -> Figure:
        try:
            found = total(*(number(part, word) for part in parts))
        except FigureError:
            return Figure(overall.full(word), state=State.DASH)
        return replace(found, name=overall.full(word), unit=found.unit or unit, formula=f"各行{word}{SUM}", code="X6")

    overall.members[word] = Pending(compute)
