"""The parts of a template's package: all there, all of kinds that a report may hold, none reaching outside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import unquote

from lxml import etree

from reportgen.lint.fields import SCHEMES
from reportgen.lint.template import Check, Finding, Portion, Template
from reportgen.ooxml.markup import NAMESPACES, attribute, matches
from reportgen.ooxml.package import PackageError, Relation, TooMuchError, UnsafeXmlError, is_strict, relations
from reportgen.ooxml.places import Where
from reportgen.problem import Level

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_MAIN: Final = f"{_WORD}document.main+xml"
_PLAIN: Final = "application/xml"
_TYPES: Final = {
    *(f"{_WORD}{kind}+xml" for kind in ("styles", "settings", "webSettings", "fontTable", "numbering", "footnotes")),
    *(f"{_WORD}{kind}+xml" for kind in ("endnotes", "header", "footer", "comments", "document.glossary", "people")),
    *(f"{_WORD}{kind}+xml" for kind in ("commentsExtended", "commentsIds", "commentsExtensible")),
    *(f"{_OFFICE}{kind}" for kind in ("theme+xml", "extended-properties+xml", "custom-properties+xml")),
    *(f"{_OFFICE}{kind}" for kind in ("customXmlProperties+xml", "themeOverride+xml", "obfuscatedFont")),
    *(f"{_OFFICE}drawingml.{kind}+xml" for kind in ("chart", "chartshapes", "diagramData", "diagramLayout")),
    *(f"{_OFFICE}drawingml.{kind}+xml" for kind in ("diagramStyle", "diagramColors")),
    *(
        f"application/vnd.ms-office.{kind}+xml"
        for kind in ("chartstyle", "chartcolorstyle", "drawingml.diagramDrawing")
    ),
    "application/vnd.openxmlformats-package.core-properties+xml",
    "application/vnd.openxmlformats-package.relationships+xml",
    "application/vnd.ms-word.stylesWithEffects+xml",
    "application/vnd.ms-office.classificationlabels+xml",
    _PLAIN,
}
_KINDS: Final = {
    *("extendedProperties", "customProperties"),  # as Word's “Strict” has them
    *("officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail"),
    *("classificationlabels", "styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "font", "theme"),
    *("themeOverride", "numbering", "footnotes", "endnotes", "header", "footer", "image", "hyperlink"),
    *("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people", "glossaryDocument"),
    *("customXml", "customXmlProps", "chart", "chartUserShapes", "chartStyle", "chartColorStyle"),
    *("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing"),
}
_OUTSIDE: Final = {
    "image": ("图片", "删去它，用“插入－图片”把图片放进文件里"),
    "attachedTemplate": ("文档模板", "“开发工具－文档模板”里改回 Normal"),
}
# A file of this machine, which no other can be asked for: neither //server/x nor another scheme
_LOCAL: Final = re.compile(r"(?:file:///(?![\\/])|(?!file:|[\\/]{2}))(?:[a-z]:)?[^:]*", re.IGNORECASE)
_NORMAL: Final = re.compile(r"(?:.*[\\/])?normal\.\w+", re.IGNORECASE)  # the one that every machine has
_ACTIVE: Final = {
    "vba": ("带宏", "另存为 .docx（不是 .docm）"),
    "macro": ("带宏", "另存为 .docx（不是 .docm）"),
    "activex": ("带 ActiveX 控件", "删去控件，用文字代替"),
    "ole": ("带嵌入的对象", "删去这个对象；表格直接画在 Word 里"),
    "spreadsheet": ("带嵌入的 Excel 表", "删去这个对象；表格直接画在 Word 里"),
}
_LINKED: Final = etree.XPath("//@*[namespace-uri()=$r and .=$id]")
_VML: Final = etree.XPath("//v:imagedata/@src|//v:fill/@src|//v:*/@href|//@o:href", namespaces=NAMESPACES)


def parts_are_whole(template: Template) -> Iterator[Finding]:
    """T5：模板是完好的 .docx：各部件都在、都读得出。

    级别：强制性
    依据：缺了部件的文件 Word 要修复才能打开
    例：模板打不开：部件 word/header1.xml 不存在
    """
    for error in template.broken.values():
        if type(error) is PackageError:
            yield unreadable(error)
    if is_strict(template.package):
        yield unreadable(PackageError("存成了 Strict Open XML 格式"))
    missing = dict.fromkeys(r.target for _, _, r in _relations(template) if not r.external)
    for name in missing:
        if name not in template.package.files:
            yield unreadable(PackageError(f"部件 {name} 不存在"))


def unreadable(error: PackageError) -> Finding:
    """What keeps a template from being read."""
    message = f"模板打不开：{error}"
    match error:
        case TooMuchError():
            return Finding("T41", Level.ERROR, Where(), message, "删去用不到的内容，缩小图片，另存为 .docx")
        case UnsafeXmlError():
            return Finding("T40", Level.ERROR, Where(), message, "用 Word 或 WPS 打开，另存为 .docx")
    return Finding("T5", Level.ERROR, Where(), message, "用 Word 或 WPS 打开，另存为 .docx（Word 文档，不选 Strict）")


def nothing_lies_outside(template: Template) -> Iterator[Finding]:
    """T36：文件之外只有网址和邮箱的超链接。

    级别：强制性；本机的文档模板，提示性（填好的文件里没有它）
    依据：外部的图片、模板和子文档在打开文件时才去取，取来的可以是任何东西
    例：引用了文件之外的内容（图片 http://a.example/b.png）
    """
    types = _types(template)
    for source, ident, one in _relations(template):
        address = unquote(one.target)
        if one.external and one.kind == "hyperlink":
            if not address.lower().startswith(SCHEMES) and "{{" not in address:
                message = f"超链接的地址 {address[:60]} 不是网址或邮箱"
                yield _at(template, source, ident, "T36", message, "取消这个超链接")
        elif one.external and one.kind == "attachedTemplate" and _LOCAL.fullmatch(address):
            if not _NORMAL.fullmatch(address):
                message = f"挂着本机的文档模板 {address[:60]}，填好的文件里没有它"
                hint = "样式都在文件里，填写不受影响；要去掉，“开发工具－文档模板”里改回 Normal"
                yield Finding("T36", Level.HINT, Where(), message, hint)
        elif one.external:
            name, hint = _OUTSIDE.get(one.kind, (one.kind, "删去它，把内容直接放进文件里"))
            message = f"引用了文件之外的内容（{name} {address[:60]}）"
            yield _at(template, source, ident, "T36", message, hint)
        elif one.kind not in _KINDS and types.get(one.target, "") in _TYPES:
            message = f"并入了别的文件（{one.kind} {one.target}）"
            yield _at(template, source, ident, "T36", message, "删去它，把内容直接放进文件里")
    for portion in template.portions:
        for found in matches(_VML, portion.root):
            if not str(found).lower().startswith(SCHEMES) or found.attrname == "src":
                message = f"引用了文件之外的内容（{str(found)[:60]}）"
                hint = "删去它，用“插入－图片”把图片放进文件里"
                yield portion.finding(found.getparent(), "T36", Level.ERROR, message, hint)


def nothing_is_active(template: Template) -> Iterator[Finding]:
    """T37：没有宏、控件、嵌入的对象，也没有报告用不到的部件。

    级别：强制性
    依据：宏和控件在打开文件时会运行
    例：模板带宏：word/vbaProject.bin
    """
    types = _types(template)
    sources = {one.target: (source, ident) for source, ident, one in _relations(template) if not one.external}
    for name in template.package.files:
        kind = types.get(name, "")
        main = name == template.portions[0].name
        if name in template.broken or (kind == _MAIN if main else kind in _TYPES or kind.startswith("image/")):
            continue
        words = next((words for word, words in _ACTIVE.items() if word in f"{kind}{name}".lower()), None)
        told, hint = words or (f"有报告用不到的部件（{kind or '类型不明'}）", "用 Word 或 WPS 打开，另存为 .docx")
        message = f"模板{told}：{name}"
        yield _at(template, *sources.get(name, ("", "")), "T37", message, hint)


def _types(template: Template) -> Mapping[str, str]:
    """The content type of each file of the package."""
    listed = template.parts.get("[Content_Types].xml")
    by_name, by_ending = {"[content_types].xml": _PLAIN}, {"rels": _PLAIN}
    for one in () if listed is None else listed.root:
        kind = attribute(one, "ContentType")
        by_name[attribute(one, "PartName").lstrip("/").lower()] = kind
        by_ending[attribute(one, "Extension").lower()] = kind
    found = {}
    for name in template.package.files:
        low = name.lower()
        found[name] = by_name.get(low) or by_ending.get(low.rpartition(".")[2], "")
    return found


def _relations(template: Template) -> Iterator[tuple[str, str, Relation]]:
    """Every relationship of the package and its parts: its source, its id and itself."""
    yield from (("", ident, one) for ident, one in relations(template.package, "").items())
    for name, part in template.parts.items():
        yield from ((name, ident, one) for ident, one in part.relations.items())


def _at(template: Template, source: str, ident: str, code: str, message: str, hint: str) -> Finding:
    """A finding at the paragraph that uses a relationship."""
    portion: Portion | None = next((one for one in template.portions if one.name == source), None)
    if portion is not None:
        used = matches(_LINKED, portion.root, r=NAMESPACES["r"], id=ident)
        if used:
            return portion.finding(used[0].getparent(), code, Level.ERROR, message, hint)
    return Finding(code, Level.ERROR, Where(), message, hint)


CHECKS: tuple[Check, ...] = (parts_are_whole, nothing_lies_outside, nothing_is_active)
