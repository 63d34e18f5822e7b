"""Chinese lines in the PDF: marks that stand closer, forbidden line ends, gaps, hanging marks, the character grid."""

from __future__ import annotations

from ctypes import c_double
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import pypdfium2  # type: ignore[import-untyped]
import pytest
from test_typeset_read import docx, p, r, root

from reportgen.problem import Problem
from reportgen.typeset.pdf import make_pdf
from reportgen.typeset.read import read_docx

SIZE, LEFT, WIDTH = 16, 79.4, 442.2  # points: 三号字, the text block of GB/T 9704
RIGHT = LEFT + WIDTH
THOUSANDTHS = 28 * SIZE / 1000  # a PDF counts the room after a character in thousandths of an em
PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"'
    ' w:header="851" w:footer="1400"/>{}</w:sectPr>'
)
GRID = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="-849"/>'
STYLES = root(
    "styles",
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"'
    ' w:eastAsia="仿宋_GB2312" w:hint="eastAsia"/><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>',
)
FACE, BOLD = '<w:rFonts w:hint="eastAsia"/>', '<w:rFonts w:hint="eastAsia"/><w:b/>'
CLOSER = '<w:characterSpacingControl w:val="compressPunctuation"/>'
JUSTIFIED = '<w:jc w:val="both"/>'
NOT_AT_START = "，。、；：？！）》」』】〕”’…—％‰℃"
NOT_AT_END = "（《「『【〔“‘￥＄"


class Character(NamedTuple):
    text: str
    x: float
    y: float


def made(body: str, grid: str = "", settings: str = CLOSER) -> tuple[bytes, tuple[Problem, ...]]:
    parts = {"styles": STYLES, "settings": root("settings", settings)}
    document, problems = read_docx(docx(body + PAGE.format(grid), parts), "报告.docx")
    data, more = make_pdf(document, "报告.docx")
    return data, (*problems, *more)


def pages(body: str, grid: str = "", settings: str = CLOSER) -> list[list[list[Character]]]:
    """The characters of each page by lines, each with the point it is drawn from."""
    data, problems = made(body, grid, settings)
    assert problems == ()
    found = []
    for page in pypdfium2.PdfDocument(data):
        text = page.get_textpage()
        drawn = (_character(text, index) for index in range(text.count_chars()))
        shown = sorted((one for one in drawn if one.text.strip()), key=lambda one: (-round(one.y), one.x))
        found.append([list(line) for _, line in groupby(shown, key=lambda one: round(one.y))])
    return found


def _character(page: Any, index: int) -> Character:
    x, y = c_double(), c_double()
    assert pypdfium2.raw.FPDFText_GetCharOrigin(page, index, x, y)
    return Character(page.get_text_range(index, 1), x.value, y.value)


def lines(content: str, properties: str = JUSTIFIED, **options: str) -> list[list[Character]]:
    """The lines of one paragraph."""
    content = content if content.startswith("<") else r(content, FACE)
    [page] = pages(p(content, properties), **options)
    return page


def texts(found: list[list[Character]]) -> list[str]:
    return ["".join(one.text for one in line) for line in found]


def advances(line: list[Character]) -> list[float]:
    """How far each character but the last moves the next, in ems."""
    return [round((after.x - before.x) / SIZE, 2) for before, after in pairwise(line)]


@pytest.mark.parametrize("pair", ["》，", "”。", "）（", "」「", "，“", "：“", "。）", "（《", "；（", "。’"])
def test_adjacent_marks_stand_half_an_em_closer(pair: str) -> None:
    [line] = lines(f"甲{pair}乙")
    assert advances(line) == [1, 0.5, 1]
    [line] = lines(f"甲{pair}乙", settings="")
    assert advances(line) == [1, 1, 1]


@pytest.mark.parametrize("pair", ["（）", "，甲", "甲（", "……", "——", "·（", "：\u3000"])
def test_other_characters_do_not(pair: str) -> None:
    [closer], [plain] = lines(f"甲{pair}乙"), lines(f"甲{pair}乙", settings="")
    assert advances(closer) == advances(plain)


def test_a_mark_keeps_its_width_before_the_blank_of_another_run() -> None:
    [line] = lines(r("审核人：", FACE) + r("\u3000\u3000", FACE + '<w:u w:val="single"/>') + r("甲", FACE))
    assert line[-1].x - line[0].x == pytest.approx(6 * SIZE, abs=0.1)


def test_marks_of_two_runs_stand_closer_too() -> None:
    [line] = lines(r("甲》", BOLD) + r("，乙", FACE))
    assert advances(line) == [1, 0.5, 1]


def test_rows_of_marks_leave_room_for_more_characters_on_a_line() -> None:
    text = "（一）《甲》，（二）《乙》，" * 4
    assert len(texts(lines(text))[0]) > len(texts(lines(text, settings=""))[0]) >= 27


def test_justification_opens_no_pair_wider_than_other_gaps() -> None:
    line = lines("《甲》，“乙”。（次）" + "字" * 7 + "GB" + "字" * 20)[0]
    stretch = [step - (0.5 if pair in {"》，", "，“", "”。", "。（"} else 1) for pair, step in _steps(line)]
    assert max(stretch) < 0.15
    assert max(stretch) - min(stretch) < 0.02


def _steps(line: list[Character]) -> list[tuple[str, float]]:
    """The advances between Chinese characters."""
    steps = [(a.text + b.text, (b.x - a.x) / SIZE) for a, b in pairwise(line)]
    return [(pair, step) for pair, step in steps if not any(one.isascii() for one in pair)]


def test_an_opening_mark_at_a_line_start_is_trimmed_only_where_asked() -> None:
    text = "字" * 27 + "（甲）乙" + "字" * 30
    whole, trimmed = lines(text), lines(text, JUSTIFIED + "<w:topLinePunct/>")
    assert whole[1][0].text == trimmed[1][0].text == "（"
    assert whole[1][0].x == pytest.approx(LEFT, abs=0.1)
    assert trimmed[1][0].x == pytest.approx(LEFT - SIZE / 2, abs=0.1)
    assert trimmed[1][1].x == pytest.approx(LEFT + SIZE / 2, abs=1)


@pytest.mark.parametrize("mark", NOT_AT_START)
def test_no_line_begins_with_a_mark_that_belongs_to_what_stands_before(mark: str) -> None:
    for before in range(24, 30):
        found = texts(lines("字" * before + mark + "甲乙丙" + "字" * 30))
        assert not any(line.startswith(mark) for line in found)


@pytest.mark.parametrize("mark", NOT_AT_END)
def test_no_line_ends_in_a_mark_that_belongs_to_what_follows(mark: str) -> None:
    for before in range(24, 30):
        found = texts(lines("字" * before + mark + "甲乙丙" + "字" * 30))
        assert not any(line.endswith(mark) for line in found)


@pytest.mark.parametrize("whole", ["——", "……", "1234.56", "12%", "９８７６", "1,234", "GB/T", "3.5‰", "45％"])
def test_what_belongs_together_is_not_parted(whole: str) -> None:
    for before in range(20, 30):
        assert any(whole in line for line in texts(lines("字" * before + whole + "甲乙丙" + "字" * 30)))


def test_a_number_may_part_from_the_word_after_it() -> None:
    found = texts(lines("字" * 25 + "1234万元" + "字" * 10))
    assert [line[-3:] for line in found[:1]] + [line[:2] for line in found[1:]] == ["234", "万元"]


@pytest.mark.parametrize("quoted", ["“甲”", "‘甲’", "《甲》"])
def test_a_line_may_end_before_and_after_a_quotation(quoted: str) -> None:
    assert texts(lines("字" * 26 + quoted + "字" * 9))[1].startswith(quoted[0])
    assert texts(lines("字" * 24 + quoted + "字" * 9))[0].endswith(quoted[2])


@pytest.mark.parametrize(
    "runs", [r("字" * 27 + "。", FACE) + r("甲" * 9, FACE), r("字" * 27, FACE) + r("。甲甲甲", BOLD)]
)
def test_a_closing_mark_that_has_no_room_hangs(runs: str) -> None:
    first, second = lines(runs)
    assert (first[-1].text, second[0].text) == ("。", "甲")
    assert first[-1].x == pytest.approx(RIGHT, abs=0.2)


def test_a_mark_hangs_after_a_number_too() -> None:
    first, *_ = lines("字" * 25 + "1234，甲乙" + "字" * 9)
    assert first[-1].text == "，"
    assert first[-1].x == pytest.approx(RIGHT, abs=0.2)


def test_of_two_marks_the_last_hangs() -> None:
    assert texts(lines("字" * 26 + "甲”。乙" + "字" * 9))[0].endswith("甲”。")


def test_no_mark_hangs_where_the_paragraph_forbids_it_or_in_a_cell() -> None:
    text = "字" * 27 + "。甲"
    forbidden = JUSTIFIED + '<w:overflowPunct w:val="0"/>'
    assert texts(lines(text, forbidden, settings="")) == ["字" * 26, "字。甲"]
    width = round(WIDTH * 20)
    cell = (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
        f'<w:gridCol w:w="{width}"/></w:tblGrid><w:tr><w:tc>{p(r(text, FACE), JUSTIFIED)}</w:tc></w:tr></w:tbl>'
    )
    [found] = pages(cell + p())
    assert all(one.x + SIZE / 2 <= RIGHT for line in found for one in line)


def test_no_closing_mark_stands_alone_on_a_last_line() -> None:
    for before in range(50, 60):
        assert len(texts(lines("字" * before + "。"))[-1]) > 1


def test_a_mark_takes_half_its_room_at_a_line_end_that_nothing_may_hang_over() -> None:
    line = lines("字" * 27 + "，甲乙丙", '<w:jc w:val="center"/>')[0]
    assert texts([line]) == ["字" * 27 + "，"]
    assert line[0].x - LEFT == pytest.approx(RIGHT - line[-1].x - SIZE / 2, abs=0.2)


@pytest.mark.parametrize(
    ("properties", "letters", "digits"),
    [
        ("", 0.25, 0.25),
        ('<w:autoSpaceDE w:val="0"/>', 0, 0.25),
        ('<w:autoSpaceDN w:val="0"/>', 0.25, 0),
        ('<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>', 0, 0),
    ],
)
def test_a_quarter_em_parts_scripts(properties: str, letters: float, digits: float) -> None:
    [line] = lines("甲A乙", properties)
    [numbers] = lines("甲1乙", properties)
    assert advances(line)[0] == 1 + letters
    assert advances(numbers)[0] == 1 + digits


@pytest.mark.parametrize("text", ["甲，1", "甲（A", "甲。A"])
def test_no_gap_stands_beside_marks(text: str) -> None:
    [line] = lines(text)
    assert advances(line)[-1] == 1


@pytest.mark.parametrize("align", ["both", "right", "center"])
def test_a_gap_takes_no_room_at_a_line_end(align: str) -> None:
    text = "字" * 27 + "2021" + "字" * 5
    first, second = lines(text, f'<w:jc w:val="{align}"/>')
    assert texts([first, second]) == ["字" * 27, "2021" + "字" * 5]
    right = RIGHT if align != "center" else RIGHT - (WIDTH - 27 * SIZE) / 2
    assert first[-1].x + SIZE == pytest.approx(right, abs=THOUSANDTHS)


def test_a_page_of_the_standard_holds_22_lines_of_28_characters() -> None:
    first, second = pages(p(r("天地玄黄宇宙洪荒" * 84, FACE), JUSTIFIED), grid=GRID)
    assert [len(line) for line in first] == [28] * 22
    assert [len(line) for line in second] == [28, 28]
    for line in first:
        assert line[0].x == pytest.approx(LEFT, abs=0.1)
        assert line[-1].x + SIZE == pytest.approx(RIGHT, abs=0.4)
    pitches = {round(above[0].y - below[0].y, 1) for above, below in pairwise(first)}
    assert pitches <= {28.9, 29.0}


def test_fixed_lines_of_28_points_are_22_on_a_page() -> None:
    fixed = JUSTIFIED + '<w:spacing w:line="560" w:lineRule="exact"/>'
    first, _ = pages(p(r("天地玄黄宇宙洪荒" * 90, FACE), fixed))
    assert [len(line) for line in first] == [27] * 22


def test_the_grid_adds_its_space_unless_the_paragraph_stands_off_it() -> None:
    grid = '<w:docGrid w:type="linesAndChars" w:linePitch="579" w:charSpace="16384"/>'
    [line] = lines("甲乙丙", "", grid=grid)
    assert advances(line) == [1.25, 1.25]
    [line] = lines("甲乙丙", '<w:snapToGrid w:val="0"/>', grid=grid)
    assert advances(line) == [1, 1]


def test_a_title_keeps_the_lines_it_was_typed_in() -> None:
    parts = ["关于某县二〇二四年度财政支出", "绩效评价工作情况的", "报告"]
    title = "<w:r><w:br/></w:r>".join(r(part, FACE) for part in parts)
    found = lines(title, '<w:jc w:val="center"/>')
    assert texts(found) == parts
    for line in found:
        assert line[0].x - LEFT == pytest.approx(RIGHT - line[-1].x - SIZE, abs=0.2)


@pytest.mark.parametrize("rare", ["\u2029", "\xad", "\u200b", "e\u0301", "\xa0", "אבג", "Ω", "①"])
def test_no_character_is_lost_wherever_a_line_ends(rare: str) -> None:
    for before in range(25, 30):
        written = "字" * before + rare + "甲（乙），" * 9
        shown = "".join(texts(lines(written, "")))
        assert [one for one in shown if one in "字甲乙（），"] == [one for one in written if one in "字甲乙（），"]


def test_a_word_longer_than_its_line_is_broken_only_then() -> None:
    assert texts(lines("a" * 99 + "甲乙", ""))[-1].endswith("甲乙")
    found = texts(lines("甲乙" + "a" * 46 + "丙", ""))
    assert found == ["甲乙", "a" * 46 + "丙"]


def test_a_line_may_end_before_a_quotation_in_another_run() -> None:
    assert texts(lines(r("字" * 27, FACE) + r("“甲”乙", BOLD))) == ["字" * 27, "“甲”乙"]


@pytest.mark.parametrize("room", [3, 4])
def test_a_line_ends_before_a_slash_rather_than_inside_a_unit(room: int) -> None:
    narrow = f'<w:ind w:right="{(WIDTH - (room + 0.5) * SIZE) * 20:.0f}"/>'
    assert texts(lines("九" * (room - 2) + "万元/台", narrow)) == ["九" * (room - 2) + "万元", "/台"]
