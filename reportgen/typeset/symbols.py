"""Characters of symbol fonts (Wingdings, Symbol) as the Unicode characters they look like."""

from __future__ import annotations

_WINGDINGS = {
    **dict(zip(range(0x81, 0x8B), "①②③④⑤⑥⑦⑧⑨⑩", strict=True)),
    **dict(zip(range(0x8C, 0x96), "❶❷❸❹❺❻❼❽❾❿", strict=True)),
    0x28: "☎",
    0x2A: "✉",
    0x46: "☞",
    0x4A: "☺",
    0x6C: "●",
    0x6D: "❍",
    0x6E: "■",
    0x6F: "□",
    0x71: "❑",
    0x72: "❒",
    0x74: "◆",
    0x75: "◆",
    0x76: "❖",
    0x77: "◆",
    0x9F: "•",
    0xA1: "○",
    0xA2: "○",
    0xA7: "▪",
    0xA8: "□",
    0xAB: "★",
    0xB2: "◇",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xE8: "➔",
    0xEF: "⇦",
    0xF0: "⇨",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0x98: "●", 0xA3: "□"}
_SYMBOL = {
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    **{code: chr(code) for code in (*range(0x20, 0x22), 0x23, 0x25, 0x26, *range(0x28, 0x2A), *range(0x2B, 0x40))},
    0xA3: "≤",
    0xA5: "∞",
    0xAB: "↔",
    0xAC: "←",
    0xAD: "↑",
    0xAE: "→",
    0xAF: "↓",
    0xB0: "°",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xBA: "≡",
    0xBB: "≈",
    0xBC: "…",
    0xD0: "∠",
    0xD1: "∇",
    0xD5: "∏",
    0xD6: "√",
    0xDE: "⇒",
    0xE5: "∑",
    0x2D: "−",
}
_FONTS: dict[str, dict[int, str]] = {
    "Wingdings": _WINGDINGS,
    "Wingdings 2": _WINGDINGS_2,
    "Wingdings 3": {},
    "Webdings": {},
    "Symbol": _SYMBOL,
}


def has_symbols(face: str, text: str) -> bool:
    """Whether text in that face holds characters that only a symbol font draws."""
    return face in _FONTS or any(_is_no_letter(char) for char in text)


def unicode_symbol(face: str, char: str) -> str | None:
    """The look-alike of a symbol font's character, with or without 0xF000; None: not known."""
    if _is_no_letter(char):
        return _FONTS.get(face, {}).get(ord(char) - 0xF000)
    return _FONTS[face].get(ord(char)) if face in _FONTS and " " < char <= "\u00ff" else char


def _is_no_letter(char: str) -> bool:
    """A place in a symbol font, or no character at all."""
    return "\uf000" <= char <= "\uf0ff" or "\ud800" <= char <= "\udfff" or char < " "
