"""Numbered paragraphs that the department writes: one scheme at a level, no number missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.checks.case import Case, Check
from reportgen.checks.mentions import chinese_value
from reportgen.checks.words import all_words
from reportgen.problem import Level, Problem

_SCHEMES = {
    "一、": r"\s*([一二三四五六七八九十]+)、",
    "（一）": r"\s*（([一二三四五六七八九十]+)）",
    "1.": r"\s*(\d{1,2})[.．、](?!\d)",
    "（1）": r"\s*[（(](\d{1,2})[）)]",
}
_AT_START = {scheme: re.compile(pattern) for scheme, pattern in _SCHEMES.items()}
_INLINE = re.compile(r"(?:^|[，。；：、])\s*([一二三四五六七八九十]+)是")
INLINE = "一是"
_RANKS = {scheme: rank for rank, scheme in enumerate((*_SCHEMES, INLINE))}


def numbering_is_in_order(case: Case) -> Iterator[Problem]:
    """P5：各段的编号连续；“一是……二是……”不缺号。

    级别：提示性
    依据：公文结构层次序数的通行写法
    例：“3.”前面没有第 2 条
    """
    for section in case.submission.narrative.values():
        last: dict[str, int] = {}
        for words in all_words(section):
            for scheme, written in _numbers(words.text):
                number, before = _value(written), last.get(scheme, 0)
                if number not in (1, before + 1):
                    shown = scheme.replace("一", written).replace("1", written)
                    message = f"“{shown}”前面没有第 {number - 1} 条"
                    yield Problem("P5", Level.HINT, words.place, message, "补上缺的一条，或改编号")
                last = {name: n for name, n in last.items() if _RANKS[name] < _RANKS[scheme]} | {scheme: number}


def _numbers(text: str) -> Iterator[tuple[str, str]]:
    """The numbers of a paragraph, each with its scheme: the one it begins with, then those within."""
    for scheme, pattern in _AT_START.items():
        if found := pattern.match(text):
            yield scheme, found[1]
            break
    for found in _INLINE.finditer(text):
        yield INLINE, found[1]


def _value(written: str) -> int:
    return int(written) if written.isdigit() else int(chinese_value(written) or 0)


CHECKS: tuple[Check, ...] = (numbering_is_in_order,)
