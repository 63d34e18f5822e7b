"""Cells marked by `|vmerge` that cannot become one with those above and below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from reportgen.lint.blocks import controls
from reportgen.lint.template import Check, Finding, Paragraph, Portion, Tag, Template
from reportgen.ooxml.markup import Element, attribute, child, parent, tag
from reportgen.ooxml.places import cells_of, rows_of
from reportgen.problem import Level

_MARK: Final = re.compile(r"\|\s*vmerge\b")
_HIDDEN: Final = {
    tag("w:tbl"): "表格",
    tag("w:drawing"): "图片",
    tag("w:pict"): "图片",
    tag("w:object"): "嵌入的对象",
    tag("w:fldChar"): "域",
    tag("w:fldSimple"): "域",
    tag("w:footnoteReference"): "脚注",
}


@dataclass(frozen=True, slots=True)
class _Marked:
    """A cell with a tag that is marked, and the tags printed in it that are not."""

    paragraph: Paragraph
    tag: Tag
    others: tuple[Tag, ...]


def marks_stand_in_cells(template: Template) -> Iterator[Finding]:
    """T25：|vmerge 只用在正文表格的单元格里。

    级别：强制性
    依据：合并只对正文里的表格做，内容控件里的行和格不在其中
    例：{{ 行.一级|vmerge }} 里的 |vmerge 用在了单元格以外
    """
    for portion in template.portions:
        body = portion.root.tag == tag("w:document")
        for paragraph, one in _marks(portion):
            cell = next(paragraph.element.iterancestors(tag("w:tc")), None)
            if cell is None or not body:
                where = "单元格以外" if cell is None else "正文以外"
                hint = "删去 |vmerge；它只能用在正文表格的单元格里"
                yield paragraph.finding("T25", Level.ERROR, f"{one.text} 里的 |vmerge 用在了{where}", hint)
            elif parent(cell).tag != tag("w:tr") or parent(parent(cell)).tag != tag("w:tbl"):
                message = f"{one.text} 所在的格（行）在内容控件里，合并不了"
                yield paragraph.finding("T25", Level.ERROR, message, "右键这个内容控件，选“删除内容控件”，文字会留下")


def marked_cells_can_merge(template: Template) -> Iterator[Finding]:
    """T24：用 |vmerge 的格里只有这样的标签，上下同列的格一样宽、没有手工合并过。

    级别：强制性；手工合并过的，核实性；合不起来的，提示性
    依据：并入上格的格里，Word 不显示表格、图片；文字不同、宽度不同的格合不起来
    例：合并的格里还有表格，并入上格以后 Word 不显示
    """
    body = template.portions[0]
    marked = _marked(body)
    for cell, one in marked.items():
        if hidden := "、".join(dict.fromkeys(_HIDDEN[inner.tag] for inner in cell.iterdescendants(*_HIDDEN))):
            message = f"合并的格里还有{hidden}，并入上格以后 Word 不显示"
            yield _finding(one, Level.ERROR, message, f"格里只写 {one.tag.text}，{hidden}移到别的格")
        elif one.others:
            message = f"这一格除了 {one.tag.text} 还有 {one.others[0].text}，各行不同就合不起来"
            hint = f"{one.others[0].text} 另放一列；各行本来相同的，也写上 |vmerge"
            yield _finding(one, Level.HINT, message, hint)
    gone = controls(body, "tr")
    for table in {next(cell.iterancestors(tag("w:tbl"))): None for cell in marked}:
        yield from _above_and_below([row for row in rows_of(table) if row not in gone], marked)


def _above_and_below(rows: list[Element], marked: Mapping[Element, _Marked]) -> Iterator[Finding]:
    """Marked cells that were merged by hand, or whose neighbour of the same tag is of another width."""
    above: dict[int, Element] = {}
    told: set[Element] = set()
    for row in rows:
        here = dict(columns(row))
        for column, cell in here.items():
            upper = above.get(column)
            for one in (cell,) if upper is None else (cell, upper):
                if one in marked and one not in told and (_merge(one) or (one is upper and _merge(cell) == "continue")):
                    told.add(one)
                    message = "这一格（或它的下一格）在 Word 里合并过，又用了 |vmerge，两种合并接不上"
                    hint = "在 Word 里取消这几格的合并，各格都写同一个 |vmerge 标签；或删去 |vmerge"
                    yield _finding(marked[one], Level.CONFIRM, message, hint)
            if upper is None or upper not in marked or cell not in marked:
                continue
            if marked[upper].tag.text == marked[cell].tag.text and span(upper) != span(cell):
                message = f"{marked[cell].tag.text} 与上一格跨的列数不同，合不起来"
                yield _finding(marked[cell], Level.HINT, message, "在 Word 里把上下两格的左右边线对齐")
        above = here


def columns(row: Element) -> Iterator[tuple[int, Element]]:
    """The cells of a row with the grid column at which each begins."""
    column = int_of(child(child(row, "w:trPr"), "w:gridBefore"), 0)
    for cell in cells_of(row):
        yield column, cell
        column += span(cell)


def span(cell: Element) -> int:
    return int_of(child(child(cell, "w:tcPr"), "w:gridSpan"), 1)


def int_of(element: Element | None, default: int) -> int:
    """The number in w:val."""
    text = attribute(element, "w:val")
    return min(int(text[:10]), 10**9) if text.isdecimal() else default


def _merge(cell: Element) -> str:
    """How a cell was merged by hand: restart, continue, or empty."""
    merge = child(child(cell, "w:tcPr"), "w:vMerge")
    return "" if merge is None else attribute(merge, "w:val", "continue")


def _marks(portion: Portion) -> Iterator[tuple[Paragraph, Tag]]:
    for paragraph in portion.paragraphs:
        yield from ((paragraph, one) for one in paragraph.tags if one.form == "{{" and _MARK.search(one.inner))


def _marked(portion: Portion) -> Mapping[Element, _Marked]:
    """The marked cells of a part."""
    found: dict[Element, _Marked] = {}
    for paragraph, one in _marks(portion):
        if (cell := next(paragraph.element.iterancestors(tag("w:tc")), None)) is not None:
            found.setdefault(cell, _Marked(paragraph, one, ()))
    for paragraph in portion.paragraphs if found else ():
        cell = next(paragraph.element.iterancestors(tag("w:tc")), None)
        if cell is not None and cell in found:
            mark = found[cell]
            others = tuple(t for t in paragraph.tags if t.form == "{{" and not _MARK.search(t.inner))
            found[cell] = _Marked(mark.paragraph, mark.tag, (*mark.others, *others))
    return found


def _finding(one: _Marked, level: Level, message: str, hint: str) -> Finding:
    return one.paragraph.finding("T24", level, message, hint)


CHECKS: tuple[Check, ...] = (marks_stand_in_cells, marked_cells_can_merge)
