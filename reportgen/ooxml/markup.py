"""Names and attributes of OOXML elements, read in the short form `w:p`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, TypeAlias, cast

from lxml.etree import XPath, _Element

Element: TypeAlias = _Element

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_MANY = 4096  # names of a stranger's file must not fill the memory
_PREFIXES = {uri: prefix for prefix, uri in NAMESPACES.items()}


@cache
def tag(name: str) -> str:
    """`w:p` as lxml writes it: `{uri}p`."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def name_of(element: Element) -> str:
    """An element's name as `w:p`; of an unknown vocabulary, `?:name`."""
    return _short(element.tag)


@lru_cache(_MANY)
def _short(name: str) -> str:
    uri, _, local = name[1:].rpartition("}")
    return f"{_PREFIXES.get(uri, '?')}:{local}"


@lru_cache(_MANY)
def local_name(name: str) -> str:
    """`{uri}p` or `w:p` without what stands before."""
    return name.rpartition("}")[2].rpartition(":")[2]


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that name; nothing of nothing."""
    return None if element is None else next(element.iterchildren(tag(name)), None)


def children(element: Element | None, name: str) -> Iterator[Element]:
    """All children of that name."""
    return iter(()) if element is None else element.iterchildren(tag(name))


def inside(element: Element, name: str) -> Element | None:
    """The first descendant of that name."""
    return next(element.iter(tag(name)), None)


def attribute(element: Element | None, name: str, default: str = "") -> str:
    """An attribute (`w:val`, or `cx` of no vocabulary) of an element or of nothing."""
    if element is None:
        return default
    return element.get(tag(name) if ":" in name else name) or default


def value(element: Element | None, name: str, default: str = "") -> str:
    """`w:val` of the child of that name."""
    return attribute(child(element, name), "w:val", default)


def parent(element: Element) -> Element:
    """What holds an element that is not the root."""
    up = element.getparent()
    assert up is not None
    return up


def matches(path: XPath, root: Element, **variables: str | int) -> list[Any]:
    """The elements (or texts) that an XPath finds."""
    return cast("list[Any]", path(root, **variables))


def content(parent: Element) -> Iterator[Element]:
    """An element's children; of mc:AlternateContent, those of its first choice, or else of its fallback."""
    for element in parent:
        if element.tag == tag("mc:AlternateContent"):
            choice = child(element, "mc:Choice")
            branch = choice if choice is not None else child(element, "mc:Fallback")
            if branch is not None:
                yield from content(branch)
        else:
            yield element
