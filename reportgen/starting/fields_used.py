"""A format → the input fields that its documents, formulas and relations look at, and the names they ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from jinja2 import nodes

from reportgen.formats import Format
from reportgen.problem import Level, Problem
from reportgen.source.terms import DATA, PROJECTS, Path, every_field, term_of
from reportgen.starting.needs import ROOT, TOP, FieldsUsed, Need, Spot, with_rows
from reportgen.starting.tags import references, tags
from reportgen.starting.walk import Walk

_IDLE = "在模板里印出来，或在 运算.yaml、审核.yaml 里用它；正文里才用的不必改；不用的删去"
Loops: TypeAlias = Mapping[str, Spot | None]  # what the name of a loop stands for


def fields_used(format: Format) -> FieldsUsed:
    """What is to be typed for a format; a figure that is reckoned leads to what it is reckoned from."""
    walk = walked(format)
    if not walk.listed:
        walk.projects_summed_up()
    walk.indicators_in_lists()
    return FieldsUsed(with_rows(walk.needs, format.terms), walk.names, frozenset(walk.headed), frozenset(walk.groups))


def unused_fields(format: Format) -> tuple[Problem, ...]:
    """The fields and lists that a format declares and neither prints nor reckons with."""
    sections = {ROOT: DATA} | {path: term.of for path, term in every_field(format.terms)}
    used = {(sections.get(path[:-1]), path[-1]) for path in walked(format).needs}
    return tuple(
        Problem("T8", Level.HINT, name.place, f"声明的“{name}”没有印出，也没有用来计算或审核", _IDLE)
        for section, name in format.declared.names()
        if (section, name.text) not in used and term_of(format.terms, section, name.text)
    )


def walked(format: Format) -> Walk:
    """Every name of a format's documents, formulas and relations, followed to the fields it leads to."""
    walk = Walk(format)
    for row in format.documents:
        for name in references(row.name.text, row.title.text):
            walk.dotted(name)
        if row.template and (format.folder / row.template.text).is_file():
            _statements(walk, tags(format.folder / row.template.text).body, {})
    for relation in format.relations:
        walk.relation(relation)
    for formula in format.formulas:
        for text in (formula.when.text, formula.formula.text):
            walk.formula(text, walk.around(formula.scope.text), Need.CHECKED)
    return walk


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
