"""Amounts of money as such."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reportgen.checks.case import Case, Check, finding
from reportgen.figures.figure import Figure
from reportgen.figures.functions import total
from reportgen.figures.members import number
from reportgen.figures.scope import Scope
from reportgen.figures.typed import SUM
from reportgen.problem import Level, Problem

SIGNED = {"追加"}  # a cut is typed as a negative addition
DECIMALS = 2
MOST_APART = 1000  # times that one project of a report may be as large as the next
_MISTAKEN = {
    "万元": "核对是否把元当成了万元，或多打了数字",
    "元": "核对是否把万元当成了元，或多打了数字；元写到分为止",
}


def money_is_written_in_cents(case: Case) -> Iterator[Problem]:
    """F9：金额不为负，至多两位小数。

    级别：强制性、提示性
    依据：金额的通行写法：不为负，以万元计至多两位小数
    例：支出.基本支出.经济分类.公用经费 为负数 -17.59
    """
    for figure in case.figures:
        if figure.unit != case.format.money or figure.place is None or figure.value is None or figure.operands:
            continue
        if figure.value < 0 and not SIGNED & set(figure.name.split(".")):
            yield finding("F9", Level.ERROR, figure, f"{figure.name} 为负数 {figure.number}", "金额不写负数")
        if (figure.digits or 0) > DECIMALS:
            message = f"{figure.name} {figure.number} 超过两位小数"
            yield finding("F9", Level.HINT, figure, message, _MISTAKEN[case.format.money])


def amounts_are_in_one_unit(case: Case) -> Iterator[Problem]:
    """F9：填元的格式，项目的金额不是照万元抄的。

    级别：核实性
    依据：去年填万元、今年填元的表，容易照抄；一个项目不到别的项目的千分之一，又有小数
    例：项目.甲.年初预算数 2312.5元，不到别的项目的千分之一，像是照万元填的
    """
    if case.format.money != "元":
        return
    budgets = sorted(filter(None, map(_budget, case.projects)), key=lambda one: one.amount)
    least = next((b for a, b in pairwise(budgets) if a.amount * MOST_APART < b.amount), None)
    for figure in budgets if least else ():
        if figure.amount < (least.amount if least else 0) and figure.amount.denominator > 1:
            message = f"{figure.name} {figure}，不到别的项目的千分之一，像是照万元填的"
            yield finding(
                "F9",
                Level.CONFIRM,
                figure,
                message,
                "本格式填元：是万元的，乘 10000；本来就这样少的，在“审核说明”里说明",
            )


def _budget(project: Scope) -> Figure | None:
    """The budget of a project as it was typed."""
    names = (name for name in ("全年预算数", "年初预算数") if name in project.typed and project.typed[name].value)
    return next((number(project, name) for name in names), None)


def heads_spend_what_they_receive(case: Case) -> Iterator[Problem]:
    """X7：没有年初结转的，功能分类各科目的支出不超过同名科目的收入。

    级别：核实性
    依据：算术关系：没有结转的，支出以本年收入为限
    例：支出.基本支出.功能分类.住房保障 5.83，超过同名科目的收入 5.82，而年初没有结转
    """
    opening = case.root.at_path("结转结余.年初")
    if not isinstance(opening, Figure) or opening.unread or opening.amount:
        return
    received = _heads(case.root.at_path("收入"))
    for head, figures in _heads(case.root.at_path("支出.基本支出.功能分类")).items():
        if head in received:
            given, used = total(*received[head]), total(*figures)
            if used.amount > given.amount:
                message = f"{figures[0].name} {used.number}，超过同名科目的收入 {given.number}，而年初没有结转"
                hint = "核对这个科目的收入和支出；有年初结转的补填，科目之间调剂的在“审核说明”里说明"
                yield finding("X7", Level.CONFIRM, figures[0], message, hint, given)


def _heads(amounts: object) -> dict[str, list[Figure]]:
    """Amounts by their head, sums left out: 住房保障 for 住房保障支出."""
    found: dict[str, list[Figure]] = {}
    for figure in amounts.figures() if isinstance(amounts, Scope) else ():
        name = figure.name.rpartition(".")[2]
        if figure.value is not None and name not in (SUM, "全部"):
            found.setdefault(name.removesuffix("支出").removesuffix("收入"), []).append(figure)
    return found


CHECKS: tuple[Check, ...] = (money_is_written_in_cents, amounts_are_in_one_unit, heads_spend_what_they_receive)
