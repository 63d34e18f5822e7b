"""Packages, sections, headers and settings of a DOCX; `docx` builds the small files all these tests read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from reportgen.problem import Problem
from reportgen.typeset.read import read_docx
from reportgen.typeset.tree import Block, Break, Document, Inline, Link, PageNumber, Paragraph, Tab, Table, Text

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
NAMES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": f"{OFFICE}/relationships",
        "m": f"{OFFICE}/math",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
ROOT_RELS = (
    f'<Relationships xmlns="{RELS}"><Relationship Id="r1" Type="{OFFICE}/relationships/officeDocument" '
    'Target="word/document.xml"/><Relationship Id="r2" '
    'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
WORD_2013 = '<w:compat><w:compatSetting w:name="compatibilityMode" w:val="15"/></w:compat>'


def root(name: str, content: str) -> str:
    return f"<w:{name} {NAMES}>{content}</w:{name}>"


def p(content: str = "", properties: str = "") -> str:
    """A paragraph; plain text becomes a run."""
    inner = content if content.startswith("<") or not content else f"<w:r><w:t>{content}</w:t></w:r>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str, result: str = "") -> str:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    middle = mark.format("separate") + r(result) if result else ""
    return mark.format("begin") + f"<w:r><w:instrText>{code}</w:instrText></w:r>" + middle + mark.format("end")


def docx(
    body: str,
    parts: Mapping[str, str] | None = None,
    relations: str = "",
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """A DOCX of a body, further parts of word/ by relationship type, raw relationships, and raw files."""
    xml = dict(parts or {})
    own = "".join(
        f'<Relationship Id="part{name}" Type="{OFFICE}/relationships/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for name in xml
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("_rels/.rels", ROOT_RELS)
        archive.writestr("word/document.xml", root("document", f"<w:body>{body}</w:body>"))
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{RELS}">{own}{relations}</Relationships>'
        )
        for name, text in xml.items():
            archive.writestr(f"word/{name}.xml", text)
        for path, data in (files or {}).items():
            archive.writestr(path, data)
    return buffer.getvalue()


def read(body: str, **parts: str) -> tuple[Document, tuple[Problem, ...]]:
    return read_docx(docx(body, parts), "表.docx")


def blocks(body: str, **parts: str) -> tuple[Block, ...]:
    """The blocks of a document with nothing to complain of."""
    document, problems = read(body, **parts)
    assert problems == ()
    return tuple(block for section in document.sections for block in section.blocks)


def paragraph(body: str, **parts: str) -> Paragraph:
    first = blocks(body, **parts)[0]
    assert isinstance(first, Paragraph)
    return first


def table(body: str, **parts: str) -> Table:
    first = blocks(body, **parts)[0]
    assert isinstance(first, Table)
    return first


def words(inlines: tuple[Inline, ...]) -> str:
    """Inlines as a line a person can read."""
    out = ""
    for inline in inlines:
        match inline:
            case Text():
                out += inline.text
            case Tab():
                out += "→"
            case Break():
                out += f"<{inline.kind}>"
            case PageNumber():
                out += f"<{inline.kind} {inline.format}>"
            case Link():
                out += f"[{words(inline.inlines)}]({inline.href})"
            case _:
                out += f"<{type(inline).__name__}>"
    return out


def lines(found: tuple[Block, ...]) -> list[str]:
    return [words(block.inlines) if isinstance(block, Paragraph) else "<Table>" for block in found]


# --- sections


def test_a_section_has_its_page_grid_and_numbers() -> None:
    document, problems = read(
        p("文") + '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        '<w:pgMar w:top="-1440" w:right="720" w:bottom="1000" w:left="1080" w:header="851" w:footer="992" '
        'w:gutter="200"/>'
        '<w:pgNumType w:fmt="upperRoman" w:start="3"/><w:cols w:num="2" w:space="425"/><w:titlePg/>'
        '<w:docGrid w:type="lines" w:linePitch="312"/></w:sectPr>'
    )
    assert problems == ()
    (section,) = document.sections
    assert (section.width, section.height) == (841.9, 595.3)
    assert (section.top, section.right, section.bottom, section.left) == (72, 36, 50, 64)
    assert (section.header_distance, section.footer_distance) == (42.55, 49.6)
    assert (section.number_format, section.number_start) == ("upper-roman", 3)
    assert (section.columns, section.column_gap) == (2, 21.25)
    assert section.title_page
    assert section.line_pitch == 15.6


def test_a_grid_without_type_is_no_grid() -> None:
    document, _ = read('<w:sectPr><w:docGrid w:linePitch="312"/></w:sectPr>')
    assert document.sections[0].line_pitch == 0


def test_sections_end_at_their_paragraph_and_begin_as_they_say() -> None:
    def end(kind: str, width: int = 11906) -> str:
        return f'<w:sectPr><w:type w:val="{kind}"/><w:pgSz w:w="{width}" w:h="16838"/></w:sectPr>'

    document, _ = read(
        p("一", end("nextPage"))
        + p("二", end("continuous"))
        + p("三")
        + p("四", end("oddPage"))
        + p("五", end("evenPage"))
        + p("六")
        + end("continuous", 10000)
    )
    assert [lines(s.blocks) for s in document.sections] == [["一"], ["二"], ["三", "四"], ["五"], ["六"]]
    # A page of another size cannot go on on the same page.
    assert [s.break_before for s in document.sections] == ["page", "none", "right", "left", "page"]
    last = document.sections[-1].blocks[0]
    assert isinstance(last, Paragraph)
    assert last.where == "正文第6段"


def reference(margin: str, kind: str, name: str) -> str:
    return f'<w:{margin}Reference w:type="{kind}" r:id="part{name}"/>'


HEADERS = {
    "header1": root("hdr", p("页眉甲") + p(field("PAGE"))),
    "header2": root("hdr", p("首页")),
    "header3": root("hdr", p("偶数")),
    "header4": root("hdr", p("页眉乙")),
    "footer1": root("ftr", p(r("共") + field("NUMPAGES", "9") + r("页"))),
}


def test_headers_are_the_previous_sections_where_a_section_names_none() -> None:
    first = reference("header", "default", "header1") + reference("header", "first", "header2")
    first += reference("header", "even", "header3") + reference("footer", "default", "footer1")
    document, problems = read(
        p("一", f"<w:sectPr>{first}<w:titlePg/></w:sectPr>")
        + p("二", '<w:sectPr><w:pgNumType w:fmt="lowerRoman"/></w:sectPr>')
        + p("三")
        + f"<w:sectPr>{reference('header', 'default', 'header4')}<w:titlePg/></w:sectPr>",
        settings=root("settings", "<w:evenAndOddHeaders/>"),
        **HEADERS,
    )
    assert problems == ()
    assert document.even_and_odd
    one, two, three = ({k: lines(v) for k, v in s.headers.items()} for s in document.sections)
    assert one == {"default": ["页眉甲", "<page decimal>"], "first": ["首页"], "even": ["偶数"]}
    # The page number follows the section in which the header is shown.
    assert two == {"default": ["页眉甲", "<page lower-roman>"], "even": ["偶数"]}
    assert three == {"default": ["页眉乙"], "first": ["首页"], "even": ["偶数"]}
    assert [lines(s.footers["default"]) for s in document.sections] == [["共<pages decimal>页"]] * 3


def test_without_the_setting_there_is_no_even_header() -> None:
    section = f"<w:sectPr>{reference('header', 'even', 'header3')}</w:sectPr>"
    document, _ = read(p("一") + section, **HEADERS)
    assert document.sections[0].headers == {}
    assert not document.even_and_odd


def test_a_shared_header_is_judged_once() -> None:
    named = f"<w:sectPr>{reference('header', 'default', 'header1')}</w:sectPr>"
    header = root("hdr", p("眉") + p("<w:r><w:pict><v:shape/></w:pict></w:r>"))
    _, problems = read(p("一", named) + p("二", "<w:sectPr/>") + p("三") + "<w:sectPr/>", header1=header)
    (problem,) = problems
    assert str(problem.place) == "表.docx 页眉 第2段"
    assert "全文共" not in problem.message


# --- settings and properties


def test_settings_and_core_properties_arrive() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dc:title>R&amp;D &lt;自评&gt;</dc:title><dc:creator>某单位</dc:creator>"
        "<dcterms:created>2025-03-01T00:00:00Z</dcterms:created></cp:coreProperties>"
    )
    settings = root("settings", '<w:defaultTabStop w:val="420"/><w:compat><w:adjustLineHeightInTable/></w:compat>')
    data = docx(p("文"), {"settings": settings}, files={"docProps/core.xml": core.encode()})
    document, _ = read_docx(data, "表.docx")
    assert (document.title, document.author, document.created) == ("R&D <自评>", "某单位", "2025-03-01T00:00:00Z")
    assert (document.sections[0].default_tab, document.fit_grid_in_tables) == (21, True)
