"""Numbers in prose → exact values with their units: 1.72亿元, 2万5千人, 三个, 约630亩, 97.05％."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from reportgen.figures.number import rounded

_HALF = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8}
_UNITS = (
    "平方公里|平方米|公里|公顷|人次|人（次）|台（次）|口（次）|台次|家次|户次|场次|批次|百分点|个百分点|元|亩|人|名|个|户|"
    "宗|处|家|次|份|期|条|件|张|册|台|套|支|起|间|口|栋|项|类|种|批|天|小时|年|月|日|米|吨|辆|所|组|分|%"
)
_NUMBER = re.compile(
    r"(?P<before>约|近|超过|逾|不少于|不低于|不超过|达到|达)?"
    r"(?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[万亿](?:\d+千)?|千)?|[零〇一二两三四五六七八九十百千]+[万亿]?)"
    r"(?P<after>余|多)?"
    r"(?P<scale>[万亿])?(?P<after2>余|多)?"
    rf"(?P<unit>{_UNITS})"
    r"(?P<above>以上|以下|左右)?"
)
_STOP = re.compile("[，、；（）]")
MOST_NUMBERS = 200
_MOST_BEFORE = 200  # characters that are looked at before a number: no clause is longer
_ARABIC = re.compile(r"(\d[\d,]*(?:\.\d+)?)(?:([万亿千])(?:(\d+)千)?)?")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number with its unit as prose says it; money is in 元. `start` and `end` count from 0 in the text."""

    text: str
    value: Fraction
    unit: str
    decimals: int
    rough: bool  # 约, 余, 以上 …
    start: int
    end: int
    scale: int = 1  # what one unit of the digits written is worth: 10000 in 1.2万元
    before: str = ""  # what stands between the last comma and the number

    def shown(self, value: Fraction) -> Decimal:
        """Some value in the digits and the scale of this number: what it would be written as here."""
        percent = 2 if self.unit == "%" else 0
        return rounded(value / self.scale, self.decimals + percent)


def mentions(text: str) -> Iterator[Mention]:
    """Every number with a unit in a piece of prose, in order; years, ordinals and document numbers are none."""
    half, clause, seen = text.translate(_HALF), 0, 0
    for found in _NUMBER.finditer(half):
        for stop in _STOP.finditer(text, seen, found.start()):
            clause = stop.end()
        seen = found.start()
        number, scale, unit = found["number"], found["scale"], found["unit"]
        value = _value(number)
        if value is None or _is_name(half, found, number):
            continue
        value *= _BIG.get(scale or "", 1)
        decimals = len(number.partition(".")[2].rstrip("万亿千"))
        rough = any(found[part] for part in ("before", "after", "after2", "above"))
        if unit == "%":
            value /= 100
        worth = (_BIG | {"千": 1000}).get(scale or number[-1], 1)
        start, end = found.span()
        before = text[max(clause, start - _MOST_BEFORE) : start]
        yield Mention(text[start:end], value, unit, decimals, rough, start, end, worth, before)


def numbers(sentence: str) -> tuple[Mention, ...]:
    """The numbers of a sentence; none where there are more of them than in any sentence: it is a list."""
    found = tuple(islice(mentions(sentence), MOST_NUMBERS + 1))
    return found if len(found) <= MOST_NUMBERS else ()


def _is_name(text: str, found: re.Match[str], number: str) -> bool:
    """A number that counts nothing: a year, a date, 第三, 〔2020〕10号, part of a longer number or word."""
    before = text[max(0, found.start() - 1) : found.start()]
    if before in ("第", "〔", "[", "（", "-", "—", "～", "/", ".", "、") and found["unit"] in ("年", "月", "日", "号"):
        return True
    if before == "第" or before.isdigit() or before in ("S", "G"):
        return True
    chinese = not number[0].isdigit()
    return (found["unit"] == "年" and len(number) == 4) or (chinese and before in _DIGITS)


def _value(number: str) -> Fraction | None:
    """A written number as its value; None where its signs make none."""
    if found := _ARABIC.fullmatch(number):
        value = Fraction(found[1].replace(",", ""))
        value *= {"万": 10**4, "亿": 10**8, "千": 1000}.get(found[2] or "", 1)
        return value + 1000 * int(found[3] or 0)
    return chinese_value(number)


def chinese_value(number: str) -> Fraction | None:
    """A Chinese numeral up to 亿; 一二三 and the like, which spell digits, are none."""
    total, digit = 0, None
    for sign in number:
        if sign in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[sign]
        elif sign in _TENS:
            total += (1 if digit is None else digit) * _TENS[sign]
            digit = None
        else:
            return Fraction((total + (digit or 0)) * _BIG[sign])
    return Fraction(total + (digit or 0))
