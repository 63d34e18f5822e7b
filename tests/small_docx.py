"""Small Word templates made of a few lines, for the tests of filling."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from reportgen.figures.figure import Figure
from reportgen.figures.scope import Scope, Value
from reportgen.fill.docx import fill
from reportgen.fill.package import Properties
from reportgen.problem import Problem

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
PROPERTIES = Properties("标题", "作者", "2021-06-21")


def p(text: str = "") -> str:
    """A paragraph of one run."""
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def tc(*content: str, pr: str = "") -> str:
    """A cell of paragraphs, given as text or as XML."""
    blocks = "".join(c if c.startswith("<w:") else p(c) for c in content)
    return f"<w:tc>{f'<w:tcPr>{pr}</w:tcPr>' if pr else ''}{blocks}</w:tc>"


def tr(*cells: str, pr: str = "") -> str:
    """A row of cells, given as text or as XML."""
    row = "".join(c if c.startswith("<w:tc") else tc(c) for c in cells)
    return f"<w:tr>{f'<w:trPr>{pr}</w:trPr>' if pr else ''}{row}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def docx(body: str, section: str = "<w:sectPr/>", headers: Mapping[str, str] | None = None) -> bytes:
    """A package with this body, and headers by type (default, first, even)."""
    headers = headers or {}
    references = "".join(f'<w:headerReference w:type="{t}" r:id="rId{n}"/>' for n, t in enumerate(headers, 1))
    if section == "<w:sectPr/>":
        section = f"<w:sectPr>{references}</w:sectPr>"
    overrides = "".join(
        f'<Override PartName="/word/header{n}.xml" ContentType="{_TYPE}.header+xml"/>' for n, _ in enumerate(headers, 1)
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>{overrides}</Types>',
        "_rels/.rels": _RELS.format(
            f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": f"<w:document {_NS}><w:body>{body}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": _RELS.format(
            "".join(
                f'<Relationship Id="rId{n}" Type="{_REL}/header" Target="header{n}.xml"/>'
                for n, _ in enumerate(headers, 1)
            )
        ),
    } | {f"word/header{n}.xml": f"<w:hdr {_NS}>{xml}</w:hdr>" for n, xml in enumerate(headers.values(), 1)}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return stream.getvalue()


def scope(name: str, items: list[Scope] | None = None, **members: Value) -> Scope:
    """A group of names; `items` make it a list."""
    return Scope(name, dict(members), items=tuple(items or ()), columns=None if items is None else set())


def figure(name: str, value: str, unit: str = "万元") -> Figure:
    return Figure(name, Fraction(value), unit, len(value.partition(".")[2]))


def try_fill(
    folder: Path,
    body: str | bytes,
    names: Mapping[str, Value],
    draft: bool = False,
    properties: Properties = PROPERTIES,
) -> tuple[bytes | None, tuple[Problem, ...]]:
    """A template of this body (or package) filled, with the problems."""
    path = folder / "模板.docx"
    path.unlink(missing_ok=True)
    path.write_bytes(docx(body) if isinstance(body, str) else body)
    return fill(path, names, properties, draft)


def filled(folder: Path, body: str | bytes, names: Mapping[str, Value], draft: bool = False) -> bytes:
    """A template that can be filled, filled."""
    content, problems = try_fill(folder, body, names, draft)
    assert not problems
    assert content is not None
    return content


def only_problem(folder: Path, body: str, names: Mapping[str, Value]) -> Problem:
    """The one problem that keeps a template from being filled."""
    content, problems = try_fill(folder, body, names)
    assert content is None
    (problem,) = problems
    assert re.fullmatch(r"T\d+", problem.code)
    assert problem.blocks
    assert re.search("[\u4e00-\u9fff]", problem.message)
    return problem


def part(content: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


def texts(element: etree._Element) -> list[str]:
    """The text of each paragraph."""
    return ["".join(t.text or "" for t in paragraph.iter(f"{W}t")) for paragraph in element.iter(f"{W}p")]
