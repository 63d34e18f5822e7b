"""w:p to a Paragraph: effective properties, automatic number, inlines."""

from __future__ import annotations

from dataclasses import replace

from reportgen.ooxml.markup import Element, child, tag, value
from reportgen.typeset import findings
from reportgen.typeset.borders import SIDES, is_drawn, read_edge
from reportgen.typeset.characters import run_style, shading
from reportgen.typeset.counting import is_known
from reportgen.typeset.numbering import ListLevel, find_level
from reportgen.typeset.properties import Bag, bag, integer, is_on, number, overlay, points, within
from reportgen.typeset.runs import read_inlines
from reportgen.typeset.story import Here
from reportgen.typeset.symbols import has_symbols, unicode_symbol
from reportgen.typeset.tree import (
    Edges,
    Inline,
    LineSpacing,
    Link,
    PageNumber,
    Paragraph,
    ParagraphStyle,
    RunStyle,
    Tab,
    TabStop,
    Text,
)

_ALIGN = {
    **dict.fromkeys(("left", "start", "numTab"), "left"),
    "center": "center",
    **dict.fromkeys(("right", "end"), "right"),
    **dict.fromkeys(("both", "mediumKashida", "lowKashida", "highKashida"), "justify"),
    **dict.fromkeys(("distribute", "thaiDistribute"), "distribute"),
}
_LINE_RULES = {"exact": "exact", "atLeast": "at_least"}
_TAB_KINDS = {"start": "left", "end": "right", "left": "left", "right": "right", "center": "center", "num": "left"}
_TAB_KINDS |= {"decimal": "decimal"}
_LEADERS = {"dot": "dot", "middleDot": "dot", "hyphen": "hyphen", "underscore": "underscore", "heavy": "underscore"}
_AUTO_SPACING = 14.0  # points, as Word's for web pages
_FIXED_SPACING = {"before": 5.0, "after": 10.0}  # instead, in documents that do not space as web pages do
_LINE_UNIT = 12.0  # points of a "line" where no grid says otherwise

# What is usual of these on/off properties, and the title of what nothing here follows.
_UNUSUAL = {
    "wordWrap": (True, "允许西文在单词中间换行"),
    "kinsoku": (True, "不按中文习惯控制首尾字符"),
    "mirrorIndents": (False, "对称缩进"),
}

TRACKED = tuple(
    tag(f"w:{name}")
    for name in (
        *("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange"),
        *("tcPrChange", "tblGridChange", "tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge"),
    )
)


def note_tracked(element: Element | None, here: Here) -> None:
    """Notes every revision inside an element."""
    for _ in element.iter(*TRACKED) if element is not None else ():
        here.note(findings.TRACKED)


def read_paragraph(element: Element, here: Here) -> Paragraph:
    """A w:p with what it inherits at its place."""
    note_tracked(element, here)
    properties = child(element, "w:pPr")
    direct, styles = bag(properties), here.sheet.styles
    style_name = value(properties, "w:pStyle", styles.default_paragraph)
    style = styles.paragraph(style_name, numbered=direct.get("numPr.numId") != "0")
    inherited = overlay(styles.base.paragraph, here.table_paragraph, style.paragraph)
    level = _list_level(overlay(inherited, direct), here)
    if level is not None and "numPr.numId" in direct:
        inherited = overlay(inherited, level.paragraph)
    look = overlay(inherited, direct)
    mark_properties = child(properties, "w:rPr")
    mark = styles.run(here.table_run, style.run, value(mark_properties, "w:rStyle"), bag(mark_properties))
    # The number counts before the content is read, but its style is not the first run's.
    marker = _marker(level, look.get("numPr.numId", ""), mark.properties, here) if level is not None else ()
    inlines = read_inlines(element, here, style.run)
    size = _first_size(inlines) or mark.style.size
    _note_paragraph(look, here)
    return Paragraph(
        paragraph_style(look, size, here, name=style_name, mark=mark.style), (*marker, *inlines), here.place
    )


def paragraph_style(look: Bag, size: float, here: Here, name: str, mark: RunStyle) -> ParagraphStyle:
    """Effective paragraph properties to a ParagraphStyle; `size` is what indents in characters count."""
    left, first_line = _indent(look, "left", size), _indent(look, "firstLine", size) - _indent(look, "hanging", size)
    outline = integer(look.get("outlineLvl"), 9)
    borders = within(look, "pBdr")
    return ParagraphStyle(
        name=name,
        align=_ALIGN.get(look.get("framePr.xAlign") or look.get("jc", ""), "left"),
        left=left,
        right=_indent(look, "right", size),
        first_line=first_line,
        before=_space(look, "before", here),
        after=_space(look, "after", here),
        contextual=is_on(look, "contextualSpacing"),
        adds_space=here.sheet.adds_spaces,
        web_before=is_on(look, "spacing.beforeAutospacing"),
        web_after=is_on(look, "spacing.afterAutospacing"),
        listed=_list_level(look, here) is not None,
        line=_line_spacing(look),
        keep_next=is_on(look, "keepNext"),
        keep_lines=is_on(look, "keepLines"),
        page_break_before=is_on(look, "pageBreakBefore") and not here.in_table,
        widow_control=is_on(look, "widowControl", default=True),
        outline=outline if 0 <= outline < 9 else None,
        drop_cap=points(look.get("framePr.hSpace")) if look.get("framePr.dropCap") == "drop" else None,
        snap_to_grid=is_on(look, "snapToGrid", default=True),
        auto_space_letters=is_on(look, "autoSpaceDE", default=True),
        auto_space_digits=is_on(look, "autoSpaceDN", default=True),
        hang_punctuation=is_on(look, "overflowPunct", default=True),
        trim_line_start=is_on(look, "topLinePunct"),
        tabs=_tab_stops(look, left if first_line < 0 else None),
        edges=Edges(*(read_edge(borders, side, here) for side in SIDES)),
        background=shading(look, here.sheet.styles.theme),
        mark=mark,
    )


def _indent(look: Bag, side: str, size: float) -> float:
    characters = number(look.get(f"ind.{side}Chars"))
    return characters / 100 * size if characters else points(look.get(f"ind.{side}"))


def _space(look: Bag, side: str, here: Here) -> float:
    if is_on(look, f"spacing.{side}Autospacing"):
        return _FIXED_SPACING[side] if here.sheet.adds_spaces else _AUTO_SPACING
    lines = number(look.get(f"spacing.{side}Lines"))
    return lines / 100 * (here.line_pitch or _LINE_UNIT) if lines else points(look.get(f"spacing.{side}"))


def _line_spacing(look: Bag) -> LineSpacing:
    rule = _LINE_RULES.get(look.get("spacing.lineRule", "auto"))
    height = number(look.get("spacing.line"), 240)
    return LineSpacing(rule, height / 20) if rule else LineSpacing("multiple", height / 240)


def _tab_stops(look: Bag, hanging: float | None) -> tuple[TabStop, ...]:
    """The tab stops in order; a hanging indent is one too."""
    stops = [
        TabStop(points(position), _TAB_KINDS[kind], _LEADERS.get(look.get(f"tabs.{position}.leader", ""), ""))
        for position, kind in within(look, "tabs").items()
        if kind in _TAB_KINDS and "." not in position
    ]
    if hanging is not None and all(abs(stop.position - hanging) >= 1 for stop in stops):
        stops.append(TabStop(hanging))
    return tuple(sorted(stops, key=lambda stop: stop.position))


def _first_size(inlines: tuple[Inline, ...]) -> float:
    for inline in inlines:
        match inline:
            case Text() | PageNumber():
                return inline.style.size
            case Link():
                return _first_size(inline.inlines)
    return 0.0


def _list_level(look: Bag, here: Here) -> ListLevel | None:
    return find_level(here.sheet.lists, look.get("numPr.numId", ""), look.get("numPr.ilvl", "0"))


def _marker(level: ListLevel, list_id: str, mark: Bag, here: Here) -> tuple[Inline, ...]:
    """The paragraph's number or bullet and what separates it from the text."""
    text = here.story.counters.advance(here.sheet.lists, list_id, level)
    look = overlay({key: entry for key, entry in mark.items() if key.partition(".")[0] != "u"}, level.run)
    style = run_style(look, here.sheet.styles.theme)
    if level.picture:
        here.note(findings.PICTURE_BULLET)
    if level.align not in ("left", "start"):
        here.note(findings.NUMBER_ALIGN)
    if not is_known(level.format):
        here.note(findings.NUMBER_FORMAT, level.format)
    if has_symbols(style.latin, text):
        text, style = _bullet(text, style, here)
    inlines: list[Inline] = [Text(text, style)] if text else []
    if level.suffix == "tab":
        inlines.append(Tab(style))
    elif level.suffix == "space":
        inlines.append(Text(" ", style))
    return tuple(inlines)


def _bullet(text: str, style: RunStyle, here: Here) -> tuple[str, RunStyle]:
    symbols = [unicode_symbol(style.latin, char) for char in text]
    if None in symbols:
        here.note(findings.BULLET, style.latin)
    shown = "".join(symbol or "•" for symbol in symbols)
    return shown, replace(style, latin=style.east_asian, hint_east_asian=True)


def _note_paragraph(look: Bag, here: Here) -> None:
    """Notes what a ParagraphStyle cannot say."""
    if is_on(look, "bidi"):
        here.note(findings.RIGHT_TO_LEFT)
    if look.get("framePr.dropCap") != "drop" and any(key.startswith("framePr") for key in look):
        here.note(findings.FRAME)
    if look.get("textDirection", "lrTb") != "lrTb":
        here.note(findings.VERTICAL_TEXT)
    if look.get("textAlignment", "auto") not in ("auto", "baseline"):
        here.note(findings.PARAGRAPH_FORMAT, "文本对齐方式")
    borders = within(look, "pBdr")
    if is_drawn(borders, "between") or is_drawn(borders, "bar"):
        here.note(findings.PARAGRAPH_FORMAT, "段落之间或外侧的边框")
    for key, (usual, title) in _UNUSUAL.items():
        if is_on(look, key, default=usual) is not usual:
            here.note(findings.PARAGRAPH_FORMAT, title)
