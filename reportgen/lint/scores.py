"""Scores that a template prints and a format never has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jinja2 import nodes

from reportgen.figures.figure import Figure
from reportgen.lint.grammar import expression_of
from reportgen.lint.names import NamedCheck, Printed, Reading
from reportgen.lint.seen import Bare, Seen
from reportgen.lint.template import Finding
from reportgen.problem import Level

_SCORES: Final = ("总分", "评定等级", "分值合计", "得分", "得分合计", "执行率得分", "执行率分值")


def scores_are_given(reading: Reading) -> Iterator[Finding]:
    """T46：不计分的格式不印得分、总分和等级。

    级别：提示性
    依据：没有评分的，这些名称总是空的
    例：标签 {{ 本项目.总分 }} 总是空的：这个格式不计分
    """
    told: set[tuple[str, str]] = set()
    for one in reading.printed:
        here = (str(one.paragraph.where), one.tag.text)
        if here not in told and _named(one) in _SCORES and one.values and all(map(_is_blank, one.values)):
            told.add(here)
            message = f"标签 {one.tag.text} 总是空的：这个格式不计分"
            hint = "删去这个标签和它前后的话；要计分的，改 profile.yaml 的“项目指标计分”等"
            yield one.paragraph.finding("T46", Level.HINT, message, hint)


def _named(one: Printed) -> str:
    """The last name of a tag, without .数 and filters."""
    node: nodes.Node | None = expression_of(one.tag.inner)
    while isinstance(node, nodes.Filter):
        node = node.node
    if isinstance(node, nodes.Getattr) and any(isinstance(value, Bare) for value in one.values):
        node = node.node
    return node.attr if isinstance(node, nodes.Getattr) else node.name if isinstance(node, nodes.Name) else ""


def _is_blank(value: Seen) -> bool:
    figure = value.figure if isinstance(value, Bare) else value
    return figure.blank if isinstance(figure, Figure) else isinstance(figure, str) and not figure


CHECKS: Final[tuple[NamedCheck, ...]] = (scores_are_given,)
