"""The expression language: Jinja2's grammar, held to names, attributes, arithmetic, comparison and listed functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, nodes

from reportgen.figures.allowed import REMEDY, has_one_equals, misread, refused
from reportgen.figures.comparing import SIGNS, Relation, compared, tried
from reportgen.figures.figure import Figure
from reportgen.figures.functions import OVER_ITEMS, FormulaError, as_figure, called, is_true, items_of
from reportgen.figures.scope import NameProblem, Scope, Value
from reportgen.figures.spelling import BLANK, QUOTED, WHOLE, asks_if_blank, is_condition, shown, unbearable
from reportgen.source.written import State

_GRAMMAR = Environment(autoescape=True)
_TYPED_SIGNS = str.maketrans(
    {
        "≥": ">=",
        "≤": "<=",
        "≠": "!=",
        "×": "*",
        "÷": "/",
        "（": "(",
        "）": ")",
        "，": ",",
        "－": "-",
        "−": "-",
        "＋": "+",
    }
)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
_ARITHMETIC: Mapping[type[nodes.Expr], Callable[[Figure, Figure], Figure]] = {
    nodes.Add: Figure.__add__,
    nodes.Sub: Figure.__sub__,
    nodes.Mul: Figure.__mul__,
    nodes.Div: Figure.__truediv__,
}


@lru_cache(maxsize=4096)
def parse(text: str) -> nodes.Expr:
    """The syntax tree of an expression, refused unless every part of it is on the allow-list."""
    if reason := unbearable(text):
        raise FormulaError(f"公式“{text[:20]}…”{reason}")
    source = QUOTED.sub(lambda part: part[0] if part[1] else _in_ascii(part[0]), text)
    bare = QUOTED.sub(lambda part: "" if part[1] else _in_ascii(part[0]), text)
    if has_one_equals(bare):
        raise FormulaError(f"公式“{text}”里只写了一个 =", "相等写 ==")
    try:
        template = _GRAMMAR.parse("{{ " + source + " }}")  # {{- would drop the minus
    except TemplateSyntaxError:
        why, hint = misread(bare)
        raise FormulaError(f"公式“{text}”写法有误：{why}", hint) from None
    except RecursionError:
        raise FormulaError(f"公式“{text[:20]}…”一层套一层，太深了") from None
    except ValueError:  # Python reads no number of thousands of digits
        raise FormulaError(f"公式里的数太长：“{text[:20]}…”") from None
    body = template.body
    if len(body) != 1 or not isinstance(body[0], nodes.Output) or len(body[0].nodes) != 1:
        raise FormulaError(f"公式“{text}”不是一个算式")
    tree = body[0].nodes[0]
    for part in _walk(tree):
        if reason := refused(part):
            raise FormulaError(f"公式“{text}”里不能用{reason}", REMEDY)
    return tree


def names_in(text: str) -> set[str]:
    """The names that an expression begins with; none of one that cannot be read."""
    try:
        return {node.name for node in parse(text).find_all(nodes.Name)}
    except FormulaError:
        return set()


def evaluate(text: str, scope: Scope) -> Value:
    """The value of an expression where names are sought in `scope` and the scopes around it."""
    return value_of(parse(text), scope)


def value_of(node: nodes.Expr, scope: Scope) -> Value:
    """The value of a part of an expression."""
    return _value(node, scope)


def figure_of(text: str, scope: Scope) -> Figure:
    """The value of an expression that must be a number."""
    return as_figure(_value(parse(text), scope), text)


def holds(text: str, scope: Scope) -> bool:
    """Whether a condition is true; a condition on blank figures is not."""
    return is_true(_value(parse(text), scope))


def unfilled(text: str, scope: Scope) -> tuple[tuple[str, Value], ...]:
    """What a relation demands to be filled in, `not 空(落款日期)`, and is not: as it is written, with its value."""
    asked = (part.node for part in _parts(parse(text), text) if isinstance(part, nodes.Not))
    found = ((shown(one.args[0]), _value(one.args[0], scope)) for one in asked if isinstance(one, nodes.Call))
    return tuple((name, value) for name, value in found if called(BLANK, (value,)))


def relations(text: str, scope: Scope) -> tuple[Relation, ...]:
    """Every comparison of a relation (joined by `and`), tried; sides that are blank are passed over."""
    found = []
    for compare in (part for part in _parts(parse(text), text) if isinstance(part, nodes.Compare)):
        both = compare.expr, compare.ops[0].expr
        if nothing := next((side for side in both if isinstance(side, nodes.Const) and side.value == ""), None):
            other = shown(both[0] if nothing is both[1] else both[1])
            raise FormulaError(f"“{text}”与空的文字比", f"要求填写的，写 not 空({other})")
        left, right = (_value(side, scope) for side in both)
        found.append(tried(compare.ops[0].op, left, right, (shown(both[0]), shown(both[1]))))
    return tuple(one for one in found if one)


def sides(text: str, scope: Scope) -> tuple[tuple[str, Value], ...]:
    """Both sides of every comparison in an expression, as they are written, with their values."""
    compares = (node for node in _joined(parse(text)) if isinstance(node, nodes.Compare))
    found = (side for compare in compares for side in (compare.expr, compare.ops[0].expr))
    return tuple((shown(side), _value(side, scope)) for side in found)


def _joined(node: nodes.Node) -> Iterator[nodes.Node]:
    """The parts of an expression that and, or and not join."""
    if isinstance(node, nodes.And | nodes.Or | nodes.Not):
        for part in node.iter_child_nodes():
            yield from _joined(part)
    else:
        yield node


def _in_ascii(text: str) -> str:
    """What stands outside quotes, with the signs of a Chinese keyboard and percentages in Jinja2's spelling."""
    return _PERCENT.sub(r"(\1/100.0)", text.translate(_TYPED_SIGNS))


def _parts(tree: nodes.Expr, text: str) -> Iterator[nodes.Compare | nodes.Not]:
    """The comparisons of a relation, and each `not 空(…)`, which demands that something is filled in."""
    if isinstance(tree, nodes.And):
        yield from _parts(tree.left, text)
        yield from _parts(tree.right, text)
        return
    match tree:
        case nodes.Compare(ops=[operand]) if operand.op in SIGNS:
            yield tree
        case nodes.Not(node=inner) if asks_if_blank(inner):
            yield tree
        case _:
            raise FormulaError(f"审核公式“{text}”应是两个数、两个文字的比较，或 not 空(名称)，几条用 and 连接")


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        if not (isinstance(node, nodes.Call) and child is node.node):
            yield from _walk(child)


def _value(node: nodes.Node, scope: Scope) -> Value:
    match node:
        case nodes.Const(value=bool() as truth):
            return truth
        case nodes.Const(value=int() | float() as number):
            return Figure(value=Fraction(repr(number)), digits=len(repr(number).partition(".")[2]))
        case nodes.Const(value=str() as text):
            return text
        case nodes.Name(name=name):
            return scope.seek(name)
        case nodes.Getattr(node=inner, attr=name) | nodes.Getitem(node=inner, arg=nodes.Const(value=str() as name)):
            return _member(_value(inner, scope), name)
        case nodes.Neg(node=inner):
            return -as_figure(_value(inner, scope), "-")
        case nodes.Div(left=nodes.Const(value=int() | float() as number), right=nodes.Const(value=float() as by)) if (
            by == WHOLE
        ):
            return Figure(value=Fraction(repr(number)) / 100, unit="%")  # written 5%
        case nodes.Div(left=gap, right=nodes.Const(value=int() | float() as by)) if by > 1 and _in_points(gap, scope):
            how = f"{by} 写成 {by}%；每差几个百分点扣几分的，写成 分值 - (90% - 完成值) ÷ 5% × 1"
            raise FormulaError(f"“{shown(node)}”：百分数的差要除以百分数，{how}")
        case nodes.Add() | nodes.Sub() | nodes.Mul() | nodes.Div():
            return _ARITHMETIC[type(node)](_operand(node.left, node, scope), _operand(node.right, node, scope))
        case nodes.Compare(expr=first, ops=[operand]):
            return compared(operand.op, _value(first, scope), _value(operand.expr, scope))
        case nodes.And(left=left, right=right):
            return is_true(_value(left, scope)) and is_true(_value(right, scope))
        case nodes.Or(left=left, right=right):
            return is_true(_value(left, scope)) or is_true(_value(right, scope))
        case nodes.Not(node=inner):
            return not is_true(_value(inner, scope))
        case nodes.CondExpr(test=test, expr1=first, expr2=second) if second is not None:
            return _value(first if is_true(_value(test, scope)) else second, scope)
        case nodes.Call(node=nodes.Name(name=name), args=[listed, test]) if name in OVER_ITEMS and is_condition(test):
            return called(name, (tuple(_chosen(listed, test, scope)),))
        case nodes.Call(node=nodes.Name(name=name), args=args):
            return called(name, tuple(_value(arg, scope) for arg in args))
    raise FormulaError(f"“{shown(node)}”不能计算")


def _operand(side: nodes.Expr, whole: nodes.Expr, scope: Scope) -> Figure:
    value = _value(side, scope)
    return value if isinstance(value, Figure) else as_figure(value, shown(side if isinstance(value, tuple) else whole))


def _in_points(node: nodes.Expr, scope: Scope) -> bool:
    """Whether an expression is a difference of two percentages: 90% - 完成值."""
    if isinstance(node, nodes.Call) and len(node.args) == 1:  # 绝对值(…)
        return _in_points(node.args[0], scope)
    if not isinstance(node, nodes.Sub):
        return False
    return all(as_figure(_value(side, scope), shown(node)).unit == "%" for side in (node.left, node.right))


def _chosen(listed: nodes.Expr, test: nodes.Expr, scope: Scope) -> Iterator[Value]:
    """A field of the items of a list for which a condition holds: 合计(指标.得分, 一级 == '产出指标'); or the items."""
    field = listed.attr if isinstance(listed, nodes.Getattr) else ""
    owner = _value(listed.node if isinstance(listed, nodes.Getattr) else listed, scope)
    whole = not field or (isinstance(owner, Scope) and isinstance(owner.members.get(field), Scope))
    for item in items_of(_value(listed, scope) if whole else owner):
        if is_true(_value(test, item)):
            yield item if whole else item.find(field)


def _member(value: Value, name: str) -> Value:
    if isinstance(value, Scope):
        return value.find(name)
    if isinstance(value, tuple):
        return tuple(_member(item, name) for item in value)
    if isinstance(value, Figure) and value.blank:  # of an open scope: below what is absent, all is absent
        return Figure(f"{value.name}.{name}", state=State.BLANK)
    raise NameProblem(f"“{name}”前面的不是一组名称")
