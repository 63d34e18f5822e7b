"""The terms of a format → the fields of a data file filled in with invented values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count
from typing import Final

from reportgen.figures.number import written
from reportgen.figures.scoring import SCORE
from reportgen.formats import Format
from reportgen.source.terms import DATA, INDICATORS, PROJECTS, Kind, Path, Term, Terms, indicator_tables
from reportgen.starting import invented
from reportgen.starting.block import Given
from reportgen.starting.comments import least, listed_names, named_by_choice
from reportgen.starting.example_amounts import Amounts
from reportgen.starting.example_rows import invented_rows
from reportgen.starting.example_words import facts, narrative, paragraphs, shares
from reportgen.starting.needs import FACTS, FUNDS, RECKONED, ROOT, SHARES, FieldsUsed, Need
from reportgen.starting.walk import Walk

_RECKONED: Final = "由程序"  # so says the help of a field that the program reckons
_STATED: Final = "填报"
_ALWAYS: Final = ((PROJECTS, "年初预算数"), (PROJECTS, "全年执行数"), (PROJECTS, INDICATORS))
_LITERAL = re.compile(r"(\w+)\s*[!=]=\s*'([^']+)'")


@dataclass(slots=True)
class Filling:
    """Fills in the fields that a format asks for; of so many projects, `plain` ones with their first budget alone."""

    format: Format
    used: FieldsUsed
    whole: bool
    projects: int
    plain: bool
    closing: Fraction = Fraction(0)
    formulas: frozenset[Path] = field(init=False)
    amounts: Amounts = field(init=False)
    words: dict[str, str] = field(init=False)
    numbers: Iterator[Fraction] = field(init=False)
    tables: Iterator[int] = field(default_factory=count)
    row: int | None = None  # of the list that is being filled in

    def __post_init__(self) -> None:
        self.formulas = frozenset(Walk(self.format).formulas)
        typed = frozenset(t.word for t in self.terms[PROJECTS] if self.asked(t, (PROJECTS, t.word), PROJECTS))
        money = invented.projects(self.projects, self.plain, typed) if self.needed((PROJECTS,)) > Need.CHECKED else ()
        self.amounts = Amounts(self.used, money, self.of_initial, self.closing)
        rules = [text for row in self.format.relations for text in (row.when.text, row.relation.text)]
        found = [pair for text in rules for pair in _LITERAL.findall(text)]
        self.words = dict(reversed(found))
        self.numbers = iter(invented.numbers())

    @property
    def terms(self) -> Terms:
        return self.format.terms

    @property
    def elsewhere(self) -> bool:
        """Whether the indicators of a project stand in a list that the format declares."""
        return any(indicator_tables(self.terms, t.of) for t in self.terms[PROJECTS] if t.declared and t.of)

    @property
    def of_initial(self) -> bool:
        return self.format.profile.execution.denominator.text == "年初预算数"

    def needed(self, path: Path) -> Need:
        """How much a field is needed; what is only checked is not, but for what any project has."""
        scored = self.format.profile.projects_scored.text == "是"
        wanted = _ALWAYS if scored and not self.elsewhere else _ALWAYS[:-1]
        asked = path in wanted and self.used.needs.get(path, Need.REPLACED) > Need.REPLACED
        least = Need.OPTIONAL if self.whole or asked else Need.CHECKED
        return max(self.used.needs.get(path, Need.CHECKED), least)

    def asked(self, term: Term, path: Path, section: str) -> bool:
        """Whether a field is to be filled in: one that is reckoned only where nothing leads to it."""
        need = self.needed(path)
        reckoned = path in self.formulas or term.word in RECKONED.get(section, {}) or _RECKONED in term.help
        least = Need.FILLED if reckoned and term.kind is not Kind.SECTION else Need.OPTIONAL
        return need >= least

    def section(self, section: str = DATA, path: Path = ROOT) -> dict[str, Given]:
        """The fields of a section that are asked for."""
        found: dict[str, Given] = {}
        for term in self.terms[section]:
            below = (*path, term.word)
            if self.asked(term, below, section) or (term.required and path == ROOT):
                given = self.field(term, below)
                if given:
                    found[term.word] = given
        return found

    def field(self, term: Term, path: Path) -> Given | None:
        """A value or what is below a field; None where it stays blank."""
        known = self.known(path)
        if known is not None:
            return known
        match term.kind:
            case Kind.SECTION:
                return self.section(term.of, path)
            case Kind.TREE:
                return self.amounts.tree(path, self.amounts.whole(path), listed_names(term))
            case Kind.LIST if path == (PROJECTS,):
                return [self.project(number) for number in range(len(self.amounts.money))]
            case Kind.LIST if term.of == INDICATORS:
                return self.indicators(path)
            case Kind.NAMED if path == (FACTS,):
                return facts(self.format, self.used)
            case Kind.PROSES:
                return narrative(self.format, self.used)
            case Kind.NOTES | Kind.TEXTS:
                return None
            case Kind.LIST | Kind.NAMED:
                return None if path == (_STATED,) else self.further(term, path)
        return self.leaf(term)

    def further(self, term: Term, path: Path) -> Given:
        """Two items of a list that only this format has, or as many as it must have; one for each name to choose."""
        if term.kind is Kind.NAMED:
            rows = term.rows or invented.PARTS
            return dict(zip(rows, self.items(term, path, len(rows)), strict=True))
        chosen = named_by_choice(self.terms[term.of])
        number = max(least(term), 2)
        names = chosen.choices if chosen else [f"某某{term.word}{letter}" for letter in invented.LETTERS[:number]]
        items = self.items(term, path, len(names))
        for item, name, ratio in zip(items, names, invented.ratios(len(names)), strict=True):
            own = {"名称": name} | ({"权重": ratio} if "%" in str(item.get("权重")) else {})
            item.update({word: given for word, given in own.items() if word in item})
        return [item for item in items if item]

    def items(self, term: Term, path: Path, number: int) -> list[dict[str, Given]]:
        """So many rows of a list, no two alike."""
        around, found = self.row, []
        for self.row in range(number):
            found.append(self.section(term.of, path))
        self.row = around
        return found

    def leaf(self, term: Term) -> str:
        """A value of the term's kind."""
        match term.kind:
            case Kind.NUMBER | Kind.VALUE:
                number, bonus = invented.plausible(next(self.numbers), term.unit), self.format.profile.bonus
                return min(number, bonus.number, key=Fraction) if bonus.value and term.unit == SCORE else number
            case Kind.YEAR:
                return self.format.year or str(invented.YEAR)
            case Kind.DATE:
                return invented.day(int(self.format.year or invented.YEAR), self.row)
            case Kind.CHOICE:
                return term.choices[(self.row or 0) % len(term.choices)]
            case Kind.PROSE:
                return paragraphs(term)
        letter = invented.LETTERS[self.row % len(invented.LETTERS)] if self.row else ""
        return self.words.get(term.word, f"某某{term.word}{letter}")

    def known(self, path: Path) -> Given | None:
        """The value of a field that must fit others; empty where there is none."""
        grades = self.format.profile.grades
        match path:
            case ("格式",):
                return self.format.name
            case ("单位", word) if word in invented.UNIT:
                return invented.UNIT[word]
            case ("自评得分",):
                return "92.5"
            case ("自评等级",):
                return grades[0].name.text if grades else ""
            case (group, "三公经费", word) if group == FUNDS and word in invented.FEES:
                return invented.FEES[word]
        return self.amounts.typed(path)

    # Lists

    def project(self, number: int) -> dict[str, Given]:
        """A project whose amounts fit each other."""
        money = self.amounts.money[number]
        amounts = {
            "年初预算数": money.initial,
            "追加": money.added,
            "上年结转": money.carried,
            "调入": money.moved_in,
            "调出": money.moved_out,
            "全年预算数": money.annual,
            "全年执行数": money.executed(self.of_initial),
        }
        amounts.setdefault(self.format.profile.execution.denominator.text, money.annual)
        found: dict[str, Given] = {"名称": money.name}
        for term in self.terms[PROJECTS]:
            path = (PROJECTS, term.word)
            if term.word == "名称" or not self.asked(term, path, PROJECTS):
                continue
            match term.word:
                case "简称":
                    given: Given | None = money.short
                case word if word in amounts:
                    given = written(amounts[word], None) if amounts[word] or word in ("年初预算数", "追加") else None
                case "来源":
                    given = self.sources(path, term, money)
                case "分配":
                    given = shares(money.annual, [t.word for t in self.terms[SHARES]])
                case "资金性质":
                    given = self.amounts.tree(path, money.annual, listed_names(term))
                case "执行偏差原因":
                    given = "合同尾款按进度在次年支付" if money.spent_share < 1 or self.of_initial else None
                case "指标":
                    given = self.indicators(path)
                case _:
                    given = self.field(term, path)
            if given:
                found[term.word] = given
        return found

    def indicators(self, path: Path) -> Given:
        """The rows of a table of indicators, no two tables alike, with the fields that only this format has."""
        further = [t for t in self.terms[INDICATORS] if t.declared and self.asked(t, (*path, t.word), INDICATORS)]
        rows = invented_rows(self.format.profile, self.used, path, next(self.tables))
        return [{**row, **{term.word: self.leaf(term) for term in further}} for row in rows]

    def sources(self, path: Path, term: Term, money: invented.Money) -> Given:
        names = list(term.rows) or [name[0] for name in self.used.names.get(path, {})] or listed_names(term)
        columns = [t for t in self.terms[term.of] if self.asked(t, (*path, t.word), term.of)]
        words = ("年初预算数", "全年预算数", "全年执行数")
        rows: dict[str, Given] = {}
        for name, amounts in invented.sources(dict.fromkeys(names), money, self.of_initial).items():
            known = dict(zip(words, (written(amount, None) for amount in amounts), strict=True))
            rows[name] = {t.word: known.get(t.word) or self.leaf(t) for t in columns}
        return rows
