"""Trees built by hand -> PDF: pages, places of characters and lines, fonts, footers, notes, problems, determinism."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image
from test_typeset_write_html import (
    BODY,
    FANG,
    PLAIN,
    SENTENCE,
    SONG,
    document,
    page_number,
    paragraph,
    plain,
    section,
)

from reportgen.problem import Level
from reportgen.typeset.pdf import make_pdf
from reportgen.typeset.tree import (
    Bookmark,
    Break,
    Document,
    LineSpacing,
    Link,
    Note,
    Paragraph,
    Picture,
    RunStyle,
    Text,
)

Box = tuple[str, float, float, float, float]  # character, left, bottom, right, top


def pdf(tree: Document) -> bytes:
    data, problems = make_pdf(tree, "报告.docx")
    assert problems == ()
    return data


def page_texts(data: bytes) -> list[str]:
    """The text of each page without white space: PDF has none of its own."""
    return ["".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(data)]


def characters(data: bytes, page: int = 0) -> list[Box]:
    text = pypdfium2.PdfDocument(data)[page].get_textpage()
    found = ((text.get_text_range(i, 1), *text.get_charbox(i, loose=True)) for i in range(text.count_chars()))
    return [box for box in found if box[0].strip()]


def lines(data: bytes, page: int = 0) -> list[list[Box]]:
    """The characters of a page by lines: a line starts where x does not grow."""
    found: list[list[Box]] = []
    for box in characters(data, page):
        if not found or box[1] <= found[-1][-1][1]:
            found.append([])
        found[-1].append(box)
    return found


def image(data: bytes, page: int) -> Any:
    return pypdfium2.PdfDocument(data)[page].render(scale=4).to_pil().convert("L")


def test_justified_lines_end_at_the_right_edge_or_hang_one_mark_into_the_margin() -> None:
    full = "字" * 27 + "，" + "字" * 9 + "。"  # 27 characters fill a line: the mark after them hangs
    body = lines(pdf(document(paragraph(SENTENCE * 3), paragraph(full, replace(BODY, first_line=0)))))
    edge = 595.3 - 73.7
    assert len(body) > 8
    hanging = 0
    for line in body[:-1]:
        if "".join(box[0] for box in line).endswith("2012执行。"):
            continue  # a last line is not stretched
        hangs = line[-1][3] > edge + 8
        hanging += hangs
        assert abs((line[-2] if hangs else line[-1])[3] - edge) < 1
        assert not hangs or line[-1][0] in "，。、》）”"
    assert hanging == 1
    assert "".join(box[0] for box in body[-2]) == "字" * 27 + "，"
    assert body[-1][-1][3] < edge - 16


def test_marks_do_not_hang_where_the_paragraph_forbids_it() -> None:
    body = lines(pdf(document(paragraph(SENTENCE * 3, replace(BODY, hang_punctuation=False)))))
    assert all(abs(line[-1][3] - (595.3 - 73.7)) < 1 for line in body[:-1])


def test_no_line_begins_with_a_closing_mark() -> None:
    body = lines(pdf(document(paragraph(SENTENCE * 5))))
    assert not [line[0] for line in body if line[0][0] in "，。、；：》）〕”%"]


def test_distributed_text_fills_its_line() -> None:
    [line] = lines(pdf(document(plain("分散对齐", align="distribute", left=100, right=100))))
    assert abs(line[0][1] - 179.4) < 1
    assert abs(line[-1][3] - (595.3 - 173.7)) < 1


def test_exact_lines_are_exact_whatever_fonts_stand_in_them() -> None:
    others = (replace(FANG, latin="DejaVu Sans"), replace(FANG, east_asian="黑体", bold=True))
    mixed = (Text("全年执行", FANG), *(Text("ABC 加粗", other) for other in others))
    tree = document(*(Paragraph(BODY, mixed) for _ in range(22)), paragraph("第二页"))
    first, second = page_texts(pdf(tree))
    assert first.count("全年执行") == 22
    assert second == "第二页"
    tops = [line[0][4] for line in lines(pdf(tree))]
    assert all(abs(a - b - 28.95) < 0.05 for a, b in pairwise(tops))


def test_first_lines_are_indented_by_two_characters() -> None:
    body = lines(pdf(document(paragraph(SENTENCE))))
    assert abs(body[0][0][1] - (79.4 + 32)) < 0.5
    assert abs(body[1][0][1] - 79.4) < 0.5


def test_ideographs_and_digits_stand_a_quarter_em_apart() -> None:
    [line] = lines(pdf(document(paragraph("共12个", replace(BODY, align="left")))))
    assert abs(line[1][1] - line[0][3] - 4) < 0.2
    assert abs(line[3][1] - line[2][3] - 4) < 0.2


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    footers = {"default": page_number("right"), "even": page_number("left")}
    pages = (paragraph("甲"), Paragraph(replace(BODY, page_break_before=True), (Text("乙", FANG),)))
    data = pdf(replace(document(*pages, footers=footers), even_and_odd=True))
    assert page_texts(data) == ["甲—1—", "乙—2—"]
    assert abs(characters(data, 0)[-1][3] - (595.3 - 73.7 - 16)) < 1
    assert abs(characters(data, 1)[1][1] - (79.4 + 16)) < 1


def test_sections_have_their_own_paper_numbers_and_headers() -> None:
    wide = section(
        plain("横向"),
        width=841.9,
        height=595.3,
        number_start=7,
        footers={"default": (plain("普通"),), "first": page_number("center")},
        headers={"default": (plain("页眉"),), "first": (plain("首页眉"),)},
        title_page=True,
    )
    data = pdf(Document((section(plain("纵向")), wide)))
    sizes = [tuple(map(round, page.get_size())) for page in pypdfium2.PdfDocument(data)]
    assert sizes == [(595, 842), (842, 595)]
    assert page_texts(data)[1] == "横向首页眉—7—"


def test_page_breaks_inside_at_the_end_and_two_in_a_row() -> None:
    page = Break("page", SONG)
    tree = document(
        Paragraph(PLAIN, (Text("一", SONG), page, Text("二", SONG), page)), Paragraph(PLAIN, (page,)), plain("四")
    )
    assert page_texts(pdf(tree)) == ["一", "二", "", "四"]


def test_an_empty_paragraph_keeps_its_line() -> None:
    with_gap = lines(pdf(document(plain("甲"), Paragraph(PLAIN, ()), plain("乙"))))
    assert abs(with_gap[0][0][4] - with_gap[1][0][4] - 30) < 0.1


def test_lines_on_a_document_grid_snap_to_it() -> None:
    style = replace(PLAIN, line=LineSpacing("multiple", 1.0))
    rows = lines(pdf(document(plain("甲", line=style.line), plain("乙", line=style.line), line_pitch=15.6)))
    assert abs(rows[0][0][4] - rows[1][0][4] - 15.6) < 0.1


def test_notes_stand_at_the_foot_of_their_page() -> None:
    note = Note((plain("注的内容 R&D <x>。"), plain("注的第二段。")))
    data = pdf(document(Paragraph(PLAIN, (Text("正文", SONG), note, Text("后文", SONG)))))
    assert page_texts(data)[0] == "正文1后文1注的内容R&D<x>。注的第二段。"
    assert characters(data)[-1][2] < 120


def test_headings_become_the_outline_and_links_lead_to_bookmarks() -> None:
    tree = document(
        plain("一、甲", outline=0),
        plain("（一）乙", outline=1),
        Paragraph(PLAIN, (Link("#there", (Text("去", SONG),)), Bookmark("there"))),
    )
    reader = pypdf.PdfReader(io.BytesIO(pdf(tree)))
    first, inner = reader.outline
    assert (first["/Title"], [item["/Title"] for item in inner]) == ("一、甲", ["（一）乙"])  # type: ignore[index, union-attr]
    assert reader.pages[0]["/Annots"][0].get_object()["/Subtype"] == "/Link"  # type: ignore[index]


def test_title_author_language_and_date_come_from_the_document_and_the_bytes_from_nothing_else() -> None:
    tree = document(paragraph(SENTENCE * 2))
    data = pdf(tree)
    assert data == pdf(tree)
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("自评报告 R&D", "某单位")
    assert str(reader.metadata["/CreationDate"]).startswith("D:20240301080000")
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"  # type: ignore[index]


def test_a_broken_picture_is_an_error_and_a_good_one_is_shown() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (4, 4), (255, 0, 0)).save(stream, "PNG")
    good = Picture(stream.getvalue(), "image/png", 40, 40)
    picture = pypdfium2.PdfDocument(pdf(document(Paragraph(PLAIN, (good,)))))[0].render(scale=1).to_pil()
    assert picture.convert("RGB").getpixel((79 + 20, 105 + 20)) == (255, 0, 0)
    _, problems = make_pdf(document(Paragraph(PLAIN, (replace(good, data=b"no picture"),))), "报告.docx")
    assert [(problem.code, problem.level) for problem in problems] == [("G4", Level.ERROR)]
    assert "base64" not in problems[0].message


@pytest.mark.parametrize("size", [10.5, 16, 22])
def test_a_single_spaced_line_has_words_height(size: float) -> None:
    run = RunStyle(latin="仿宋_GB2312", east_asian="仿宋_GB2312", size=size)
    style = replace(PLAIN, line=LineSpacing("multiple", 1.0), mark=run)
    rows = lines(pdf(document(paragraph("甲", style, run), paragraph("乙", style, run))))
    assert abs(rows[0][0][4] - rows[1][0][4] - 1.1407 * size) < 0.1
