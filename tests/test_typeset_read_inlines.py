"""Runs, fields, links, pictures, notes."""

from __future__ import annotations

import pytest
from test_typeset_read import OFFICE, blocks, docx, field, lines, p, paragraph, r, read, root, words

from reportgen.typeset.read import read_docx
from reportgen.typeset.tree import Block, Break, Link, Note, PageNumber, Paragraph, Picture, Text

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 8
IMAGE = f'<Relationship Id="{{}}" Type="{OFFICE}/relationships/image" Target="media/{{}}"/>'


def shown(content: str) -> str:
    return words(paragraph(p(content)).inlines)


def test_text_breaks_and_special_characters() -> None:
    content = (
        "<w:r><w:t> 甲 </w:t><w:tab/><w:br/><w:cr/></w:r>"
        + r(" 乙 ")
        + '<w:r><w:br w:type="page"/><w:br w:type="column"/>'
        "<w:noBreakHyphen/><w:softHyphen/><w:lastRenderedPageBreak/></w:r>"
    )
    assert shown(content) == "甲→<line><line> 乙 <page><column>\u2011\u00ad"


def test_runs_of_one_look_are_one_text() -> None:
    found = paragraph(p(r("一") + r("二") + r("三", "<w:b/>") + r("四", "<w:b/>")))
    assert [t.text for t in found.inlines if isinstance(t, Text)] == ["一二", "三四"]


def test_symbols_become_the_characters_they_look_like() -> None:
    sym = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'
    assert shown(sym.format("Wingdings", "F0FE") + sym.format("Wingdings 2", "0052")) == "☑☑"
    assert shown(sym.format("Symbol", "F0B3") + sym.format("宋体", "25A1")) == "≥□"
    typed = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'
    assert shown(r("\u00fe\uf0a8项", typed)) == "☑□项"


def test_wrappers_are_transparent() -> None:
    sdt = f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt>"
    assert shown(f"<w:smartTag>{r('一')}</w:smartTag>{sdt}<w:proofErr w:type='x'/>") == "一控件"
    block = f"<w:sdt><w:sdtContent>{p('段')}</w:sdtContent></w:sdt>"
    assert lines(blocks(f"<w:customXml>{block}</w:customXml>")) == ["段"]


def test_a_bookmark_between_blocks_goes_to_the_next_paragraph() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="{}"/><w:bookmarkEnd w:id="1"/>'
    body = p(mark.format("内") + r("一") + mark.format("_GoBack")) + mark.format("外") + p(r("二"))
    assert lines(blocks(body)) == ["<Bookmark>一", "<Bookmark>二"]


# --- fields


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (" PAGE ", "<page upper-roman>"),
        ("PAGE  \\* MERGEFORMAT", "<page upper-roman>"),
        ("PAGE \\* Arabic", "<page decimal>"),
        ("page \\* roman", "<page lower-roman>"),
        ("PAGE \\* CHINESENUM3", "<page simp-chinese-informal>"),
        ("PAGE \\* ArabicDash", "- <page decimal> -"),
        ("NUMPAGES", "<pages decimal>"),
        ("NUMPAGES \\* ROMAN", "<pages upper-roman>"),
        ("SECTIONPAGES", "<section_pages decimal>"),
        ("REF 某处", "旧"),
        ('DATE \\@ "yyyy年"', "旧"),
    ],
)
def test_page_numbers_live_and_other_fields_show_their_result(code: str, expected: str) -> None:
    section = '<w:sectPr><w:pgNumType w:fmt="upperRoman"/></w:sectPr>'
    for content in (field(code, "旧"), f"<w:fldSimple w:instr='{code}'>{r('旧')}</w:fldSimple>"):
        assert lines(blocks(p(r("第") + content + r("页")) + section)) == [f"第{expected}页"]


def test_a_page_number_without_a_stored_result_lives_too() -> None:
    assert shown(field("PAGE")) == "<page decimal>"


def test_the_page_number_in_dashes_of_a_section() -> None:
    body = p(field("PAGE", "1")) + '<w:sectPr><w:pgNumType w:fmt="numberInDash"/></w:sectPr>'
    assert lines(blocks(body)) == ["- <page decimal> -"]


def test_a_page_number_looks_as_its_field() -> None:
    mark = '<w:r><w:rPr><w:sz w:val="28"/></w:rPr><w:fldChar w:fldCharType="{}"/></w:r>'
    code = "<w:r><w:instrText>PA</w:instrText><w:instrText>GE</w:instrText></w:r>"
    (number,) = paragraph(
        p(mark.format("begin") + code + mark.format("separate") + r("1") + mark.format("end"))
    ).inlines
    assert isinstance(number, PageNumber)
    assert number.style.size == 14


def test_a_simple_field_looks_as_its_result() -> None:
    result = r("1", '<w:sz w:val="28"/>')
    (number,) = paragraph(p(f'<w:fldSimple w:instr="PAGE">{result}</w:fldSimple>')).inlines
    assert isinstance(number, PageNumber)
    assert number.style.size == 14


def test_a_hidden_run_still_ends_its_field() -> None:
    end = '<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t><w:fldChar w:fldCharType="end"/></w:r>'
    whole = field("REF a", "旧")
    document, (problem,) = read(p(whole[: whole.rindex("<w:r>")] + end + r("后")))
    assert lines(document.sections[0].blocks) == ["旧后"]
    assert "隐藏" in problem.message


def test_fields_nest_and_cross_paragraphs() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    outer = mark.format("begin") + "<w:r><w:instrText>IF </w:instrText></w:r>" + field("PAGE", "5")
    outer += "<w:r><w:instrText> = 1</w:instrText></w:r>" + mark.format("separate")
    assert lines(blocks(p(outer + r("一")) + p(r("二") + mark.format("end") + r("三")))) == ["一", "二三"]


# --- links


def test_links_have_addresses_or_bookmarks() -> None:
    relation = (
        f'<Relationship Id="rId9" Type="{OFFICE}/relationships/hyperlink" '
        'Target="https://a.cn/?x=1&amp;y=2" TargetMode="External"/>'
    )
    content = f'<w:hyperlink r:id="rId9">{r("网")}{r("址", "<w:b/>")}</w:hyperlink>'
    content += f'<w:hyperlink w:anchor="_Toc1">{r("目录")}</w:hyperlink>'
    content += field('HYPERLINK "mailto:a@b.cn" \\o "提示"', "邮") + field('HYPERLINK \\l "_Toc2"', "处")
    content += '<w:bookmarkStart w:id="1" w:name="_Toc1"/><w:bookmarkStart w:id="2" w:name="_TOC2"/>'
    document, problems = read_docx(docx(p(content), relations=relation), "表.docx")
    assert problems == ()
    assert lines(document.sections[0].blocks) == [
        "[网址](https://a.cn/?x=1&y=2)[目录](#_Toc1)[邮](mailto:a@b.cn)[处](#_TOC2)<Bookmark><Bookmark>"
    ]
    first = document.sections[0].blocks[0]
    assert isinstance(first, Paragraph)
    link = first.inlines[0]
    assert isinstance(link, Link)
    assert [inline.style.bold for inline in link.inlines if isinstance(inline, Text)] == [False, True]


def test_other_addresses_are_dropped_and_told() -> None:
    document, (problem,) = read(p(field('HYPERLINK "file:///etc/passwd"', "文")))
    assert lines(document.sections[0].blocks) == ["文"]
    assert "超链接" in problem.message


def test_links_to_no_bookmark_are_dropped_and_told() -> None:
    content = f'<w:hyperlink w:anchor="无">{r("甲")}</w:hyperlink>' + field('HYPERLINK \\l "无"', "乙")
    document, (problem,) = read(p(content))
    assert lines(document.sections[0].blocks) == ["甲乙"]
    assert "不存在的书签" in problem.message
    assert "全文共 2 处" in problem.message


# --- pictures and notes


def drawing(relation: str, box: str = "inline", more: str = "", blip: str = "") -> str:
    return (
        f'<w:r><w:drawing><wp:{box}><wp:extent cx="1270000" cy="635000"/><wp:docPr id="1" name="x" descr="公章"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:blipFill><a:blip r:embed="{relation}" {blip}/>{more}</pic:blipFill></pic:pic>'
        f"</a:graphicData></a:graphic></wp:{box}></w:drawing></w:r>"
    )


def read_pictures(content: str) -> tuple[tuple[Block, ...], list[str]]:
    files = {"word/media/a.png": PNG, "word/media/b.jpeg": JPEG, "word/media/c.emf": b"\1\0\0\0"}
    relations = IMAGE.format("p", "a.png") + IMAGE.format("j", "b.jpeg") + IMAGE.format("e", "c.emf")
    relations += IMAGE.format("gone", "none.png")
    document, problems = read_docx(docx(p(content), relations=relations, files=files), "表.docx")
    return document.sections[0].blocks, [problem.message for problem in problems]


def test_inline_pictures_keep_bytes_size_and_words() -> None:
    (found,), messages = read_pictures(drawing("p") + drawing("j"))
    assert messages == []
    assert isinstance(found, Paragraph)
    assert found.inlines == (
        Picture(PNG, "image/png", 100, 50, "公章"),
        Picture(JPEG, "image/jpeg", 100, 50, "公章"),
    )


@pytest.mark.parametrize(
    ("content", "count", "told"),
    [
        (drawing("p", "anchor"), 1, "浮动图片"),
        (drawing("p", more='<a:srcRect l="5000"/>'), 0, "数据缺失的图片"),
        (drawing("e"), 0, "EMF 格式的图片"),
        (drawing("gone"), 0, "数据缺失的图片"),
        (drawing("", blip='r:link="x"'), 0, "链接到文件之外的图片"),
    ],
)
def test_pictures_that_change_or_go_are_told(content: str, count: int, told: str) -> None:
    (found,), (message,) = read_pictures(content)
    assert isinstance(found, Paragraph)
    assert len(found.inlines) == count
    assert told in message


NOTES = root(
    "footnotes",
    '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>" + r(" 注甲"))}{p("又")}</w:footnote>',
)


def test_a_footnote_is_called_at_its_place() -> None:
    (found,) = blocks(p(r("文") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("。")), footnotes=NOTES)
    assert isinstance(found, Paragraph)
    _, note, _ = found.inlines
    assert isinstance(note, Note)
    assert lines(note.blocks) == [" 注甲", "又"]
    second = note.blocks[1]
    assert isinstance(second, Paragraph)
    assert second.where == "脚注1 第2段"


def test_an_empty_paragraph_has_the_height_of_its_mark() -> None:
    found = paragraph(p("", '<w:rPr><w:sz w:val="30"/><w:rFonts w:eastAsia="楷体"/></w:rPr>'))
    assert found.inlines == ()
    assert (found.style.mark.size, found.style.mark.east_asian) == (15, "楷体")
    assert isinstance(paragraph(p("<w:r><w:br/></w:r>")).inlines[0], Break)
