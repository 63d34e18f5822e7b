"""Colours: plain ones, and those of a theme made lighter or darker, as RRGGBB."""

from __future__ import annotations

import re
from collections.abc import Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from functools import cache

from reportgen.ooxml.markup import Element, attribute, local_name
from reportgen.typeset.properties import Bag, hexadecimal, integer

_PLAIN = re.compile(r"[0-9A-Fa-f]{6}")
_WHOLE = 100_000  # what 100 % is in a drawing


def color(look: Bag, plain: str, themed: str, theme: Mapping[str, str]) -> str:
    """The colour under the key `themed` (shd.themeFill, color.themeColor …), else that under `plain`; "": automatic."""
    of_theme = theme.get(look.get(themed, ""), "") if themed in look else ""
    if of_theme:
        start = themed.removesuffix("Color")
        return _tinted(of_theme, look.get(f"{start}Tint", "FF"), look.get(f"{start}Shade", "FF"))
    text = look.get(plain, "")
    return text.upper() if _PLAIN.fullmatch(text) else ""


def drawn_color(fill: Element | None, theme: Mapping[str, str]) -> str:
    """The colour of a drawing's fill or line (what holds an a:srgbClr or a:schemeClr); "" for none."""
    for item in fill if fill is not None else ():
        given = attribute(item, "val")
        base = given.upper() if local_name(item.tag) == "srgbClr" else theme.get(given, "")
        if _PLAIN.fullmatch(base):
            changes = tuple((local_name(change.tag), integer(attribute(change, "val"), _WHOLE)) for change in item)
            return _changed(base, changes)
    return ""


@cache
def _tinted(base: str, tint: str, shade: str) -> str:
    """A colour as Word makes it lighter or darker: by its lightness alone."""
    if tint == shade == "FF":
        return base
    hue, light, saturation = rgb_to_hls(*_shares(base))
    light = light * hexadecimal(shade) / 255
    part = hexadecimal(tint) / 255
    shares = hls_to_rgb(hue, light * part + 1 - part, saturation)
    return "".join(f"{int(share * 255):02X}" for share in shares)  # Word cuts off what is over


@cache
def _changed(base: str, changes: tuple[tuple[str, int], ...]) -> str:
    """A colour after a drawing's changes to it, in their order; those that are rare in documents do nothing."""
    red, green, blue = _shares(base)
    for name, amount in changes:
        part = amount / _WHOLE
        if name in ("lumMod", "lumOff"):
            hue, light, saturation = rgb_to_hls(red, green, blue)
            light = light * part if name == "lumMod" else light + part
            red, green, blue = hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)
        elif name in ("shade", "tint"):
            rest = 1 - part if name == "tint" else 0.0
            red, green, blue = (_encoded(_light(share) * part + rest) for share in (red, green, blue))
    return _hexadecimal(red, green, blue)


def _light(share: float) -> float:
    """How much light a colour's share of red, green or blue is (sRGB)."""
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _encoded(light: float) -> float:
    return light * 12.92 if light <= 0.0031308 else float(1.055 * light ** (1 / 2.4) - 0.055)


def _shares(base: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(base)
    return red / 255, green / 255, blue / 255


def _hexadecimal(*shares: float) -> str:
    return "".join(f"{round(min(max(share, 0.0), 1.0) * 255):02X}" for share in shares)
