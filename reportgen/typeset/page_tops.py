"""Teaches WeasyPrint which pages begin by force: on the others, the space above the first paragraph is dropped.

WeasyPrint takes every page that has a name for one that begins by force, and all of ours have.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from weasyprint.layout import page

from reportgen.typeset.hooks import private


@cache
def drop_space_at_page_tops() -> None:
    """Replace how WeasyPrint begins a page, once a process."""
    make: Any = private(page, "make_page")

    def make_page(context: Any, root: Any, kind: Any, resume_at: Any, number: int, *options: Any) -> Any:
        before, now = context.page_maker[max(number - 2, 0)][1], context.page_maker[number - 1][1]
        context.forced_break = bool(now["break"] != "any" or now["page"] != before["page"])
        return make(context, root, kind, resume_at, number, *options)

    page.make_page = make_page
