"""The bookmarks of a document's body: the page numbers around them and the text in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.ooxml.markup import Element, attribute, child, tag

_TEXT, _START, _END, _SECTION = map(tag, ("w:t", "w:bookmarkStart", "w:bookmarkEnd", "w:sectPr"))
_NO_TEXT = {tag("w:tbl"), tag("w:tr")}  # a bookmark between rows or cells is no place in a text
_MORE_THAN_TEXT = {
    *map(tag, ("w:tab", "w:br", "w:cr", "w:sym", "w:noBreakHyphen", "w:drawing", "w:pict", "w:object", "w:ruby")),
    *map(tag, ("w:vanish", "w:footnoteReference", "w:endnoteReference", "w:ptab", "m:oMath")),
}


@dataclass(frozen=True, slots=True)
class Marked:
    """A bookmark: its name as it is written, and the w:numFmt of the page numbers of its section."""

    name: str
    number_format: str
    start: Element

    def text(self) -> str:
        """Its text where that is all it holds, in one paragraph; else nothing."""
        shown, begun = "", False
        for element in next(self.start.iterancestors(tag("w:p")), self.start).iter():
            if element is self.start:
                begun = True
            elif begun and element.tag == _END and attribute(element, "w:id") == attribute(self.start, "w:id"):
                return shown
            elif begun and element.tag == _TEXT:
                shown += element.text or ""
            elif begun and element.tag in _MORE_THAN_TEXT:
                break
        return ""


@dataclass(slots=True)
class Bookmarks:
    """Finds the bookmarks of a document, which are read when the first is asked for."""

    root: Element
    found: Mapping[str, Marked] | None = None

    def find(self, name: str) -> Marked | None:
        """A bookmark by its name; to Word, capital letters make no difference."""
        if self.found is None:
            self.found = _read(self.root)
        return self.found.get(name.lower())


def _read(root: Element) -> Mapping[str, Marked]:
    found: dict[str, Marked] = {}
    waiting: list[Element] = []  # for the end of their section, which says how its pages are numbered
    for element in root.iter(_START, _SECTION):
        parent = element.getparent()
        if element.tag == _START:
            if parent is not None and parent.tag not in _NO_TEXT:
                waiting.append(element)
        elif parent is not None and parent.tag != tag("w:sectPrChange"):
            _add(found, waiting, attribute(child(element, "w:pgNumType"), "w:fmt", "decimal"))
            waiting = []
    _add(found, waiting, "decimal")
    return found


def _add(found: dict[str, Marked], starts: list[Element], number_format: str) -> None:
    for start in starts:
        name = attribute(start, "w:name")
        found.setdefault(name.lower(), Marked(name, number_format, start))
