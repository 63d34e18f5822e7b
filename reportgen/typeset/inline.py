"""The inline content of a paragraph -> HTML, with as few spans as its looks allow."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final

from reportgen.typeset import css, fonts
from reportgen.typeset.css import Sheet, pt
from reportgen.typeset.frame import Frame
from reportgen.typeset.items import Item, LinkEnd, LinkStart, NoteHtml, Segment
from reportgen.typeset.tabs import tab_room, until_tab
from reportgen.typeset.tree import Bookmark, Break, PageNumber, PageReference, ParagraphStyle, Picture, RunStyle, Tab

_SAFE_LINKS: Final = ("#", "http:", "https:", "mailto:")
_LEADERS: Final = {"dot": "dotted", "hyphen": "dashed", "underscore": "solid"}
_NO_DESCRIPTION: Final = "图片"  # a tagged PDF must say something of every picture
_LINE_END: Final = 6.0  # points from the right edge within which a right stop is that edge


@dataclass(frozen=True, slots=True)
class Base:
    """What a paragraph's own element already declares, and how its lines are laid."""

    paragraph: ParagraphStyle
    run: RunStyle
    east_asian: bool
    line: float  # height of the lines
    multiple: float  # larger runs raise their line to this multiple of their own height; 0: no run does
    width: float  # of the lines
    first_line: float
    frame: Frame


def write_inlines(items: Sequence[Item], base: Base, sheet: Sheet) -> str:
    """The HTML inside a paragraph's element; a line that would be empty gets its height by a break."""
    html: list[str] = []
    filled = False
    last_tab: int | None = None
    after_space = True  # white space collapses at the start of a line and after a space
    for i, item in enumerate(items):
        if isinstance(item, Tab):
            last_tab = i
            html.append(_tab(items, i, item.style, base, sheet))
        elif isinstance(item, Segment):
            text, after_space = _kept_spaces(item.text, after_space)
            html.append(_text(item if text == item.text else replace(item, text=text), base, sheet))
        else:
            html.append(_other(item, base, sheet))
        if isinstance(item, Break):
            filled, after_space = False, True
        elif not isinstance(item, Bookmark | LinkStart | LinkEnd):
            filled = True
            after_space = after_space and isinstance(item, Segment)
    if last_tab is not None:
        html.append(_beyond_stop(items, last_tab, base, sheet))
    return "".join(html if filled else (*html, "<br/>"))


def natural_height(style: RunStyle, east_asian: bool) -> float:
    """Height of a single-spaced line of a run in points."""
    return fonts.line_height(style.east_asian if east_asian else style.latin, style.bold) * style.size


def _text(segment: Segment, base: Base, sheet: Sheet) -> str:
    if base.frame.vertical:
        characters = (escape(character, quote=False) for character in segment.text if not character.isspace())
        return _span(segment, "".join(f"{character}<br/>" for character in characters), base, sheet)
    # justification stretches ideographs, not the letters among them: those need a box of their own
    apart = base.paragraph.align in ("justify", "distribute") and not segment.east_asian
    return _span(segment, escape(segment.text, quote=False), base, sheet, apart)


def _other(item: Item, base: Base, sheet: Sheet) -> str:
    match item:
        case PageNumber("section_pages"):
            sheet.counted.add(section := base.frame.section)
            return _counter_at(f"{section}-end", section, item, base, sheet)
        case PageNumber(kind, number_format, style):
            name = f"{kind}-{number_format}"
            sheet.rules[f".{name}::after{{content:counter({kind},{number_format})}}"] = None
            return _span(Segment("", style, False), f'<span class="{name}"></span>', base, sheet)
        case PageReference(bookmark):
            return _counter_at(bookmark, "page", item, base, sheet)
        case Picture():
            return _picture(item, sheet)
        case Break():
            return "<br/>"
        case Bookmark(name):
            return f'<span id="{escape(name)}"></span>'
        case LinkStart(href):
            return f'<a href="{escape(href)}">' if href.lower().startswith(_SAFE_LINKS) else "<a>"
        case LinkEnd():
            return "</a>"
        case NoteHtml(html):
            return html
    raise TypeError(f"no inline item: {item!r}")


def _counter_at(place: str, counter: str, number: PageNumber | PageReference, base: Base, sheet: Sheet) -> str:
    """What a counter shows at a bookmark."""
    name = f"{counter}-at-{number.format}"
    sheet.rules[f".{name}::after{{content:target-counter(attr(data-at),{counter},{number.format})}}"] = None
    shown = f'<span class="{name}" data-at="#{escape(place)}"></span>'
    return _span(Segment("", number.style, False), shown, base, sheet)


def _span(segment: Segment, content: str, base: Base, sheet: Sheet, apart: bool = False) -> str:
    style = segment.style
    inherited = css.inherited(base.run, base.east_asian)
    look = css.inherited(style, segment.east_asian)
    declared = {name: value for name, value in look.items() if inherited[name] != value} | css.own(style)
    natural = natural_height(style, segment.east_asian) * base.multiple
    if natural > base.line and style.size > base.run.size:
        declared["line-height"] = pt(natural)
    if segment.gap and not base.frame.vertical:
        declared["--gap"] = f"{segment.gap:g}"
    return f"<span{sheet.attribute(declared)}>{content}</span>" if declared or apart else content


def _kept_spaces(text: str, after_space: bool) -> tuple[str, bool]:
    """Text whose runs of spaces survive white space collapsing, and whether it ends in a space."""
    kept = []
    for character in text:
        shown = " " if character in "\t\r\n" else character
        kept.append("\u00a0" if shown == " " and after_space else shown)
        after_space = shown in " \u00a0"
    return "".join(kept), after_space


def _picture(picture: Picture, sheet: Sheet) -> str:
    size = sheet.attribute({"width": pt(picture.width), "height": pt(picture.height)})
    data = base64.b64encode(picture.data).decode()
    alt = escape(picture.alt or _NO_DESCRIPTION)
    return f'<img{size} alt="{alt}" src="data:{escape(picture.media_type)};base64,{data}"/>'


def _tab(items: Sequence[Item], at: int, run: RunStyle, base: Base, sheet: Sheet) -> str:
    """A tab as room up to its stop; a last one to the right edge as CSS leader, which knows page numbers' widths."""
    style = base.paragraph
    limit = style.left + base.width
    stop, room = tab_room(items, at, style, limit, base.frame.default_tab)
    last = len(until_tab(items[at + 1 :])) == len(items) - at - 1
    at_end = stop.position > limit - _LINE_END or _has_reference(items[at:])
    if stop.kind == "right" and last and at_end and style.align != "center":
        return f'<span class="leader-{stop.leader or "space"}"></span>'
    declared = {"display": "inline-block", "width": pt(room)}
    if line := _LEADERS.get(stop.leader, "solid" if run.underline else ""):
        declared["border-bottom"] = f".5pt {line} #{run.color or '000000'}"
    return f"<span{sheet.attribute(declared)}></span>"


def _has_reference(items: Sequence[Item]) -> bool:
    return any(isinstance(item, PageReference) for item in items)


def _beyond_stop(items: Sequence[Item], at: int, base: Base, sheet: Sheet) -> str:
    """Room right of a page number that ends at a stop within the line: the leader before it fills the rest."""
    if not _has_reference(items[at:]):
        return ""
    limit = base.paragraph.left + base.width
    stop, _ = tab_room(items, at, base.paragraph, limit, base.frame.default_tab)
    if stop.kind != "right" or stop.position > limit - _LINE_END or base.paragraph.align == "center":
        return ""
    return f"<span{sheet.attribute({'display': 'inline-block', 'width': pt(limit - stop.position)})}></span>"
