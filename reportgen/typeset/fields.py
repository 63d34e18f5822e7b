"""Fields: their codes, their switches, where they lead, what their stored result shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import dropwhile, pairwise

from reportgen.ooxml.markup import Element, attribute, tag

_WORD = re.compile(r'"([^"]*)"|([^\s"]+)')
_SAFE_LINKS = ("http://", "https://", "mailto:", "#")
# They mark a place or set a value and show nothing.
INVISIBLE = {"XE", "TC", "TA", "RD", "SET", "ASK", "NEXT", "NEXTIF", "SKIPIF", "PRIVATE"}
# The value of `\*`, in lower case; a capital letter at its start asks for capitals.
_SWITCHES = {
    "arabic": "decimal",
    "roman": "lowerRoman",
    "alphabetic": "lowerLetter",
    "arabicdash": "numberInDash",
    "chinesenum1": "chineseCounting",
    "chinesenum2": "chineseLegalSimplified",
    "chinesenum3": "chineseCountingThousand",
    "dbnum1": "chineseCountingThousand",
    "dbnum2": "chineseLegalSimplified",
    "zodiac1": "ideographTraditional",
    "zodiac2": "ideographZodiac",
}
_CAPITALS = {"lowerRoman": "upperRoman", "lowerLetter": "upperLetter"}


@dataclass(slots=True, eq=False)
class Field:
    """A field being read: first its code, then its stored result."""

    code: str = ""
    in_result: bool = False
    replaced: bool = False  # a live value stands for the stored result
    link: str = ""  # where its result leads
    begin: Element | None = None

    def words(self) -> list[str]:
        """The code's words, quotation marks taken off."""
        return [quoted or plain for quoted, plain in _WORD.findall(self.code)]

    def name(self) -> str:
        """PAGE, HYPERLINK …"""
        return next(iter(self.words()), "").upper()

    def argument(self) -> str:
        """The first word after the name."""
        return next(iter(self.words()[1:]), "")

    def address(self) -> str:
        """Where a HYPERLINK leads, and a reference that is one; empty for any other field."""
        if self.name() in ("REF", "PAGEREF"):
            return f"#{self.argument()}" if r"\h" in self.words() else ""
        if self.name() != "HYPERLINK":
            return ""
        address, anchor = "", ""
        words = iter(self.words()[1:])
        for word in words:
            if word == r"\l":
                anchor = f"#{next(words, '')}"
            elif word in (r"\o", r"\t", r"\m"):
                next(words, "")
            elif not word.startswith("\\"):
                address = word
        return address + anchor


def may_link(href: str) -> bool:
    """Whether a PDF may carry a link to that address."""
    return href.lower().startswith(_SAFE_LINKS)


def is_hidden(fields: Iterable[Field]) -> bool:
    """Whether text inside these open fields is a code, or a result that something else stands for."""
    return any(not field.in_result or field.replaced for field in fields)


def current_href(fields: Iterable[Field]) -> str:
    """Where the innermost open field leads."""
    return next((field.link for field in reversed(list(fields)) if field.link), "")


def number_format(field: Field, usual: str) -> str:
    r"""The w:numFmt that a field's `\*` asks for."""
    found = usual
    for switch, name in pairwise(field.words()):
        if switch == r"\*" and name.lower() in _SWITCHES:
            found = _SWITCHES[name.lower()]
            if name[0].isupper():
                found = _CAPITALS.get(found, found)
    return found


def stored_result(begin: Element) -> tuple[str, str]:
    """The text that a field's stored result shows, and the codes of the fields in it."""
    if begin.tag == tag("w:fldSimple"):
        inner = (attribute(field, "w:instr") for field in begin.iterdescendants(tag("w:fldSimple")))
        return "".join(text.text or "" for text in begin.iter(tag("w:t"))), " ".join(inner)
    shown, codes, depth, in_result = "", "", 0, False
    for element in _following(begin):
        mark = attribute(element, "w:fldCharType")
        depth += {"begin": 1, "end": -1}.get(mark, 0)
        in_result = in_result or (mark == "separate" and depth == 1)
        if depth == 0:
            break
        if in_result and element.tag == tag("w:t"):
            shown += element.text or ""
        elif in_result:
            codes += (element.text or "") + attribute(element, "w:instr")
    return shown, codes


def _following(begin: Element) -> Iterator[Element]:
    """A field's mark and all marks, codes and texts after it."""
    names = map(tag, ("w:fldChar", "w:instrText", "w:fldSimple", "w:t"))
    return dropwhile(lambda element: element is not begin, begin.getroottree().getroot().iter(*names))
