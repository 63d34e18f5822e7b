"""What lies between the first and the last letter of a tag: its formats, and what Word put in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from reportgen.lint.template import Check, Finding, Paragraph, Tag, Template, pieces
from reportgen.ooxml.markup import Element, attribute, child, local_name, parent, tag
from reportgen.problem import Level

_HARMLESS: Final = {tag(f"w:{name}") for name in ("r", "t", "proofErr", "lastRenderedPageBreak")}
_MARKS: Final = {tag("w:bookmarkStart"), tag("w:bookmarkEnd")}
_PROPERTIES: Final = (tag("w:rPr"), tag("w:pPr"))
_IGNORED: Final = {tag(f"w:{name}") for name in ("lang", "noProof", "rPrChange")}
_CALLED: Final = {
    "bookmarkStart": "书签",
    "bookmarkEnd": "书签",
    "hyperlink": "超链接",
    "ins": "修订",
    "del": "修订",
    "moveFrom": "修订",
    "moveTo": "修订",
    "commentRangeStart": "批注",
    "commentRangeEnd": "批注",
    "commentReference": "批注",
    "sdt": "内容控件",
    "fldChar": "域",
    "fldSimple": "域",
    "instrText": "域",
    "drawing": "图片",
    "pict": "图片",
    "tab": "制表符",
    "br": "换行",
    "footnoteReference": "脚注",
    "endnoteReference": "尾注",
}


def tags_are_of_one_format(template: Template) -> Iterator[Finding]:
    """T17：一个标签里的字格式一致。

    级别：提示性
    依据：填出的字照标签第一个字的格式，同一段文字里跟在后面的也照它
    例：标签 {{ 单位.名称 }} 前后格式不一，填出的字都照第一个字
    """
    for one in _split(template):
        if one.between:
            continue
        formats = [_format(run.getparent()) for _, run in one.runs]
        start, last = one.runs[-1]
        after = one.paragraph.text[one.tag.end : start + len(last.text or "")].strip()
        printed = one.tag.form == "{{"
        if len(set(formats)) > 1 if printed else (formats[-1] != formats[0] and after):
            message = f"标签 {one.tag.text} 前后格式不一，填出的字都照第一个字"
            message += f"，后面的“{after[:10]}”也照它" if after else ""
            yield one.paragraph.finding("T17", Level.HINT, message, "选中整个标签和后面的字，设成同一格式")


def tags_hold_nothing_else(template: Template) -> Iterator[Finding]:
    """T18：标签的首尾之间没有修订、超链接、书签、批注、换行。

    级别：强制性
    依据：引擎把标签中间的东西一起去掉，只剩下半边的书签、超链接使文件损坏
    例：标签 {{ 单位.名称 }} 中间夹着书签
    """
    for one in _split(template):
        if found := "、".join(dict.fromkeys(one.between)):
            hint = f"删去整个标签，一次重新打 {one.tag.text}"
            yield one.paragraph.finding("T18", Level.ERROR, f"标签 {one.tag.text} 中间夹着{found}", hint)


@dataclass(frozen=True, slots=True)
class _Split:
    """A tag that is written in more than one w:t, each with where it starts, and what stands between them."""

    paragraph: Paragraph
    tag: Tag
    runs: tuple[tuple[int, Element], ...]
    between: tuple[str, ...]


def _split(template: Template) -> Iterator[_Split]:
    for paragraph in template.paragraphs:
        if not paragraph.tags:
            continue
        found = pieces(paragraph.element)
        elements = list(paragraph.element.iterdescendants(etree.Element)) if len(found) > 1 else []
        order = {element: number for number, element in enumerate(elements)}
        at = 0
        for one in paragraph.tags:
            while at + 1 < len(found) and found[at + 1][0] <= one.start:
                at += 1
            last = at
            while last + 1 < len(found) and found[last + 1][0] < one.end:
                last += 1
            if last > at:
                between = elements[order[found[at][1]] + 1 : order[found[last][1]]]
                runs = found[at : last + 1]
                yield _Split(paragraph, one, runs, tuple(_strange(between, [run for _, run in runs])))


def _strange(between: list[Element], texts: list[Element]) -> Iterator[str]:
    """What stands between the first and last w:t of a tag and is no plain text, by name."""
    marks = Counter(attribute(element, "w:id") for element in between if element.tag in _MARKS)
    if any(count % 2 for count in marks.values()):
        yield "书签"
    for element in between:
        if element.tag not in (*_HARMLESS, *_MARKS) and not any(up.tag in _PROPERTIES for up in _within(element)):
            yield _called(element)
    owners = [parent(parent(text)) for text in texts]
    if any(owner is not owners[0] for owner in owners):
        yield from (_called(owner) for owner in owners if owner.tag != tag("w:p"))


def _called(element: Element) -> str:
    return _CALLED.get(local_name(element.tag).removesuffix("Content"), "别的东西")


def _within(element: Element) -> Iterator[Element]:
    yield element
    for up in element.iterancestors():
        if up.tag == tag("w:r"):
            return
        yield up


def _format(run: Element | None) -> str:
    """A run's properties in a form that can be compared."""
    properties = child(run, "w:rPr")
    if properties is None:
        return ""
    said = []
    for one in properties:
        if one.tag not in _IGNORED:
            attributes = sorted((k, v) for k, v in one.attrib.items() if local_name(str(k)) != "hint")
            if attributes or one.tag != tag("w:rFonts"):
                said.append(f"{one.tag}{attributes}")
    return "\n".join(sorted(said))


CHECKS: tuple[Check, ...] = (tags_are_of_one_format, tags_hold_nothing_else)
