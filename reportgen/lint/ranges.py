"""The names of a formula for its 范围 → what is wrong with them, and which other 范围 has a name that this has not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reportgen.checks.case import Case
from reportgen.checks.formulas import scopes
from reportgen.figures.documents import THIS
from reportgen.figures.formula import parse
from reportgen.figures.functions import FormulaError
from reportgen.figures.scope import Scope, row_of
from reportgen.format_terms import scopes_of
from reportgen.lint.possible import Judge
from reportgen.lint.seen import Possible, Seen, Wrong, full_names, in_scope, own_members
from reportgen.source.form_words import word_in, words_for
from reportgen.source.slips import may_be, slips

_DIRECTLY: Final = "公式里不写 本项目、行：直接写名称，范围决定从谁找"
_VARIABLES: Final = ("行", "项", "条", "组")  # as templates call the items of a list
_OF_ALL: Final = "部门指标"  # a part of 指标


def wrong_in_formula(text: str, around: tuple[Scope, ...], case: Case) -> tuple[Wrong, ...]:
    """What is wrong with the names of a formula that is for each of some scopes."""
    try:
        tree = parse(text)
    except FormulaError as error:
        return (Wrong("T4", str(error), error.hint),)
    ranges = _Ranges(case, around)
    judge = Judge(ranges.sought, ranges.known, in_tags=False, elsewhere=ranges.hint)
    judge.of(tree)
    return tuple(dict.fromkeys(judge.wrong))


@dataclass(frozen=True, slots=True)
class _Ranges:
    """The scopes that a formula is for, among those of the other 范围 of its format."""

    case: Case
    around: tuple[Scope, ...]

    def sought(self, name: str) -> Possible | None:
        """How formulas find a name: in their scope, and in those around it."""
        found: list[Seen] = []
        for scope in self.around:
            holder: Scope | None = scope
            while holder is not None and name not in holder.members:
                holder = holder.parent
            below = in_scope(holder, name, "") if holder is not None else None
            if isinstance(below, tuple):
                found += below
        return tuple(found) if found or not self.around else None

    def known(self) -> Iterator[str]:
        """The names of a scope, and the full names of those around it."""
        scope: Scope | None = self.around[0]
        while scope is not None:
            yield from full_names(own_members(scope), 1 if scope.parent else 3)
            scope = scope.parent

    def hint(self, name: str, after: tuple[str, ...]) -> str:
        """What to write for a name that is not found from here, and for those after it; empty: nothing is known."""
        ranges = scopes_of(self.case.format.terms)
        if name in (*_VARIABLES, *(THIS + one for one in ranges)):
            return self.directly(name.removeprefix(THIS), after)
        if word := word_in(name, self.around[0].members):
            return f"表上的“{name}”在公式里叫“{word}”"
        for one in (name, *words_for(name)):
            having = [own for own in ranges if own != _OF_ALL and self.has(own, one)]
            if having:
                called = "" if one == name else f"表上的“{name}”在公式里叫“{one}”；"
                return f"{called}“{one}”在 {'、'.join(having)} 里有：{self.written('.'.join((one, *after)), having)}"
        return may_be(slips(name, self.around[0].members))

    def directly(self, whose: str, after: tuple[str, ...]) -> str:
        """Names without the variable; one that the scope has too is its own there."""
        own = row_of(self.around[0])
        if not after or whose in ("", *_VARIABLES, own) or after[0] not in self.around[0].members:
            return f"{_DIRECTLY}，如 {after[0]}" if after else _DIRECTLY
        other = f"要{whose}的，先在 运算.yaml 里写一条 范围: {whose}、名称不同的，再用那个名称"
        return f"{_DIRECTLY}；这里的“{after[0]}”是{own}自己的，{other}"

    def has(self, own: str, name: str) -> bool:
        return any(name in scope.members for scope in scopes(own, self.case, only_scored=False))

    def written(self, path: str, having: list[str]) -> str:
        """The 范围 to write, or the sum of what a list here has."""
        sums = [f"合计({own}.{path})" for own in having if isinstance(self.around[0].members.get(own), Scope)]
        total = f"；要各行之和的，写 {' 或 '.join(sums)}" if sums else ""
        return f"写 {' 或 '.join(f'范围: {own}' for own in having)}{total}"
