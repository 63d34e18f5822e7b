"""Numbers in the counting styles of Word: as text for lists, as a CSS counter style for page numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reportgen.numerals import FORMAL, in_chinese, numeral

_MOST = 32767  # in Word
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)

_COUNTING = (
    *("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand"),
    "japaneseCounting",
)
_LEGAL = ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal")
_DIGITAL = ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital")

COUNTER_STYLES = {
    "decimal": "decimal",
    "decimalZero": "decimal-leading-zero",
    "numberInDash": "decimal",
    "upperRoman": "upper-roman",
    "lowerRoman": "lower-roman",
    "upperLetter": "upper-alpha",
    "lowerLetter": "lower-alpha",
    **dict.fromkeys(_COUNTING, "simp-chinese-informal"),
    "chineseLegalSimplified": "simp-chinese-formal",
    **dict.fromkeys(_DIGITAL, "cjk-decimal"),
    "ideographTraditional": "cjk-heavenly-stem",
    "ideographZodiac": "cjk-earthly-branch",
}


def counted(number: int, style: str) -> str:
    """A list number as Word writes it in a w:numFmt; a style Word has and this has not is decimal."""
    return _WRITERS.get(style, str)(number) if 0 <= number <= _MOST else str(number)


def is_known(style: str) -> bool:
    """Whether list numbers can be written in that style."""
    return style == "decimal" or style in _WRITERS


def _roman(number: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        times, number = divmod(number, size)
        text += letters * times
    return text


def _letters(number: int) -> str:
    """a … z, aa, bb …: Word repeats the letter."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


def _digits(number: int, digits: str) -> str:
    return "".join(digits[int(digit)] for digit in str(number))


def _enclosed(first: str, number: int) -> str:
    """One of the twenty characters that begin with ① or its like."""
    return chr(ord(first) + number - 1) if 1 <= number <= 20 else str(number)


_WRITERS: Mapping[str, Callable[[int], str]] = {
    **dict.fromkeys(("none", "bullet"), lambda _: ""),
    **dict.fromkeys(_COUNTING, in_chinese),
    **dict.fromkeys(_LEGAL, lambda number: numeral(number, FORMAL, "拾佰仟")),
    **dict.fromkeys(_DIGITAL, lambda number: _digits(number, "〇一二三四五六七八九")),
    "ideographTraditional": lambda number: "甲乙丙丁戊己庚辛壬癸"[(number - 1) % 10],
    "ideographZodiac": lambda number: "子丑寅卯辰巳午未申酉戌亥"[(number - 1) % 12],
    "decimalEnclosedCircle": lambda number: _enclosed("①", number),
    "decimalEnclosedCircleChinese": lambda number: _enclosed("①", number),
    "decimalEnclosedParen": lambda number: _enclosed("⑴", number),
    "decimalEnclosedFullstop": lambda number: _enclosed("⒈", number),
    "decimalFullWidth": lambda number: _digits(number, "０１２３４５６７８９"),
    "decimalFullWidth2": lambda number: _digits(number, "０１２３４５６７８９"),
    "numberInDash": lambda number: f"- {number} -",
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
}
