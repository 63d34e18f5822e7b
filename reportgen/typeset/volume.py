"""Several documents → one: pages counted through, one bookmark for each document above its own headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.typeset.passages import text_of
from reportgen.typeset.rewriting import each_paragraph
from reportgen.typeset.tree import (
    Block,
    Bookmark,
    Document,
    Floating,
    Inline,
    Link,
    Note,
    NoteMark,
    PageNumber,
    PageReference,
    Paragraph,
    Section,
    Text,
)


def bind(parts: Sequence[tuple[str, Document]], *, unnumbered: int = 0, pages: int = 0) -> Document:
    """Named documents as one, in the properties of the first that is numbered.

    The `unnumbered` parts at the beginning (a contents page) stand before page 1, which is a right-hand one where even
    pages differ; a paragraph in them that names a document leads to it. `pages` is what NUMPAGES fields show; 0: the
    count of all pages.
    """
    even = any(part.even_and_odd for _, part in parts)
    sections: list[Section] = []
    names = _Names({name: _place(at) for at, (name, _) in enumerate(parts) if at >= unnumbered})
    for number, (name, part) in enumerate(parts):
        only_odd = even and not part.even_and_odd
        for at, section in enumerate(part.sections):
            opens = at == 0
            first = opens and number == unnumbered
            blocks = _blocks(section.blocks, number, pages)
            bound = replace(
                section,
                blocks=each_paragraph(blocks, names.link) if number < unnumbered else blocks,
                headers=_asides(section.headers, number, pages, only_odd),
                footers=_asides(section.footers, number, pages, only_odd),
                number_start=1 if first else None,
                break_before=("right" if first and even else "page") if opens else section.break_before,
                part=name if opens else "",
                bookmark=_place(number) if opens else "",
            )
            sections.append(bound)
    return replace(parts[unnumbered][1], sections=tuple(sections), even_and_odd=even)


def _asides(
    asides: Mapping[str, tuple[Block, ...]], part: int, pages: int, only_odd: bool
) -> Mapping[str, tuple[Block, ...]]:
    """Headers or footers; those of a document that knows no even pages stand on its even pages too."""
    bound = {kind: _blocks(blocks, part, pages) for kind, blocks in asides.items()}
    return bound | {"even": bound["default"]} if only_odd and "default" in bound else bound


def _blocks(blocks: tuple[Block, ...], part: int, pages: int) -> tuple[Block, ...]:
    return each_paragraph(blocks, lambda one: replace(one, inlines=_inlines(one.inlines, part, pages)))


def _inlines(inlines: tuple[Inline, ...], part: int, pages: int) -> tuple[Inline, ...]:
    return tuple(_inline(inline, part, pages) for inline in inlines)


def _inline(inline: Inline, part: int, pages: int) -> Inline:
    """An inline in the volume: two documents may give one name to two places."""
    match inline:
        case Bookmark(name=name):
            return Bookmark(_place(part, name))
        case Link(href=href, inlines=inner):
            there = f"#{_place(part, href[1:])}" if href.startswith("#") else href
            return Link(there, _inlines(inner, part, pages))
        case PageReference(bookmark=name):
            return replace(inline, bookmark=_place(part, name))
        case NoteMark(to=name):
            return replace(inline, to=_place(part, name))
        case Floating(content=tuple() as blocks):
            return replace(inline, content=_blocks(blocks, part, pages))
        case Note(blocks=blocks):
            return Note(_blocks(blocks, part, pages))
        case PageNumber(kind="pages", style=style) if pages:
            return Text(str(pages), style)
    return inline


def _place(part: int, name: str = "") -> str:
    return f"part{part}-{name}" if name else f"part{part}"


@dataclass(slots=True)
class _Names:
    """The documents that a contents page has yet to name, by name, with the places where they begin."""

    places: dict[str, str]

    def link(self, paragraph: Paragraph) -> Paragraph:
        """A paragraph that names one leads there."""
        text = text_of(paragraph.inlines)
        name = max((name for name in self.places if name in text), key=len, default="")
        if not name:
            return paragraph
        return replace(paragraph, inlines=(Link(f"#{self.places.pop(name)}", paragraph.inlines),))
