"""What was handed in, typed: every leaf keeps the place it was typed at; `further` holds a format's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from reportgen.problem import Place
from reportgen.source.terms import Term
from reportgen.source.written import Headed, Quantity, Tree, Words

Further: TypeAlias = Mapping[str, object]  # by word, what a format declares


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    name: Words
    short_name: Words
    nature: Words
    supervisor: Words
    staff: Tree
    further: Further = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    annual: Quantity
    executed: Quantity
    further: Further = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basic:
    annual: Quantity
    by_function: Tree
    by_economy: Tree
    total: Quantity
    further: Further = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectExpenditure:
    annual: Quantity
    by_class: Tree
    by_nature: Tree
    total: Quantity
    further: Further = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expenditure:
    basic: Basic
    projects: ProjectExpenditure
    total: Quantity
    further: Further = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carryover:
    opening: Quantity
    closing: Quantity
    items: Tree
    further: Further = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreePublic:
    """“三公”经费: official travel abroad, vehicles, receptions."""

    budget: Tree
    actual: Tree
    further: Further = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """The final accounts (部门决算) that the report must tie to."""

    opening: Quantity
    income: Quantity
    used: Quantity
    expenditure: Quantity
    distributed: Quantity
    closing: Quantity
    further: Further = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Funds:
    income: Tree
    expenditure: Expenditure
    added: Tree
    carryover: Carryover
    three_public: ThreePublic
    accounts: Accounts
    total: Budget
    fiscal: Budget
    other: Budget
    further: Further = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    expected: Words
    actual: Words
    further: Further = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    name: Words
    initial: Quantity
    annual: Quantity
    executed: Quantity
    further: Further = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one place, unit or kind of recipient gets of a project's money."""

    name: Words
    count: Quantity
    unit: Words
    rate: Quantity
    amount: Quantity
    further: Further = field(default_factory=dict)


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
    method: Words
    band: Words
    score: Quantity
    remark: Words
    part_of: Words
    further: Further = field(default_factory=dict)


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
    shares: tuple[Share, ...]
    natures: Tree
    rate: Quantity
    rate_score: Quantity
    completion: Quantity
    total_score: Quantity
    grade: Words
    remark: Words
    goal: Goal
    indicators: tuple[Indicator, ...]
    further: Further = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    name: Words
    value: Quantity
    unit: Words
    limit: Words
    parts: tuple[Words, ...]
    numerator: Words
    denominator: Words
    further: Further = field(default_factory=dict)


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
    further: Further = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One item of a list that a format declares; `name` is that of a fixed row."""

    place: Place
    name: Words = Words("", Place(""))  # noqa: RUF009 - frozen
    further: Further = field(default_factory=dict)


def held(record: object, term: Term) -> object:
    """What a record holds for a term."""
    if not term.declared:
        return getattr(record, term.ident)
    further: Further = getattr(record, "further", {})
    return further[term.word]
