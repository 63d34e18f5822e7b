"""Nodes → typed values by a table of terms: unknown, missing and unreadable fields are named, all at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Final, TypeGuard

from reportgen.problem import Level, Place, Problem
from reportgen.source import node as nodes
from reportgen.source.node import Node, Scalar
from reportgen.source.quantities import QUANTITY_KEYS, in_unit, read_quantity
from reportgen.source.slips import may_be, slips
from reportgen.source.terms import Kind, Term, Terms
from reportgen.source.written import Quantity, State, Words

RULES = {
    "D1": "字段名必须是本节认识的字段",
    "D2": "必填字段要填写",
    "D3": "字段的形状（一个值、一组字段、一个列表）要对",
    "D4": "数字字段只写数字",
    "D5": "选项字段只填列出的选项",
    "D6": "日期、年度按规定格式书写",
    "D7": "“文字”里要有“值”的数字",
    "D8": "单位由字段规定，不写在数字里",
    "D9": "采用填报数必须写明理由",
}
_CODED = re.compile(r"([A-Za-z]\d+)(?:[\s.:：]+(.+))?")
_DATE = re.compile(r"(\d{4})年(1[0-2]|[1-9])月(3[01]|[12]\d|[1-9])日", re.ASCII)
_ANY_DATE = re.compile(r"(\d{4})[-/.年](0?[1-9]|1[0-2])[-/.月](0?[1-9]|[12]\d|3[01])日?")
SIGNS = {">=": "≥", "=>": "≥", "大于等于": "≥", "不少于": "≥", "<=": "≤", "=<": "≤", "小于等于": "≤", "不超过": "≤"}
SIGNS |= {"＞": ">", "大于": ">", "＜": "<", "小于": "<", "＝": "=", "等于": "="}
CUT: Final = "前一项的值里有逗号，被切开了：公式里有逗号的，两边加引号，或一项分几行写"
NOTHING: Final = (State.DASH.value, State.NONE.value)  # what a row may say that has nothing in it
Models = Mapping[str, Callable[..., object]]


@dataclass(slots=True)
class FieldReader:
    """Reads nodes by the terms of `sections`, each section a value of its model; problems gather in `problems`."""

    sections: Terms
    models: Models
    problems: list[Problem] = field(default_factory=list)

    def report(self, code: str, place: Place, message: str, hint: str) -> None:
        self.problems.append(Problem(code, Level.ERROR, place, message, hint))

    def read_section(self, name: str, node: Node | None, at: Place, /, **given: object) -> object:
        """A mapping node as the model of its section; absent fields become blank values placed at `at`."""
        terms = self.sections[name]
        known = {term.word: term for term in terms}
        found: dict[str, nodes.Entry] = {}
        if isinstance(node, nodes.Mapping):
            at = node.place if node.entries else at
            for entry in node:
                if entry.key.text in known:
                    found[entry.key.text] = entry
                else:
                    beside = any(other.key.place.line == entry.key.place.line for other in node if other is not entry)
                    self.unknown(entry.key, known, name, cut_off=beside and _blank(entry.value))
        elif node is not None and not _blank(node):
            row = given.get("name", "")
            below = f"在下一行缩进两格写：{terms[0].word}: …"
            hint = f"写成 {row}: {{{terms[0].word}: …}}；整行没有的写 —" if row else below
            self.report("D3", node.place, f"“{row or name}”应是一组字段，不是一个值", hint)
        values = _in_their_unit(terms, {t.word: self.read_field(t, found.get(t.word), at) for t in terms})
        further = {t.word: values[t.word] for t in terms if t.declared}
        built_in = {t.ident: values[t.word] for t in terms if not t.declared}
        return self.models[name](**built_in, **({"further": further} if further else {}), **given)

    def unknown(self, key: Scalar, known: Mapping[str, Term], section: str, *, cut_off: bool = False) -> None:
        """A word that a section does not have; `cut_off`: perhaps what stands behind a comma in a value on one line."""
        near = get_close_matches(key.text, known, 1, 0.4)
        hint = f"可能是“{near[0]}”" if near else CUT if cut_off else "可用的字段：" + "、".join(known)
        self.report("D1", key.place, f"“{section}”里没有“{key.text}”这个字段", hint)

    def read_field(self, term: Term, entry: nodes.Entry | None, at: Place) -> object:
        """The value of one field, by its kind."""
        node = entry.value if entry else None
        if term.required and (node is None or _is_empty(node)) and not self.asks_rows(term):
            place = entry.key.place if entry else at
            self.report("D2", place, f"缺少“{term.word}”", f"填写：{term.help}")
        if entry:
            at = entry.key.place
        match term.kind:
            case Kind.SECTION:
                return self.read_section(term.of, node, at)
            case Kind.LIST:
                return tuple(
                    self.read_section(term.of, item, item.place, **self.placed(term.of, item))
                    for item in self.items(term, node)
                )
            case Kind.NAMED:
                return self.table(term, self.entries(term, node), at)
            case Kind.TEXTS:
                return tuple(self.words(term, item, item.place) for item in self.items(term, node))
            case Kind.TREE:
                return self.tree(term, node)
            case Kind.PROSES:
                return {e.key.text: self.prose(term, e) for e in self.entries(term, node)}
            case Kind.NOTES:
                return tuple(self.notes(term, node))
            case Kind.NUMBER | Kind.VALUE:
                return read_quantity(term, node, at, self.report)
            case _:
                return self.words(term, node, at)

    def placed(self, section: str, item: Node) -> dict[str, object]:
        """The place of a list item, for models that keep it."""
        fields = getattr(self.models[section], "__dataclass_fields__", {})
        return {"place": item.place} if "place" in fields else {}

    def table(self, term: Term, entries: tuple[nodes.Entry, ...], at: Place) -> tuple[object, ...]:
        """Named rows; fixed ones are all there, in their order, and blank where they were left out."""
        for key in (entry.key for entry in entries if term.rows and entry.key.text not in term.rows):
            near = get_close_matches(key.text, term.rows, 1, 0.4)
            hint = f"可能是“{near[0]}”" if near else "本格式的各行：" + "、".join(term.rows)
            self.report("D1", key.place, f"“{term.word}”里没有“{key.text}”这一行", hint)
        given = {entry.key.text: entry for entry in entries}
        blank = {name: nodes.Entry(Scalar(name, at), Scalar("", at)) for name in term.rows}
        if missing := [name for name in blank if name not in given or _blank(given[name].value)]:
            self.missing(term, missing, at)
        found = []
        for name, entry in (blank | given).items():
            reader = FieldReader(self.sections, self.models) if name in missing else self  # told already
            place, value = entry.key.place, self.shorthand(term, entry.value)
            own = {"name": Words(name, place), **self.placed(term.of, entry.key)}
            found.append(reader.read_section(term.of, value, place, **own))
        return tuple(found)

    def asks_rows(self, term: Term) -> bool:
        """Whether it is told of each fixed row that is not there."""
        return bool(term.rows) and any(inner.required for inner in self.sections[term.of])

    def missing(self, term: Term, names: list[str], at: Place) -> None:
        """Tells of fixed rows that are not there, where a row has fields that must be filled in."""
        needed = [inner.word for inner in self.sections[term.of] if inner.required]
        if needed:
            hint = f"每行写：{names[0]}: {{{', '.join(f'{word}: …' for word in needed)}}}"
            self.report("D2", at, f"“{term.word}”缺少{'、'.join(f'“{name}”' for name in names)}", hint)

    def shorthand(self, term: Term, node: Node) -> Node:
        """A single value for the required first field of its section: 巡查次数: 12; — or 0 for all fields of a row."""
        terms = self.sections[term.of]
        first = terms[0]
        if stands_for_row(node, term, first):
            return nodes.Mapping(tuple(_alike(terms, node)), node.place)
        if isinstance(node, Scalar) and node.text and first.required:
            return nodes.Mapping((nodes.Entry(Scalar(first.word, node.place), node),), node.place)
        return node

    def items(self, term: Term, node: Node | None) -> tuple[Node, ...]:
        if node is None or _blank(node):
            return ()
        if isinstance(node, nodes.Sequence):
            return node.items
        nothing = isinstance(node, Scalar) and node.text.strip() in NOTHING
        if nothing and not term.required:
            return ()
        hint = "至少写一项" if nothing else "每一项另起一行，以“- ”开头；没有的写 无"
        self.report("D3", node.place, f"“{term.word}”应是一个列表", hint)
        return ()

    def entries(self, term: Term, node: Node | None) -> tuple[nodes.Entry, ...]:
        if node is None or _blank(node):
            return ()
        if isinstance(node, nodes.Mapping):
            return node.entries
        hint = "冒号后面要空一格，冒号用半角" if "：" in getattr(node, "text", "") else "每一项另起一行，缩进两格"
        self.report("D3", node.place, f"“{term.word}”应写成“名称: 内容”的几行", hint)
        return ()

    def words(self, term: Term, node: Node | None, at: Place) -> Words:
        if node is None:
            return Words("", at)
        if not isinstance(node, Scalar):
            self.report("D3", node.place, f"“{term.word}”应是一个值，不是一组字段或列表", f"填写：{term.help}")
            return Words("", node.place)
        text = (node.typed if term.kind in (Kind.PROSE, Kind.PROSES) and node.typed else node.text).strip()
        if text and term.kind is Kind.CHOICE and text not in term.choices:
            meant = SIGNS.get(text, "")
            near = (may_be(slips(text, term.choices)) + "；").lstrip("；")
            hint = f"改成 {meant}" if meant in term.choices else f"{near}只能填：{'、'.join(term.choices)}"
            self.report("D5", node.place, f"“{term.word}”填了“{text}”", hint)
        if text and term.kind is Kind.YEAR and not re.fullmatch(r"20\d\d", text, re.ASCII):
            self.report("D6", node.place, f"年度“{text}”不是四位年份", "写成 2020 这样的四位数字")
        if text and term.kind is Kind.DATE and not _DATE.fullmatch(text):
            given = _ANY_DATE.fullmatch(unicodedata.normalize("NFKC", text))
            day = f"{given[1]}年{int(given[2])}月{int(given[3])}日" if given else "2021年6月21日"
            self.report("D6", node.place, f"日期“{text}”看不懂", f"写成 {day}，用半角数字，月、日前不补 0")
        if term.kind not in (Kind.PROSE, Kind.PROSES) and "\n" in text:
            self.report("D3", node.place, f"“{term.word}”只能写一行", "删去换行")
        return Words(text, node.place)

    def prose(self, term: Term, entry: nodes.Entry) -> object:
        """Paragraphs, or headings each with its paragraphs."""
        if isinstance(entry.value, nodes.Mapping):
            return tuple((Words(e.key.text, e.key.place), self.words(term, e.value, e.key.place)) for e in entry.value)
        return self.words(term, entry.value, entry.key.place)

    def tree(self, term: Term, node: Node | None) -> dict[str, object]:
        """Named numbers, in groups of any depth."""
        found: dict[str, object] = {}
        for entry in self.entries(term, node):
            value = entry.value
            groups = entry.key.text != "合计"  # which is one number, of the group it stands in
            if groups and isinstance(value, nodes.Mapping) and any(e.key.text not in QUANTITY_KEYS for e in value):
                found[entry.key.text] = self.tree(term, value)
            else:
                named = replace(term, word=entry.key.text)
                found[entry.key.text] = read_quantity(named, value, entry.key.place, self.report)
        return found

    def notes(self, term: Term, node: Node | None) -> list[object]:
        """Explanations: a sentence for a code, or for each of some names below the code."""
        build = self.models["说明"]
        found: list[object] = []
        for entry in self.entries(term, node):
            written = unicodedata.normalize("NFKC", entry.key.text).strip()
            named = _CODED.fullmatch(written)
            code = Words(named[1].upper() if named else written, entry.key.place)
            below = {e.key.text: e.value for e in entry.value} if isinstance(entry.value, nodes.Mapping) else {}
            for about, sentence in (below or {(named[2] or "") if named else "": entry.value}).items():
                found += [build(code=code, about=about, sentence=self.words(term, sentence, code.place).text)]
        return found


def stands_for_row(node: Node, term: Term, first: Term) -> TypeGuard[Scalar]:
    """Whether a value says of a whole row that there is nothing: 县级财政: —."""
    return isinstance(node, Scalar) and node.text.strip() in (*NOTHING, "0") and bool(term.rows or not first.required)


def _alike(terms: tuple[Term, ...], node: Scalar) -> Iterator[nodes.Entry]:
    """The fields of a row that all have one value: — and the like also those of words, 0 only the numbers."""
    words = (Kind.TEXT, Kind.PROSE) if node.text.strip() in NOTHING else ()
    for term in terms:
        if term.kind in (Kind.NUMBER, Kind.VALUE, *words):
            sign = "%" if node.text.strip() == "0" and term.unit == "%" else ""
            yield nodes.Entry(Scalar(term.word, node.place), replace(node, text=node.text.strip() + sign))


def _is_empty(node: Node) -> bool:
    return _blank(node) or (isinstance(node, nodes.Sequence) and not node.items)


def _blank(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text.strip()


def _in_their_unit(terms: tuple[Term, ...], values: dict[str, object]) -> dict[str, object]:
    """A row's values, where numbers that say no unit take the one that is typed beside them."""
    unit = values.get("单位")
    if not isinstance(unit, Words) or not unit:
        return values
    numbers = {t.word: values[t.word] for t in terms if t.in_row_unit}
    return values | {word: in_unit(v, unit.text) for word, v in numbers.items() if isinstance(v, Quantity)}
