"""A filled DOCX to the tree, with what could not be carried as problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportgen.ooxml.markup import Element, attribute, child, children, name_of
from reportgen.ooxml.package import (
    Package,
    PackageError,
    Part,
    load_part,
    main_part,
    open_package,
    related,
    root_related,
)
from reportgen.ooxml.theme import read_theme
from reportgen.problem import Level, Place, Problem
from reportgen.typeset import findings
from reportgen.typeset.blocks import Ordinals, block_elements, note_open_fields, read_blocks, read_box, read_story
from reportgen.typeset.bookmarks import Bookmarks
from reportgen.typeset.contents import write_contents
from reportgen.typeset.findings import Findings
from reportgen.typeset.notes import endnote_blocks, with_notes
from reportgen.typeset.numbering import read_lists
from reportgen.typeset.properties import Bag, bag, integer, is_on, points, within
from reportgen.typeset.sections import References, read_layout, references, split_sections
from reportgen.typeset.story import Here, Sheet, Story
from reportgen.typeset.styles import read_styles
from reportgen.typeset.tree import Block, Document, Section

_WORD_2013 = 15
_KINDS = {"default": "", "first": "首页", "even": "偶数页"}
_MARGINS = {"header": "页眉", "footer": "页脚"}


@dataclass(frozen=True, slots=True)
class _Settings:
    even_and_odd: bool
    default_tab: float
    fit_grid_in_tables: bool
    compatibility: int
    adds_spaces: bool
    gutter_at_top: bool
    framed: frozenset[str]
    closer_punctuation: bool
    update_fields: bool
    endnotes: Bag
    language: str


def read_docx(data: bytes, name: str) -> tuple[Document, tuple[Problem, ...]]:
    """DOCX bytes to the tree and what of them it does not carry; `name` is the file's name in messages."""
    found = Findings()
    try:
        document = _read_document(open_package(data), found)
    except PackageError as error:
        message = f"文件不能作为 Word 文档读取：{error}"
        return Document(()), (Problem("G0", Level.ERROR, Place(name), message, "在 Word 中打开并另存为 .docx"),)
    except RecursionError:
        message = "文件的内容一层套一层，太深了，不能读取"
        return Document(()), (Problem("G0", Level.ERROR, Place(name), message, "把套在里层的表格、文本框移到外面"),)
    return document, found.problems(name)


def _read_document(package: Package, found: Findings) -> Document:
    main = main_part(package)
    settings_root = _root(related(package, main, "settings"))
    settings = _read_settings(settings_root)
    _note_document(main.root, bag(settings_root), found)
    sheet = _read_sheet(package, main, settings)
    sheet = with_notes(sheet, main, _last_width(main, sheet, settings), found)
    core = root_related(package, "core-properties")
    root = core.root if core is not None else None
    return Document(
        sections=_read_sections(sheet, main, settings, found),
        title=_text(root, "dc:title"),
        author=_text(root, "dc:creator"),
        created=_text(root, "dcterms:created"),
        even_and_odd=settings.even_and_odd,
        fit_grid_in_tables=settings.fit_grid_in_tables,
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
        adds_spaces=is_on(bag(compat), "doNotUseHTMLParagraphAutoSpacing"),
        gutter_at_top=is_on(look, "gutterAtTop"),
        framed=frozenset(kind for kind in _MARGINS if not is_on(look, f"bordersDoNotSurround{kind.capitalize()}")),
        closer_punctuation=look.get("characterSpacingControl", "doNotCompress") != "doNotCompress",
        update_fields=is_on(look, "updateFields"),
        endnotes=within(look, "endnotePr"),
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
    theme = read_theme(_root(related(package, main, "theme")), settings.language)
    return Sheet(
        package=package,
        styles=read_styles(_root(related(package, main, "styles")), lists, theme),
        lists=lists,
        framed=settings.framed,
        measures_to_grid_line=settings.compatibility >= _WORD_2013,
        adds_spaces=settings.adds_spaces,
        read_box=read_box,
        bookmarks=Bookmarks(main.root),
        update_fields=settings.update_fields,
    )


def _root(part: Part | None) -> Element | None:
    return part.root if part is not None else None


def _last_width(main: Part, sheet: Sheet, settings: _Settings) -> float:
    """The width of the text of the last section: that of notes."""
    nowhere = Here(sheet, Story(main, Findings()), "", 0)
    properties = child(child(main.root, "w:body"), "w:sectPr")
    return read_layout(properties, None, nowhere, gutter_at_top=settings.gutter_at_top).text_width


def _read_sections(sheet: Sheet, main: Part, settings: _Settings, found: Findings) -> tuple[Section, ...]:
    body = child(main.root, "w:body")
    if body is None:
        raise PackageError("没有 Word 正文")
    story, ordinals = Story(main, found, body=True), Ordinals()
    here = Here(sheet, story, "正文", 0)
    for further in list(children(main.root, "w:body"))[1:]:
        here.note(findings.UNKNOWN, name_of(further))
    sections: list[Section] = []
    number_formats: list[str] = []
    noted = 0  # endnotes written so far
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
        story.endnotes.enter_section(settings.endnotes, within(bag(properties), "endnotePr"))
        blocks = read_blocks(elements, inside, ordinals)
        if settings.endnotes.get("pos") == "sectEnd":
            blocks += endnote_blocks(story.endnotes.called[noted:], main, inside)
            noted = len(story.endnotes.called)
        number_formats.append(layout.number_format)
        kinds = ["default", *["first"] * section.title_page, *["even"] * settings.even_and_odd]
        sections.append(
            replace(
                section,
                blocks=blocks,
                default_tab=settings.default_tab,
                closer_punctuation=settings.closer_punctuation,
                headers=margins.read("header", kinds, named, inside),
                footers=margins.read("footer", kinds, named, inside),
            )
        )
    note_open_fields(here)
    if sections:
        last = endnote_blocks(story.endnotes.called[noted:], main, inside)
        sections[-1] = replace(sections[-1], blocks=(*sections[-1].blocks, *last))
    return write_contents(sections, number_formats, story.contents)


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
            out[kind] = read_story(part.root, replace(section, story=Story(part, found), place=place))
        return out
