"""A Word document as engine-neutral values: sections of paragraphs and tables, every style resolved.

Lengths are points (binary floating point is right for paper, never for money); colours are `RRGGBB`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RunStyle:
    """How characters look, after docDefaults, styles and direct formatting."""

    latin: str = "Times New Roman"
    east_asian: str = "宋体"
    size: float = 10.5
    bold: bool = False
    italic: bool = False
    underline: str = ""  # "", single, double, wave, dotted, dash
    strike: bool = False
    color: str = ""
    background: str = ""
    spacing: float = 0.0  # added after each character
    rise: float = 0.0  # w:position
    script: str = ""  # "", super, sub
    hint_east_asian: bool = False  # “ ” … — take the East Asian face
    caps: bool = False


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
    """`page` or `pages`, in a CSS counter style (decimal, upper-roman, simp-chinese-informal …)."""

    kind: str
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


Inline = Text | Tab | Break | PageNumber | Picture | Bookmark | Link | Note


@dataclass(frozen=True, slots=True)
class LineSpacing:
    """`multiple` (of the face's own height), `exact` or `at_least` (points)."""

    rule: str = "multiple"
    value: float = 1.0


@dataclass(frozen=True, slots=True)
class TabStop:
    position: float  # from the left text edge
    kind: str = "left"  # left, center, right, decimal
    leader: str = ""  # "", dot, hyphen, underscore


@dataclass(frozen=True, slots=True)
class Edge:
    """One border line; width 0 is no line. `space` is its distance from a paragraph's text."""

    width: float = 0.0
    line: str = "solid"  # solid, double, dotted, dashed
    color: str = "000000"
    space: float = 0.0


NO_EDGE = Edge()


@dataclass(frozen=True, slots=True)
class Edges:
    top: Edge = NO_EDGE
    right: Edge = NO_EDGE
    bottom: Edge = NO_EDGE
    left: Edge = NO_EDGE


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """How a paragraph sits; `name` is its style's id (contextual spacing compares it)."""

    name: str = ""
    align: str = "left"  # left, center, right, justify, distribute
    left: float = 0.0
    right: float = 0.0
    first_line: float = 0.0  # negative: hanging
    before: float = 0.0
    after: float = 0.0
    contextual: bool = False
    line: LineSpacing = LineSpacing()
    keep_next: bool = False
    keep_lines: bool = False
    page_break_before: bool = False
    widow_control: bool = True
    outline: int | None = None  # 0: heading of the first level
    snap_to_grid: bool = True
    auto_space: bool = True  # a quarter em between ideographs and Latin letters or digits
    hang_punctuation: bool = True
    tabs: tuple[TabStop, ...] = ()
    edges: Edges = Edges()
    background: str = ""
    mark: RunStyle = RunStyle()  # of the paragraph mark: the height of an empty paragraph


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`where` says in Chinese where it stands (正文第3段, 表1 第2行 第3格): for messages."""

    style: ParagraphStyle
    inlines: tuple[Inline, ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class Padding:
    top: float = 0.0
    right: float = 5.4
    bottom: float = 0.0
    left: float = 5.4


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table's grid; covered cells (merged away) do not appear. Column counts from 0."""

    column: int
    span: int
    row_span: int
    blocks: tuple[Block, ...]
    edges: Edges = Edges()
    padding: Padding = Padding()
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
    columns: int = 1
    column_gap: float = 36.0
    number_format: str = "decimal"  # CSS counter style of PAGE
    number_start: int | None = None
    break_before: str = "page"  # page, none, left, right


@dataclass(frozen=True, slots=True)
class Document:
    sections: tuple[Section, ...]
    title: str = ""
    author: str = ""
    created: str = ""  # W3C date, from the core properties
    even_and_odd: bool = False
    default_tab: float = 36.0
    fit_grid_in_tables: bool = False
