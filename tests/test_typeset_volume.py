"""Documents bound into one: their pages counted through, their bookmarks, their even pages, their links."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pypdf
from test_typeset_write_html import FANG, PLAIN, SONG, document, page_number, plain, section
from test_typeset_write_pdf import characters, page_texts, pdf

from reportgen.typeset.tree import Bookmark, Break, Document, Link, Note, PageNumber, Paragraph, Text
from reportgen.typeset.volume import bind

PAGE = Break("page", SONG)
FOOTER = {"default": page_number("center")}
REPORT = replace(
    document(plain("一、概况", outline=0), Paragraph(PLAIN, (PAGE,)), plain("二、资金", outline=0), footers=FOOTER),
    title="某某报告",
    author="某某中心",
)
TABLE = Document((section(plain("自评表", outline=1), footers=FOOTER, number_start=9, width=841.9, height=595.3),))
OF_ALL = Paragraph(PLAIN, (Text("共", FANG), PageNumber("pages", "decimal", FANG), Text("页", FANG)))


def outline(items: list[Any]) -> list[Any]:
    return [outline(item) if isinstance(item, list) else item["/Title"] for item in items]


def test_pages_are_counted_through_and_every_document_is_a_bookmark_above_its_headings() -> None:
    data = pdf(bind((("报告", REPORT), ('附件1 "表" <甲>\\', TABLE))))
    assert page_texts(data) == ["一、概况—1—", "二、资金—2—", "自评表—3—"]
    reader = pypdf.PdfReader(io.BytesIO(data))
    assert outline(reader.outline) == ["报告", ["一、概况", "二、资金"], '附件1 "表" <甲>\\', ["自评表"]]
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("某某报告", "某某中心")


def test_contents_stand_before_page_one_and_are_not_counted() -> None:
    contents = document(plain("目录"), OF_ALL)
    report = Document((section(OF_ALL, footers=FOOTER),))
    data = pdf(bind((("目录", contents), ("报告", report), ("表", TABLE)), unnumbered=1, pages=2))
    assert page_texts(data) == ["目录共2页", "共2页—1—", "自评表—2—"]


def test_page_one_is_a_right_hand_page_behind_the_contents_and_their_settings_are_not_the_volumes() -> None:
    footers = {"default": page_number("right"), "even": page_number("left")}
    report = replace(document(plain("甲"), Paragraph(PLAIN, (PAGE,)), plain("乙"), footers=footers), even_and_odd=True)
    bound = bind(
        (("目录", document(plain("目录"))), ("报告", replace(report, default_tab=21.0))), unnumbered=1, pages=2
    )
    assert bound.default_tab == 21.0
    data = pdf(bound)
    assert page_texts(data) == ["目录", "", "甲—1—", "乙—2—"]
    assert characters(data, 2)[-1][3] > 400
    assert characters(data, 3)[-1][3] < 200


def test_all_pages_are_counted_where_nothing_else_is_said() -> None:
    assert page_texts(pdf(bind((("一", document(OF_ALL)), ("二", document(OF_ALL)))))) == ["共2页", "共2页"]


def test_even_pages_of_a_document_that_knows_none_keep_its_footer() -> None:
    knows = replace(REPORT, even_and_odd=True, sections=(replace(REPORT.sections[0], footers={**FOOTER, "even": ()}),))
    assert page_texts(pdf(bind((("报告", knows), ("表", replace(TABLE)))))) == ["一、概况—1—", "二、资金", "自评表—3—"]
    data = pdf(bind((("表", TABLE), ("又", TABLE), ("报告", knows))))
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


def test_a_bound_document_of_many_sections_restarts_no_count() -> None:
    many = Document((section(plain("一"), footers=FOOTER), section(plain("二"), footers=FOOTER, number_start=1)))
    assert page_texts(pdf(bind((("甲", many), ("乙", many))))) == ["一—1—", "二—2—", "一—3—", "二—4—"]
