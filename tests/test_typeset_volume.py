"""Documents bound into one: their pages counted through, their bookmarks, their even pages, their links."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import pypdf
from test_typeset_contents import led_to
from test_typeset_write_html import FANG, PLAIN, SONG, document, page_number, plain, section
from test_typeset_write_pdf import characters, page_texts, pdf

from reportgen.typeset.tree import (
    Bookmark,
    Break,
    Cell,
    Document,
    Link,
    Note,
    PageNumber,
    PageReference,
    Paragraph,
    Row,
    Tab,
    Table,
    Text,
)
from reportgen.typeset.volume import bind

PAGE = Break("page", SONG)
FOOTER = {"default": page_number("center")}
REPORT = replace(
    document(plain("一、概况", outline=0), Paragraph(PLAIN, (PAGE,)), plain("二、资金", outline=0), footers=FOOTER),
    title="某某报告",
    author="某某中心",
)
FORM = Document((section(plain("自评表", outline=1), footers=FOOTER, number_start=9, width=841.9, height=595.3),))
OF_ALL = Paragraph(PLAIN, (Text("共", FANG), PageNumber("pages", "decimal", FANG), Text("页", FANG)))


def outline(items: list[Any]) -> list[Any]:
    return [outline(item) if isinstance(item, list) else item["/Title"] for item in items]


def test_pages_are_counted_through_and_every_document_is_a_bookmark_above_its_headings() -> None:
    data = pdf(bind((("报告", REPORT), ('附件1 "表" <甲>\\', FORM))))
    assert page_texts(data) == ["一、概况—1—", "二、资金—2—", "自评表—3—"]
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert outline(reader.outline) == ["报告", ["一、概况", "二、资金"], '附件1 "表" <甲>\\', ["自评表"]]
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("某某报告", "某某中心")


def test_contents_stand_before_page_one_and_are_not_counted() -> None:
    contents = document(plain("目录"), OF_ALL)
    report = Document((section(OF_ALL, footers=FOOTER),))
    data = pdf(bind((("目录", contents), ("报告", report), ("表", FORM)), unnumbered=1, pages=2))
    assert page_texts(data) == ["目录共2页", "共2页—1—", "自评表—2—"]


def test_page_one_is_a_right_hand_page_behind_the_contents() -> None:
    footers = {"default": page_number("right"), "even": page_number("left")}
    report = replace(document(plain("甲"), Paragraph(PLAIN, (PAGE,)), plain("乙"), footers=footers), even_and_odd=True)
    data = pdf(bind((("目录", document(plain("目录"))), ("报告", report)), unnumbered=1, pages=2))
    assert page_texts(data) == ["目录", "", "甲—1—", "乙—2—"]
    assert characters(data, 2)[-1][3] > 400
    assert characters(data, 3)[-1][3] < 200


def test_all_pages_are_counted_where_nothing_else_is_said() -> None:
    assert page_texts(pdf(bind((("一", document(OF_ALL)), ("二", document(OF_ALL)))))) == ["共2页", "共2页"]


def test_even_pages_of_a_document_that_knows_none_keep_its_footer() -> None:
    knows = replace(REPORT, even_and_odd=True, sections=(replace(REPORT.sections[0], footers={**FOOTER, "even": ()}),))
    assert page_texts(pdf(bind((("报告", knows), ("表", replace(FORM)))))) == ["一、概况—1—", "二、资金", "自评表—3—"]
    data = pdf(bind((("表", FORM), ("又", FORM), ("报告", knows))))
    assert page_texts(data) == ["自评表—1—", "自评表—2—", "一、概况—3—", "二、资金"]


def test_places_of_one_name_in_two_documents_stay_apart() -> None:
    def linked(text: str) -> Document:
        there = Paragraph(PLAIN, (Bookmark("此处"), Text(text, SONG), Note((plain("注"),))))
        return document(Paragraph(PLAIN, (Link("#此处", (Text("去", SONG),)), PAGE)), there)

    reader = pypdf.PdfReader(io.BytesIO(pdf(bind((("甲", linked("甲处")), ("乙", linked("乙处")))))))
    pages = [page.indirect_reference for page in reader.pages]
    led = []
    for number in (0, 2):
        link = reader.pages[number]["/Annots"][0].get_object()  # type: ignore[index]
        name = link["/Dest"] if "/Dest" in link else link["/A"]["/D"]
        target = reader.named_destinations[name] if isinstance(name, str) else None
        led.append(pages.index(target.page.indirect_reference if target is not None else name[0]))  # type: ignore[union-attr]
    assert led == [1, 3]


def test_the_notes_of_every_document_begin_with_1() -> None:
    noted = document(Paragraph(PLAIN, (Text("文", SONG), Note((plain("注"),)), Note((plain("又注"),)))))
    later = replace(noted, sections=(*noted.sections, *noted.sections))
    texts = page_texts(pdf(bind((("甲", noted), ("乙", later)))))
    assert [re.findall(r"([0-9])\s*(?=又?注)", text) for text in texts] == [["1", "2"], ["1", "2"], ["3", "4"]]


def test_every_document_keeps_its_tab_stops_and_its_punctuation() -> None:
    line = (Tab(SONG), Text("甲》）", SONG))
    footers = {"default": (Paragraph(PLAIN, (Text("》）", SONG),)),)}
    parts = [
        Document((section(Paragraph(PLAIN, line), footers=footers, **settings),))
        for settings in ({"default_tab": 21.0}, {"default_tab": 42.0, "closer_punctuation": True})
    ]
    alone = [pdf(part) for part in parts]
    bound = pdf(bind(tuple(zip("一二", parts, strict=True))))
    assert [characters(bound, page) for page in (0, 1)] == [characters(data) for data in alone]
    left, right = characters(bound, 0), characters(bound, 1)
    assert [round(box[1] - 79.4) for box in (left[0], right[0])] == [21, 42]
    for mark in (2, 4):
        assert right[mark][1] - right[mark - 1][1] < left[mark][1] - left[mark - 1][1] - 4


def test_contents_lead_to_the_documents_they_name() -> None:
    row = Row(tuple(Cell(at, 1, 1, (plain(text),)) for at, text in enumerate(("附件1 表", "3"))))
    contents = document(plain("目录"), plain("附件10 表……5"), plain("报告……1"), Table((200, 50), (row,)))
    many = tuple((name, FORM) for name in ("附件1 表", "附件10 表"))
    reader = pypdf.PdfReader(
        io.BytesIO(pdf(bind((("目录", contents), ("报告", REPORT), *many), unnumbered=1, pages=4)))
    )
    assert led_to(reader, reader.pages[0]) == [4, 1, 3]


def test_page_references_of_one_name_stay_in_their_documents() -> None:
    there = Paragraph(PLAIN, (Bookmark("此处"), Text("处", SONG)))
    one = document(Paragraph(PLAIN, (PageReference("此处", "decimal", SONG), PAGE)), there)
    assert page_texts(pdf(bind((("甲", one), ("乙", one))))) == ["2", "处", "4", "处"]


def test_a_bound_document_of_many_sections_restarts_no_count() -> None:
    many = Document((section(plain("一"), footers=FOOTER), section(plain("二"), footers=FOOTER, number_start=1)))
    assert page_texts(pdf(bind((("甲", many), ("乙", many))))) == ["一—1—", "二—2—", "一—3—", "二—4—"]
