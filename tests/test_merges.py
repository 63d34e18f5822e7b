"""Cells merged by the vmerge filter: groups at any depth, told apart by text, span and key."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from small_docx import W, docx, filled, p, part, scope, tbl, tc, tr, try_fill

from reportgen.figures.scope import Scope


def rows(*cells: str) -> Scope:
    """Indicators given as 一级/二级/三级."""
    keys = ("一级", "二级", "三级")
    return scope("行", [scope(f"行.{n}", **dict(zip(keys, c.split("/"), strict=True))) for n, c in enumerate(cells)])


def shape(content: bytes) -> list[str]:
    """Each row as text: ^ joins the cell above, a star starts a merged cell, ×2 spans two columns."""
    return [" ".join(map(cell_shape, row.iterchildren(f"{W}tc"))) for row in part(content).iter(f"{W}tr")]


def cell_shape(cell: etree._Element) -> str:
    text = "".join(t.text or "" for t in cell.iter(f"{W}t"))
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    merges = cell.findall(f"{W}tcPr/{W}vMerge")
    assert len(merges) <= 1
    sign = {"restart": "*", "continue": "^"}[str(merges[0].get(f"{W}val"))] if merges else ""
    return f"{sign}{text}" + (f"×{span.get(f'{W}val')}" if span is not None else "")


def loop(*cells: str) -> str:
    return tbl(tr("{%tr for x in 行 %}"), tr(*cells), tr("{%tr endfor %}"))


ALL = ("{{ x.一级|vmerge }}", "{{ x.二级|vmerge }}", "{{ x.三级|vmerge }}")


def test_three_levels(tmp_path: Path) -> None:
    names = {"行": rows("甲/子/1", "甲/子/1", "甲/丑/1", "乙/丑/1", "乙/丑/2")}
    assert shape(filled(tmp_path, loop(*ALL), names)) == [
        "*甲 *子 *1",
        "^ ^ ^",
        "^ *丑 *1",
        "*乙 *丑 *1",  # an inner group ends with the outer one, though its text goes on
        "^ ^ *2",
    ]


def test_unmarked_cells_stay_single(tmp_path: Path) -> None:
    body = loop("{{ x.一级|vmerge }}", "{{ x.二级 }}", "{{ x.三级|vmerge }}")
    assert shape(filled(tmp_path, body, {"行": rows("甲/子/1", "甲/子/1", "甲/子/2")})) == [
        "*甲 子 *1",
        "^ 子 ^",
        "^ 子 *2",
    ]


def test_nested_loops_merge_like_flat_ones(tmp_path: Path) -> None:
    groups = scope(
        "组", [scope("甲", 名称="甲", 项=rows("甲/子/1", "甲/子/2")), scope("乙", 名称="乙", 项=rows("乙/子/1"))]
    )
    nested = tbl(
        tr("{%tr for g in 组 %}"),
        tr("{%tr for x in g.项 %}"),
        tr("{{ g.名称|vmerge }}", "{{ x.二级|vmerge }}", "{{ x.三级 }}"),
        tr("{%tr endfor %}"),
        tr("{%tr endfor %}"),
    )
    flat = loop("{{ x.一级|vmerge }}", "{{ x.二级|vmerge }}", "{{ x.三级 }}")
    expected = ["*甲 *子 1", "^ ^ 2", "*乙 *子 1"]
    assert shape(filled(tmp_path, nested, {"组": groups})) == expected
    assert shape(filled(tmp_path, flat, {"行": rows("甲/子/1", "甲/子/2", "乙/子/1")})) == expected


def test_blank_first_level_is_a_group_too(tmp_path: Path) -> None:
    names = {"行": rows("甲/子/1", "/丑/1", "/丑/2", "乙/丑/3")}
    assert shape(filled(tmp_path, loop(*ALL), names)) == ["*甲 *子 *1", "* *丑 *1", "^ ^ *2", "*乙 *丑 *3"]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("{{ x.二级|vmerge }}", ["*子", "^", "^"]), ("{{ x.二级|vmerge(x.一级) }}", ["*子", "^", "*子"])],
)
def test_key_keeps_equal_neighbours_apart(tag: str, expected: list[str], tmp_path: Path) -> None:
    assert shape(filled(tmp_path, loop(tag), {"行": rows("甲/子/1", "甲/子/2", "乙/子/3")})) == expected


def test_unmarked_row_between_ends_a_group(tmp_path: Path) -> None:
    body = tbl(tr("{{ 甲|vmerge }}"), tr("中"), tr("{{ 甲|vmerge }}"))
    assert shape(filled(tmp_path, body, {"甲": "甲"})) == ["*甲", "中", "*甲"]


def test_next_table_starts_anew(tmp_path: Path) -> None:
    body = tbl(tr("{{ 甲|vmerge }}")) + p() + tbl(tr("{{ 甲|vmerge }}"), tr("{{ 甲|vmerge }}"))
    assert shape(filled(tmp_path, body, {"甲": "甲"})) == ["*甲", "*甲", "^"]


def test_table_in_a_cell_is_merged_for_itself(tmp_path: Path) -> None:
    inner = tbl(tr("{{ 甲|vmerge }}"), tr("{{ 甲|vmerge }}"))
    content = filled(tmp_path, tbl(tr(tc(inner, p())), tr(tc(inner, p()))), {"甲": "甲"})
    inner_rows = [row for row in part(content).iter(f"{W}tr") if row.find(f".//{W}tbl") is None]
    assert [cell_shape(next(row.iter(f"{W}tc"))) for row in inner_rows] == ["*甲", "^", "*甲", "^"]


def test_merged_header_row_joins_the_body_rows_below(tmp_path: Path) -> None:
    """The heading of a form's left edge runs down over the rows of a loop."""
    body = tbl(
        tr("{{ 头|vmerge }}", "一级", "二级"),
        tr("{%tr for x in 行 %}"),
        tr("{{ 头|vmerge }}", "{{ x.一级|vmerge }}", "{{ x.二级 }}"),
        tr("{%tr endfor %}"),
    )
    content = filled(tmp_path, body, {"头": "绩效指标", "行": rows("甲/子/1", "甲/丑/2")})
    assert shape(content) == ["*绩效指标 一级 二级", "^ *甲 子", "^ ^ 丑"]


def test_only_cells_of_one_span_join(tmp_path: Path) -> None:
    wide = tc("{{ 甲|vmerge }}", pr='<w:gridSpan w:val="2"/>')
    body = tbl(tr(wide, "x"), tr(wide, "y"), tr("{{ 甲|vmerge }}", "z", "z"))
    assert shape(filled(tmp_path, body, {"甲": "甲"})) == ["*甲×2 x", "^×2 y", "*甲 z z"]


def test_columns_are_counted_on_the_grid(tmp_path: Path) -> None:
    """Cells before a row's first one, and spans, shift the columns; a cell joins what stands straight above."""
    wide = tc("x", pr='<w:gridSpan w:val="2"/>')
    before = '<w:gridBefore w:val="2"/>'
    body = tbl(tr(wide, "{{ 甲|vmerge }}"), tr("{{ 甲|vmerge }}", pr=before), tr("{{ 甲|vmerge }}", "y", "z"))
    assert shape(filled(tmp_path, body, {"甲": "甲"})) == ["x×2 *甲", "^", "*甲 y z"]


def test_properties_stand_in_the_order_of_the_schema(tmp_path: Path) -> None:
    plain = '<w:tcW w:w="9"/><w:gridSpan w:val="2"/>{}<w:tcBorders/><w:shd w:val="clear"/><w:vAlign w:val="center"/>'
    for old in ("", '<w:vMerge w:val="restart"/>', "<w:vMerge/>"):
        content = filled(tmp_path, tbl(tr(tc("{{ 甲|vmerge }}", pr=plain.format(old)))), {"甲": "甲"})
        (properties,) = part(content).iter(f"{W}tcPr")
        order = [etree.QName(child).localname for child in properties]
        assert order == ["tcW", "gridSpan", "vMerge", "tcBorders", "shd", "vAlign"]


def test_properties_are_made_where_there_are_none(tmp_path: Path) -> None:
    cell = next(part(filled(tmp_path, tbl(tr("{{ 甲|vmerge }}")), {"甲": "甲"})).iter(f"{W}tc"))
    assert [etree.QName(child).localname for child in cell] == ["tcPr", "p"]


def test_marks_and_keys_leave_no_trace(tmp_path: Path) -> None:
    names = {"行": rows("R&D <甲>/子/1", "R&D <甲>/子/2")}
    content = filled(tmp_path, loop("前{{ x.一级|vmerge(x.二级) }}", "{{ x.三级 }}"), names)
    assert shape(content) == ["*前R&D <甲> 1", "^ 2"]
    assert not [c for c in etree.tostring(part(content), encoding="unicode") if "\ue000" <= c <= "\uf8ff"]


@pytest.mark.parametrize("where", ["body", "header"])
def test_mark_outside_a_cell_is_told(where: str, tmp_path: Path) -> None:
    """There it would be printed as a box."""
    tag = p("{{ 甲|vmerge('键') }}")
    _, (problem,) = try_fill(
        tmp_path, docx(tag) if where == "body" else docx(p(), headers={"default": tag}), {"甲": "甲"}
    )
    assert problem.blocks
    assert "单元格以外" in problem.message


def test_what_stands_beside_a_merged_text_is_merged_with_it(tmp_path: Path) -> None:
    names = {"行": rows("甲/60%/1", "甲/60%/2", "乙/40%/3", "乙/30%/4")}
    for beside in ("{{ x.二级 }}", "{{ x.二级|vmerge }}"):
        body = loop(f"{{{{ x.一级|vmerge }}}}（权重{beside}）", "{{ x.三级 }}")
        expected = ["*甲（权重60%） 1", "^ 2", "*乙（权重40%） 3", "*乙（权重30%） 4"]
        assert shape(filled(tmp_path, body, names)) == expected


def test_text_after_a_merged_one_with_a_key_stays(tmp_path: Path) -> None:
    body = loop("{{ x.二级|vmerge(x.一级) }}：{{ x.一级|vmerge }}级", "{{ x.三级 }}")
    assert shape(filled(tmp_path, body, {"行": rows("甲/子/1", "甲/子/2", "乙/子/3")})) == [
        "*子：甲级 1",
        "^ 2",
        "*子：乙级 3",
    ]
