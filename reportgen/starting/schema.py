"""The table of terms → the JSON Schema of a data file, for editors that complete, explain and check as one types.

Draft 07 is what every version of the YAML extensions knows. Annotations beside a $ref are theirs to show; validators
pass over them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from reportgen.formats import Format
from reportgen.source.fields import NOTHING
from reportgen.source.quantities import QUANTITY_KEYS
from reportgen.source.reader import MODELS
from reportgen.source.terms import DATA, INDICATORS, SECTIONS, Kind, Term, Terms
from reportgen.source.written import State
from reportgen.starting.comments import most_of
from reportgen.starting.needs import NARRATIVE, FieldsUsed

Schema: TypeAlias = dict[str, object]

DRAFT = "http://json-schema.org/draft-07/schema#"
MARK = "由 reportgen 生成，不用修改"
_STATES = "|".join(state.value for state in (State.NONE, State.DASH, State.DOTS))
_DIGITS = r"-?(?:0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)(?:\.[0-9]+)?"
_BLANK = r"^\s*$"
_WORDS = "值"  # in place of a unit: a number or words
_SCALAR = ["string", "number", "boolean"]
_EXAMPLES: Mapping[Kind, object] = {
    Kind.YEAR: 2024,
    Kind.DATE: "2025年3月20日",
    Kind.PROSE: "全年支出【支出.合计】。",
}


def schema_text(format: Format | None = None, used: FieldsUsed | None = None, formats: Iterable[str] = ()) -> str:
    """The schema as a file; `used` leaves the other fields out of what an editor proposes."""
    return json.dumps(schema(format, used, formats), ensure_ascii=False, indent=1) + "\n"


def schema(format: Format | None = None, used: FieldsUsed | None = None, formats: Iterable[str] = ()) -> Schema:
    """The schema of a data file, of any format or of one."""
    writer = _Writer(format.terms if format else SECTIONS)
    sections = {writer.name(section): writer.section(section) for section in writer.terms if section != DATA}
    root = writer.section(DATA)
    fields = root["properties"]
    assert isinstance(fields, dict)
    fields["格式"] |= {"enum": [format.name]} if format else {"examples": list(formats)}
    if format is not None:
        fields[NARRATIVE] |= _narrative(format)
        bands = [band.name.text for band in format.profile.bands]
        level2 = dict.fromkeys(words.text for words in format.profile.required_level2)
        _propose(sections[writer.name(INDICATORS)], "等次", bands)
        _propose(sections[writer.name(INDICATORS)], "二级", level2)
        _propose(sections[writer.name(INDICATORS)], "计分", (method.name.text for method in format.profile.methods))
        _propose(sections[writer.name(INDICATORS)], "一级", (row.level1.text for row in format.profile.weights))
    if used is not None:
        for word, one in fields.items():
            if (word,) not in used.needs:
                one["doNotSuggest"] = True
    title = f"{format.title}的数据" if format else "绩效自评的数据"
    return {
        "$schema": DRAFT,
        "$comment": MARK,
        **root,
        "title": title,
        "type": "object",
        "definitions": {**writer.shapes(), **sections},
    }


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the sections and the numbers of a table of terms."""

    terms: Terms

    @property
    def units(self) -> tuple[str, ...]:
        return (_WORDS, *dict.fromkeys(t.unit for terms in self.terms.values() for t in terms))

    def name(self, section: str) -> str:
        """The definition of a section, in ASCII: not every editor decodes a $ref."""
        own = [name for name in self.terms if name not in MODELS]
        return f"Row{own.index(section) + 1}" if section in own else str(getattr(MODELS[section], "__name__", section))

    def section(self, section: str) -> Schema:
        """A group of fields that knows no others."""
        found: Schema = {
            "title": section,
            **_or_blank("object"),
            "properties": {term.word: self.field(term) for term in self.terms[section]},
            "additionalProperties": False,
            "errorMessage": f"这里只能写“{section}”的字段，一行一个",
        }
        if required := [term.word for term in self.terms[section] if term.required]:
            found["required"] = required
        return found

    def field(self, term: Term) -> Schema:
        """One field with what an editor tells of it."""
        unit = f"单位：{term.unit}" if term.unit else ""
        choices = "只能填：" + "、".join(term.choices) if term.choices else ""
        told = [part for part in (term.help, unit, choices, "必填" if term.required else "") if part]
        found: Schema = {
            "title": term.word,
            "description": "；".join(told),
            "markdownDescription": "\n\n".join([f"**{term.help}**", *told[1:]]),
            **self.value(term),
        }
        example = 12.5 if term.kind is Kind.NUMBER and term.unit not in ("%", "") else _EXAMPLES.get(term.kind)
        return found if example is None else {**found, "examples": [example]}

    def value(self, term: Term) -> Schema:
        """What a field may hold, as the reader takes it; only a required one may not be left blank."""
        match term.kind:
            case Kind.SECTION:
                group = _ref(self.name(term.of))
                return {"allOf": [group, {"type": "object"}]} if term.required else group
            case Kind.LIST:
                items = {"items": _ref(self.name(term.of))}
                if term.required:
                    hint = "每一项另起一行，以“- ”开头，至少一项"
                    return {"type": "array", "minItems": 1, **items, "errorMessage": hint}
                hint = "每一项另起一行，以“- ”开头；没有的写 无"
                none = rf"{_BLANK}|^\s*(?:{'|'.join(NOTHING)})\s*$"
                return {**_or_blank("array"), "pattern": none, **items, "errorMessage": hint}
            case Kind.NAMED:
                first, row = self.terms[term.of][0], _ref(self.name(term.of))
                words = {"type": [*_SCALAR, "null"]}
                alone = _ref(f"Number{self.index(first)}") if first.kind is Kind.NUMBER else words
                nothing = {"enum": [*NOTHING, "0", 0]}
                one = {"anyOf": [row, *([alone] if first.required else [nothing]), *([nothing] if term.rows else [])]}
                if term.rows:
                    fixed = {"properties": dict.fromkeys(term.rows, one), "additionalProperties": False}
                    return {**_or_blank("object"), **fixed, "errorMessage": "只有这几行：" + "、".join(term.rows)}
                return {**_or_blank("object"), "additionalProperties": one}
            case Kind.TEXTS:
                return {**_or_blank("array"), "items": {"type": [*_SCALAR, "null"]}}
            case Kind.TREE:
                return {**_or_blank("object"), "additionalProperties": _ref(f"Tree{self.index(term)}")}
            case Kind.NUMBER | Kind.VALUE:
                either = [_ref(f"{shape}{self.index(term)}") for shape in ("Number", "Parts")]
                return {"anyOf": either if term.required else [*either, _ref("Blank")]}
            case Kind.PROSES | Kind.NOTES:
                return {**_or_blank("object"), "additionalProperties": _ref("Section")}
            case Kind.CHOICE:
                listed = [*term.choices, *(() if term.required else ("", None))]
                return {"enum": listed, "errorMessage": "只能填：" + "、".join(term.choices)}
            case Kind.YEAR:
                return {
                    "type": ["integer", "string"],
                    "pattern": r"^\s*20[0-9]{2}\s*$",
                    "minimum": 2000,
                    "maximum": 2099,
                    "errorMessage": "写四位年份，如 2024",
                }
            case Kind.DATE:
                day = r"^\s*(?:[0-9]{4}年(?:1[0-2]|[1-9])月(?:3[01]|[12][0-9]|[1-9])日)?\s*$"
                return {
                    "type": ["string", "null"],
                    "pattern": day,
                    "errorMessage": "写成 2021年6月21日，月、日前不补 0",
                }
            case Kind.PROSE:
                return {"type": [*_SCALAR, "null"]}
        if term.required:
            return {"type": _SCALAR, "pattern": r"^\s*\S[^\n]*\s*$", "errorMessage": f"填写：{term.help}"}
        return {"type": [*_SCALAR, "null"], "pattern": r"^\s*[^\n]*\s*$", "errorMessage": "只能写一行"}

    def index(self, term: Term) -> int:
        return self.units.index(_WORDS if term.kind is Kind.VALUE else term.unit)

    def shapes(self) -> dict[str, Schema]:
        """What fields of several sections hold."""
        text: Schema = {"type": [*_SCALAR, "null"]}
        found: dict[str, Schema] = {
            "Blank": {"type": ["null", "string"], "pattern": _BLANK},
            "Section": {"type": [*_SCALAR, "null", "object"], "additionalProperties": text},
        }
        for index, unit in enumerate(self.units):
            either = [_ref(f"Number{index}"), _ref(f"Parts{index}"), _ref("Blank")]
            group: Schema = {
                "type": "object",
                "properties": {"合计": {"anyOf": either}},
                "additionalProperties": _ref(f"Tree{index}"),
                "not": {"propertyNames": {"enum": list(QUANTITY_KEYS)}},
            }
            found[f"Number{index}"] = _number(unit)
            found[f"Parts{index}"] = _parts(index, "" if unit == _WORDS else unit)
            found[f"Tree{index}"] = {"anyOf": [*either, group]}
        return found


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _or_blank(kind: str) -> Schema:
    """A group or a list, or nothing but its name: keywords of one type pass over the other."""
    return {"type": [kind, "null", "string"], "pattern": _BLANK}


def _number(unit: str) -> Schema:
    """A number of a unit, a state in place of one, or the name of another."""
    if unit == _WORDS:
        return {"type": _SCALAR, "pattern": r"\S"}
    sign = {"%": "%", "": "%?"}.get(unit, "")
    pattern = rf"^\s*(?:{_DIGITS}{sign}|{_STATES}|【[^【】]+】)\s*$"
    said = "百分数，如 60%" if unit == "%" else f"数字，单位{unit}，不写在数字里" if unit else "数字"
    message = f"这里写{said}；没有就留空或写“无”“—”；引用别的数写【名称】"
    return {"type": ["string"] if unit == "%" else ["string", "number"], "pattern": pattern, "errorMessage": message}


def _parts(index: int, unit: str) -> Schema:
    """A number with what is printed in its place, or one typed only to be checked."""
    either: Schema = {"anyOf": [_ref(f"Number{index}"), _ref("Blank")]}
    text: Schema = {"type": [*_SCALAR, "null"]}
    told = {
        "值": {**either, "description": "数"},
        "单位": {"enum": [unit], "description": "单位"} if unit else {**text, "description": "单位"},
        "文字": {**text, "description": "表里印的话，要含有“值”的数字，如 26人2.3万元"},
        "填报": {**either, "description": "原件上印的数，只用来与算出的核对"},
        "采用": {"enum": ["填报"], "description": "印填报的数而不印算出的；要写“理由”"},
        "理由": {"type": _SCALAR, "description": "为什么不用算出的数", "pattern": r"\S"},
    }
    return {
        "type": "object",
        "properties": {key: told[key] for key in QUANTITY_KEYS},
        "additionalProperties": False,
        "dependencies": {"采用": ["理由"]},
        "not": {"required": ["值", "填报"]},
    }


# A format


def _narrative(format: Format) -> Schema:
    """The sections that a format's report has, and no others."""
    sections: Schema = {}
    for row in format.narrative:
        told = (row.where.text, row.help.text, most_of(row), "必填" if row.required.text == "是" else "选填")
        description = "；".join(part for part in told if part)
        sections[row.name.text] = {"title": row.name.text, "description": description, **_ref("Section")}
    return {**_or_blank("object"), "properties": sections, "additionalProperties": False}


def _propose(section: Schema, word: str, values: Iterable[str]) -> None:
    """What an editor proposes for a field that may hold other words too."""
    fields = section["properties"]
    assert isinstance(fields, dict)
    if listed := [value for value in values if value]:
        fields[word]["examples"] = listed
