"""Syntax trees of formulas as an accountant writes them."""

from __future__ import annotations

from jinja2 import nodes


def shown(node: nodes.Node) -> str:
    """A syntax node as an accountant writes it."""
    match node:
        case nodes.Name(name=name):
            return name
        case nodes.Const(value=value):
            return str(value)
        case nodes.Div(left=nodes.Const(value=value), right=nodes.Const(value=float())):
            return f"{value}%"
        case nodes.Getattr(node=inner, attr=name):
            return f"{shown(inner)}.{name}"
        case nodes.Getitem(node=inner, arg=arg):
            return f"{shown(inner)}.{shown(arg)}"
        case nodes.Call(node=inner, args=args):
            return f"{shown(inner)}({'，'.join(shown(a) for a in args)})"
        case nodes.Neg(node=inner):
            return f"-{_bracketed(node, inner)}"
        case nodes.Add() | nodes.Sub() | nodes.Mul() | nodes.Div():
            sign = {nodes.Add: "+", nodes.Sub: "−", nodes.Mul: "×", nodes.Div: "÷"}[type(node)]
            return f"{_bracketed(node, node.left)} {sign} {_bracketed(node, node.right, last=True)}"
    return "…"


def _bracketed(outer: nodes.Node, inner: nodes.Expr, last: bool = False) -> str:
    """One side of an operation, in brackets where the signs alone would say something else."""
    sums_stand = isinstance(outer, nodes.Add) or (isinstance(outer, nodes.Sub) and not last)
    loose = isinstance(inner, nodes.Add | nodes.Sub) and not sums_stand
    loose |= isinstance(inner, nodes.Mul | nodes.Div) and isinstance(outer, nodes.Div) and last
    return f"（{shown(inner)}）" if loose else shown(inner)
