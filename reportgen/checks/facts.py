"""Facts of the prose: totals of their parts, rates of their numerator and denominator, one value everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from reportgen.checks.case import Case, Check, finding
from reportgen.checks.stated import differs
from reportgen.figures.figure import Figure, FigureError
from reportgen.figures.functions import total
from reportgen.figures.members import number
from reportgen.figures.scope import NameProblem, Scope
from reportgen.problem import Level, Problem
from reportgen.source.model import Fact
from reportgen.source.written import Quantity, Words

_MEASURED = re.compile(r"亩|公顷|米|公里|吨|元|时|天|%|万")  # units of what is measured, not counted
NEAR = Fraction(1, 10)  # how far from a number 约 and 余 reach
IN_OFFICE = ("在岗", "在职", "实有")


def facts_are_sums_of_their_parts(case: Case) -> Iterator[Problem]:
    """P1：写了“分项”的事实，等于各分项之和。

    级别：强制性
    依据：算术关系
    例：事实.封堵隐患井口.值 18，分项合计 17，差 1
    """
    for fact, figure in _facts(case):
        parts, unknown = _named(case, fact.parts)
        yield from unknown
        if not fact.parts or unknown:
            continue
        try:
            summed = total(*parts)
        except FigureError as wrong:
            yield finding("P1", Level.ERROR, figure, f"{figure.name}：{wrong}", "分项用同一个单位", *parts)
            continue
        if summed.value is not None and not _said(fact, figure.amount, summed.amount):
            gap = replace(figure, text="").show(figure.amount - summed.amount)
            message = f"{figure.name} {figure.number}，分项合计 {figure.show(summed.value)}，差 {gap}"
            yield finding("P1", Level.ERROR, figure, message, "更正总数或分项", *parts)


def rates_follow_from_their_facts(case: Case) -> Iterator[Problem]:
    """X13：写了“分子”“分母”的事实，等于两者之比。

    级别：强制性
    依据：算术关系
    例：事实.及时处置率.值 填报 84%，按 被非法打开 ÷ 封堵隐患井口 应为 83%，差 1个百分点
    """
    for fact, figure in _facts(case):
        if not fact.numerator:
            continue
        parts, unknown = _named(case, (fact.numerator, fact.denominator))
        yield from unknown
        if len(parts) < 2:
            continue
        above, below = parts
        if not below.amount or above.blank:
            continue
        ratio = replace(
            figure, value=above.amount / below.amount, formula=f"{fact.numerator} ÷ {fact.denominator}", text=""
        )
        if _said(fact, figure.amount, ratio.amount):
            continue
        if difference := differs(ratio, _as_quantity(figure)):
            yield finding("X13", Level.ERROR, figure, difference, "更正比率、分子或分母", above, below)


def rates_can_be_reached(case: Case) -> Iterator[Problem]:
    """X13：只写了“分母”的比率，分母是个数的，总有一个整数与它相除得到这个比率。

    级别：核实性
    依据：算术关系
    例：事实.及时处置率.值 84%，没有整数与 封堵隐患井口 18个 相除得到它：15 ÷ 18 是 83.3%，16 ÷ 18 是 88.9%
    """
    rough = {fact.name.text for fact in case.submission.facts if fact.limit}
    for fact, figure in _facts(case):
        if fact.numerator or not fact.denominator or {fact.name.text, fact.denominator.text} & rough:
            continue
        parts, unknown = _named(case, (fact.denominator,))
        yield from unknown
        if not parts or figure.unit != "%" or not _counted(parts[0]):
            continue
        below = parts[0].amount
        least = figure.amount * below // 1
        ratios = {count: Fraction(count, below) for count in (int(least), int(least) + 1)}
        if figure.show(figure.amount) not in (figure.show(ratio) for ratio in ratios.values()):
            finer = replace(figure, digits=(figure.digits or 0) + 1)
            near = "，".join(f"{n} ÷ {parts[0].number} 是 {finer.show(ratio)}" for n, ratio in ratios.items())
            message = f"{figure.name} {figure.number}，没有整数与 {fact.denominator} {parts[0]} 相除得到它：{near}"
            yield finding("X13", Level.CONFIRM, figure, message, "核对比率和分母，补上“分子”", parts[0])


def _counted(figure: Figure) -> bool:
    """Whether a figure counts things one by one."""
    return (
        figure.amount > 0 and figure.amount.denominator == 1 and not figure.digits and not _MEASURED.search(figure.unit)
    )


def staff_fits_its_posts(case: Case) -> Iterator[Problem]:
    """P1：同一类人员，在岗（在职、实有）人数不超过编制数。

    级别：核实性
    依据：在职人员控制率的要求
    例：单位.人员.临聘.在岗 24，超过编制 23
    """
    groups = [case.root.at_path("单位.人员")]
    while groups:
        group = groups.pop()
        if not isinstance(group, Scope):
            continue
        groups += [group.find(name) for name in group.members]
        posts = number(group, "编制")
        for word in IN_OFFICE:
            staff = number(group, word)
            if not posts.blank and not staff.blank and staff.amount > posts.amount:
                message = f"{staff.name} {staff.number}，超过编制 {posts.number}"
                yield finding("P1", Level.CONFIRM, staff, message, "核对人数，超编的在“审核说明”里说明", posts)


def _said(fact: Fact, said: Fraction, value: Fraction) -> bool:
    """Whether a number with its word of limit says a value: 99% 以上 says 99.2%, 约630 says 615."""
    match fact.limit.text:
        case "以上" | "不少于":
            return value >= said
        case "余":
            return said <= value <= said * (1 + NEAR)
        case "约":
            return abs(value - said) <= said * NEAR
    return value == said


def _facts(case: Case) -> Iterator[tuple[Fact, Figure]]:
    scope = case.root.find("事实")
    assert isinstance(scope, Scope)
    for fact, item in zip(case.submission.facts, scope.items, strict=True):
        figure = item.find("值")
        if isinstance(figure, Figure) and figure.value is not None:
            yield fact, figure


def _named(case: Case, names: tuple[Words, ...]) -> tuple[list[Figure], list[Problem]]:
    """The figures of names, and a problem for each that is none."""
    found: list[Figure] = []
    problems: list[Problem] = []
    for words in names:
        try:
            value = case.root.at_path(words.text)
        except NameProblem as missing:
            hint = f"可能是“{missing.near}”" if missing.near else "写事实的名称，或数字的全名"
            problems.append(Problem("N1", Level.ERROR, words.place, f"{missing}", hint))
            continue
        if isinstance(value, Scope) and "值" in value.members:
            value = value.find("值")
        if isinstance(value, Figure):
            found.append(value)
        else:
            problems.append(Problem("N1", Level.ERROR, words.place, f"“{words}”不是一个数", "写到具体的数"))
    return found, problems


def _as_quantity(figure: Figure) -> Quantity:
    assert figure.place is not None
    return Quantity(figure.place, value=figure.value or Fraction(0), decimals=figure.digits or 0, unit=figure.unit)


CHECKS: tuple[Check, ...] = (
    facts_are_sums_of_their_parts,
    rates_follow_from_their_facts,
    rates_can_be_reached,
    staff_fits_its_posts,
)
