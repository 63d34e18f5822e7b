"""What names stand for in an example, and what to write in place of one that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Final, TypeAlias

from reportgen.figures.figure import Figure, FigureError
from reportgen.figures.functions import FormulaError
from reportgen.figures.scope import NameProblem, Scope, Value
from reportgen.figures.typed import SUM
from reportgen.source.terms import ALIASES
from reportgen.source.written import State, Words

NAME, LIST, WORD = "T28", "T29", "T23"  # codes: of a name, of a loop, of a word that tags do not have
OF_ITS_ROW: Final = "（数据里填的单位）"  # the unit of a figure whose unit is typed beside it
ALL_NAMES: Final = "全部名称见 reportgen formats fields"


@dataclass(frozen=True, slots=True)
class Bare:
    """`.数` of a figure: what it prints has no unit."""

    figure: Figure


@dataclass(frozen=True, slots=True)
class Looping:
    """`loop` inside a loop."""


Seen: TypeAlias = "Value | Bare | Looping"
Possible: TypeAlias = "tuple[Seen, ...]"  # one of these; nothing: it cannot be known
ANYTHING: Final[Possible] = ()


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with an expression."""

    code: str
    message: str
    hint: str


def in_scope(scope: Scope, name: str, before: str) -> Possible | Wrong:
    """A member of a group or list that is written as `before`."""
    if name in scope.members:
        value = _found(scope, name)
        if isinstance(value, Figure) and value.unit and value.unit == str(scope.members.get("单位", "")):
            value = replace(value, unit=OF_ITS_ROW)
        return (value,)
    columns = [item.find(name) for item in scope.items if name in item.members and item.name != scope.name]
    if columns and not scope.open:
        return (tuple(columns),)
    named = tuple(item for item in scope.items if any(item is member for member in scope.members.values()))
    if scope.open and named:
        return named  # an absent one is like the others
    if scope.open:
        unit = next((one.unit for one in scope.members.values() if isinstance(one, Figure)), "")
        return (Figure(scope.full(name), unit=unit, state=State.BLANK),) if unit else ANYTHING
    if scope.listed and not scope.items:
        return ANYTHING  # nothing to judge it by
    offered = {*scope.members, *(word for item in scope.items for word in item.members)}
    if ALIASES.get(name) in offered:
        return Wrong(NAME, f"没有“{before}.{name}”这个名称", f"表上的“{name}”在这里叫“{before}.{ALIASES[name]}”")
    near = get_close_matches(name, scope.members, 1, 0.4)
    hint = f"可能是“{before}.{near[0]}”" if near else _offered(scope, before)
    if named and not near:
        hint = f"没有叫“{name}”的一项；各项名称由数据定，用 {{% for … %}} 逐项取"
    return Wrong(NAME, f"没有“{before}.{name}”这个名称", hint)


def _found(scope: Scope, name: str) -> Value:
    """A member; one that cannot be reckoned, which is told elsewhere, is blank."""
    try:
        return scope.find(name)
    except (NameProblem, FigureError, FormulaError):
        return Figure(scope.full(name), state=State.BLANK)


def no_list(value: Seen, before: str) -> Wrong:
    if isinstance(value, Scope):
        message = f"“{before}”是一组字段，不是列表，循环一次也不做"
        return Wrong(LIST, message, instead(value, before))
    what = "一个数" if isinstance(value, Figure | Bare) else "文字"
    return Wrong(LIST, f"循环的“in”后面要是一个列表，这里是{what}", "去掉循环，直接写 {{ … }}；或写列表的名称")


def instead(value: Seen, before: str) -> str:
    """What to write in place of a group of names: one of them, or a loop."""
    if isinstance(value, Scope) and value.members and not value.listed:
        below = {name: _found(value, name) for name in value.members}
        plain = [name for name, one in below.items() if isinstance(one, Figure | Words | str)]
        best = next((name for name in ("值", SUM, *plain) if name in plain), "")
        if best:
            return f"写到具体的一个，如 {{{{ {before}.{best} }}}}"
        name, one = next(iter(below.items()))
        return instead(one, f"{before}.{name}")
    return f"用 {{% for 项 in {before} %}} 逐项取，再写 {{{{ 项{'.…' if isinstance(value, Scope) else ''} }}}}"


def _offered(scope: Scope, before: str) -> str:
    names = "、".join(list(own_members(scope))[:8])
    return f"“{before}”下有：{names}" if names else ALL_NAMES


def full_names(names: Mapping[str, object], depth: int = 3) -> Iterator[str]:
    """The full names below some names, those that are written alone first; names that only data give are left out."""
    yield from names
    for name, value in names.items():
        if isinstance(value, Scope) and depth > 1:
            yield from (f"{name}.{below}" for below in full_names(own_members(value), depth - 1))


def own_members(scope: Scope) -> Mapping[str, object]:
    """The members of a group; of a list, what it says of all its items."""
    if not scope.listed:
        return scope.members
    return {name: one for name, one in scope.members.items() if not isinstance(one, Scope) or name == SUM}
