"""Sections -> @page rules, headers and footers as running elements, and the HTML of their bodies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from typing import Final
from urllib.parse import quote

from reportgen.typeset import flow
from reportgen.typeset.css import SIDES, Sheet, pt
from reportgen.typeset.frame import Frame
from reportgen.typeset.items import segments
from reportgen.typeset.page_borders_html import frame_rules
from reportgen.typeset.tree import Block, Document, Paragraph, Picture, Section

_SECTION_BREAKS: Final = {"left": "left", "right": "right"}


def write_sections(document: Document, sheet: Sheet) -> str:
    """The body of the document: running elements first, then a <section> for each run of pages of one kind."""
    running: list[str] = []
    bodies: list[str] = []
    previous: Section | None = None
    name = ""
    for number, section in enumerate(document.sections, 1):
        if previous is None or not _continues(section, previous):
            if previous is not None:
                bodies.append(_section_end(name, sheet))
            name = f"s{number}"
            declared = {"page": name} | _punctuation(section)
            if previous is not None and section.break_before in _SECTION_BREAKS:
                declared["break-before"] = _SECTION_BREAKS[section.break_before]
            if section.part:
                declared |= {"bookmark-level": "1", "bookmark-label": _quoted(section.part)}
                declared["counter-reset"] = "footnote"
            place = f' id="{escape(section.bookmark)}"' if section.bookmark else ""
            bodies.append(f"<section{place}{sheet.attribute(declared)}>")
            running += _page_rules(name, section, document, sheet)
        following = document.sections[number] if number < len(document.sections) else None
        bodies.append(_body(section, name, sheet, balanced=following is not None and _continues(following, section)))
        previous = section
    if bodies:
        bodies.append(_section_end(name, sheet))
    if any(section.part for section in document.sections):
        sheet.rules |= dict.fromkeys(f"h{level}{{bookmark-level:{level + 1}}}" for level in range(1, 7))
    return "".join((*running, *bodies))


def _section_end(name: str, sheet: Sheet) -> str:
    """The end of a section; where its pages are to be counted, a place on the last."""
    if name not in sheet.counted:
        return "</section>"
    sheet.rules[f"@page {name}{{counter-increment:page {name}}}"] = None
    return f'<div id="{name}-end"></div></section>'


def _quoted(text: str) -> str:
    """Text as a CSS string that also HTML leaves alone."""
    return '"' + "".join(f"\\{ord(char):x} " if char in '"\\<\n\r\f' else char for char in text) + '"'


def _punctuation(section: Section) -> dict[str, str]:
    return {"--closer": "1"} if section.closer_punctuation else {}


def _continues(section: Section, previous: Section) -> bool:
    same = (section.width, section.height) == (previous.width, previous.height)
    return section.break_before == "none" and same


def _body(section: Section, name: str, sheet: Sheet, *, balanced: bool) -> str:
    """A section's text; its columns end level where the next section goes on below them."""
    width = (_text_width(section) - (section.columns - 1) * section.column_gap) / section.columns
    frame = replace(_frame(section, name), width=width, body=True, columns=section.columns)
    html = flow.write_blocks(section.blocks, frame, sheet)
    if section.columns == 1:
        return html
    declared = {"column-count": str(section.columns), "column-gap": pt(section.column_gap)}
    declared["column-fill"] = "balance" if balanced else "auto"
    if section.column_line:
        declared["background"] = _column_lines(section, width)
    return f"<div{sheet.attribute(declared)}>{html}</div>"


def _column_lines(section: Section, width: float) -> str:
    """Lines in the middle between columns of that width, as high as these."""
    places = (pt(at * (width + section.column_gap) - section.column_gap / 2) for at in range(1, section.columns))
    lines = "".join(f'<line x1="{x}" y1="0" x2="{x}" y2="100%" stroke="#000" stroke-width=".75"/>' for x in places)
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%">{lines}</svg>'
    return f"url('data:image/svg+xml,{quote(drawing)}') 0 0/100% 100% no-repeat"


def _frame(section: Section, name: str) -> Frame:
    return Frame(
        _text_width(section),
        section.line_pitch,
        section.default_tab,
        left=section.left,
        top=section.top,
        text_top=section.top,
        text_height=section.height - section.top - section.bottom,
        page_width=section.width,
        page_height=section.height,
        char_space=section.char_space,
        closer=section.closer_punctuation,
        section=name,
    )


def _at(top: float, blocks: Sequence[Block], frame: Frame, sheet: Sheet) -> str:
    """A header or footer that begins `top` points below the page's edge; what floats is placed from there."""
    html = flow.write_blocks(blocks, replace(frame, top=top), sheet)
    floats = any(True for block in blocks if isinstance(block, Paragraph) for _ in flow.floating(block.inlines))
    return f"<div{sheet.attribute({'position': 'relative'})}>{html}</div>" if floats else html


def _text_width(section: Section) -> float:
    return section.width - section.left - section.right


def _page_rules(name: str, section: Section, document: Document, sheet: Sheet) -> Iterator[str]:
    """Adds the section's page rules to the sheet; yields its headers and footers."""
    frame = replace(_frame(section, name), aside=True)
    kinds = {"default": ""}
    if document.even_and_odd:
        kinds["even"] = ":left"
    if section.title_page:
        kinds["first"] = f":nth(1 of {name})"
    margins = {"top": section.top, "right": section.right, "bottom": section.bottom, "left": section.left}
    boxes: list[str] = []
    for kind, selector in kinds.items():
        rules = []
        for side, distance, contents in (
            ("top", section.header_distance, section.headers),
            ("bottom", section.footer_distance, section.footers),
        ):
            blocks = contents.get(kind, ())
            if blocks:
                element = f"{name}-{side}-{kind}"
                declared = {"position": f"running({element})", "width": pt(frame.width)} | _punctuation(section)
                height = _height(blocks, frame)
                margins[side] = max(margins[side], distance + height)
                top = distance if side == "top" else section.height - distance - height
                yield f"<div{sheet.attribute(declared)}>{_at(top, blocks, frame, sheet)}</div>"
                content = f"element({element});padding-{side}:{pt(distance)}"
            else:
                content = "none"
            rules.append(f"@{side}-center{{content:{content};width:100%;vertical-align:{side};text-align:left}}")
        boxes.append(f"@page {name}{selector}{{{''.join(rules)}}}")
    margin = " ".join(pt(margins[side]) for side in SIDES)
    sheet.rules[f"@page {name}{{size:{pt(section.width)} {pt(section.height)};margin:{margin}}}"] = None
    sheet.rules |= dict.fromkeys(boxes)
    sheet.rules |= dict.fromkeys(frame_rules(name, section, margins))
    if section.number_start is not None:
        sheet.rules[
            f"@page {name}:nth(1 of {name}){{counter-reset:page {section.number_start};counter-increment:{name}}}"
        ] = None


def _height(blocks: Sequence[Block], frame: Frame) -> float:
    """About how high a header or footer is: it pushes the text away where it is taller than the margin."""
    total = 0.0
    for block in blocks:
        if isinstance(block, Paragraph):
            items = segments(block.inlines, notes=[""] * len(block.inlines))
            line, _ = flow.line_height(block.style, flow.base_runs(block, items), frame)
            pictures = [item.height for item in block.inlines if isinstance(item, Picture)]
            edges = (edge for edge in (block.style.edges.top, block.style.edges.bottom) if edge.width)
            total += block.style.before + max([line, *pictures]) + block.style.after
            total += sum(edge.width + edge.space for edge in edges)
        else:
            for row in block.rows:
                inside = max((_height(cell.blocks, frame) for cell in row.cells if cell.row_span == 1), default=0.0)
                total += row.height if row.height_rule == "exact" else max(row.height, inside)
    return total
