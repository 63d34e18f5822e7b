"""A drop cap, which Word keeps as a paragraph of its own, to what floats in the first lines of the next one."""

from __future__ import annotations

from dataclasses import replace

from reportgen.typeset.tree import Anchor, Block, Floating, Inline, Padding, Paragraph, Text

_SLACK = 0.5  # points, lest it reach into the line below


def dropped(block: Block) -> Floating | None:
    """A drop cap as a box as wide as its text, and as high as its line where that is fixed; None for other blocks."""
    if not isinstance(block, Paragraph) or block.style.drop_cap is None:
        return None
    line = block.style.line
    return Floating(
        content=(replace(block, inlines=tuple(map(_level, block.inlines))),),
        width=0.0,
        height=line.value - _SLACK if line.rule == "exact" else 0.0,
        across=Anchor("text"),
        down=Anchor("paragraph"),
        wrap="side",
        fits=True,
        padding=Padding(0, block.style.drop_cap, 0, 0),
    )


def _level(inline: Inline) -> Inline:
    """A letter where its line puts it: Word lowers it, from a base line that is higher than ours."""
    return replace(inline, style=replace(inline.style, rise=0.0)) if isinstance(inline, Text) else inline
