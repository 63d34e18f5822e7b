"""w:pgBorders to the frame that is drawn around the text of a section's pages."""

from __future__ import annotations

from reportgen.typeset import findings
from reportgen.typeset.borders import SIDES, is_drawn, is_line, read_edge
from reportgen.typeset.properties import Bag, within
from reportgen.typeset.story import Here
from reportgen.typeset.tree import Edges, PageFrame

_PAGES = {"firstPage": "first", "notFirstPage": "later"}


def read_page_frame(look: Bag, here: Here) -> PageFrame | None:
    """The borders of a w:sectPr laid flat; None where it has none, and noted where they are pictures."""
    borders = within(look, "pgBorders")
    if not any(is_drawn(borders, side) for side in SIDES):
        return None
    if any(is_drawn(borders, side) and not is_line(borders, side) for side in SIDES):
        here.note(findings.ART_BORDER)
        return None
    return PageFrame(
        edges=Edges(*(read_edge(borders, side, here) for side in SIDES)),
        from_paper=borders.get("offsetFrom") == "page",
        around=here.sheet.framed,
        pages=_PAGES.get(borders.get("display", ""), "all"),
    )
