"""The endnotes of a document: how they are numbered, and which were called."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportgen.typeset.counting import counted
from reportgen.typeset.properties import Bag, integer

_USUAL_FORMAT = "lowerRoman"


@dataclass(frozen=True, slots=True)
class Called:
    """An endnote that the text called: its w:id, its number, the bookmarks of its call and of itself."""

    id: str
    number: str
    call: str
    place: str


@dataclass(slots=True)
class Endnotes:
    """Numbers endnotes as they are called."""

    called: list[Called] = field(default_factory=list)
    format: str = _USUAL_FORMAT
    last: int = 0

    def enter_section(self, document: Bag, section: Bag) -> None:
        """Takes the section's way of numbering, else the document's."""
        look = {**document, **section}
        self.format = look.get("numFmt", _USUAL_FORMAT)
        first = integer(look.get("numStart"), 1)
        if not self.called or look.get("numRestart") == "eachSect":
            self.last = first - 1

    def call(self, note: str, *, numbered: bool) -> Called:
        """The next endnote; one with a mark of its own counts for nothing."""
        self.last += numbered
        place = len(self.called) + 1
        number = counted(self.last, self.format) if numbered else ""
        self.called.append(Called(note, number, f"_endnote-call{place}", f"_endnote{place}"))
        return self.called[-1]
