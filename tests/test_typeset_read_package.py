"""What is no readable Word document is refused; the bare text of one that is."""

from __future__ import annotations

import io
import zipfile

import pytest
from test_typeset_read import HEADERS, ROOT_RELS, docx, p, r, root

from reportgen.ooxml.package import MAX_PARTS, PackageError
from reportgen.problem import Level
from reportgen.typeset.read import read_docx
from reportgen.typeset.text import document_text

# --- packages


def refusal(data: bytes) -> str:
    document, (problem,) = read_docx(data, "表.docx")
    assert document.sections == ()
    assert (problem.code, problem.level) == ("G0", Level.ERROR)
    return problem.message


def archive_of(*files: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return buffer.getvalue()


def test_what_is_no_document_is_refused() -> None:
    assert "ZIP" in refusal(b"garbage")
    assert "ZIP" in refusal(docx(p("文"))[:-40])
    assert "没有 Word 正文" in refusal(archive_of(("a.txt", b"a")))
    sheet = archive_of(("_rels/.rels", ROOT_RELS.encode()), ("word/document.xml", b"<workbook/>"))
    assert "没有 Word 正文" in refusal(sheet)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    assert "MiB" in refusal(archive_of(("word/document.xml", b"\0" * (65 * 2**20))))
    assert str(MAX_PARTS) in refusal(archive_of(*((f"{i}", b"") for i in range(MAX_PARTS + 1))))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_is_refused(encoding: str) -> None:
    styles = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "b">]>{root("styles", "")}'
    data = docx(p("文"), {"styles": ""}, files={})
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, styles.encode(encoding) if name == "word/styles.xml" else old.read(name))
    assert "DOCTYPE" in refusal(broken.getvalue())


def test_broken_xml_is_refused_not_mended() -> None:
    assert "word/styles.xml" in refusal(docx(p("文"), {"styles": "<w:styles>"}))


# --- the bare text


def test_the_bare_text_is_read_without_the_tree() -> None:
    box = f"<w:pict><v:textbox><w:txbxContent>{p('框内')}</w:txbxContent></v:textbox></w:pict>"
    data = docx(
        p(r("甲 ") + "<w:r><w:tab/></w:r>" + r("乙", "<w:b/>"), '<w:tabs><w:tab w:pos="9" w:val="left"/></w:tabs>')
        + p(f"<w:del>{r('删')}</w:del><w:ins>{r('增')}</w:ins>")
        + f"<w:tbl><w:tr><w:tc>{p('格')}</w:tc></w:tr></w:tbl>"
        + p(f"<w:r>{box}</w:r>"),
        HEADERS,
    )
    assert document_text(data) == "甲 \t乙\n增\n格\n框内\n\n"
    assert document_text(data, "margins") == "页眉甲\n\n首页\n偶数\n页眉乙\n共9页\n"
    assert document_text(data, "notes") == ""
    with pytest.raises(PackageError):
        document_text(b"garbage")
