"""Theme part to the faces its tokens stand for."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.typeset.markup import Element, attribute, child, children, inside

_SCRIPTS = {"zh-TW": "Hant", "zh-HK": "Hant", "ja-JP": "Jpan", "ko-KR": "Hang"}


def read_theme(root: Element | None, language: str) -> Mapping[str, str]:
    """`minorEastAsia`, `majorHAnsi` … to face names; `language` chooses the face where the theme leaves it open."""
    faces: dict[str, str] = {}
    for kind in ("major", "minor"):
        fonts = inside(root, f"a:{kind}Font") if root is not None else None
        if fonts is None:
            continue
        script = _SCRIPTS.get(language, "Hans")
        by_script = {attribute(font, "script"): attribute(font, "typeface") for font in children(fonts, "a:font")}
        latin = attribute(child(fonts, "a:latin"), "typeface")
        faces[f"{kind}Ascii"] = faces[f"{kind}HAnsi"] = latin
        faces[f"{kind}EastAsia"] = attribute(child(fonts, "a:ea"), "typeface") or by_script.get(script, "")
    return faces
