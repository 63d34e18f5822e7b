"""The finished DOCX package: own properties, no trace of who made the template, and equal bytes for equal input."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree

from reportgen.fill.merges import Element, W

_DATE = (1980, 1, 1, 0, 0, 0)
_TYPES, _RELATIONS, _PROPERTIES = "[Content_Types].xml", "_rels/.rels", "docProps/core.xml"
_FIRST = (_TYPES, _RELATIONS)
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATION = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_SESSIONS = ("rsid", "paraId", "textId")  # what Word knows a template's editing sessions and paragraphs by
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{date}T00:00:00Z</dcterms:modified>'
    "<dc:language>zh-CN</dc:language></cp:coreProperties>"
)


@dataclass(frozen=True, slots=True)
class Properties:
    """What a document says of itself; the date is 2021-06-21."""

    title: str
    author: str
    date: str


def finished(content: bytes, properties: Properties) -> bytes:
    """The package with our core properties and no others, entries in fixed order, dates and attributes."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist() if not name.endswith("/")}
    core = _CORE.format(title=escape(properties.title), author=escape(properties.author), date=properties.date)
    parts = {name: _without_sessions(name, data) for name, data in _document_alone(parts).items()}
    parts[_PROPERTIES] = core.encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for name in sorted(parts, key=lambda n: (n not in _FIRST, n)):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 0, 0
            target.writestr(entry, parts[name])
    return stream.getvalue()


def _document_alone(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts without those that speak of the package: the program, the company, labels, a picture of page 1."""
    relations, types = (etree.fromstring(parts[name], _SAFE) for name in (_RELATIONS, _TYPES))
    dropped = set()
    for relation in list(relations):
        if not relation.get("Type", "").endswith("/officeDocument"):
            dropped.add(relation.get("Target", "").removeprefix("/"))
            relations.remove(relation)
    for override in list(types):
        if override.get("PartName", "").removeprefix("/") in {*dropped, _PROPERTIES}:
            types.remove(override)
    own = {"Id": "properties", "Type": _CORE_RELATION, "Target": _PROPERTIES}
    etree.SubElement(relations, f"{{{etree.QName(relations).namespace}}}Relationship", own)
    own = {"PartName": f"/{_PROPERTIES}", "ContentType": _CORE_TYPE}
    etree.SubElement(types, f"{{{etree.QName(types).namespace}}}Override", own)
    kept = {name: data for name, data in parts.items() if name not in dropped}
    return kept | {_RELATIONS: _xml(relations), _TYPES: _xml(types)}


def _without_sessions(name: str, data: bytes) -> bytes:
    """A part without the marks of editing sessions, and without the way to the template it was made from."""
    traces = (*_SESSIONS, "attachedTemplate")
    if not name.startswith("word/") or not any(trace.encode() in data for trace in traces):
        return data
    root = etree.fromstring(data, _SAFE)
    for element in list(root.iter(etree.Element)):
        for attribute in element.attrib:
            if etree.QName(attribute).localname.startswith(_SESSIONS):
                del element.attrib[attribute]
        attached = element.get("Type", "").endswith("/attachedTemplate")
        if attached or element.tag in (f"{W}rsids", f"{W}attachedTemplate"):
            element.getparent().remove(element)
    return _xml(root)


def _xml(root: Element) -> bytes:
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))
