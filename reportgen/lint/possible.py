"""What an expression of a tag or a formula may stand for, judged by the names of an example."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

from jinja2 import nodes

from reportgen.figures.documents import THIS
from reportgen.figures.figure import Figure
from reportgen.figures.groups import grouped
from reportgen.figures.scope import NameProblem, Scope
from reportgen.figures.spelling import is_condition, shown
from reportgen.lint.meant import NOWHERE, Meaning
from reportgen.lint.refusals import unfit
from reportgen.lint.seen import (
    ANYTHING,
    NAME,
    WORD,
    Bare,
    Looping,
    Possible,
    Seen,
    Wrong,
    in_scope,
    instead,
    no_list,
)
from reportgen.source.written import State, Words

_VARIABLES: Final = ("行", "项", "条", "组", "段")  # as loops call what they take
_LEFT: Final = "“{0}”只在它的循环里能用：移到循环里面，或写完整的名称"
_TYPED: Final = "等级"
_GRADE: Final = "评定等级"
FIELDS: Final = ("数", "数字", "单位", "名称")  # of a figure, in a tag
LOOP: Final = ("first", "last", "index", "length")
FILTERS: Final[Mapping[str, int]] = {"vmerge": 1, "列举": 1, "汉字": 0, "按": 1}  # and how many arguments each takes


@dataclass(slots=True)
class Judge:
    """Judges expressions; what is wrong gathers in `wrong`. `sought` finds a name, and None where there is none."""

    sought: Callable[[str], Possible | None]
    known: Callable[[], Iterable[str]]  # the full names, to find the nearest
    in_tags: bool = True
    loops: Mapping[str, Possible] = field(default_factory=dict)  # the variables of those that are open, innermost first
    elsewhere: Callable[[str, tuple[str, ...]], str] = lambda name, after: ""  # a remedy before all others
    left: frozenset[str] = frozenset()  # the variables of loops that have ended
    wrong: list[Wrong] = field(default_factory=list)

    @property
    def meaning(self) -> Meaning:
        return Meaning(self.sought, self.known, self.loops, FIELDS)

    def of(self, node: nodes.Node, after: tuple[str, ...] = ()) -> Possible:
        """What an expression may stand for; `after` are the names that follow it."""
        match node:
            case nodes.Name(name=name):
                return self.name(name, after)
            case nodes.Getattr(node=inner, attr=name) | nodes.Getitem(node=inner, arg=nodes.Const(value=str() as name)):
                return self.member(self.of(inner, (name, *after)), name, shown(inner))
            case nodes.Filter(node=nodes.Node() as inner) if self.in_tags:
                return self.filtered(self.of(inner), node, shown(inner))
            case nodes.Const(value=str() as text):
                return (text,)
            case nodes.CondExpr(test=test, expr1=first, expr2=second):
                self.of(test)
                return (*self.of(first), *(self.of(second) if second else ()))
            case nodes.Call(node=nodes.Name(), args=[first, *conditions]) if not self.in_tags:
                self.reckoned(first, conditions)
                return ANYTHING
        if self.in_tags and (refusal := unfit(node)):
            self.wrong.append(Wrong(WORD, *refusal))
            return ANYTHING
        if isinstance(node, nodes.Compare) and len(node.ops) == 1:
            self.compared(node.expr, node.ops[0].expr)
            self.compared(node.ops[0].expr, node.expr)
            return ANYTHING
        for child in node.iter_child_nodes():
            self.of(child)
        return ANYTHING

    def compared(self, side: nodes.Expr, other: nodes.Expr) -> None:
        """One side of a comparison; a name like no other, beside a text, is taken for a text without its quotes."""
        before = len(self.wrong)
        self.of(side)
        if isinstance(side, nodes.Name) and any(one.hint == NOWHERE for one in self.wrong[before:]):
            beside = Judge(self.sought, tuple, in_tags=self.in_tags).of(other)
            if any(isinstance(value, Words | str) for value in beside):
                hint = f"是文字的，两边加引号：'{side.name}'；是名称的，核对写法"
                self.wrong[before:] = [replace(self.wrong[-1], hint=hint, named=True)]

    def name(self, name: str, after: tuple[str, ...] = ()) -> Possible:
        """What a name at the beginning of an expression stands for."""
        found = self.sought(name)
        if found is not None:
            return found
        hint = _LEFT.format(name) if name in self.left else ""
        hint = hint or self.elsewhere(name, after) or self.meaning.of(name, after)
        hint = _LEFT.format(name) if self.in_tags and hint == NOWHERE and name in _VARIABLES else hint
        self.wrong.append(Wrong(NAME, f"没有“{name}”这个名称", hint, named=hint != NOWHERE))
        return ANYTHING

    def member(self, possible: Possible, name: str, before: str) -> Possible:
        """What a name after a dot stands for; `before` is what is written before it."""
        found: list[Seen] = []
        failed: list[Wrong] = []
        for value in possible:
            below = self.below(value, name, before)
            if isinstance(below, Wrong):
                failed.append(below)
            elif not below:
                return ANYTHING
            else:
                found += below
        if failed and not found:
            this = self.sought(THIS + before) if "." not in before else None
            meant = self.below(this[0], name, THIS + before) if this else ()
            hint = meant.hint if isinstance(meant, Wrong) and meant.named else failed[0].hint
            self.wrong.append(replace(failed[0], hint=hint))
        return tuple(found)

    def below(self, value: Seen, name: str, before: str) -> Possible | Wrong:
        match value:
            case Scope() if self.in_tags and name == _TYPED and value.members.get(_GRADE, ""):
                message = f"“{before}.{name}”是填报的等级，只用来核对，没有填就是空的"
                return Wrong(NAME, message, f"可能是“{before}.{_GRADE}”：由程序按总分评的等级", named=True)
            case Scope():
                return in_scope(value, name, before)
            case Figure() if self.in_tags and name in FIELDS:
                if name in ("数", "数字"):
                    return (Bare(value, with_sign=name == "数"),)
                return (value.unit if name == "单位" else value.name,)
            case Figure(state=State.BLANK):
                return ANYTHING  # below what is absent from an open group
            case Looping() if name in LOOP:
                return (str(name),)
            case Looping():
                return Wrong(NAME, f"loop 没有“{name}”", "loop 只有 " + "、".join(LOOP))
            case tuple() if not self.in_tags:
                return self.member(value, name, before)
            case Figure():
                what, hint = "一个数", "数后面只能写 " + "、".join(f".{one}" for one in FIELDS)
            case Bare() | str() | Words():
                what, hint = "文字", "去掉点和后面的字"
            case _:
                hint = self.meaning.of_column(before, f".{name}") if name in FIELDS else ""
                what, hint = "各项的一列", hint or "用 {% for … %} 逐项取，再写 .名称"
        return Wrong(NAME, f"“.{name}”前面是{what}，下面没有“{name}”", hint)

    def filtered(self, possible: Possible, node: nodes.Filter, before: str) -> Possible:
        """What a filter makes of a value."""
        name, args = node.name, node.args
        if name not in FILTERS:
            known = "、".join(f"|{one}" for one in FILTERS)
            self.wrong.append(Wrong(WORD, f"没有“|{name}”这个写法", f"可用的：{known}"))
            return ANYTHING
        if len(args) > FILTERS[name] or node.kwargs:
            self.wrong.append(Wrong(WORD, f"“|{name}”后面的括号里写多了", f"至多写 {FILTERS[name]} 个"))
            return ANYTHING
        match name:
            case "vmerge":
                for arg in args:
                    self.of(arg)
                return possible
            case "列举":
                self.enumerated(possible, next((a.value for a in args if isinstance(a, nodes.Const)), "金额"), before)
                return ("",)
            case "汉字":
                if possible and not any(isinstance(value, Figure) for value in possible):
                    self.wrong.append(Wrong(NAME, "“汉字”前面要是一个整数", "如 {{ 项目.个数|汉字 }}"))
                return ("",)
        return tuple(self.grouped(possible, args, before))

    def enumerated(self, possible: Possible, word: str, before: str) -> None:
        if possible and not any(isinstance(value, Scope) for value in possible):
            self.wrong.append(Wrong(NAME, "“列举”前面要是一组数或一个列表", "如 {{ 收入|列举 }}"))
            return
        items = tuple(item for value in possible if isinstance(value, Scope) for item in value.items)
        self.member(items, word, f"{before} 各项")

    def grouped(self, possible: Possible, args: list[nodes.Expr], before: str) -> Iterator[Scope]:
        """`指标|按(一级)`: the groups of a list, each with its items, and the sums that they have."""
        word = next((a.name if isinstance(a, nodes.Name) else getattr(a, "value", "") for a in args), "")
        self.listed(possible, before)
        for value in possible:
            if isinstance(value, Scope) and value.items:
                self.member(value.items, word, f"{before} 各项")
                with suppress(NameProblem):
                    yield Scope(value.name, items=grouped(value, word))

    def listed(self, possible: Possible, before: str) -> Possible:
        """What a loop over this takes, one by one."""
        found: list[Seen] = []
        for value in possible:
            if isinstance(value, Scope) and (value.listed or value.open or not value.members):
                found += value.items
            elif isinstance(value, tuple):
                found += value
            else:
                self.wrong.append(no_list(value, before))
                return ANYTHING
        return tuple(found)

    def printed(self, possible: Possible, before: str) -> None:
        """A value that a tag prints: one of a group of names can not be printed."""
        for value in possible:
            if not isinstance(value, Scope | tuple | Looping):
                return
        if possible:
            column = self.meaning.of_column(before)
            hint = column or instead(possible[0], before)
            what = "各行的一列" if column else "几段文字" if isinstance(possible[0], tuple) else "一组名称"
            self.wrong.append(Wrong(NAME, f"“{before}”是{what}，不能直接印", hint))

    def reckoned(self, first: nodes.Expr, conditions: list[nodes.Expr]) -> None:
        """The arguments of a function; conditions on the items of a list look at each of them first."""
        self.of(first)
        inside = self.inside(self.items_of(first))
        for one in conditions:
            if is_condition(one):
                inside.of(one)
            else:
                self.of(one)
        self.wrong += inside.wrong

    def inside(self, items: tuple[Scope, ...]) -> Judge:
        """A judge of what is said of the items of a list."""
        names = dict.fromkeys(name for item in items for name in item.members)

        def sought(name: str) -> Possible | None:
            quiet = Judge(self.sought, tuple, in_tags=False)
            own = tuple(item for item in items if name in item.members)
            return quiet.member(own, name, "") if own else self.sought(name)

        return Judge(sought, lambda: (*names, *self.known()), in_tags=False, elsewhere=self.elsewhere)

    def items_of(self, node: nodes.Expr) -> tuple[Scope, ...]:
        """The items of the lists in `指标`, `指标.得分` or `项目.指标.得分`."""
        quiet = Judge(self.sought, tuple, in_tags=False)
        own = tuple(_items(quiet.of(node)))
        return own or (tuple(_items(quiet.of(node.node))) if isinstance(node, nodes.Getattr) else ())


def _items(possible: Iterable[Seen]) -> Iterator[Scope]:
    """The items of lists, and of lists of lists."""
    for value in possible:
        if isinstance(value, Scope):
            yield from value.items
        elif isinstance(value, tuple):
            yield from _items(value)
