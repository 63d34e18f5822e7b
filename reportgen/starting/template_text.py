"""A Word template → its sentences and the rows of its tables, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.lint.template import Paragraph, Portion, read_template
from reportgen.ooxml.package import PackageError
from reportgen.ooxml.places import Where


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
    sentences: tuple[Told, ...]
    tables: tuple[Table, ...]


def template_text(path: Path) -> TemplateText:
    """What a template says; nothing of one that cannot be opened, which the linter tells."""
    try:
        portions = read_template(path).portions
    except PackageError:
        return TemplateText((), ())
    sentences = tuple(
        Told(str(one.where), one.text.strip())
        for portion in portions
        for one in portion.paragraphs
        if not one.where.tables and one.text.strip()
    )
    return TemplateText(sentences, tuple(table for portion in portions for table in _tables(portion)))


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
