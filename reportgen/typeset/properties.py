"""Formatting elements (w:pPr, w:rPr, w:tcPr …) as flat maps that can be laid over one another.

`<w:ind w:left="720"/>` is `ind.left`, `<w:b/>` is `b`, `<w:pBdr><w:top w:val="single" w:sz="4"/></w:pBdr>` is
`pBdr.top` and `pBdr.top.sz`; a tab stop is keyed by its position, so that clearing it is laying over it too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from reportgen.ooxml.markup import NAMESPACES, Element, local_name, tag

Bag: TypeAlias = Mapping[str, str]

_W = f"{{{NAMESPACES['w']}}}"
_OTHER_NAMES = {"start": "left", "end": "right", "startChars": "leftChars", "endChars": "rightChars"}
_NOT_FORMATTING = {"rPr", "sectPr"}
_OFF = {"0", "false", "off", "none"}

_FIRST_LINE = ("ind.firstLine", "ind.firstLineChars", "ind.hanging", "ind.hangingChars")
# What a newly set property puts out of force besides its own former value.
_RIVALS = {
    **dict.fromkeys(_FIRST_LINE, _FIRST_LINE),
    "ind.left": ("ind.leftChars",),
    "ind.leftChars": ("ind.left",),
    "ind.right": ("ind.rightChars",),
    "ind.rightChars": ("ind.right",),
    "spacing.before": ("spacing.beforeLines", "spacing.beforeAutospacing"),
    "spacing.after": ("spacing.afterLines", "spacing.afterAutospacing"),
    "rFonts.ascii": ("rFonts.asciiTheme",),
    "rFonts.hAnsi": ("rFonts.hAnsiTheme",),
    "rFonts.eastAsia": ("rFonts.eastAsiaTheme",),
}

# Digits are limited: longer ones are no measure of paper, and Python refuses to read them.
_MEASURE = re.compile(r"(-?[0-9]{1,15})(\.[0-9]{1,6})?(pt|mm|cm|in|pc|pi|%)?")
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{1,6}")
_TWIPS = {"": 1, "pt": 20, "mm": 1440 / 25.4, "cm": 1440 / 2.54, "in": 1440, "pc": 240, "pi": 240, "%": 50}


def bag(element: Element | None) -> dict[str, str]:
    """A formatting element as a flat map; revisions and the formatting of other things are left out."""
    out: dict[str, str] = {}
    for item in element if element is not None else ():
        name = local_name(item.tag)
        if not item.tag.startswith(_W):
            out[f"ext:{name}"] = "true"
        elif name not in _NOT_FORMATTING and not name.endswith("Change"):
            _flatten(item, name, out)
    return out


def _flatten(element: Element, name: str, out: dict[str, str]) -> None:
    values = {local_name(str(key)): str(text) for key, text in element.attrib.items() if str(key).startswith(_W)}
    if element.tag == tag("w:tab"):
        name = f"tabs.{values.pop('pos', '0')}"
    if "val" in values or not (values or len(element)):
        out[name] = values.pop("val", "true")
    for key, text in values.items():
        out[f"{name}.{_OTHER_NAMES.get(key, key) if name == 'ind' else key}"] = text
    for item in element:
        key = local_name(item.tag)
        _flatten(item, f"{name}.{_OTHER_NAMES.get(key, key)}", out)


def overlay(base: Bag, *layers: Bag) -> dict[str, str]:
    """Maps laid over one another: the later wins, an element set anew replaces the inherited one whole."""
    out = dict(base)
    for layer in layers:
        if not layer:
            continue
        beaten = {rival for key in layer for rival in _RIVALS.get(key, ())}
        kept = {k: v for k, v in out.items() if k not in beaten and k.rpartition(".")[0] not in layer}
        out = {**kept, **layer}
    return out


def within(properties: Bag, prefix: str) -> dict[str, str]:
    """The entries below a prefix, without it: `pBdr` gives `top`, `top.sz` …"""
    start = f"{prefix}."
    if not properties:
        return {}
    return {key.removeprefix(start): text for key, text in properties.items() if key.startswith(start)}


def is_on(properties: Bag, key: str, *, default: bool = False) -> bool:
    """Whether an on/off property is on."""
    return properties[key] not in _OFF if key in properties else default


@lru_cache(4096)
def number(text: str | None, default: float = 0) -> float:
    """A measure as twips, half-points or what else its bare number counts; with a unit, always as twips."""
    match = _MEASURE.fullmatch(text or "")
    if match is None:
        return default
    whole, decimals, unit = match.groups()
    if decimals is None:
        return int(whole) * _TWIPS[unit or ""]
    scale: int = 10 ** (len(decimals) - 1)
    return int(whole + decimals[1:]) / scale * _TWIPS[unit or ""]


def points(text: str | None, default: float = 0) -> float:
    """Twips (or a measure with its unit) as points; the default is points already."""
    return number(text, default * 20) / 20


def integer(text: str | None, default: int = 0) -> int:
    """A whole number."""
    return round(number(text, default))


def hexadecimal(text: str) -> int:
    """A hexadecimal number, 0 for what is none."""
    return int(text, 16) if _HEXADECIMAL.fullmatch(text) else 0
