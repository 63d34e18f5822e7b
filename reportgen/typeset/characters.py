"""Effective run properties to a RunStyle; shading."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.typeset import findings
from reportgen.typeset.colors import color
from reportgen.typeset.findings import Findings
from reportgen.typeset.properties import Bag, is_on, number, points
from reportgen.typeset.tree import RunStyle

_UNDERLINES = {
    **dict.fromkeys(("single", "words", "thick"), "single"),
    "double": "double",
    **dict.fromkeys(("wave", "wavyHeavy", "wavyDouble"), "wave"),
    **dict.fromkeys(("dotted", "dottedHeavy"), "dotted"),
    **dict.fromkeys(("dash", "dashedHeavy", "dashLong", "dashLongHeavy"), "dash"),
    **dict.fromkeys(("dotDash", "dashDotHeavy", "dotDotDash", "dashDotDotHeavy"), "dash"),
}
_HIGHLIGHTS = {
    "yellow": "FFFF00",
    "green": "00FF00",
    "cyan": "00FFFF",
    "magenta": "FF00FF",
    "blue": "0000FF",
    "red": "FF0000",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "darkGray": "808080",
    "lightGray": "C0C0C0",
    "black": "000000",
    "white": "FFFFFF",
}
_SCRIPTS = {"superscript": "super", "subscript": "sub"}
_EMPHASIS = {"dot": "below", "underDot": "below", "circle": "above"}  # in Chinese
_MOST_SCALED = 6.0

_LARGEST = 1638.0  # points: Word's own limit
_CARRIED = {"rFonts", "sz", "b", "i", "u", "strike", "color", "highlight", "shd", "spacing", "position", "vertAlign"}
_CARRIED |= {"caps", "vanish", "rStyle", "w"}
# Of other scripts, of editing, or without trace on paper in Chinese text.
_NO_TRACE = {"szCs", "bCs", "iCs", "lang", "noProof", "kern", "cs", "webHidden", "specVanish", "snapToGrid", "oMath"}
_NO_TRACE |= {"ins", "del", "moveFrom", "moveTo", "ext:ligatures", "ext:numForm", "ext:numSpacing", "ext:cntxtAlts"}
_NO_TRACE |= {"ext:stylisticSets"}
_NAMES = {
    "outline": "空心",
    "shadow": "阴影",
    "emboss": "阳文",
    "imprint": "阴文",
    "bdr": "字符边框",
    "effect": "动态效果",
    "fitText": "调整宽度",
    "eastAsianLayout": "中文版式（双行合一、纵横混排）",
}
_NEAR = {"dstrike": findings.DOUBLE_STRIKE, "smallCaps": findings.SMALL_CAPS}


def run_style(look: Bag, theme: Mapping[str, str]) -> RunStyle:
    """Effective run properties to a RunStyle; `theme` resolves the tokens of faces and colours."""
    underline = look.get("u", "none")
    return RunStyle(
        latin=_face(look, theme, "ascii") or _face(look, theme, "hAnsi") or "Times New Roman",
        east_asian=_face(look, theme, "eastAsia") or "宋体",
        size=min(number(look.get("sz"), 20) / 2, _LARGEST),
        bold=is_on(look, "b"),
        italic=is_on(look, "i"),
        underline="" if underline == "none" else _UNDERLINES.get(underline, "single"),
        strike=is_on(look, "strike") or is_on(look, "dstrike"),
        color=color(look, "color", "color.themeColor", theme),
        background=_HIGHLIGHTS.get(look.get("highlight", ""), "") or shading(look, theme),
        spacing=points(look.get("spacing")),
        rise=number(look.get("position")) / 2,
        script=_SCRIPTS.get(look.get("vertAlign", ""), ""),
        hint_east_asian=look.get("rFonts.hint") == "eastAsia",
        caps=is_on(look, "caps") or is_on(look, "smallCaps"),
        scale=_scale(look) if "w" in look else 1.0,
        emphasis=_EMPHASIS.get(look.get("em", ""), ""),
    )


def note_run(look: Bag, found: Findings, where: str) -> None:
    """Notes the effective properties of shown characters that a RunStyle cannot say."""
    for name in sorted({key.partition(".")[0] for key in look} - _CARRIED - _NO_TRACE):
        if name == "em":
            if look["em"] not in _EMPHASIS and is_on(look, "em"):
                found.note(findings.EMPHASIS, where)
        elif name == "fitText" and look.keys() & {"spacing", "w"}:
            pass  # Word writes what it does to the characters
        elif name == "rtl":
            if is_on(look, "rtl"):
                found.note(findings.RIGHT_TO_LEFT, where)
        elif is_on(look, name, default=True) and look.get(name) != "nil":
            kind = _NEAR.get(name, findings.RUN_FORMAT)
            found.note(kind, where, "" if name in _NEAR else _NAMES.get(name, "文字效果"))


def shading(properties: Bag, theme: Mapping[str, str]) -> str:
    """The colour of a w:shd: a pattern is mixed of its two colours."""
    pattern = properties.get("shd", "nil")
    if pattern == "nil":
        return ""
    fill = color(properties, "shd.fill", "shd.themeFill", theme)
    fore = color(properties, "shd.color", "shd.themeColor", theme)
    if pattern == "solid":
        return fore or "000000"
    if not pattern.startswith("pct"):
        return fill
    share, back, front = number(pattern[3:]) / 100, _rgb(fill or "FFFFFF"), _rgb(fore or "000000")
    return "".join(f"{round(b + (f - b) * share):02X}" for b, f in zip(back, front, strict=True))


def _scale(look: Bag) -> float:
    """How wide characters are to how they are designed."""
    share = number(look["w"].rstrip("%"), 100) / 100
    return min(share, _MOST_SCALED) if share > 0 else 1.0


def _rgb(text: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(text))


def _face(look: Bag, theme: Mapping[str, str], script: str) -> str:
    return theme.get(look.get(f"rFonts.{script}Theme", ""), "") or look.get(f"rFonts.{script}", "")
