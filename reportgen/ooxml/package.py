"""DOCX bytes to parts: size checked before unpacking, XML parsed without entities or network."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from reportgen.ooxml.markup import NAMESPACES, Element, attribute, local_name, tag

MAX_PARTS = 500
MAX_BYTES = 64 * 2**20

# Word's "Strict" files say the same under other names.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": NAMESPACES["w"].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": NAMESPACES["r"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": NAMESPACES["a"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": NAMESPACES["wp"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/picture": NAMESPACES["pic"].encode(),
}


class PackageError(Exception):
    """The bytes are no Word document that may be read; the message says why, in Chinese."""


class TooMuchError(PackageError):
    """The file is larger or deeper than any report."""


class UnsafeXmlError(PackageError):
    """A part that says more than XML may here: a DOCTYPE, an encoding of its own."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship by the last word of its type; `target` is a part name or an outside address."""

    kind: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    root: Element
    relations: Mapping[str, Relation]


@dataclass(frozen=True, slots=True)
class Package:
    """The unpacked files by name, and how large each was packed."""

    files: Mapping[str, bytes]
    packed: Mapping[str, int]


def open_package(data: bytes) -> Package:
    """DOCX bytes to their unpacked files, or PackageError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            size = sum(entry.file_size for entry in entries)
            if len(entries) > MAX_PARTS:
                raise TooMuchError(f"内含 {len(entries)} 个部件，超过 {MAX_PARTS} 个")
            if size > MAX_BYTES:
                raise TooMuchError(f"解压后有 {size // 2**20} MiB，超过 {MAX_BYTES // 2**20} MiB")
            if any(entry.flag_bits & 1 for entry in entries):
                raise PackageError("已加密")
            if len({entry.filename for entry in entries}) < len(entries):
                raise PackageError("有重名的部件")
            files = {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
            return Package(files, {entry.filename: entry.compress_size for entry in entries})
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise PackageError("不是 Word（.docx）文件，不是完好的 ZIP 包") from error


def is_xml(name: str) -> bool:
    """Whether a part is XML, by its name."""
    return name.endswith((".xml", ".rels", ".vml"))


def is_strict(package: Package) -> bool:
    """Whether Word saved it as “Strict Open XML”."""
    main = root_related(package, "officeDocument")
    return main is not None and any(name in package.files[main.name] for name in _STRICT)


def main_part(package: Package) -> Part:
    """The part that holds the document's body."""
    part = root_related(package, "officeDocument")
    if part is None or local_name(part.root.tag) != "document" or part.root.find(tag("w:body")) is None:
        raise PackageError("没有 Word 正文")
    return part


def root_related(package: Package, kind: str) -> Part | None:
    """The part of that kind the package itself points to."""
    return _first(package, relations(package, ""), kind)


def related(package: Package, part: Part, kind: str) -> Part | None:
    """The part of that kind another part points to."""
    return _first(package, part.relations, kind)


def load_part(package: Package, name: str) -> Part:
    """A part parsed, with its relationships."""
    return Part(name, _parse(package, name), relations(package, name))


def _first(package: Package, relations: Mapping[str, Relation], kind: str) -> Part | None:
    for relation in relations.values():
        if relation.kind == kind and not relation.external and relation.target in package.files:
            return load_part(package, relation.target)
    return None


def relations(package: Package, name: str) -> dict[str, Relation]:
    """The relationships of a part by their ids; of the package itself, whose name is empty."""
    folder, leaf = posixpath.split(name)
    source = posixpath.join(folder, "_rels", f"{leaf}.rels")
    if source not in package.files:
        return {}
    relations = {}
    for element in _parse(package, source):
        target, external = attribute(element, "Target"), attribute(element, "TargetMode") == "External"
        if not external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        kind = attribute(element, "Type").rpartition("/")[2]
        relations[attribute(element, "Id")] = Relation(kind, target, external)
    return relations


def _parse(package: Package, name: str) -> Element:
    data = package.files[name]
    for strict, usual in _STRICT.items():
        data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error):
            raise TooMuchError(f"部件 {name} 嵌套太深（超过 256 层）") from error
        raise PackageError(f"部件 {name} 的 XML 有错") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnsafeXmlError(f"部件 {name} 含有 DOCTYPE")
    if (root.getroottree().docinfo.encoding or "UTF-8").upper() not in ("UTF-8", "ASCII", "US-ASCII"):
        raise UnsafeXmlError(f"部件 {name} 的编码不是 UTF-8")
    return root
