"""Submission → the name space of what was typed, by the table of terms: a new field appears here by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from reportgen.figures.figure import Figure, padded, settled, typed_figure
from reportgen.figures.functions import total
from reportgen.figures.mark import Mark, unmarked
from reportgen.figures.scope import Pending, Scope, Value
from reportgen.figures.wording import Wording
from reportgen.problem import Level, Problem
from reportgen.source.model import Fact, Indicator, Project, Row, Share, Source, Submission, held
from reportgen.source.terms import INDICATORS, MONEY_UNITS, SECTIONS, Kind, Term, Terms
from reportgen.source.written import Headed, Quantity, Tree, Words

SUM = "合计"


@dataclass(frozen=True, slots=True)
class Naming:
    """Builds scopes by a table of terms; what names do not resolve gathers in `problems`."""

    problems: list[Problem]
    mark: Mark = unmarked
    terms: Terms = field(default_factory=lambda: SECTIONS)
    money_digits: int | None = None

    @property
    def wording(self) -> Wording:
        return Wording(self.problems, self.mark)

    def department(self, submission: Submission) -> Scope:
        """The root: fields of the file, those of 资金 also without that prefix, projects and indicators as lists."""
        root = Scope("")
        self.fill(root, "数据", submission, but=("资金", "项目", "指标", "填报", "审核说明", "项目文件", "叙述"))
        funds = Scope("", parent=root)
        self.fill(funds, "资金", submission.funds)
        for name, value in funds.members.items():
            if isinstance(value, Scope):
                value.parent = root
            root.members[name] = value
        root.members["资金"] = funds
        root.members["项目"] = self.projects(submission.projects, root)
        root.members["指标"] = self.indicators(submission.indicators, root, "指标")
        root.members["叙述"] = self.narrative(submission.narrative, root)
        return root

    def narrative(self, sections: Mapping[str, Words | Headed], root: Scope) -> Scope:
        """Prose by section; a section with headings is a list of 标题 and 段落."""
        scope = Scope("叙述", parent=root)
        for name, section in sections.items():
            if isinstance(section, Words):
                scope.members[name] = self.wording.prose(section, root)
            else:
                parts = tuple(
                    Scope(scope.full(name), {"标题": heading, "段落": self.wording.prose(words, root)}, parent=scope)
                    for heading, words in section
                )
                scope.members[name] = Scope(scope.full(name), items=parts, parent=scope, columns={"标题", "段落"})
        return scope

    def fill(self, scope: Scope, section: str, record: object, but: Iterable[str] = ()) -> None:
        """Put the fields of a record under their words."""
        for term in self.terms[section]:
            if term.word not in but:
                self.put(scope, term, held(record, term))

    def put(self, scope: Scope, term: Term, value: object) -> None:
        match term.kind, value:
            case ((Kind.NUMBER | Kind.VALUE), Quantity() as quantity):
                self.number(scope, term.word, quantity, self.amount_digits(term))
            case Kind.TREE, Mapping() as tree:
                scope.members[term.word] = self.tree(tree, scope, term)
            case Kind.SECTION, record:
                inner = Scope(scope.full(term.word), parent=scope)
                self.fill(inner, term.of, record)
                scope.members[term.word] = inner
            case Kind.LIST, tuple() as rows if term.of == INDICATORS:
                scope.members[term.word] = self.indicators(rows, scope, scope.full(term.word))
            case ((Kind.NAMED | Kind.LIST), tuple() as records):
                scope.members[term.word] = self.named(scope, term, records)
            case Kind.TEXTS, tuple() as texts:
                scope.members[term.word] = tuple(texts)
            case Kind.PROSE, Words() as words:
                scope.members[term.word] = self.wording.prose(words, scope)
            case _, Words() as words:
                scope.members[term.word] = self.wording.words(words, scope)

    def number(self, scope: Scope, word: str, quantity: Quantity, digits: int | None = None) -> None:
        """A typed number, printed with no fewer than so many digits after the point."""
        scope.typed[word] = quantity
        name = scope.full(word)
        referred = Pending(lambda: self.referred(scope, name, quantity))
        scope.members[word] = referred if quantity.reference else padded(typed_figure(name, quantity), digits)

    def amount_digits(self, term: Term) -> int | None:
        """The digits that the format prints amounts with; None of what is no amount."""
        return self.money_digits if term.unit in MONEY_UNITS else None

    def referred(self, scope: Scope, name: str, quantity: Quantity) -> Figure:
        """The figure that a field names instead of a number: 【名称】."""
        around = scope.parent if scope.full(quantity.reference) == name and scope.parent else scope
        target = self.wording.lookup(around, quantity.reference, quantity.place)
        if isinstance(target, Scope) and "限定" in target.members:  # a fact is named without its field
            target = target.find("值")
        if wrong := _unfit(target, quantity):
            wrong = f"引用的【{quantity.reference}】{wrong}"
            self.problems.append(Problem("N1", Level.ERROR, quantity.place, wrong, "写到具体的、单位相同的数字"))
        if wrong or not isinstance(target, Figure):
            return typed_figure(name, replace(quantity, reference=""))
        formula, text = f"【{quantity.reference}】", quantity.text or target.text
        return replace(
            target, name=name, place=quantity.place, formula=formula, operands=(target,), text=text, stated=None
        )

    def tree(self, tree: Tree, parent: Scope, term: Term, name: str = "") -> Scope:
        """Groups of numbers; every group has its 合计, unless it is a tree of something that does not add up."""
        scope = Scope(name or parent.full(term.word), parent=parent, open=True, columns={"名称", "金额"})
        for key, value in tree.items():
            if isinstance(value, Quantity):
                self.number(scope, key, value, self.amount_digits(term))
            else:
                scope.members[key] = self.tree(value, scope, term, scope.full(key))
        parts = [key for key in tree if key != SUM]
        scope.items = tuple(
            Scope(scope.full(key), {"名称": key, "金额": Pending(partial(self.part, scope, key))}) for key in parts
        )
        stated = scope.typed.get(SUM)
        if parts or (stated and not stated.reference):
            typed = typed_figure(scope.full(SUM), stated) if stated else None
            scope.members[SUM] = Pending(lambda: settled(self.sum_of(scope, parts, term), typed, stated))
        return scope

    def part(self, scope: Scope, key: str) -> Value:
        """A number of a group, or the sum of a group below it."""
        value = scope.find(key)
        return value.find(SUM) if isinstance(value, Scope) else value

    def sum_of(self, scope: Scope, parts: list[str], term: Term) -> Figure:
        """The sum of a group's numbers and of its groups' sums."""
        found = total(*(self.part(scope, key) for key in parts))
        unit = found.unit or term.unit
        return replace(found, name=scope.full(SUM), unit=unit, formula=" + ".join(parts), code=term.code)

    def named(self, parent: Scope, term: Term, records: tuple[Source | Share | Fact | Row, ...]) -> Scope:
        """Records under their own names, in order; those of a list that has no names under their numbers."""
        may_lack = term.kind is Kind.NAMED and not (term.rows and records)  # fixed rows are all there, and no other
        scope = Scope(parent.full(term.word), parent=parent, open=may_lack, columns=self.columns(term))
        scope.fixed = bool(term.rows)
        items = []
        for number, record in enumerate(records, 1):
            name = record.name or record.further.get("名称")
            called = name.text if isinstance(name, Words) and name else str(number)
            item = Scope(scope.full(called), parent=scope)
            item.members |= {"序号": str(number)} | ({"名称": record.name} if record.name else {})
            self.fill(item, term.of, record)
            scope.members.setdefault(called, item)
            items.append(item)
        scope.items = tuple(items)
        return scope

    def columns(self, term: Term) -> set[str]:
        """The names that each item of a list has."""
        return {inner.word for inner in self.terms[term.of]} | {"序号"}

    def projects(self, projects: tuple[Project, ...], root: Scope) -> Scope:
        scope = Scope("项目", parent=root, columns=set())
        items = []
        for number, project in enumerate(projects, 1):
            item = Scope(scope.full(project.name.text), parent=scope)
            self.fill(item, "项目", project, but=("指标",))
            item.members["指标"] = self.indicators(project.indicators, item, item.full("指标"))
            item.members["序号"] = str(number)
            for word, fallback in (("简称", project.name), ("主管部门", None), ("实施单位", None)):
                if not item.members[word]:
                    unit = root.at_path("单位.名称")
                    item.members[word] = fallback or (unit if isinstance(unit, Words) else "")
            scope.members[project.name.text] = item
            items.append(item)
        scope.items = tuple(items)
        return scope

    def indicators(self, indicators: tuple[Indicator, ...], parent: Scope, name: str) -> Scope:
        """Indicators as a list, and by second and third level: 指标.数量指标.培训次数."""
        columns = {term.word for term in self.terms[INDICATORS]} | {"序号", "完成率"}
        scope = Scope(name, parent=parent, columns=columns)
        items, counts = [], dict[tuple[str, str], int]()
        for indicator in indicators:
            group = scope.members.setdefault(
                indicator.level2.text, Scope(scope.full(indicator.level2.text), parent=scope)
            )
            assert isinstance(group, Scope)
            item = Scope(group.full(indicator.level3.text), parent=group)
            self.fill(item, "指标", indicator)
            key = (indicator.level1.text, indicator.level2.text)
            counts[key] = counts.get(key, 0) + 1
            item.members["序号"] = str(counts[key])
            group.members.setdefault(indicator.level3.text, item)
            items.append(item)
        scope.items = tuple(items)
        return scope


def _unfit(target: Value, quantity: Quantity) -> str:
    """Why a number field cannot take what it refers to; empty for a name that was not found, which is told already."""
    if isinstance(target, Figure):
        other = target.unit and quantity.unit and target.unit != quantity.unit
        return f"的单位是{target.unit}，本字段的单位是{quantity.unit}" if other else ""
    return "是一组名称或文字，不是一个数" if target else ""
