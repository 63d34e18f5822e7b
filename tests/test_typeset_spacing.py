"""Where lines stand on the page: space between paragraphs and at the top of a page, baselines of exact lines."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]
import pytest
from test_typeset_compose import CLOSER, FACE, made, pages
from test_typeset_read import p, r
from test_typeset_write_html import SONG, document

from reportgen.typeset.html import write_html
from reportgen.typeset.tree import LineSpacing, Note, Paragraph, ParagraphStyle, Text

TOP = 841.9 - 2098 / 20  # of the text, from the page's lower edge
LINE = 28.0
EXACT = f'<w:spacing w:before="{{}}" w:after="{{}}" w:line="{LINE * 20:.0f}" w:lineRule="exact"/>'
OLD = CLOSER + "<w:compat><w:doNotUseHTMLParagraphAutoSpacing/></w:compat>"
NEW_PAGE = '<w:r><w:br w:type="page"/></w:r>'


def paragraph(text: str, before: int = 0, after: int = 0, more: str = "") -> str:
    """A paragraph of exact lines with space before and after it in points."""
    return p(r(text, FACE), more + EXACT.format(before * 20, after * 20))


def baselines(body: str, settings: str = CLOSER) -> list[list[float]]:
    """How far from the top of the text the lines of each page stand, in points."""
    return [[round(TOP - line[0].y, 1) for line in page] for page in pages(body, settings=settings)]


@pytest.mark.parametrize(("after", "before", "room"), [(12, 4, 12), (4, 12, 12), (6, 0, 6)])
def test_of_the_spaces_of_two_paragraphs_the_larger_counts(after: int, before: int, room: int) -> None:
    [[first, second]] = baselines(paragraph("甲", after=after) + paragraph("乙", before=before))
    assert second - first == pytest.approx(LINE + room, abs=0.1)


def test_documents_with_the_spacing_of_old_word_add_them() -> None:
    [[first, second]] = baselines(paragraph("甲", after=12) + paragraph("乙", before=4), OLD)
    assert second - first == pytest.approx(LINE + 16, abs=0.1)


def test_space_before_is_dropped_where_a_page_ends_by_itself() -> None:
    first, second = baselines("".join(paragraph("文", before=15) for _ in range(20)))
    assert first[0] == pytest.approx(second[0] + 15, abs=0.1)
    assert second[0] == pytest.approx(0.8 * LINE, abs=0.1)


@pytest.mark.parametrize("after", [0, 10, 30])
def test_after_a_forced_break_only_what_exceeds_the_space_after_is_kept(after: int) -> None:
    _, [line] = baselines(paragraph("甲", after=after) + paragraph("乙", before=24, more="<w:pageBreakBefore/>"))
    assert line == pytest.approx(0.8 * LINE + max(24 - after, 0), abs=0.1)


def test_a_break_inside_a_paragraph_keeps_the_space_before_it() -> None:
    _, [line] = baselines(paragraph("甲") + p(NEW_PAGE + r("乙", FACE), EXACT.format(480, 0)))
    assert line == pytest.approx(0.8 * LINE + 24, abs=0.1)


@pytest.mark.parametrize("font", ["仿宋_GB2312", "黑体", "Times New Roman"])
@pytest.mark.parametrize("size", [21, 32, 44])
def test_four_fifths_of_an_exact_line_stand_above_its_baseline(font: str, size: int) -> None:
    face = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/><w:sz w:val="{size}"/>'
    [[first, second]] = baselines(p(r("甲A1", face), EXACT.format(0, 0)) + p(r("A", face), EXACT.format(0, 0)))
    assert [first, second] == pytest.approx([0.8 * LINE, 1.8 * LINE], abs=0.1)


def test_a_note_called_from_an_exact_line_has_lines_of_its_own() -> None:
    loose = Note((Paragraph(ParagraphStyle(), (Text("注", SONG),)),))
    exact = ParagraphStyle(line=LineSpacing("exact", LINE))
    html = write_html(document(Paragraph(exact, (Text("甲", SONG), loose))))
    assert html.count("--exact:1") == html.count("--exact:0") == 1
    assert "--exact" not in write_html(document(Paragraph(ParagraphStyle(), (Text("甲", SONG),))))


def test_exact_lines_leave_no_room_for_taller_fonts() -> None:
    mixed = r("甲", FACE) + r("A", '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/><w:sz w:val="48"/>')
    data, _ = made("".join(p(mixed, EXACT.format(0, 0)) for _ in range(22)))
    assert len(pypdfium2.PdfDocument(data)) == 1
