"""A Word file as text, so that changes to a template can be reviewed line by line."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from reportgen.fill.merges import Element, W
from reportgen.lint.template import template_of
from reportgen.ooxml.package import PackageError
from reportgen.ooxml.places import text_of


def show_docx(content: bytes) -> str:
    """Paragraphs and table cells of every part, one a line, with style and spans.

    Raises ValueError with a Chinese message when the bytes are no Word file.
    """
    try:
        template = template_of(content, "")
    except PackageError as error:
        raise ValueError(str(error)) from error
    lines = []
    for portion in sorted(template.portions, key=lambda portion: portion.name):
        body = portion.root.find(f"{W}body")
        lines += [f"== {portion.name}", *_blocks(portion.root if body is None else body, "")]
    return "\n".join([*lines, "== 部件", *sorted(template.package.files)])


def _blocks(container: Element, indent: str) -> Iterator[str]:
    for child in container:
        match etree.QName(child).localname:
            case "p":
                style = child.find(f"{W}pPr/{W}pStyle")
                label = f"[{style.get(f'{W}val')}] " if style is not None else ""
                yield f"{indent}{label}{text_of(child)}".rstrip()
            case "tbl":
                yield from _table(child, indent)
            case "sdt" | "sdtContent":
                yield from _blocks(child, indent)
            case "sectPr":
                yield from (f"{indent}{line}" for line in _section(child))


def _table(table: Element, indent: str) -> Iterator[str]:
    widths = "、".join(column.get(f"{W}w", "") for column in table.iterfind(f"{W}tblGrid/{W}gridCol"))
    yield f"{indent}表格 列宽 {widths}"
    for number, row in enumerate(table.iterchildren(f"{W}tr"), 1):
        yield f"{indent}  第{number}行"
        for cell in row.iterchildren(f"{W}tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            notes = [f"跨{span.get(f'{W}val')}列"] if span is not None else []
            if merge is not None:
                notes.append("向下合并" if merge.get(f"{W}val") == "restart" else "并入上格")
            yield f"{indent}    格{'（' + '，'.join(notes) + '）' if notes else ''}"
            yield from _blocks(cell, indent + "      ")


def _section(section: Element) -> Iterator[str]:
    for child in section:
        name = etree.QName(child).localname
        if name in ("pgSz", "pgMar"):
            values = sorted(f"{etree.QName(key).localname}={child.get(key)}" for key in child.attrib)
            yield f"{name} {' '.join(values)}"
