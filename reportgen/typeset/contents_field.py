"""A TOC field: which headings its code asks for, and whether its entries are built or shown as they are stored."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.ooxml.markup import Element, attribute, child, tag, value
from reportgen.typeset import findings
from reportgen.typeset.fields import Field, stored_result
from reportgen.typeset.properties import bag, integer, overlay
from reportgen.typeset.story import Contents, Here
from reportgen.typeset.styles import Styles

_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_LEVELS = re.compile(r"([1-9])-([1-9])")
_ALL = range(1, 10)
_NO_MATTER = {r"\h", r"\z", r"\w", r"\x"}  # links (which all entries are here), web pages, white space


@dataclass(frozen=True, slots=True)
class Wanted:
    """The headings a table of contents takes in; levels count from 1."""

    levels: Sequence[int] = _ALL  # of heading styles
    outline: bool = False  # other paragraphs with an outline level, too
    styles: Mapping[str, int] = field(default_factory=dict)  # further styles, by name in lower case
    unnumbered: Sequence[int] = ()  # levels shown without page numbers

    def level(self, style: str, outline: int | None) -> int | None:
        """The level of a paragraph by its style's name and its outline level (from 0)."""
        heading = _HEADING.fullmatch(style)
        if heading and int(heading[1]) in self.levels:
            return int(heading[1])
        if style.lower() in self.styles:
            return self.styles[style.lower()]
        if self.outline and outline is not None and outline + 1 in (self.levels or _ALL):
            return outline + 1
        return None


def wanted(words: Sequence[str]) -> Wanted | None:
    r"""What the words of a TOC field ask for; None where it is more than \o, \u, \t and \n say."""
    arguments: dict[str, str] = {}
    switch = ""
    for word in words[1:]:
        if word.startswith("\\"):
            switch = word.lower()
            arguments[switch] = ""
        elif switch and not arguments[switch]:
            arguments[switch] = word
    if arguments.keys() - _NO_MATTER - {r"\o", r"\u", r"\t", r"\n", r"\*"}:
        return None
    named = [part.strip() for part in re.split("[,;，；]", arguments.get(r"\t", ""))]
    styles = {name.lower(): integer(level) for name, level in zip(named[::2], named[1::2], strict=False)}
    others = r"\u" in arguments or bool(styles)
    levels = _levels(arguments[r"\o"]) if r"\o" in arguments else () if others else _ALL
    unnumbered = _levels(arguments[r"\n"]) if r"\n" in arguments else ()
    return Wanted(levels, r"\u" in arguments, {name: level for name, level in styles.items() if level}, unnumbered)


def _levels(text: str) -> Sequence[int]:
    found = _LEVELS.fullmatch(text)
    return range(int(found[1]), int(found[2]) + 1) if found else _ALL


def begin_contents(toc: Field, here: Here) -> bool:
    """Notes a TOC field where its result begins; says whether entries built of the headings will stand for it."""
    asked = wanted(toc.words())
    _, codes = stored_result(toc.begin) if toc.begin is not None else ("", "")
    numbers_live = "PAGEREF" in codes.upper()
    outdated = here.sheet.update_fields or attribute(toc.begin, "w:dirty") in ("1", "true", "on")
    if asked is None or not here.in_body:
        here.note(findings.CONTENTS_STORED)
        return False
    builds = outdated or not numbers_live
    if builds and not _has_headings(here.story.part.root, here.sheet.styles, asked):
        here.note(findings.CONTENTS_EMPTY)
        return False
    here.story.contents.append(Contents(toc, asked, here, builds))
    return builds


def _has_headings(root: Element, styles: Styles, asked: Wanted) -> bool:
    for paragraph in root.iter(tag("w:p")):
        properties = child(paragraph, "w:pPr")
        style = value(properties, "w:pStyle", styles.default_paragraph)
        look = overlay(styles.paragraph(style).paragraph, bag(properties))
        outline = integer(look.get("outlineLvl"), 9)
        if asked.level(styles.names.get(style, style), outline if outline < 9 else None) and any(
            text.text for text in paragraph.iter(tag("w:t"))
        ):
            return True
    return False
