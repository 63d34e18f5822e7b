"""What Word does not show as it is: tracked changes, comments, hidden and invisible text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reportgen.lint.template import ANNOTATOR, Check, Finding, Paragraph, Template, pieces
from reportgen.ooxml.markup import Element, attribute, child, parent, tag
from reportgen.ooxml.places import text_of
from reportgen.problem import Level

_CHANGES: Final = tuple(
    tag(f"w:{name}")
    for name in (
        *("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "rPrChange", "pPrChange"),
        *("tblPrChange", "tblGridChange", "trPrChange", "tcPrChange", "sectPrChange", "numberingChange"),
    )
)
_TINY: Final = 4  # half-points
_LEVELS: Final = (tag("w:r"), tag("w:p"), tag("w:tc"), tag("w:tbl"))


def changes_are_accepted(template: Template) -> Iterator[Finding]:
    """T13：模板里没有未接受的修订。

    级别：强制性
    依据：已删除的文字里的标签仍会执行；修订会留在填好的文件里
    例：这里有未接受的修订
    """
    for portion in template.portions:
        told: dict[str, Finding] = {}
        for element in portion.root.iter(*_CHANGES):
            deleted = "".join(one.text or "" for one in element.iter(tag("w:delText")))
            message = (
                f"已删除（修订）的文字里还有标签 {deleted[:40]}，仍会执行" if "{" in deleted else "这里有未接受的修订"
            )
            found = portion.finding(element, "T13", Level.ERROR, message, "在“审阅”里接受全部修订")
            if str(found.where) not in told or "{" in message:
                told[str(found.where)] = found
        yield from told.values()


def comments_are_removed(template: Template) -> Iterator[Finding]:
    """T42：模板里没有批注（检查时加上的除外）。

    级别：核实性
    依据：批注会随填好的 Word 文件送出去
    例：这里有批注“此处待定”，会随文件送出
    """
    part = template.part_of("comments")
    comments = {} if part is None else {attribute(one, "w:id"): one for one in part.root.iter(tag("w:comment"))}
    for portion in template.portions:
        for element in portion.root.iter(tag("w:commentReference")):
            comment = comments.get(attribute(element, "w:id"))
            text = "" if comment is None else text_of(comment)
            if comment is not None and attribute(comment, "w:author") != ANNOTATOR and "{" not in text:
                message = f"这里有批注“{text[:20]}”，会随文件送出"
                yield portion.finding(element, "T42", Level.CONFIRM, message, "在“审阅”里删除这条批注")


def text_can_be_seen(template: Template) -> Iterator[Finding]:
    """T43：要印的文字看得见：不隐藏、不是白色、不小于 2.5 磅。

    级别：核实性
    依据：看不见的文字和数仍在文件里，PDF 和 Word 里也不一样
    例：“{{ 单位.名称 }}”设成了隐藏文字，印不出来
    """
    hidden = _hidden_styles(template)
    for portion in template.portions:
        for paragraph in portion.paragraphs:
            yield from _unseen(paragraph, hidden)


def _unseen(paragraph: Paragraph, hidden: Mapping[str, bool]) -> Iterator[Finding]:
    controls = [(one.start, one.end) for one in paragraph.tags if one.form != "{{"]
    for start, text in pieces(paragraph.element):
        properties = child(text.getparent(), "w:rPr")
        if properties is None or not (text.text or "").strip():
            continue
        kind = _kind(properties, hidden)
        end = start + len(text.text or "")
        if kind and not any(low <= start and end <= high for low, high in controls):
            message = f"“{(text.text or '')[:20]}”{kind}"
            yield paragraph.finding("T43", Level.CONFIRM, message, "不要的删去；要印的选中，清除这一格式")
            return


def _kind(properties: Element, hidden: Mapping[str, bool]) -> str:
    """In what way the text of a run cannot be seen; empty when it can."""
    style = attribute(child(properties, "w:rStyle"), "w:val")
    vanish = child(properties, "w:vanish")
    if _on(vanish) or (vanish is None and hidden.get(style, False)):
        return "设成了隐藏文字，印不出来"
    color, size = (attribute(child(properties, name), "w:val") for name in ("w:color", "w:sz"))
    if color.upper() == "FFFFFF" and not _shaded(properties):
        return "是白色的，看不见"
    return "小得看不见" if size.isdecimal() and len(size) < 9 and int(size) <= _TINY else ""


def _shaded(properties: Element) -> bool:
    """Whether something behind a run is coloured."""
    run = parent(properties)
    for level in (run, *run.iterancestors(*_LEVELS)):
        for own in level:
            shade = child(own, "w:shd")
            if shade is not None and attribute(shade, "w:fill", "auto").upper() not in ("AUTO", "FFFFFF"):
                return True
            if own.tag not in (tag("w:rPr"), tag("w:pPr"), tag("w:tcPr"), tag("w:tblPr")):
                break
    return child(properties, "w:highlight") is not None


def _hidden_styles(template: Template) -> Mapping[str, bool]:
    part = template.part_of("styles")
    styles = () if part is None else part.root.iter(tag("w:style"))
    return {attribute(one, "w:styleId"): _on(child(child(one, "w:rPr"), "w:vanish")) for one in styles}


def _on(element: Element | None) -> bool:
    return element is not None and attribute(element, "w:val", "1") not in ("0", "false", "off")


CHECKS: tuple[Check, ...] = (changes_are_accepted, comments_are_removed, text_can_be_seen)
