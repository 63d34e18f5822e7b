"""Submission → the name space of what was typed, by the table of terms: a new field appears here by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from reportgen.figures.figure import Figure, settled, typed_figure
from reportgen.figures.functions import total
from reportgen.figures.mark import Mark, unmarked
from reportgen.figures.scope import NameProblem, Pending, Scope, Value
from reportgen.numerals import in_chinese
from reportgen.problem import Level, Place, Problem
from reportgen.source.model import Indicator, Project, Submission
from reportgen.source.terms import SECTIONS, Kind, Term
from reportgen.source.written import Headed, Quantity, Tree, Words

SUM = "合计"
LIMITED = {"约": "约{0}{1}", "余": "{0}余{1}", "以上": "{0}{1}以上", "不少于": "不少于{0}{1}"}
WRITTEN = "汉字"
FORMS: Mapping[str, Callable[[Figure], str]] = {
    "数": lambda figure: figure.number,
    WRITTEN: lambda figure: in_chinese(int(figure.amount)),
}
_REFERENCE = re.compile(r"【([^【】]*)】")


@dataclass(frozen=True, slots=True)
class Naming:
    """Builds scopes; what names do not resolve gathers in `problems`."""

    problems: list[Problem]
    mark: Mark = unmarked

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
                scope.members[name] = self.prose(section, root)
            else:
                parts = tuple(
                    Scope(scope.full(name), {"标题": heading, "段落": self.prose(words, root)}, parent=scope)
                    for heading, words in section
                )
                scope.members[name] = Scope(scope.full(name), items=parts, parent=scope)
        return scope

    def fill(self, scope: Scope, section: str, record: object, but: Iterable[str] = ()) -> None:
        """Put the fields of a record under their words."""
        for term in SECTIONS[section]:
            if term.word not in but:
                self.put(scope, term, getattr(record, term.ident))

    def put(self, scope: Scope, term: Term, value: object) -> None:
        match term.kind, value:
            case ((Kind.NUMBER | Kind.VALUE), Quantity() as quantity):
                self.number(scope, term.word, quantity)
            case Kind.TREE, Mapping() as tree:
                scope.members[term.word] = self.tree(tree, scope, term)
            case Kind.SECTION, record:
                inner = Scope(scope.full(term.word), parent=scope)
                self.fill(inner, term.of, record)
                scope.members[term.word] = inner
            case ((Kind.NAMED | Kind.LIST), tuple() as records):
                scope.members[term.word] = self.named(scope, term, records)
            case Kind.TEXTS, tuple() as texts:
                scope.members[term.word] = tuple(texts)
            case Kind.PROSE, Words() as words:
                scope.members[term.word] = self.prose(words, scope)
            case _, Words() as words:
                scope.members[term.word] = self.words(words, scope)

    def number(self, scope: Scope, word: str, quantity: Quantity) -> None:
        scope.typed[word] = quantity
        name = scope.full(word)
        referred = Pending(lambda: self.referred(scope, name, quantity))
        scope.members[word] = referred if quantity.reference else typed_figure(name, quantity)

    def referred(self, scope: Scope, name: str, quantity: Quantity) -> Figure:
        """The figure that a field names instead of a number: 【名称】."""
        around = scope.parent if scope.full(quantity.reference) == name and scope.parent else scope
        target = self.lookup(around, quantity.reference, quantity.place)
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

    def lookup(self, scope: Scope, name: str, place: Place) -> Value:
        """The value of a name used in data; a problem and an empty text when there is none."""
        name = name.strip()
        try:
            return scope.at_path(name)
        except NameProblem as missing:
            hint = f"可能是“{missing.near}”" if missing.near else "reportgen why 数据文件 可列出全部名称"
            self.problems.append(Problem("N1", Level.ERROR, place, f"引用的【{name}】：{missing}", hint))
            return ""

    def tree(self, tree: Tree, parent: Scope, term: Term, name: str = "") -> Scope:
        """Groups of numbers; every group has its 合计, unless it is a tree of something that does not add up."""
        scope = Scope(name or parent.full(term.word), parent=parent, open=True)
        for key, value in tree.items():
            if isinstance(value, Quantity):
                self.number(scope, key, value)
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

    def named(self, parent: Scope, term: Term, records: tuple[object, ...]) -> Scope:
        """Records under their own names, in order."""
        scope = Scope(parent.full(term.word), parent=parent, open=term.kind is Kind.NAMED)
        items = []
        for record in records:
            name: Words = getattr(record, "name", Words("", Place("")))
            item = Scope(scope.full(name.text), parent=scope)
            item.members["名称"] = name
            self.fill(item, term.of, record)
            scope.members[name.text] = item
            items.append(item)
        scope.items = tuple(items)
        return scope

    def projects(self, projects: tuple[Project, ...], root: Scope) -> Scope:
        scope = Scope("项目", parent=root)
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
        scope = Scope(name, parent=parent)
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

    def words(self, words: Words, scope: Scope) -> Value | Pending:
        """Text, its references replaced by the figures they name."""
        if "【" not in words.text:
            return words
        return Pending(lambda: Words(self.expanded(words.text, words.place, scope), words.place))

    def prose(self, words: Words, scope: Scope) -> Value | Pending:
        """Paragraphs, one a line."""

        def paragraphs() -> Value:
            lines = words.text.split("\n")
            found = []
            for number, line in enumerate(lines):
                place = words.place if len(lines) == 1 else replace(words.place, line=words.place.line + number)
                if line.strip():
                    found.append(Words(self.expanded(line.strip(), place, scope), place))
            return tuple(found)

        return Pending(paragraphs)

    def expanded(self, text: str, place: Place, scope: Scope) -> str:
        """Text with every 【名称】 replaced by what it names, written as a sentence writes it."""
        return _REFERENCE.sub(lambda found: self.printed(scope, found[1], place), text)

    def printed(self, scope: Scope, written: str, place: Place) -> str:
        """One reference as a sentence writes it; 【名称|数】 leaves the unit out, 【名称|汉字】 writes 三 for 3."""
        name, _, form = written.replace("｜", "|").partition("|")
        value, limit = self.lookup(scope, name, place), ""
        if isinstance(value, Scope) and "限定" in value.members:  # a fact is named without its field
            limit = str(value.find("限定"))
            value = value.find("值")
        match value:
            case Figure() if form == WRITTEN and value.amount.denominator != 1:
                hint = "去掉“|汉字”"
                self.problems.append(Problem("N1", Level.ERROR, place, f"【{written}】不是整数，不能写成汉字", hint))
                return ""
            case Figure() if form in FORMS:
                return self.mark(value, FORMS[form](value))
            case Figure() if not form:
                pattern = LIMITED.get("" if value.text else limit, "{0}{1}")
                return self.mark(value, pattern.format(value.number, value.shown_unit))
            case Figure():
                hint = "“|”后面可以写：" + "、".join(FORMS)
                self.problems.append(Problem("N1", Level.ERROR, place, f"【{written}】里的“{form}”看不懂", hint))
                return ""
            case Words() | str():
                return str(value)
        hint = f"写到具体的数字，如【{name}.合计】"
        self.problems.append(Problem("N1", Level.ERROR, place, f"引用的【{name}】是一组名称，不是一个数", hint))
        return ""


def _unfit(target: Value, quantity: Quantity) -> str:
    """Why a number field cannot take what it refers to; empty for a name that was not found, which is told already."""
    if isinstance(target, Figure):
        other = target.unit and quantity.unit and target.unit != quantity.unit
        return f"的单位是{target.unit}，本字段的单位是{quantity.unit}" if other else ""
    return "是一组名称或文字，不是一个数" if target else ""
