"""What formulas and tags may not use of the grammar that they share, in the signs in which it is typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from jinja2 import nodes

from reportgen.figures.functions import FUNCTIONS
from reportgen.source.amounts import MOST_DIGITS

REMEDY: Final = "只用名称、加减乘除、比较和列出的函数；判断有没有填，写 空(名称)"  # of what is refused in a formula
_PLAIN: Final = set("0123456789.")  # of a float's repr: no exponent, no infinity
_ONE_EQUALS: Final = re.compile(r"(?<![=!<>])=(?!=)")
_CUT: Final = "补上括号；在一行的花括号里，公式里有逗号的，两边加引号，或一项分几行写"
_SIGNS: Final[Mapping[type[nodes.Node], str]] = {
    nodes.Test: "is …",
    nodes.Filter: "|…",
    nodes.Pow: "**",
    nodes.Mod: "%",
    nodes.FloorDiv: "//",
    nodes.Concat: "~",
    nodes.List: "[…]",
    nodes.Tuple: "(…, …)",
    nodes.Dict: "{…}",
    nodes.Slice: "[…:…]",
    nodes.Call: "名称.名称(…)",
    nodes.Include: "{% include … %}",
    nodes.Import: "{% import … %}",
    nodes.FromImport: "{% from … %}",
    nodes.Extends: "{% extends … %}",
    nodes.Block: "{% block … %}",
    nodes.Macro: "{% macro … %}",
    nodes.CallBlock: "{% call … %}",
    nodes.FilterBlock: "{% filter … %}",
    nodes.With: "{% with … %}",
    nodes.Assign: "{% set … %}",
    nodes.AssignBlock: "{% set … %}",
    nodes.ScopedEvalContextModifier: "{% autoescape … %}",
}


def refused(node: nodes.Node) -> str:
    """What a syntax node has that is not allowed in formulas and templates; empty when it is."""
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
    sign = _SIGNS.get(type(node), "")
    return f"“{sign}”这种写法" if sign else "这种写法"


def has_one_equals(source: str) -> bool:
    """Whether a formula, without its texts in quotes, says = where it means ==."""
    return _ONE_EQUALS.search(source) is not None


def misread(source: str) -> tuple[str, str]:
    """Why the grammar cannot read a formula, without its texts in quotes, and what to do about it."""
    opened, closed = source.count("("), source.count(")")
    if opened != closed:
        return f"括号不成对：{opened} 个左括号，{closed} 个右括号", _CUT if opened > closed else "删去多的右括号"
    return "少写、多写了字和符号", "更正公式"
