"""Theme part to the faces and colours its tokens stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportgen.ooxml.markup import Element, attribute, child, children, inside, local_name

_SCRIPTS = {"zh-TW": "Hant", "zh-HK": "Hant", "ja-JP": "Jpan", "ko-KR": "Hang"}
# What Word, and what drawings, call the colours of a theme.
_COLOR_NAMES = {
    "dk1": ("dark1", "text1", "tx1", "dk1"),
    "lt1": ("light1", "background1", "bg1", "lt1"),
    "dk2": ("dark2", "text2", "tx2", "dk2"),
    "lt2": ("light2", "background2", "bg2", "lt2"),
    "hlink": ("hyperlink", "hlink"),
    "folHlink": ("followedHyperlink", "folHlink"),
}
_PLAIN = dict.fromkeys(_COLOR_NAMES["dk1"], "000000") | dict.fromkeys(_COLOR_NAMES["lt1"], "FFFFFF")


def read_theme(root: Element | None, language: str) -> Mapping[str, str]:
    """`minorEastAsia`, `accent1` … to face names and RRGGBB; `language` chooses the face a theme leaves open."""
    if root is None:
        return _PLAIN
    return _PLAIN | dict(_colors(inside(root, "a:clrScheme"))) | _faces(root, language)


def _faces(root: Element, language: str) -> dict[str, str]:
    faces: dict[str, str] = {}
    for kind in ("major", "minor"):
        fonts = inside(root, f"a:{kind}Font")
        if fonts is None:
            continue
        script = _SCRIPTS.get(language, "Hans")
        by_script = {attribute(font, "script"): attribute(font, "typeface") for font in children(fonts, "a:font")}
        latin = attribute(child(fonts, "a:latin"), "typeface")
        faces[f"{kind}Ascii"] = faces[f"{kind}HAnsi"] = latin
        faces[f"{kind}EastAsia"] = attribute(child(fonts, "a:ea"), "typeface") or by_script.get(script, "")
    return faces


def _colors(scheme: Element | None) -> Iterator[tuple[str, str]]:
    for item in scheme if scheme is not None else ():
        plain = next(iter(item), None)
        shown = (attribute(plain, "lastClr") or attribute(plain, "val")).upper()
        name = local_name(item.tag)
        yield from ((token, shown) for token in _COLOR_NAMES.get(name, (name,)))
