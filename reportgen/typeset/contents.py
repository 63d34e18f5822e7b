"""The entries of a table of contents, made of the document's headings; and whether stored ones still say the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from reportgen.ooxml.markup import Element, tag
from reportgen.typeset import findings
from reportgen.typeset.paragraphs import read_paragraph
from reportgen.typeset.passages import text_of
from reportgen.typeset.properties import Bag, within
from reportgen.typeset.references import counter_style, in_dashes
from reportgen.typeset.rewriting import each_paragraph
from reportgen.typeset.story import Contents
from reportgen.typeset.tree import Block, Bookmark, Inline, Link, PageReference, Paragraph, Section, Tab, Text

_INDENT = 210  # twips for each level, where no style says otherwise


@dataclass(frozen=True, slots=True)
class _Heading:
    style: str  # its name
    outline: int | None
    text: str
    bookmark: str
    number_format: str


def write_contents(
    sections: Sequence[Section], number_formats: Sequence[str], tables: Sequence[Contents]
) -> tuple[Section, ...]:
    """Sections with their tables of contents written, which need all headings; `number_formats` are their w:numFmt."""
    if not tables:
        return tuple(sections)
    headings: list[_Heading] = []
    marked = []
    for section, number_format in zip(sections, number_formats, strict=True):
        names = _Headings(tables, headings, number_format)
        marked.append(replace(section, blocks=each_paragraph(section.blocks, names.mark)))
    for contents in tables:
        if contents.builds:
            marked = _placed(marked, contents, headings)
        else:
            _compare(marked, contents, headings)
    return tuple(marked)


@dataclass(slots=True)
class _Headings:
    """Collects the headings of a section, and gives a bookmark to those that have none."""

    tables: Sequence[Contents]
    found: list[_Heading]
    number_format: str

    def mark(self, paragraph: Paragraph) -> Paragraph:
        style = _style_name(paragraph, self.tables[0])
        outline = paragraph.style.outline
        if not any(contents.wanted.level(style, outline) for contents in self.tables):
            return paragraph
        text = text_of(paragraph.inlines)
        if not text:
            return paragraph
        bookmark = next((inline for inline in paragraph.inlines if isinstance(inline, Bookmark)), None)
        if bookmark is None:
            bookmark = Bookmark(f"_heading{len(self.found) + 1}")
            paragraph = replace(paragraph, inlines=(bookmark, *paragraph.inlines))
        self.found.append(_Heading(style, outline, text, bookmark.name, self.number_format))
        return paragraph


def _style_name(paragraph: Paragraph, contents: Contents) -> str:
    return contents.begin.sheet.styles.names.get(paragraph.style.name, paragraph.style.name)


def _entries(contents: Contents, headings: Iterable[_Heading]) -> Iterator[Paragraph]:
    """A paragraph in the style TOC 1, TOC 2 … for each heading."""
    for heading in headings:
        level = contents.wanted.level(heading.style, heading.outline)
        if level is not None:
            model = read_paragraph(_model(contents, level, heading.text), contents.begin)
            run = next((inline.style for inline in model.inlines if isinstance(inline, Text)), model.style.mark)
            number = PageReference(heading.bookmark, counter_style(heading.number_format), run)
            page = () if level in contents.wanted.unnumbered else (Tab(run), *in_dashes(number, heading.number_format))
            yield replace(model, inlines=(Link(f"#{heading.bookmark}", (*model.inlines, *page)),))


def _model(contents: Contents, level: int, text: str) -> Element:
    """The entry as Word would write it, but its page number."""
    styles = contents.begin.sheet.styles
    ids = {name.lower().replace(" ", ""): style for style, name in styles.names.items()}
    style = ids.get(f"toc{level}") or ids.get(f"目录{level}", "")
    paragraph = etree.Element(tag("w:p"))
    properties = etree.SubElement(paragraph, tag("w:pPr"))
    if style:
        _add(properties, "w:pStyle", {"val": style})
    if "right" not in _tabs(styles.paragraph(style).paragraph):
        tabs = etree.SubElement(properties, tag("w:tabs"))
        _add(tabs, "w:tab", {"val": "right", "leader": "dot", "pos": str(round(contents.begin.width * 20))})
    if not style:
        _add(properties, "w:ind", {"left": str((level - 1) * 2 * _INDENT)})
    run = etree.SubElement(paragraph, tag("w:r"))
    shown = etree.SubElement(run, tag("w:t"), {tag("xml:space"): "preserve"})
    shown.text = text
    return paragraph


def _add(parent: Element, name: str, values: Bag) -> None:
    etree.SubElement(parent, tag(name), {tag(f"w:{key}"): text for key, text in values.items()})


def _tabs(look: Bag) -> Iterable[str]:
    return within(look, "tabs").values()


def _placed(sections: Sequence[Section], contents: Contents, headings: Sequence[_Heading]) -> list[Section]:
    """Sections with entries in the place of a table's stored result; what stands around it stays."""
    entries = _in_place(list(_entries(contents, headings)), sections, contents)
    out, inside = [], False
    for section in sections:
        blocks: list[Block] = []
        for block in section.blocks:
            begins, ends = _is_at(block, contents.begin.place), _is_at(block, contents.end)
            inside = inside or begins
            kept = [] if inside and not _stays(block, contents) else [block]
            if begins and ends and not contents.begins_after_text:
                blocks += [*entries, *kept]
            elif begins:
                blocks += [*kept, *entries]
            else:
                blocks += kept
            inside = inside and not ends
        out.append(replace(section, blocks=tuple(blocks)))
    return out


def _in_place(entries: list[Paragraph], sections: Sequence[Section], contents: Contents) -> list[Paragraph]:
    """Entries, the first with the page break and the bookmarks of the paragraphs they stand for."""
    gone = [block for block in _stored(sections, contents) if not _stays(block, contents)]
    marks = [inline for block in gone for inline in block.inlines if isinstance(inline, Bookmark)]
    breaks = any(block.style.page_break_before for block in gone[:1])
    first, *others = entries
    style = replace(first.style, page_break_before=first.style.page_break_before or breaks)
    return [replace(first, style=style, inlines=(*marks, *first.inlines)), *others]


def _stays(block: Block, contents: Contents) -> bool:
    """Whether a paragraph of a table of contents has more than its entries."""
    if not isinstance(block, Paragraph):
        return False
    mark_alone = contents.ends_alone and block.where == contents.end != contents.begin.place
    return mark_alone or any(not isinstance(inline, Bookmark) for inline in block.inlines)


def _is_at(block: Block, place: str) -> bool:
    return isinstance(block, Paragraph) and block.where == place


def _stored(sections: Sequence[Section], contents: Contents) -> Iterator[Paragraph]:
    """The paragraphs from a table's beginning to its end."""
    inside = False
    for block in (block for section in sections for block in section.blocks):
        inside = inside or _is_at(block, contents.begin.place)
        if inside and isinstance(block, Paragraph):
            yield block
        if _is_at(block, contents.end):
            return


def _compare(sections: Sequence[Section], contents: Contents, headings: Sequence[_Heading]) -> None:
    """Notes a table whose stored entries are not the headings."""
    stored = [text for block in _stored(sections, contents) if (text := _plain(_entry_text(block.inlines)))]
    wanted = [_plain(h.text) for h in headings if contents.wanted.level(h.style, h.outline) is not None]
    # Other words may stand before the field.
    same = len(stored) == len(wanted) and all(map(str.endswith, stored[:1], wanted[:1])) and stored[1:] == wanted[1:]
    if not same:
        contents.begin.note(findings.CONTENTS_OUTDATED)


def _plain(text: str) -> str:
    return "".join(text.split())


def _entry_text(inlines: Sequence[Inline]) -> str:
    """The text of an entry up to the tab before its page number."""
    flat = list(_flat(inlines))
    last = max((i for i, inline in enumerate(flat) if isinstance(inline, Tab)), default=len(flat))
    return text_of(flat[:last])


def _flat(inlines: Sequence[Inline]) -> Iterator[Inline]:
    for inline in inlines:
        if isinstance(inline, Link):
            yield from _flat(inline.inlines)
        else:
            yield inline
