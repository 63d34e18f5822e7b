"""Tables built by hand -> PDF: lines and centred text at a page's end, exact rows, nested and vertical cells."""

from __future__ import annotations

from itertools import pairwise

import pytest
from test_typeset_write_html import LINES, PLAIN, cell, document, plain
from test_typeset_write_pdf import characters, image, page_texts, pdf

from reportgen.problem import Level
from reportgen.typeset import flow
from reportgen.typeset.html import write_html
from reportgen.typeset.pdf import make_pdf
from reportgen.typeset.tree import Cell, Document, Paragraph, Row, Table


def test_content_higher_than_an_exact_row_is_an_error() -> None:
    rows = (Row((cell(0, "很多文字" * 9), cell(1, "少")), height=20, height_rule="exact"),)
    _, problems = make_pdf(document(Table((60, 60), rows)), "报告.docx")
    [clipped] = problems
    assert (clipped.code, clipped.level, clipped.place.within) == ("G4", Level.ERROR, "正文第1段")


def form(groups: int) -> Document:
    """A form with three merge levels and a repeated header row."""
    rows = [Row(tuple(cell(i, f"表头{i}") for i in range(4)), height=30, header=True, cant_split=True)]
    for group in range(groups):
        for row in range(8):
            first = (cell(0, f"一级{group}", rows=8),) if row == 0 else ()
            second = (cell(1, f"二级{row}", rows=4),) if row % 4 == 0 else ()
            rows.append(Row((*first, *second, cell(2, f"三级{row}"), cell(3, "10")), height=26, cant_split=True))
    return document(Table((80, 80, 180, 60), tuple(rows), align="center", where="表1"))


def test_merged_cells_over_a_pages_end_are_closed_there_and_their_text_is_centred_in_its_part() -> None:
    data = pdf(form(4))
    first, second = page_texts(data)
    assert "表头0" in first
    assert "表头0" in second  # the header row is repeated
    left = 79.4 + (442.2 - 400) / 2
    for page in (0, 1):
        picture = image(data, page)
        columns = [[picture.getpixel((round((left + x) * 4), y)) for y in range(picture.height)] for x in (4, 84, 164)]
        bottoms = [max(y for y, value in enumerate(column) if value < 128) for column in columns]
        assert max(bottoms) - min(bottoms) <= 2  # the line below the last row goes through the merged cells
        tops = [min(y for y, value in enumerate(column) if value < 128) for column in columns]
        assert max(tops) - min(tops) <= 2
    boxes = characters(data, 0)
    last = max(i for i, box in enumerate(boxes) if box[0] == "一")
    middle = (boxes[last][2] + boxes[last][4]) / 2
    group = "".join(box[0] for box in boxes[last : last + 3])
    assert group == "一级2"  # three groups begin on the first page: 637.8 - 30 = 23 rows of 26, so seven of the third
    bottom = 841.9 - 104.9 - 30 - 23 * 26
    assert abs(middle - (bottom + 7 * 26 / 2)) < 3


def test_the_lines_of_one_paragraph_stand_in_the_cell_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page looks as it does with an element for each paragraph."""
    apart = (plain("上下留空", before=5), plain("两段"))
    rows = (
        Row((cell(0, "居中"), cell(1, "竖排", vertical_text=True)), height=80),
        Row((cell(0, "固定行高"), cell(1, "靠下", valign="bottom")), height=40, height_rule="exact"),
        Row((Cell(0, 1, 1, apart), cell(1, "很长的一段要折行" * 3))),
    )
    tall = document(Table((80, 80), rows, where="表1"))
    assert write_html(tall).count("<p") == 3  # the vertical one and those of two paragraphs
    ours = image(pdf(tall), 0)
    monkeypatch.setattr(flow, "_OF_LINES", frozenset())
    assert write_html(tall).count("<p") == 7
    assert ours.tobytes() == image(pdf(tall), 0).tobytes()


def test_a_row_that_a_page_parts_is_closed_on_both() -> None:
    rows = [Row((cell(0, f"行{i}"), cell(1, "10")), height=26) for i in range(22)]
    rows.append(Row((cell(0, "断开"), cell(1, "原因甲乙丙丁戊己庚辛" * 6)), height=26))
    data = pdf(document(Table((120, 120), tuple(rows), where="表1")))
    assert "断开" in page_texts(data)[0]
    for page, end in ((0, max), (1, min)):
        picture = image(data, page)
        lines = [end(y for y in range(picture.height) if picture.getpixel((x, y)) < 128) for x in (350, 400, 1100)]
        assert max(lines) - min(lines) <= 1


def test_a_span_whose_last_row_does_not_fit_is_as_high_as_the_rows_that_do() -> None:
    rows = [Row((cell(0, f"单{i}"), cell(1, f"行{i}")), height=26, cant_split=True) for i in range(21)]
    span = (cell(0, "合并", rows=3, valign="middle"),)
    rows += [Row((*(span if i == 21 else ()), cell(1, f"行{i}")), height=26, cant_split=True) for i in (21, 22, 23)]
    first, second = page_texts(pdf(document(plain("标题"), Table((80, 80), tuple(rows), where="表1"))))
    assert "行22" in first  # 15 + 23 x 26 of 637.8
    assert "行22" not in second
    assert "行23" in second


def test_a_span_within_one_page_is_left_alone() -> None:
    assert page_texts(pdf(form(1)))[0].count("一级0") == 1


def test_vertical_text_stands_one_character_a_line() -> None:
    rows = (Row((cell(0, "竖排12", vertical_text=True), cell(1, "横"))),)
    boxes = [box for box in characters(pdf(document(Table((40, 100), rows)))) if box[0] in "竖排12"]
    assert [box[0] for box in boxes] == list("竖排12")
    assert all(upper[2] > lower[2] + 10 for upper, lower in pairwise(boxes))


def test_nested_tables_and_the_paragraph_after_them() -> None:
    inner = Table((40, 40), (Row((cell(0, "内甲"), cell(1, "内乙"))),))
    outer = Cell(0, 1, 1, (plain("外"), inner, Paragraph(PLAIN, ())), edges=LINES)
    data = pdf(document(Table((200,), (Row((outer,)),)), plain("后")))
    assert page_texts(data)[0] == "外内甲内乙后"
    tops = [box[4] for box in characters(data)]
    assert abs(tops[1] - tops[-1] - 15) < 2  # no line for the empty paragraph


def test_a_diagonal_crosses_its_cell() -> None:
    rows = (Row((Cell(0, 1, 1, (Paragraph(PLAIN, ()),), edges=LINES, diagonal="down"),), height=60),)
    picture = image(pdf(document(Table((100,), rows))), 0)
    x, y = (79.4 + 25) * 4, (104.9 + 15) * 4
    around = [picture.getpixel((round(x) + i, round(y))) for i in range(-8, 9)]
    assert min(around) < 160
