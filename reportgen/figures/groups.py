"""A list in groups by one of its fields, each with its items and their sums: the blocks of a table with subtotals."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial

from reportgen.figures.figure import Figure
from reportgen.figures.functions import total
from reportgen.figures.members import number
from reportgen.figures.scope import NameProblem, Pending, Scope, Value

ITEMS, SUM, COUNT, NAME = "items", "合计", "个数", "名称"


def grouped(listed: Value, field: str) -> tuple[Scope, ...]:
    """The items of a list by the text of a field, in the order in which the texts first come."""
    if not isinstance(listed, Scope) or not (listed.listed or listed.open):
        raise NameProblem("“按”前面要是一个列表，如 指标|按(一级)")
    if listed.columns and field not in listed.columns and not all(field in item.members for item in listed.items):
        raise NameProblem(f"{listed.name or '列表'}的各项没有“{field}”，不能按它分组")
    parts: dict[str, list[Scope]] = {}
    for item in listed.items:
        parts.setdefault(str(item.find(field)), []).append(item)
    return tuple(_group(listed, name, tuple(items)) for name, items in parts.items())


def _group(listed: Scope, name: str, items: tuple[Scope, ...]) -> Scope:
    """One group: a list itself, with 名称, items, 个数, and 得分合计 … of every number that all its items have."""
    group = Scope(listed.full(name or "（空）"), items=items, parent=listed, columns=listed.columns)
    count = Figure(group.full(COUNT), Fraction(len(items)), "个", 0)
    group.members |= {NAME: name, COUNT: count, ITEMS: Scope(group.name, items=items, parent=listed)}
    for word in items[0].members:
        if all(isinstance(item.members.get(word), Figure | Pending) for item in items):
            group.members[word + SUM] = Pending(partial(_sum, group, word))
    return group


def _sum(group: Scope, word: str) -> Figure:
    found = total(*(number(item, word) for item in group.items))
    return replace(found, name=group.full(word + SUM), formula=f"各行{word}{SUM}")
