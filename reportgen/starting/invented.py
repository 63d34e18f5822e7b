"""Evidently invented words and amounts: round, all different, and adding up as a report's must."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Final

from reportgen.figures.number import written

YEAR: Final = 2024  # of a format whose name says none
UNIT: Final[Mapping[str, str]] = {
    "名称": "某某市某某局",
    "简称": "某某局",
    "性质": "某某市人民政府工作部门",
    "主管部门": "某某市人民政府",
}
BASIC, BASIC_SPENT, BASIC_ADDED = Fraction(500), Fraction(470), Fraction(25)
OTHER_FUNDS, OTHER_FUNDS_SPENT = Fraction(30), Fraction(29)
FEES: Final[Mapping[str, Mapping[str, str | Mapping[str, str]]]] = {
    "预算": {"因公出国（境）": "3", "公务用车": {"购置": "18", "运行维护": "8"}, "公务接待": "2"},
    "决算": {"因公出国（境）": "0", "公务用车": {"购置": "17.5", "运行维护": "7.6"}, "公务接待": "1.2"},
}
LETTERS: Final = "甲乙丙丁戊己庚辛壬癸"  # of items that have no name
PARTS: Final = ("第一项", "第二项")  # what a group is parted into when nobody says what into
_WHOLE = 100  # per cent
_OTHERS = (20, 30, 40, 60)  # the first budget divided by these comes from lesser sources


@dataclass(frozen=True, slots=True)
class Money:
    """What a project was given and spent, in 万元."""

    name: str
    short: str
    initial: Fraction
    added: Fraction
    carried: Fraction
    moved_in: Fraction
    moved_out: Fraction
    spent_share: Fraction

    @property
    def annual(self) -> Fraction:
        return self.initial + self.added + self.carried + self.moved_in - self.moved_out

    def executed(self, of_initial: bool) -> Fraction:
        """What was spent, as a share of the amount that its rate is taken of."""
        return self.spent_share * (min(self.initial, self.annual) if of_initial else self.annual)


def _money(name: str, amounts: str, share: str) -> Money:
    initial, added, carried, moved_in, moved_out = map(Fraction, amounts.split())
    full, short = f"某某{name}专项资金", f"某某{name}"
    return Money(full, short, initial, added, carried, moved_in, moved_out, Fraction(share))


_PROJECTS = (
    _money("监测设施建设", "120 30 20 5 0", "0.96"),
    _money("业务能力提升", "260 40 0 0 5", "0.98"),
    _money("公共服务补助", "48 0 0 0 0", "1"),
)


def projects(number: int, plain: bool, typed: frozenset[str]) -> tuple[Money, ...]:
    """The money of some projects, without the kinds that are not typed; a plain one has its first budget only."""

    def kept(amount: Fraction, *words: str) -> Fraction:
        return amount if not plain and typed.issuperset(words) else Fraction(0)

    return tuple(
        Money(
            one.name,
            one.short,
            one.initial if "年初预算数" in typed else one.annual,
            kept(one.added, "追加"),
            kept(one.carried, "上年结转"),
            kept(one.moved_in, "调入", "调出") if number > 1 else Fraction(0),
            kept(one.moved_out, "调入", "调出"),
            one.spent_share,
        )
        for one in _PROJECTS[:number]
    )


def shared(total: Fraction, parts: int) -> tuple[Fraction, ...]:
    """A total in so many different parts, the greatest first and with the odd rest."""
    weights = range(parts, 0, -1)
    lesser = [Fraction(total * weight // sum(weights)) for weight in weights][1:]
    return (total - sum(lesser), *lesser)


def ratios(parts: int) -> tuple[str, ...]:
    """The weights of so many items, which add up to 100%."""
    return ("60%", *(f"{part}%" for part in shared(Fraction(40), parts - 1))) if parts > 1 else ("100%",)


def sources(names: Iterable[str], money: Money, of_initial: bool) -> dict[str, tuple[Fraction, Fraction, Fraction]]:
    """First budget, budget and spending of each source; one of last year's money has what was carried over."""
    listed, others = list(names), (Fraction(money.initial // part) for part in _OTHERS)
    rows: dict[str, tuple[Fraction, Fraction, Fraction]] = {}
    nothing = Fraction(0)
    for name in listed[1:]:
        if "结转" in name:
            rows[name] = (nothing, money.carried, money.carried)
        else:
            amount = next(others, nothing)
            rows[name] = (amount, amount, amount)
    whole = (money.initial, money.annual, money.executed(of_initial))
    given = [sum((row[column] for row in rows.values()), nothing) for column in range(3)]
    main = {listed[0]: (whole[0] - given[0], whole[1] - given[1], whole[2] - given[2])} if listed else {}
    return main | rows


def plausible(number: Fraction, unit: str) -> str:
    """A number as a field of a unit may have it: no mark of 119, and no share of 130%."""
    match unit:
        case "分":
            return written(number % 9 + 1, None)
        case "%":
            return f"{written(number if number < _WHOLE else number % 89 + 10, None)}%"
    return written(number, None)


def day(year: int, row: int | None) -> str:
    """When a report on a year is signed; in the rows of a list, days before and after it by turns."""
    if row is None:
        return f"{year + 1}年3月20日"
    return f"{year + 1}年6月30日" if row % 2 else f"{year}年12月31日"


def numbers() -> Iterable[Fraction]:
    """Numbers for what nothing is known of: 31, 42, 53 …"""
    return (Fraction(20 + 11 * number) for number in count(1))
