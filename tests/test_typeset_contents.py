"""Tables of contents: their page numbers are those of our pages, missing entries are built, outdated ones are told."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest
from test_typeset_read import WORD_2013, docx, field, lines, p, r, read, root
from test_typeset_read_tables import tbl, tr
from test_typeset_write_pdf import characters, page_texts

from reportgen.problem import Level, Problem
from reportgen.typeset.pdf import make_pdf
from reportgen.typeset.read import read_docx
from reportgen.typeset.tree import Link, Paragraph, Text

MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'
CODE = 'TOC \\o "1-2" \\h \\z'


def style(name: str, title: str, properties: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{title}"/><w:pPr>{properties}</w:pPr></w:style>'
    )


RIGHT = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="6000"/></w:tabs>'
STYLES = root(
    "styles",
    style("1", "heading 1", '<w:outlineLvl w:val="0"/>')
    + style("2", "heading 2", '<w:outlineLvl w:val="1"/>')
    + style("3", "heading 3", '<w:outlineLvl w:val="2"/>')
    + style("own", "章", '<w:outlineLvl w:val="0"/>')
    + style("TOC1", "toc 1", f'{RIGHT}<w:ind w:left="0"/>')
    + style("TOC2", "toc 2", f'{RIGHT}<w:ind w:left="420"/>'),
)


def led_to(reader: pypdf.PdfReader, page: Any) -> list[int | None]:
    """The pages, from 0, that the links of a page lead to."""
    found: list[int | None] = []
    for link in page["/Annots"]:
        target = link.get_object()
        name = target["/Dest"] if "/Dest" in target else target["/A"]["/D"]
        there = reader.named_destinations[name].dest_array[0] if isinstance(name, str) else name[0]
        found.append(reader.get_page_number(there.get_object()))
    return found


def heading(text: str, level: str = "1", bookmark: str = "", properties: str = "") -> str:
    mark = f'<w:bookmarkStart w:id="7" w:name="{bookmark}"/>' if bookmark else ""
    return p(mark + r(text), f'<w:pStyle w:val="{level}"/>{properties}')


def entry(text: str, bookmark: str, before: str = "", after: str = "") -> str:
    number = field(f"PAGEREF {bookmark} \\h", "99")
    link = f'<w:hyperlink w:anchor="{bookmark}">{r(text)}<w:r><w:tab/></w:r>{number}</w:hyperlink>'
    return p(before + link + after, '<w:pStyle w:val="TOC1"/>')


def begin(code: str = CODE, more: str = "") -> str:
    opened = f'<w:r><w:fldChar w:fldCharType="begin"{more}/></w:r>'
    return f"{opened}<w:r><w:instrText>{code}</w:instrText></w:r>{MARK.format('separate')}"


END = MARK.format("end")
BODY = (
    p(PAGE_BREAK)
    + heading("一、概况", bookmark="_Toc1")
    + p(PAGE_BREAK)
    + heading("（一）职能", "2")
    + p(PAGE_BREAK)
    + heading("二、绩效", bookmark="_Toc3")
    + heading("1.细目", "3")
)
BUILT = ["[一、概况→<PageReference>](#_Toc1)", "[（一）职能→<PageReference>](#_heading2)"]
BUILT += ["[二、绩效→<PageReference>](#_Toc3)"]


def shown(body: str, **parts: str) -> tuple[list[str], tuple[Problem, ...]]:
    document, problems = read(body, styles=STYLES, **parts)
    return [line for section in document.sections for line in lines(section.blocks)], problems


def made(body: str, **parts: str) -> tuple[bytes, tuple[Problem, ...]]:
    document, problems = read_docx(docx(body, {"styles": STYLES, **parts}), "表.docx")
    data, more = make_pdf(document, "表.docx")
    return data, (*problems, *more)


def stored(*words: str, code: str = CODE, dirty: str = "") -> str:
    first, *others = words
    paragraphs = [entry(first, "_Toc1", before=begin(code, dirty)), *(entry(text, "_Toc3") for text in others)]
    return "".join(paragraphs) + p(END)


RIGHT_WORDS = ("一、概况", "（一）职能", "二、绩效")


def test_stored_entries_show_the_page_their_bookmark_stands_on() -> None:
    data, problems = made(stored(*RIGHT_WORDS) + BODY)
    assert problems == ()
    assert page_texts(data)[0].replace(".", "") == "一、概况2（一）职能4二、绩效4"


def test_an_empty_table_is_built_of_the_headings_with_links_to_them() -> None:
    data, problems = made(p("目录") + p(begin() + r("未找到目录项。") + END) + BODY)
    assert problems == ()
    assert page_texts(data)[0].replace(".", "") == "目录一、概况2（一）职能3二、绩效4"
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert led_to(reader, reader.pages[0]) == [1, 2, 3]
    digits = [box for box in characters(data) if box[0] in "234"]
    assert all(abs(box[3] - (90 + 300)) < 1 for box in digits)  # all end at the style's stop
    assert [round(box[1]) for box in characters(data) if box[0] in "一（二"][1] == 90 + 21


UPDATE = root("settings", f"{WORD_2013}<w:updateFields/>")


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        (p(begin() + END), {}),
        (p(begin().removesuffix(MARK.format("separate")) + END), {}),
        (f'<w:p><w:fldSimple w:instr="{CODE.replace(chr(34), "&quot;")}">{r("更新域")}</w:fldSimple></w:p>', {}),
        (stored("旧标题", dirty=' w:dirty="true"').replace(p(END), ""), {"ends": "inside"}),
        (stored("旧标题").replace(p(END), ""), {"settings": UPDATE, "ends": "inside"}),
        (p(begin(CODE.replace("\\o ", "\\o")) + END), {}),
        (p(begin() + r("一、旧的") + "<w:r><w:tab/></w:r>" + r("7")) + p(r("二、旧的") + END), {}),
    ],
)
def test_entries_are_built_where_none_are_stored_or_the_stored_ones_cannot_live(
    body: str, parts: dict[str, str]
) -> None:
    if parts.pop("ends", ""):
        body = body.removesuffix("</w:p>") + END + "</w:p>"
    found, problems = shown(body + p("后") + BODY, **parts)
    assert problems == ()
    assert found[: len(BUILT) + 1] == [*BUILT, "后"]


def test_stored_entries_do_not_look_like_links() -> None:
    look = '<w:name w:val="Hyperlink"/><w:rPr><w:u w:val="single"/></w:rPr>'
    blue = f'<w:style w:type="character" w:styleId="a9">{look}</w:style></w:styles>'
    styles = STYLES.replace("</w:styles>", blue)
    run = r("一、概况", '<w:rStyle w:val="a9"/>')
    linked = f'<w:hyperlink w:anchor="_Toc1">{run}</w:hyperlink>'
    code = begin('TOC \\c "表"') + field("PAGEREF _Toc1", "9")
    document, _ = read(p(linked) + p(code + linked) + p(END) + p(linked) + BODY, styles=styles)
    shown = [
        block.inlines[-1] for block in document.sections[0].blocks if isinstance(block, Paragraph) and block.inlines
    ]
    texts = [link.inlines[0] for link in shown if isinstance(link, Link)]
    assert [text.style.underline for text in texts if isinstance(text, Text)] == ["single", "", "single"]


def test_words_before_the_first_stored_entry_are_not_held_against_it() -> None:
    data = stored(*RIGHT_WORDS).replace(MARK.format("begin"), r("目录：") + MARK.format("begin"), 1)
    found, problems = shown(data + BODY)
    assert problems == ()
    assert found[0].startswith("目录：[一、概况→<PageReference>")


def test_what_stands_around_a_built_table_stays() -> None:
    body = p(r("前") + begin() + r("旧")) + p(r("旧")) + p(END + r("后") + PAGE_BREAK) + BODY
    assert shown(body)[0][: len(BUILT) + 2] == ["前", *BUILT, "后<page>"]
    alone = p(begin() + r("旧")) + p(END) + p("后") + BODY
    assert shown(alone)[0][: len(BUILT) + 2] == [*BUILT, "", "后"]
    one = p(begin() + END + PAGE_BREAK) + BODY
    assert shown(one)[0][: len(BUILT) + 1] == [*BUILT, "<page>"]
    before = p("<w:r><w:t>前</w:t></w:r>" + begin() + END) + BODY
    assert shown(before)[0][: len(BUILT) + 1] == ["前", *BUILT]


def test_bookmarks_among_stored_entries_are_kept() -> None:
    mark = '<w:bookmarkStart w:id="8" w:name="内"/>'
    body = p(begin() + r("旧")) + p(mark + r("旧")) + p(r("旧") + END) + p(field("PAGEREF 内", "9")) + BODY
    assert shown(body)[0][: len(BUILT) + 1] == [f"<Bookmark>{BUILT[0]}", *BUILT[1:], "<PageReference>"]


def test_a_built_table_may_begin_a_page_and_end_in_another_section() -> None:
    first = p(begin() + r("旧"), "<w:pageBreakBefore/>") + p(r("旧"), "<w:sectPr/>") + p(r("旧")) + p(r("旧") + END)
    document, problems = read(p("前") + first + p("后") + BODY, styles=STYLES)
    assert problems == ()
    assert [lines(section.blocks)[:5] for section in document.sections] == [
        ["前", *BUILT],
        ["后", "<page>", "<Bookmark>一、概况", "<page>", "<Bookmark>（一）职能"],
    ]
    entry = document.sections[0].blocks[1]
    assert isinstance(entry, Paragraph)
    assert entry.style.page_break_before


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("TOC \\o", ["一、概况", "（一）职能", "二、绩效", "1.细目", "甲"]),
        ('TOC \\o "2-3"', ["（一）职能", "1.细目"]),
        ('TOC \\o "1-1" \\u', ["一、概况", "二、绩效", "另章", "甲", "级"]),
        ('TOC \\t "章,2,heading 3；1"', ["1.细目", "另章"]),
        ("TOC", ["一、概况", "（一）职能", "二、绩效", "1.细目", "甲"]),
    ],
)
def test_switches_choose_the_headings(code: str, expected: list[str]) -> None:
    more = heading("另章", "own") + tbl(tr(f"<w:tc>{heading('甲')}</w:tc>")) + p("级", '<w:outlineLvl w:val="0"/>')
    found, problems = shown(p(begin(code) + END) + BODY + more)
    assert problems == ()
    assert [line[1:].partition("→")[0] for line in found if line.startswith("[")] == expected


def test_a_level_may_have_no_page_numbers() -> None:
    found, _ = shown(p(begin(f'{CODE} \\n "2-2"') + END) + BODY)
    assert found[:2] == [BUILT[0], "[（一）职能](#_heading2)"]


def test_numbers_of_headings_are_part_of_their_entries() -> None:
    level = '<w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1章"/>'
    numbering = root(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">{level}</w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    )
    numbered = heading("概况", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
    found, _ = shown(p(begin() + END) + numbered, numbering=numbering)
    assert found[0] == "[第一章 概况→<PageReference>](#_heading1)"


def test_page_numbers_are_written_as_those_of_their_section() -> None:
    sections = p("", '<w:sectPr><w:pgNumType w:fmt="numberInDash"/></w:sectPr>')
    body = p(begin() + END) + heading("甲") + sections + heading("乙")
    body += '<w:sectPr><w:pgNumType w:fmt="upperRoman" w:start="4"/></w:sectPr>'
    data, problems = made(body)
    assert problems == ()
    assert page_texts(data)[0].replace(".", "") == "甲-1-乙IV甲"
    ends = [box[3] for box in characters(data) if box[0] in "-V"][1:]
    assert all(abs(end - (90 + 300)) < 1 for end in ends)  # wide numbers end at the stop, too


def test_without_a_style_entries_have_leaders_to_the_right_edge_and_indents() -> None:
    bare = STYLES.replace("toc ", "无关 ")
    document, _ = read(p(begin() + END) + BODY, styles=bare)
    data, _ = make_pdf(document, "表.docx")
    assert "...." in page_texts(data)[0]
    digits = [box for box in characters(data) if box[0] in "234"]
    assert all(abs(box[3] - (595.3 - 90)) < 1 for box in digits)
    assert [round(box[1]) for box in characters(data) if box[0] in "一（"][:2] == [90, 90 + 21]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (stored("一、概况", "（一）旧职能", "二、绩效") + BODY, "与正文标题不一致的目录"),
        (stored("一、概况", "二、绩效") + BODY, "与正文标题不一致的目录"),
        (stored(*RIGHT_WORDS, code='TOC \\c "表"') + BODY, "不按标题样式编制的目录"),
        (p(begin() + r("旧") + END) + p("没有标题"), "找不到标题的目录"),
    ],
)
def test_what_cannot_be_brought_up_to_date_is_told_once(body: str, told: str) -> None:
    found, (problem,) = shown(body)
    assert (problem.code, problem.level) == ("G2", Level.HINT)
    assert told in problem.message
    assert problem.hint
    assert found[0] == "旧" or found[0].startswith("[一、概况→")


def test_an_entry_whose_bookmark_is_gone_shows_its_stored_page() -> None:
    found, problems = shown(entry("甲", "_Toc9", before=begin('TOC \\c "表"'), after=END))
    assert found == ["甲→99"]
    assert {name for name in ("PAGEREF", "不存在的书签", "不按标题样式") for p in problems if name in p.message} == {
        "PAGEREF",
        "不存在的书签",
        "不按标题样式",
    }
