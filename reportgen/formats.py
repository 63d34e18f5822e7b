"""A folder of templates/ → Format: its documents, its prose sections, its formulas and its rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from reportgen.parameters import YES_NO, Profile
from reportgen.problem import Level, Place, Problem
from reportgen.profile import load_profile
from reportgen.source import node as nodes
from reportgen.source.document import load_document
from reportgen.source.fields import FieldReader
from reportgen.source.terms import Kind, Term
from reportgen.source.written import Quantity, Words

SCOPES = ("部门", "项目", "指标", "部门指标", "分配")

SECTIONS: Mapping[str, tuple[Term, ...]] = {
    "格式": (
        Term("名称", "title", Kind.TEXT, "格式的名称", required=True),
        Term("说明", "help", Kind.TEXT, "用于哪里、哪一年、哪种报告"),
        Term("默认", "default", Kind.CHOICE, "新建数据而没有指定格式时用它", choices=YES_NO),
        Term("文件", "documents", Kind.LIST, "要生成的文件，按次序", of="文件"),
        Term("叙述", "narrative", Kind.LIST, "正文中由填报人写的各段", of="叙述节"),
    ),
    "文件": (
        Term("模板", "template", Kind.TEXT, "本文件夹中的 .docx", required=True),
        Term("名称", "name", Kind.TEXT, "生成的文件名，可用【名称】", required=True),
        Term("标题", "title", Kind.TEXT, "文档属性里的标题，可用【名称】"),
        Term("逐项", "each", Kind.CHOICE, "每个项目一份", choices=("项目",)),
        Term("附件", "attachment", Kind.CHOICE, "是否编附件号", choices=YES_NO),
    ),
    "叙述节": (
        Term("名称", "name", Kind.TEXT, "数据“叙述”里的名称", required=True),
        Term("位置", "where", Kind.TEXT, "在报告的哪一节"),
        Term("必填", "required", Kind.CHOICE, "是否必须填写", choices=YES_NO),
        Term("说明", "help", Kind.TEXT, "写什么"),
        Term("字数", "most", Kind.NUMBER, "至多几个字", "字"),
    ),
    "运算": (
        Term("名称", "name", Kind.TEXT, "得到的数字的名称", required=True),
        Term("范围", "scope", Kind.CHOICE, "对谁计算", choices=SCOPES),
        Term("条件", "when", Kind.TEXT, "只在这个条件成立时这样计算"),
        Term("公式", "formula", Kind.TEXT, "怎样计算", required=True),
        Term("单位", "unit", Kind.TEXT, "结果的单位"),
        Term("位数", "digits", Kind.NUMBER, "显示几位小数；不写则照算出的位数"),
        Term("补零", "pad", Kind.CHOICE, "末尾的零是否写出", choices=YES_NO),
        Term("核对", "code", Kind.TEXT, "与填报数不符时的审核代码"),
        Term("依据", "basis", Kind.TEXT, "这条要求从哪里来，给填报人看"),
        Term("例", "example", Kind.TEXT, "查出问题时怎样说"),
    ),
    "审核": (
        Term("代码", "code", Kind.TEXT, "审核代码", required=True),
        Term("级别", "level", Kind.CHOICE, "", choices=tuple(level.value for level in Level), required=True),
        Term("范围", "scope", Kind.CHOICE, "对谁审核", choices=SCOPES),
        Term("规则", "rule", Kind.TEXT, "要求什么，给填报人看", required=True),
        Term("条件", "when", Kind.TEXT, "只在这个条件成立时审核"),
        Term("要求", "relation", Kind.TEXT, "应当成立的关系", required=True),
        Term("容差", "tolerance", Kind.NUMBER, "要求相等的两数，相差不超过它的算相等"),
        Term("位置", "at", Kind.TEXT, "问题标在哪个数字的行上"),
        Term("改法", "hint", Kind.TEXT, "怎样改"),
        Term("依据", "basis", Kind.TEXT, "这条要求从哪里来，给填报人看"),
        Term("例", "example", Kind.TEXT, "查出问题时怎样说"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One kind of document of a format: a Word template and the name of what it makes."""

    template: Words
    name: Words
    title: Words
    each: Words
    attachment: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeRow:
    name: Words
    where: Words
    required: Words
    help: Words
    most: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaRow:
    """A derived figure: 运算公式."""

    name: Words
    scope: Words
    when: Words
    formula: Words
    unit: Words
    digits: Quantity
    pad: Words
    code: Words
    basis: Words
    example: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRow:
    """A relation that must hold: 审核公式."""

    code: Words
    level: Words
    scope: Words
    rule: Words
    when: Words
    relation: Words
    tolerance: Quantity
    at: Words
    hint: Words
    basis: Words
    example: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    title: Words
    help: Words
    default: Words
    documents: tuple[DocumentRow, ...]
    narrative: tuple[NarrativeRow, ...]


@dataclass(frozen=True, slots=True)
class Format:
    """What a format folder says, with the national formulas and relations below its own."""

    name: str
    folder: Path
    title: str
    help: str
    documents: tuple[DocumentRow, ...]
    narrative: tuple[NarrativeRow, ...]
    formulas: tuple[FormulaRow, ...]
    relations: tuple[RelationRow, ...]
    profile: Profile
    default: bool = False


MODELS = {"格式": _Head, "文件": DocumentRow, "叙述节": NarrativeRow, "运算": FormulaRow, "审核": RelationRow}


def find_formats(templates: Path) -> tuple[str, ...]:
    """The names of the format folders."""
    return tuple(sorted(p.parent.name for p in templates.glob("*/format.yaml")))


def load_format(templates: Path, name: str) -> tuple[Format | None, tuple[Problem, ...]]:
    """A format folder read whole, with every problem in its files."""
    path = templates / name / "format.yaml"
    root, problems = load_document(path)
    profile, chain, more = load_profile(templates, name)
    reader = FieldReader(SECTIONS, MODELS, [*problems, *more])
    if not isinstance(root, nodes.Mapping) or profile is None:
        return None, tuple(reader.problems)
    head = cast(_Head, reader.read_section("格式", root, root.place))
    formulas, relations = _rules(reader, templates, (*chain, name))
    for row in head.documents:
        if row.template and not (templates / name / row.template.text).is_file():
            hint = "检查文件名；模板要放在本格式的文件夹里"
            reader.report("T2", row.template.place, f"找不到模板“{row.template.text}”", hint)
    found = Format(
        name,
        templates / name,
        head.title.text,
        head.help.text,
        head.documents,
        head.narrative,
        formulas,
        relations,
        profile,
        head.default.text == "是",
    )
    return found, tuple(reader.problems)


@dataclass(frozen=True, slots=True)
class Rules:
    """The formulas and relations that hold under a format, without its documents."""

    formulas: tuple[FormulaRow, ...]
    relations: tuple[RelationRow, ...]


def load_rules(templates: Path, name: str) -> Rules | None:
    """The rules of a format folder, or of the national one; None where there is no such folder."""
    if not (templates / name).is_dir():
        return None
    _, chain, _ = load_profile(templates, name)
    return Rules(*_rules(FieldReader(SECTIONS, MODELS), templates, (*chain, name)))


def _rules(
    reader: FieldReader, templates: Path, chain: tuple[str, ...]
) -> tuple[tuple[FormulaRow, ...], tuple[RelationRow, ...]]:
    """The rows of all folders of a chain, the national ones first."""
    folders = [templates / name for name in dict.fromkeys(chain)]
    formulas = _stacked(reader, "运算", [folder / "运算.yaml" for folder in folders])
    relations = _stacked(reader, "审核", [folder / "审核.yaml" for folder in folders])
    return cast(tuple[FormulaRow, ...], formulas), cast(tuple[RelationRow, ...], relations)


def _stacked(reader: FieldReader, section: str, files: list[Path]) -> tuple[object, ...]:
    """The rows of several files: a later row of the same name (or code and rule) and scope replaces an earlier."""
    rows: dict[tuple[str, ...], object] = {}
    term = Term(section, "", Kind.LIST, "", of=section)
    for path in files:
        if not path.is_file():
            continue
        root, problems = load_document(path)
        reader.problems.extend(problems)
        if isinstance(root, nodes.Mapping):
            entry = root.find(section)
            if entry is None or len(root.entries) > 1:
                reader.report("T3", Place(str(path), 1, 1), f"文件里应只有“{section}:”一个列表", f"首行写 {section}:")
                continue
            found = cast(tuple[FormulaRow | RelationRow, ...], reader.read_field(term, entry, entry.key.place))
            own: dict[tuple[str, ...], object] = {}
            for row in found:
                if _key(row) in own:
                    name = row.name if isinstance(row, FormulaRow) else row.rule
                    reader.report("T3", name.place, f"“{name}”在这个文件里写了两次", "留下对的一条")
                own[_key(row)] = row
            rows |= own
    return tuple(rows.values())


def _key(row: FormulaRow | RelationRow) -> tuple[str, ...]:
    scope = row.scope.text or SCOPES[0]
    if isinstance(row, FormulaRow):
        return (row.name.text, scope, row.when.text)
    return (row.code.text, scope, row.rule.text)
