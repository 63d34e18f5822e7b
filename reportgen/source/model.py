"""What was handed in, typed: every leaf keeps the place it was typed at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

from reportgen.problem import Place


class State(StrEnum):
    """Five different things a cell may hold where a number is expected."""

    GIVEN = "数"
    BLANK = ""
    NONE = "无"
    DASH = "—"
    DOTS = "……"


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text; `bool` says whether anything was written."""

    text: str
    place: Place

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Quantity:
    """A typed number: exact value (a ratio when its unit is %), or a state, or a reference to a figure's name.

    `text` is printed instead of the number (26人2.3万元). `stated` marks a number given only to be checked;
    with `adopt` it is printed in place of the computed one, for `reason`.
    """

    place: Place
    state: State = State.BLANK
    value: Fraction | None = None
    decimals: int = 0
    unit: str = ""
    text: str = ""
    reference: str = ""
    stated: bool = False
    adopt: bool = False
    reason: str = ""

    def __bool__(self) -> bool:
        return self.state is not State.BLANK or bool(self.reference or self.text)


Headed: TypeAlias = tuple[tuple[Words, Words], ...]  # headings with the paragraphs below them
Tree: TypeAlias = Mapping[str, "Quantity | Tree"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    name: Words
    short_name: Words
    nature: Words
    supervisor: Words
    staff: Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    annual: Quantity
    executed: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Basic:
    annual: Quantity
    by_function: Tree
    by_economy: Tree
    total: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectExpenditure:
    annual: Quantity
    by_class: Tree
    by_nature: Tree
    total: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Expenditure:
    basic: Basic
    projects: ProjectExpenditure
    total: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Carryover:
    opening: Quantity
    closing: Quantity
    items: Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Funds:
    income: Tree
    expenditure: Expenditure
    added: Tree
    carryover: Carryover
    total: Budget
    fiscal: Budget
    other: Budget


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    expected: Words
    actual: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    name: Words
    initial: Quantity
    annual: Quantity
    executed: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    place: Place
    level1: Words
    level2: Words
    level3: Words
    operator: Words
    target: Quantity
    actual: Quantity
    unit: Words
    weight: Quantity
    band: Words
    score: Quantity
    remark: Words
    part_of: Words

    @property
    def qualitative(self) -> bool:
        return self.operator.text == "定性"


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    place: Place
    name: Words
    short_name: Words
    category: Words
    code: Words
    supervisor: Words
    implementer: Words
    initial: Quantity
    added: Quantity
    carried_in: Quantity
    moved_in: Quantity
    moved_out: Quantity
    annual: Quantity
    executed: Quantity
    sources: tuple[Source, ...]
    natures: Tree
    rate: Quantity
    rate_score: Quantity
    completion: Quantity
    total_score: Quantity
    grade: Words
    remark: Words
    goal: Goal
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    name: Words
    value: Quantity
    unit: Words
    limit: Words
    parts: tuple[Words, ...]
    numerator: Words
    denominator: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A derived figure as some page prints it, given only to be compared."""

    name: Words
    value: Quantity
    where: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The department's sentence for findings of a code; `about` narrows it to figures whose name holds it."""

    code: Words
    about: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    format: Words
    fiscal_year: Words
    unit: Unit
    signed_on: Words
    funds: Funds
    goal: Goal
    indicators: tuple[Indicator, ...]
    projects: tuple[Project, ...]
    project_files: tuple[Words, ...]
    self_score: Quantity
    self_grade: Words
    facts: tuple[Fact, ...]
    narrative: Mapping[str, Words | Headed]
    stated: tuple[Stated, ...]
    explanations: tuple[Explanation, ...]
