"""The conditions inside a formula: the figures they look at, the branch they take, and blanks that leave it unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from jinja2 import nodes

from reportgen.figures.comparing import compared
from reportgen.figures.figure import Figure, combined
from reportgen.figures.formula import parse, value_of
from reportgen.figures.functions import OVER_ITEMS, is_true
from reportgen.figures.scope import Scope, Value
from reportgen.figures.spelling import BLANK, is_condition, shown
from reportgen.source.written import State, Words

IF, FIRST, EXTREMES = "若", "首个", ("最大", "最小")


@dataclass(frozen=True, slots=True)
class Branch:
    """A condition that was tried: what it says and which branch is taken, and the figures it looks at."""

    said: str
    figures: tuple[Figure, ...]


def tried(found: Figure, text: str, scope: Scope, *, score: bool) -> Figure:
    """The result of a formula with the conditions that led to it, and with the figures that these look at.

    A score that hangs on a blank is unknown, however the rest of its formula adds up.
    """
    if not score and not _chooses(text):
        return found
    tree = parse(text)
    lacking = tuple({one.name: one for one in _unknown(tree, scope)}.values()) if score else ()
    found = combined(None, found.unit, lacking) if lacking else found
    taken = tuple(_branches(tree, scope, score))
    operands = {one.name: one for one in (*found.named(), *(figure for each in taken for figure in each.figures))}
    said = tuple(one.said for one in taken)
    return replace(found, name="", operands=tuple(operands.values()), branches=said) if taken else found


@lru_cache(maxsize=4096)
def _chooses(text: str) -> bool:
    tree = parse(text)
    return any(_choice(node) for node in (tree, *tree.find_all((nodes.Call, nodes.CondExpr))))


def _branches(node: nodes.Node, scope: Scope, score: bool) -> Iterator[Branch]:
    """The conditions that a formula goes through, the outermost first."""
    if parts := _choice(node):
        test, yes, no = parts
        looked = tuple(_looked_at(test, scope))
        figures = tuple(figure for _, value in looked if isinstance(value, Figure) for figure in value.named())
        blank = "、".join(one.name for one in _blanks(looked))
        if unsure := _decided(test, scope) is None:
            said = f"{shown(test)} 比不出：{blank} 是空的"
            if score:
                yield Branch(said, figures)
                return
        holds = is_true(value_of(test, scope))
        taken = yes if holds else no
        words = "".join(f"（{name} “{value}”）" for name, value in looked if isinstance(value, Words) and value)
        said = f"{said}，算不成立" if unsure else f"{shown(test)} {'成立' if holds else '不成立'}{words}"
        yield Branch(said if _choice(taken) else f"{said}，取 {shown(taken)}", figures)
        yield from _branches(taken, scope, score)
        return
    for part in _reckoned(node):
        yield from _branches(part, scope, score)


def _unknown(node: nodes.Node, scope: Scope) -> Iterator[Figure]:
    """What is blank and keeps a score from being known: no zero where points are taken off or chosen by it.

    A sum stands without its blank parts, as everywhere.
    """
    if parts := _choice(node):
        test, yes, no = parts
        holds = _decided(test, scope)
        yield from _blanks(_looked_at(test, scope)) if holds is None else _unknown(yes if holds else no, scope)
        return
    match node:
        case nodes.Sub() | nodes.Mul() | nodes.Div():
            sides = [node.left, node.right]
        case nodes.Call(node=nodes.Name(name=name), args=args) if name in EXTREMES:
            sides = [arg for arg in args if not is_condition(arg)]
        case _:
            sides = []
    for value in (value_of(side, scope) for side in sides):
        if isinstance(value, Figure) and value.blank:
            yield from (one for one in value.named() if one.blank)
    for part in _reckoned(node):
        yield from _unknown(part, scope)


def _choice(node: nodes.Node) -> tuple[nodes.Expr, nodes.Expr, nodes.Expr] | None:
    """Condition and both branches of a choice."""
    match node:
        case nodes.Call(node=nodes.Name(name=name), args=[test, yes, no]) if name == IF:
            return test, yes, no
        case nodes.CondExpr(test=test, expr1=yes, expr2=no) if no is not None:
            return test, yes, no
    return None


def _reckoned(node: nodes.Node) -> Iterator[nodes.Node]:
    """The parts of an expression that are reckoned in the same scope and may not be blank."""
    match node:
        case nodes.Call(node=nodes.Name(name=name), args=[_, test]) if name in OVER_ITEMS and is_condition(test):
            return
        case nodes.Call(node=nodes.Name(name=name)) if name in (FIRST, BLANK):
            return
        case nodes.Call(args=args):
            yield from args
        case nodes.Name() | nodes.Getattr() | nodes.Getitem():
            return
        case _:
            yield from node.iter_child_nodes()


def _decided(test: nodes.Expr, scope: Scope) -> bool | None:
    """Whether a condition holds; None where that hangs on a blank."""
    match test:
        case nodes.And(left=left, right=right) | nodes.Or(left=left, right=right):
            enough = isinstance(test, nodes.Or)
            first = _decided(left, scope)
            if first is enough:
                return enough
            second = _decided(right, scope)
            return None if first is None and second is not enough else second
        case nodes.Not(node=inner):
            found = _decided(inner, scope)
            return None if found is None else not found
        case nodes.Compare(expr=expr, ops=[operand]):
            one, other = value_of(expr, scope), value_of(operand.expr, scope)
            if isinstance(one, Figure) and isinstance(other, Figure):
                return None if one.blank or other.blank else compared(operand.op, one, other)
            return None if _is_blank(one) or _is_blank(other) else compared(operand.op, one, other)
    return is_true(value_of(test, scope))


def _looked_at(test: nodes.Node, scope: Scope) -> Iterator[tuple[str, Value]]:
    """The values that a condition compares, as they are written."""
    match test:
        case nodes.Compare(expr=expr, ops=[operand]):
            yield from ((shown(side), value_of(side, scope)) for side in (expr, operand.expr))
        case nodes.And() | nodes.Or() | nodes.Not():
            for part in test.iter_child_nodes():
                yield from _looked_at(part, scope)
        case nodes.Call(node=nodes.Name(name=name), args=[asked]) if name == BLANK:
            yield shown(asked), value_of(asked, scope)


def _blanks(looked: Iterable[tuple[str, Value]]) -> Iterator[Figure]:
    """The figures, and the words as if they were some, that a condition wants and that are not filled in."""
    for name, value in looked:
        if isinstance(value, Figure) and value.blank:
            yield from (one for one in value.named() if one.blank)
        elif isinstance(value, Words) and not value:
            yield Figure(name, place=value.place, state=State.BLANK)


def _is_blank(value: Value) -> bool:
    """Whether something that could have been filled in is not."""
    if isinstance(value, Figure):
        return value.blank and not value.text
    return isinstance(value, Words) and not value
