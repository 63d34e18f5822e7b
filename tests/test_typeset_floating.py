"""What floats: text boxes, lines and pictures, of newer and older Word, read and put at their place on the page."""

from __future__ import annotations

import io
from urllib.parse import unquote

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image
from test_typeset_read import NAMES, OFFICE, docx, field, lines, p, r, read, root
from test_typeset_write_pdf import characters, page_texts

from reportgen.typeset.passages import passages
from reportgen.typeset.pdf import make_pdf
from reportgen.typeset.read import read_docx
from reportgen.typeset.strokes_html import write_stroke
from reportgen.typeset.tree import Anchor, Arrowhead, Document, Edge, Floating, Paragraph, Picture, Stroke

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


def test_a_frame_without_text_is_drawn() -> None:
    line = '<a:ln w="12700"><a:solidFill><a:srgbClr val="000000"/></a:solidFill>{}</a:ln>'
    square = f'<wps:wsp><wps:spPr><a:prstGeom prst="rect"/><a:noFill/>{line.format("")}</wps:spPr></wps:wsp>'
    document, problems = read(p(anchored(square, place("H", "page", 100), place("V", "page", 200))) + A4)
    assert problems == ()
    page = pypdfium2.PdfDocument(make_pdf(document, "x")[0])[0].render(scale=1).to_pil().convert("L")
    assert all(page.getpixel(point) < 160 for point in ((150, 200), (150, 249), (100, 225), (199, 225)))
    assert page.getpixel((150, 225)) > 240


def page_image(document: Document) -> Image.Image:
    data, problems = make_pdf(document, "x")
    assert problems == ()
    image: Image.Image = pypdfium2.PdfDocument(data)[0].render(scale=1).to_pil().convert("L")
    return image


def column(image: Image.Image, x: int, top: int, bottom: int) -> int:
    """How many points of a column are dark."""
    return sum(image.getpixel((x, y)) < 128 for y in range(top, bottom))


@pytest.mark.parametrize(("flips", "at"), [("", 191), ('flipH="1"', 100), ('flipH="1" flipV="1"', 100)])
@pytest.mark.parametrize("kind", ["triangle", "stealth", "arrow", "diamond", "oval"])
def test_an_arrowhead_stands_at_the_end_its_line_goes_to(kind: str, flips: str, at: int) -> None:
    looks = f'<a:xfrm {flips}/><a:prstGeom prst="line"/><a:ln w="25400"><a:solidFill><a:srgbClr val="000000"/>'
    looks += f'</a:solidFill><a:tailEnd type="{kind}" w="lg" len="lg"/></a:ln>'
    shape = f"<wps:wsp><wps:spPr>{looks}</wps:spPr></wps:wsp>"
    across, down = place("H", "page", 100), place("V", "page", 200)
    document, problems = read(p(anchored(shape, across, down, size=(100, 0))) + A4)
    assert problems == ()
    image = page_image(document)
    assert max(column(image, x, 180, 220) for x in range(at, at + 9)) >= 6
    assert all(column(image, x, 180, 220) == 2 for x in range(291 - at, 299 - at))


def test_an_open_arrowhead_is_not_filled() -> None:
    filled, opened = (Stroke(Edge(2), right=Arrowhead(kind, length=5, width=5)) for kind in ("triangle", "arrow"))
    assert "<polygon" in unquote(write_stroke(filled, 100, 0))
    assert 'fill="none"' in unquote(write_stroke(opened, 100, 0))


def test_an_arrowhead_of_older_word_is_drawn_too() -> None:
    ends = 'from="100pt,20pt" to="10pt,20pt" strokecolor="black" strokeweight="2pt"'
    inner = '<v:stroke endarrow="classic" endarrowwidth="wide"/>'
    document, problems = read(p(pict("line", "position:absolute", inner, ends)) + A4)
    assert problems == ()
    content = floating(document).content
    assert isinstance(content, Stroke)
    assert (content.left, content.right) == (Arrowhead("stealth", 3, 5), None)


WPG = 'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"'


def frame(corner: str, extent: str, child: str = "") -> str:
    x, y, cx, cy = (int(number) * POINT for number in f"{corner} {extent}".split())
    inner = ""
    if child:
        left, top, width, height = (int(number) * POINT for number in child.split())
        inner = f'<a:chOff x="{left}" y="{top}"/><a:chExt cx="{width}" cy="{height}"/>'
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/>{inner}</a:xfrm>'


def group(parts: str, place: str) -> str:
    return f"<wpg:wgp {WPG}><wpg:grpSpPr>{place}</wpg:grpSpPr>{parts}</wpg:wgp>"


def test_the_parts_of_a_group_stand_where_it_shows_them() -> None:
    inner = f"<wpg:grpSp><wpg:grpSpPr>{frame('200 100', '100 50', '0 0 50 50')}</wpg:grpSpPr>"
    inner += box(p("内"), frame("25 0", "25 25")) + "</wpg:grpSp>"
    whole = group(box(p("外"), frame("100 100", "80 20")) + inner, frame("0 0", "200 100", "100 100 400 200"))
    content = anchored(whole, place("H", "page", "center"), place("V", "page", 300), size=(200, 100))
    document, problems = read(p(content) + A4)
    assert problems == ()
    left = 595.3 / 2 - 100
    assert corner(document, "外") == (pytest.approx(left, abs=1), pytest.approx(300, abs=3))
    assert corner(document, "内") == (pytest.approx(left + 50 + 25, abs=1), pytest.approx(300, abs=3))


def test_text_keeps_away_from_a_group_that_it_is_to_stand_beside() -> None:
    whole = group(box(p("框"), frame("0 0", "100 50")), frame("0 0", "100 50", "0 0 100 50"))
    across, down = place("H", "column", 0), place("V", "paragraph", 0)
    document, (problem,) = read(p(anchored(whole, across, down, "wrapSquare") + r("后")) + A4)
    assert "文字环绕" in problem.message
    assert corner(document, "框")[0] == pytest.approx(LEFT, abs=1)
    assert corner(document, "后")[0] > LEFT + 100
    _, (problem,) = read(p(anchored(whole, across, place("V", "page", 0), "wrapSquare") + r("后")) + A4)
    assert "文本框" in problem.message


def test_a_place_as_a_share_of_the_page_is_given_in_points_too() -> None:
    share = '<mc:AlternateContent><mc:Choice Requires="wp14"><wp:positionH relativeFrom="page"><w14:pct>5</w14:pct>'
    share += f"</wp:positionH></mc:Choice><mc:Fallback>{place('H', 'page', 40)}</mc:Fallback></mc:AlternateContent>"
    document, problems = read(p(anchored(box(p("框")), share, place("V", "page", 300))) + A4)
    assert problems == ()
    assert floating(document).across == Anchor("page", 40)


def test_of_a_group_only_what_is_not_carried_is_lost() -> None:
    star = '<wps:wsp><wps:spPr><a:prstGeom prst="star5"/></wps:spPr></wps:wsp>'
    whole = group(star + box(p("框"), frame("0 0", "50 50")), frame("0 0", "100 50", "0 0 100 50"))
    document, (problem,) = read(p(anchored(whole, place("H", "page", 0), place("V", "page", 0))) + A4)
    assert "图形（线条" in problem.message
    assert isinstance(floating(document).content, tuple)


@pytest.mark.parametrize("turned", ['rot="5400000"', 'flipH="1"'])
def test_a_turned_group_is_lost(turned: str) -> None:
    looks = frame("0 0", "100 50", "0 0 100 50").replace("<a:xfrm", f"<a:xfrm {turned}")
    whole = group(box(p("框"), frame("0 0", "50 50")), looks)
    _, (problem,) = read(p(anchored(whole, place("H", "page", 0), place("V", "page", 0))) + A4)
    assert "文本框" in problem.message


def test_a_shapes_style_names_colours_of_the_theme() -> None:
    style = '<wps:style><a:lnRef idx="2"><a:schemeClr val="accent1"><a:shade val="50000"/></a:schemeClr></a:lnRef>'
    style += '<a:fillRef idx="1"><a:schemeClr val="accent1"><a:lumMod val="40000"/><a:lumOff val="60000"/>'
    style += "</a:schemeClr></a:fillRef></wps:style>"
    shape = f'<wps:wsp><wps:spPr><a:prstGeom prst="rect"/></wps:spPr>{style}</wps:wsp>'
    theme = root("theme", '<a:clrScheme><a:accent1><a:srgbClr val="4472C4"/></a:accent1></a:clrScheme>')
    document, problems = read(p(anchored(shape, place("H", "page", 0), place("V", "page", 0))), theme=theme)
    assert problems == ()
    assert (floating(document).edge.color, floating(document).background) == ("2F528F", "B4C7E7")


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
