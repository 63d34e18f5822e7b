"""Fields that live: page numbers, and the page or the text of a bookmark."""

from __future__ import annotations

from itertools import pairwise

from reportgen.typeset import findings
from reportgen.typeset.counting import COUNTER_STYLES
from reportgen.typeset.fields import Field, may_link, number_format
from reportgen.typeset.story import Here
from reportgen.typeset.tree import Inline, PageNumber, PageReference, RunStyle, Text

_PAGES = {"PAGE": "page", "NUMPAGES": "pages", "SECTIONPAGES": "section_pages"}
_UNDERSTOOD = {r"\h", r"\*"}
_LOOKS = {"mergeformat", "charformat"}  # what `\*` says of looks alone


def live_value(field: Field, here: Here, style: RunStyle) -> tuple[Inline, ...]:
    """What stands for a field's stored result; nothing where that is shown."""
    name, words = field.name(), field.words()
    if name in _PAGES:
        numbers = number_format(field, here.number_format if name == "PAGE" else "decimal")
        return in_dashes(PageNumber(_PAGES[name], counter_style(numbers), style), numbers)
    marked = here.sheet.bookmarks.find(field.argument()) if name in ("REF", "PAGEREF") else None
    if marked is None or {word.lower() for word in words if word.startswith("\\")} - _UNDERSTOOD:
        return ()
    if name == "PAGEREF":
        numbers = number_format(field, marked.number_format)
        return in_dashes(PageReference(marked.name, counter_style(numbers), style), numbers)
    wanted = {word.lower() for switch, word in pairwise(words) if switch == r"\*"}
    text = marked.text() if wanted <= _LOOKS else ""
    return (Text(text, style),) if text else ()


def counter_style(numbers: str) -> str:
    """A w:numFmt as a CSS counter style."""
    return COUNTER_STYLES.get(numbers, "decimal")


def in_dashes(number: PageNumber | PageReference, numbers: str) -> tuple[Inline, ...]:
    """A page number, between dashes where its w:numFmt says so."""
    if numbers != "numberInDash":
        return (number,)
    return Text("- ", number.style), number, Text(" -", number.style)


def safe_link(address: str, here: Here) -> str:
    """An address that a PDF may carry and that leads somewhere; that of any other is told, and nothing."""
    if not address.startswith("#"):
        if not address or may_link(address):
            return address
        here.note(findings.LINK_DROPPED)
        return ""
    marked = here.sheet.bookmarks.find(address[1:])
    if marked is None:
        here.note(findings.LINK_NOWHERE)
        return ""
    return f"#{marked.name}"
