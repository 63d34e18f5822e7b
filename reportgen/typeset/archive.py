"""A PDF in the making → one that is kept and read aloud: PDF/A-3a and PDF/UA-1, header cells, embedded files."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pydyf

from reportgen.typeset.tree import Block, Document, Inline, Link, Paragraph, Text

VARIANT: Final = "pdf/a-3a"
_DEEPEST: Final = 5  # outline level of h6
_RDF_END: Final = b"</rdf:RDF>"
_UA_SCHEMA: Final = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">\
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>PDF/UA part</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file to embed; what it is to the document is a word of PDF's: Source, Supplement."""

    name: str
    data: bytes
    media_type: str
    relationship: str
    description: str


def levelled(document: Document) -> Document:
    """The document with no heading more than one level below the one before it, as PDF/UA demands."""
    deepest = 0
    sections = []
    for section in document.sections:
        blocks: list[Block] = []
        for block in section.blocks:
            level = block.style.outline if isinstance(block, Paragraph) else None
            if isinstance(block, Paragraph) and level is not None and level <= _DEEPEST and _has_text(block.inlines):
                if level > deepest:
                    block = replace(block, style=replace(block.style, outline=deepest))  # noqa: PLW2901
                deepest = min(level, deepest) + 1
            blocks.append(block)
        sections.append(replace(section, blocks=tuple(blocks)))
    return replace(document, sections=tuple(sections))


def _has_text(inlines: Sequence[Inline]) -> bool:
    return any(
        bool(inline.text) if isinstance(inline, Text) else isinstance(inline, Link) and _has_text(inline.inlines)
        for inline in inlines
    )


def clickable(pages: Sequence[Any]) -> None:
    """Gives each link one area: WeasyPrint makes another for each span in it, all as flat as the spans' line height."""
    for page in pages:
        page.links = [(kind, target, _area(box), box) for kind, target, _, box in page.links if box.element_tag == "a"]


def _area(link: Any) -> tuple[float, float, float, float]:
    """The left, top, right and bottom of a link, in pixels."""
    boxes = [link, *link.descendants()]
    top = min(box.border_box_y() for box in boxes)
    bottom = max(box.border_box_y() + box.border_height() for box in boxes)
    return link.border_box_x(), top, link.border_box_x() + link.border_width(), bottom


def finish(pdf: pydyf.PDF, enclosures: Sequence[Enclosure]) -> None:
    """Completes WeasyPrint's PDF/A-3a before it is written."""
    metadata = _object(pdf, pdf.catalog["Metadata"])
    [packet] = metadata.stream
    assert packet.count(_RDF_END) == 1
    metadata.stream = [packet.replace(_RDF_END, _UA_SCHEMA + _RDF_END)]
    for found in pdf.objects:
        if isinstance(found, pydyf.Stream):
            found.extra.pop("Interpolate", None)  # PDF/A wants pictures as they are
        elif isinstance(found, dict) and found.get("S") == "/Table":
            _name_headers(pdf, found)
    if enclosures:
        _embed(pdf, enclosures, pdf.info.get("CreationDate"))


def _object(pdf: pydyf.PDF, reference: bytes | str) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _name_headers(pdf: pydyf.PDF, table: Any) -> None:
    """Makes header cells of the rows repeated on each page; a form has none: there, the first cell names its row."""
    groups = [group for group in _kids(pdf, table) if group["S"] in ("/THead", "/TBody")]
    form = all(group["S"] == "/TBody" for group in groups)
    for group in groups:
        for row in _kids(pdf, group):
            cells = [cell for cell in _kids(pdf, row) if cell["S"] == "/TD"]
            for cell in cells:
                cell["A"].pop("Headers", None)  # the scopes of the header cells say it
            heading = cells if group["S"] == "/THead" else cells[:1] if form and len(cells) > 1 else []
            for cell in heading:
                cell["S"] = "/TH"
                cell["A"]["Scope"] = "/Row" if form else "/Column"


def _kids(pdf: pydyf.PDF, element: Any) -> list[Any]:
    """The structure elements in an element."""
    kids = (_object(pdf, kid) for kid in element["K"] if isinstance(kid, bytes | str))
    return [kid for kid in kids if isinstance(kid, dict) and "S" in kid]


def _embed(pdf: pydyf.PDF, enclosures: Sequence[Enclosure], dated: Any) -> None:
    """Files in the PDF, dated as the document is."""
    names, files = pydyf.Array(), pydyf.Array()
    for enclosure in sorted(enclosures, key=lambda one: (not one.name.isascii(), one.name.encode("utf-16-be"))):
        digest = hashlib.md5(enclosure.data, usedforsecurity=False).hexdigest()
        parameters = pydyf.Dictionary({"Size": len(enclosure.data), "CheckSum": f"<{digest}>"})
        if dated is not None:
            parameters |= {"CreationDate": dated, "ModDate": dated}
        kind = enclosure.media_type.replace("/", "#2f")
        extra = pydyf.Dictionary({"Type": "/EmbeddedFile", "Subtype": f"/{kind}", "Params": parameters})
        content = pydyf.Stream([enclosure.data], extra, compress=True)
        pdf.add_object(content)
        name = pydyf.String(enclosure.name)
        file = pydyf.Dictionary({
            "Type": "/Filespec", "F": name, "UF": name, "Desc": pydyf.String(enclosure.description),
            "EF": pydyf.Dictionary({"F": content.reference, "UF": content.reference}),
            "AFRelationship": f"/{enclosure.relationship}",
        })  # fmt: skip
        pdf.add_object(file)
        names.extend((name, file.reference))
        files.append(file.reference)
    pdf.catalog["AF"] = files
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = pydyf.Dictionary({"Names": names})
