"""Style part to resolved styles: docDefaults, `basedOn` chains, table styles with their conditional formats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from reportgen.ooxml.markup import Element, attribute, child, children, value
from reportgen.typeset.characters import run_style
from reportgen.typeset.numbering import List, find_level
from reportgen.typeset.properties import Bag, bag, is_on, overlay
from reportgen.typeset.tree import RunStyle

# These flip when two kinds of style both set them.
TOGGLES = ("b", "i", "caps", "smallCaps", "strike", "dstrike", "vanish", "outline", "shadow", "emboss", "imprint")


@dataclass(frozen=True, slots=True)
class Layer:
    """What one style, or one conditional format of a table style, says of each thing."""

    paragraph: Bag = field(default_factory=dict)
    run: Bag = field(default_factory=dict)
    table: Bag = field(default_factory=dict)
    row: Bag = field(default_factory=dict)
    cell: Bag = field(default_factory=dict)

    def under(self, other: Layer) -> Layer:
        """This layer with another laid over it."""
        return Layer(
            overlay(self.paragraph, other.paragraph),
            overlay(self.run, other.run),
            overlay(self.table, other.table),
            overlay(self.row, other.row),
            overlay(self.cell, other.cell),
        )


@dataclass(frozen=True, slots=True)
class Look:
    """A run's effective properties, and what they come to."""

    properties: Bag
    style: RunStyle


NO_LAYER = Layer()
TableStyle = Mapping[str, Layer]  # "" is the whole table, then firstRow, band1Horz …
_Made: TypeAlias = tuple[object, ...]  # the identities of two bags, a style, direct formatting


@dataclass(frozen=True, slots=True)
class Styles:
    """Every style resolved; the entry "" of each kind is the default style."""

    base: Layer
    paragraphs: Mapping[str, Layer]
    characters: Mapping[str, Layer]
    tables: Mapping[str, TableStyle]
    default_paragraph: str = ""
    unnumbered: Mapping[str, Layer] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)  # of paragraph and character styles, by their ids
    theme: Mapping[str, str] = field(default_factory=dict)  # the faces and colours its tokens stand for
    looks: dict[_Made, tuple[Look, Bag, Bag]] = field(default_factory=dict)  # those met, and what has the identities

    def paragraph(self, style: str, *, numbered: bool = True) -> Layer:
        """A paragraph style, or what it is without its list; of an unknown id, the default one, as in Word."""
        known = self.paragraphs if numbered else self.unnumbered
        return known.get(style) or known.get(self.default_paragraph, NO_LAYER)

    def run(self, table: Bag, paragraph: Bag, style: str, direct: Bag) -> Look:
        """How a run looks; most runs of a document are made alike."""
        made = (id(table), id(paragraph), style, *direct.items())
        if made not in self.looks:
            effective = self._effective(table, paragraph, style, direct)
            self.looks[made] = Look(effective, run_style(effective, self.theme)), table, paragraph
        return self.looks[made][0]

    def _effective(self, table: Bag, paragraph: Bag, style: str, direct: Bag) -> Bag:
        """A run's effective properties: toggles flip between kinds of style, direct formatting settles them."""
        character = self.characters.get(style, NO_LAYER).run
        out = overlay(self.base.run, table, paragraph, character, direct)
        for toggle in TOGGLES:
            if toggle in out and toggle not in direct:
                flips = sum(is_on(level, toggle) for level in (table, paragraph, character))
                out[toggle] = "true" if is_on(self.base.run, toggle) or flips % 2 else "false"
        return out


def read_styles(root: Element | None, lists: Mapping[str, List], theme: Mapping[str, str]) -> Styles:
    """The style part to Styles; lists lend their indents where a style declares its numbering."""
    defaults = child(root, "w:docDefaults")
    base = Layer(
        bag(child(child(defaults, "w:pPrDefault"), "w:pPr")), bag(child(child(defaults, "w:rPrDefault"), "w:rPr"))
    )
    by_kind: dict[str, dict[str, Element]] = {"paragraph": {}, "character": {}, "table": {}, "numbering": {}}
    default: dict[str, str] = {}
    for style in children(root, "w:style"):
        kind, name = attribute(style, "w:type", "paragraph"), attribute(style, "w:styleId")
        by_kind.setdefault(kind, {})[name] = style
        if attribute(style, "w:default") in ("1", "true", "on"):
            default[kind] = name
    paragraphs, characters, tables = by_kind["paragraph"], by_kind["character"], by_kind["table"]
    resolved_tables = {name: _table_style(tables, name) for name in tables}
    return Styles(
        base,
        {name: _paragraph_style(paragraphs, name, lists) for name in paragraphs},
        {name: _character_style(characters, name) for name in characters},
        {**resolved_tables, "": resolved_tables.get(default.get("table", ""), {})},
        default.get("paragraph", ""),
        {name: _paragraph_style(paragraphs, name, {}) for name in paragraphs},
        {name: value(style, "w:name", name) for name, style in {**characters, **paragraphs}.items()},
        theme,
    )


def _chain(styles: Mapping[str, Element], name: str) -> Iterator[Element]:
    """A style's ancestors, the most remote first, then the style itself."""
    line: dict[str, Element] = {}
    while name in styles and name not in line:
        line[name] = styles[name]
        name = value(line[name], "w:basedOn")
    return reversed(line.values())


def _layer(style: Element) -> Layer:
    return Layer(
        bag(child(style, "w:pPr")),
        bag(child(style, "w:rPr")),
        bag(child(style, "w:tblPr")),
        bag(child(style, "w:trPr")),
        bag(child(style, "w:tcPr")),
    )


def _paragraph_style(styles: Mapping[str, Element], name: str, lists: Mapping[str, List]) -> Layer:
    out = NO_LAYER
    for style in _chain(styles, name):
        own = _layer(style)
        number = own.paragraph.get("numPr.numId", "")
        level = find_level(lists, number, own.paragraph.get("numPr.ilvl", ""), attribute(style, "w:styleId"))
        if level is not None:
            paragraph = overlay(level.paragraph, own.paragraph, {"numPr.ilvl": str(level.index)})
            own = Layer(paragraph, own.run)
        out = out.under(own)
    return out


def _character_style(styles: Mapping[str, Element], name: str) -> Layer:
    out = NO_LAYER
    for style in _chain(styles, name):
        out = out.under(_layer(style))
    return out


def _table_style(styles: Mapping[str, Element], name: str) -> TableStyle:
    out: dict[str, Layer] = {}
    for style in _chain(styles, name):
        out[""] = out.get("", NO_LAYER).under(_layer(style))
        for condition in children(style, "w:tblStylePr"):
            kind = attribute(condition, "w:type")
            out[kind] = out.get(kind, NO_LAYER).under(_layer(condition))
    return out
