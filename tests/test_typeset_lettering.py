"""Characters made narrower or wider, marks of emphasis, colours of the theme, drop caps: read and drawn."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image
from test_typeset_floating import A4, LEFT
from test_typeset_read import p, paragraph, r, read, root, table
from test_typeset_read_tables import tbl, tc, tr
from test_typeset_write_pdf import characters, page_texts

from reportgen.typeset.html import write_html
from reportgen.typeset.pdf import make_pdf
from reportgen.typeset.tree import Floating, Paragraph, Text

THEME = root(
    "theme",
    "<a:clrScheme><a:dk1><a:sysClr lastClr='000000'/></a:dk1><a:lt2><a:srgbClr val='E7E6E6'/></a:lt2>"
    "<a:accent1><a:srgbClr val='4472C4'/></a:accent1></a:clrScheme>",
)
SIZE = 20
BIG = f'<w:sz w:val="{2 * SIZE}"/>'


def pdf(body: str) -> bytes:
    document, problems = read(body + A4)
    assert problems == ()
    data, problems = make_pdf(document, "x")
    assert problems == ()
    return data


def image(data: bytes, scale: int = 4) -> Image.Image:
    page: Image.Image = pypdfium2.PdfDocument(data)[0].render(scale=scale).to_pil().convert("L")
    return page


@pytest.mark.parametrize("share", [50, 80, 150])
def test_scaled_characters_are_as_high_and_that_share_as_wide(share: int) -> None:
    plain, scaled = (
        {char: (right - left, top - bottom) for char, left, bottom, right, top in characters(pdf(p(r("国口W", looks))))}
        for looks in (BIG, BIG + f'<w:w w:val="{share}%"/>')
    )
    for char, (width, height) in plain.items():
        assert scaled[char] == (pytest.approx(width * share / 100, rel=0.06), pytest.approx(height, rel=0.06))


def test_scaled_characters_fill_their_lines() -> None:
    data = pdf(p(r("字" * 150, '<w:w w:val="66"/>'), '<w:jc w:val="both"/>'))
    first = [box for box in characters(data) if abs(box[4] - characters(data)[0][4]) < 1]
    assert len(first) == int((595.3 - 2 * LEFT) / (10 * 0.66))
    assert first[-1][3] == pytest.approx(595.3 - LEFT, abs=1.5)


def test_a_tab_knows_how_wide_scaled_text_is() -> None:
    stop = '<w:tabs><w:tab w:val="right" w:pos="4000"/></w:tabs>'
    data = pdf(p(r("一") + "<w:r><w:tab/></w:r>" + r("末末末", '<w:w w:val="50"/>'), stop))
    assert max(box[3] for box in characters(data)) == pytest.approx(LEFT + 200, abs=1)


def dark(page: Image.Image, left: float, top: float, right: float, bottom: float) -> int:
    """How many points of an area are dark; the area in points of the page, from its top."""
    part = page.crop((round(left * 4), round(top * 4), round(right * 4), round(bottom * 4)))
    return sum(part.histogram()[:128])


@pytest.mark.parametrize(("kind", "below"), [("dot", True), ("underDot", True), ("circle", False)])
def test_a_mark_of_emphasis_stands_at_each_character_but_spaces(kind: str, below: bool) -> None:
    """一 leaves the room above and below it white."""
    lead = p("", '<w:spacing w:line="400" w:lineRule="exact"/>')
    text = p(r("一 一", BIG + f'<w:em w:val="{kind}"/>'), '<w:spacing w:line="800" w:lineRule="exact"/>')
    data = pdf(lead + text)
    assert page_texts(data) == ["一一"]
    page = image(data)
    first, last = (box for box in characters(data) if box[0] == "一")
    for _, left, bottom, right, top in (first, last):
        middle = 841.9 - (top + bottom) / 2
        under = dark(page, left, middle + 4, right, middle + 20)
        over = dark(page, left, middle - 20, right, middle - 4)
        assert (under > 0, over > 0) == (below, not below)
    gap = (first[3], last[1])
    assert dark(page, gap[0] + 1, 841.9 - first[4] - 20, gap[1] - 1, 841.9 - first[2] + 20) == 0


def test_text_without_such_letters_is_written_as_before() -> None:
    document, _ = read(p(r("文", "<w:b/>")))
    emphasized, _ = read(p(r("文", '<w:em w:val="dot"/>')))
    assert "lettering" not in write_html(document)
    assert "lettering" in write_html(emphasized)


def test_colours_of_the_theme_are_lighter_and_darker_as_in_word() -> None:
    looks = '<w:color w:val="auto" w:themeColor="accent1" w:themeShade="BF"/>'
    looks += '<w:shd w:val="clear" w:fill="FFFFFF" w:themeFill="accent1" w:themeFillTint="66"/>'
    border = '<w:pBdr><w:top w:val="single" w:color="auto" w:themeColor="background2"/></w:pBdr>'
    found = paragraph(p(r("文", looks), border), theme=THEME)
    text = found.inlines[0]
    assert isinstance(text, Text)
    assert (text.style.color, text.style.background) == ("2F5496", "B4C6E7")
    assert found.style.edges.top.color == "E7E6E6"


def test_a_colour_that_the_theme_has_not_is_the_plain_one() -> None:
    cell = '<w:shd w:val="clear" w:fill="ff0000" w:themeFill="accent6"/>'
    assert table(tbl(tr(tc("文", cell))), theme=THEME).rows[0].cells[0].background == "FF0000"


def test_a_drop_cap_stands_in_the_first_lines_of_the_next_paragraph() -> None:
    looks = '<w:framePr w:dropCap="drop" w:lines="3" w:hSpace="100"/><w:spacing w:line="960" w:lineRule="exact"/>'
    body = p(r("首", '<w:position w:val="-8"/><w:sz w:val="94"/>'), looks)
    body += p("字" * 160 + "末", '<w:spacing w:line="320" w:lineRule="exact"/>')
    document, problems = read(body + A4)
    assert problems == ()
    (only,) = document.sections[0].blocks
    assert isinstance(only, Paragraph)
    assert isinstance(only.inlines[0], Floating)
    boxes = characters(pdf(body))
    letters = [box for box in boxes if box[0] == "字"]
    tops = sorted({round(box[4]) for box in letters}, reverse=True)
    starts = [min(box[1] for box in letters if round(box[4]) == top) for top in tops]
    assert starts[:3] == [pytest.approx(LEFT + 47 + 5, abs=1.5)] * 3
    assert starts[3] == pytest.approx(LEFT, abs=1.5)
    (cap,) = (box for box in boxes if box[0] == "首")
    third = min(box[2] for box in letters if round(box[4]) == tops[2])
    assert (cap[2] + cap[4]) / 2 == pytest.approx((tops[0] + third) / 2, abs=8)


def test_a_cap_in_the_margin_is_told() -> None:
    _, (problem,) = read(p("首", '<w:framePr w:dropCap="margin"/>') + p("文"))
    assert "图文框" in problem.message
