"""The words of format.yaml, 运算.yaml and 审核.yaml, and the records that are read from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from reportgen.parameters import YES_NO
from reportgen.problem import Level
from reportgen.source.terms import MONEY_UNITS, PROJECTS, Kind, Term, Terms, own_lists
from reportgen.source.written import Quantity, Words

SCOPES = ("部门", "项目", "指标", "部门指标", "分配", "来源")
KINDS = ("文字", "段落", "金额", "数", "数值", "选项", "日期", "是否", "指标表")

SECTIONS: Mapping[str, tuple[Term, ...]] = {
    "格式": (
        Term("名称", "title", Kind.TEXT, "格式的名称", required=True),
        Term("说明", "help", Kind.TEXT, "用于哪里、哪一年、哪种报告"),
        Term("默认", "default", Kind.CHOICE, "新建数据而没有指定格式时用它", choices=YES_NO),
        Term("金额单位", "money", Kind.CHOICE, "金额填写和印出的单位；不写则为万元", choices=MONEY_UNITS),
        Term("金额位数", "money_digits", Kind.NUMBER, "金额一律印几位小数，不足的补零；不写则照所填、所算的印"),
        Term("文件", "documents", Kind.LIST, "要生成的文件，按次序", of="文件"),
        Term("叙述", "narrative", Kind.LIST, "正文中由填报人写的各段", of="叙述节"),
        Term("字段", "fields", Kind.LIST, "本格式另有的字段：数据里填写，与自带的一样使用", of="字段"),
        Term("列表", "lists", Kind.LIST, "本格式另有的列表：每项几个字段", of="列表"),
        Term("停用", "off", Kind.TEXTS, "所继承的字段、列表里本格式没有的，写名称"),
        Term("来源行", "source_rows", Kind.TEXTS, "项目“来源”的各行，名称和次序固定"),
        Term("合订", "volume", Kind.SECTION, "全部文件合订成一个 PDF 时怎样做", of="合订"),
    ),
    "文件": (
        Term("模板", "template", Kind.TEXT, "本文件夹中的 .docx", required=True),
        Term("名称", "name", Kind.TEXT, "生成的文件名，可用【名称】", required=True),
        Term("标题", "title", Kind.TEXT, "文档属性里的标题，可用【名称】"),
        Term("逐项", "each", Kind.TEXT, "列表的每一项各一份：项目，或别的列表，如 项目.来源；模板里叫本项目、本来源"),
        Term("条件", "when", Kind.TEXT, "只在这个条件成立时生成；逐项的，对每一项判断"),
        Term("附件", "attachment", Kind.CHOICE, "是否编附件号", choices=YES_NO),
    ),
    "字段": (
        Term("在", "where", Kind.TEXT, "写在哪一组里：部门、单位、项目、指标、来源……，或一个列表；列表里的字段不写"),
        Term("名称", "name", Kind.TEXT, "字段的名称", required=True),
        Term("类型", "kind", Kind.TEXT, "填什么：" + "、".join(KINDS), required=True),
        Term("单位", "unit", Kind.TEXT, "数的单位"),
        Term("说明", "help", Kind.TEXT, "填什么，给填报人看"),
        Term("选项", "choices", Kind.TEXTS, "类型为选项的，可填的各个词"),
        Term("必填", "required", Kind.CHOICE, "是否必须填写", choices=YES_NO),
        Term("位数", "decimals", Kind.NUMBER, "数写几位小数"),
        Term("合计", "summed", Kind.CHOICE, "各项是否相加；金额不写则相加，数不写则不加", choices=YES_NO),
    ),
    "列表": (
        Term("名称", "name", Kind.TEXT, "列表的名称", required=True),
        Term("在", "where", Kind.TEXT, "部门一个，还是每个项目一个：部门、项目", required=True),
        Term("说明", "help", Kind.TEXT, "列什么，给填报人看"),
        Term("行", "rows", Kind.TEXTS, "各行固定的，它们的名称和次序"),
        Term("必填", "required", Kind.CHOICE, "是否至少要写一项", choices=YES_NO),
        Term("字段", "fields", Kind.LIST, "每项的字段", of="字段"),
    ),
    "合订": (
        Term("名称", "name", Kind.TEXT, "合订本的文件名，可用【名称】；不写则为“合订本”"),
        Term("标题", "title", Kind.TEXT, "文档属性里的标题，可用【名称】；不写则同第一个文件"),
        Term("目录", "contents", Kind.CHOICE, "前面是否加目录页", choices=YES_NO),
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
        Term("范围", "scope", Kind.CHOICE, "对谁计算；几个列表一样的，写 [甲, 乙]", choices=SCOPES),
        Term("条件", "when", Kind.TEXT, "只在这个条件成立时这样计算"),
        Term("公式", "formula", Kind.TEXT, "怎样计算", required=True),
        Term("单位", "unit", Kind.TEXT, "结果的单位"),
        Term("位数", "digits", Kind.NUMBER, "显示几位小数；不写则照算出的位数"),
        Term("补零", "pad", Kind.CHOICE, "末尾的零是否写出", choices=YES_NO),
        Term("合计", "summed", Kind.CHOICE, "范围为项目的，是否也算 项目.合计；不写则算", choices=YES_NO),
        Term("核对", "code", Kind.TEXT, "与填报数不符时的审核代码"),
        Term("依据", "basis", Kind.TEXT, "这条要求从哪里来，给填报人看"),
        Term("例", "example", Kind.TEXT, "查出问题时怎样说"),
    ),
    "审核": (
        Term("代码", "code", Kind.TEXT, "审核代码", required=True),
        Term("级别", "level", Kind.CHOICE, "", choices=tuple(level.value for level in Level), required=True),
        Term("范围", "scope", Kind.CHOICE, "对谁审核；几个列表一样的，写 [甲, 乙]", choices=SCOPES),
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
    when: Words
    attachment: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeRow:
    """How all documents are bound into one PDF."""

    name: Words
    title: Words
    contents: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrativeRow:
    name: Words
    where: Words
    required: Words
    help: Words
    most: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field that a format adds to a section, or a column of its list."""

    where: Words
    name: Words
    kind: Words
    unit: Words
    help: Words
    choices: tuple[Words, ...]
    required: Words
    decimals: Quantity
    summed: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """A list that a format adds to the department or to each project."""

    name: Words
    where: Words
    help: Words
    rows: tuple[Words, ...]
    required: Words
    fields: tuple[FieldRow, ...]


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
    summed: Words
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
class Head:
    """The whole of format.yaml."""

    title: Words
    help: Words
    default: Words
    money: Words
    money_digits: Quantity
    documents: tuple[DocumentRow, ...]
    narrative: tuple[NarrativeRow, ...]
    fields: tuple[FieldRow, ...]
    lists: tuple[ListRow, ...]
    off: tuple[Words, ...]
    source_rows: tuple[Words, ...]
    volume: VolumeRow


MODELS = {
    "格式": Head,
    "文件": DocumentRow,
    "合订": VolumeRow,
    "叙述节": NarrativeRow,
    "字段": FieldRow,
    "列表": ListRow,
    "运算": FormulaRow,
    "审核": RelationRow,
}


def a_list(name: str, where: str) -> str:
    """How a format declares a list of this name, with a line that can be pasted."""
    at = "部门" if where == "部门" else PROJECTS
    row = f"- {{名称: {name}, 在: {at}, 字段: [{{名称: 名称, 类型: 文字, 必填: 是}}]}}"
    return f"要会计逐行填的，不写在“字段”里，在 format.yaml 的“列表:”下写 {row}，再加上自己的各栏"


def scopes_of(terms: Terms) -> tuple[str, ...]:
    """What formulas and relations of a format may be for: its own lists too."""
    return (*SCOPES, *(term.word for _, term in own_lists(terms)))


def sections_for(terms: Terms) -> Terms:
    """The table of a format's files, by the fields that it declares."""
    own = scopes_of(terms)
    return {
        section: tuple(replace(t, choices=own) if t.ident == "scope" else t for t in rows)
        for section, rows in SECTIONS.items()
    }
