"""What names stand for in an example, and what to write in place of one that is not there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from reportgen.figures.figure import Figure, FigureError
from reportgen.figures.functions import FormulaError
from reportgen.figures.scope import NameProblem, Scope, Value, row_of
from reportgen.figures.typed import SUM
from reportgen.format_terms import SCOPES
from reportgen.source.form_words import word_in
from reportgen.source.slips import MOST, may_be, slips
from reportgen.source.terms import INDICATORS, PROJECTS, SECTIONS, SOURCES
from reportgen.source.written import State, Words

NAME, LIST, WORD = "T28", "T29", "T23"  # codes: of a name, of a loop, of a word that tags do not have
OF_ITS_ROW: Final = "（数据里填的单位）"  # the unit of a figure whose unit is typed beside it
ALL_NAMES: Final = "全部名称见 reportgen formats fields"
DECLARE: Final = "表上另有的栏：要会计填的，{0}；要算的，写进 运算.yaml{1}"
_ONE_INDICATOR: Final = (
    "一条指标的数由公式取：运算.yaml 里写一项，公式 合计({0}.得分, 三级 == '…')，标签写那一项的名称；" + ALL_NAMES
)
FEW: Final = 8  # names that are all listed


@dataclass(frozen=True, slots=True)
class Bare:
    """`.数` of a figure: what it prints has no unit but %; of `.数字` not even that."""

    figure: Figure
    with_sign: bool = True


@dataclass(frozen=True, slots=True)
class Looping:
    """`loop` inside a loop."""


Seen: TypeAlias = "Value | Bare | Looping"
Possible: TypeAlias = "tuple[Seen, ...]"  # one of these; nothing: it cannot be known
ANYTHING: Final[Possible] = ()


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with an expression; `named`: the hint names what was meant."""

    code: str
    message: str
    hint: str
    named: bool = False


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
    message = f"没有“{before}.{name}”这个名称"
    if other := alias(name, scope):
        return Wrong(NAME, message, f"表上的“{name}”在这里叫“{before}.{other}”", named=True)
    overall, column = scope.members.get(SUM), name.removesuffix(SUM)
    if name.endswith(SUM) and isinstance(overall, Scope) and column in overall.members:
        return Wrong(NAME, message, may_be([f"{before}.{SUM}.{column}"]), named=True)
    if near := slips(name, (*scope.members, *(word for item in scope.items for word in item.members))):
        return Wrong(NAME, message, may_be(f"{before}.{one}" for one in near), named=True)
    if ending := _ending(name, scope):
        return Wrong(NAME, message, may_be(f"{before}.{one}" for one in ending), named=True)
    if scope.items and row_of(scope.items[0]) == INDICATORS:
        hint = _ONE_INDICATOR.format(before.rpartition(".")[2])
    elif named and scope.fixed:
        hint = _fixed_row(name, tuple(item.name.rpartition(".")[2] for item in named), before)
    elif named:
        hint = f"没有叫“{name}”的一项；各项名称由数据定，用 {{% for … %}} 逐项取"
    else:
        parts = (_offered(scope, before), _of_a_source(scope, name, before), declaring(scope, name))
        hint = "；".join(filter(None, parts)) or ALL_NAMES
    return Wrong(NAME, message, hint)


def _ending(name: str, scope: Scope) -> tuple[str, ...]:
    """The fields that end with a name, 项目负责人 for 负责人; none where there are too many to say which."""
    whole = {word: one for part in (scope, *scope.items) for word, one in part.members.items()}
    found = tuple(word for word, one in whole.items() if word.endswith(name) and not isinstance(one, Scope | tuple))
    return found if len(name) > 1 and len(found) <= MOST else ()


def _fixed_row(name: str, rows: tuple[str, ...], before: str) -> str:
    """Which of the rows that a format names is meant."""
    alike = [row for row in rows if row in name or name in row]
    return may_be(f"{before}.{row}" for row in alike[:MOST]) or f"“{before}”的各行：{'、'.join(rows)}"


def alias(name: str, scope: Scope) -> str:
    """The word here of what forms call by another; a word that says whose it is (项目编码) is of that alone."""
    if name.startswith(PROJECTS) and PROJECTS not in (row_of(scope), scope.name):
        return ""
    return word_in(name, (*scope.members, *(word for item in scope.items for word in item.members)))


def declaring(scope: Scope, name: str) -> str:
    """How a format gets a name that a group or the rows of a list do not have; empty where none can be declared."""
    listed = row_of(scope)
    where = listed or scope.name
    if listed and where not in SECTIONS:
        return DECLARE.format(f"在 format.yaml 的“列表”里，给“{where}”加一个字段", f"（范围: {where}）")
    if where in SCOPES:
        return DECLARE.format(f"在 format.yaml 的“字段”里声明（在: {where}）", f"（范围: {where}）")
    if where == "单位":
        return DECLARE.format(f"在 format.yaml 的“字段”里声明（在: {where}）", f"（名称: {where}.{name}）")
    return ""


def _of_a_source(scope: Scope, name: str, before: str) -> str:
    """How the rows of 来源 are printed, for a name that ends as one of their columns: 中央财政年初预算数."""
    rows = scope.members.get(SOURCES)
    columns = {word for row in rows.items for word in row.members} if isinstance(rows, Scope) else ()
    column = max((word for word in columns if name.endswith(word)), key=len, default="")
    if not column:
        return ""
    return f"来源各行逐行印：{{%tr for 行 in {before}.{SOURCES} %}}，里面写 {{{{ 行.{column} }}}}"


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
    if isinstance(value, Scope):
        return f"用 {{% for 项 in {before} %}} 逐项取，再写 {{{{ 项.… }}}}"
    return f"分三段写，每段只写一个标签：{{%p for 段 in {before} %}}、{{{{ 段 }}}}、{{%p endfor %}}"


def _offered(scope: Scope, before: str) -> str:
    names = list(own_members(scope))
    return f"“{before}”下有：{'、'.join(names)}" if 0 < len(names) <= FEW else ALL_NAMES if not names else ""


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
