"""Figures that print their unit in a row that prints it a second time, in a column of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from jinja2 import nodes

from reportgen.figures.figure import Figure
from reportgen.lint.grammar import expression_of
from reportgen.lint.names import NamedCheck, Printed, Reading
from reportgen.lint.seen import OF_ITS_ROW, Bare
from reportgen.lint.template import Finding
from reportgen.ooxml.markup import Element, tag
from reportgen.problem import Level

_BRANCH: Final = re.compile(r"(?:if|elif)\b.*(?:单位|符号)")  # a condition that tells kinds of values apart


def units_have_one_column(reading: Reading) -> Iterator[Finding]:
    """T32：一行里另印“单位”的，数不再带单位，百分数不再带 %。

    级别：核实性
    依据：{{ 名称 }} 自己带单位，.数 的百分数带着 %，.数字 什么都不带
    例：{{ 行.指标值 }} 自己带单位，同一行又印 {{ 行.单位 }}
    """
    printed: dict[tuple[Element, str], Printed] = {}
    for one in reading.printed:
        if (owner := _unit_of(one)) and not _in_branch(one):
            printed.setdefault((_row(one), owner), one)
    for one in reading.printed:
        unit = printed.get((_row(one), _owner(one)))
        if unit is not None and _brings_its_unit(one) and not _in_branch(one):
            bare = any(isinstance(value, Bare) for value in one.values)
            own = "遇到百分数带着 %" if bare else "自己带单位"
            place = "同一格" if one.paragraph is unit.paragraph else "同一行"
            plain = re.sub(r"(?:\.数)?\s*(\||\}\})", r".数字 \1", one.tag.text, count=1).replace(" |", "|")
            message = f"{one.tag.text} {own}，{place}又印 {unit.tag.text}"
            yield one.paragraph.finding("T32", Level.CONFIRM, message, f"写 {plain}，或删去 {unit.tag.text}")


def _row(one: Printed) -> Element:
    """The row that a tag stands in; its paragraph outside of tables."""
    return next(one.paragraph.element.iterancestors(tag("w:tr")), one.paragraph.element)


def _unit_of(one: Printed) -> str:
    """`行` of a tag that prints 行.单位, or 行.指标值.单位."""
    match expression_of(one.tag.inner):
        case nodes.Getattr(node=nodes.Name(name=owner), attr="单位"):
            return owner
        case nodes.Getattr(node=nodes.Getattr(node=nodes.Name(name=owner)), attr="单位"):
            return owner
    return ""


def _owner(one: Printed) -> str:
    """`行` of a tag that prints 行.指标值, with .数 and filters or without."""
    node: nodes.Node | None = expression_of(one.tag.inner)
    while isinstance(node, nodes.Filter | nodes.Getattr):
        node = node.node
    return node.name if isinstance(node, nodes.Name) else ""


def _brings_its_unit(one: Printed) -> bool:
    """Whether what is printed has the unit of its row: a figure, or .数 of what may be a percentage."""
    figures = (v.figure if isinstance(v, Bare) and v.with_sign else v for v in one.values)
    return any(isinstance(figure, Figure) and figure.unit == OF_ITS_ROW for figure in figures)


def _in_branch(one: Printed) -> bool:
    """Whether a tag stands after a condition on the unit or the sign of its row, in the same paragraph."""
    open_ifs: list[bool] = []
    for other in one.paragraph.tags:
        word = other.inner.partition(" ")[0]
        if other is one.tag:
            break
        if other.form == "{%" and word == "if":
            open_ifs.append(bool(_BRANCH.match(other.inner)))
        elif other.form == "{%" and word == "elif" and open_ifs:
            open_ifs[-1] |= bool(_BRANCH.match(other.inner))
        elif other.form == "{%" and word == "endif" and open_ifs:
            open_ifs.pop()
    return any(open_ifs)


CHECKS: Final[tuple[NamedCheck, ...]] = (units_have_one_column,)
