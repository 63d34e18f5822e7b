"""Tables that Word lets text stand beside: where they stand, and what is told of those that stand elsewhere."""

from __future__ import annotations

import pytest
from test_typeset_floating import A4, LEFT
from test_typeset_read import WORD_2013, p, read, root
from test_typeset_write_pdf import characters, page_texts

from reportgen.problem import Problem
from reportgen.typeset.pdf import make_pdf
from reportgen.typeset.tree import Document

TEXT_WIDTH = 595.3 - 2 * LEFT
SETTINGS = root("settings", WORD_2013)


def table(place: str, width: int, rows: int = 2) -> str:
    """A table of one column, so many points wide."""
    cell = f'<w:tc><w:tcPr><w:tcW w:w="{width * 20}" w:type="dxa"/></w:tcPr>{p("格")}</w:tc>'
    looks = f'<w:tblpPr w:leftFromText="200" w:rightFromText="200" {place}/><w:tblLayout w:type="fixed"/>'
    grid = f'<w:gridCol w:w="{width * 20}"/>'
    return f"<w:tbl><w:tblPr>{looks}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{f'<w:tr>{cell}</w:tr>' * rows}</w:tbl>"


def made(place: str, width: int, rows: int = 2, settings: str = SETTINGS) -> tuple[Document, tuple[Problem, ...]]:
    return read(p("前") + table(place, width, rows) + p("文" * 300) + A4, settings=settings)


def starts(document: Document) -> tuple[float, float, float]:
    """The left edges of the table and of the text's first and last line."""
    data, problems = make_pdf(document, "x")
    assert problems == ()
    found = characters(data)
    text = [box for box in found if box[0] == "文"]
    cell = next(box for box in found if box[0] == "格")
    return cell[1] - 5.4, text[0][1], min(box[1] for box in text if abs(box[2] - text[-1][2]) < 1)


@pytest.mark.parametrize(
    ("place", "width", "cell", "beside"),
    [
        ('w:vertAnchor="text" w:tblpX="1" w:tblpY="1"', 100, LEFT, LEFT + 110),
        ('w:vertAnchor="text" w:tblpXSpec="right"', 100, LEFT + TEXT_WIDTH - 100, LEFT),
        ('w:vertAnchor="text" w:horzAnchor="margin" w:tblpX="6300"', 100, LEFT + TEXT_WIDTH - 100, LEFT),
        ('w:vertAnchor="text" w:tblpXSpec="center"', 400, LEFT + TEXT_WIDTH / 2 - 200, LEFT),
        ('w:vertAnchor="text" w:horzAnchor="page" w:tblpX="1000"', 480, 50, LEFT),
    ],
)
def test_a_table_stands_where_word_puts_it(place: str, width: int, cell: float, beside: float) -> None:
    document, problems = made(place, width)
    assert problems == ()
    assert starts(document) == pytest.approx((cell, beside, LEFT), abs=2)


def test_text_stands_beside_a_narrow_table_and_below_a_wide_one() -> None:
    narrow, wide = (made('w:vertAnchor="text" w:tblpXSpec="right"', width)[0] for width in (100, 400))
    tops = []
    for document in (narrow, wide):
        found = characters(make_pdf(document, "x")[0])
        tops.append([next(box[4] for box in found if box[0] == char) for char in "格文"])
    assert tops[0][0] == pytest.approx(tops[0][1], abs=3)
    assert tops[1][0] > tops[1][1] + 10


def test_older_word_counts_to_the_text_of_the_first_cell() -> None:
    document, _ = made('w:vertAnchor="text" w:tblpX="200"', 400, settings=root("settings", ""))
    assert starts(document)[0] == pytest.approx(LEFT + 10 - 5.4, abs=1)


@pytest.mark.parametrize(
    ("place", "width", "rows"),
    [
        ('w:vertAnchor="page" w:tblpY="9000"', 400, 2),
        ('w:vertAnchor="text" w:tblpY="900"', 400, 2),
        ('w:vertAnchor="text" w:tblpXSpec="center"', 100, 2),
        ('w:vertAnchor="text" w:tblpXSpec="right"', 300, 2),
        ('w:vertAnchor="text" w:tblpXSpec="right"', 100, 40),
        ('w:tblpX="1"', 400, 2),
    ],
)
def test_any_other_stands_among_the_text_and_is_told(place: str, width: int, rows: int) -> None:
    document, (problem,) = made(place, width, rows)
    assert "浮动的表格" in problem.message
    assert page_texts(make_pdf(document, "x")[0])[0].startswith("前格")
