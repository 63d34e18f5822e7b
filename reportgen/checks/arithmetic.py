"""Arithmetic inside one sentence: rates, remainders, parts and products that its own numbers contradict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from reportgen.checks.case import Case, Check
from reportgen.checks.mentions import Mention, numbers
from reportgen.checks.words import Sentence, sentences
from reportgen.figures.number import rounded, written
from reportgen.problem import Level, Operand, Problem

MONEY = "元"
NEAR = 10  # parts that miss their whole by less than a tenth of it are meant to be all of them
MOST_COUNTS = 8  # of one product: all groups of them are tried
_RATE = re.compile(r"[率占]")
_OTHER_RATE = re.compile(r"满意|增长|同比|环比|下降|提高|提升|上升|降低|较")
_GIVEN = re.compile(r"(安排|下达|到位|预算|总额|共计)[^，、；]{0,8}$")
_PAID = re.compile(r"(?<!待)(?<!未)(支付|支出|使用|执行|拨付)[^，、；]{0,6}$")
_LEFT = re.compile(r"(待支付|未支付|剩余|结余|尚余|未使用)[^，、；]{0,6}$")
_EACH = re.compile(r"(每\w{1,2}|人均|户均|单价|标准)(为|是|按|补助|发放|奖励)?[^，、；\d]{0,4}$")
_TOTAL = re.compile(r"(共|合计|总计|共计|总额)[^，、；\d]{0,6}$")
_PERCENT, _REST = re.compile("[%％]"), re.compile("支付|剩余|结余|尚余|未使用")  # without, no number is looked at
_EVERY, _SUM = re.compile("每|人均|户均|单价|标准"), re.compile("共|合计|总")
_TIME = ("%", "年", "月", "日", "天")


def rates_follow_from_their_sentence(case: Case) -> Iterator[Problem]:
    """X13：句中写了两个同单位的数和它们的比率，比率要算得对。

    级别：核实性
    依据：算术关系
    例：本句写“80%”，按 20次 与 15次 应为 75.00%
    """
    for sentence in sentences(case, _RATE, _PERCENT):
        counted = [m for m in numbers(sentence.text) if not m.rough]
        rates = [m for m in counted if m.unit == "%" and _RATE.search(_clause_before(m))]
        parts = [m for m in counted if m.unit not in _TIME]
        if len(rates) != 1 or len(parts) != 2 or parts[0].unit != parts[1].unit or not all(m.value for m in parts):
            continue
        if not _OTHER_RATE.search(_clause_before(rates[0])):
            yield from _rate(sentence, rates[0], *parts)


def _rate(sentence: Sentence, rate: Mention, first: Mention, second: Mention) -> Iterator[Problem]:
    ratios = [first.value / second.value, second.value / first.value]
    possible = {rate.shown(ratio) for r in ratios for ratio in (r, 1 - r)}
    if rate.shown(rate.value) not in possible:
        right = f"{rounded(min(ratios) * 100, max(rate.decimals, 2))}%"
        message = f"本句写“{rate.text}”，按 {first.text} 与 {second.text} 应为 {right}"
        yield _told("X13", sentence, rate, message, "核对三个数", first, second)


def what_is_left_is_the_difference(case: Case) -> Iterator[Problem]:
    """X12：句中写了安排、已支付和剩余的金额，剩余等于安排减已支付。

    级别：核实性
    依据：算术关系
    例：本句写剩余“5.15万元”，按 12.5万元 减 7.25万元 应为 5.25万元
    """
    for sentence in sentences(case, _REST):
        money = [m for m in numbers(sentence.text) if m.unit == MONEY and not m.rough]
        sorts = [_sort(_clause_before(m)) for m in money]
        if len(money) == 3 and sorted(sorts) == ["付", "余", "总"]:
            given, paid, left = (money[sorts.index(sort)] for sort in "总付余")
            right = given.value - paid.value
            if left.shown(left.value) != left.shown(right):
                message = f"本句写剩余“{left.text}”，按 {given.text} 减 {paid.text} 应为 {_money(right)}"
                yield _told("X12", sentence, left, message, "核对三个数", given, paid)


def _sort(before: str) -> str:
    if _LEFT.search(before):
        return "余"
    return "付" if _PAID.search(before) else "总" if _GIVEN.search(before) else ""


def parts_add_up_to_their_whole(case: Case) -> Iterator[Problem]:
    """X16：“总数，其中甲……、乙……”，各部分之和不超过总数，全部列出的等于总数。

    级别：核实性、提示性
    依据：算术关系
    例：本句写“120人次”，其中各项合计 122人次，差 -2人次
    """
    for sentence in sentences(case):
        if sentence.text.count("其中") != 1:
            continue
        cut = sentence.text.index("其中")
        found = [m for m in numbers(sentence.text) if not m.rough and m.unit not in _TIME]
        wholes, parts = [m for m in found if m.end <= cut], [m for m in found if m.start > cut]
        if not wholes or len(parts) < 2 or any(m.unit != wholes[-1].unit for m in parts):
            continue
        whole, added = wholes[-1], sum((m.value for m in parts), Fraction(0))
        gap = whole.value - added
        if gap < 0 or (len(parts) > 2 and 0 < gap * NEAR < whole.value):
            message = f"本句写“{whole.text}”，其中各项合计 {_same(added, whole)}，差 {_same(gap, whole)}"
            level = Level.CONFIRM if gap < 0 else Level.HINT
            yield _told("X16", sentence, whole, message, "核对总数与各项", *parts, level=level)


def products_are_right(case: Case) -> Iterator[Problem]:
    """X15：句中写了数量、每个多少元和共计多少元，共计等于数量乘单价。

    级别：核实性
    依据：算术关系
    例：本句写共“1.27万元”，按 26人 乘 450元 应为 1.17万元
    """
    for sentence in sentences(case, _EVERY, _SUM):
        found = [m for m in numbers(sentence.text) if not m.rough]
        money = [m for m in found if m.unit == MONEY]
        each = [m for m in money if _EACH.search(_clause_before(m))]
        totals = [m for m in money if _TOTAL.search(_clause_before(m)) and m not in each]
        counts = [m for m in found if m.unit not in (MONEY, "%", "年") and m.value]
        if len(each) != 1 or len(totals) != 1 or len(money) != 2 or not 1 <= len(counts) <= MOST_COUNTS:
            continue
        groups = [group for size in range(1, len(counts) + 1) for group in combinations(counts, size)]
        total, price = totals[0], each[0]
        if not any(total.shown(_product(price, group)) == total.shown(total.value) for group in groups):
            right = _money(_product(price, (counts[0],)))
            message = f"本句写共“{total.text}”，按 {counts[0].text} 乘 {price.text} 应为 {right}"
            yield _told("X15", sentence, total, message, "核对数量、单价与总额", counts[0], price)


def _product(price: Mention, counts: tuple[Mention, ...]) -> Fraction:
    value = price.value
    for count in counts:
        value *= count.value
    return value


def _clause_before(mention: Mention) -> str:
    """What stands between the last comma or colon and a number."""
    return mention.before.rpartition("：")[2]


def _money(value: Fraction) -> str:
    return f"{written(value / 10**4, None)}万元" if value >= 10**4 else f"{written(value, None)}元"


def _same(value: Fraction, like: Mention) -> str:
    """A value as a number of the sentence writes its own."""
    return _money(value) if like.unit == MONEY else f"{written(value, None)}{like.unit}"


def _told(
    code: str,
    sentence: Sentence,
    at: Mention,
    message: str,
    hint: str,
    *parts: Mention,
    level: Level = Level.CONFIRM,
) -> Problem:
    operands = tuple(Operand(part.text, "", sentence.at(part.start)) for part in parts)
    return Problem(code, level, sentence.at(at.start), message, hint, operands)


CHECKS: tuple[Check, ...] = (
    rates_follow_from_their_sentence,
    what_is_left_is_the_difference,
    parts_add_up_to_their_whole,
    products_are_right,
)
