"""The space and the lines above and below a paragraph, which depend on the blocks it stands between."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportgen.typeset import css
from reportgen.typeset.css import pt
from reportgen.typeset.tree import Block, Edges, Paragraph, ParagraphStyle


@dataclass(frozen=True, slots=True)
class Around:
    """What a block stands between, and the break the paragraph before it ended in."""

    previous: Block | None
    following: Block | None
    break_before: str


def spacing(style: ParagraphStyle, around: Around, last: bool) -> dict[str, str]:
    """Space before (with what the paragraph before wants after it), and the lines above and below."""
    previous, following = around.previous, around.following
    before = _space_before(style, around)
    joined = isinstance(previous, Paragraph) and style.edges != Edges() and previous.style.edges == style.edges
    declared = {"padding-top" if joined else "margin-top": pt(before)} if before else {}
    followed = isinstance(following, Paragraph) and following.style.edges == style.edges
    lines = css.borders(
        replace(
            style.edges,
            top=Edges().top if joined else style.edges.top,
            bottom=Edges().bottom if followed else style.edges.bottom,
        )
    )
    for side in ("top", "bottom"):
        if f"border-{side}" in lines:
            declared[f"padding-{side}"] = pt(css.edge_of(style.edges, side).space)
    if last and style.after:
        declared["margin-bottom"] = pt(style.after)
    return declared | lines


def _space_before(style: ParagraphStyle, around: Around) -> float:
    if not isinstance(around.previous, Paragraph):
        return style.before
    above = around.previous.style
    if around.break_before or style.page_break_before:  # what the paragraph before wants after it stays on its page
        return max(_space_between(above, style) - above.after, 0.0)
    return _space_between(above, style)


def _space_between(above: ParagraphStyle, below: ParagraphStyle) -> float:
    """The larger of what one paragraph wants after it and the next before it; old documents want both."""
    same = above.name == below.name
    after = 0.0 if above.contextual and same else above.after
    before = 0.0 if below.contextual and same else below.before
    if below.adds_space:
        return after + before
    between_items = above.web_after and below.web_before and above.listed and below.listed
    return 0.0 if between_items else max(after, before)
