"""The block content of a body, cell, header or note to blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reportgen.ooxml.markup import Element, attribute, content, name_of
from reportgen.typeset import findings
from reportgen.typeset.drop_caps import dropped
from reportgen.typeset.paragraphs import read_paragraph
from reportgen.typeset.story import Here, Story
from reportgen.typeset.tables import read_table
from reportgen.typeset.tree import Block, Bookmark, Paragraph

_TRANSPARENT = {"w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"}
_SKIPPED = {
    *("w:bookmarkEnd", "w:proofErr", "w:sectPr", "w:permStart", "w:permEnd", "w:commentRangeStart"),
    *("w:commentRangeEnd", "w:tcPr", "w:sdtPr", "w:sdtEndPr", "w:customXmlPr", "w:del", "w:moveFrom"),
    *("w:moveFromRangeStart", "w:moveFromRangeEnd", "w:moveToRangeStart", "w:moveToRangeEnd"),
}


@dataclass(slots=True)
class Ordinals:
    """How many paragraphs and tables of a text have been met: messages name places by them."""

    paragraphs: int = 0
    tables: int = 0


def block_elements(parent: Element, here: Here) -> Iterator[Element]:
    """Paragraphs, tables and bookmarks, out of whatever wraps them."""
    for element in content(parent):
        name = name_of(element)
        if name in ("w:p", "w:tbl", "w:bookmarkStart"):
            yield element
        elif name in _TRANSPARENT:
            yield from block_elements(element, here)
        elif name in ("w:altChunk", "w:subDoc"):
            here.note(findings.ALT_CHUNK)
        elif name in ("m:oMath", "m:oMathPara"):
            here.note(findings.FORMULA)
        elif name not in _SKIPPED:
            here.note(findings.UNKNOWN, name)


def read_blocks(elements: Iterable[Element], here: Here, ordinals: Ordinals) -> tuple[Block, ...]:
    """Elements to blocks; a bookmark between blocks goes to the next paragraph, one after them to the last."""
    blocks: list[Block] = []
    bookmarks: tuple[Bookmark, ...] = ()
    for element in elements:
        match name_of(element):
            case "w:p":
                ordinals.paragraphs += 1
                place = here.place if here.in_table else f"{_story_name(here)}第{ordinals.paragraphs}段"
                paragraph = read_paragraph(element, here.at(place))
                inlines = (*bookmarks, *paragraph.inlines)
                if blocks and (cap := dropped(blocks[-1])):
                    inlines = (cap, *inlines)
                    blocks.pop()
                blocks.append(paragraph if inlines == paragraph.inlines else replace(paragraph, inlines=inlines))
                bookmarks = ()
            case "w:tbl":
                ordinals.tables += 1
                blocks.append(read_table(element, here.at(_table_place(here, ordinals.tables)), _read_cell))
            case _:
                bookmarks += (Bookmark(attribute(element, "w:name")),)
    if bookmarks and blocks and isinstance(last := blocks[-1], Paragraph):
        blocks[-1] = replace(last, inlines=(*last.inlines, *bookmarks))
    return tuple(blocks)


def read_story(parent: Element, here: Here) -> tuple[Block, ...]:
    """The blocks of a header, a footer or a note."""
    blocks = read_blocks(block_elements(parent, here), here, Ordinals())
    note_open_fields(here)
    return blocks


def note_open_fields(here: Here) -> None:
    """Notes fields that a text began and does not end."""
    if here.story.fields:
        here.note(findings.FIELD_OPEN)
        here.story.fields.clear()


def read_box(content: Element, here: Here) -> tuple[Block, ...]:
    """The blocks of a text box; the fields that are open around it are not open in it."""
    outside = here.story
    story = Story(outside.part, outside.findings, outside.counters, endnotes=outside.endnotes)
    inside = replace(here.at(f"{here.place} 文本框"), story=story, in_table=True, table_paragraph={}, table_run={})
    return read_blocks(block_elements(content, inside), inside, Ordinals())


def _read_cell(cell: Element, here: Here) -> tuple[Block, ...]:
    blocks = read_blocks(block_elements(cell, here), here, Ordinals())
    # Word wants a paragraph after a nested table at a cell's end, and gives an empty one no room.
    if len(blocks) > 1 and not isinstance(blocks[-2], Paragraph) and isinstance(blocks[-1], Paragraph):
        return blocks if blocks[-1].inlines else blocks[:-1]
    return blocks


def _table_place(here: Here, ordinal: int) -> str:
    if here.in_table:
        return f"{here.place} 内表{ordinal}"
    return f"表{ordinal}" if here.place == "正文" else f"{_story_name(here)}表{ordinal}"


def _story_name(here: Here) -> str:
    return here.place if here.place == "正文" else f"{here.place} "
