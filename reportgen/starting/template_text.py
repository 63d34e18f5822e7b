"""A Word template → its sentences and the rows of its tables, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

from reportgen.figures.number import Rounding, rounded, written
from reportgen.lint.template import Paragraph, Portion, read_template
from reportgen.ooxml.markup import Element, attribute, child, tag
from reportgen.ooxml.package import PackageError
from reportgen.ooxml.places import Where

_SIDES: Final = (("上", "w:top"), ("下", "w:bottom"), ("左", "w:left"), ("右", "w:right"))


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a template, with its tags, and where it stands."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, each the texts of its cells, and how many cells the longest has."""

    rows: tuple[Told, ...]
    columns: int

    @property
    def size(self) -> str:
        return f"{len(self.rows)} 行，{self.columns} 列"


@dataclass(frozen=True, slots=True)
class TemplateText:
    """`pages` are the sizes and margins of the sheets, each once, in their order."""

    sentences: tuple[Told, ...]
    tables: tuple[Table, ...]
    pages: tuple[str, ...]


def template_text(path: Path) -> TemplateText:
    """What a template says; nothing of one that cannot be opened, which the linter tells."""
    try:
        portions = read_template(path).portions
    except PackageError:
        return TemplateText((), (), ())
    sentences = tuple(
        Told(str(one.where), one.text.strip())
        for portion in portions
        for one in portion.paragraphs
        if not one.where.tables and one.text.strip()
    )
    tables = tuple(table for portion in portions for table in _tables(portion))
    pages = tuple(dict.fromkeys(map(_page, portions[0].root.iter(tag("w:sectPr")))))
    return TemplateText(sentences, tables, pages)


def _page(section: Element) -> str:
    """A sheet as Word's dialog tells it: 横，29.7×21 厘米，页边距 上2.54 下2.54 左3.18 右3.18."""
    size, margins = child(section, "w:pgSz"), child(section, "w:pgMar")
    wide, high = (_centimetres(size, name) for name in ("w:w", "w:h"))
    way = "横" if size is not None and attribute(size, "w:orient") == "landscape" else "竖"
    around = " ".join(f"{word}{_centimetres(margins, name)}" for word, name in _SIDES)
    return f"{way}，{wide}×{high} 厘米，页边距 {around}"


def _centimetres(element: Element | None, name: str) -> str:
    """A length in twentieths of a point, as it is read; a question mark for none."""
    typed = "" if element is None else attribute(element, name)
    if not typed.lstrip("-").isdecimal():
        return "？"
    return written(Fraction(rounded(Fraction(int(typed) * 254, 144000), 1, Rounding.HALF_UP)), None)


def _tables(portion: Portion) -> list[Table]:
    """The tables of a part; what is in a table in a cell counts as that cell's."""
    rows: dict[int, dict[int, dict[int, list[str]]]] = {}
    for one in portion.paragraphs:
        if one.where.tables:
            table, row, cell = one.where.tables[0]
            rows.setdefault(table, {}).setdefault(row, {}).setdefault(cell, []).append(_text(one))
    return [
        Table(tuple(_row(portion, number, row, cells) for row, cells in table.items()), max(map(len, table.values())))
        for number, table in rows.items()
    ]


def _row(portion: Portion, table: int, row: int, cells: dict[int, list[str]]) -> Told:
    name = next(iter(portion.places.values()), Where()).part
    texts = ("".join(cells[cell]) for cell in sorted(cells))
    return Told(str(Where(name, tables=((table, row, 0),))).replace(f"表{table} ", ""), " | ".join(texts))


def _text(paragraph: Paragraph) -> str:
    return paragraph.text.strip()
