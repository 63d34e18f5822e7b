"""The fields and lists that a format declares, laid over those it extends → the table of its data's fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches

from reportgen.format_terms import KINDS, FieldRow, ListRow, a_list
from reportgen.problem import Place
from reportgen.source.declarable import MOST_CHARACTERS, RESERVED, unfit
from reportgen.source.terms import (
    DATA,
    INDICATORS,
    MONEY,
    PROJECTS,
    SECTIONS,
    SOURCES,
    Kind,
    Term,
    Terms,
    every_field,
    in_money,
)
from reportgen.source.written import Words

Report = Callable[[str, Place, str, str], None]

CODE = "T7"
DEPARTMENT = "部门"
NAME = "名称"
TABLE = "指标表"
MOST_DECIMALS = 10
_NUMBERS = ("数字", "整数", "小数", "号码")  # what a number is called, and what looks like one
_KIND = {"文字": Kind.TEXT, "段落": Kind.PROSE, "金额": Kind.NUMBER, "数": Kind.NUMBER, "数值": Kind.VALUE}
_KIND |= {"选项": Kind.CHOICE, "日期": Kind.DATE, "是否": Kind.CHOICE, TABLE: Kind.LIST}
_FUNDS = "资金"
_TEXT = Term("", "", Kind.TEXT, "", declared=True)
_NOT_SHOWN = (DATA, "填报")
_LISTS = (Kind.LIST, Kind.NAMED)
_BEFORE = {(DATA, False): "资金", (DATA, True): "自评得分", (PROJECTS, False): SOURCES}


@dataclass(frozen=True, slots=True)
class Declared:
    """What format.yaml files declare."""

    fields: tuple[FieldRow, ...] = ()
    lists: tuple[ListRow, ...] = ()
    source_rows: tuple[Words, ...] = ()
    off: tuple[Words, ...] = ()  # names of what is inherited and is not there

    def over(self, base: Declared, report: Report) -> Declared:
        """These declarations over those of a format that is extended: one of the same place and name replaces."""
        _tell_twice(((f"{row.where}.{row.name}", row.name) for row in self.fields), report)
        _tell_twice(((row.name.text, row.name) for row in self.lists), report)
        for listed in self.lists:
            _tell_twice(((name.text, name) for name in listed.rows), report)
        _tell_twice(((row.text, row) for row in self.source_rows), report)
        known = [row.name.text for row in base.fields] + [row.name.text for row in base.lists]
        off = {words.text for words in self.off}
        for words in (words for words in self.off if words and words.text not in known):
            near = get_close_matches(words.text, known, 1, 0.4)
            hint = f"可能是“{near[0]}”" if near else "只写所继承的格式里声明的字段、列表"
            report(CODE, words.place, f"“停用”里的“{words}”不是所继承的", hint)
        below = (row for row in base.fields if row.name.text not in off)
        fields = {(row.where.text, row.name.text): row for row in (*below, *self.fields)}
        below_lists = (row for row in base.lists if row.name.text not in off)
        lists = {(row.where.text, row.name.text): row for row in (*below_lists, *self.lists)}
        return Declared(tuple(fields.values()), tuple(lists.values()), self.source_rows or base.source_rows)

    def names(self) -> Iterator[tuple[str, Words]]:
        """Each field and list with the section of the data it stands in."""
        placed = [(row.where.text, row.name) for row in self.fields] + [
            (row.where.text, row.name) for row in self.lists
        ]
        yield from ((DATA if where == DEPARTMENT else where, name) for where, name in placed)
        for listed in self.lists:
            yield from ((listed.name.text, column.name) for column in listed.fields)


def _tell_twice(names: Iterable[tuple[str, Words]], report: Report) -> None:
    """Tells of each name that was there before."""
    seen: dict[str, int] = {}
    for key, name in names:
        if name and key in seen:
            report(CODE, name.place, f"“{name}”声明了两次，第 {seen[key]} 行已有", "留下对的一处")
        seen.setdefault(key, name.place.line)


def terms_of(declared: Declared, report: Report, money: str = MONEY) -> Terms:
    """The built-in fields and the declared ones, amounts in a unit of money; what cannot be declared is left out."""
    return _Table(dict(in_money(SECTIONS, money)), report, money).with_all(declared)


@dataclass(frozen=True, slots=True)
class _Table:
    sections: dict[str, tuple[Term, ...]]
    report: Report
    money: str

    def with_all(self, declared: Declared) -> Terms:
        lists = [row for row in declared.lists if self.add_list(row)]
        for row in lists:
            self.add_fields(row)
        for field in declared.fields:
            if section := self.section_of(field):
                self.add(section, field)
        self.fix_rows(declared.source_rows)
        return self.sections

    def add_list(self, row: ListRow) -> bool:
        """The name of a list in its section."""
        sections = {DEPARTMENT: DATA, PROJECTS: PROJECTS}
        if row.where and row.where.text not in sections:
            self.unknown(row.where, "列表的“在”", sections)
        section = sections.get(row.where.text, PROJECTS)  # so that its names are known all the same
        if row.name.text in self.sections:
            groups = [".".join(path) for path, term in every_field(SECTIONS) if term.of == row.name.text][:1]
            why = f"：程序里 {groups[0]} 这样的一组字段叫它，在数据里不一定看得到" if groups else ""
            self.wrong(row.name, f"“{row.name}”是已有的名称{why}", "换一个名称")
        elif self.may_be_called(section, row.name):
            self.sections[row.name.text] = ()
            help = row.help.text or row.name.text
            names = self.named_rows(row.rows, "列表")
            kind, must = Kind.NAMED if names else Kind.LIST, row.required.text == "是"
            own = row.name.text
            term = Term(own, own, kind, help, of=own, required=must, declared=True, rows=names)
            self.place(section, term)
            return True
        return False

    def add_fields(self, row: ListRow) -> None:
        """The columns of a list."""
        if not row.fields:
            self.wrong(row.name, f"列表“{row.name}”没有写“字段”", "至少声明一个字段")
        _tell_twice(((field.name.text, field.name) for field in row.fields), self.report)
        for field in {field.name.text: field for field in row.fields}.values():
            if field.where:
                self.wrong(field.where, f"列表里的字段“{field.name}”不写“在”", "删去“在”")
            if row.rows and field.name.text == NAME:
                self.wrong(field.name, f"“{row.name}”写了“行”，各行的名称就是“行”里的", "删去字段“名称”")
            elif any(name.text == field.name.text for name in row.rows):
                self.wrong(field.name, f"“{field.name}”又是行的名称，又是字段的名称", "字段换一个名称")
            else:
                self.add(row.name.text, field)

    def section_of(self, row: FieldRow) -> str:
        """Where a field is typed; empty when that is no such place."""
        shown = (DEPARTMENT, *(name for name in self.sections if name not in _NOT_SHOWN))
        if not row.where:
            self.wrong(row.name, f"没有写“{row.name}”在哪一组里", "加上 在: 单位、在: 项目 这样的一项")
        elif row.where.text not in shown:
            self.unknown(row.where, "字段的“在”", shown)
        else:
            return DATA if row.where.text == DEPARTMENT else row.where.text
        return ""

    def add(self, section: str, row: FieldRow) -> None:
        """One field in a section."""
        if self.may_be_called(section, row.name) and (term := self.term(section, row)):
            self.place(section, term)

    def place(self, section: str, term: Term) -> None:
        """A term where the forms would have it: fields before the groups that follow, lists after them."""
        terms = self.sections[section]
        before = _BEFORE.get((section, term.kind in _LISTS))
        at = next((number for number, other in enumerate(terms) if other.word == before), len(terms))
        self.sections[section] = (*terms[:at], term, *terms[at:])

    def may_be_called(self, section: str, name: Words) -> bool:
        """Whether a name is free and can stand in formulas and tags."""
        where = DEPARTMENT if section == DATA else section
        at_root = (DATA, _FUNDS)  # the names of both stand at the root of the name space
        beside = [term for one in (at_root if section in at_root else (section,)) for term in self.sections[one]]
        own_list = section not in SECTIONS
        if name and (wrong := unfit(name.text)) and not (own_list and name.text == NAME):
            self.wrong(name, *wrong)
        elif any(term.word == name.text for term in beside):
            self.wrong(name, f"“{where}”里已有“{name}”这个字段", "直接用已有的，或换一个名称")
        else:
            return bool(name)
        return False

    def term(self, section: str, row: FieldRow) -> Term | None:
        """A row as a term; None where it cannot be one. One of no kind is text: the data are not to blame."""
        as_text = replace(_TEXT, word=row.name.text, ident=row.name.text, help=row.help.text or row.name.text)
        kind = _KIND.get(row.kind.text)
        if kind is None:
            if row.kind.text in _NUMBERS:
                self.wrong(row.kind, f"“类型”写的是“{row.kind}”，没有这一种", "数：要算的；电话、编码用 文字")
            elif row.kind.text in ("列表", "表", "表格"):
                self.wrong(row.kind, f"“类型”写的是“{row.kind}”，字段不是列表", a_list(row.name.text, row.where.text))
            elif row.kind:
                self.unknown(row.kind, "“类型”", KINDS)
            return as_text
        choices = tuple(words.text for words in row.choices if words)
        if row.kind.text == "选项" and not choices:
            self.wrong(row.kind, f"“{row.name}”的类型是选项，没有写可以填什么", "加上 选项: [甲, 乙]")
            return as_text
        for wrong in self._idle(section, row, kind):
            self.wrong(row.name, f"“{row.name}”{wrong}", "删去这一项，或改“类型”")
        digits = row.decimals.value
        if digits is not None and digits not in range(MOST_DECIMALS + 1):
            hint = f"写 0 到 {MOST_DECIMALS} 的整数"
            self.report(CODE, row.decimals.place, f"“{row.name}”的位数写的是 {digits}", hint)
            digits = None
        if kind is Kind.LIST and (section in SECTIONS or any(t.of == INDICATORS for t in self.sections[section])):
            self.wrong(row.kind, f"“{row.name}”不能是指标表", "指标表只写在“列表”的“字段”里，一个列表一张")
            return None
        money = row.kind.text == "金额"
        return replace(
            as_text,
            kind=kind,
            unit=self.money if money else row.unit.text if kind is Kind.NUMBER else "",
            of=INDICATORS if kind is Kind.LIST else "",
            choices=("是", "否") if row.kind.text == "是否" else choices if kind is Kind.CHOICE else (),
            required=row.required.text == "是",
            summed=row.summed.text == "是" or (money and row.summed.text != "否"),
            decimals=None if digits is None else int(digits),
            in_row_unit=kind is Kind.VALUE,
        )

    def _idle(self, section: str, row: FieldRow, kind: Kind) -> Iterator[str]:
        """What a row says that its kind has no use for."""
        if row.choices and row.kind.text != "选项":
            yield f"的类型是{row.kind}，不用写“选项”"
        if row.unit and row.kind.text != "数":
            own = f"单位是{self.money}" if row.kind.text == "金额" else "没有单位"
            yield f"的类型是{row.kind}，{own}，不用写“单位”"
        if row.decimals.value is not None and kind not in (Kind.NUMBER, Kind.VALUE):
            yield f"的类型是{row.kind}，不用写“位数”"
        if row.summed.text == "是" and (kind is not Kind.NUMBER or (section in SECTIONS and section != PROJECTS)):
            yield "不能写“合计”：只有项目和列表的金额、数相加"

    def named_rows(self, rows: tuple[Words, ...], what: str) -> tuple[str, ...]:
        """The names of fixed rows, each once; those that cannot be names are told."""
        for name in rows:
            if set(name.text) & set(".【】|｜ 　") or name.text in RESERVED or len(name.text) > MOST_CHARACTERS:
                hint = f"不用空格、点号、竖线、方括号，至多 {MOST_CHARACTERS} 个字"
                self.wrong(name, f"“{name}”不能作{what}行的名称", hint)
        return tuple(dict.fromkeys(name.text for name in rows if name))

    def fix_rows(self, rows: tuple[Words, ...]) -> None:
        """The fixed names of the rows of 来源."""
        if names := self.named_rows(rows, SOURCES):
            help = "资金来源，各行固定：" + "、".join(names)
            self.sections[PROJECTS] = tuple(
                replace(term, rows=names, help=help) if term.word == SOURCES else term
                for term in self.sections[PROJECTS]
            )

    def unknown(self, words: Words, what: str, known: Iterable[str]) -> None:
        near = get_close_matches(words.text, tuple(known), 1, 0.4)
        hint = f"可能是“{near[0]}”" if near else "可写：" + "、".join(known)
        self.wrong(words, f"{what}写的是“{words}”，没有这一种", hint)

    def wrong(self, words: Words, message: str, hint: str) -> None:
        self.report(CODE, words.place, message, hint)
