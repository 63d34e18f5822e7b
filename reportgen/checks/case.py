"""What a check looks at, and how it says what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from reportgen.figures.figure import Figure
from reportgen.figures.lists import of_project, owners_in_lists
from reportgen.figures.number import rounded
from reportgen.figures.scope import Scope
from reportgen.figures.scoring import SET_BY_FORMAT
from reportgen.formats import Format
from reportgen.problem import Level, Place, Problem
from reportgen.source.model import Submission
from reportgen.source.terms import MONEY_UNITS


@dataclass(frozen=True, slots=True)
class Case:
    """One submission with its figures, under the rules of its format."""

    submission: Submission
    format: Format
    root: Scope

    @property
    def projects(self) -> tuple[Scope, ...]:
        found = self.root.find("项目")
        return found.items if isinstance(found, Scope) else ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure, computed, each once, in the order of the form."""
        return _figures(self.root)

    def scores(self, owner: Scope) -> bool:
        """Whether the indicators of the department, or of a project, are scored under the format."""
        profile = self.format.profile
        return (profile.projects_scored if of_project(owner) else profile.department_scored).text == "是"

    def indicator_groups(self) -> Iterator[tuple[Scope, tuple[Scope, ...]]]:
        """The owners of indicators (the department, each project, items of a format's lists) with their indicators."""
        for owner in (self.root, *self.projects):
            listed = owner.find("指标")
            if isinstance(listed, Scope) and listed.items:
                yield owner, listed.items
        yield from (found for found in owners_in_lists(self.root, self.format.terms) if found[1])


@lru_cache(maxsize=1)  # a dozen checks go through them
def _figures(root: Scope) -> tuple[Figure, ...]:
    return tuple(root.figures())


Check: TypeAlias = Callable[[Case], Iterator[Problem]]


CENT = Fraction(1, 200)  # half a unit of the second decimal: what rounding one term of a sum can cost


MOST_PARTS = 12  # of figures that a message lists with their own parts


def is_remainder(gap: Fraction, unit: str, terms: int) -> bool:
    """Whether rounding each of some terms of money to cents can explain a difference: 尾差."""
    return unit in MONEY_UNITS and terms > 2 and bool(rounded(abs(gap), 2)) and abs(gap) <= CENT * terms


def place_of(figure: Figure) -> Place:
    """Where a figure was typed, or the first of the figures typed in the data that it came from."""
    return _place_of(figure, set())


def _place_of(figure: Figure, seen: set[int]) -> Place:
    if figure.place and figure.formula != SET_BY_FORMAT and not figure.name.startswith("规则."):
        return figure.place
    fresh = [part for part in figure.operands if id(part) not in seen]  # figures of one another share their parts
    seen.update(map(id, figure.operands))
    return next((p for p in (_place_of(part, seen) for part in fresh) if p.file), Place(""))


def as_stated(figure: Figure) -> Figure:
    """A figure with the value that was typed for it, where one was."""
    if figure.stated is None or figure.stated.value is None:
        return figure
    return replace(figure, value=figure.stated.value)


def finding(code: str, level: Level, figure: Figure, message: str, hint: str, *operands: Figure) -> Problem:
    """A problem at a figure's line, with the named figures that take part; sums with the lines of their parts."""
    parts = [f for operand in operands for f in operand.named()]
    deeper = [part for f in parts for part in _with_parts(f)]
    listed = deeper if len(deeper) <= MOST_PARTS else parts
    named = {f.name: f for f in listed if f.name and f.name != figure.name and not f.blank}
    return Problem(code, level, place_of(figure), message, hint, tuple(f.as_operand() for f in named.values()))


def _with_parts(figure: Figure) -> tuple[Figure, ...]:
    """A figure, and what it was computed from where it stands on no line itself."""
    return (figure,) if figure.place else (figure, *figure.operands)
