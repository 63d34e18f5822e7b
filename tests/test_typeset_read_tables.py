"""Tables: grid, merges, widths, borders, conditional formats, rows."""

from __future__ import annotations

import pytest
from test_typeset_read import WORD_2013, blocks, lines, p, paragraph, read, root, table

from reportgen.typeset.tree import Cell, Edges, Padding, Paragraph, Table


def tc(text: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = (1000, 2000, 3000), properties: str = "") -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def span(count: int) -> str:
    return f'<w:gridSpan w:val="{count}"/>'


RESTART, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def shape(found: Table) -> list[str]:
    """Each row as `text@column+span*rows`."""
    return [" ".join(f"{text(c)}@{c.column}+{c.span}*{c.row_span}" for c in row.cells) for row in found.rows]


def text(cell: Cell) -> str:
    return "/".join(lines(cell.blocks))


# --- grid


def test_three_levels_of_merges_become_row_spans() -> None:
    found = table(
        tbl(
            tr(tc("甲", RESTART), tc("一", RESTART), tc("1")),
            tr(tc("", GO_ON), tc("", GO_ON), tc("2")),
            tr(tc("", GO_ON), tc("二", RESTART), tc("3", RESTART)),
            tr(tc("", GO_ON), tc("", GO_ON), tc("", GO_ON)),
            tr(tc("乙", RESTART), tc("三"), tc("5")),
            tr(tc("", '<w:vMerge w:val="continue"/>'), tc("四"), tc("6")),
            tr(tc("丙"), tc("五"), tc("7")),
        )
    )
    assert shape(found) == [
        "甲@0+1*4 一@1+1*2 1@2+1*1",
        "2@2+1*1",
        "二@1+1*2 3@2+1*2",
        "",
        "乙@0+1*2 三@1+1*1 5@2+1*1",
        "四@1+1*1 6@2+1*1",
        "丙@0+1*1 五@1+1*1 7@2+1*1",
    ]
    assert found.columns == (50, 100, 150)


def width(twips: int) -> str:
    return f'<w:tcW w:w="{twips}" w:type="dxa"/>'


def test_cells_that_agree_on_widths_of_their_own_are_put_before_the_grid() -> None:
    rows = (
        tr(tc("甲", RESTART + width(1000)), tc("乙", span(2) + width(5000))),
        tr(tc("", GO_ON + width(1000)), tc("丙", width(2000)), tc("丁", width(3000))),
    )
    assert table(tbl(*rows, widths=(2000, 2000, 2000))).columns == (50, 100, 150)


def test_cells_that_disagree_on_widths_leave_the_grid_in_force() -> None:
    rows = (tr(tc("甲", width(1000)), tc("乙", width(1000))), tr(tc("丙", width(1500)), tc("丁", width(1000))))
    assert table(tbl(*rows, widths=(2000, 3000))).columns == (100, 150)


def test_a_merge_goes_on_only_from_the_row_above() -> None:
    found = table(tbl(tr(tc("甲", RESTART)), tr(tc("乙")), tr(tc("丙", GO_ON)), widths=(1000,)))
    assert shape(found) == ["甲@0+1*1", "乙@0+1*1", "丙@0+1*1"]


def test_what_a_row_leaves_out_is_an_empty_cell_without_borders() -> None:
    found = table(
        tbl(
            tr(tc("甲", span(2)), tc("乙")),
            tr(tc("丙"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
            tr(tc("丁")),
            properties='<w:tblBorders><w:top w:val="single" w:sz="8"/></w:tblBorders>',
        )
    )
    assert shape(found) == ["甲@0+2*1 乙@2+1*1", "@0+1*1 丙@1+1*1 @2+1*1", "丁@0+1*1 @1+2*1"]
    assert found.rows[1].cells[0].blocks == ()
    assert found.rows[1].cells[0].edges == Edges()


def test_horizontal_merges_join_cells() -> None:
    found = table(tbl(tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("乙"))))
    assert shape(found) == ["甲@0+2*1 乙@2+1*1"]


def test_a_merge_of_unequal_width_is_undone_and_told() -> None:
    document, problems = read(tbl(tr(tc("甲", RESTART), tc("乙", span(2))), tr(tc("丙", span(2) + GO_ON), tc("丁"))))
    (found,) = document.sections[0].blocks
    assert isinstance(found, Table)
    assert shape(found) == ["甲@0+1*1 乙@1+2*1", "丙@0+2*1 丁@2+1*1"]
    assert [str(problem.place) for problem in problems] == ["表.docx 表1 第2行 第1格"]


@pytest.mark.parametrize(
    ("properties", "widths"),
    [
        ("", (50, 100, 150)),
        ('<w:tblW w:w="5000" w:type="pct"/>', (50, 100, 150)),
        ('<w:tblW w:w="50%" w:type="pct"/>', (25, 50, 75)),
        ('<w:tblW w:w="12000" w:type="dxa"/>', (100, 200, 300)),
        ('<w:tblW w:w="12000" w:type="dxa"/><w:tblLayout w:type="fixed"/>', (50, 100, 150)),
        ('<w:tblW w:w="0" w:type="auto"/>', (50, 100, 150)),
    ],
)
def test_a_tables_width_scales_its_columns(properties: str, widths: tuple[float, ...]) -> None:
    section = '<w:sectPr><w:pgSz w:w="8000" w:h="9000"/><w:pgMar w:left="1000" w:right="1000"/></w:sectPr>'
    document, _ = read(tbl(tr(tc("甲")), properties=properties) + section)
    (found,) = document.sections[0].blocks
    assert isinstance(found, Table)
    assert found.columns == widths


def test_missing_widths_come_from_cells_then_from_sharing() -> None:
    cells = tr(tc("甲", '<w:tcW w:w="1400" w:type="dxa"/>'), tc("乙"), tc("丙"))
    section = '<w:sectPr><w:pgSz w:w="8000" w:h="9000"/><w:pgMar w:left="1000" w:right="1000"/></w:sectPr>'
    document, (problem,) = read(tbl(cells, widths=()) + section)
    (found,) = document.sections[0].blocks
    assert isinstance(found, Table)
    assert found.columns == (70, 115, 115)
    assert "没有列宽" in problem.message


def test_absurd_spans_are_held_to_words_own_limit() -> None:
    document, _ = read(tbl(tr(tc("甲", span(100_000_000)), properties='<w:gridBefore w:val="90000000"/>')))
    (found,) = document.sections[0].blocks
    assert isinstance(found, Table)
    assert len(found.columns) == 126


@pytest.mark.parametrize(
    ("settings", "indent"),
    [("", 14.6), (WORD_2013, 20), (WORD_2013.replace("15", "14"), 14.6)],
)
def test_an_indent_goes_to_the_grid_line_from_word_2013_on(settings: str, indent: float) -> None:
    found = table(
        tbl(tr(tc("甲")), properties='<w:tblInd w:w="400" w:type="dxa"/>'), settings=root("settings", settings)
    )
    assert found.indent == indent
    assert table(tbl(tr(tc("甲")), properties='<w:jc w:val="center"/><w:tblInd w:w="400"/>')).align == "center"


def test_tables_nest() -> None:
    inner = tbl(tr(tc("内")), widths=(500,))
    found = table(tbl(tr(f"<w:tc>{p('外')}{inner}{p()}</w:tc>"), widths=(4000,)))
    cell = found.rows[0].cells[0]
    outside, nested = cell.blocks
    assert isinstance(nested, Table)
    assert lines((outside,)) == ["外"]
    assert (nested.where, nested.indent) == ("表1 第1行 第1格 内表1", 0)
    assert lines(nested.rows[0].cells[0].blocks) == ["内"]


# --- cells and rows


def test_cell_margins_come_from_cell_or_table() -> None:
    margins = '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="60" w:type="dxa"/></w:tblCellMar>'
    own = '<w:tcMar><w:start w:w="200" w:type="dxa"/></w:tcMar><w:noWrap/><w:vAlign w:val="center"/>'
    found = table(tbl(tr(tc("1"), tc("2", own)), properties=margins))
    one, two, _ = found.rows[0].cells
    assert one.padding == Padding(2, 5.4, 0, 3)
    assert two.padding == Padding(2, 5.4, 0, 10)
    assert (one.valign, two.valign, two.no_wrap) == ("top", "middle", True)


def test_rows_have_height_header_and_keep() -> None:
    keep = f"<w:tc><w:tcPr/>{p('文', '<w:keepNext/>')}</w:tc>"
    found = table(
        tbl(
            tr(tc("1"), properties='<w:tblHeader/><w:trHeight w:val="400" w:hRule="exact"/>'),
            tr(tc("2"), properties='<w:tblHeader/><w:trHeight w:val="500"/>'),
            tr(keep, properties="<w:cantSplit/>"),
            tr(tc("4"), properties="<w:tblHeader/>"),
        )
    )
    assert [(row.height, row.height_rule) for row in found.rows[:2]] == [(20, "exact"), (25, "at_least")]
    assert [row.header for row in found.rows] == [True, True, False, False]
    assert [row.cant_split for row in found.rows] == [False, False, True, False]
    assert [row.keep_next for row in found.rows] == [False, False, True, False]


def test_a_table_of_headers_only_repeats_none() -> None:
    found = table(tbl(*[tr(tc("1"), properties="<w:tblHeader/>")] * 2))
    assert [row.header for row in found.rows] == [False, False]


def test_a_page_break_before_means_nothing_in_a_cell() -> None:
    found = table(tbl(tr(f"<w:tc>{p('1', '<w:pageBreakBefore/>')}</w:tc>")))
    inner = found.rows[0].cells[0].blocks[0]
    assert isinstance(inner, Paragraph)
    assert not inner.style.page_break_before


def test_a_header_merged_with_the_body_is_not_repeated() -> None:
    document, (problem,) = read(tbl(tr(tc("1", RESTART), properties="<w:tblHeader/>"), tr(tc("", GO_ON)), tr(tc("3"))))
    (found,) = document.sections[0].blocks
    assert isinstance(found, Table)
    assert not found.rows[0].header
    assert "标题行" in problem.message


def test_places_name_table_row_and_cell() -> None:
    body = (
        p("一")
        + tbl(tr(tc("1")))
        + p("二")
        + f"<w:sdt><w:sdtContent>{tbl(tr(tc('1')), tr(tc('2'), tc('3')))}</w:sdtContent></w:sdt>"
    )
    found = blocks(body)
    second = found[3]
    assert isinstance(second, Table)
    inner = second.rows[1].cells[1].blocks[0]
    assert isinstance(inner, Paragraph)
    assert (second.where, inner.where) == ("表2", "表2 第2行 第2格")
    assert paragraph(body).where == "正文第1段"
