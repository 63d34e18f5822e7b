"""w:sectPr to the size, margins, grid and page numbers of a Section; which header goes with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from reportgen.ooxml.markup import Element, attribute, child, children, name_of
from reportgen.typeset import findings
from reportgen.typeset.columns import read_columns
from reportgen.typeset.counting import COUNTER_STYLES
from reportgen.typeset.page_borders import read_page_frame
from reportgen.typeset.properties import Bag, bag, integer, is_on, number, points
from reportgen.typeset.story import Here
from reportgen.typeset.tree import Section

References: TypeAlias = Mapping[tuple[str, str], str]  # ("header", "first") → relationship id

_BREAKS = {"continuous": "none", "evenPage": "left", "oddPage": "right"}
_GRIDS = {"lines", "linesAndChars", "snapToChars"}
_CHAR_UNITS = 4096  # of a point, in which w:charSpace counts
_PORTRAIT_A4 = ("11906", "16838")
# Word's own margins, for a section that gives none.
_MARGINS = {"top": 72.0, "bottom": 72.0, "left": 90.0, "right": 90.0, "header": 42.55, "footer": 49.6, "gutter": 0.0}


@dataclass(frozen=True, slots=True)
class Layout:
    """A section's page without its content."""

    section: Section
    text_width: float
    number_format: str  # a w:numFmt


def split_sections(elements: Sequence[Element], body: Element) -> Iterator[tuple[list[Element], Element | None]]:
    """The body's elements by section, each with its w:sectPr: it stands in the section's last paragraph."""
    own: list[Element] = []
    for element in elements:
        own.append(element)
        end = child(child(element, "w:pPr"), "w:sectPr") if name_of(element) == "w:p" else None
        if end is not None:
            yield own, end
            own = []
    last = child(body, "w:sectPr")
    if own or last is not None:
        yield own, last


def references(section: Element | None, previous: References) -> References:
    """The headers and footers of a section; one it does not name is the previous section's."""
    own = {
        (kind, attribute(item, "w:type", "default")): attribute(item, "r:id")
        for kind in ("header", "footer")
        for item in children(section, f"w:{kind}Reference")
    }
    return {**previous, **own}


def read_layout(element: Element | None, previous: Section | None, here: Here, *, gutter_at_top: bool) -> Layout:
    """A w:sectPr to an empty Section."""
    look = bag(element)
    _note_section(look, here)
    width, height = points(look.get("pgSz.w", _PORTRAIT_A4[0])), points(look.get("pgSz.h", _PORTRAIT_A4[1]))
    margin = {side: points(look.get(f"pgMar.{side}"), default) for side, default in _MARGINS.items()}
    left = margin["left"] + (0 if gutter_at_top else margin["gutter"])
    columns = read_columns(element)
    if columns.uneven:
        here.note(findings.UNEVEN_COLUMNS)
    number_format = look.get("pgNumType.fmt", "decimal")
    if number_format not in COUNTER_STYLES:
        here.note(findings.NUMBER_FORMAT, number_format)
    start = look.get("pgNumType.start")
    section = Section(
        width=width,
        height=height,
        # A negative margin is one that a tall header does not push down.
        top=abs(margin["top"]) + (margin["gutter"] if gutter_at_top else 0),
        right=margin["right"],
        bottom=abs(margin["bottom"]),
        left=left,
        header_distance=margin["header"],
        footer_distance=margin["footer"],
        blocks=(),
        title_page=is_on(look, "titlePg"),
        line_pitch=points(look.get("docGrid.linePitch")) if look.get("docGrid.type") in _GRIDS else 0.0,
        char_space=_char_space(look),
        columns=columns.count,
        column_gap=columns.gap,
        column_line=columns.line,
        number_format=COUNTER_STYLES.get(number_format, "decimal"),
        number_start=None if start is None else integer(start),
        break_before=_break_before(look, previous, (width, height)),
        frame=read_page_frame(look, here),
    )
    text_width = (width - left - margin["right"] - (columns.count - 1) * columns.gap) / columns.count
    return Layout(section, text_width, number_format)


def _char_space(look: Bag) -> float:
    """The points that the document grid adds after each character."""
    of_characters = look.get("docGrid.type") in ("linesAndChars", "snapToChars")
    return number(look.get("docGrid.charSpace")) / _CHAR_UNITS if of_characters else 0.0


def _break_before(look: Bag, previous: Section | None, size: tuple[float, float]) -> str:
    """How a section begins; one of another page size cannot go on on the same page."""
    kind = _BREAKS.get(look.get("type", ""), "page")
    if previous is None:
        return "page"
    return "page" if kind == "none" and size != (previous.width, previous.height) else kind


def _note_section(look: Bag, here: Here) -> None:
    """Notes what a Section cannot say."""
    if look.get("type") == "nextColumn":
        here.note(findings.COLUMN_BREAK)
    if look.get("docGrid.type") == "snapToChars":
        here.note(findings.CHARACTER_GRID)
    if is_on(look, "bidi"):
        here.note(findings.RIGHT_TO_LEFT)
    for title, is_set in (
        ("行号", "lnNumType.countBy" in look),
        ("竖排页面", look.get("textDirection", "lrTb") != "lrTb"),
        ("页面垂直对齐方式", look.get("vAlign", "top") != "top"),
        ("带章节号的页码", "pgNumType.chapStyle" in look),
    ):
        if is_set:
            here.note(findings.PAGE_FORMAT, title)
    if look.get("footnotePr.numFmt", "decimal") != "decimal":
        here.note(findings.NOTE_MARK)
