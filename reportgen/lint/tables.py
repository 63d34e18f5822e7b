"""Tables that Word would call damaged: without rows or cells, or with rows off the grid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from reportgen.lint.blocks import MOST_BLOCKS, WORD, controls
from reportgen.lint.merges import int_of, span
from reportgen.lint.template import Check, Finding, Paragraph, Portion, Tag, Template
from reportgen.ooxml.markup import Element, child, tag
from reportgen.ooxml.places import Where, cells_of, rows_of
from reportgen.problem import Level

MOST_COLUMNS: Final = 63  # Word's own limit
_LIST: Final = re.compile(r"for\s+[\w, ]+?\s+in\s+([\w.]+)")


def tables_have_rows(template: Template) -> Iterator[Finding]:
    """T27：表格至少有一行，一行至少有一格。

    级别：强制性
    依据：没有行的表格、没有格的行，Word 报告文件损坏
    例：有一张没有行的表格
    """
    for portion in template.portions:
        for where, message, hint in hollow_parts(portion.places):
            yield Finding("T27", Level.ERROR, where, message, hint)


def hollow_parts(places: Mapping[Element, Where]) -> Iterator[tuple[Where, str, str]]:
    """Tables without rows, rows without cells, among the places of a part."""
    for element, where in places.items():
        if element.tag == tag("w:tbl") and next(rows_of(element), None) is None:
            yield where, "有一张没有行的表格", "循环之外至少留一行，或整张表用 {%p if … %} 包起来"
        elif element.tag == tag("w:tr") and next(cells_of(element), None) is None:
            yield where, "有一行没有单元格", "循环之外至少留一格，或整行用 {%tr if … %} 包起来"


def tables_keep_a_row(template: Template) -> Iterator[Finding]:
    """T27：表格的行、行的格不都在循环或条件里；都在的，整张表（整行）由同一个列表的 if 包住。

    级别：核实性
    依据：列表一条也没有时，成了没有行的表格，填写到那时停下
    例：表格的各行都在 {%tr for x in 项目 %} 里，没有数据时成了没有行的表格
    """
    for portion in template.portions:
        rows, cells = controls(portion, "tr"), controls(portion, "tc")
        guards = _guards(portion) if rows or cells else {}
        for table in dict.fromkeys(next(row.iterancestors(tag("w:tbl"))) for row in rows):
            if (empty := _empties(rows_of(table), rows, guards.get(table, ()))) is not None:
                hint = f"表头一行放在循环外面；或整张表用 {{%p if {_subject(empty)} %}} … {{%p endif %}} 包住"
                hint += "（有“个数”的列表写 {%p if 项目.个数 > 0 %}）"
                message = f"表格的各行都在 {empty.text} 里，没有数据时成了没有行的表格"
                yield portion.finding(table, "T27", Level.CONFIRM, message, hint)
        for row in dict.fromkeys(next(cell.iterancestors(tag("w:tr"))) for cell in cells):
            if (empty := _empties(cells_of(row), cells, guards.get(row, ()))) is not None:
                hint = "循环之外至少留一格；或整行用 {%tr if … %} … {%tr endif %} 包住"
                message = f"这一行的各格都在 {empty.text} 里，没有数据时成了没有格的行"
                yield portion.finding(row, "T27", Level.CONFIRM, message, hint)


def rows_are_on_the_grid(template: Template) -> Iterator[Finding]:
    """T26：各行的格合起来与表格的列数一样多。

    级别：提示性；一格跨 63 列以上的，强制性
    依据：列数不齐的表格，Word、WPS 和 PDF 排得各不相同
    例：这一行共 3 列，表格有 2 列
    """
    for portion in template.portions:
        loops = {next(cell.iterancestors(tag("w:tr"))) for cell in controls(portion, "tc")}
        control = controls(portion, "tr")
        for table in portion.root.iter(tag("w:tbl")):
            grid = child(table, "w:tblGrid")
            width = 0 if grid is None else sum(1 for _ in grid.iterchildren(tag("w:gridCol")))
            for row in rows_of(table):
                count = _width(row)
                if count > MOST_COLUMNS:
                    message = f"这一行共 {count} 列，Word 至多 {MOST_COLUMNS} 列"
                    yield portion.finding(row, "T26", Level.ERROR, message, "重画这一行，去掉多余的列")
                elif width and count != width and row not in loops and row not in control:
                    message = f"这一行共 {count} 列，表格有 {width} 列"
                    yield portion.finding(row, "T26", Level.HINT, message, "拖动对齐列线，或删去这一行重画")


def _width(row: Element) -> int:
    properties = child(row, "w:trPr")
    beside = sum(int_of(child(properties, name), 0) for name in ("w:gridBefore", "w:gridAfter"))
    return beside + sum(span(cell) for cell in cells_of(row))


def _guards(portion: Portion) -> Mapping[Element, tuple[str, ...]]:
    """The conditions of whole paragraphs and rows around each table and row."""
    paragraphs: dict[Element, Paragraph] = {paragraph.element: paragraph for paragraph in portion.paragraphs}
    opened: list[str] = []
    found: dict[Element, tuple[str, ...]] = {}
    for element in portion.places:
        if element.tag in (tag("w:tbl"), tag("w:tr")):
            found[element] = tuple(opened[-MOST_BLOCKS:])
        for one in paragraphs[element].tags if element in paragraphs else ():
            if one.form == "{%" and one.whole in ("p", "tr") and (word := WORD.match(one.inner)):
                if word[2] and word[1]:
                    opened = opened[:-1]
                elif word[2]:
                    opened.append(one.inner)
    return found


def _empties(parts: Iterable[Element], controls: Mapping[Element, list[Tag]], guards: tuple[str, ...]) -> Tag | None:
    """The tag of the loop or condition that can leave nothing of these rows (cells); None when something stays."""
    items: list[str] = []
    tags: list[Tag] = []
    for part in parts:
        if part not in controls:
            items.append("row")
        for one in controls.get(part, ()):
            if word := WORD.match(one.inner):
                items.append("end" if word[1] else word[0])
                tags.append(one)
    if not tags or _stays(iter(items), 0)[0] or any(_speaks_of(guard, one) for guard in guards for one in tags[:9]):
        return None
    return tags[0]


def _stays(items: Iterator[str], depth: int) -> tuple[bool, str]:
    """Whether a row is left of what comes before the next end or else, whatever the data, and which of these it was."""
    kept = False
    if depth > MOST_BLOCKS:
        return True, ""
    for item in items:
        if item in ("end", "else", "elif"):
            return kept, item
        if item == "row":
            kept = True
            continue
        every, ending = _stays(items, depth + 1)
        otherwise = False
        while ending in ("else", "elif"):
            otherwise = otherwise or ending == "else"
            stays, ending = _stays(items, depth + 1)
            every = every and stays
        kept = kept or (otherwise and every)
    return kept, ""


def _speaks_of(guard: str, one: Tag) -> bool:
    """Whether a condition asks for the very list (or condition) of a tag."""
    return re.search(rf"(?<![\w.]){re.escape(_subject(one))}(?!\w)", guard) is not None


def _subject(one: Tag) -> str:
    """What a loop runs over, or what a condition asks."""
    found = _LIST.match(one.inner)
    return found[1] if found else one.inner.partition(" ")[2].strip()


CHECKS: tuple[Check, ...] = (tables_have_rows, tables_keep_a_row, rows_are_on_the_grid)
