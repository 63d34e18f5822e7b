"""Borders of pages and lines between columns: read, and drawn where Word draws them."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image
from test_typeset_floating import A4, LEFT, TOP
from test_typeset_read import NAMES, docx, p, r, read, root

from reportgen.typeset.pdf import make_pdf
from reportgen.typeset.read import read_docx
from reportgen.typeset.tree import Document

WIDTH, HEIGHT = 595, 842
BREAK = '<w:r><w:br w:type="page"/></w:r>'


def section(attributes: str, *sides: str, line: str = 'w:val="single" w:sz="16" w:space="20"') -> str:
    borders = "".join(f"<w:{side} {line}/>" for side in sides or ("top", "left", "bottom", "right"))
    return A4.replace("</w:sectPr>", f"<w:pgBorders {attributes}>{borders}</w:pgBorders></w:sectPr>")


def pages(document: Document) -> list[Image.Image]:
    data, problems = make_pdf(document, "x")
    assert problems == ()
    return [page.render(scale=1).to_pil().convert("L") for page in pypdfium2.PdfDocument(data)]


def drawn(body: str) -> list[Image.Image]:
    document, problems = read(body)
    assert problems == ()
    return pages(document)


def rows(page: Image.Image, x: int) -> list[int]:
    """The dark points of a column."""
    return [y for y in range(page.height) if page.getpixel((x, y)) < 128]


def columns(page: Image.Image, y: int) -> list[int]:
    return [x for x in range(page.width) if page.getpixel((x, y)) < 128]


def test_borders_from_the_papers_edge() -> None:
    (page,) = drawn(p("文") + section('w:offsetFrom="page"'))
    assert rows(page, 300) == [20, 21, HEIGHT - 22, HEIGHT - 21]
    assert columns(page, 400) == pytest.approx([20, 21, WIDTH - 22, WIDTH - 21], abs=1)
    assert columns(page, 18) == []


def test_borders_from_the_text() -> None:
    (page,) = drawn(p() + section(""))
    assert rows(page, 300) == pytest.approx([TOP - 22, TOP - 21, HEIGHT - TOP + 20, HEIGHT - TOP + 21], abs=1)
    assert columns(page, 400) == pytest.approx([LEFT - 22, LEFT - 21, WIDTH - LEFT + 20, WIDTH - LEFT + 21], abs=1)


@pytest.mark.parametrize(("settings", "top"), [("", 42.55), ("<w:bordersDoNotSurroundHeader/>", TOP)])
def test_borders_around_the_header_unless_the_document_says_not(settings: str, top: float) -> None:
    reference = '<w:sectPr><w:headerReference w:type="default" r:id="partheader1"/>'
    body = p() + section("", line='w:val="single" w:sz="16" w:space="5"').replace("<w:sectPr>", reference)
    parts = {"header1": f"<w:hdr {NAMES}>{p()}</w:hdr>", "settings": root("settings", settings)}
    document, problems = read_docx(docx(body, parts), "x")
    assert problems == ()
    assert rows(pages(document)[0], 300)[0] == pytest.approx(top - 7, abs=1)


@pytest.mark.parametrize(("display", "framed"), [("allPages", [1, 1]), ("firstPage", [1, 0]), ("notFirstPage", [0, 1])])
def test_borders_on_the_pages_asked_for(display: str, framed: list[int]) -> None:
    found = drawn(p() + p(BREAK) + p() + section(f'w:offsetFrom="page" w:display="{display}"'))
    assert [int(bool(rows(page, 300))) for page in found] == framed


def test_one_side_alone_in_its_colour() -> None:
    line = 'w:val="double" w:sz="16" w:space="20" w:color="FF0000"'
    document, _ = read(p() + section('w:offsetFrom="page"', "bottom", line=line))
    page = pypdfium2.PdfDocument(make_pdf(document, "x")[0])[0].render(scale=1).to_pil()
    red = [y for y in range(page.height) if page.getpixel((300, y))[1] < 128]
    assert red == [HEIGHT - 26, HEIGHT - 25, HEIGHT - 22, HEIGHT - 21]
    assert page.getpixel((300, red[0])) == (255, 0, 0)
    assert page.getpixel((21, 400)) == page.getpixel((LEFT - 3, red[0])) == (255, 255, 255)


def test_another_section_has_borders_of_its_own() -> None:
    end = section('w:offsetFrom="page"').replace("<w:sectPr>", "<w:p><w:pPr><w:sectPr>")
    framed, plain = drawn(p(r("一")) + end + "</w:pPr></w:p>" + p(r("二")) + A4)
    assert rows(framed, 300)
    assert not rows(plain, 300)


def in_columns(columns: str) -> str:
    return p("字" * 900) + A4.replace("</w:sectPr>", f"{columns}</w:sectPr>")


def test_a_line_between_columns_is_as_high_as_they_are() -> None:
    plain, lined = (drawn(in_columns(f'<w:cols w:num="2" w:space="400" {line}/>'))[0] for line in ("", 'w:sep="1"'))
    middle = WIDTH // 2
    assert not rows(plain, middle)
    found = [y for y in range(HEIGHT) if min(lined.getpixel((x, y)) for x in (middle, middle + 1)) < 200]
    assert len(found) > 200
    assert found[0] == pytest.approx(TOP, abs=2)


def test_columns_given_one_by_one_but_of_one_width_are_not_told() -> None:
    each = '<w:cols w:num="2" w:equalWidth="0"><w:col w:w="{}" w:space="400"/><w:col w:w="3950"/></w:cols>'
    document, problems = read(in_columns(each.format(3955)))
    assert problems == ()
    assert document.sections[0].column_gap == 20
    _, (problem,) = read(in_columns(each.format(3000)))
    assert "宽度不等" in problem.message
