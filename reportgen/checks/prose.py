"""Numbers typed in prose, held against the figures they may stand for and against each other.

Precision goes before recall: a number is told only when the sentence itself names what it should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations

from reportgen.checks.case import Case, Check
from reportgen.checks.mentions import Mention, mentions
from reportgen.checks.text import all_words
from reportgen.figures.figure import Figure
from reportgen.figures.number import rounded
from reportgen.figures.scope import Scope
from reportgen.problem import Level, Operand, Place, Problem

YUAN = {"万元": 10**4, "亿元": 10**8, "元": 1}
LEAST_NAME = 4  # characters: shorter names stand in too many sentences
LEAST_DIGITS = 2  # significant ones: 5 and 50 are no slip of a power of ten
POWERS = [Fraction(10) ** power for power in (-4, -3, -2, -1, 1, 2, 3, 4)]
_REFERENCE = re.compile(r"【[^【】]*】")
_SENTENCE = re.compile(r"[^。；！？]+")
_CLAUSE = re.compile(r"[^，。；！？：（）]+")
_DATE = re.compile(r"(?<!\d)(20\d\d)年(\d{1,2})月(?:(\d{1,2})日)?")
_LIST = re.compile(r"[：:]([^。；：:，,（）]*、[^。；：:，,（）]*)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as typed (what 【…】 printed is blanked out), with its place."""

    text: str
    place: Place
    column: int

    def at(self, mention: Mention) -> Place:
        return Place(self.place.file, self.place.line, self.place.column + self.column + mention.start)


def sentences(case: Case) -> Iterator[Sentence]:
    """The sentences of the narrative and the goals."""
    for source in (case.submission.narrative, case.submission.goal, *(p.goal for p in case.submission.projects)):
        for words in all_words(source):
            blanked = _REFERENCE.sub(lambda found: "　" * len(found[0]), words.text)
            for found in _SENTENCE.finditer(blanked):
                yield Sentence(found[0], words.place, found.start())


def typed_numbers_are_the_known_ones(case: Case) -> Iterator[Problem]:
    """P3：正文里手打的数，句中点了某个数的名称的，要与那个数一致。"""
    known = list(_known(case))
    for sentence in sentences(case):
        found = list(mentions(sentence.text))
        for name, figure in known:
            if name not in sentence.text:
                continue
            alike = [m for m in found if _comparable(m, figure)]
            if alike and not any(_agree(m, figure) for m in alike):
                nearest = min(alike, key=lambda m: abs(m.start - sentence.text.index(name)))
                yield _differing(sentence, nearest, name, figure)


def _known(case: Case) -> Iterator[tuple[str, Figure]]:
    """Figures by the words that name them in a sentence: facts, and money and rates of funds and projects."""
    facts = case.root.find("事实")
    assert isinstance(facts, Scope)
    for item in facts.items:
        value, name = item.find("值"), str(item.find("名称"))
        if isinstance(value, Figure) and value.value is not None and len(name) >= LEAST_NAME:
            yield name, value


def _comparable(mention: Mention, figure: Figure) -> bool:
    return mention.unit == figure.unit or (mention.unit == "元" and figure.unit in YUAN)


def _scaled(figure: Figure) -> Fraction:
    return figure.amount * YUAN.get(figure.unit, 1)


def _agree(mention: Mention, figure: Figure) -> bool:
    value = _scaled(figure)
    if mention.rough:
        return abs(mention.value - value) * 10 <= abs(value)
    digits = mention.decimals + (2 if mention.unit == "%" else 0)
    scale = Fraction(1)
    if mention.unit == "元" and mention.value and mention.value % 10**4 == 0:
        scale = Fraction(10**4)
    return rounded(mention.value / scale, digits) == rounded(value / scale, digits) or mention.value == value


def _differing(sentence: Sentence, mention: Mention, name: str, figure: Figure) -> Problem:
    slip = ""
    if len(str(mention.value.numerator).strip("0")) >= LEAST_DIGITS and mention.value:
        slip = next(("，像是错了小数点或单位" for power in POWERS if mention.value == _scaled(figure) * power), "")
    message = f"正文写“{mention.text}”，{name}是 {figure}{slip}"
    hint = f"核对；用【{name}】引用就不会不一致"
    return Problem("P3", Level.CONFIRM, sentence.at(mention), message, hint, (figure.as_operand(),))


def rates_follow_from_their_sentence(case: Case) -> Iterator[Problem]:
    """X13：句中写了两个同单位的数和它们的比率，比率要算得对。"""
    for sentence in sentences(case):
        for found in _CLAUSE.finditer(sentence.text.replace("，", "\u3001")):
            counted = [m for m in mentions(found[0]) if not m.rough]
            rates = [m for m in counted if m.unit == "%" and re.search(r"[率占]", found[0][: m.start])]
            parts = [m for m in counted if m.unit not in ("%", "年", "月", "日")]
            pairs = [(a, b) for a, b in combinations(parts, 2) if a.unit == b.unit]
            if len(rates) == 1 and len(parts) == 2 and len(pairs) == 1 and all(m.value for m in parts):
                yield from _rate(sentence, found.start(), rates[0], *pairs[0])


def _rate(sentence: Sentence, offset: int, rate: Mention, first: Mention, second: Mention) -> Iterator[Problem]:
    digits = rate.decimals + 2
    ratios = [first.value / second.value, second.value / first.value]
    possible = {rounded(ratio, digits) for r in ratios for ratio in (r, 1 - r)}
    if rounded(rate.value, digits) in possible:
        return
    small = min(ratios)
    right = f"{rounded(small * 100, max(rate.decimals, 2))}%"
    place = sentence.at(rate)
    message = f"本句写“{rate.text}”，按 {first.text} 与 {second.text} 应为 {right}"
    operands = (Operand(first.text, "", sentence.at(first)), Operand(second.text, "", sentence.at(second)))
    yield Problem(
        "X13", Level.CONFIRM, Place(place.file, place.line, place.column + offset), message, "核对三个数", operands
    )


def lists_have_as_many_items_as_said(case: Case) -> Iterator[Problem]:
    """P2：“三个项目：甲、乙、丙”说几个就列几个。"""
    for sentence in sentences(case):
        for listed in _LIST.finditer(sentence.text):
            before = sentence.text[max(0, listed.start() - 12) : listed.start()]
            said = [m for m in mentions(before) if m.unit in ("个", "项", "类", "种", "家") and not m.rough]
            items = [item for item in listed[1].split("、") if item.strip("　 ")]
            if not said or any(ch.isdigit() for ch in listed[1]) or "等" in listed[1]:
                continue
            mention = said[-1]
            if mention.value != len(items):
                message = f"说是“{mention.text}”，列了 {len(items)} 个：{listed[1][:40]}"
                place = Place(sentence.place.file, sentence.place.line, sentence.place.column + sentence.column)
                yield Problem("P2", Level.CONFIRM, place, message, "更正个数，或补全所列各项")


def dates_exist(case: Case) -> Iterator[Problem]:
    """P8：正文里的日期要存在。"""
    for sentence in sentences(case):
        for found in _DATE.finditer(sentence.text):
            year, month, day = int(found[1]), int(found[2]), int(found[3] or 1)
            try:
                date(year, month, day)
            except ValueError:
                place = Place(
                    sentence.place.file,
                    sentence.place.line,
                    sentence.place.column + sentence.column + found.start(),
                )
                yield Problem("P8", Level.ERROR, place, f"没有“{found[0]}”这一天", "更正日期")


CHECKS: tuple[Check, ...] = (
    typed_numbers_are_the_known_ones,
    rates_follow_from_their_sentence,
    lists_have_as_many_items_as_said,
    dates_exist,
)
