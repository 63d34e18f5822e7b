"""A data file of last year → what of it stands in this year's: names and wiring, not the year's figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from reportgen.formats import Format
from reportgen.problem import Problem
from reportgen.source import node as nodes
from reportgen.source.document import load_document
from reportgen.source.fields import NOTHING, stands_for_row
from reportgen.source.node import Entry, Node
from reportgen.source.quantities import QUANTITY_KEYS
from reportgen.source.terms import DATA, INDICATORS, MONEY, PROJECTS, Kind, Term
from reportgen.starting.needs import NARRATIVE
from reportgen.starting.yaml_text import scalar

TO_REVIEW = "（此处是{year}年的文字，逐句改过后删去这一行）"
_IN_A_LINE = "（此处是{year}年的文字，改过后删去这个括号）"
_OF_THE_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)|[，。；！？]|.{21}")  # what a name, an address or a telephone is not
TARGET = (INDICATORS, "指标值")
_KEPT = {(INDICATORS, "指标值"), (INDICATORS, "分值"), ("单位", "人员")}
_CLEARED = {
    (DATA, "落款日期"),
    (DATA, "自评等级"),
    (PROJECTS, "等级"),
    (PROJECTS, "执行偏差原因"),
    (INDICATORS, "等次"),
    (INDICATORS, "偏差原因"),
}
_TOLD_ONE_BY_ONE = (DATA, "单位", PROJECTS)  # of rows, the names of the columns would only tire
_DROPPED = {(DATA, "填报"), (DATA, "审核说明")}
_REPLACED = {(DATA, "格式"), (DATA, "年度"), (DATA, "项目文件")}


@dataclass(slots=True)
class Carried:
    """The fields carried over; how much of what was kept, emptied and left behind; the mistakes of the old files."""

    root: nodes.Mapping
    year: str
    format: str
    kept: Counter[str] = field(default_factory=Counter)
    emptied: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)


def load_last_year(path: Path) -> tuple[nodes.Mapping | None, tuple[Problem, ...]]:
    """Last year's file with the projects of its project files in it."""
    root, problems = load_document(path)
    if not isinstance(root, nodes.Mapping):
        return None, problems
    found = list(problems)
    files = root.find("项目文件")
    projects = root.find(PROJECTS)
    items = list(projects.value) if projects and isinstance(projects.value, nodes.Sequence) else []
    for name in files.value if files and isinstance(files.value, nodes.Sequence) else ():
        beside = path.parent / (name.text if isinstance(name, nodes.Scalar) else "")
        more, told = load_document(beside)
        found.extend(told)
        items.extend(_projects_of(more))
    entries = [entry for entry in root if entry.key.text != PROJECTS]
    if items:
        entries.append(Entry(scalar(PROJECTS), nodes.Sequence(tuple(items), root.place)))
    return nodes.Mapping(tuple(entries), root.place), tuple(found)


def _projects_of(root: Node | None) -> Iterator[Node]:
    """The projects of a project file: one as a mapping, or a list 项目."""
    if isinstance(root, nodes.Mapping):
        listed = root.find(PROJECTS)
        yield from listed.value if listed and isinstance(listed.value, nodes.Sequence) else (root,)


def carry_over(root: nodes.Mapping, format: Format) -> Carried:
    """What of last year's file goes into this year's, in a format that may be another one."""
    found = Carried(root, _text(root, "年度"), _text(root, "格式"))
    carrier = _Carrier(format, found)
    found.root = nodes.Mapping(tuple(carrier.section(DATA, root)), root.place)
    return found


def _text(root: nodes.Mapping, word: str) -> str:
    entry = root.find(word)
    return entry.value.text.strip() if entry and isinstance(entry.value, nodes.Scalar) else ""


@dataclass(frozen=True, slots=True)
class _Carrier:
    format: Format
    told: Carried
    in_money: bool = False  # of the indicator that is being carried over

    def section(self, section: str, given: nodes.Mapping) -> Iterator[Entry]:
        """The entries of a section that are carried over; every other one is counted."""
        known = {term.word: term for term in self.format.terms[section]}
        for entry in given:
            word = entry.key.text
            where = (section, word)
            label = word if section == DATA else f"{section}.{word}"
            if word not in known:
                self.told.left[f"{label}（没有这个字段）"] += 1
            elif where in _DROPPED:
                self.told.left[label] += _size(entry.value)
            elif where not in _REPLACED and _given(entry.value):
                value = self.value(known[word], where, label, entry.value)
                if value is not None:
                    yield Entry(entry.key, value)

    def value(self, term: Term, where: tuple[str, str], label: str, given: Node) -> Node | None:
        """What is carried over of one field; None: nothing."""
        if where == TARGET and self.in_money:  # last year's budget is not this year's
            return self.number(label, given)
        if where in _KEPT:
            self.told.kept[label] += 1
            return given
        if where in _CLEARED:
            self.told.emptied[label] += 1
            return None
        match term.kind, given:
            case ((Kind.NUMBER | Kind.VALUE | Kind.DATE), _):
                return self.number(label, given)
            case Kind.SECTION, nodes.Mapping():
                return self.group(term.of, given)
            case Kind.LIST, nodes.Sequence(items=items):
                self.told.kept[label] += len(items)
                rows = tuple(self.group(term.of, item) for item in items if isinstance(item, nodes.Mapping))
                return nodes.Sequence(rows, given.place)
            case Kind.NAMED, nodes.Mapping():
                self.told.kept[f"{label}的名称"] += len(given.entries)
                return self.named(term, label, given)
            case Kind.TREE, nodes.Mapping():
                return self.tree(label, given)
            case Kind.PROSE, nodes.Scalar():
                self.told.kept[f"{label}（上年文字，待改）"] += 1
                return self.to_review(given)
            case Kind.PROSES, nodes.Mapping():
                return self.narrative(given)
            case Kind.TEXT, nodes.Scalar(text=text) if self.tells_of_the_year(term, where, text):
                self.told.kept[f"{label}（上年文字，待改）"] += 1
                return scalar(_IN_A_LINE.format(year=self.told.year) + text.strip())
            case ((Kind.TEXT | Kind.CHOICE | Kind.TEXTS), _):
                if where[0] in _TOLD_ONE_BY_ONE:
                    self.told.kept[label] += 1
                return given
        self.told.left[f"{label}（写法不对）"] += 1
        return None

    def tells_of_the_year(self, term: Term, where: tuple[str, str], text: str) -> bool:
        """Whether a line that only this format asks for is no name but something said of last year."""
        own = term.declared and where[0] != "单位" and where[1] != "名称"
        return own and bool(_OF_THE_YEAR.search(text))

    def group(self, section: str, given: nodes.Mapping) -> nodes.Mapping:
        unit = given.find("单位") if section == INDICATORS else None
        amounts = (MONEY, self.format.money)
        in_money = bool(unit and isinstance(unit.value, nodes.Scalar) and unit.value.text.strip() in amounts)
        carrier = replace(self, in_money=in_money)
        return nodes.Mapping(tuple(carrier.section(section, given)), given.place)

    def number(self, label: str, given: Node) -> Node | None:
        """A figure of last year is emptied; a reference is no figure and stays."""
        main = given.find("值") if isinstance(given, nodes.Mapping) else None
        text = main.value if main else given
        if isinstance(text, nodes.Scalar) and text.text.strip().startswith("【"):
            self.told.kept[f"{label}（引用）"] += 1
            return given
        self.told.emptied[label] += 1
        return None

    def named(self, term: Term, label: str, given: nodes.Mapping) -> nodes.Mapping:
        """Every name, its row with what is not a figure; a fact keeps an empty place for its value."""
        first = self.format.terms[term.of][0]
        rows = []
        for entry in given:
            row = entry.value
            if stands_for_row(row, term, first):
                row = row if row.text.strip() in NOTHING else scalar("")
            elif isinstance(row, nodes.Scalar) and first.required and row.text:
                row = nodes.Mapping((Entry(scalar(first.word), row),), row.place)
            if isinstance(row, nodes.Mapping):
                kept = tuple(self.section(term.of, row))
                blank = first.required and not any(e.key.text == first.word for e in kept)
                row = nodes.Mapping(((Entry(scalar(first.word), scalar("")),) if blank else ()) + kept, row.place)
            rows.append(Entry(entry.key, row))
        return nodes.Mapping(tuple(self.in_fixed_rows(term, label, rows) if term.rows else rows), given.place)

    def in_fixed_rows(self, term: Term, label: str, rows: list[Entry]) -> Iterator[Entry]:
        """The rows that this format has, in its order: new ones empty, those that it has no more left behind."""
        before = {entry.key.text: entry for entry in rows}
        for name in before.keys() - set(term.rows):
            self.told.left[f"{label}.{name}（这个格式没有这一行）"] += 1
            self.told.kept[f"{label}的名称"] -= 1
        for name in term.rows:
            if name not in before:
                self.told.kept[f"{label}.{name}（新的一行，待填）"] += 1
            yield before.get(name) or Entry(scalar(name), nodes.Mapping((), scalar("").place))

    def tree(self, label: str, given: nodes.Mapping) -> nodes.Mapping:
        """The names, their numbers emptied; a typed 合计 is left to the program."""
        found = []
        for entry in given:
            value = entry.value
            if isinstance(value, nodes.Mapping) and any(e.key.text not in QUANTITY_KEYS for e in value):
                found.append(Entry(entry.key, self.tree(label, value)))
            else:
                kept = self.number(label, value) if _given(value) else None
                if entry.key.text != "合计" or kept is not None:
                    found.append(Entry(entry.key, kept or scalar("")))
        return nodes.Mapping(tuple(found), given.place)

    def narrative(self, given: nodes.Mapping) -> nodes.Mapping:
        """The sections that this format has, as last year's text to be gone over."""
        known = {row.name.text for row in self.format.narrative}
        found = []
        for entry in given:
            if entry.key.text not in known:
                self.told.left[f"{NARRATIVE}.{entry.key.text}（这个格式没有这一段）"] += 1
                continue
            self.told.kept[f"{NARRATIVE}（上年文字，待改）"] += 1
            if isinstance(entry.value, nodes.Mapping):
                below = tuple(Entry(one.key, self.to_review(one.value)) for one in entry.value)
                found.append(Entry(entry.key, nodes.Mapping(below, entry.value.place)))
            else:
                found.append(Entry(entry.key, self.to_review(entry.value)))
        return nodes.Mapping(tuple(found), given.place)

    def to_review(self, given: Node) -> nodes.Scalar:
        """Prose under a line that the checks refuse until it is taken away."""
        text = given.text if isinstance(given, nodes.Scalar) else ""
        return scalar(f"{TO_REVIEW.format(year=self.told.year)}\n{text.strip()}") if text.strip() else scalar("")


def _given(value: Node) -> bool:
    return not isinstance(value, nodes.Scalar) or bool(value.text.strip())


def _size(value: Node) -> int:
    match value:
        case nodes.Sequence(items=items):
            return len(items)
        case nodes.Mapping(entries=entries):
            return len(entries)
    return 1
