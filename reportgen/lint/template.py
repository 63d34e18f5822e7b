"""A Word template as the linter sees it: the parts that are filled, their paragraphs, and the tags in these."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from reportgen.ooxml.markup import Element, attribute, tag
from reportgen.ooxml.package import Package, PackageError, Part, is_xml, load_part, main_part, open_package
from reportgen.ooxml.places import Where, numbered, text_of
from reportgen.problem import Level, Place, Problem

BRACKET: Final = re.compile(r"\{[{%#]|[}%#]\}")
CLOSING: Final = {"{{": "}}", "{%": "%}", "{#": "#}"}
_WHOLE: Final = re.compile(r"(p|tr|tc|r)\s")
_SPACED: Final = re.compile(  # as the engine does not know it: {% tr for …, {%trfor …
    r"\s+(p|tr|tc|r)\s|\s*(p|tr|tc)(?=(?:end)?(?:for|if)\b|(?:elif|else)\b)"
)
ANNOTATOR: Final = "审核"  # the author of the comments that `formats check --批注` writes
_TITLES: Final = {"header": "页眉", "footer": "页脚"}
_KINDS: Final = {"first": "首页", "even": "偶数页"}


@dataclass(frozen=True, slots=True)
class Tag:
    """`{%tr for 行 in 指标 %}`: its text, where it stands in its paragraph's, and what is inside it.

    `form` is `{{`, `{%` or `{#`; `whole` is p, tr, tc or r where it stands for its whole paragraph, row, cell or run.
    """

    text: str
    start: int
    form: str
    whole: str
    inner: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a part that is filled, with its place and its tags."""

    element: Element
    where: Where
    text: str
    tags: tuple[Tag, ...]

    def finding(self, code: str, level: Level, message: str, hint: str) -> Finding:
        return Finding(code, level, self.where, message, hint, self.element)


@dataclass(frozen=True, slots=True)
class Portion:
    """A part that is filled: the body, a header or footer, the footnotes; `boxed` stand in text boxes."""

    name: str
    root: Element
    places: Mapping[Element, Where]
    paragraphs: tuple[Paragraph, ...]
    boxed: tuple[Paragraph, ...] = ()

    def finding(self, element: Element, code: str, level: Level, message: str, hint: str) -> Finding:
        """A finding at the paragraph, cell, row or table that an element belongs to."""
        near = next((one for one in (element, *element.iterancestors()) if one in self.places), None)
        where = Where() if near is None else self.places[near]
        return Finding(code, level, where, message, hint, near)


@dataclass(frozen=True, slots=True)
class Template:
    """A template's file name, its unpacked files, and the parts of it that are filled, the body first.

    `parts` are all that are XML; `broken` are those that cannot be read, and why.
    """

    file: str
    package: Package
    portions: tuple[Portion, ...]
    parts: Mapping[str, Part]
    broken: Mapping[str, PackageError]

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        return (paragraph for portion in self.portions for paragraph in portion.paragraphs)

    def part_of(self, kind: str) -> Part | None:
        """The part of that kind that the body points to."""
        relations = self.parts[self.portions[0].name].relations.values()
        return next((self.parts[r.target] for r in relations if r.kind == kind and r.target in self.parts), None)


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake in a template; `element` is the nearest paragraph, for a comment of Word's to be hung on."""

    code: str
    level: Level
    where: Where
    message: str
    hint: str
    element: Element | None = None

    def problem(self, file: str) -> Problem:
        return Problem(self.code, self.level, Place(file, within=str(self.where)), self.message, self.hint)


Check: TypeAlias = Callable[[Template], Iterator[Finding]]


def read_template(path: Path) -> Template:
    """The file of a template; PackageError where it is no Word document that may be read."""
    return template_of(path.read_bytes(), str(path))


def template_of(content: bytes, file: str) -> Template:
    """The bytes of a template; PackageError where they are no Word document that may be read."""
    package = open_package(content)
    main = main_part(package)
    parts, broken = {main.name: main}, {}
    for name in package.files:
        if is_xml(name) and name != main.name:
            try:
                parts[name] = load_part(package, name)
            except PackageError as error:
                broken[name] = error
    portions = [_portion(main, "")]
    portions += [_portion(parts[name], title) for name, title in dict(_filled(main)).items() if name in parts]
    return Template(file, package, tuple(portions), parts, broken)


def _filled(main: Part) -> Iterator[tuple[str, str]]:
    """The names of the parts that the engine fills besides the body, and what people call them."""
    kinds = {
        attribute(reference, "r:id"): attribute(reference, "w:type")
        for reference in main.root.iter(tag("w:headerReference"), tag("w:footerReference"))
    }
    for name, relation in main.relations.items():
        if relation.kind in _TITLES and not relation.external:
            yield relation.target, _KINDS.get(kinds.get(name, ""), "") + _TITLES[relation.kind]
        elif relation.kind == "footnotes" and not relation.external:
            yield relation.target, ""


def _portion(part: Part, title: str) -> Portion:
    places = numbered(part.root, title)
    paragraphs = [_paragraph(element, where) for element, where in places.items() if element.tag == tag("w:p")]
    boxed = {p for box in part.root.iter(tag("w:txbxContent")) for p in box.iter(tag("w:p"))}
    own = tuple(p for p in paragraphs if p.element not in boxed)
    return Portion(part.name, part.root, places, own, tuple(p for p in paragraphs if p.element in boxed))


def _paragraph(element: Element, where: Where) -> Paragraph:
    text = own_text(element)
    return Paragraph(element, where, text, tuple(tags_of(text)))


def own_text(paragraph: Element) -> str:
    """The text of a paragraph without that of the text boxes in it."""
    if paragraph.find(f".//{tag('w:p')}") is None:
        return text_of(paragraph)
    own = (t for t in paragraph.iter(tag("w:t")) if next(t.iterancestors(tag("w:p"))) is paragraph)
    return "".join(t.text or "" for t in own)


def text_without_tags(paragraph: Paragraph) -> str:
    """The text of a paragraph with blanks where its tags are."""
    text, at = [], 0
    for one in paragraph.tags:
        text += [paragraph.text[at : one.start], " " * len(one.text)]
        at = one.end
    return "".join(text) + paragraph.text[at:]


def pieces(paragraph: Element) -> tuple[tuple[int, Element], ...]:
    """The w:t of a paragraph's own text, each with where it starts in that."""
    found, start = [], 0
    for one in paragraph.iter(tag("w:t")):
        if next(one.iterancestors(tag("w:p"))) is paragraph:
            found.append((start, one))
            start += len(one.text or "")
    return tuple(found)


def tags_of(text: str) -> Iterator[Tag]:
    """The tags in the text of a paragraph; a bracket that is opened again begins anew."""
    opened: re.Match[str] | None = None
    for found in BRACKET.finditer(text):
        if found[0] in CLOSING:
            opened = found
        elif opened is not None and CLOSING[opened[0]] == found[0]:
            yield _tag(text[opened.start() : found.end()], opened.start())
            opened = None


def _tag(text: str, start: int) -> Tag:
    form, body = text[:2], text[2:-2]
    whole = _WHOLE.match(body) or (_SPACED.match(body) if form == "{%" else None)
    inner = body[whole.end() :] if whole else body
    word = (whole[1] or whole[whole.lastindex or 1]) if whole else ""
    return Tag(text, start, form, word, inner.strip().strip("-+").strip())


def all_text(content: bytes) -> str:
    """All text of the parts of a DOCX that are filled, content controls included."""
    return "".join(text_of(portion.root) for portion in template_of(content, "").portions)
