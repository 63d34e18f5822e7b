"""What a block inherits from its document and from where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reportgen.ooxml.markup import Element
from reportgen.ooxml.package import Package, Part
from reportgen.typeset.bookmarks import Bookmarks
from reportgen.typeset.endnotes import Called, Endnotes
from reportgen.typeset.fields import Field
from reportgen.typeset.findings import Findings, Kind
from reportgen.typeset.numbering import Counters, List
from reportgen.typeset.properties import Bag
from reportgen.typeset.styles import Styles
from reportgen.typeset.tree import Block

if TYPE_CHECKING:
    from reportgen.typeset.contents_field import Wanted


@dataclass(frozen=True, slots=True)
class Sheet:
    """The resolved parts every text of a document is read with."""

    package: Package
    styles: Styles
    lists: Mapping[str, List]
    framed: frozenset[str]  # which of header and footer stand inside the borders of a page
    measures_to_grid_line: bool  # w:tblInd, from Word 2013 on; before, to the text of the first cell
    adds_spaces: bool  # of paragraphs that meet; else the larger of the two counts
    read_box: Callable[[Element, Here], tuple[Block, ...]]  # the blocks of a text box
    bookmarks: Bookmarks
    update_fields: bool = False  # Word would, when it opens the document
    footnotes: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    endnotes: Mapping[str, Element] = field(default_factory=dict)


@dataclass(slots=True)
class Story:
    """One text (the body, a header, the notes) while it is read: its counters and the fields still open."""

    part: Part
    findings: Findings
    counters: Counters = field(default_factory=Counters)
    fields: list[Field] = field(default_factory=list)
    contents: list[Contents] = field(default_factory=list)
    endnotes: Endnotes = field(default_factory=Endnotes)
    note: Called | None = None  # the endnote that this story is
    body: bool = False


@dataclass(frozen=True, slots=True)
class Here:
    """Where a block stands; `place` says it in Chinese for messages."""

    sheet: Sheet
    story: Story
    place: str
    width: float
    height: float = 0.0  # of the page's text; 0: not known
    line_pitch: float = 0.0
    number_format: str = "decimal"  # a w:numFmt
    in_table: bool = False
    table_paragraph: Bag = field(default_factory=dict)
    table_run: Bag = field(default_factory=dict)

    @property
    def in_body(self) -> bool:
        """Whether this is the document's own text, outside tables and text boxes."""
        return self.story.body and not self.in_table

    def at(self, place: str) -> Here:
        """The same, at a nearer place."""
        return self if place == self.place else replace(self, place=place)

    def note(self, kind: Kind, detail: str = "") -> None:
        """Notes what is found here."""
        self.story.findings.note(kind, self.place, detail)


@dataclass(slots=True)
class Contents:
    """A table of contents as it is met: its field, what it asks for, where it begins and where it ends."""

    toc: Field
    wanted: Wanted
    begin: Here
    builds: bool  # entries made of the headings stand for its stored result
    end: str = ""  # the place of its last paragraph
    begins_after_text: bool = False  # of its first paragraph
    ends_alone: bool = False  # its last paragraph holds none of its text
