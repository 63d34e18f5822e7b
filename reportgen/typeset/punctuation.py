"""Chinese punctuation: which marks may stand at a line's ends, which may hang, which stand half an em closer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from reportgen.typeset import fonts, scripts

# Word's own lists for simplified Chinese, and — which Chinese practice keeps off a line's start.
NOT_AT_START: Final = frozenset(
    "!%),.:;>?]}¢¨°·ˇˉ—―‖’”…‰′″›℃∶、。〃々〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
)
NOT_AT_END: Final = frozenset("$([{£¥‘“〈《「『【〔〖〝﹙﹛﹝＄（［｛￡￥")
HANGING: Final = frozenset("，。、；：！？）》」』】〕”’．,.")

_OPENING: Final = "（《〈「『【〔〖［｛“‘"
_CLOSING: Final = "，。、；：！？）》〉」』】〕〗］｝”’．"
_PAIR: Final = re.compile(f"[{_CLOSING}](?=[{_CLOSING}{_OPENING}])|[{_OPENING}](?=[{_OPENING}])")
_DIGITS: Final = frozenset("０１２３４５６７８９")
_HALF: Final = 0.5
_WHOLE: Final = 0.9  # em from which a character is full-width


def may_part(left: str, right: str) -> bool | None:
    """Whether a line may end between two characters; None where Unicode's rules decide as Word does."""
    if right in NOT_AT_START or left in NOT_AT_END or (left in _DIGITS and right in _DIGITS) or left == "/":
        return False
    if right == "/" and scripts.has_ideographs(left):
        return True  # 万元/台: Unicode would rather part 万 from 元
    chinese = scripts.has_ideographs(left + right)
    # Unicode knows no sides of quotation marks: it would keep a Chinese line from ending before or after them
    return True if chinese and (right in "“‘" or left in "”’") else None


def closer(text: str, face: str, bold: bool) -> Iterator[tuple[int, float]]:
    """The marks of a text that the next mark stands closer to, and by how many ems."""
    for pair in _PAIR.finditer(text):
        if by := between(pair[0], text[pair.end()], face, bold):
            yield pair.start(), by


def are_marks(left: str, right: str) -> bool:
    """Whether two characters are marks that stand closer."""
    return _PAIR.match(left + right) is not None


@cache
def between(left: str, right: str, face: str, bold: bool) -> float:
    """The ems that two adjacent marks stand closer: none where the face leaves no room between them."""
    if not are_marks(left, right):
        return 0.0
    room = fonts.bearings(left, face, bold)[1] + fonts.bearings(right, face, bold)[0]
    return _HALF if room >= _HALF and _full(left, face, bold) and _full(right, face, bold) else 0.0


@cache
def after_mark(mark: str, face: str, bold: bool) -> float:
    """The ems of blank paper in a closing mark's right half: a line may end in it."""
    blank = mark in _CLOSING and _full(mark, face, bold) and fonts.bearings(mark, face, bold)[1] >= _HALF
    return _HALF if blank else 0.0


@cache
def before_mark(mark: str, face: str, bold: bool) -> float:
    """The ems of blank paper in an opening mark's left half: a line may begin after it."""
    blank = mark in _OPENING and _full(mark, face, bold) and fonts.bearings(mark, face, bold)[0] >= _HALF
    return _HALF if blank else 0.0


def _full(mark: str, face: str, bold: bool) -> bool:
    """Whether a face gives a mark a whole em."""
    return fonts.text_width(mark, face, 1, bold) > _WHOLE
