"""Last year's figures → the fields of this year's data that ask for them by name: 上年X is what X was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from reportgen.figures.figure import Figure
from reportgen.figures.money import amount_in
from reportgen.figures.number import written
from reportgen.figures.scope import Scope
from reportgen.source import node as nodes
from reportgen.source.node import Entry, Node
from reportgen.source.terms import DATA, Kind, Term, Terms
from reportgen.starting.yaml_text import scalar

LAST: Final = "上年"


@dataclass(frozen=True, slots=True)
class Taken:
    """Carried data with these fields filled in; how many of each there are, and of those whose units are two kinds."""

    root: nodes.Mapping
    taken: Counter[str]
    unfit: Counter[str]


def with_last_figures(root: nodes.Mapping, terms: Terms, last: Scope) -> Taken:
    """Carried data with the fields filled in that ask for a figure of last year."""
    taking = _Taking(terms)
    return Taken(taking.section(DATA, root, last), taking.taken, taking.unfit)


@dataclass(frozen=True, slots=True)
class _Taking:
    terms: Terms
    taken: Counter[str] = field(default_factory=Counter)
    unfit: Counter[str] = field(default_factory=Counter)

    def section(self, section: str, given: nodes.Mapping, last: Scope) -> nodes.Mapping:
        """A group with what it and those below it ask for."""
        known = {term.word: term for term in self.terms[section]}
        below = [Entry(one.key, self.below(known.get(one.key.text), one, last)) for one in given]
        return nodes.Mapping((*below, *self.asked(section, given, last)), given.place)

    def asked(self, section: str, given: nodes.Mapping, last: Scope) -> Iterator[Entry]:
        """What has the same name and a unit of the same kind is the same figure; money is converted."""
        for term in self.terms[section]:
            name = term.word.removeprefix(LAST)
            if term.kind is not Kind.NUMBER or name in ("", term.word) or name not in last.members:
                continue
            figure = last.find(name)
            if not isinstance(figure, Figure) or figure.value is None or given.find(term.word) is not None:
                continue
            label = term.word if section == DATA else f"{section}.{term.word}"
            amount = amount_in(term.unit, figure)
            if amount is None:
                self.unfit[f"{label}（上年的单位是{figure.unit or '空'}，今年是{term.unit or '空'}）"] += 1
                continue
            same = figure.unit == term.unit
            self.taken[label if same else f"{label}（由{figure.unit}换算成{term.unit}）"] += 1
            yield Entry(scalar(term.word), scalar(figure.number if same else written(amount, None)))

    def below(self, term: Term | None, entry: Entry, last: Scope) -> Node:
        given, word = entry.value, entry.key.text
        scope = last.find(word) if term is not None and word in last.members else None
        if term is None or not isinstance(scope, Scope):
            return given
        match term.kind, given:
            case Kind.SECTION, nodes.Mapping():
                return self.section(term.of, given, scope)
            case Kind.LIST, nodes.Sequence(items=items) if len(items) == len(scope.items):
                pairs = zip(items, scope.items, strict=True)
                rows = (self.section(term.of, i, s) if isinstance(i, nodes.Mapping) else i for i, s in pairs)
                return nodes.Sequence(tuple(rows), given.place)
            case Kind.NAMED, nodes.Mapping():
                return nodes.Mapping(tuple(self.row(term, one, scope) for one in given), given.place)
        return given

    def row(self, term: Term, entry: Entry, last: Scope) -> Entry:
        """A row of a table with what it asks for."""
        scope = last.find(entry.key.text) if entry.key.text in last.members else None
        if not isinstance(scope, Scope) or not isinstance(entry.value, nodes.Mapping):
            return entry
        return Entry(entry.key, self.section(term.of, entry.value, scope))
