"""Splits text into what the East Asian and what the Latin face of a run shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

IDEOGRAPHIC = (
    "\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
)
# What follows the East Asian face only with w:hint="eastAsia" (ECMA-376 part 1, 17.3.2.26).
_HINTED = (
    "\u00a1\u00a4\u00a7\u00a8\u00aa\u00ad\u00af-\u00b4\u00b6-\u00ba\u00bc-\u00bf\u00d7\u00f7"
    "\u02b0-\u04ff\u2000-\u2bff\ue000-\uf8ff"
)
_IDEOGRAPHIC = re.compile(f"[{IDEOGRAPHIC}]")
_IDEOGRAPH = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile("[A-Za-z0-9]")


def split(text: str, hinted: bool) -> Iterator[tuple[str, bool]]:
    """Stretches of `text` with whether the East Asian face shows them; a space stays with what precedes it."""
    for found in _stretches(hinted).finditer(text):
        yield found[0], found.lastgroup == "east_asian"


def has_ideographs(text: str) -> bool:
    """Whether any character of a text is an East Asian one, a full-width mark or letter."""
    return _IDEOGRAPHIC.search(text) is not None


def gap_between(left: str, right: str) -> bool:
    """Whether Word puts a quarter em between these two characters; it puts none beside % and other signs."""
    if _IDEOGRAPH.match(left):
        return bool(_WORD.match(right))
    return bool(_IDEOGRAPH.match(right) and _WORD.match(left))


@cache
def _stretches(hinted: bool) -> re.Pattern[str]:
    east_asian = IDEOGRAPHIC + (_HINTED if hinted else "")
    return re.compile(f"(?P<east_asian>[{east_asian}][{east_asian} ]*)|[^{east_asian}]+")
