"""The name space: one tree of Chinese names that the YAML, formulas, prose, Word templates and `why` share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import TypeAlias

from reportgen.figures.figure import Figure
from reportgen.source.slips import slips
from reportgen.source.written import Quantity, State, Words

MOST_DEEP = 40  # figures each computed from the next; those of real reports are less than ten deep
_FIRST = "引用最初填数的那一处"
Value: TypeAlias = "Figure | Words | Scope | str | bool | tuple[Value, ...]"


class NameProblem(KeyError):
    """A name that is not there, or figures that need each other (`circle`); `str` is the Chinese message."""

    def __init__(
        self,
        message: str,
        near: str = "",
        hint: str = "reportgen why 数据文件 可列出全部名称",
        circle: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message, self.near, self.circle = message, near, circle
        self.hint = f"可能是“{near}”" if near else hint

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True)
class Pending:
    """A figure still to be computed, on first use."""

    compute: Callable[[], Value]


@dataclass(frozen=True, slots=True)
class Failing:
    """Fails as a computation did."""

    error: Exception

    def __call__(self) -> Value:
        raise self.error


@dataclass(slots=True, eq=False)
class Scope:
    """Named values, and the items when it is a list; `open` scopes answer an absent name with a blank figure.

    `columns` are the fields of the items of a list, also where it has none; None: this is no list. `typed` keeps what
    was typed for each number, also for those that have a formula. `fixed`: a format names its rows.
    """

    name: str
    members: dict[str, Value | Pending] = field(default_factory=dict)
    items: tuple[Scope, ...] = ()
    parent: Scope | None = None
    open: bool = False
    typed: dict[str, Quantity] = field(default_factory=dict)
    computing: set[str] = field(default_factory=set)
    columns: set[str] | None = None
    fixed: bool = False
    chain: list[str] = field(default_factory=list)  # of a root: the figures being computed, each for the one before

    def __getstate__(self) -> tuple[None, dict[str, object]]:
        """A copy for another process has its figures computed; one that fails fails there with the same words."""
        members = {name: self._settled(name, value) for name, value in self.members.items()}
        state = {own.name: getattr(self, own.name) for own in fields(self)}
        return None, {**state, "members": members}

    def _settled(self, name: str, value: Value | Pending) -> Value | Pending:
        if not isinstance(value, Pending):
            return value
        try:
            return self.resolve(name, value)
        except (KeyError, ValueError) as error:
            return Pending(Failing(error))

    def __iter__(self) -> Iterator[Scope]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def listed(self) -> bool:
        """Whether it is a list, be it empty."""
        return self.columns is not None or bool(self.items)

    def __bool__(self) -> bool:
        """An empty list is nothing, though it has a sum and a count."""
        return bool(self.items) if self.columns is not None else bool(self.members or self.items)

    def full(self, name: str) -> str:
        """The full name of a member."""
        return f"{self.name}.{name}" if self.name else name

    def find(self, name: str, *, strict: bool = False) -> Value:
        """A member by its name; of a list, the members of that name of all its items; `strict`: open or not."""
        value = self.members.get(name)
        if isinstance(value, Pending):
            return self.resolve(name, value)
        if value is not None:
            return value
        if self.items and all(name in item.members for item in self.items):
            return tuple(item.find(name) for item in self.items)
        if self.open and not strict:
            return Figure(self.full(name), state=State.BLANK)
        if not self.items and self.columns and name in self.columns:
            return ()
        first = (one for one in self.members if name[len(one) :].startswith(".") and slips(name[: len(one)], (one,)))
        near = next((self.full(one) for one in (*slips(name, self.members), *first)), "")
        raise NameProblem(f"没有“{self.full(name)}”这个名称", near)

    def resolve(self, name: str, pending: Pending) -> Value:
        root = self.root()
        if name in self.computing:
            circle = tuple(root.chain[len(root.chain) - 1 - root.chain[::-1].index(self.full(name)) :])
            told = f"“{self.full(name)}”要由它自己算出来，公式或引用成了圈：{' → '.join((*circle, circle[0]))}"
            raise NameProblem(told, hint=_FIRST, circle=circle)
        if len(root.chain) >= MOST_DEEP:
            raise NameProblem(f"“{self.full(name)}”算不出：一个数引一个数，引了 {MOST_DEEP} 层还没有到底", hint=_FIRST)
        self.computing.add(name)
        root.chain.append(self.full(name))
        try:
            value = self.members[name] = pending.compute()
        except RecursionError:
            raise NameProblem(f"“{self.full(name)}”算不出：公式一层套一层，太深了", hint=_FIRST) from None
        finally:
            root.chain.pop()
            self.computing.discard(name)
        return value

    def seek(self, name: str) -> Value:
        """A member of this scope or of one around it."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.members:
                return scope.find(name)
            scope = scope.parent
        return self.root().find(name)

    def root(self) -> Scope:
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def at_path(self, path: str) -> Value:
        """The value at a dotted name, whose parts may hold dots themselves.

        The name starts here, in a scope around, or among the facts, which need no prefix.
        """
        scope: Scope | None = self
        while scope is not None:
            if first := _longest(path, scope.members):
                return _descend(scope, path, first)
            scope = scope.parent
        facts = self.root().members.get("事实")
        if isinstance(facts, Scope) and (first := _longest(path, facts.members)):
            return _descend(facts, path, first)
        return self.root().find(path.partition(".")[0])

    def figures(self) -> Iterator[Figure]:
        """Every figure below here, computed, each once, in the order of the form."""
        for name, known in list(self.members.items()):
            value = self.find(name) if isinstance(known, Pending) else known
            if isinstance(value, Figure):
                yield value
            elif isinstance(value, Scope) and value.parent is self:
                yield from value.figures()
        named = set(map(id, self.members.values()))
        for item in self.items:
            if item.parent is self and id(item) not in named:
                yield from item.figures()


def row_of(scope: Scope) -> str:
    """The list that a scope is a row of, by its own name (来源, 指标 …); empty for a group."""
    above = scope.parent
    while above is not None and scope not in above.items:  # which compares identities
        above = above.parent
    return "" if above is None else above.name.removeprefix(f"{above.parent.name}." if above.parent else "")


def _longest(path: str, names: Iterable[str]) -> str:
    """The longest name with which a path begins."""
    fitting = [n for n in names if path == n or path.startswith(n + ".")]
    return max(fitting, key=len, default="")


def _descend(scope: Scope, path: str, first: str) -> Value:
    value, rest = scope.find(first), path[len(first) + 1 :]
    if not rest:
        return value
    if not isinstance(value, Scope):
        raise NameProblem(f"“{scope.full(first)}”下面没有“{rest}”")
    following = _longest(rest, value.members)
    if following:
        return _descend(value, rest, following)
    return value.find(rest, strict=True)
