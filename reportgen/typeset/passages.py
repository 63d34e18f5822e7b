"""A document's text as a reader finds it: each paragraph with its heading, each cell with what stands left of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reportgen.typeset.tree import Block, Break, Document, Floating, Inline, Link, Note, Paragraph, Tab, Table, Text

_NUMBER = re.compile(r"[一二三四五六七八九十百]+、|[（(][一二三四五六七八九十百]+[)）]|\d+[.．、]")


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph: where it stands (三、（二）某事 第2段; 表1 第2行 第3格), its text, the cells to its left."""

    where: str
    text: str
    left: tuple[str, ...] = ()


def passages(document: Document) -> Iterator[Passage]:
    """Every paragraph that has text, in reading order; headers and footers last, those that sections share once."""
    outline = _Outline()
    for section in document.sections:
        yield from _blocks(section.blocks, outline)
    margins = (
        Passage(paragraph.where, text_of(paragraph.inlines))
        for section in document.sections
        for blocks in (*section.headers.values(), *section.footers.values())
        for paragraph in _paragraphs(blocks)
    )
    yield from dict.fromkeys(margins)


def text_of(inlines: Iterable[Inline]) -> str:
    """The text of one line; a note's text is not in it."""
    return "".join(_pieces(inlines)).strip()


@dataclass(slots=True)
class _Outline:
    """The headings that a paragraph stands under, and how many paragraphs came since the last."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    paragraphs: int = 0

    def enter(self, level: int, text: str) -> str:
        self.headings = [(above, heading) for above, heading in self.headings if above < level]
        self.headings.append((level, text))
        self.paragraphs = 0
        return f"{self.path()}  标题"

    def next(self) -> str:
        self.paragraphs += 1
        return f"{self.path()}  第{self.paragraphs}段"

    def path(self) -> str:
        """The last heading after the numbers of those above it."""
        if not self.headings:
            return "文首"
        numbers = (found[0] for _, heading in self.headings[:-1] if (found := _NUMBER.match(heading)))
        return "".join(numbers) + self.headings[-1][1].rstrip("。：")


def _blocks(blocks: Iterable[Block], outline: _Outline) -> Iterator[Passage]:
    for block in blocks:
        if isinstance(block, Table):
            yield from _table(block)
        elif text := text_of(block.inlines):
            level = block.style.outline
            yield Passage(outline.next() if level is None else outline.enter(level, text), text)
            yield from _asides(block, outline.path())


def _table(table: Table) -> Iterator[Passage]:
    for row in table.rows:
        left: tuple[str, ...] = ()
        for cell in row.cells:
            inside = [block for block in cell.blocks if isinstance(block, Paragraph)]
            for paragraph in inside:
                if text := text_of(paragraph.inlines):
                    yield Passage(paragraph.where, text, left)
                yield from _asides(paragraph, paragraph.where)
            for block in cell.blocks:
                if isinstance(block, Table):
                    yield from _table(block)
            left += ("".join(text_of(paragraph.inlines) for paragraph in inside),)


def _asides(paragraph: Paragraph, where: str) -> Iterator[Passage]:
    """What stands apart from a paragraph: its notes and text boxes."""
    for inline in paragraph.inlines:
        if isinstance(inline, Note):
            yield from (Passage(f"{where}  脚注", text_of(inner.inlines)) for inner in _paragraphs(inline.blocks))
        elif isinstance(inline, Floating) and isinstance(inline.content, tuple):
            yield from (Passage(f"{where}  文本框", text_of(inner.inlines)) for inner in _paragraphs(inline.content))


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (p for row in block.rows for cell in row.cells for p in _paragraphs(cell.blocks))


def _pieces(inlines: Iterable[Inline]) -> Iterator[str]:
    for inline in inlines:
        match inline:
            case Text(text=text):
                yield text
            case Tab() | Break():
                yield " "
            case Link(inlines=inside):
                yield from _pieces(inside)
