"""A format → the input fields that its documents, formulas and relations look at, and the names they ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from jinja2 import nodes

from reportgen.figures.formula import names_in
from reportgen.formats import Format
from reportgen.source.terms import PROJECTS, Path
from reportgen.starting.needs import TOP, FieldsUsed, Need, Spot, with_rows
from reportgen.starting.tags import references, tags
from reportgen.starting.walk import Walk

_INITIAL: Final = (PROJECTS, "年初预算数")
_ANNUAL: Final[frozenset[Path]] = frozenset({(PROJECTS, "全年预算数")})
Loops: TypeAlias = Mapping[str, Spot | None]  # what the name of a loop stands for


def fields_used(format: Format) -> FieldsUsed:
    """What is to be typed for a format; a figure that is reckoned leads to what it is reckoned from."""
    named = Walk(format, deep=False, typed=_ANNUAL)
    _documents(named)
    walk = _with_annual_budgets(named) or walked(format)
    if not walk.listed:
        walk.projects_summed_up()
    walk.goals_in_lists(named.needs)
    return FieldsUsed(with_rows(walk.needs, format.terms), walk.names, frozenset(walk.headed), frozenset(walk.groups))


def _with_annual_budgets(named: Walk) -> Walk | None:
    """The walk of a format whose forms have the annual budget of a project and never its first one: that is typed."""
    if _INITIAL in named.needs or not named.needs.keys() >= _ANNUAL:
        return None
    walk = walked(named.format, _ANNUAL)
    if walk.needs.get(_INITIAL, Need.CHECKED) > Need.CHECKED:
        return None
    parts = {name for path in _ANNUAL for row in walk.formulas.get(path, ()) for name in names_in(row.formula.text)}
    for word in parts:
        if walk.needs.get((PROJECTS, word)) is Need.CHECKED:
            walk.needs[PROJECTS, word] = Need.REPLACED
    return walk


def walked(format: Format, typed: frozenset[Path] = frozenset()) -> Walk:
    """Every name of a format's documents, formulas and relations, followed to the fields it leads to."""
    walk = Walk(format, typed=typed)
    _documents(walk)
    for relation in format.relations:
        walk.relation(relation)
    for formula in format.formulas:
        for text in (formula.when.text, formula.formula.text):
            walk.formula(text, walk.around(formula.scope.text), Need.CHECKED)
    return walk


def _documents(walk: Walk) -> None:
    """The fields that the documents print."""
    for row in walk.format.documents:
        for name in references(row.name.text, row.title.text):
            walk.dotted(name)
        if row.template and (walk.format.folder / row.template.text).is_file():
            _statements(walk, tags(walk.format.folder / row.template.text).body, {})


def printed(format: Format) -> frozenset[Path]:
    """The fields that a format's documents name themselves."""
    walk = Walk(format, deep=False)
    _documents(walk)
    return frozenset(walk.needs)


def _statements(walk: Walk, body: Iterable[nodes.Node], loops: Loops) -> None:
    """The fields that the tags of a template print, loop over or ask for."""
    for node in body:
        match node:
            case nodes.For(target=nodes.Name(name=name), iter=listed, test=test, body=inner, else_=other):
                item = walk.expression(listed, loops, (TOP,), Need.FILLED)
                walk.group(item)
                walk.listed |= item is not None and item.path == (PROJECTS,)
                own = {**loops, name: item, "loop": None}
                if test is not None:
                    walk.expression(test, own, (TOP,), Need.FILLED)
                _statements(walk, (*inner, *other), own)
            case nodes.If(test=test, body=inner, elif_=others, else_=last):
                before, alone = walk.guarded, not (others or last)
                # What is only asked whether it is there, and not missed when it is not, is optional.
                walk.expression(test, loops, (TOP,), Need.OPTIONAL if alone else Need.FILLED)
                walk.guarded = before | _tested(walk, test, loops) if alone else before
                _statements(walk, inner, loops)
                walk.guarded = before
                _statements(walk, (*others, *last), loops)
            case nodes.Output(nodes=parts):
                for part in parts:
                    walk.expression(part, loops, (TOP,), Need.FILLED)


def _tested(walk: Walk, test: nodes.Node, loops: Loops) -> frozenset[Path]:
    """The fields and free names that a condition looks at."""
    probe = Walk(walk.format, deep=False, lists=walk.lists)
    probe.expression(test, loops, (TOP,), Need.FILLED)
    leaves = {path for path in probe.needs if not any(p[: len(path)] == path != p for p in probe.needs)}
    free = {(*path, *below) for path, names in probe.names.items() for below in names}
    return frozenset(free | (leaves - set(probe.names)))
