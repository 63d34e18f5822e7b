"""What the pages of foreign documents taught: each of these was once worse than elsewhere."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]
import pytest
from test_typeset_read import NAMES, blocks, docx, p, r, read
from test_typeset_read_paragraphs import style, styles
from test_typeset_read_tables import tbl, tc, tr
from test_typeset_write_pdf import characters, page_texts

from reportgen.typeset.pdf import make_pdf
from reportgen.typeset.read import read_docx
from reportgen.typeset.tree import Document, Paragraph, Table

EXACT = '<w:spacing w:line="400" w:lineRule="exact"/>'
PAGE = (
    '<w:sectPr>{}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="{}" w:bottom="1440" w:left="1800" w:right="1800" '
    'w:header="851" w:footer="992"/></w:sectPr>'
)


def picture(document: Document, scale: int = 4) -> pypdfium2.PdfBitmap:
    data, problems = make_pdf(document, "x")
    assert problems == ()
    return pypdfium2.PdfDocument(data)[0].render(scale=scale).to_pil().convert("L")


def dark_rows(document: Document, x: float, top: float, bottom: float) -> list[float]:
    """Where a page is dark along a vertical line, in points."""
    page = picture(document)
    return [y / 4 for y in range(int(top * 4), int(bottom * 4)) if page.getpixel((int(x * 4), y)) < 128]


def test_a_double_line_is_three_of_its_widths_thick() -> None:
    edge = '<w:pBdr><w:bottom w:val="double" w:sz="24" w:space="1"/></w:pBdr>' + EXACT
    document, _ = read(p(r("字"), edge) + PAGE.format("", 1440))
    rows = dark_rows(document, 300, 90, 130)
    assert max(rows) - min(rows) == pytest.approx(3 * 3, abs=0.6)


def test_text_stands_below_the_line_under_a_tall_header() -> None:
    bordered = '<w:pBdr><w:bottom w:val="single" w:sz="48" w:space="20"/></w:pBdr>' + EXACT
    header = f"<w:hdr {NAMES}>{p(r('眉'), bordered)}</w:hdr>"
    reference = '<w:headerReference w:type="default" r:id="partheader1"/>'
    document, _ = read_docx(docx(p(r("文"), EXACT) + PAGE.format(reference, 900), {"header1": header}), "x")
    data, _ = make_pdf(document, "x")
    text = pypdfium2.PdfDocument(data)[0].get_textpage()
    at = text.get_text_range().index("文")
    line = max(dark_rows(document, 300, 20, 140))
    assert 841.9 - text.get_charbox(at)[3] > line


def test_a_paragraph_taken_out_of_its_styles_list_loses_the_lists_indent() -> None:
    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    sheet = styles(style("L", '<w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr>'))
    of_list = '<w:pStyle w:val="L"/>'
    out = f'{of_list}<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    first, second = blocks(p("列", of_list) + p("不列", out), numbering=numbering, styles=sheet)
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert (first.style.left, first.style.first_line) == (36, -18)
    assert (second.style.left, second.style.first_line, len(second.inlines)) == (0, 0, 1)


def test_headings_that_take_most_of_the_page_are_not_repeated_and_not_lost() -> None:
    header = '<w:trHeight w:val="7000"/><w:tblHeader/>'
    rows = [tr(tc("甲"), properties=header), tr(tc("乙"), properties=header), *(tr(tc("丙")) for _ in range(60))]
    document, (problem,) = read(tbl(*rows, widths=(6000,)) + PAGE.format("", 1440))
    assert "标题行" in problem.message
    data, _ = make_pdf(document, "x")
    assert "".join(page_texts(data)).count("甲") == 1


def test_a_heading_of_a_few_rows_is_repeated() -> None:
    header = "<w:tblHeader/>"
    rows = [tr(tc("甲"), properties=header), *(tr(tc("丙")) for _ in range(80))]
    document, problems = read(tbl(*rows, widths=(6000,)) + PAGE.format("", 1440))
    assert problems == ()
    [table] = document.sections[0].blocks
    assert isinstance(table, Table)
    assert table.rows[0].header


def test_a_second_body_is_told() -> None:
    data = docx(p("一") + "</w:body><w:body>" + p("二"))
    _, (problem,) = read_docx(data, "x")
    assert "w:body" in problem.message


def test_italics_of_a_face_without_them_are_slanted() -> None:
    def leaning(properties: str) -> float:
        """How far the top of a stroke stands to the right of its foot, as a share of its height."""
        big = '<w:rFonts w:ascii="宋体" w:eastAsia="宋体" w:hint="eastAsia"/><w:sz w:val="400"/>'
        page = picture(read(p(r("丨", big + properties)) + PAGE.format("", 1440))[0], scale=1)
        rows = [[x for x in range(page.width) if page.getpixel((x, y)) < 128] for y in range(page.height)]
        inked = [(y, sum(row) / len(row)) for y, row in enumerate(rows) if row]
        (top, upper), (foot, lower) = inked[20], inked[-20]
        return (upper - lower) / (foot - top)

    assert leaning("") == pytest.approx(0, abs=0.02)
    assert leaning("<w:i/>") == pytest.approx(0.21, abs=0.03)


def test_the_line_above_footnotes_is_two_inches_long() -> None:
    notes = f'<w:footnotes {NAMES}><w:footnote w:id="2">{p("注")}</w:footnote></w:footnotes>'
    document, _ = read(
        p(r("文") + '<w:r><w:footnoteReference w:id="2"/></w:r>') + PAGE.format("", 1440), footnotes=notes
    )
    page = picture(document)
    rows = ([x for x in range(4 * 90, 4 * 500) if page.getpixel((x, y)) < 128] for y in range(4 * 600, 4 * 770))
    assert max(len(row) for row in rows) / 4 == pytest.approx(144, abs=1)


@pytest.mark.parametrize(("following", "level"), [("continuous", True), ("nextPage", False)])
def test_columns_end_level_where_the_next_section_goes_on_below(following: str, level: bool) -> None:
    columns = PAGE.format('<w:cols w:num="2" w:space="400"/>', 1440)
    end = PAGE.format("", 1440).replace("<w:sectPr>", f'<w:sectPr><w:type w:val="{following}"/>')
    body = "".join(p(r("段"), EXACT) for _ in range(9)) + p(r("段"), EXACT + columns) + p(r("末"), EXACT) + end
    data, _ = make_pdf(read(body)[0], "x")
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    found = [page.get_charbox(at)[0] for at in range(page.count_chars()) if page.get_text_range(at, 1) == "段"]
    assert len(found) == 10
    assert sum(left > 300 for left in found) == (5 if level else 0)


def test_spaces_add_up_only_as_old_word_has_them_and_those_of_web_pages_do_not_part_a_list() -> None:
    web = '<w:spacing w:beforeAutospacing="1" w:afterAutospacing="1" w:line="400" w:lineRule="exact"/>'
    plain = '<w:spacing w:before="280" w:after="280" w:line="400" w:lineRule="exact"/>'
    numbering = (
        f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="none"/>'
        '<w:suff w:val="nothing"/></w:lvl></w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
        "</w:numbering>"
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>' + web

    def step(properties: str, **more: str) -> float:
        body = p(r("段"), properties) + p(r("段"), properties) + PAGE.format("", 1440)
        page = pypdfium2.PdfDocument(make_pdf(read(body, numbering=numbering, **more)[0], "x")[0])[0].get_textpage()
        above, below = (
            page.get_charbox(at)[1] for at in range(page.count_chars()) if page.get_text_range(at, 1) == "段"
        )
        return round(above - below, 1)

    assert (step(plain), step(web), step(listed)) == (20 + 14, 20 + 14, 20)
    old = f"<w:settings {NAMES}><w:compat><w:doNotUseHTMLParagraphAutoSpacing/></w:compat></w:settings>"
    assert [step(look, settings=old) for look in (plain, web, listed)] == [20 + 28, 20 + 15, 20 + 15]


def test_a_note_is_not_set_as_the_text_that_calls_it() -> None:
    """The note of a centred heading begins at the left."""
    notes = f'<w:footnotes {NAMES}><w:footnote w:id="2">{p("注释")}</w:footnote></w:footnotes>'
    calling = p(r("题") + '<w:r><w:footnoteReference w:id="2"/></w:r>', '<w:jc w:val="center"/>')
    document, _ = read(calling + PAGE.format("", 1440), footnotes=notes)
    data, _ = make_pdf(document, "x.pdf")
    left = {char: x for char, x, *_ in characters(data)}
    assert left["注"] < left["题"] - 100
