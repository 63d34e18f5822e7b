"""A DOCX's bare text, read without the tree: what a page made from it is compared with."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.ooxml.markup import Element, content, name_of
from reportgen.ooxml.package import Part, load_part, main_part, open_package
from reportgen.typeset.runs import shown_text

_STORIES = {"body": (), "notes": ("footnotes", "endnotes"), "margins": ("header", "footer")}
_SEPARATORS = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "\u2011"}


def document_text(data: bytes, story: str = "body") -> str:
    """The text of the `body`, the `notes` or the `margins` (headers and footers) in reading order.

    Every w:t counts, in text boxes and fields too; automatic numbers and symbols are none. A paragraph ends with a
    line feed. Raises PackageError.
    """
    package = open_package(data)
    main = main_part(package)
    names = {r.target: None for r in main.relations.values() if r.kind in _STORIES[story] and not r.external}
    parts: list[Part] = [load_part(package, name) for name in names if name in package.files]
    return "".join(piece for part in parts or [main] * (story == "body") for piece in _pieces(part.root))


def _pieces(element: Element) -> Iterator[str]:
    match name_of(element):
        case "w:t":
            yield shown_text(element)
        case "w:pPr" | "w:del" | "w:moveFrom":
            return
        case name:
            yield _SEPARATORS.get(name, "")
            for item in content(element):
                yield from _pieces(item)
            if name == "w:p":
                yield "\n"
