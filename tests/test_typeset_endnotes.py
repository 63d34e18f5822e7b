"""Endnotes stand behind the text, numbered as they are called, and lead there and back."""

from __future__ import annotations

import io

import pypdf
import pytest
from test_typeset_contents import led_to
from test_typeset_read import docx, lines, p, r, read, root
from test_typeset_write_pdf import page_texts, pdf

from reportgen.problem import Level
from reportgen.typeset.passages import passages
from reportgen.typeset.read import read_docx
from reportgen.typeset.tree import Document, NoteMark, Paragraph
from reportgen.typeset.volume import bind

SELF = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:endnoteRef/></w:r>'
ENDNOTES = root(
    "endnotes",
    '<w:endnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:endnote>'
    + "".join(
        f'<w:endnote w:id="{name}">{p(SELF + r(f" {text}"))}{p("又")}</w:endnote>'
        for name, text in ((1, "甲"), (2, "乙"))
    ),
)


def call(note: int, more: str = "") -> str:
    return f'<w:r><w:endnoteReference w:id="{note}"{more}/></w:r>'


def document(body: str, settings: str = "") -> Document:
    found, problems = read_docx(docx(body, {"endnotes": ENDNOTES, "settings": root("settings", settings)}), "表.docx")
    assert problems == ()
    return found


def marks(found: Document) -> list[str]:
    """The numbers of a document's notes, in reading order."""
    return [
        inline.text
        for section in found.sections
        for block in section.blocks
        if isinstance(block, Paragraph)
        for inline in block.inlines
        if isinstance(inline, NoteMark)
    ]


def test_endnotes_stand_behind_the_text_in_the_order_of_their_calls() -> None:
    found = document(p(r("文") + call(2) + r("，") + call(1)) + p("末"))
    assert marks(found) == ["i", "ii", "i", "ii"]
    assert page_texts(pdf(found)) == ["文i，ii末i乙又ii甲又"]
    line = found.sections[0].blocks[2]
    assert isinstance(line, Paragraph)
    assert line.style.edges.bottom.width
    assert line.style.keep_next
    assert [block.where for block in found.sections[0].blocks[3:] if isinstance(block, Paragraph)] == [
        f"尾注{number} 第{n}段" for number in ("i", "ii") for n in (1, 2)
    ]


def test_a_note_that_is_not_called_does_not_appear() -> None:
    assert page_texts(pdf(document(p(r("文") + call(1))))) == ["文ii甲又"]
    assert lines(document(p("文")).sections[0].blocks) == ["文"]


PAGES = '<w:sectPr><w:type w:val="nextPage"/>{}</w:sectPr>'
TWO = p(r("一") + call(1), PAGES.format("{}")) + p(r("二") + call(2)) + PAGES.format("{}")


@pytest.mark.parametrize(
    ("document_says", "section_says", "expected"),
    [
        ("", "", ["一i", "二iii甲又ii乙又"]),
        ('<w:pos w:val="sectEnd"/>', "", ["一ii甲又", "二iiii乙又"]),
        ('<w:pos w:val="sectEnd"/><w:numRestart w:val="eachSect"/>', "", ["一ii甲又", "二ii乙又"]),
        ('<w:numFmt w:val="decimalEnclosedCircleChinese"/>', "", ["一①", "二②①甲又②乙又"]),
        ("", '<w:numFmt w:val="upperLetter"/><w:numStart w:val="4"/>', ["一D", "二ED甲又E乙又"]),
    ],
)
def test_where_they_stand_and_how_they_are_numbered(document_says: str, section_says: str, expected: list[str]) -> None:
    own = f"<w:endnotePr>{section_says}</w:endnotePr>"
    found = document(TWO.format(own, own), f"<w:endnotePr>{document_says}</w:endnotePr>")
    assert page_texts(pdf(found)) == expected


def test_a_mark_of_its_own_counts_for_nothing() -> None:
    found = document(p(r("文") + call(1, ' w:customMarkFollows="1"') + r("*") + call(2)))
    assert marks(found) == ["i", "i"]
    assert page_texts(pdf(found)) == ["文*i甲又i乙又"]


def test_call_and_note_lead_to_each_other_in_a_volume_too() -> None:
    one = document(p(r("文") + call(1)) + p('<w:r><w:br w:type="page"/></w:r>'))
    reader = pypdf.PdfReader(io.BytesIO(pdf(bind((("甲", one), ("乙", one))))))
    assert len(reader.pages) == 4
    assert [led_to(reader, page) for page in reader.pages] == [[1], [0], [3], [2]]


def test_a_notes_number_is_no_part_of_the_words_around_it() -> None:
    body = p(r("共12") + call(1) + r("个"))
    texts = [
        passage.text for passage in passages(document(body, '<w:endnotePr><w:numFmt w:val="decimal"/></w:endnotePr>'))
    ]
    assert texts == ["共12个", "甲", "又"]


def test_a_way_of_numbering_not_known_here_is_told() -> None:
    settings = root("settings", '<w:endnotePr><w:numFmt w:val="hebrew1"/></w:endnotePr>')
    _, (problem,) = read(p(r("文") + call(1)), endnotes=ENDNOTES, settings=settings)
    assert "编号格式 hebrew1" in problem.message


def test_a_call_of_no_note_is_an_error() -> None:
    _, (problem,) = read(p(r("文") + call(9)), endnotes=ENDNOTES)
    assert problem.level == Level.ERROR
    assert "尾注" in problem.message
