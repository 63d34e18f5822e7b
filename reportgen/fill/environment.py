"""The Jinja2 environment of Word templates: the allow-list, our values only, and a record of what was printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from inspect import signature
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes, pass_context, pass_environment
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from reportgen.figures.allowed import refused
from reportgen.figures.comparing import compared
from reportgen.figures.figure import Figure
from reportgen.figures.groups import grouped
from reportgen.figures.mark import Mark, plain, unmarked
from reportgen.figures.scope import NameProblem, Scope, Value
from reportgen.numerals import in_chinese
from reportgen.problem import Place
from reportgen.source.text import unprintable
from reportgen.source.written import Words

MARK = "\ue0f0"  # before the text of a cell that merges with its neighbours above and below
KEY, END = "\ue0f1", "\ue0f2"  # around a key that keeps equal texts apart
PRINTED, ROUNDS = "_printed", "_rounds"
MOST_ROUNDS = 1_000_000
_LOOP = ("first", "last", "index", "length")
_RAW = re.compile(r"\{%[-+]?\s*raw\b")
_STATEMENTS = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If)


class Refused(TemplateSyntaxError):
    """What the engine knows and our templates may not use; the message is for the template's maintainer."""


class Unprintable(NameProblem):
    """A value with a character that no page may hold; `place` is where it was typed."""

    def __init__(self, code: str, message: str, place: Place | None) -> None:
        super().__init__(message)
        self.code, self.place = code, place


@pass_environment
def merged(environment: TemplateEnvironment, value: Value, key: Value = "") -> Markup:
    """`{{ 指标.一级|vmerge }}`: this cell and those below it with the same text become one.

    A key keeps neighbours of equal text apart: `{{ 指标.二级|vmerge(指标.一级) }}`.
    """
    text = escape(MARK) + escape(environment.printed(value))
    return text + escape(KEY) + escape(printed(key)) + escape(END) if key else text


@pass_environment
def enumerated(environment: TemplateEnvironment, value: Value, field: str = "金额") -> str:
    """`{{ 收入|列举 }}`: names and amounts of a group or list in one sentence: 甲1万元、乙2万元."""
    if not isinstance(value, Scope):
        raise NameProblem("“列举”前面要是一组数或一个列表")
    parts = []
    for item in value.items:
        name = item.find("简称") if "简称" in item.members else item.find("名称")
        parts.append(environment.printed(name) + environment.printed(item.find(field)))
    return "、".join(parts)


@pass_environment
def numeral(environment: TemplateEnvironment, value: Value) -> str:
    """`{{ 项目.个数|汉字 }}`: a count in Chinese numerals."""
    if not isinstance(value, Figure) or value.amount.denominator != 1:
        raise NameProblem("“汉字”前面要是一个整数")
    return environment.mark(value, in_chinese(int(value.amount)))


@pass_environment
def in_groups(_environment: TemplateEnvironment, value: Value, field: str) -> tuple[Scope, ...]:
    """`{%tr for 组 in 指标|按(一级) %}`: blocks with 组.名称, rows `for 行 in 组.items` and sums like 组.得分合计."""
    return grouped(value, field)


GROUPED = "按"
FILTERS: dict[str, Callable[..., Any]] = {
    "vmerge": merged,
    "列举": enumerated,
    "汉字": numeral,
    GROUPED: in_groups,
}
FIGURE_FIELDS: dict[str, Callable[[TemplateEnvironment, Figure], Value]] = {
    "数": lambda environment, figure: environment.mark(figure, figure.number),
    "数字": lambda environment, figure: environment.mark(figure, figure.bare_number),
    "单位": lambda environment, figure: figure.unit,
    "名称": lambda environment, figure: figure.name,
}


def printed(value: object) -> str:
    """A value as the page shows it."""
    match value:
        case Figure() | Words() | str():
            return str(value)
        case int() if not isinstance(value, bool):
            return str(value)
        case StrictUndefined():
            value._fail_with_undefined_error()
    raise NameProblem("这里是一组名称，不能直接印，写到具体的一个")


@pass_context
def _finalize(context: Context, value: object) -> str:
    assert isinstance(context.environment, TemplateEnvironment)
    text = value if isinstance(value, Markup) else context.environment.printed(value)
    context[PRINTED].append(str(text))
    return text


def _compared(sign: str, left: object, right: object) -> bool:
    """A comparison by the rule of formulas, where a number in a tag is a figure."""

    def figure(value: Any) -> Any:
        return Figure(value=Fraction(str(value))) if type(value) in (int, float) else value

    return compared(sign, figure(left), figure(right))


@pass_context
def _listed(context: Context, value: object) -> object:
    """What a loop may run over; all loops together run a bounded number of rounds."""
    if isinstance(value, StrictUndefined):
        value._fail_with_undefined_error()
    if isinstance(value, Scope) and not value.listed:
        raise NameProblem(f"“in”后面的“{value.name}”是一组名称，不是列表；直接写 {{{{ {value.name}.… }}}}")
    if not isinstance(value, Scope | tuple):
        raise NameProblem("“in”后面要是一个列表")
    context[ROUNDS][0] += 1 + len(value)
    if context[ROUNDS][0] > MOST_ROUNDS:
        raise NameProblem(f"循环套循环，总共超过 {MOST_ROUNDS:,} 次")
    return value


class _Ours(NodeTransformer):
    """Comparisons by the rule of formulas; loops over our lists only."""

    def visit_For(self, node: nodes.For, *args: Any, **kwargs: Any) -> nodes.Node:
        self.generic_visit(node, *args, **kwargs)
        name = nodes.Name("_listed", "load", lineno=node.lineno)
        node.iter = nodes.Call(name, [node.iter], [], None, None, lineno=node.lineno)
        return node

    def visit_Filter(self, node: nodes.Filter, *args: Any, **kwargs: Any) -> nodes.Node:
        """`按(一级)` names a field of the items, not a figure."""
        self.generic_visit(node, *args, **kwargs)
        if node.name == GROUPED:
            if len(node.args) != 1 or not isinstance(node.args[0], nodes.Name | nodes.Const):
                raise Refused("“按”后面写一个字段的名称，如 指标|按(一级)", node.lineno)
            field = node.args[0]
            name = field.name if isinstance(field, nodes.Name) else str(field.value)
            node.args = [nodes.Const(name, lineno=node.lineno)]
        return node

    def visit_Compare(self, node: nodes.Compare, *args: Any, **kwargs: Any) -> nodes.Node:
        self.generic_visit(node, *args, **kwargs)
        if len(node.ops) != 1 or node.ops[0].op not in ("eq", "ne", "gt", "gteq", "lt", "lteq"):
            raise Refused("一次只能比较两个值", node.lineno)
        sign = nodes.Const(node.ops[0].op, lineno=node.lineno)
        name = nodes.Name("_compared", "load", lineno=node.lineno)
        return nodes.Call(name, [sign, node.expr, node.ops[0].expr], [], None, None, lineno=node.lineno)


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja2 with names, fields, loops, conditions and the listed filters; no Python attribute can be reached.

    Figures that it prints are marked by `mark`.
    """

    mark: Mark

    def __init__(self, mark: Mark = unmarked) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_finalize)
        self.mark = mark
        self.filters = dict(FILTERS)
        self.tests = {}
        self.globals = {"_compared": _compared, "_listed": _listed}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if found := _RAW.search(source):  # no node tells of it
            raise Refused("模板里不能用 raw，标签会原样印出来", source.count("\n", 0, found.start()) + 1)
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            if reason := _refused(node):
                lines = (n.lineno for n in (node, *node.find_all(nodes.Node)) if n.lineno)
                raise Refused(f"模板里不能用{reason}", next(lines, 1))
        changed: nodes.Template = _Ours().visit(tree)
        return changed

    def printed(self, value: object) -> str:
        """A value as the page shows it, marked when it is a figure; one that no page may hold is refused."""
        text = printed(value)
        code, what = unprintable(plain(text))
        if code:
            raise Unprintable(code, what, value.place if isinstance(value, Figure | Words) else None)
        return self.mark(value, text) if isinstance(value, Figure) else text

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.member(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return self.member(obj, argument)

    def member(self, obj: object, name: object) -> Any:
        """A field of one of our values; everything else has none."""
        match obj:
            case Scope() if isinstance(name, str):
                return obj.find(name)
            case Figure() if name in FIGURE_FIELDS:
                return FIGURE_FIELDS[str(name)](self, obj)
            case LoopContext() if name in _LOOP:
                return getattr(obj, str(name))
            case StrictUndefined():
                return obj._fail_with_undefined_error()
        raise NameProblem(f"“{name}”前面的不是一组名称")


def _refused(node: nodes.Node) -> str:
    if isinstance(node, _STATEMENTS):
        return ""
    if isinstance(node, nodes.Filter):
        known = "、".join(FILTERS)
        if node.name not in FILTERS:
            return f"“|{node.name}”；可用的：{known}"
        most = len(signature(FILTERS[node.name]).parameters) - 2  # the environment and the value
        return "" if len(node.args) <= most and not node.kwargs else f"这几个参数：“|{node.name}”至多 {most} 个"
    if isinstance(node, nodes.Call | nodes.Add | nodes.Sub | nodes.Mul | nodes.Div | nodes.Neg):
        return "计算；写进 运算.yaml，模板里只印结果"
    return refused(node)
