"""Fields that reach outside the document, and content that Word itself would fill."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reportgen.lint.template import Check, Finding, Portion, Template
from reportgen.ooxml.markup import Element, attribute, parent, tag
from reportgen.ooxml.places import Where
from reportgen.problem import Level

FIELDS: Final = (
    *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "TOC", "REF", "PAGEREF", "NOTEREF"),
    *("HYPERLINK", "SEQ", "STYLEREF", "FORMTEXT"),
)
_HINTS: Final = {  # of fields that have no text of their own
    "EQ": "删去它，打成普通文字：带圈的数字打成 ①，分数打成 1/2",
    "FORMCHECKBOX": "删去它，打成 □ 或 √",
    "FORMDROPDOWN": "删去它，打成普通文字或标签",
}
SCHEMES: Final = ("http://", "https://", "mailto:", "#")
_MACROS: Final = (tag("w:entryMacro"), tag("w:exitMacro"))
_ADDRESS: Final = re.compile(r'\s*HYPERLINK\s+(?!\\)(?:"([^"]*)"|(\S+))', re.IGNORECASE)


def fields_are_known(template: Template) -> Iterator[Finding]:
    """T38：域只有页码、目录、交叉引用、题注编号、超链接和填空的文字框。

    级别：强制性
    依据：DDE、INCLUDETEXT、LINK、MACROBUTTON 等域打开文件时会取外部内容、运行程序
    例：这里有域 DDEAUTO，填好的文件里不能有
    """
    for portion in _with_fields(template):
        for element, text in field_codes(portion.root):
            words = text.split()
            word = words[0].strip('"').upper() if words else ""
            address = _ADDRESS.match(text)
            if not words or "{{" in text or "{%" in text:
                continue
            if word not in FIELDS:
                message = f"这里有域 {word[:30]}，填好的文件里不能有"
                hint = _HINTS.get(word, "选中它按 Ctrl+Shift+F9，变成普通文字；或删去")
                yield portion.finding(element, "T38", Level.ERROR, message, hint)
            elif word == "FORMTEXT" and next(element.iter(*_MACROS), None) is not None:
                hint = "双击这个文字框，把“运行宏”的两处都改成空的"
                yield portion.finding(element, "T38", Level.ERROR, "填空的文字框会运行宏", hint)
            elif address and not (address[1] or address[2]).lower().startswith(SCHEMES):
                message = f"超链接的地址 {(address[1] or address[2])[:60]} 不是网址或邮箱"
                yield portion.finding(element, "T36", Level.ERROR, message, "取消这个超链接")


def field_codes(root: Element) -> Iterator[tuple[Element, str]]:
    """Each field with its whole instruction, joined over runs, without those of fields inside it."""
    opened: list[tuple[Element, list[str]]] = []
    marks, codes, simple = tag("w:fldChar"), (tag("w:instrText"), tag("w:delInstrText")), tag("w:fldSimple")
    for element in root.iter(marks, *codes, simple):
        if element.tag == simple:
            yield element, attribute(element, "w:instr")
        elif element.tag in codes:
            if opened:
                opened[-1][1].append(element.text or "")
        elif attribute(element, "w:fldCharType") == "begin":
            opened.append((element, []))
        elif attribute(element, "w:fldCharType") == "end" and opened:
            begun, said = opened.pop()
            yield begun, "".join(said)
    yield from ((begun, "".join(said)) for begun, said in opened)


def _with_fields(template: Template) -> Iterator[Portion]:
    """The parts that hold fields, those that are not filled without places."""
    filled = {portion.name: portion for portion in template.portions}
    for name, part in template.parts.items():
        if b"fldChar" in template.package.files[name] or b"fldSimple" in template.package.files[name]:
            yield filled.get(name) or Portion(name, part.root, {}, ())


def word_fills_nothing(template: Template) -> Iterator[Finding]:
    """T39：没有邮件合并，没有绑定数据的内容控件，没有限制编辑。

    级别：强制性；限制编辑，提示性
    依据：打开文件时 Word 会用绑定的数据换掉填好的数
    例：内容控件绑定了别处的数据，Word 打开时会换掉填好的文字
    """
    for portion in template.portions:
        for element in portion.root.iter(tag("w:dataBinding")):
            control = parent(parent(element))
            content = next(control.iter(tag("w:p"), tag("w:tc"), tag("w:tr")), control)
            message = "内容控件绑定了别处的数据，Word 打开时会换掉填好的文字"
            hint = "右键这个内容控件，选“删除内容控件”，文字会留下"
            yield portion.finding(content, "T39", Level.ERROR, message, hint)
    settings = template.part_of("settings")
    for element in () if settings is None else settings.root:
        if element.tag == tag("w:mailMerge"):
            hint = "“邮件－开始邮件合并”里选“普通 Word 文档”"
            yield Finding("T39", Level.ERROR, Where(), "文件是邮件合并的主文档，打开时会连接数据源", hint)
        elif element.tag in (tag("w:documentProtection"), tag("w:writeProtection")):
            message, hint = "文件设了限制编辑，填好的报告也不能修改", "“审阅－限制编辑”里停止保护"
            yield Finding("T39", Level.HINT, Where(), message, hint)


CHECKS: tuple[Check, ...] = (fields_are_known, word_fills_nothing)
