"""The Jinja2 environment of Word templates: the allow-list, our values only, and a record of what was printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes, pass_context
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from reportgen.figures.figure import Figure
from reportgen.figures.formula import compared, refused
from reportgen.figures.scope import NameProblem, Scope, Value
from reportgen.numerals import in_chinese
from reportgen.source.model import Words

MARK = "\ue0f0"  # before the text of a cell that merges with its neighbours above and below
KEY = "\ue0f1"  # before a key that keeps equal texts apart
PRINTED = "_printed"
_LOOP = ("first", "last", "index", "length")
_STATEMENTS = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If)


def merged(value: Value, key: Value = "") -> Markup:
    """`{{ 指标.一级|vmerge }}`: this cell and those below it with the same text become one.

    A key keeps neighbours of equal text apart: `{{ 指标.二级|vmerge(指标.一级) }}`.
    """
    return escape(MARK) + escape(printed(value)) + (escape(KEY) + escape(printed(key)) if key else "")


def enumerated(value: Value, field: str = "金额") -> str:
    """`{{ 收入|列举 }}`: names and amounts of a group or list in one sentence: 甲1万元、乙2万元."""
    if not isinstance(value, Scope):
        raise NameProblem("“列举”前面要是一组数或一个列表")
    parts = []
    for item in value.items:
        name = item.find("简称") if "简称" in item.members else item.find("名称")
        parts.append(printed(name) + printed(item.find(field)))
    return "、".join(parts)


def numeral(value: Value) -> str:
    """`{{ 项目.个数|汉字 }}`: a count in Chinese numerals."""
    if not isinstance(value, Figure) or value.amount.denominator != 1:
        raise NameProblem("“汉字”前面要是一个整数")
    return in_chinese(int(value.amount))


FILTERS: dict[str, Callable[..., Any]] = {"vmerge": merged, "列举": enumerated, "汉字": numeral}
FIGURE_FIELDS: dict[str, Callable[[Figure], Value]] = {
    "数": lambda figure: figure.number,
    "单位": lambda figure: figure.unit,
    "名称": lambda figure: figure.name,
}


def printed(value: object) -> str:
    """A value as the page shows it."""
    match value:
        case Figure() | Words() | str():
            return str(value)
        case int() if not isinstance(value, bool):
            return str(value)
    raise NameProblem("这里是一组名称，不能直接印，写到具体的一个")


@pass_context
def _finalize(context: Context, value: object) -> str:
    text = value if isinstance(value, Markup) else printed(value)
    context[PRINTED].append(str(text))
    return text


class _Compares(NodeTransformer):
    """Comparisons of figures, by the same rule as in formulas."""

    def visit_Compare(self, node: nodes.Compare, *args: Any, **kwargs: Any) -> nodes.Node:
        self.generic_visit(node, *args, **kwargs)
        if len(node.ops) != 1 or node.ops[0].op not in ("eq", "ne", "gt", "gteq", "lt", "lteq"):
            raise TemplateSyntaxError("一次只能比较两个值", node.lineno)
        sign = nodes.Const(node.ops[0].op, lineno=node.lineno)
        name = nodes.Name("_compared", "load", lineno=node.lineno)
        return nodes.Call(name, [sign, node.expr, node.ops[0].expr], [], None, None, lineno=node.lineno)


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja2 with names, fields, loops, conditions and the listed filters; no Python attribute can be reached."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_finalize)
        self.filters = dict(FILTERS)
        self.tests = {}
        self.globals = {"_compared": compared}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(nodes.Node):
            if reason := _refused(node):
                raise TemplateSyntaxError(f"模板里不能用{reason}", node.lineno)
        changed: nodes.Template = _Compares().visit(tree)
        return changed

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
                return FIGURE_FIELDS[str(name)](obj)
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
        return "" if node.name in FILTERS else f"“|{node.name}”；可用的：{known}"
    if isinstance(node, nodes.Call | nodes.Add | nodes.Sub | nodes.Mul | nodes.Div | nodes.Neg):
        return "计算；写进 运算.yaml，模板里只印结果"
    return refused(node)
