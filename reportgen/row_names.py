"""Texts that a format's rules compare with → those that are none of the rows or choices that the data can have."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from jinja2 import nodes

from reportgen.checks.case import Case
from reportgen.figures.formula import parse
from reportgen.figures.functions import OVER_ITEMS, FormulaError
from reportgen.figures.spelling import is_condition, shown
from reportgen.formats import Format
from reportgen.problem import Level, Problem
from reportgen.source.slips import may_be, slips
from reportgen.source.terms import PROJECTS, Kind
from reportgen.source.written import Words
from reportgen.starting.needs import PROJECT, TOP, Need, Spot
from reportgen.starting.walk import Walk

_NAME: Final = "名称"
_NEAR: Final = 0.6  # how alike a misspelt row is: 完成及时律


def texts_are_those_of_the_data(case: Case) -> Iterator[Problem]:
    """T58：公式和审核里与“名称”比的，是固定的行里的一行；与选项比的，是可填的一个词。

    级别：强制性
    依据：没有这一行、这个词，比较永远不成立，这一行的数就算不出，或少审一条
    例：公式里的“完成及时律”不是“产出”的行
    """
    walk = Walk(case.format)
    for words, around in _expressions(case.format, walk):
        for node, spots in _compared(words.text, walk, around):
            for side, text in _sides(node):
                known, what = _choices(side, walk, spots)
                if known and text not in known:
                    near = slips(text, known) or tuple(get_close_matches(text, known, 1, _NEAR))
                    hint = may_be(near) or f"可写：{'、'.join(known)}"
                    yield Problem("T58", Level.ERROR, words.place, f"公式里的“{text}”不是{what}", hint)


def _expressions(format: Format, walk: Walk) -> Iterator[tuple[Words, tuple[Spot, ...]]]:
    """Every expression of a format's rules, and where its names are sought."""
    for row in format.formulas:
        yield from ((words, walk.around(row.scope.text)) for words in (row.when, row.formula) if words)
    for relation in format.relations:
        yield from ((words, walk.around(relation.scope.text)) for words in (relation.when, relation.relation) if words)
    for method in format.profile.methods:
        yield from ((words, walk.around("指标")) for words in (method.ratio, method.formula) if words)
    for document in format.documents:
        inside = (PROJECT, TOP) if document.each.text == PROJECTS else (TOP,)
        yield from ((words, inside) for words in (document.when,) if words and document.each.text in ("", PROJECTS))


def _compared(text: str, walk: Walk, around: tuple[Spot, ...]) -> Iterator[tuple[nodes.Compare, tuple[Spot, ...]]]:
    try:
        tree = parse(text)
    except FormulaError:  # told where it is reckoned
        return
    yield from _below(tree, walk, around)


def _below(node: nodes.Node, walk: Walk, around: tuple[Spot, ...]) -> Iterator[tuple[nodes.Compare, tuple[Spot, ...]]]:
    """The comparisons in an expression; those that choose items of a list look at the items first."""
    match node:
        case nodes.Compare():
            yield node, around
        case nodes.Call(node=nodes.Name(name=name), args=[listed, test]) if name in OVER_ITEMS and is_condition(test):
            spot = walk.expression(listed, {}, around, Need.CHECKED)
            if spot is None and isinstance(listed, nodes.Getattr):  # a reckoned column of a list
                spot = walk.expression(listed.node, {}, around, Need.CHECKED)
            yield from _below(test, walk, (*walk.listed_in(spot), *around))
            return
    for child in node.iter_child_nodes():
        yield from _below(child, walk, around)


def _sides(node: nodes.Compare) -> Iterator[tuple[nodes.Expr, str]]:
    """What a text in quotes is compared with, and the text."""
    if len(node.ops) == 1 and node.ops[0].op in ("eq", "ne"):
        for side, other in ((node.expr, node.ops[0].expr), (node.ops[0].expr, node.expr)):
            if isinstance(other, nodes.Const) and isinstance(other.value, str) and other.value:
                yield side, other.value


def _choices(side: nodes.Expr, walk: Walk, around: tuple[Spot, ...]) -> tuple[tuple[str, ...], str]:
    """The texts that a name may be, and what they are; none where it may be anything."""
    if isinstance(side, nodes.Name) and side.name == _NAME:
        term = around[0].term
        return (term.rows, f"“{term.word}”的行") if term.kind is Kind.NAMED else ((), "")
    spot = walk.expression(side, {}, around, Need.CHECKED)
    if spot is None or spot.term.kind is not Kind.CHOICE:
        return (), ""
    return spot.term.choices, f"“{shown(side)}”可填的"


CHECKS: Final = (texts_are_those_of_the_data,)
