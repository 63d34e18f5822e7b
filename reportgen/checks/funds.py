"""Amounts of money as such."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.checks.case import Case, Check, finding
from reportgen.problem import Level, Problem
from reportgen.source.terms import MONEY

SIGNED = {"追加"}  # a cut is typed as a negative addition
DECIMALS = 2


def money_is_written_in_cents(case: Case) -> Iterator[Problem]:
    """F9：金额不为负，单位万元的至多两位小数。

    级别：强制性、提示性
    依据：金额的通行写法：不为负，以万元计至多两位小数
    例：支出.基本支出.经济分类.公用经费 为负数 -17.59
    """
    for figure in case.root.figures():
        if figure.unit != MONEY or figure.place is None or figure.value is None or figure.operands:
            continue
        if figure.value < 0 and not SIGNED & set(figure.name.split(".")):
            yield finding("F9", Level.ERROR, figure, f"{figure.name} 为负数 {figure.number}", "金额不写负数")
        if (figure.digits or 0) > DECIMALS:
            message = f"{figure.name} {figure.number} 超过两位小数"
            yield finding("F9", Level.HINT, figure, message, "核对是否把元当成了万元，或多打了数字")


CHECKS: tuple[Check, ...] = (money_is_written_in_cents,)
