"""What floats: text boxes, lines and pictures, of newer and older Word, read and put at their place on the page."""

from __future__ import annotations

import io

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image
from test_typeset_read import NAMES, OFFICE, docx, field, lines, p, r, read
from test_typeset_write_pdf import characters, page_texts

from reportgen.typeset.passages import passages
from reportgen.typeset.pdf import make_pdf
from reportgen.typeset.read import read_docx
from reportgen.typeset.tree import Anchor, Document, Edge, Floating, Paragraph, Picture, Stroke

POINT = 12700
A4 = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1440" w:bottom="1440" w:left="1800" w:right="1800" w:header="851" w:footer="992"/></w:sectPr>'
)
LEFT, TOP = 90, 72  # of that text, in points


def place(axis: str, of: str, at: int | str) -> str:
    """A position in points, or an alignment."""
    where = f"<wp:align>{at}</wp:align>" if isinstance(at, str) else f"<wp:posOffset>{at * POINT}</wp:posOffset>"
    return f'<wp:position{axis} relativeFrom="{of}">{where}</wp:position{axis}>'


def anchored(inner: str, across: str, down: str, wrap: str = "wrapNone", size: tuple[int, int] = (100, 50)) -> str:
    return (
        f'<w:r><w:drawing><wp:anchor behindDoc="0">{across}{down}<wp:extent cx="{size[0] * POINT}" '
        f'cy="{size[1] * POINT}"/><wp:{wrap}/><wp:docPr id="1" name="x" descr="公章"/>'
        f'<a:graphic><a:graphicData uri="x">{inner}</a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing></w:r>"
    )


def box(content: str, looks: str = "", body: str = "") -> str:
    return (
        f"<wps:wsp><wps:spPr>{looks}</wps:spPr><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        f'<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" {body}/></wps:wsp>'
    )


def floating(document: Document) -> Floating:
    blocks = document.sections[0].blocks
    items = (item for block in blocks if isinstance(block, Paragraph) for item in block.inlines)
    return next(item for item in items if isinstance(item, Floating))


def corner(document: Document, character: str) -> tuple[float, float]:
    """Left and top of a character of the first page, in points from the page's upper left corner."""
    data, problems = make_pdf(document, "x")
    assert problems == ()
    height = document.sections[0].height
    return next((left, height - top) for char, left, _, _, top in characters(data) if char == character)


@pytest.mark.parametrize(
    ("across", "down", "left", "top"),
    [
        (place("H", "column", 200), place("V", "paragraph", 30), LEFT + 200, TOP + 20 + 30),
        (place("H", "page", 40), place("V", "page", 300), 40, 300),
        (place("H", "margin", "right"), place("V", "margin", 100), 595.3 - LEFT - 100, TOP + 100),
        (place("H", "page", "center"), place("V", "page", "center"), 595.3 / 2 - 50, 841.9 / 2 - 25),
    ],
)
def test_a_text_box_stands_where_it_is_anchored_and_moves_nothing(
    across: str, down: str, left: float, top: float
) -> None:
    exact = '<w:spacing w:line="400" w:lineRule="exact"/>'
    inner = p("框", exact)
    document, problems = read(p("前", exact) + p(anchored(box(inner), across, down) + r("后"), exact) + A4)
    assert problems == ()
    plain, _ = read(p("前", exact) + p("后", exact) + A4)
    x, y = corner(document, "框")
    assert (x, y) == (pytest.approx(left, abs=0.6), pytest.approx(top, abs=8))  # y: in a line of 20 points
    assert corner(document, "后") == pytest.approx(corner(plain, "后"), abs=0.1)


def test_an_indent_of_the_anchoring_paragraph_does_not_move_the_box() -> None:
    content = anchored(box(p("框")), place("H", "column", 200), place("V", "paragraph", 30)) + r("后")
    document, _ = read(p(content, '<w:ind w:left="1000" w:firstLine="400"/><w:jc w:val="center"/>') + A4)
    assert corner(document, "框")[0] == pytest.approx(LEFT + 200, abs=0.6)


def test_a_page_number_in_a_box_as_wide_as_its_text_stands_in_the_middle_of_the_footer() -> None:
    number = box(p(field("PAGE", "9"), '<w:jc w:val="both"/>'), body='wrap="none"')
    footer = p(anchored(number, place("H", "margin", "center"), place("V", "paragraph", 0), size=(144, 144)))
    section = A4.replace("<w:sectPr>", '<w:sectPr><w:footerReference w:type="default" r:id="partfooter1"/>')
    data = docx(p("文") + section, {"footer1": f"<w:ftr {NAMES}>{footer}</w:ftr>"})
    document, problems = read_docx(data, "表.docx")
    assert problems == ()
    page, _ = make_pdf(document, "x")
    assert page_texts(page) == ["文1"]
    [(_, left, _, right, _)] = [found for found in characters(page) if found[0] == "1"]
    assert (left + right) / 2 == pytest.approx(595.3 / 2, abs=1)


def test_the_outline_the_fill_and_the_margins_of_a_box_are_read() -> None:
    looks = '<a:solidFill><a:srgbClr val="ffff00"/></a:solidFill><a:ln w="25400"><a:solidFill><a:srgbClr val="FF0000"/>'
    inner = box(p("框"), looks + '</a:solidFill><a:prstDash val="dash"/></a:ln>').replace('lIns="0"', 'lIns="127000"')
    document, _ = read(p(anchored(inner, place("H", "column", 0), place("V", "line", 0))))
    found = floating(document)
    assert (found.edge, found.background, found.padding.left) == (Edge(2, "dashed", "FF0000"), "FFFF00", 10)


def test_a_drawn_line_goes_from_corner_to_corner() -> None:
    looks = '<a:xfrm flipV="1"/><a:prstGeom prst="line"/><a:ln w="25400"><a:solidFill><a:srgbClr val="FF0000"/>'
    shape = f"<wps:wsp><wps:spPr>{looks}</a:solidFill></a:ln></wps:spPr></wps:wsp>"
    document, problems = read(p(anchored(shape, place("H", "page", 100), place("V", "page", 200))) + A4)
    assert problems == ()
    assert floating(document).content == Stroke(Edge(2, "solid", "FF0000"), rising=True)
    picture = pypdfium2.PdfDocument(make_pdf(document, "x")[0])[0].render(scale=1).to_pil()
    red = [(x, y) for x in range(90, 210) for y in range(190, 260) if picture.getpixel((x, y))[1] < 128]
    assert min(red)[1] == pytest.approx(250, abs=3)
    assert max(red)[1] == pytest.approx(200, abs=3)


def png(size: tuple[int, int] = (8, 8), kind: str = "PNG", color: str = "red") -> bytes:
    data = io.BytesIO()
    image = Image.new("RGB", size, color)
    image.paste("blue", (size[0] // 2, 0, *size))
    image.save(data, kind)
    return data.getvalue()


def with_picture(content: str, name: str, data: bytes) -> tuple[Document, list[str]]:
    relation = f'<Relationship Id="pic" Type="{OFFICE}/relationships/image" Target="media/{name}"/>'
    made = docx(p(content) + A4, relations=relation, files={f"word/media/{name}": data})
    document, problems = read_docx(made, "表.docx")
    return document, [problem.message for problem in problems]


def picture(crop: str = "") -> str:
    return f'<pic:pic><pic:blipFill><a:blip r:embed="pic"/>{crop}</pic:blipFill></pic:pic>'


def test_a_seal_over_the_text_moves_no_text() -> None:
    seal = anchored(picture(), place("H", "column", 300), place("V", "paragraph", -20)) + r("后")
    document, messages = with_picture(seal, "a.png", png())
    assert messages == []
    assert isinstance(floating(document).content, Picture)
    plain, _ = read(p("后") + A4)
    assert corner(document, "后") == pytest.approx(corner(plain, "后"), abs=0.1)


def test_text_beside_a_picture_is_told_to_differ() -> None:
    beside = anchored(picture(), place("H", "column", "right"), place("V", "paragraph", 0), "wrapSquare") + r("后")
    document, (message,) = with_picture(beside, "a.png", png())
    assert "文字环绕" in message
    assert floating(document).wrap == "side"


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF"])
def test_older_picture_formats_become_png(kind: str) -> None:
    inline = f'<w:r><w:drawing><wp:inline><wp:extent cx="{POINT}" cy="{POINT}"/>'
    inline += '<wp:docPr id="1" name="x" descr="公章"/><a:graphic><a:graphicData uri="x">'
    inline += f"{picture()}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    document, messages = with_picture(inline, f"a.{kind.lower()}", png(kind=kind))
    assert messages == []
    [block] = document.sections[0].blocks
    assert isinstance(block, Paragraph)
    [found] = block.inlines
    assert isinstance(found, Picture)
    assert found.media_type == "image/png"
    assert Image.open(io.BytesIO(found.data)).size == (8, 8)


def test_what_is_cropped_away_is_not_shown() -> None:
    inner = picture('<a:srcRect l="50000" t="25000"/>')
    document, messages = with_picture(
        anchored(inner, place("H", "page", 0), place("V", "page", 0)), "a.png", png((8, 8))
    )
    assert messages == []
    content = floating(document).content
    assert isinstance(content, Picture)
    shown = Image.open(io.BytesIO(content.data))
    assert shown.size == (4, 6)
    assert shown.convert("RGB").getcolors() == [(24, (0, 0, 255))]


def pict(shape: str, style: str, inner: str = "", attributes: str = "") -> str:
    return f'<w:r><w:pict><v:{shape} style="{style}" {attributes}>{inner}</v:{shape}></w:pict></w:r>'


def test_a_text_box_of_older_word_is_one_too() -> None:
    style = "position:absolute;margin-left:100pt;margin-top:1in;width:200pt;height:50pt;z-index:1"
    inner = f'<v:textbox inset="1mm,0,,"><w:txbxContent>{p("框")}</w:txbxContent></v:textbox>'
    document, problems = read(p(pict("shape", style, inner, 'stroked="f" fillcolor="#fc0"') + r("后")) + A4)
    assert problems == ()
    found = floating(document)
    assert (found.across, found.down) == (Anchor("text", 100), Anchor("paragraph", 72))
    assert (found.width, found.height, found.edge.width, found.background) == (200, 50, 0, "FFCC00")
    assert (round(found.padding.left, 2), found.padding.top, found.padding.right) == (2.83, 0, 7.2)
    assert lines(found.content if isinstance(found.content, tuple) else ()) == ["框"]


def test_a_line_of_older_word_is_one_too() -> None:
    ends = 'from="10pt,20pt" to="310pt,20pt" strokecolor="red" strokeweight="2.25pt"'
    document, problems = read(p(pict("line", "position:absolute;z-index:1", attributes=ends)) + A4)
    assert problems == ()
    found = floating(document)
    assert isinstance(found.content, Stroke)
    assert found.content.edge == Edge(2.25, "solid", "FF0000")
    assert (found.across.offset, found.down.offset, found.width, found.height) == (10, 20, 300, 0)


@pytest.mark.parametrize(
    "content",
    [
        pict("shape", "position:absolute", '<v:textpath string="样稿"/>'),
        pict("group", "position:absolute"),
        anchored("<wps:wsp/>", place("H", "page", 0), place("V", "page", 0)),
        anchored(box(p("框"), '<a:xfrm rot="5400000"/>'), place("H", "page", 0), place("V", "page", 0)),
    ],
)
def test_what_cannot_be_placed_is_lost_and_told_once(content: str) -> None:
    document, (problem,) = read(p(content))
    assert problem.code == "G1"
    assert document.sections[0].blocks[0] == read(p())[0].sections[0].blocks[0]


def test_a_frame_without_text_is_drawn_and_an_arrowhead_told() -> None:
    line = '<a:ln w="12700"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>{}</a:ln>'
    square = f'<wps:wsp><wps:spPr><a:prstGeom prst="rect"/><a:noFill/>{line.format("")}</wps:spPr></wps:wsp>'
    document, problems = read(p(anchored(square, place("H", "page", 100), place("V", "page", 200))) + A4)
    assert problems == ()
    page = pypdfium2.PdfDocument(make_pdf(document, "x")[0])[0].render(scale=1).to_pil().convert("L")
    assert all(page.getpixel(point) < 160 for point in ((150, 200), (150, 249), (100, 225), (199, 225)))
    assert page.getpixel((150, 225)) > 240
    arrow = '<a:prstGeom prst="line"/>' + line.format('<a:tailEnd type="triangle"/>')
    shape = f"<wps:wsp><wps:spPr>{arrow}</wps:spPr></wps:wsp>"
    _, (problem,) = read(p(anchored(shape, place("H", "page", 100), place("V", "page", 200))) + A4)
    assert "箭头" in problem.message


def test_the_text_of_a_box_is_among_the_passages_where_figures_are_looked_for() -> None:
    content = r("前") + anchored(box(p("框中")), place("H", "page", 0), place("V", "page", 0))
    document, _ = read(p(content))
    found = [(passage.where, passage.text) for passage in passages(document)]
    assert found == [("文首  第1段", "前"), ("文首  文本框", "框中")]


def test_a_box_at_the_pages_end_keeps_all_its_text_and_one_off_the_paper_is_told() -> None:
    many = "".join(p(f"第{number}行") for number in "一二三四五六")
    low = anchored(box(many), place("H", "page", 100), place("V", "page", 740))
    data, problems = make_pdf(read(p(low) + A4)[0], "x")
    assert problems == ()
    assert "第六行" in page_texts(data)[0]
    off = anchored(box(many), place("H", "page", 100), place("V", "page", 820))
    _, (problem,) = make_pdf(read(p(off) + A4)[0], "x")
    assert "页面之外" in problem.message
    assert problem.place.within == "正文第1段 文本框"


def test_a_justified_line_that_holds_only_what_floats_is_laid_out() -> None:
    content = (
        anchored(box(p("框")), place("H", "column", 0), place("V", "paragraph", 0)) + "<w:r><w:br/></w:r>" + r("后")
    )
    document, _ = read(p(content, '<w:jc w:val="both"/>') + A4)
    assert corner(document, "后")[0] == pytest.approx(LEFT, abs=1)


def test_what_floats_from_a_paragraph_of_a_page_break_alone_is_there() -> None:
    inner = anchored(box(p("框")), place("H", "page", 100), place("V", "page", 400))
    document, _ = read(p(r("前")) + p(inner + '<w:r><w:br w:type="page"/></w:r>') + p(r("后")) + A4)
    assert page_texts(make_pdf(document, "x")[0]) == ["前框", "后"]
