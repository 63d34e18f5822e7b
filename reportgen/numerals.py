"""Chinese numerals."""

from __future__ import annotations

PLAIN, FORMAL = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"


def in_chinese(number: int) -> str:
    """A count as it is written in a sentence: 三, 十二, 一百零五."""
    text = numeral(number, PLAIN, "十百千")
    return text[1:] if text.startswith("一十") else text


def numeral(number: int, digits: str, units: str) -> str:
    """`一百零五`: groups of four digits under 万 and 亿, one 零 for a gap."""
    if number == 0:
        return digits[0]
    text = ""
    for big, unit in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group, number = divmod(number, big)
        if group:
            gap = digits[0] if text and group < 1000 else ""
            text += gap + _group(group, digits, units) + unit
    return text


def _group(number: int, digits: str, units: str) -> str:
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + (units[power - 1] if power else "")
        gap = not digit
    return text
