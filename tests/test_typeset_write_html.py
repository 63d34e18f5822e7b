"""Trees built by hand -> HTML: few spans, gaps between scripts, spacing, tabs; the builders serve the PDF tests too."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from reportgen.typeset import fonts, scripts
from reportgen.typeset.html import write_html
from reportgen.typeset.tree import (
    Block,
    Cell,
    Document,
    Edge,
    Edges,
    LineSpacing,
    Link,
    PageNumber,
    Paragraph,
    ParagraphStyle,
    Row,
    RunStyle,
    Section,
    Tab,
    Table,
    TabStop,
    Text,
)

FANG = RunStyle(east_asian="仿宋_GB2312", size=16, hint_east_asian=True)
SONG = RunStyle(size=10.5, hint_east_asian=True)
BODY = ParagraphStyle("body", align="justify", first_line=32, line=LineSpacing("exact", 28.95), mark=FANG)
PLAIN = ParagraphStyle("plain", line=LineSpacing("exact", 15), mark=SONG)
LINES = Edges(*[Edge(0.5)] * 4)
SENTENCE = (
    "全年执行1234.56万元，执行率为84.27%，比上年提高3.2个百分点。根据《项目支出绩效评价管理办法》（财预〔2020〕10号）和"
    "“花钱必问效、无效必问责”的要求，部门对2023年度预算安排的12个项目开展了自评，R&D <x> 投入按GB/T 9704—2012执行。"
)


def paragraph(text: str, style: ParagraphStyle = BODY, run: RunStyle = FANG, where: str = "正文第1段") -> Paragraph:
    return Paragraph(style, (Text(text, run),), where)


def plain(text: str, **style: Any) -> Paragraph:
    return paragraph(text, replace(PLAIN, **style), SONG)


def page_number(align: str) -> tuple[Block, ...]:
    dash = (Text("— ", SONG), PageNumber("page", "decimal", SONG), Text(" —", SONG))
    return (Paragraph(ParagraphStyle("footer", align=align, left=16, right=16, mark=SONG), dash),)


def section(*blocks: Block, **options: Any) -> Section:
    """An A4 page with the text block of GB/T 9704: 442.2 x 637.8 pt."""
    return Section(
        **{
            "width": 595.3,
            "height": 841.9,
            "top": 104.9,
            "right": 73.7,
            "bottom": 99.2,
            "left": 79.4,
            "header_distance": 42.5,
            "footer_distance": 70,
            "blocks": blocks,
            **options,
        }
    )


def document(*blocks: Block, **options: Any) -> Document:
    return Document(
        (section(*blocks, **options),), title="自评报告 R&D", author="某单位", created="2024-03-01T08:00:00Z"
    )


def cell(column: int, text: str, rows: int = 1, **options: Any) -> Cell:
    return Cell(column, 1, rows, (plain(text, align="center"),), edges=LINES, **{"valign": "middle", **options})


def body_of(html: str) -> str:
    return html[html.index("<body>") + len("<body>") : html.index("</body>")]


@pytest.fixture(autouse=True)
def _fonts() -> None:
    fonts.use_fonts()


@pytest.mark.parametrize(
    ("text", "hinted", "stretches"),
    [
        ("全年12个", False, [("全年", True), ("12", False), ("个", True)]),
        ("“效”", True, [("“效”", True)]),
        ("“效”", False, [("“", False), ("效", True), ("”", False)]),
        ("中 A", False, [("中 ", True), ("A", False)]),
        ("㎡±1", True, [("㎡±", True), ("1", False)]),
    ],
)
def test_text_is_cut_by_the_face_that_shows_it(text: str, hinted: bool, stretches: list[tuple[str, bool]]) -> None:
    assert list(scripts.split(text, hinted)) == stretches


@pytest.mark.parametrize(
    ("left", "right", "gap"),
    [
        ("年", "2", True),
        ("2", "年", True),
        ("%", "的", False),
        ("，", "2", False),
        ("年", "（", False),
        ("a", "b", False),
    ],
)
def test_a_gap_stands_between_ideographs_and_letters_or_digits(left: str, right: str, gap: bool) -> None:
    assert scripts.gap_between(left, right) is gap


def test_text_in_its_paragraphs_own_look_has_no_span() -> None:
    html = body_of(write_html(document(paragraph("甲乙丙"), paragraph("甲乙，丙丁"))))
    assert re.sub(r' class="\w+"', "", html) == "<section><p>甲乙丙</p><p>甲乙，丙丁</p></section>"


def test_the_gap_follows_the_first_of_two_scripts_so_that_a_line_end_hides_it() -> None:
    html = write_html(document(paragraph("共12个", replace(BODY, align="left"))))
    spans = re.findall(r'<span class="(\w+)">([^<]*)</span>', body_of(html))
    gaps = {name for name, block in re.findall(r"\.(\w+)\{([^}]*)\}", html) if "--gap:0.25" in block}
    assert [(text, name in gaps) for name, text in spans] == [("共", True), ("12", True)]
    without = write_html(document(paragraph("共12个", replace(BODY, align="left", auto_space_digits=False))))
    assert "--gap" not in without


def test_equal_looks_share_one_class() -> None:
    html = write_html(document(*(paragraph("甲") for _ in range(3)), plain("乙")))
    assert len(set(re.findall(r'<p class="(\w+)"', html))) == 2


def test_spaces_in_a_row_survive() -> None:
    assert "甲 \u00a0乙" in write_html(document(plain("甲  乙")))


def test_the_larger_of_space_after_and_before_counts_and_contextual_spacing_drops_them() -> None:
    apart = write_html(document(plain("甲", after=10), plain("乙", before=7, name="other")))
    assert "margin-top:10pt" in apart
    added = write_html(document(plain("甲", after=10), plain("乙", before=7, name="other", adds_space=True)))
    assert "margin-top:17pt" in added
    same = write_html(document(plain("甲", after=10, contextual=True), plain("乙", before=7, contextual=True)))
    assert "margin-top" not in same


def test_a_right_tab_at_the_edge_is_a_leader_and_another_is_room_up_to_its_stop() -> None:
    stops = (TabStop(100), TabStop(442.2, "right", "dot"))
    line = (Text("甲乙", SONG), Tab(SONG), Text("丙", SONG), Tab(SONG), Text("1", SONG))
    html = write_html(document(Paragraph(replace(PLAIN, tabs=stops), line)))
    assert "width:79pt" in html  # 100 - 2 x 10.5
    assert '<span class="leader-dot"></span>' in html


def test_only_harmless_links_become_links() -> None:
    links = (Link("javascript:alert(1)", (Text("甲", SONG),)), Link("https://example.org", (Text("乙", SONG),)))
    html = body_of(write_html(document(Paragraph(PLAIN, links))))
    assert "javascript" not in html
    assert '<a href="https://example.org">乙</a>' in html


def test_heights_stand_on_cells_of_one_row_and_leave_room_for_padding_and_half_lines() -> None:
    rows = (Row((cell(0, "甲", rows=2), cell(1, "乙")), height=30), Row((cell(1, "丙"),), height=30))
    html = write_html(document(Table((100, 100), rows)))
    assert html.count("height:29.5pt") == 1  # one class, of the two cells of one row
    tall = re.search(r'<td rowspan="2" class="(\w+)"', html)
    assert tall
    assert not re.search("(?<!-)height", re.findall(rf"\.{tall[1]}\{{([^}}]*)\}}", html)[0])
    assert "padding:0 5.15pt 0 5.15pt" in html


def test_grid_columns_no_cell_takes_get_an_empty_one() -> None:
    rows = (Row((cell(0, "甲", rows=2), cell(2, "乙"))), Row((cell(2, "丙"),)))
    html = body_of(write_html(document(Table((100, 100, 100), rows))))
    assert html.count('<td colspan="1"></td>') == 2


def test_header_rows_are_repeated_unless_a_cell_hangs_out_of_them() -> None:
    rows = (Row((cell(0, "头", rows=1),), header=True), Row((cell(0, "身"),)))
    hanging = (Row((cell(0, "头", rows=2),), header=True), Row(()))
    assert "<thead>" in write_html(document(Table((100,), rows)))
    assert "<thead>" not in write_html(document(Table((100,), hanging)))
