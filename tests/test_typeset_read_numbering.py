"""Automatic numbers and what they lend their paragraphs."""

from __future__ import annotations

import pytest
from test_typeset_read import blocks, lines, p, paragraph, root, words
from test_typeset_read_paragraphs import style, styles

from reportgen.typeset.counting import counted
from reportgen.typeset.tree import Paragraph, Tab, TabStop, Text

# --- numbering


def level(index: int, style_: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{style_}"/><w:lvlText w:val="{text}"/>{more}'
        "</w:lvl>"
    )


NUMBERING = root(
    "numbering",
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "chineseCounting", "%1、", '<w:suff w:val="nothing"/>')
    + level(1, "chineseCounting", "（%2）", '<w:suff w:val="space"/>')
    + level(2, "decimal", "%3.", '<w:pPr><w:ind w:left="800" w:hanging="400"/></w:pPr><w:rPr><w:b/></w:rPr>')
    + level(3, "decimal", "%1.%3.%4", "<w:isLgl/>")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
    + level(0, "bullet", "\uf0a7", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr><w:suff w:val="nothing"/>')
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="12"/>'
    '</w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num>',
)


def item(index: int, number: int = 1) -> str:
    return p("文", f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_stand_before_the_text() -> None:
    order = [item(0), item(1), item(1), item(2), item(2), item(3), item(0), item(1), item(2), item(0, 2), item(0, 1)]
    assert lines(blocks("".join(order), numbering=NUMBERING)) == [
        *("一、文", "（一） 文", "（二） 文", "1.→文", "2.→文", "1.2.1→文"),
        *("二、文", "（一） 文", "1.→文", "十二、文", "十三、文"),
    ]


def test_a_level_lends_indent_and_look() -> None:
    found = paragraph(item(2), numbering=NUMBERING)
    assert (found.style.left, found.style.first_line, found.style.tabs) == (40, -20, (TabStop(40),))
    number, tab, text = found.inlines
    assert isinstance(number, Text)
    assert isinstance(tab, Tab)
    assert isinstance(text, Text)
    assert (number.style.bold, text.style.bold) == (True, False)


def test_a_number_is_not_underlined_with_its_paragraph() -> None:
    mark = '<w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:u w:val="single"/><w:i/></w:rPr>'
    number = paragraph(p("文", mark), numbering=NUMBERING).inlines[0]
    assert isinstance(number, Text)
    assert (number.style.underline, number.style.italic) == ("", True)


def test_a_style_numbers_its_paragraphs_until_one_says_no() -> None:
    sheet = styles(
        style("H", '<w:pPr><w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr><w:ind w:left="900"/></w:pPr>'),
        style("Sub", '<w:pPr><w:ind w:right="100"/></w:pPr>', "H"),
    )
    no = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        p("文", '<w:pStyle w:val="Sub"/>') + p("文", f'<w:pStyle w:val="Sub"/>{no}') + p("文", '<w:pStyle w:val="H"/>')
    )
    found = blocks(body, styles=sheet, numbering=NUMBERING)
    assert lines(found) == ["1.→文", "文", "2.→文"]
    # The style's own indent lies over its list's.
    assert isinstance(found[0], Paragraph)
    assert (found[0].style.left, found[0].style.first_line, found[0].style.right) == (45, -20, 5)


def test_bullets_of_symbol_fonts_become_characters() -> None:
    found = paragraph(item(0, 3), numbering=NUMBERING)
    assert words(found.inlines) == "▪文"
    assert isinstance(found.inlines[0], Text)
    assert found.inlines[0].style.hint_east_asian


@pytest.mark.parametrize(
    ("style_", "shown"),
    [
        ("chineseCounting", "一 十 十二 二十 一百零五 一百一十 一千零一十 一万零三 二万三千四百五十六"),
        ("chineseLegalSimplified", "壹 壹拾 壹拾贰 贰拾 壹佰零伍 壹佰壹拾 壹仟零壹拾 壹万零叁 贰万叁仟肆佰伍拾陆"),
        ("ideographDigital", "一 一〇 一二 二〇 一〇五 一一〇 一〇一〇 一〇〇〇三 二三四五六"),
        ("decimalEnclosedCircle", "① ⑩ ⑫ ⑳ 105 110 1010 10003 23456"),
        ("lowerLetter", "a j l t aaaaa fffff " + "v" * 39 + " " + "s" * 385 + " " + "d" * 903),
        ("lowerRoman", "i x xii xx cv cx mx mmmmmmmmmmiii mmmmmmmmmmmmmmmmmmmmmmmcdlvi"),
    ],
)
def test_counting(style_: str, shown: str) -> None:
    numbers = (1, 10, 12, 20, 105, 110, 1010, 10003, 23456)
    assert " ".join(counted(n, style_) for n in numbers) == shown


def test_absurd_numbers_stay_short() -> None:
    assert counted(2_000_000_000, "upperRoman") == "2000000000"
    assert counted(-3, "chineseCounting") == "-3"
