"""Tags in places that are never filled, or filled where nobody sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from lxml import etree

from reportgen.lint.template import ANNOTATOR, Check, Finding, Portion, Template, tags_of
from reportgen.ooxml.markup import NAMESPACES, Element, attribute, local_name, matches, tag
from reportgen.ooxml.package import Part
from reportgen.ooxml.places import Where, numbered
from reportgen.problem import Level

_TAGGED: Final = re.compile(r"\{[{%#]")
_ATTRIBUTES: Final = etree.XPath("//@*[contains(., '{{') or contains(., '{%') or contains(., '{#')]")
_TEXTS: Final = etree.XPath("//*[not(self::w:t) and text()[contains(., '{')]]", namespaces=NAMESPACES)
_CALLED: Final = {
    "comments": "批注",
    "endnotes": "尾注",
    "chartSpace": "图表",
    "dataModel": "智能图形（SmartArt）",
    "drawing": "智能图形（SmartArt）",
    "glossaryDocument": "文档构建基块",
    "settings": "文档设置",
    "styles": "样式",
    "numbering": "编号",
    "coreProperties": "文件属性",
    "Properties": "文件属性",
}
_WITHIN: Final = {
    "instrText": "域代码",
    "delText": "已删除（修订）的文字",
    "t": "公式或图形",
    "descr": "图片的替代文字",
    "title": "图片的替代文字",
    "instr": "域代码",
    "name": "书签名或图形名",
}


def tags_stand_in_filled_parts(template: Template) -> Iterator[Finding]:
    """T10：标签只写在正文、页眉、页脚和脚注里。

    级别：强制性；文件属性里的，提示性
    依据：批注、尾注、图表、超链接地址和文件属性不填数，标签会原样留在文件里
    例：批注里有标签 {{ 单位.名称 }}，这里不填数，会原样留在文件里
    """
    filled = {portion.name for portion in template.portions}
    for part in template.parts.values():
        if part.name not in filled and b"{" in template.package.files[part.name] and not part.name.endswith(".rels"):
            yield from _unfilled(part)
    for portion in template.portions:
        yield from _addresses(template, portion)


def _unfilled(part: Part) -> Iterator[Finding]:
    name = _CALLED.get(local_name(part.root.tag), f"部件 {part.name} ")
    properties = part.name.startswith("docProps/")
    level = Level.HINT if properties else Level.ERROR
    hint = "标题写在 format.yaml 的“标题”里" if properties else "把标签移到正文，这里的删去"
    why = "文件属性由程序另写" if properties else "这里不填数，会原样留在文件里"
    places = numbered(part.root)
    paragraphs = [one for one in places if one.tag == tag("w:p")]
    for element in paragraphs or [part.root]:
        note = next(element.iterancestors(tag("w:comment")), None)
        text = "".join(str(piece) for piece in element.itertext())
        if _TAGGED.search(text) and attribute(note, "w:author") != ANNOTATOR:
            message = f"{name}里有标签 {_quoted(text)}，{why}"
            yield Finding("T10", level, places.get(element, Where()), message, hint)
    for found in matches(_ATTRIBUTES, part.root):
        message = f"{name}里有标签 {_quoted(str(found))}，{why}"
        yield Finding("T10", level, Where(), message, hint)


def _addresses(template: Template, portion: Portion) -> Iterator[Finding]:
    """Tags in the addresses of links."""
    for ident, relation in template.parts[portion.name].relations.items():
        address = unquote(relation.target)
        if relation.external and _TAGGED.search(address):
            links = portion.root.iter(tag("w:hyperlink"))
            link = next((one for one in links if attribute(one, "r:id") == ident), portion.root)
            message = f"超链接地址里有标签 {_quoted(address)}，地址不填数"
            yield portion.finding(link, "T10", Level.ERROR, message, "地址写死，或取消超链接、只印文字")


def tags_do_not_stand_in_boxes(template: Template) -> Iterator[Finding]:
    """T11：标签不写在文本框里。

    级别：强制性
    依据：Word 把文本框写成两份，各填一次；PDF 里不一定排得出
    例：文本框里有标签 {{ 单位.名称 }}
    """
    for portion in template.portions:
        told: dict[Where, Finding] = {}
        for paragraph in portion.boxed:
            if paragraph.tags and paragraph.where not in told:
                message = f"文本框里有标签 {paragraph.tags[0].text}"
                told[paragraph.where] = paragraph.finding("T11", Level.ERROR, message, "改用无边框的单格表格")
        yield from told.values()


def tags_are_text(template: Template) -> Iterator[Finding]:
    """T12：标签是普通文字，不写在域代码、书签名、图片的替代文字和公式里。

    级别：强制性
    依据：写在那里的标签填了也印不出来，或者改坏文件
    例：域代码里有标签 {{ 单位.名称 }}，印不出来
    """
    for portion in template.portions:
        held: dict[tuple[Element, str], str] = {}
        for element in matches(_TEXTS, portion.root):
            name = local_name(element.tag)
            if name != "delText":
                near = next(element.iterancestors(tag("w:p")), element)
                held[near, name] = ""
        for near, name in held:
            alike = near.iter(f"{{*}}{name}") if near.tag == tag("w:p") else (near,)
            held[near, name] = "".join(one.text or "" for one in alike if one.tag != tag("w:t"))
        found = [(near, name, text) for (near, name), text in held.items()]
        found += [(one.getparent(), local_name(one.attrname), str(one)) for one in matches(_ATTRIBUTES, portion.root)]
        for element, name, text in found:
            if _TAGGED.search(text):
                message = f"{_WITHIN.get(name, '普通文字以外')}里有标签 {_quoted(text)}，印不出来"
                yield portion.finding(element, "T12", Level.ERROR, message, "从这里删去，标签写到普通文字里")


def _quoted(text: str) -> str:
    """The tags of a text, or the beginning of a broken one."""
    found = " ".join(one.text for one in tags_of(text))
    return (found or text[text.index("{") :])[:60]


CHECKS: tuple[Check, ...] = (tags_stand_in_filled_parts, tags_do_not_stand_in_boxes, tags_are_text)
