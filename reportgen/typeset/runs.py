"""The inline content of a paragraph to inlines: text, breaks, fields, links, notes, pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import TypeAlias

from reportgen.ooxml.markup import Element, attribute, child, content, name_of, tag, value
from reportgen.typeset import findings
from reportgen.typeset.characters import note_run
from reportgen.typeset.counting import is_known
from reportgen.typeset.field_marks import begin_result, end_field, field_mark
from reportgen.typeset.fields import Field, current_href, is_hidden
from reportgen.typeset.floating import read_graphic
from reportgen.typeset.properties import Bag, bag, hexadecimal, is_on
from reportgen.typeset.references import safe_link
from reportgen.typeset.story import Here
from reportgen.typeset.styles import Look
from reportgen.typeset.symbols import has_symbols, unicode_symbol
from reportgen.typeset.tree import Bookmark, Break, Inline, Link, Note, NoteMark, RunStyle, Tab, Text
from reportgen.typeset.vml import read_pict

Linked: TypeAlias = tuple[str, Inline]  # an inline and the address of the link it belongs to

_LINK_STYLES = {"hyperlink", "超链接"}
_BREAKS = {"page": "page", "column": "column"}
_HYPHENS = {"w:noBreakHyphen": "\u2011", "w:softHyphen": "\u00ad"}
_LOST = {
    "w:commentReference": findings.COMMENT,
    "w:object": findings.OLE,
    "w:subDoc": findings.ALT_CHUNK,
    "m:oMath": findings.FORMULA,
    "m:oMathPara": findings.FORMULA,
}
_TRANSPARENT = {"w:ins", "w:moveTo", "w:smartTag", "w:customXml", "w:sdt", "w:sdtContent", "w:bdo", "w:dir"}
# Editing marks, revisions (noted as a whole elsewhere) and the properties of what stands around them.
_SKIPPED = {
    *("w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:customXmlPr", "w:smartTagPr", "w:proofErr", "w:bookmarkEnd"),
    *("w:permStart", "w:permEnd", "w:commentRangeStart", "w:commentRangeEnd", "w:lastRenderedPageBreak"),
    *("w:del", "w:moveFrom", "w:delText", "w:delInstrText", "w:moveFromRangeStart", "w:moveFromRangeEnd"),
    *("w:moveToRangeStart", "w:moveToRangeEnd", "w:annotationRef", "w:footnoteRef"),
    *("w:separator", "w:continuationSeparator", "w:fldData"),
}


def read_inlines(paragraph: Element, here: Here, look: Bag) -> tuple[Inline, ...]:
    """A paragraph's content; `look` is what its style says of runs."""
    return _join(_content(paragraph, here, look, ""))


def _join(inlines: Iterable[Linked]) -> tuple[Inline, ...]:
    """Neighbours of one address under one link, neighbouring text of one style in one piece."""
    out: list[Inline] = []
    for href, group in groupby(inlines, key=lambda linked: linked[0]):
        pieces: list[Inline] = []
        for _, inline in group:
            last = pieces[-1] if pieces else None
            if isinstance(inline, Text) and isinstance(last, Text) and last.style == inline.style:
                pieces[-1] = Text(last.text + inline.text, inline.style)
            else:
                pieces.append(inline)
        out += [Link(href, tuple(pieces))] if href else pieces
    return tuple(out)


def _content(parent: Element, here: Here, look: Bag, href: str) -> Iterator[Linked]:
    for element in content(parent):
        name = name_of(element)
        match name:
            case "w:r":
                for inline in _run(element, here, look):
                    yield href or current_href(here.story.fields), inline
            case "w:hyperlink":
                yield from _content(element, here, look, _address(element, here))
            case "w:fldSimple":
                field = Field(attribute(element, "w:instr"), begin=element)
                here.story.fields.append(field)
                shown = _look(child(element, "w:r"), here, look)
                yield from ((href or field.link, inline) for inline in begin_result(field, here, shown.style))
                yield from _content(element, here, look, href or current_href([field]))
                here.story.fields.remove(field)
                end_field(field, element, here)
            case "w:bookmarkStart":
                if attribute(element, "w:name", "_GoBack") != "_GoBack":
                    yield href, Bookmark(attribute(element, "w:name"))
            case _ if name in _TRANSPARENT:
                yield from _content(element, here, look, href)
            case _ if name not in _SKIPPED:
                _note_lost(name, here)


def _note_lost(name: str, here: Here) -> None:
    kind = _LOST.get(name)
    here.note(kind or findings.UNKNOWN, "" if kind else name)


def _address(link: Element, here: Here) -> str:
    relation = here.story.part.relations.get(attribute(link, "r:id"))
    anchor = attribute(link, "w:anchor")
    href = (relation.target if relation is not None else "") + (f"#{anchor}" if anchor else "")
    return "" if is_hidden(here.story.fields) else safe_link(href, here)


def _run(run: Element, here: Here, look: Bag) -> Iterator[Inline]:
    own = _look(run, here, look)
    style, vanished, met = own.style, is_on(own.properties, "vanish"), False
    for element in content(run):
        name = name_of(element)
        if name in ("w:fldChar", "w:instrText"):
            yield from field_mark(element, here, style)
        elif name not in _SKIPPED and not is_hidden(here.story.fields):
            if not met and vanished:
                here.note(findings.HIDDEN)
            elif not met:
                note_run(own.properties, here.story.findings, here.place)
            met = True
            if not vanished:
                yield from _piece(element, name, here, style)


def _look(run: Element | None, here: Here, look: Bag) -> Look:
    properties = child(run, "w:rPr")
    style, styles = value(properties, "w:rStyle"), here.sheet.styles
    if here.story.fields and styles.names.get(style, "").lower() in _LINK_STYLES:
        # Word links the entries of a table of contents and does not show it.
        style = "" if any(field.name() == "TOC" for field in here.story.fields) else style
    return styles.run(here.table_run, look, style, bag(properties))


def _piece(element: Element, name: str, here: Here, style: RunStyle) -> Iterator[Inline]:
    match name:
        case "w:t":
            yield from _text(shown_text(element), here, style)
        case "w:tab":
            yield Tab(style)
        case "w:br" | "w:cr":
            yield Break(_BREAKS.get(attribute(element, "w:type"), "line"), style)
        case "w:ptab":
            here.note(findings.ALIGNED_TAB)
            yield Tab(style)
        case _ if name in _HYPHENS:
            yield Text(_HYPHENS[name], style)
        case "w:sym":
            char = chr(hexadecimal(attribute(element, "w:char")[-4:]))
            yield from _text(char, here, replace(style, latin=attribute(element, "w:font")))
        case "w:drawing" | "w:pict":
            yield from _graphic(element, name, here)
        case "w:footnoteReference" | "w:endnoteReference":
            yield from _note(element, name, here, style)
        case "w:endnoteRef":
            if here.story.note is not None and here.story.note.number:
                yield NoteMark(here.story.note.number, here.story.note.call, style)
        case "w:ruby":
            here.note(findings.RUBY)
            yield Text(f"{_all_text(child(element, 'w:rubyBase'))}（{_all_text(child(element, 'w:rt'))}）", style)
        case _:
            _note_lost(name, here)


def _graphic(element: Element, name: str, here: Here) -> Iterator[Inline]:
    if name == "w:drawing":
        yield from read_graphic(element, here)
    elif (found := read_pict(element, here)) is not None:
        yield found


def shown_text(element: Element) -> str:
    """The text of a w:t: outer blanks count only where it says so."""
    text = (element.text or "").replace("\n", " ").replace("\r", " ").replace("\t", " ")
    return text if attribute(element, "xml:space") == "preserve" else text.strip(" ")


def _all_text(element: Element | None) -> str:
    return "" if element is None else "".join(shown_text(t) for t in element.iter(tag("w:t")))


def _text(text: str, here: Here, style: RunStyle) -> Iterator[Inline]:
    """Text; characters of symbol fonts as their Unicode look-alikes, in the East Asian face."""
    if not has_symbols(style.latin, text):
        if text:
            yield Text(text, style)
        return
    plain = replace(style, latin=style.east_asian, hint_east_asian=True)
    for char in text:
        symbol = unicode_symbol(style.latin, char)
        if symbol is None:
            here.note(findings.SYMBOL, style.latin)
        yield Text(symbol or "□", plain)


def _note(reference: Element, name: str, here: Here, style: RunStyle) -> Iterator[Inline]:
    note, marked = attribute(reference, "w:id"), attribute(reference, "w:customMarkFollows") in ("1", "true", "on")
    if name == "w:footnoteReference" and note in here.sheet.footnotes:
        if marked:
            here.note(findings.NOTE_MARK)
        yield Note(here.sheet.footnotes[note])
    elif name == "w:endnoteReference" and note in here.sheet.endnotes:
        called = here.story.endnotes.call(note, numbered=not marked)
        yield Bookmark(called.call)
        if called.number and not is_known(here.story.endnotes.format):
            here.note(findings.NUMBER_FORMAT, here.story.endnotes.format)
        if called.number:
            yield NoteMark(called.number, called.place, style)
    else:
        here.note(findings.NOTE_BROKEN)
