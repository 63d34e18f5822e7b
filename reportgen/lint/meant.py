"""A name that no tag can use here → what was probably meant: by meaning first, by spelling only where it is a slip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from reportgen.figures.documents import THIS
from reportgen.figures.scope import Scope, row_of
from reportgen.figures.typed import SUM
from reportgen.lint.seen import ALL_NAMES, DECLARE, Possible, alias, in_scope
from reportgen.source.form_words import words_for
from reportgen.source.slips import may_be, slips

UNIT: Final = "单位"
NOWHERE: Final = DECLARE.format("在 format.yaml 的“字段”或“列表”里声明", "") + "；" + ALL_NAMES


@dataclass(frozen=True, slots=True)
class Meaning:
    """The names around an expression: how one is found, all full names, and the loops that are open, innermost first.

    `of_figures` are the names that may stand after a figure.
    """

    sought: Callable[[str], Possible | None]
    known: Callable[[], Iterable[str]]
    loops: Mapping[str, Possible]
    of_figures: tuple[str, ...]

    def of(self, name: str, after: tuple[str, ...]) -> str:
        """What to write for a name that is not there, and for the names after it."""
        known = tuple(self.known())
        below = after[:1] if after and after[0] not in self.of_figures else ()
        rest = "".join(f".{one}" for one in after)
        own = [f"{variable}{rest}" for variable in self.loops if after and self.runs_over(variable, name, after[0])]
        ending = next((full for full in known if full.endswith(f".{name}")), "")
        if own or ending:
            column = self.of_column(f"{ending}.{below[0]}") if below and self.is_column(ending, below[0]) else ""
            return may_be(own[:1]) or column or may_be(dict.fromkeys((ending, *self.of_unit(name, ending, known))))
        roots = slips(name, (full for full in known if "." not in full)) if len(name) > 1 else ()
        if fitting := [one for one in roots if not below or self.has(one, below[0])]:
            return may_be(fitting)
        if below or len(name) == 1:
            holders = (one for one in (*self.loops, *self.these()) if after and self.has(one, after[0]))
            return may_be([f"{one}{rest}" for one in holders][:1]) or NOWHERE
        return self.alias(name) or may_be(_one_of_each(slips(name, map(_last, known)), known)) or NOWHERE

    def of_column(self, path: str, after: str = "") -> str:
        """What to write for a name of all items of a list at once, and for what is said of it; empty of others."""
        owner, _, name = path.rpartition(".")
        word, listed = _last(owner), self.at(owner)
        if not isinstance(listed, Scope) or not listed.listed or name in listed.members:
            return ""
        one = next((variable for variable in self.loops if self.runs_over(variable, word, name)), "")
        if not one and self.has(THIS + word, name):
            one = THIS + word
        if one:
            return may_be([f"{one}.{name}{after}"])
        overall = listed.members.get(SUM)
        summed = f"合计是“{owner}.{SUM}.{name}”；" if isinstance(overall, Scope) and name in overall.members else ""
        return f"{summed}逐行印的，用 {{%tr for 行 in {owner} %}}，里面写 {{{{ 行.{name}{after} }}}}"

    def is_column(self, path: str, name: str) -> bool:
        """Whether a list has a field of this name, and not a row."""
        listed = self.at(path)
        return not (isinstance(listed, Scope) and listed.fixed and listed.columns and name not in listed.columns)

    def of_unit(self, name: str, found: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """The field of the 单位 that has the name of one of what the document is for: 联系电话."""
        unit = f"{UNIT}.{name}"
        return (unit,) if found.startswith(THIS) and unit in known else ()

    def at(self, path: str) -> object:
        """The value of a dotted name; None where there is none."""
        first, *rest = path.split(".")
        value: object = next(iter(self.sought(first) or ()), None)
        for name in rest:
            below = in_scope(value, name, "") if isinstance(value, Scope) else ()
            value = next(iter(below), None) if isinstance(below, tuple) else None
        return value

    def has(self, first: str, name: str) -> bool:
        """Whether a name can be written after another."""
        return any(isinstance(value, Scope) and name in value.members for value in self.sought(first) or ())

    def runs_over(self, variable: str, word: str, name: str) -> bool:
        """Whether the variable of a loop is an item of a list of this name, and has the name after it."""
        return any(
            isinstance(item, Scope) and row_of(item) == word and name in item.members for item in self.loops[variable]
        )

    def these(self) -> Iterator[str]:
        """What a document is for: 本项目."""
        return (one for one in dict.fromkeys(self.known()) if one.startswith(THIS) and "." not in one)

    def alias(self, name: str) -> str:
        """Where what the forms call by this name is found."""
        for one in (*self.loops, *self.these()):
            value = self.at(one)
            if isinstance(value, Scope) and (word := alias(name, value)) and word in value.members:
                return f"表上的“{name}”在这里叫“{one}.{word}”"
        words = "或".join(f"“{word}”" for word in words_for(name))
        return f"表上的“{name}”在这里叫{words}；{ALL_NAMES}" if words else ""


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def _one_of_each(names: tuple[str, ...], known: tuple[str, ...]) -> Iterator[str]:
    """The first full name of each."""
    return (next(full for full in known if _last(full) == name) for name in names)
