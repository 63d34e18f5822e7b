"""Shipped data and the documents made of it, for the tests that look at whole reports."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pypdfium2
from docx import Document

from reportgen.making import make
from reportgen.pipeline import Examined, enclosures, examine, plan
from reportgen.typeset.text import document_text

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
CORRECTED = sorted(ROOT.glob("data/*/订正.yaml"))
PUBLISHED = sorted(ROOT.glob("data/*/原文.yaml"))
_PAGE_NUMBER = re.compile(r"—\s*\d+\s*—\s*$")


def department(path: Path) -> str:
    """The folder of a data file, which names a case."""
    return path.parent.name


@cache
def examined(path: Path) -> Examined:
    return examine(path, TEMPLATES)


@cache
def files(path: Path, *kinds: str) -> dict[str, bytes]:
    """The finished files of a data file by name."""
    case = examined(path).case
    assert case is not None
    made, problems = make(plan(case, draft=False), kinds, draft=False, enclosed=enclosures(examined(path)))
    assert not [p for p in problems if p.blocks]
    return made


def squashed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def docx_text(data: bytes) -> str:
    return document_text(data)


def printed_once(text: str, data: bytes) -> str:
    """The squashed text of a PDF without the header rows that the tables of its DOCX repeat on further pages."""
    for table in Document(io.BytesIO(data)).tables:
        rows = table._tbl.xpath("w:tr[w:trPr/w:tblHeader]")
        header = squashed("".join(row.xpath("string(.)") for row in rows))
        before, found, after = text.partition(header) if header else (text, "", "")
        text = before + found + after.replace(found, "") if found else text
    return text


def pdf_text(data: bytes) -> str:
    """The text of all pages in reading order, without page numbers."""
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    return "".join(_PAGE_NUMBER.sub("", page.rstrip()) for page in pages)
