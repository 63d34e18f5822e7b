"""Field codes: which become live page numbers or links, and which show their stored result."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from reportgen.typeset.counting import COUNTER_STYLES
from reportgen.typeset.tree import Inline, PageNumber, RunStyle, Text

_WORD = re.compile(r'"([^"]*)"|(\S+)')
_SAFE_LINKS = ("http://", "https://", "mailto:", "#")
_PAGES = {"PAGE": "page", "NUMPAGES": "pages"}
# Their stored result names pages, and the pages may be others here.
STORED_PAGES = {"TOC", "PAGEREF", "SECTIONPAGES", "INDEX"}
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

    def words(self) -> list[str]:
        """The code's words, quotation marks taken off."""
        return [quoted or plain for quoted, plain in _WORD.findall(self.code)]

    def name(self) -> str:
        """PAGE, HYPERLINK …"""
        return next(iter(self.words()), "").upper()

    def href(self) -> str:
        """The address of a HYPERLINK; empty for any other field."""
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
    """The address of the innermost open HYPERLINK."""
    addresses = (field.href() for field in reversed(list(fields)))
    return next((href for href in addresses if may_link(href)), "")


def page_number(field: Field, section_format: str, style: RunStyle) -> tuple[Inline, ...]:
    """The live number a PAGE or NUMPAGES field stands for; empty for any other field."""
    kind = _PAGES.get(field.name())
    if kind is None:
        return ()
    number_format = section_format if kind == "page" else "decimal"
    words = field.words()
    for switch, name in pairwise(words):
        if switch == r"\*" and name.lower() in _SWITCHES:
            number_format = _SWITCHES[name.lower()]
            if name[0].isupper():
                number_format = _CAPITALS.get(number_format, number_format)
    number = PageNumber(kind, COUNTER_STYLES.get(number_format, "decimal"), style)
    return (Text("- ", style), number, Text(" -", style)) if number_format == "numberInDash" else (number,)
