"""Styles, numbering and properties of paragraphs and characters."""

from __future__ import annotations

import pytest
from test_typeset_read import p, paragraph, r, read, root

from reportgen.typeset.tree import Edge, LineSpacing, Paragraph, ParagraphStyle, RunStyle, TabStop, Text


def styles(*definitions: str, run: str = "", para: str = "") -> str:
    defaults = f"<w:rPrDefault><w:rPr>{run}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{para}</w:pPr></w:pPrDefault>"
    return root("styles", f"<w:docDefaults>{defaults}</w:docDefaults>" + "".join(definitions))


def style(name: str, content: str, based_on: str = "", kind: str = "paragraph", *, default: bool = False) -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    mark = ' w:default="1"' if default else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}"{mark}><w:name w:val="{name}"/>{base}{content}</w:style>'


def look(body: str, **parts: str) -> RunStyle:
    """The style of the first text."""
    first = paragraph(body, **parts).inlines[0]
    assert isinstance(first, Text)
    return first.style


def form(properties: str, text: str = "文", **parts: str) -> ParagraphStyle:
    return paragraph(p(text, properties), **parts).style


# --- inheritance


def test_later_layers_win_and_chains_are_followed() -> None:
    sheet = styles(
        style("Normal", '<w:pPr><w:jc w:val="both"/></w:pPr><w:rPr><w:sz w:val="21"/></w:rPr>', default=True),
        style("Mid", '<w:pPr><w:keepNext/></w:pPr><w:rPr><w:sz w:val="32"/></w:rPr>', "Normal"),
        style("Leaf", '<w:pPr><w:keepNext w:val="0"/></w:pPr><w:rPr><w:color w:val="ff0000"/></w:rPr>', "Mid"),
        style("Hand", '<w:rPr><w:sz w:val="44"/></w:rPr>', kind="character"),
        run='<w:sz w:val="24"/><w:rFonts w:ascii="Arial" w:eastAsia="黑体"/>',
        para='<w:spacing w:after="100"/>',
    )
    leaf = paragraph(p(r("文"), '<w:pStyle w:val="Leaf"/>'), styles=sheet)
    assert (leaf.style.name, leaf.style.align, leaf.style.keep_next, leaf.style.after) == ("Leaf", "justify", False, 5)
    assert isinstance(leaf.inlines[0], Text)
    assert leaf.inlines[0].style == RunStyle("Arial", "黑体", size=16, color="FF0000")
    assert look(p(r("文", '<w:rStyle w:val="Hand"/>'), '<w:pStyle w:val="Leaf"/>'), styles=sheet).size == 22
    assert look(p(r("文", '<w:rStyle w:val="Hand"/><w:sz w:val="10"/>')), styles=sheet).size == 5
    # No style, or one that is not there: the default style.
    assert look(p("文"), styles=sheet).size == 10.5
    assert look(p("文", '<w:pStyle w:val="Gone"/>'), styles=sheet).size == 10.5


def test_a_circle_of_styles_ends() -> None:
    sheet = styles(style("A", "<w:rPr><w:b/></w:rPr>", "B"), style("B", "<w:rPr><w:i/></w:rPr>", "A"))
    found = look(p("文", '<w:pStyle w:val="A"/>'), styles=sheet)
    assert (found.bold, found.italic) == (True, True)


BOLD = '<w:rPr><w:b w:val="{}"/></w:rPr>'


@pytest.mark.parametrize(
    ("in_paragraph", "in_character", "direct", "bold"),
    [
        ("1", "0", "", True),
        ("1", "1", "", False),  # two kinds of style flip it back
        ("0", "1", "", True),
        ("1", "1", "<w:b/>", True),  # direct formatting settles it
        ("1", "0", '<w:b w:val="0"/>', False),
    ],
)
def test_toggles_flip_between_kinds_of_style(*, in_paragraph: str, in_character: str, direct: str, bold: bool) -> None:
    sheet = styles(
        style("P", BOLD.format(in_paragraph)),
        style("Sub", "", "P"),  # within one kind the chain only overrides
        style("C", BOLD.format(in_character), kind="character"),
    )
    run = r("文", f'<w:rStyle w:val="C"/>{direct}')
    assert look(p(run, '<w:pStyle w:val="Sub"/>'), styles=sheet).bold is bold


THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme>'
    '<a:majorFont><a:latin typeface="Cambria"/><a:ea typeface="方正小标宋简体"/></a:majorFont>'
    '<a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/><a:font script="Jpan" typeface="明朝"/>'
    '<a:font script="Hans" typeface="等线"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>'
)


def test_faces_come_from_theme_and_hint() -> None:
    token = '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:ascii="Old" w:hint="eastAsia"/>'
    minor = look(p(r("文", token)), theme=THEME)
    assert (minor.latin, minor.east_asian, minor.hint_east_asian) == ("Calibri", "等线", True)
    major = '<w:rFonts w:asciiTheme="majorAscii" w:eastAsiaTheme="majorEastAsia"/>'
    assert look(p(r("文", major)), theme=THEME).east_asian == "方正小标宋简体"
    # A face named nearer by beats an inherited theme face.
    sheet = styles(run=token)
    near = look(p(r("文", '<w:rFonts w:eastAsia="仿宋_GB2312"/>')), theme=THEME, styles=sheet)
    assert (near.latin, near.east_asian) == ("Calibri", "仿宋_GB2312")


# --- characters


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ('<w:u w:val="wavyHeavy"/>', RunStyle(size=10, underline="wave")),
        ('<w:u w:val="none"/>', RunStyle(size=10)),
        ('<w:strike/><w:caps/><w:i w:val="on"/>', RunStyle(size=10, strike=True, caps=True, italic=True)),
        ('<w:color w:val="auto"/><w:highlight w:val="yellow"/>', RunStyle(size=10, background="FFFF00")),
        ('<w:shd w:val="clear" w:fill="D9D9D9"/>', RunStyle(size=10, background="D9D9D9")),
        ('<w:shd w:val="pct50" w:color="000000" w:fill="FFFFFF"/>', RunStyle(size=10, background="808080")),
        ('<w:spacing w:val="-10"/><w:position w:val="6"/>', RunStyle(size=10, spacing=-0.5, rise=3)),
        ('<w:vertAlign w:val="superscript"/>', RunStyle(size=10, script="super")),
    ],
)
def test_characters_look_as_they_say(properties: str, expected: RunStyle) -> None:
    assert look(p(r("文", properties))) == expected


# --- paragraphs


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ('<w:jc w:val="distribute"/>', {"align": "distribute"}),
        ('<w:jc w:val="end"/>', {"align": "right"}),
        ('<w:ind w:start="720" w:end="360" w:firstLine="240"/>', {"left": 36, "right": 18, "first_line": 12}),
        ('<w:ind w:firstLineChars="200" w:firstLine="640" w:leftChars="50"/>', {"first_line": 20, "left": 5}),
        ('<w:spacing w:beforeLines="50" w:before="156" w:after="60"/>', {"before": 6, "after": 3}),
        ('<w:spacing w:beforeAutospacing="1" w:before="5"/>', {"before": 14}),
        ('<w:spacing w:line="560" w:lineRule="exact"/>', {"line": LineSpacing("exact", 28)}),
        ('<w:spacing w:line="300" w:lineRule="atLeast"/>', {"line": LineSpacing("at_least", 15)}),
        ('<w:spacing w:line="360"/>', {"line": LineSpacing("multiple", 1.5)}),
        ("<w:contextualSpacing/><w:keepLines/><w:pageBreakBefore/>", {"contextual": True, "keep_lines": True}),
        ('<w:pageBreakBefore/><w:widowControl w:val="0"/>', {"page_break_before": True, "widow_control": False}),
        ('<w:outlineLvl w:val="1"/>', {"outline": 1}),
        ('<w:outlineLvl w:val="9"/>', {"outline": None}),
        ('<w:snapToGrid w:val="0"/><w:overflowPunct w:val="0"/>', {"snap_to_grid": False, "hang_punctuation": False}),
        ('<w:autoSpaceDE w:val="0"/>', {"auto_space_letters": False, "auto_space_digits": True}),
        ('<w:autoSpaceDN w:val="0"/>', {"auto_space_letters": True, "auto_space_digits": False}),
        ("<w:topLinePunct/>", {"trim_line_start": True}),
        ('<w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/>', {"background": "EEEEEE"}),
    ],
)
def test_paragraphs_sit_as_they_say(properties: str, expected: dict[str, object]) -> None:
    found = form(properties)
    assert {name: getattr(found, name) for name in expected} == expected


def test_a_line_is_the_pitch_of_the_grid() -> None:
    section = '<w:sectPr><w:docGrid w:type="lines" w:linePitch="312"/></w:sectPr>'
    document, _ = read(p("文", '<w:spacing w:afterLines="100"/>') + section)
    first = document.sections[0].blocks[0]
    assert isinstance(first, Paragraph)
    assert first.style.after == 15.6


def test_characters_of_an_indent_are_those_of_the_first_run() -> None:
    indent = '<w:ind w:firstLineChars="200"/>'
    found = paragraph(p(r("大", '<w:sz w:val="32"/>') + r("小", '<w:sz w:val="18"/>'), indent))
    assert found.style.first_line == 32
    empty = paragraph(p("", f'{indent}<w:rPr><w:sz w:val="44"/></w:rPr>'))
    assert (empty.style.first_line, empty.style.mark.size) == (44, 22)


def test_a_direct_indent_puts_inherited_characters_out_of_force() -> None:
    sheet = styles(style("S", '<w:pPr><w:ind w:firstLineChars="200" w:leftChars="100"/></w:pPr>'))
    found = form('<w:pStyle w:val="S"/><w:ind w:hanging="200" w:left="400"/>', styles=sheet)
    assert (found.first_line, found.left) == (-10, 20)


def test_a_border_set_anew_forgets_the_inherited_one() -> None:
    sheet = styles(style("S", '<w:pPr><w:pBdr><w:top w:val="double" w:sz="24" w:color="FF0000"/></w:pBdr></w:pPr>'))
    found = form('<w:pStyle w:val="S"/><w:pBdr><w:top w:val="single"/></w:pBdr>', styles=sheet)
    assert found.edges.top == Edge(0.5, "solid", "000000")


def test_tab_stops_add_up_and_are_cleared() -> None:
    sheet = styles(
        style(
            "S",
            '<w:pPr><w:tabs><w:tab w:val="left" w:pos="400"/><w:tab w:val="right" w:leader="dot" w:pos="8000"/>'
            "</w:tabs></w:pPr>",
        )
    )
    direct = '<w:tabs><w:tab w:val="clear" w:pos="400"/><w:tab w:val="center" w:pos="2000"/></w:tabs>'
    found = form(f'<w:pStyle w:val="S"/>{direct}', styles=sheet)
    assert found.tabs == (TabStop(100, "center"), TabStop(400, "right", "dot"))
    assert form('<w:ind w:left="420" w:hanging="420"/>').tabs == (TabStop(21),)


def test_paragraph_borders_are_edges() -> None:
    found = form(
        '<w:pBdr><w:top w:val="single" w:sz="12" w:space="1" w:color="FF0000"/>'
        '<w:bottom w:val="double" w:sz="4" w:space="4" w:color="auto"/><w:left w:val="nil"/></w:pBdr>'
    )
    assert found.edges.top == Edge(1.5, "solid", "FF0000", 1)
    assert found.edges.bottom == Edge(1.5, "double", "000000", 4)
    assert (found.edges.left.width, found.edges.right.width) == (0, 0)
