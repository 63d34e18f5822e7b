"""The texts of footnotes, which are read beforehand, and of endnotes, which are read when their numbers are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportgen.ooxml.markup import Element, attribute, children
from reportgen.ooxml.package import Part, related
from reportgen.typeset.blocks import Ordinals, block_elements, read_blocks, read_story
from reportgen.typeset.endnotes import Called
from reportgen.typeset.findings import Findings
from reportgen.typeset.story import Here, Sheet, Story
from reportgen.typeset.tree import Block, Bookmark, Edge, Edges, Paragraph, ParagraphStyle

_LINE = 144.0  # points of the line above endnotes


def with_notes(sheet: Sheet, main: Part, width: float, found: Findings) -> Sheet:
    """The sheet with the blocks of every footnote and the elements of every endnote; lines are of that width."""
    footnotes: dict[str, tuple[Block, ...]] = {}
    part = related(sheet.package, main, "footnotes")
    story = Story(part, found) if part is not None else None
    for ordinal, (name, note) in enumerate(_texts(part, "w:footnote").items(), start=1):
        if story is not None:
            footnotes[name] = read_story(note, Here(sheet, story, f"脚注{ordinal}", width))
    endnotes = _texts(related(sheet.package, main, "endnotes"), "w:endnote")
    return replace(sheet, footnotes=footnotes, endnotes=endnotes)


def _texts(part: Part | None, name: str) -> Mapping[str, Element]:
    notes = children(part.root, name) if part is not None else ()
    return {attribute(note, "w:id"): note for note in notes if attribute(note, "w:type", "normal") == "normal"}


def endnote_blocks(called: Sequence[Called], main: Part, here: Here) -> tuple[Block, ...]:
    """Endnotes in the order of their calls, below a line."""
    part = related(here.sheet.package, main, "endnotes")
    if part is None or not called:
        return ()
    blocks: list[Block] = [_line(part, here)]
    for note in called:
        story = Story(part, here.story.findings, note=note)
        inside = replace(here, story=story, place=f"尾注{note.number}")
        blocks += _with_bookmark(read_story(here.sheet.endnotes[note.id], inside), note)
    return tuple(blocks)


def _with_bookmark(blocks: tuple[Block, ...], note: Called) -> tuple[Block, ...]:
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph):
        return replace(first, inlines=(Bookmark(note.place), *first.inlines)), *blocks[1:]
    return Paragraph(ParagraphStyle(), (Bookmark(note.place),)), *blocks


def _line(part: Part, here: Here) -> Paragraph:
    """The separator, a short line in a paragraph of its own."""
    lines = (note for note in children(part.root, "w:endnote") if attribute(note, "w:type") == "separator")
    inside = replace(here, story=Story(part, Findings()))
    line = next(lines, None)
    read = read_blocks(block_elements(line, inside), inside, Ordinals()) if line is not None else ()
    style = next((block.style for block in read if isinstance(block, Paragraph)), ParagraphStyle())
    edges = Edges(bottom=Edge(0.5))
    return Paragraph(replace(style, edges=edges, left=0.0, right=max(here.width - _LINE, 0.0), keep_next=True), ())
