"""Formulas as they are typed: what is too much to be parsed, and syntax trees as an accountant writes them."""

from __future__ import annotations

import re

from jinja2 import nodes

WHOLE = 100.0  # what a percentage is divided by, in Jinja2's spelling

_COMPARED = {"eq": "==", "ne": "!=", "gt": ">", "gteq": ">=", "lt": "<", "lteq": "<="}
MOST_LENGTH, MOST_BRACKETS = 500, 20
BLANK = "空"  # the function that asks whether something is filled in
QUOTED = re.compile(r"""('[^']*'|"[^"]*")|[^'"]+""")  # a text in quotes, or what stands between two


def unbearable(text: str) -> str:
    """Why an expression, of a formula or of a template's tag, is more than may be parsed; empty when it is not."""
    if len(text) > MOST_LENGTH:
        return f"有 {len(text):,} 个字，超过 {MOST_LENGTH} 个；拆成几个公式"
    depth = 0
    for sign in QUOTED.sub(lambda part: "" if part[1] else part[0], text):
        depth += (sign in "([{（") - (sign in ")]}）")
        if depth > MOST_BRACKETS:
            return f"里括号套了超过 {MOST_BRACKETS} 层；拆成几个公式"
    return ""


def shown(node: nodes.Node) -> str:
    """A syntax node as an accountant writes it."""
    match node:
        case nodes.Name(name=name):
            return name
        case nodes.Const(value=value):
            return str(value)
        case nodes.Div(left=nodes.Const(value=value), right=nodes.Const(value=float() as by)) if by == WHOLE:
            return f"{value}%"
        case nodes.Getattr(node=inner, attr=name):
            return f"{shown(inner)}.{name}"
        case nodes.Getitem(node=inner, arg=arg):
            return f"{shown(inner)}.{shown(arg)}"
        case nodes.Call(node=inner, args=args):
            return f"{shown(inner)}({'，'.join(shown(a) for a in args)})"
        case nodes.Neg(node=inner):
            return f"-{_bracketed(node, inner)}"
        case nodes.Compare(expr=left, ops=[operand]) if operand.op in _COMPARED:
            return f"{_quoted(left)} {_COMPARED[operand.op]} {_quoted(operand.expr)}"
        case nodes.And(left=left, right=right) | nodes.Or(left=left, right=right):
            return f"{_joined(node, left)} {'and' if isinstance(node, nodes.And) else 'or'} {_joined(node, right)}"
        case nodes.Not(node=inner):
            return f"not {_joined(node, inner)}"
        case nodes.Add() | nodes.Sub() | nodes.Mul() | nodes.Div():
            sign = {nodes.Add: "+", nodes.Sub: "−", nodes.Mul: "×", nodes.Div: "÷"}[type(node)]
            return f"{_bracketed(node, node.left)} {sign} {_bracketed(node, node.right, last=True)}"
    return "…"


def _quoted(node: nodes.Expr) -> str:
    """One side of a comparison, a text in its quotes."""
    return f"'{node.value}'" if isinstance(node, nodes.Const) and isinstance(node.value, str) else shown(node)


def _joined(outer: nodes.Expr, inner: nodes.Expr) -> str:
    """A part of a condition, in brackets where it is joined otherwise."""
    other = isinstance(inner, nodes.And | nodes.Or) and type(inner) is not type(outer)
    return f"（{shown(inner)}）" if other else shown(inner)


def _bracketed(outer: nodes.Node, inner: nodes.Expr, last: bool = False) -> str:
    """One side of an operation, in brackets where the signs alone would say something else."""
    sums_stand = isinstance(outer, nodes.Add) or (isinstance(outer, nodes.Sub) and not last)
    if isinstance(inner, nodes.Div) and isinstance(inner.right, nodes.Const) and inner.right.value == WHOLE:
        return shown(inner)  # 1%
    loose = isinstance(inner, nodes.Add | nodes.Sub) and not sums_stand
    loose |= isinstance(inner, nodes.Mul | nodes.Div) and isinstance(outer, nodes.Div) and last
    return f"（{shown(inner)}）" if loose else shown(inner)


def is_condition(node: nodes.Expr) -> bool:
    """Whether an argument of a function says which items of a list are meant: 得分 < 分值, 空(偏差原因)."""
    return asks_if_blank(node) or isinstance(node, nodes.Compare | nodes.And | nodes.Or | nodes.Not)


def asks_if_blank(node: nodes.Expr) -> bool:
    """Whether it is 空(名称)."""
    match node:
        case nodes.Call(node=nodes.Name(name=name), args=[_]):
            return name == BLANK
    return False
