"""Faces -> fonts in the PDF: stand-ins, what fills their gaps, thickened bold, characters nothing shows."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
from test_typeset_write_html import FANG, document, paragraph
from test_typeset_write_pdf import image, pdf

from reportgen.problem import Level, Place
from reportgen.typeset.pdf import make_pdf


def fonts_of(data: bytes) -> set[str]:
    names = set()
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            names.add(str(font.get_object()["/BaseFont"]).partition("+")[2])
    return names


def test_official_faces_are_shown_by_their_stand_ins() -> None:
    faces = ("仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体")
    tree = document(*(paragraph("字", run=replace(FANG, east_asian=face)) for face in faces))
    assert fonts_of(pdf(tree)) == {
        "FandolFang",
        "FandolKai",
        "Noto-Sans-CJK-SC",
        "Noto-Serif-CJK-SC-Bold",
        "Noto-Serif-CJK-SC",
    }


def test_characters_the_stand_in_lacks_come_from_the_next_font() -> None:
    assert fonts_of(pdf(document(paragraph("字镕☑")))) == {"FandolFang", "Noto-Serif-CJK-SC", "DejaVu-Sans"}


def test_a_bold_that_no_font_has_is_thickened() -> None:
    def ink(bold: bool) -> int:
        picture = image(pdf(document(paragraph("永永永永", run=replace(FANG, bold=bold)))), 0)
        return sum(picture.histogram()[:128])

    assert ink(True) > 1.2 * ink(False)


def test_a_character_no_font_has_is_an_error_with_its_place() -> None:
    tree = document(paragraph("好"), paragraph("坏\U000e0200字坏\U000e0200", where="正文第2段"))
    _, problems = make_pdf(tree, "报告.docx")
    [missing] = [problem for problem in problems if problem.code == "G3"]
    assert missing.level is Level.ERROR
    assert missing.place == Place("报告.docx", within="正文第2段")
    assert "U+E0200" in missing.message
