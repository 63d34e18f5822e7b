"""Blocks one after the other -> HTML: paragraphs with Word's spacing, their line heights and page breaks, tables."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from reportgen.typeset import css, inline
from reportgen.typeset.css import Declarations, Sheet, pt
from reportgen.typeset.floating_html import stands_by_paragraph, write_floating
from reportgen.typeset.frame import Frame
from reportgen.typeset.inline import Base
from reportgen.typeset.items import Item, Segment, segments, spaced
from reportgen.typeset.spacing import Around, spacing
from reportgen.typeset.tables_html import write_table
from reportgen.typeset.tree import (
    Block,
    Break,
    Floating,
    Inline,
    Link,
    Note,
    Paragraph,
    ParagraphStyle,
    RunStyle,
    Table,
    Text,
)

_ALIGN: Final = {"distribute": "justify"}
_MAX_HEADING: Final = 6
_OF_LINES: Final = {
    *("font-family", "font-size", "font-weight", "font-style", "color", "letter-spacing", "line-height"),
    *("text-align", "text-align-last", "text-indent", "--hang", "--trim", "--exact", "orphans", "widows"),
}
_Part: TypeAlias = tuple[str, Declarations, str]  # the element's tag, what it declares, its content


def write_blocks(blocks: Sequence[Block], frame: Frame, sheet: Sheet) -> str:
    """Blocks as HTML; the space between paragraphs is Word's."""
    html: list[str] = []
    pending = ""  # a page break that ended the paragraph before
    for i, block in enumerate(blocks):
        around = Around(blocks[i - 1] if i else None, blocks[i + 1] if i + 1 < len(blocks) else None, pending)
        if isinstance(block, Table):
            html.append(_above_table(around, write_table(block, frame, sheet, write_cell), sheet))
            pending = ""
        elif not (frame.cell and around.following is None and isinstance(around.previous, Table) and not block.inlines):
            # (the paragraph Word demands after a nested table has no height)
            parts, pending = _paragraph(block, around, frame, sheet)
            if pending and not (html or parts):  # CSS drops a break before the first box
                parts = [("div", {}, "<br/>")]
            html += _elements(parts, sheet)
    if pending:
        html.append(f"<div{sheet.attribute({'break-before': pending})}><br/></div>")
    return "".join(html)


def write_cell(blocks: Sequence[Block], frame: Frame, sheet: Sheet) -> tuple[Declarations, str]:
    """What is in a cell, and what the cell says of it: the lines of one paragraph need no element of their own."""
    if len(blocks) != 1 or not isinstance(paragraph := blocks[0], Paragraph):
        return {}, write_blocks(blocks, frame, sheet)
    parts, _ = _paragraph(paragraph, Around(None, None, ""), frame, sheet)
    match parts:
        case [("p", declared, inner)] if declared.keys() <= _OF_LINES:
            return declared, inner
    return {}, "".join(_elements(parts, sheet))


def _elements(parts: Sequence[_Part], sheet: Sheet) -> Iterator[str]:
    for tag, declared, inner in parts:
        yield f"<{tag}{sheet.attribute(declared)}>{inner}</{tag}>"


def _above_table(around: Around, table: str, sheet: Sheet) -> str:
    declared = {"break-before": around.break_before} if around.break_before else {}
    if isinstance(around.previous, Paragraph) and around.previous.style.after:
        declared["margin-top"] = pt(around.previous.style.after)
    return f"<div{sheet.attribute(declared)}>{table}</div>" if declared else table


def line_height(style: ParagraphStyle, runs: Sequence[tuple[RunStyle, bool]], frame: Frame) -> tuple[float, float]:
    """Height of a paragraph's lines in points, and the multiple by which a larger run raises its own line (0: none)."""
    largest = runs[0][0].size
    natural = max(inline.natural_height(run, east_asian) for run, east_asian in runs if run.size <= largest)
    rule, value = style.line.rule, style.line.value
    if rule == "exact":
        return value, 0.0
    if frame.line_pitch and style.snap_to_grid:
        tallest = max(inline.natural_height(*run) for run in runs)
        snapped = math.ceil(tallest / frame.line_pitch - 1e-3) * frame.line_pitch
        return (max(value, snapped), 0.0) if rule == "at_least" else (snapped * value, 0.0)
    return (max(value, natural), 1.0) if rule == "at_least" else (natural * value, value)


def base_runs(paragraph: Paragraph, items: Sequence[Item]) -> list[tuple[RunStyle, bool]]:
    """The looks of a paragraph's text with their scripts, the most frequent first; its mark's if it has no text."""
    count: Counter[tuple[RunStyle, bool]] = Counter()
    for item in items:
        if isinstance(item, Segment):
            count[item.style, item.east_asian] += len(item.text)
    return [run for run, _ in count.most_common()] or [(paragraph.style.mark, True)]


def _paragraph(paragraph: Paragraph, around: Around, frame: Frame, sheet: Sheet) -> tuple[list[_Part], str]:
    """A paragraph's elements, more than one where pages break inside it, and the break it ends in."""
    style = paragraph.style
    notes = [_note(note, frame, sheet) for note in paragraph.inlines if isinstance(note, Note)]
    items = segments(paragraph.inlines, spaced(style, frame), notes)
    runs = base_runs(paragraph, items)
    height, multiple = line_height(style, runs, frame)
    width = frame.width - style.left - style.right
    base = Base(style, *runs[0], height, multiple, width, style.first_line, frame)
    parts, breaks = _parts(items, frame)
    floats = list(floating(paragraph.inlines))
    tag = _tag(paragraph, bool(notes or floats), items, frame)
    written: list[_Part] = []
    for i, part in enumerate(parts):
        holds_floats = floats and not any(parts) and i == 0
        if not part and len(parts) > 1 and i in (0, len(parts) - 1) and not holds_floats:
            continue  # a break at the start or the end belongs to what follows it
        around_it = {} if written else spacing(style, around, last=around.following is None and not frame.body)
        declared = _declarations(base) | around_it
        if before := breaks[i - 1] if i else around.break_before:
            declared["break-before"] = before
        lines = replace(base, first_line=0.0) if i else base
        if lines.first_line and not frame.vertical:
            declared["text-indent"] = pt(lines.first_line)
        inner = inline.write_inlines(part, lines, sheet)
        if floats and not written:
            inner = "".join(write_floating(thing, style, frame, sheet, write_blocks) for thing in floats) + inner
            declared |= {"position": "relative"} if any(map(stands_by_paragraph, floats)) else {}
        written.append((tag, declared, inner))
    if around.break_before and not written:  # two breaks in a row: an empty page between them
        written.append(("div", {"break-before": around.break_before}, "<br/>"))
    return written, breaks[-1] if breaks and not parts[-1] else ""


def floating(inlines: Sequence[Inline]) -> Iterator[Floating]:
    """What is anchored to a paragraph."""
    for item in inlines:
        if isinstance(item, Floating):
            yield item
        elif isinstance(item, Link):
            yield from floating(item.inlines)


def _parts(items: Sequence[Item], frame: Frame) -> tuple[list[list[Item]], list[str]]:
    """The items between page or column breaks, and those breaks; elsewhere than in the body they break nothing."""
    parts: list[list[Item]] = [[]]
    breaks: list[str] = []
    for item in items:
        if not isinstance(item, Break) or item.kind == "line":
            parts[-1].append(item)
        elif frame.body:
            parts.append([])
            breaks.append("column" if item.kind == "column" and frame.columns > 1 else "page")
    return parts, breaks


def _tag(paragraph: Paragraph, has_notes: bool, items: Sequence[Item], frame: Frame) -> str:
    outline = paragraph.style.outline
    if outline is not None and outline < _MAX_HEADING and frame.body and any(isinstance(i, Segment) for i in items):
        return f"h{outline + 1}"
    return "div" if has_notes else "p"  # HTML's <p> cannot hold the blocks of a note


def _declarations(base: Base) -> dict[str, str]:
    """A paragraph's own look, but the space before and after it."""
    style, frame = base.paragraph, base.frame
    declared = css.inherited(base.run, base.east_asian)
    if frame.body or frame.cell:  # (a note's text would inherit the looks of the text that calls it)
        declared = {name: value for name, value in declared.items() if css.INITIAL.get(name) != value}
    declared = declared | {"line-height": pt(base.line)}
    if style.align != "left" and not frame.vertical:
        declared["text-align"] = _ALIGN.get(style.align, style.align)
        if style.align == "distribute":
            declared["text-align-last"] = "justify"
    declared |= _line_rules(style, frame)
    for side, indent in (("left", style.left), ("right", style.right)):
        edge = css.edge_of(style.edges, side)
        outside = edge.space + edge.width if edge.width else 0.0  # Word draws side lines outside the text
        if indent - outside and not frame.vertical:
            declared[f"margin-{side}"] = pt(indent - outside)
        if edge.width:
            declared[f"padding-{side}"] = pt(edge.space)
    if style.background:
        declared["background"] = f"#{style.background}"
    if style.keep_next:
        declared["break-after"] = "avoid"
    if style.keep_lines:
        declared["break-inside"] = "avoid"
    if style.page_break_before and frame.body:
        declared["break-before"] = "page"
    if not style.widow_control:
        declared |= {"orphans": "1", "widows": "1"}
    return declared


def _line_rules(style: ParagraphStyle, frame: Frame) -> dict[str, str]:
    """What breaking.py is told of a paragraph's lines; a note's are not as high as those of the text that calls it."""
    rules = {} if style.hang_punctuation else {"--hang": "0"}
    if style.trim_line_start:
        rules["--trim"] = "1"
    if style.line.rule == "exact":
        return rules | {"--exact": "1"}
    return rules if frame.body or frame.cell else rules | {"--exact": "0"}


def _note(note: Note, frame: Frame, sheet: Sheet) -> str:
    """A footnote: its first paragraph follows the number, the others stand below."""
    inner = replace(frame, body=False, aside=True, cell=False, columns=1)
    first, *others = note.blocks or (Paragraph(ParagraphStyle(), ()),)
    if not isinstance(first, Paragraph):
        first, others = Paragraph(ParagraphStyle(), ()), list(note.blocks)
    items = segments(_without_lead(first.inlines), spaced(first.style, inner))
    runs = base_runs(first, items)
    height, multiple = line_height(first.style, runs, inner)
    base = Base(first.style, *runs[0], height, multiple, frame.width, 0.0, inner)
    text = inline.write_inlines(items, base, sheet)
    apart = {"float": "footnote", "text-indent": "0", "text-align": "left"}  # not as the text that calls it
    declared = apart | _declarations(base)
    return f"<div{sheet.attribute(declared)}>{text}{write_blocks(others, inner, sheet)}</div>"


def _without_lead(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """A note's inlines without the spaces Word puts after the number: the marker brings its own."""
    if inlines and isinstance(inlines[0], Text):
        return (replace(inlines[0], text=inlines[0].text.lstrip()), *inlines[1:])
    return inlines
