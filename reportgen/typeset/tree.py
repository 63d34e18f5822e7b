"""A Word document as engine-neutral values: sections of paragraphs and tables, every style resolved (looks.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.typeset.looks import (
    NO_EDGE,
    NO_EDGES,
    NO_PADDING,
    USUAL_PADDING,
    Anchor,
    Arrowhead,
    Edge,
    Edges,
    LineSpacing,
    Padding,
    PageFrame,
    ParagraphStyle,
    RunStyle,
    Stroke,
    TablePlace,
    TabStop,
)

__all__ = [
    "NO_EDGE",
    "NO_EDGES",
    "NO_PADDING",
    "USUAL_PADDING",
    "Anchor",
    "Arrowhead",
    "Block",
    "Bookmark",
    "Break",
    "Cell",
    "Document",
    "Edge",
    "Edges",
    "Floating",
    "Inline",
    "LineSpacing",
    "Link",
    "Note",
    "NoteMark",
    "Padding",
    "PageFrame",
    "PageNumber",
    "PageReference",
    "Paragraph",
    "ParagraphStyle",
    "Picture",
    "Row",
    "RunStyle",
    "Section",
    "Stroke",
    "Tab",
    "TabStop",
    "Table",
    "Text",
]


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    style: RunStyle


@dataclass(frozen=True, slots=True)
class Tab:
    style: RunStyle


@dataclass(frozen=True, slots=True)
class Break:
    """`line`, `page` or `column`."""

    kind: str
    style: RunStyle


@dataclass(frozen=True, slots=True)
class PageNumber:
    """`page`, `pages` or `section_pages`, in a CSS counter style (decimal, upper-roman, simp-chinese-informal …)."""

    kind: str
    format: str
    style: RunStyle


@dataclass(frozen=True, slots=True)
class PageReference:
    """The number of the page that a bookmark stands on, in a CSS counter style."""

    bookmark: str
    format: str
    style: RunStyle


@dataclass(frozen=True, slots=True)
class Picture:
    """An inline picture: its bytes and its size on paper."""

    data: bytes
    media_type: str
    width: float
    height: float
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Bookmark:
    name: str


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink; `href` is an address or `#bookmark`."""

    href: str
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote called at this place."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class NoteMark:
    """An endnote's number, where it is called or at the note itself; it leads to the other, a bookmark."""

    text: str
    to: str
    style: RunStyle


@dataclass(frozen=True, slots=True)
class Floating:
    """A picture, a text box or a line at a place of its own.

    `wrap`: the text takes no notice (none), stands beside it (side) or below it (block).
    """

    content: Picture | Stroke | tuple[Block, ...]
    width: float
    height: float
    across: Anchor
    down: Anchor
    wrap: str = "none"
    behind: bool = False
    fits: bool = False  # as wide as its text; `width` says nothing
    padding: Padding = NO_PADDING
    edge: Edge = NO_EDGE
    background: str = ""


Inline = Text | Tab | Break | PageNumber | PageReference | Picture | Bookmark | Link | Note | NoteMark | Floating


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`where` says in Chinese where it stands (正文第3段, 表1 第2行 第3格): for messages."""

    style: ParagraphStyle
    inlines: tuple[Inline, ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table's grid; covered cells (merged away) do not appear. Column counts from 0."""

    column: int
    span: int
    row_span: int
    blocks: tuple[Block, ...]
    edges: Edges = NO_EDGES
    padding: Padding = USUAL_PADDING
    background: str = ""
    valign: str = "top"  # top, middle, bottom
    vertical_text: bool = False
    no_wrap: bool = False
    diagonal: str = ""  # "", down, up


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    height: float = 0.0
    height_rule: str = "at_least"  # at_least, exact
    header: bool = False  # repeated on each page
    cant_split: bool = False
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[float, ...]
    rows: tuple[Row, ...]
    align: str = "left"  # left, center, right
    indent: float = 0.0  # of the left grid line from the text edge
    place: TablePlace | None = None  # of its own: `align` and `indent` say nothing
    where: str = ""


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one size. Headers and footers by kind: default, first, even."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    header_distance: float
    footer_distance: float
    blocks: tuple[Block, ...]
    headers: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    footers: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    title_page: bool = False
    line_pitch: float = 0.0  # of the document grid; 0: no grid
    char_space: float = 0.0  # that the grid adds after each character
    columns: int = 1
    column_gap: float = 36.0
    column_line: bool = False  # between columns
    number_format: str = "decimal"  # CSS counter style of PAGE
    number_start: int | None = None
    break_before: str = "page"  # page, none, left, right
    default_tab: float = 36.0
    closer_punctuation: bool = False  # adjacent marks stand half an em closer
    frame: PageFrame | None = None  # the lines around its pages
    part: str = ""  # of a volume: the document that begins here
    bookmark: str = ""  # by which links find where it begins


@dataclass(frozen=True, slots=True)
class Document:
    sections: tuple[Section, ...]
    title: str = ""
    author: str = ""
    created: str = ""  # W3C date, from the core properties
    even_and_odd: bool = False
    fit_grid_in_tables: bool = False
