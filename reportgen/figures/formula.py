"""The expression language: Jinja2's grammar, held to names, attributes, arithmetic, comparison and listed functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from jinja2 import Environment, TemplateSyntaxError, nodes

from reportgen.figures.comparing import compared
from reportgen.figures.figure import Figure
from reportgen.figures.functions import FUNCTIONS, OVER_ITEMS, FormulaError, as_figure, called, is_true, items_of
from reportgen.figures.scope import NameProblem, Scope, Value
from reportgen.figures.spelling import QUOTED, WHOLE, is_condition, shown, unbearable
from reportgen.source.amounts import MOST_DIGITS
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
_PLAIN = set("0123456789.")  # of a float's repr: no exponent, no infinity
_SIGNS = {"eq": "=", "ne": "≠", "gt": ">", "gteq": "≥", "lt": "<", "lteq": "≤"}


@dataclass(frozen=True, slots=True)
class Relation:
    """A comparison that was tried: both sides, its sign, and whether it holds."""

    left: Figure
    operator: str  # eq, ne, gt, gteq, lt, lteq
    right: Figure
    holds: bool
    left_text: str
    right_text: str

    @property
    def sign(self) -> str:
        return _SIGNS[self.operator]


@lru_cache(maxsize=4096)
def parse(text: str) -> nodes.Expr:
    """The syntax tree of an expression, refused unless every part of it is on the allow-list."""
    if reason := unbearable(text):
        raise FormulaError(f"公式“{text[:20]}…”{reason}")
    source = QUOTED.sub(lambda part: part[0] if part[1] else _in_ascii(part[0]), text)
    try:
        template = _GRAMMAR.parse("{{ " + source + " }}")  # {{- would drop the minus
    except TemplateSyntaxError:
        raise FormulaError(f"公式“{text}”写法有误：括号不成对，或少写、多写了字和符号") from None
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
            raise FormulaError(f"公式“{text}”里不能用{reason}")
    return tree


def refused(node: nodes.Node) -> str:
    """Why a syntax node is not allowed in formulas and templates; empty when it is."""
    match node:
        case nodes.Name(name=name) if name.startswith("_"):
            return f"以下划线开头的名称“{name}”"
        case nodes.Getattr(attr=name) if name.startswith("_"):
            return f"以下划线开头的名称“{name}”"
        case nodes.Getitem(arg=nodes.Const(value=str() as name)) if name.startswith("_"):
            return f"以下划线开头的名称“{name}”"
        case nodes.Getitem(arg=arg) if not isinstance(arg, nodes.Const):
            return "算出来的下标"
        case nodes.Call(node=nodes.Name(name=name), args=_, kwargs=[], dyn_args=None, dyn_kwargs=None):
            return "" if name in FUNCTIONS else f"“{name}(…)”；可用的函数：" + "、".join(FUNCTIONS)
        case nodes.Const(value=int() as value) if abs(value) >= 10**MOST_DIGITS:
            return f"超过 {MOST_DIGITS} 位的数"
        case nodes.Const(value=float() as value) if len(repr(value)) > 16 or not set(repr(value)) <= _PLAIN:
            return "超过 15 位的小数"
        case nodes.Name() | nodes.Getattr() | nodes.Getitem() | nodes.Const() | nodes.Compare() | nodes.Operand():
            return ""
        case nodes.And() | nodes.Or() | nodes.Not() | nodes.Neg() | nodes.CondExpr():
            return ""
        case nodes.Add() | nodes.Sub() | nodes.Mul() | nodes.Div():
            return ""
    return f"“{type(node).__name__}”这种写法；只能用名称、加减乘除、比较和列出的函数"


def names_in(text: str) -> set[str]:
    """The names that an expression begins with; none of one that cannot be read."""
    try:
        return {node.name for node in parse(text).find_all(nodes.Name)}
    except FormulaError:
        return set()


def evaluate(text: str, scope: Scope) -> Value:
    """The value of an expression where names are sought in `scope` and the scopes around it."""
    return _value(parse(text), scope)


def figure_of(text: str, scope: Scope) -> Figure:
    """The value of an expression that must be a number."""
    return as_figure(_value(parse(text), scope), text)


def holds(text: str, scope: Scope) -> bool:
    """Whether a condition is true; a condition on blank figures is not."""
    return is_true(_value(parse(text), scope))


def relations(text: str, scope: Scope) -> tuple[Relation, ...]:
    """Every comparison of a relation (joined by `and`), tried; sides that are blank are passed over."""
    found = []
    for compare in _comparisons(parse(text), text):
        texts = shown(compare.expr), shown(compare.ops[0].expr)
        left = as_figure(_value(compare.expr, scope), texts[0])
        right = as_figure(_value(compare.ops[0].expr, scope), texts[1])
        if not left.blank and not right.blank:
            sign = compare.ops[0].op
            found.append(Relation(left, sign, right, compared(sign, left, right), *texts))
    return tuple(found)


def _in_ascii(text: str) -> str:
    """What stands outside quotes, with the signs of a Chinese keyboard and percentages in Jinja2's spelling."""
    return _PERCENT.sub(r"(\1/100.0)", text.translate(_TYPED_SIGNS))


def _comparisons(tree: nodes.Expr, text: str) -> Iterator[nodes.Compare]:
    if isinstance(tree, nodes.And):
        yield from _comparisons(tree.left, text)
        yield from _comparisons(tree.right, text)
    elif isinstance(tree, nodes.Compare) and len(tree.ops) == 1 and tree.ops[0].op in _SIGNS:
        yield tree
    else:
        raise FormulaError(f"审核公式“{text}”应是两个数的比较，几条用 and 连接")


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
    return value if isinstance(value, Figure) else as_figure(value, shown(whole))


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
