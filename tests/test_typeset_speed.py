"""The quick ways through WeasyPrint lead where its own do; what they replace must be there."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Sequence
from typing import Any

import pypdf
import pypdfium2
import pytest
from PIL import ImageChops
from test_typeset_write_html import document, paragraph

from reportgen.typeset import fonts

fonts.use_fonts()

import weasyprint.css as weasyprint_css  # noqa: E402
from weasyprint import draw, pdf  # noqa: E402
from weasyprint.css import properties  # noqa: E402
from weasyprint.layout import block, percent, table  # noqa: E402
from weasyprint.pdf import fonts as pdf_fonts  # noqa: E402
from weasyprint.pdf import stream  # noqa: E402
from weasyprint.text import fonts as text_fonts  # noqa: E402
from weasyprint.text import line_break  # noqa: E402

from reportgen.typeset import embedding, engine, ruling, shortcuts, spans  # noqa: E402
from reportgen.typeset.html import write_html  # noqa: E402


@pytest.mark.parametrize(
    ("teach", "module", "name"),
    [
        (embedding.embed_outlines, pdf_fonts, "get_hb_object_data"),
        (embedding.embed_outlines, pdf, "build_fonts_dictionary"),
        (embedding.embed_outlines, stream, "Font"),
        (ruling.rule_through, draw, "draw_collapsed_borders"),
        (ruling.rule_through, draw, "draw_line"),
        (spans.end_spans_with_pages, block, "table_layout"),
        (spans.end_spans_with_pages, table, "add_top_padding"),
        (shortcuts.take_shortcuts, percent, "resolve_percentages"),
        (shortcuts.take_shortcuts, line_break, "strut"),
        (shortcuts.take_shortcuts, text_fonts, "get_font_description"),
        (shortcuts.take_shortcuts, weasyprint_css, "ComputedStyle"),
        (shortcuts.take_shortcuts, weasyprint_css, "AnonymousStyle"),
        (shortcuts.take_shortcuts, properties, "INITIAL_VALUES"),
        (shortcuts.take_shortcuts, properties, "INHERITED"),
        (shortcuts.take_shortcuts, properties, "INITIAL_NOT_COMPUTED"),
    ],
)
def test_a_weasyprint_without_what_we_replace_is_refused(
    monkeypatch: pytest.MonkeyPatch, teach: Any, module: object, name: str
) -> None:
    monkeypatch.delattr(module, name)
    with pytest.raises(RuntimeError, match=name):
        teach.__wrapped__()


TEXT = "项目支出绩效自评报告，预算执行情况。"


def test_only_the_outlines_used_are_embedded() -> None:
    data = engine.lay_out(write_html(document(paragraph(TEXT)))).write_pdf()
    [found] = _embedded(data)
    assert found["/Subtype"] == "/CIDFontType0C"
    assert len(embedding._numbered(found.get_data())) == len(set(TEXT))


def test_the_outlines_look_like_the_whole_font(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered = engine.lay_out(write_html(document(paragraph(TEXT))))
    ours = rendered.write_pdf()
    rendered.fonts.clear()
    monkeypatch.setattr(embedding, "_outlines", lambda face, glyphs: b"")
    theirs = rendered.write_pdf()
    assert [font["/Subtype"] for font in _embedded(theirs)] == ["/OpenType"]
    assert len(ours) < len(theirs)
    assert _difference(ours, theirs) < 32
    assert _difference(ours, engine.lay_out(write_html(document(paragraph("")))).write_pdf()) > 200


def _embedded(data: bytes) -> list[Any]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    fonts_used = reader.pages[0]["/Resources"]["/Font"].values()
    descriptors = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts_used]
    return [descriptor["/FontFile3"].get_object() for descriptor in descriptors]


def _difference(one: bytes, other: bytes) -> int:
    """The greatest difference of a pixel of two PDFs' first pages."""
    images = (pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil().convert("L") for data in (one, other))
    return int(ImageChops.difference(*images).getextrema()[1])


def _form(seed: int) -> str:
    """A table over several pages whose first two columns span rows, with texts of one line to four."""
    chance = random.Random(seed)
    lengths = range(1, 13) if seed < 4 else (1, 40)  # of the last column: a label may be higher than its rows
    rows: list[str] = []
    while len(rows) < 40:
        groups = [chance.randint(1, 5) for _ in range(chance.randint(1, 4))]
        for i, group in enumerate(groups):
            for j in range(group):
                outer = f'<td rowspan="{sum(groups)}">{_words(chance)}</td>' if i == j == 0 else ""
                inner = f'<td rowspan="{group}">{_words(chance)}</td>' if j == 0 else ""
                rows.append(f"<tr>{outer}{inner}<td>{_words(chance, lengths)}</td></tr>")
    style = "@page{size:300pt 400pt;margin:30pt} table{width:200pt} td{border:1pt solid;vertical-align:middle}"
    columns = '<colgroup><col style="width:50pt"/><col style="width:50pt"/><col style="width:100pt"/></colgroup>'
    head = "<thead><tr><td>甲</td><td>乙</td><td>丙</td></tr></thead>" if seed % 2 else ""
    body = f"<table>{columns}{head}<tbody>{''.join(rows)}</tbody></table>"
    return f'<html lang="zh-CN"><head><style>{style} tr{{break-inside:avoid}}</style></head><body>{body}</body></html>'


def _words(chance: random.Random, lengths: Sequence[int] = range(1, 13)) -> str:
    return "字" * chance.choice(lengths)


@pytest.mark.parametrize("seed", range(12))
def test_every_page_of_a_table_is_a_whole_table(seed: int) -> None:
    """Each cell ends on its page, at a row's end; the cells of a page leave no gap, and no text leaves its cell."""
    html = _form(seed)
    pages = [page._page_box for page in engine.lay_out(html).pages]
    assert len(pages) > 2
    for page in pages:
        rows = [box for box in page.descendants() if box.element_tag == "tr"]
        top, bottom = rows[0].position_y, rows[-1].position_y + rows[-1].height
        assert bottom <= page.content_box_y() + page.height + 0.1
        columns: dict[int, list[Any]] = {}
        for row in rows:
            for cell in row.children:
                columns.setdefault(cell.grid_x, []).append(cell)
        assert sorted(columns) == [0, 1, 2]
        for cells in columns.values():
            edges = [(cell.position_y, cell.position_y + cell.border_height()) for cell in cells]
            assert edges[0][0] == pytest.approx(top)
            assert [end for _, end in edges] == pytest.approx([*(start for start, _ in edges[1:]), bottom])
            for cell in cells:
                for line in cell.children:
                    assert line.position_y >= cell.content_box_y() - 0.1
                    assert line.position_y + line.height <= cell.content_box_y() + cell.height + 0.1
    text = [_text(page) for page in pages]
    assert sum(map(len, text)) == html.count("字") + 3 * len(pages) * (seed % 2)


def _text(box: Any) -> str:
    return "".join(child.text for child in box.descendants() if hasattr(child, "text"))


def test_lines_close_a_cut_span() -> None:
    """The line of a cut span is drawn where its part ends, on the page before and on the page after."""
    tall = "<tr><td>乙</td></tr>" * 30
    style = "@page{size:200pt 200pt;margin:20pt} td{border:1pt solid;height:20pt} table{width:100pt}"
    html = f'<table><tbody><tr><td rowspan="31">甲</td><td>乙</td></tr>{tall}</tbody></table>'
    page = f'<html lang="zh-CN"><head><style>{style}</style></head><body>{html}</body></html>'
    rendered = engine.lay_out(page)
    [first, second, *_] = [
        next(b for b in p._page_box.descendants() if b.element_tag == "table") for p in rendered.pages
    ]
    lines = (
        first.get_wrapped_table().collapsed_border_grid[1] if first.is_table_wrapper else first.collapsed_border_grid[1]
    )
    kept = sum(box.element_tag == "tr" for box in first.descendants())
    assert lines[kept][0][1][:2] == lines[kept][1][1][:2]
    assert lines[kept][0][1][1] > 0
    assert lines[kept - 1][0][1][1] == 0
    assert second is not first


def test_shortcuts_measure_as_weasyprint_does(monkeypatch: pytest.MonkeyPatch) -> None:
    html = _form(1).replace(
        "<body>", '<body><p style="margin:5% 1em;width:50%;text-indent:2em">某段<span>落</span></p>'
    )
    quick = _measures(html)
    monkeypatch.setattr(shortcuts, "_fixed_lengths", lambda style: None)
    for name in ("ComputedStyle", "AnonymousStyle"):
        styles = getattr(weasyprint_css, name)
        monkeypatch.setattr(styles, "__init__", styles.__init__.__wrapped__)
    assert quick == _measures(html)
    assert len(quick) > 200


def _measures(html: str) -> list[tuple[Any, ...]]:
    names = (
        "position_x",
        "position_y",
        "width",
        "height",
        "margin_left",
        "padding_top",
        "border_top_width",
        "min_height",
    )
    return [
        (box.element_tag, *(getattr(box, name, None) for name in names))
        for page in engine.lay_out(html).pages
        for box in page._page_box.descendants()
    ]


PHYSICAL = [name for name in properties.INITIAL_VALUES if not re.search("block|inline", name)]


def test_styles_begin_as_they_would_become(monkeypatch: pytest.MonkeyPatch) -> None:
    page = engine.lay_out(write_html(document(paragraph("某段")))).pages[0]._page_box
    styles = [box.style for box in page.descendants() if box.style.parent_style is not None]
    quick = [{name: style[name] for name in PHYSICAL} for style in styles]
    for name in ("ComputedStyle", "AnonymousStyle"):
        kind = getattr(weasyprint_css, name)
        monkeypatch.setattr(kind, "__init__", kind.__init__.__wrapped__)
    page = engine.lay_out(write_html(document(paragraph("某段")))).pages[0]._page_box
    styles = [box.style for box in page.descendants() if box.style.parent_style is not None]
    assert quick == [{name: style[name] for name in PHYSICAL} for style in styles]


def test_what_a_style_says_of_its_lines_is_worked_out_once() -> None:
    page = engine.lay_out(write_html(document(paragraph("某段")))).pages[0]._page_box
    [text] = [box for box in page.descendants() if hasattr(box, "text")]
    assert text.style.found_strut
    assert text.style.found_get_font_description


def _ruled(style: str) -> bytes:
    rows = "<tr><td>甲</td><td>乙</td><td>丙</td></tr>" * 3 + '<tr><td colspan="2">甲</td><td>乙</td></tr>'
    page = "@page{size:200pt 200pt} table{border-collapse:collapse;width:100pt}"
    html = f"<style>{page}{style}</style></head><body><table>{rows}</table></body></html>"
    return bytes(engine.lay_out(f'<html lang="zh-CN"><head>{html}').write_pdf(uncompressed_pdf=True))


@pytest.mark.parametrize(
    ("style", "drawn", "pieces"),
    [
        ("td{border:1pt solid}", 5 + 4, 30),
        ("td{border:1pt dashed}", 30, 30),
        ("td{border:1pt solid} tr:nth-child(2) td{border:3pt solid #c00}", 5 + 3 * 4, 30),
    ],
)
def test_a_rule_is_drawn_through(style: str, drawn: int, pieces: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page looks as it does with a piece for each cell, but for the seams."""
    ours = _ruled(style)
    monkeypatch.setattr(ruling, "_joined", iter)
    theirs = _ruled(style)
    assert _difference(ours, theirs) < 64
    assert [len(re.findall(rb" l\n", data)) for data in (ours, theirs)] == [drawn, pieces]


def test_sheets_of_one_text_are_read_once_and_hold_for_each_page() -> None:
    page = '<html lang="zh-CN"><head><style>p{{color:{}}}</style></head><body><p>甲</p></body></html>'
    red, again, blue = (engine.Page(page.format(color)) for color in ("#f00", "#f00", "#00f"))
    assert red.sheet is again.sheet is not blue.sheet
    colors = [_text_box(engine.lay_out(page.format(color))).style["color"].coordinates for color in ("#f00", "#00f")]
    assert colors == [(1, 0, 0), (0, 0, 1)]


def _text_box(rendered: Any) -> Any:
    [text] = [box for box in rendered.pages[0]._page_box.descendants() if hasattr(box, "text")]
    return text


@pytest.mark.parametrize("spread", [False, True])
def test_a_line_is_drawn_from_the_layout_that_measured_it(spread: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is spread out afterwards is laid out anew."""
    drawn = []
    setup = line_break.Layout.setup
    rendered = engine.lay_out(write_html(document(paragraph(TEXT * (3 if spread else 1)))))
    monkeypatch.setattr(line_break.Layout, "setup", lambda *given: (drawn.append(1), setup(*given))[1])
    rendered.write_pdf()
    assert bool(drawn) is spread
