"""What a block inherits from its document and from where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from reportgen.typeset.fields import Field
from reportgen.typeset.findings import Findings, Kind
from reportgen.typeset.markup import Element
from reportgen.typeset.numbering import Counters, List
from reportgen.typeset.package import Package, Part
from reportgen.typeset.properties import Bag
from reportgen.typeset.styles import Styles
from reportgen.typeset.tree import Block


@dataclass(frozen=True, slots=True)
class Sheet:
    """The resolved parts every text of a document is read with."""

    package: Package
    styles: Styles
    lists: Mapping[str, List]
    faces: Mapping[str, str]
    measures_to_grid_line: bool  # w:tblInd, from Word 2013 on; before, to the text of the first cell
    read_box: Callable[[Element, Here], tuple[Block, ...]]  # the blocks of a text box
    notes: Mapping[tuple[str, str], tuple[Block, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Story:
    """One text (the body, a header, the notes) while it is read: its counters and the fields still open."""

    part: Part
    findings: Findings
    counters: Counters = field(default_factory=Counters)
    fields: list[Field] = field(default_factory=list)


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

    def at(self, place: str) -> Here:
        """The same, at a nearer place."""
        return replace(self, place=place)

    def note(self, kind: Kind, detail: str = "") -> None:
        """Notes what is found here."""
        self.story.findings.note(kind, self.place, detail)
