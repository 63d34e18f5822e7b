"""A format → what holds under it after all that it extends, in words, each with the line that says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.format_terms import SECTIONS, DocumentRow, FieldRow, FormulaRow, ListRow, NarrativeRow, RelationRow
from reportgen.formats import Format
from reportgen.places import NATIONAL, folder_of
from reportgen.problem import Place
from reportgen.profile import load_profile, places_of_parameters
from reportgen.rule_files import OFF
from reportgen.source import node as nodes
from reportgen.source.document import load_document
from reportgen.source.written import Words
from reportgen.starting.differences import written_text
from reportgen.starting.rule_words import parameters_in_words

DOCUMENTS, PROSE, FIELDS, RULES, FORMULAS, RELATIONS = "文件", "正文", "字段和列表", "计分", "运算", "审核"
TOPICS = (DOCUMENTS, PROSE, FIELDS, RULES, FORMULAS, RELATIONS)
_EACH = {"": "部门", "部门": "部门", "指标": "每条指标", "部门指标": "部门的每条指标", "分配": "每项分配"}
_SIGNS = {"and": "且", "or": "或", "not": "非", "==": "＝", ">=": "≥", "<=": "≤", "!=": "≠"}
_SIGN = re.compile(r"""('[^']*'|"[^"]*")|\b(and|or|not)\b|([=!<>]=)""")
_FILES = {FIELDS: "format"}
_NOT_TOLD = ("例", "依据")  # for `explain`


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that holds: its topic, the name it goes by, the sentence, and the folder, file and line of it.

    What no file says, as a parameter that is left out everywhere, has no file.
    """

    topic: str
    name: str
    text: str
    folder: str = ""
    file: str = ""
    line: int = 0
    inherited: bool = False


def describe(format: Format) -> tuple[Statement, ...]:
    """Everything that a format says, its own and what it extends, by topic."""
    return tuple(_Telling(format).all())


def shown(statement: Statement, own: str) -> str:
    """A statement on one line, with the place it comes from behind it."""
    if not statement.file:
        return f"{statement.text}〔没有写〕"
    folder = "本格式" if statement.folder == own else statement.folder
    return f"{statement.text}〔{folder} {Path(statement.file).name}:{statement.line}〕"


@dataclass(frozen=True, slots=True)
class _Telling:
    format: Format

    def all(self) -> Iterator[Statement]:
        format, declared = self.format, self.format.declared
        yield from (self.at(DOCUMENTS, row.name.text, _document(row), row.name.place) for row in format.documents)
        yield from self.volume()
        yield from (self.at(PROSE, row.name.text, _narrative(row), row.name.place) for row in format.narrative)
        yield from (
            self.at(FIELDS, f"{row.where}.{row.name}", f"{row.where}.{_field(row)}", row.name.place)
            for row in declared.fields
        )
        yield from (self.at(FIELDS, row.name.text, _list(row), row.name.place) for row in declared.lists)
        if rows := declared.source_rows:
            names = "、".join(row.text for row in rows)
            yield self.at(FIELDS, "来源行", f"项目的资金来源固定 {len(rows)} 行：{names}", rows[0].place)
        yield from self.switched_off(FIELDS)
        yield from self.parameters()
        yield from (self.at(FORMULAS, row.name.text, _formula(row), row.name.place) for row in format.formulas)
        yield from self.switched_off(FORMULAS)
        yield from (self.at(RELATIONS, row.code.text, _relation(row), row.code.place) for row in format.relations)
        yield from self.switched_off(RELATIONS)

    def volume(self) -> Iterator[Statement]:
        volume = self.format.volume
        if volume.name or volume.title or volume.contents:
            contents = "前面有目录页" if volume.contents.text == "是" else "没有目录页"
            text = f"合订成一个 PDF：{volume.name or '合订本'}，{contents}{_rest('合订', volume, '名称', '目录')}"
            place = next(words.place for words in (volume.name, volume.title, volume.contents) if words)
            yield self.at(DOCUMENTS, "合订", text, place)

    def parameters(self) -> Iterator[Statement]:
        places = places_of_parameters(self.format.folder.parent, self.format.name)
        for name, text in parameters_in_words(self.format.profile):
            if place := places.get(name):
                yield self.at(RULES, name, text, place)
            else:
                yield Statement(RULES, name, text)

    def switched_off(self, topic: str) -> Iterator[Statement]:
        """What folders of the chain inherit and do not use, each by the name they give it."""
        templates = self.format.folder.parent
        _, chain, _ = load_profile(templates, self.format.name)
        for folder in dict.fromkeys((*chain, self.format.name)):
            path = folder_of(templates, folder) / f"{_FILES.get(topic, topic)}.yaml"
            root = load_document(path)[0] if path.is_file() else None
            off = root.find(OFF) if isinstance(root, nodes.Mapping) else None
            names = off.value if off and isinstance(off.value, nodes.Sequence) else ()
            for name in (one for one in names if isinstance(one, nodes.Scalar)):
                yield self.at(topic, name.text, f"{OFF}：所继承的“{name.text}”不用", name.place)

    def at(self, topic: str, name: str, text: str, place: Place) -> Statement:
        folder = Path(place.file).parent.name
        return Statement(topic, name, text, folder, place.file, place.line, folder != self.format.name)


def _document(row: DocumentRow) -> str:
    each = "一份" if not row.each else f"每个{row.each.text.rpartition('.')[2]}一份"
    numbered = "，编附件号" if row.attachment.text == "是" else ""
    rest = _rest("文件", row, "模板", "名称", "逐项", "条件", "附件")
    return f"{row.name}：{each}{_when(row.when)}，用 {row.template}{numbered}{rest}"


def _narrative(row: NarrativeRow) -> str:
    must = "必填" if row.required.text == "是" else "选填"
    most = f"至多 {written_text(row.most)}" if row.most else ""
    told = "，".join(one for one in (must, most, row.where.text) if one)
    help = f"：{row.help}" if row.help else ""
    return f"{row.name}（{told}）{help}{_rest('叙述节', row, '名称', '位置', '必填', '说明', '字数')}"


def _field(row: FieldRow) -> str:
    kind = "、".join(one.text for one in row.choices) or row.kind.text
    must = "必填" if row.required.text == "是" else ""
    told = "，".join(one for one in (kind, row.unit.text, must, row.help.text) if one)
    return f"{row.name}（{told}{_rest('字段', row, '在', '名称', '类型', '单位', '选项', '必填', '说明')}）"


def _list(row: ListRow) -> str:
    where = "每个项目" if row.where.text == "项目" else "部门"
    help = f"（{row.help}）" if row.help else ""
    columns = "、".join(_field(one) for one in row.fields)
    rows = f"固定 {len(row.rows)} 行：{'、'.join(one.text for one in row.rows)}；" if row.rows else ""
    must = "必填，" if row.required.text == "是" else ""
    told = f"{rows}每项填 {columns}{_rest('列表', row, '名称', '在', '行', '必填', '字段', '说明')}"
    return f"{where}的列表“{row.name}”{help}，{must}{told}"


def _formula(row: FormulaRow) -> str:
    unit = f"，{row.unit}" if row.unit else ""
    digits = "" if row.digits.value is None else f"，{written_text(row.digits)} 位小数"
    rest = _rest("运算", row, "名称", "范围", "条件", "公式", "单位", "位数")
    return f"{_each(row.scope)}：{row.name}＝{_signs(row.formula)}{_when(row.when)}{unit}{digits}{rest}"


def _relation(row: RelationRow) -> str:
    rest = _rest("审核", row, "代码", "级别", "范围", "规则", "条件", "要求", "改法", "位置")
    required = f"{_signs(row.relation)}{_when(row.when)}"
    return f"{row.code} {row.level}，{_each(row.scope)}：{row.rule}（{required}）{rest}"


def _each(scope: Words) -> str:
    return _EACH.get(scope.text, f"每个{scope}")


def _when(condition: Words) -> str:
    return f"，只在 {_signs(condition)} 时" if condition else ""


def _signs(formula: Words) -> str:
    """A formula with the signs that are read aloud; texts in quotes stay."""
    return _SIGN.sub(lambda found: found[1] or _SIGNS[found[0]], formula.text)


def _rest(section: str, row: object, *told: str) -> str:
    """What a row says beside the words that are told already."""
    rest = ((term, written_text(getattr(row, term.ident))) for term in SECTIONS[section])
    return "".join(f"；{t.word}：{text}" for t, text in rest if text and t.word not in (*told, *_NOT_TOLD))


def heading(format: Format, statements: Iterable[Statement]) -> Iterator[str]:
    """The first lines: what the format is for, and the folders it takes its rules from."""
    folders = dict.fromkeys(one.folder for one in statements if one.inherited)
    yield f"格式 {format.name}" + (f"：{format.help or format.title}" if format.help or format.title else "")
    yield f"金额以{format.money}填写和印出。"
    if folders:
        names = "、".join(sorted(folders, key=lambda one: one == NATIONAL))
        yield f"继承：{names}；〔〕里是每一条写在哪个文件夹、哪个文件、第几行。"
