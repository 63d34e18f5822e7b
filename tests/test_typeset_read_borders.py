"""Which borders, shading and formats reach a cell."""

from __future__ import annotations

from test_typeset_read import table
from test_typeset_read_paragraphs import style, styles
from test_typeset_read_tables import GO_ON, RESTART, span, tbl, tc, tr

from reportgen.typeset.tree import Edge, Paragraph, Table

# --- borders and conditional formats

GRID = (
    '<w:tblBorders><w:top w:val="single" w:sz="12"/><w:left w:val="single" w:sz="12"/>'
    '<w:bottom w:val="single" w:sz="12"/><w:right w:val="single" w:sz="12"/>'
    '<w:insideH w:val="single" w:sz="4"/><w:insideV w:val="dotted" w:sz="4"/></w:tblBorders>'
)


def edges(found: Table, row: int, column: int) -> str:
    """top right bottom left, in eighths of a point."""
    sides = next(cell.edges for cell in found.rows[row].cells if cell.column == column)
    return " ".join(f"{edge.width * 8:g}" for edge in (sides.top, sides.right, sides.bottom, sides.left))


def test_outer_and_inner_lines_of_a_table() -> None:
    found = table(
        tbl(tr(tc("1"), tc("2"), tc("3", RESTART)), tr(tc("4"), tc("5", span(1)), tc("", GO_ON)), properties=GRID)
    )
    assert [edges(found, 0, c) for c in (0, 1, 2)] == ["12 4 4 12", "12 4 4 4", "12 12 12 4"]
    assert edges(found, 1, 1) == "4 4 12 4"
    assert found.rows[0].cells[0].edges.right == Edge(0.5, "dotted")


def test_a_cells_own_line_wins_even_when_it_is_none() -> None:
    own = '<w:tcBorders><w:top w:val="nil"/><w:start w:val="single" w:sz="24" w:color="00FF00"/></w:tcBorders>'
    found = table(tbl(tr(tc("1", own), tc("2")), properties=GRID))
    assert edges(found, 0, 0) == "0 4 12 24"
    assert found.rows[0].cells[0].edges.left.color == "00FF00"


def cond(kind: str, content: str) -> str:
    return f'<w:tblStylePr w:type="{kind}">{content}</w:tblStylePr>'


SHEET = styles(
    style("Base", f"<w:tblPr>{GRID}</w:tblPr>", kind="table"),
    style(
        "T",
        '<w:pPr><w:jc w:val="right"/></w:pPr><w:tcPr><w:vAlign w:val="bottom"/></w:tcPr>'
        + cond(
            "firstRow",
            '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
            '<w:bottom w:val="single" w:sz="18"/><w:left w:val="single" w:sz="36"/><w:insideV w:val="nil"/>'
            '</w:tcBorders><w:shd w:val="clear" w:fill="AAAAAA"/></w:tcPr>',
        )
        + cond(
            "firstCol",
            '<w:rPr><w:i/></w:rPr><w:tcPr><w:tcBorders><w:left w:val="single" w:sz="48"/></w:tcBorders>'
            '<w:shd w:val="clear" w:fill="BBBBBB"/></w:tcPr>',
        )
        + cond("band2Horz", '<w:tcPr><w:vAlign w:val="center"/></w:tcPr>')
        + cond("band1Horz", '<w:tcPr><w:shd w:val="clear" w:fill="CCCCCC"/></w:tcPr>')
        + cond("seCell", '<w:tcPr><w:shd w:val="clear" w:fill="DDDDDD"/></w:tcPr>'),
        "Base",
        kind="table",
    ),
)


def styled(look: str) -> Table:
    rows = (tr(tc("1"), tc("2"), tc("3")), tr(tc("4"), tc("5"), tc("6")), tr(tc("7"), tc("8"), tc("9")))
    return table(tbl(*rows, properties=f'<w:tblStyle w:val="T"/><w:tblLook {look}/>'), styles=SHEET)


def backgrounds(found: Table) -> list[str]:
    return [" ".join(cell.background or "-" for cell in row.cells) for row in found.rows]


def test_conditional_formats_come_in_order() -> None:
    found = styled('w:val="01E0"')  # first and last row and column, bands across and down
    assert backgrounds(found) == ["AAAAAA AAAAAA AAAAAA", "BBBBBB CCCCCC CCCCCC", "BBBBBB - DDDDDD"]
    assert backgrounds(styled('w:val="01E0" w:firstRow="0" w:noHBand="1" w:lastColumn="0"')) == ["BBBBBB - -"] * 3
    # Outer lines of a region stand on its rim only, inner ones between its cells.
    assert [edges(found, 0, c) for c in (0, 1, 2)] == ["12 0 18 36", "12 0 18 0", "12 12 18 0"]
    assert (edges(found, 1, 0), edges(found, 1, 1)) == ("4 4 4 48", "4 4 4 4")
    assert [row.cells[1].valign for row in found.rows] == ["bottom", "bottom", "bottom"]
    first, fourth = (found.rows[i].cells[0].blocks[0] for i in (0, 1))
    assert isinstance(first, Paragraph)
    assert isinstance(fourth, Paragraph)
    assert (first.style.align, first.style.mark.bold, first.style.mark.italic) == ("center", True, True)
    assert (fourth.style.align, fourth.style.mark.bold) == ("right", False)
    assert found.rows[1].cells[0].valign == "bottom"
