"""What an expression of a tag may not have, and what to write in its place."""

from __future__ import annotations

from typing import Final

from jinja2 import nodes

from reportgen.figures.allowed import refused
from reportgen.figures.spelling import BLANK

_FILLED: Final = "判断有没有填，写 {% if 名称 %}；数是 0 也算填了的，写 {% if 名称 >= 0 %}"
RECKONED: Final = "写进 运算.yaml，标签里只写名称"
_PLAIN: Final = "标签里只写名称、比较和 and、or、not；要算的写进 运算.yaml，要连着印的，挨着写几个标签"


def unfit(node: nodes.Node) -> tuple[str, str] | None:
    """What is wrong with a syntax node of a tag, and its remedy; None when there is nothing."""
    match node:
        case nodes.Operand():
            return None
        case nodes.Test(name=name):
            return f"标签里不能用“is {name}”", _FILLED
        case nodes.Call(node=nodes.Name(name=name)) if name == BLANK:
            return f"标签里不能用“{name}(…)”", _FILLED
        case nodes.Call() | nodes.Add() | nodes.Sub() | nodes.Mul() | nodes.Div() | nodes.Neg():
            return "标签里不能用计算", RECKONED
        case nodes.Compare(ops=ops) if len(ops) != 1:
            return "标签里一次只能比较两个值", "分成几个比较，用 and 连接"
        case nodes.Compare(ops=[nodes.Operand(op="in" | "notin")]):
            return "标签里不能用“in”比较", "写 ==，几个用 or 连接"
    reason = refused(node)
    return (f"标签里不能用{reason}", _PLAIN) if reason else None
