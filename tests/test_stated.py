"""Numbers as some page prints them, beside the figures they should be."""

from __future__ import annotations

from fractions import Fraction

import pytest

from reportgen.checks.stated import differs
from reportgen.figures.figure import Figure
from reportgen.problem import Place
from reportgen.source.amounts import read_amount
from reportgen.source.written import Quantity, State

AREA = Figure("复垦面积", Fraction("111.603"), "公顷", 3)
MU = Figure("复垦面积亩数", AREA.amount * 15, "亩", 3, operands=(AREA,), formula="复垦面积 × 15")
MINES = Figure("矿山", Fraction(55), "家", 0)
TENTHS = Figure("亩", MINES.amount * Fraction("0.1"), "亩", 1, operands=(MINES,), formula="矿山 × 0.1")
RATE = Figure("完成率", Fraction(3464, 3512), "%", 2)
MONEY = Figure("支出", Fraction("348.87"), "万元", 2)


def printed(text: str, unit: str = "") -> Quantity:
    amount = read_amount(text)
    if amount is None:
        return Quantity(Place(""), State(text))
    return Quantity(Place(""), State.GIVEN, amount.value, amount.decimals, "%" if amount.percent else unit)


@pytest.mark.parametrize(
    ("figure", "said", "told"),
    [
        (MONEY, printed("348.87"), ""),
        (MONEY, printed("348.870"), ""),
        (MONEY, printed("348.87", "万元"), ""),
        (MONEY, printed("348.9"), "支出 填报 348.9，别处写的是 348.87，差 0.03万元"),
        (MONEY, printed("348.87", "元"), "支出 填报 348.87元，单位应为万元"),
        (MONEY, printed("3488700", "元"), ""),
        (MONEY, printed("3488000", "元"), "支出 填报 3488000元，别处写的是 3488700.00元，差 -700.00元"),
        (MONEY, printed("0.03", "亿元"), ""),
        (MONEY, printed("0.04", "亿元"), "支出 填报 0.04亿元，别处写的是 0.03亿元，差 0.01亿元"),
        (MONEY, printed("348.87", "户"), "支出 填报 348.87户，单位应为万元"),
        (MONEY, printed("无"), "支出 填报 无，别处写的是 348.87，差 -348.87万元"),
        (RATE, printed("98.63%"), ""),
        (RATE, printed("98.6%"), ""),
        (RATE, printed("99%"), ""),
        (RATE, printed("98.63"), ""),
        (RATE, printed("98.66%"), "完成率 填报 98.66%，别处写的是 98.63%，差 0.03个百分点"),
        (RATE, printed("98.7%"), "完成率 填报 98.7%，别处写的是 98.63%，差 0.07个百分点"),
        (MU, printed("1674.045"), ""),
        (MU, printed("1674.044"), ""),  # 111.602933 公顷, which is 111.603
        (MU, printed("1674.07"), "复垦面积亩数 填报 1674.07，按 复垦面积 × 15 应为 1674.045，差 0.025亩"),
        (TENTHS, printed("5.48"), "亩 填报 5.48，按 矿山 × 0.1 应为 5.50，差 -0.02亩"),  # a count is exact
    ],
)
def test_printed_number_is_held_against_its_figure(figure: Figure, said: Quantity, told: str) -> None:
    assert differs(figure, said) == told
