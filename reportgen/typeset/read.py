"""A filled DOCX to the tree, with what could not be carried as problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportgen.problem import Level, Place, Problem
from reportgen.typeset import findings
from reportgen.typeset.blocks import Ordinals, block_elements, read_blocks, read_box
from reportgen.typeset.findings import Findings
from reportgen.typeset.markup import Element, attribute, child, children, name_of
from reportgen.typeset.numbering import read_lists
from reportgen.typeset.package import (
    Package,
    PackageError,
    Part,
    load_part,
    main_part,
    open_package,
    related,
    root_related,
)
from reportgen.typeset.properties import Bag, bag, integer, is_on, points
from reportgen.typeset.sections import Layout, References, read_layout, references, split_sections
from reportgen.typeset.story import Here, Sheet, Story
from reportgen.typeset.styles import read_styles
from reportgen.typeset.theme import read_theme
from reportgen.typeset.tree import Block, Document, Section

_WORD_2013 = 15
_NOTES = {"footnote": "脚注", "endnote": "尾注"}
_KINDS = {"default": "", "first": "首页", "even": "偶数页"}
_MARGINS = {"header": "页眉", "footer": "页脚"}


@dataclass(frozen=True, slots=True)
class _Settings:
    even_and_odd: bool
    default_tab: float
    fit_grid_in_tables: bool
    compatibility: int
    gutter_at_top: bool
    closer_punctuation: bool
    language: str


def read_docx(data: bytes, name: str) -> tuple[Document, tuple[Problem, ...]]:
    """DOCX bytes to the tree and what of them it does not carry; `name` is the file's name in messages."""
    found = Findings()
    try:
        document = _read_document(open_package(data), found)
    except PackageError as error:
        message = f"文件不能作为 Word 文档读取：{error}"
        return Document(()), (Problem("G0", Level.ERROR, Place(name), message, "在 Word 中打开并另存为 .docx"),)
    return document, found.problems(name)


def _read_document(package: Package, found: Findings) -> Document:
    main = main_part(package)
    settings_root = _root(related(package, main, "settings"))
    settings = _read_settings(settings_root)
    _note_document(main.root, bag(settings_root), found)
    sheet = _with_notes(_read_sheet(package, main, settings), main, settings, found)
    core = root_related(package, "core-properties")
    root = core.root if core is not None else None
    return Document(
        sections=_read_sections(sheet, main, settings, found),
        title=_text(root, "dc:title"),
        author=_text(root, "dc:creator"),
        created=_text(root, "dcterms:created"),
        even_and_odd=settings.even_and_odd,
        default_tab=settings.default_tab,
        fit_grid_in_tables=settings.fit_grid_in_tables,
        closer_punctuation=settings.closer_punctuation,
    )


def _text(parent: Element | None, name: str) -> str:
    element = child(parent, name)
    return (element.text or "") if element is not None else ""


def _read_settings(root: Element | None) -> _Settings:
    compat = child(root, "w:compat")
    modes = (
        integer(attribute(setting, "w:val"))
        for setting in children(compat, "w:compatSetting")
        if attribute(setting, "w:name") == "compatibilityMode"
    )
    look = bag(root)
    return _Settings(
        even_and_odd=is_on(look, "evenAndOddHeaders"),
        default_tab=points(look.get("defaultTabStop")) or 36.0,
        fit_grid_in_tables=is_on(bag(compat), "adjustLineHeightInTable"),
        compatibility=next(modes, _WORD_2013 - 3),
        gutter_at_top=is_on(look, "gutterAtTop"),
        closer_punctuation=look.get("characterSpacingControl", "doNotCompress") != "doNotCompress",
        language=attribute(child(root, "w:themeFontLang"), "w:eastAsia"),
    )


def _note_document(document: Element, settings: Bag, found: Findings) -> None:
    """Notes what is set for the document as a whole and not carried."""
    if is_on(settings, "mirrorMargins"):
        found.note(findings.PAGE_FORMAT, "正文", "对称页边距")
    if child(document, "w:background") is not None and is_on(settings, "displayBackgroundShape"):
        found.note(findings.PAGE_FORMAT, "正文", "页面背景")


def _read_sheet(package: Package, main: Part, settings: _Settings) -> Sheet:
    lists = read_lists(_root(related(package, main, "numbering")))
    return Sheet(
        package=package,
        styles=read_styles(_root(related(package, main, "styles")), lists),
        lists=lists,
        faces=read_theme(_root(related(package, main, "theme")), settings.language),
        measures_to_grid_line=settings.compatibility >= _WORD_2013,
        read_box=read_box,
    )


def _root(part: Part | None) -> Element | None:
    return part.root if part is not None else None


def _with_notes(sheet: Sheet, main: Part, settings: _Settings, found: Findings) -> Sheet:
    """The sheet with the blocks of every footnote and endnote."""
    notes: dict[tuple[str, str], tuple[Block, ...]] = {}
    for kind, title in _NOTES.items():
        part = related(sheet.package, main, f"{kind}s")
        if part is None:
            continue
        story = Story(part, found)
        width = _last_layout(sheet, main, settings).text_width
        texts = (n for n in children(part.root, f"w:{kind}") if attribute(n, "w:type", "normal") == "normal")
        for ordinal, note in enumerate(texts, start=1):
            notes[kind, attribute(note, "w:id")] = _read_story(note, Here(sheet, story, f"{title}{ordinal}", width))
    return replace(sheet, notes=notes)


def _last_layout(sheet: Sheet, main: Part, settings: _Settings) -> Layout:
    body = child(main.root, "w:body")
    nowhere = Here(sheet, Story(main, Findings()), "", 0)
    return read_layout(child(body, "w:sectPr"), None, nowhere, gutter_at_top=settings.gutter_at_top)


def _read_story(parent: Element, here: Here) -> tuple[Block, ...]:
    """A header's, footer's or note's blocks."""
    blocks = read_blocks(block_elements(parent, here), here, Ordinals())
    _note_open_fields(here)
    return blocks


def _note_open_fields(here: Here) -> None:
    if here.story.fields:
        here.note(findings.FIELD_OPEN)
        here.story.fields.clear()


def _read_sections(sheet: Sheet, main: Part, settings: _Settings, found: Findings) -> tuple[Section, ...]:
    body = child(main.root, "w:body")
    if body is None:
        raise PackageError("没有 Word 正文")
    story, ordinals = Story(main, found), Ordinals()
    here = Here(sheet, story, "正文", 0)
    for further in list(children(main.root, "w:body"))[1:]:
        here.note(findings.UNKNOWN, name_of(further))
    sections: list[Section] = []
    named: References = {}
    margins = _Margins(sheet, main, found)
    for elements, properties in split_sections(list(block_elements(body, here)), body):
        previous = sections[-1] if sections else None
        layout = read_layout(properties, previous, here, gutter_at_top=settings.gutter_at_top)
        named = references(properties, named)
        section = layout.section
        inside = replace(
            here,
            width=layout.text_width,
            height=section.height - section.top - section.bottom,
            line_pitch=section.line_pitch,
            number_format=layout.number_format,
        )
        kinds = ["default", *["first"] * section.title_page, *["even"] * settings.even_and_odd]
        sections.append(
            replace(
                section,
                blocks=read_blocks(elements, inside, ordinals),
                headers=margins.read("header", kinds, named, inside),
                footers=margins.read("footer", kinds, named, inside),
            )
        )
    _note_open_fields(here)
    return tuple(sections)


@dataclass(frozen=True, slots=True)
class _Margins:
    """Reads headers and footers; one that several sections share is judged once."""

    sheet: Sheet
    main: Part
    found: Findings
    judged: set[str] = field(default_factory=set)

    def read(
        self, margin: str, kinds: Sequence[str], named: References, section: Here
    ) -> Mapping[str, tuple[Block, ...]]:
        """A section's headers or footers by kind."""
        out: dict[str, tuple[Block, ...]] = {}
        for kind in kinds:
            name, place = named.get((margin, kind)), _KINDS[kind] + _MARGINS[margin]
            if name is None:
                continue
            relation = self.main.relations.get(name)
            if relation is None or relation.target not in self.sheet.package.files:
                self.found.note(findings.MARGIN_BROKEN, place)
                continue
            found = Findings() if relation.target in self.judged else self.found
            self.judged.add(relation.target)
            part = load_part(self.sheet.package, relation.target)
            out[kind] = _read_story(part.root, replace(section, story=Story(part, found), place=place))
        return out
