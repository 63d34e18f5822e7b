"""Fields that name a bookmark live: its page, its text; and the pages of a section are counted."""

from __future__ import annotations

import pytest
from test_typeset_read import blocks, docx, field, lines, p, r, read, root
from test_typeset_write_pdf import page_texts

from reportgen.typeset.pdf import make_pdf
from reportgen.typeset.read import read_docx

PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'


def mark(content: str, name: str = "某处", end: str = '<w:bookmarkEnd w:id="5"/>') -> str:
    return f'<w:bookmarkStart w:id="5" w:name="{name}"/>{content}{end}'


def pages(body: str, relations: str = "", **parts: str) -> list[str]:
    document, problems = read_docx(docx(body, parts, relations=relations), "表.docx")
    assert problems == ()
    data, problems = make_pdf(document, "表.docx")
    assert problems == ()
    return page_texts(data)


def test_a_page_reference_shows_the_page_before_and_behind_it() -> None:
    reference = field("PAGEREF 某处", "9")
    body = p(r("见") + reference) + p(PAGE_BREAK) + p(mark(r("此")) + r("即") + reference)
    assert pages(body) == ["见2", "此即2"]


def test_its_format_is_its_own_or_that_of_the_page() -> None:
    section = p("", '<w:sectPr><w:pgNumType w:fmt="lowerRoman"/></w:sectPr>')
    references = field("PAGEREF 某处") + r("、") + field("PAGEREF 某处 \\* CHINESENUM3") + r("、")
    body = p(mark(r("甲"))) + section + p(references + field("PAGEREF 某处 \\h \\* MERGEFORMAT"))
    assert pages(body + '<w:sectPr><w:pgNumType w:start="8"/></w:sectPr>') == ["甲", "i、一、i"]


def test_it_is_a_link_where_it_says_so() -> None:
    (line,) = lines(blocks(p(mark(r("甲")) + field("PAGEREF 某处 \\h", "9") + field("REF 某处 \\h", "乙"))))
    assert line == "<Bookmark>甲[<PageReference>甲](#某处)"


@pytest.mark.parametrize("code", ["PAGEREF 无处", "PAGEREF 某处 \\p"])
def test_the_stored_page_stays_where_there_is_no_other_and_is_told(code: str) -> None:
    document, (problem,) = read(p(mark(r("甲")) + field(code, "9")))
    assert lines(document.sections[0].blocks) == ["<Bookmark>甲9"]
    assert "域 PAGEREF 的页码" in problem.message


@pytest.mark.parametrize(
    ("content", "code", "expected"),
    [
        (mark(r("新") + r("名", "<w:b/>")), "REF 某处", "新名"),
        (mark(r("表 ") + field("SEQ 表", "1")), "REF 某处 \\* MERGEFORMAT", "表 1"),
        (mark(r("新"), name="某处A"), "REF 某处a", "新"),
        (mark(""), "REF 某处", "旧"),
        (mark(r("新") + "<w:r><w:tab/></w:r>"), "REF 某处", "旧"),
        (mark(r("新", "<w:vanish/>")), "REF 某处", "旧"),
        (mark(r("新")), "REF 某处 \\n", "旧"),
        (mark(r("新")), "REF 某处 \\* Upper", "旧"),
        (mark(r("新"), end=""), "REF 某处", "旧"),
    ],
)
def test_a_reference_shows_the_bookmarks_text_or_else_what_is_stored(content: str, code: str, expected: str) -> None:
    document, _ = read(p(content) + p(field(code, "旧")))
    assert lines(document.sections[0].blocks)[1] == expected


def test_dates_are_those_that_are_stored() -> None:
    for code in ('DATE \\@ "yyyy年"', 'TIME \\@ "HH:mm"', "SAVEDATE"):
        assert lines(blocks(p(field(code, "二〇二一年")))) == ["二〇二一年"]


def test_the_pages_of_a_section_are_counted_apart_from_all() -> None:
    footer = root("ftr", p(field("PAGE") + r("/") + field("SECTIONPAGES") + r("/") + field("NUMPAGES")))
    named = '<w:footerReference w:type="default" r:id="partfooter1"/>'
    first = p(PAGE_BREAK) + p(r("乙"), f'<w:sectPr>{named}<w:pgNumType w:start="5"/></w:sectPr>')
    body = p(r("甲")) + first + p(r("丙")) + f"<w:sectPr>{named}</w:sectPr>"
    assert pages(body, footer1=footer) == ["甲5/2/3", "乙6/2/3", "丙7/1/3"]


def test_a_bookmark_behind_the_last_paragraph_is_found() -> None:
    assert pages(p(field("PAGEREF 某处")) + p(PAGE_BREAK) + p(r("末")) + mark("")) == ["2", "末"]
