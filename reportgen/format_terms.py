"""The words of format.yaml, 运算.yaml and 审核.yaml, and the records that are read from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.parameters import YES_NO
from reportgen.problem import Level
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
        Term("合订", "volume", Kind.SECTION, "全部文件合订成一个 PDF 时怎样做", of="合订"),
    ),
    "文件": (
        Term("模板", "template", Kind.TEXT, "本文件夹中的 .docx", required=True),
        Term("名称", "name", Kind.TEXT, "生成的文件名，可用【名称】", required=True),
        Term("标题", "title", Kind.TEXT, "文档属性里的标题，可用【名称】"),
        Term("逐项", "each", Kind.CHOICE, "每个项目一份", choices=("项目",)),
        Term("附件", "attachment", Kind.CHOICE, "是否编附件号", choices=YES_NO),
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
class Head:
    """The whole of format.yaml."""

    title: Words
    help: Words
    default: Words
    documents: tuple[DocumentRow, ...]
    narrative: tuple[NarrativeRow, ...]
    volume: VolumeRow


MODELS = {
    "格式": Head,
    "文件": DocumentRow,
    "合订": VolumeRow,
    "叙述节": NarrativeRow,
    "运算": FormulaRow,
    "审核": RelationRow,
}
