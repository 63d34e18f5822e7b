"""Indicators that count money: cost rows, and rows that say the same amount twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, combinations, permutations

from reportgen.checks.case import Case, Check, finding
from reportgen.checks.indicators import QUALITATIVE
from reportgen.figures.figure import Figure
from reportgen.figures.functions import total
from reportgen.figures.members import items, number
from reportgen.figures.scope import Scope
from reportgen.problem import Level, Problem
from reportgen.source.terms import YUAN

MOST_NAMESAKES = 20  # that are compared each with each; further ones with the first
REVERSE = ("≤", "<")
_AMOUNT = re.compile(r"(?:费|资金|补助|补贴|款|工资|奖金|支出)$")  # how a row of money is named
_EACH = re.compile("人均|户均|均价|平均|单价|每")  # the price of a piece is no part of a project's money


def _by(indicators: Iterable[Scope], word: str) -> dict[str, list[Scope]]:
    """Indicators by what they say in one field, in order."""
    found: dict[str, list[Scope]] = {}
    for indicator in indicators:
        found.setdefault(str(indicator.find(word)), []).append(indicator)
    return found


def _namesakes(indicators: tuple[Scope, ...]) -> Iterator[tuple[Scope, Scope]]:
    """Pairs of rows of one third-level name below different second-level ones."""
    for rows in _by(indicators, "三级").values():
        told = chain(combinations(rows[:MOST_NAMESAKES], 2), ((rows[0], row) for row in rows[MOST_NAMESAKES:]))
        yield from (pair for pair in told if str(pair[0].find("二级")) != str(pair[1].find("二级")))


def rows_of_one_name_agree(case: Case) -> Iterator[Problem]:
    """S10：同一项目里名称、单位都相同的两行，指标值和完成值也相同。

    级别：核实性
    依据：同一事项前后一致
    例：项目.打私专项整治经费.指标.成本指标.宣传费.完成值 1.61，数量指标里写的是 1.16
    """
    for _, indicators in case.indicator_groups():
        for one, other in _namesakes(indicators):
            for column in ("指标值", "完成值"):
                first, second = number(one, column), number(other, column)
                filled = None not in (first.value, second.value)
                if filled and first.unit == second.unit and first.value != second.value:
                    told = f"{second.name} {second.number}，{one.find('二级')}里写的是 {first.number}"
                    yield finding("S10", Level.CONFIRM, second, told, "两行说的是同一个数的，改成一样", first)


def amounts_of_one_name_are_money(case: Case) -> Iterator[Problem]:
    """S10：同一项目里名称相同的两行经费，不能一行按金额、一行按次数等列示。

    级别：核实性
    依据：同一事项前后一致
    例：项目.打私专项整治经费.指标.成本指标.宣传费.完成值 1次，数量指标里写的是 1.16万元，单位不同
    """
    for _, indicators in case.indicator_groups():
        for money, other in chain.from_iterable(permutations(pair) for pair in _namesakes(indicators)):
            if not _AMOUNT.search(str(money.find("三级"))):
                continue
            for column in ("完成值", "指标值"):
                amount, count = number(money, column), number(other, column)
                filled = None not in (amount.value, count.value)
                if filled and amount.unit in YUAN and "元" not in count.unit and count.unit != "%":
                    said = f"{money.find('二级')}里写的是 {_with_unit(amount)}，单位不同"
                    told = f"{count.name} {_with_unit(count)}，{said}"
                    yield finding("S10", Level.CONFIRM, count, told, "核对；不是同一笔经费的，改三级指标的名称", amount)
                    break


def _with_unit(figure: Figure) -> str:
    return f"{figure.show(figure.amount)}{figure.unit}"


def costs_are_the_less_the_better(case: Case) -> Iterator[Problem]:
    """S11：成本指标越小越好，符号用“≤”或“=”；成本超过项目预算的不得满分；没有定量成本指标的有得分上限。

    级别：核实性
    依据：成本指标越小越好；方向和上限由格式规定
    例：项目.打私巡查专项经费.指标.成本指标.误餐费 是成本指标，符号是“≥”，花得越多得分越高
    """
    if case.format.profile.cost.direction.text != "越小越好":
        return
    for owner, indicators in case.indicator_groups():
        costs = _costs(indicators)
        if not case.scores(owner):
            continue
        for indicator in costs:
            target, sign = number(indicator, "指标值"), str(indicator.find("符号"))
            if sign in ("≥", ">") and target.value is not None:
                message = f"{indicator.name} 是成本指标，符号是“{sign}”，花得越多得分越高"
                yield finding("S11", Level.CONFIRM, target, message, "符号改为“≤”，或在“审核说明”里说明")
            yield from _over_budget(owner, indicator)
        yield from _above_cap(case, costs)


def _costs(indicators: tuple[Scope, ...]) -> list[Scope]:
    return [i for i in indicators if "成本" in str(i.find("二级")) or "成本" in str(i.find("一级"))]


def costs_above_target_are_explained(case: Case) -> Iterator[Problem]:
    """S11：格式规定照符号计分的，完成值超过指标值还得满分的成本指标要写原因。

    级别：提示性
    依据：成本指标越小越好；方向由格式规定
    例：项目.打私保障专项经费.指标.成本指标.人身意外险 是成本指标，完成值 3.2 超过指标值 26人3.12万元，照“≥”得了满分
    """
    if case.format.profile.cost.direction.text == "越小越好":
        return
    for owner, indicators in case.indicator_groups():
        for indicator in _costs(indicators) if case.scores(owner) else ():
            target, actual, sign = number(indicator, "指标值"), number(indicator, "完成值"), str(indicator.find("符号"))
            score, weight = number(indicator, "得分"), number(indicator, "分值")
            comparable = None not in (target.value, actual.value) and target.unit == actual.unit
            if sign in (*REVERSE, QUALITATIVE) or not comparable or str(indicator.find("偏差原因")):
                continue
            if actual.amount > target.amount and score.amount >= weight.amount > 0:
                over = f"完成值 {actual.number} 超过指标值 {target.number}，照“{sign}”得了满分"
                hint = "核对得分，或填写本行的“偏差原因”"
                yield finding("S11", Level.HINT, actual, f"{indicator.name} 是成本指标，{over}", hint)


def _over_budget(owner: Scope, indicator: Scope) -> Iterator[Problem]:
    actual, budget = number(indicator, "完成值"), number(owner, "全年预算数")
    score, weight = number(indicator, "得分"), number(indicator, "分值")
    if actual.unit != budget.unit or budget.value is None or actual.amount <= budget.amount or score.blank:
        return
    if score.amount >= weight.amount > 0:
        message = f"{actual.name} {actual.number}，超过全年预算数 {budget.number}，得了满分 {score.number}"
        yield finding("S11", Level.CONFIRM, actual, message, "核对完成值和得分", budget, score)


def _above_cap(case: Case, costs: list[Scope]) -> Iterator[Problem]:
    cap = case.format.profile.cost.default_cap
    scores = [number(i, "得分") for i in costs]
    if cap.value is None or not costs or any(str(i.find("符号")) != QUALITATIVE for i in costs):
        return
    summed = total(*scores)
    if summed.amount > cap.value:
        message = f"没有定量的成本指标，成本得分合计 {summed.number}，至多 {Figure(value=cap.value).number}"
        yield finding("S11", Level.CONFIRM, scores[0], message, "设定量的成本指标，或更正得分", *scores[1:])


def money_rows_add_up(case: Case) -> Iterator[Problem]:
    """S12：数量、成本指标中按金额列示的各行，合计等于项目资金总额；分项之和等于所分解的那一行。

    级别：核实性
    依据：算术关系
    例：项目.打私专项整治经费 数量指标各行完成值合计 9.76，项目.打私专项整治经费.全年执行数 为 9.75，差 0.01
    """
    below = case.format.profile.execution.denominator.text
    for project in case.projects:
        for level2, group in _by(items(project, "指标"), "二级").items():
            tops = [i for i in group if not i.find("分解")]
            counted = "数量" in level2 or "成本" in level2
            if counted and tops and all(_in_money(i, case.format.money) for i in tops):
                yield from _adds_up(tops, project, (below, "全年执行数"), f"{project.name} {level2}各行")
            parts_of = _by(group, "分解")
            for top in tops:
                if parts := parts_of.get(str(top.find("三级"))):
                    yield from _adds_up(parts, top, ("指标值", "完成值"), f"{top.name} 的分项")


def _in_money(indicator: Scope, money: str) -> bool:
    counted = str(indicator.find("符号")) != QUALITATIVE and not _EACH.search(str(indicator.find("三级")))
    return counted and number(indicator, "指标值").unit == money


def _adds_up(rows: list[Scope], whole: Scope, names: tuple[str, str], what: str) -> Iterator[Problem]:
    for column, name in zip(("指标值", "完成值"), names, strict=True):
        parts = [number(row, column) for row in rows]
        units = {part.unit for part in parts if part.value is not None}
        if len(units) > 1:
            message = f"{what}{column}的单位不一致：{'、'.join(sorted(units))}"
            yield finding("S12", Level.CONFIRM, parts[0], message, "各行用同一个单位", *parts[1:])
            continue
        summed, expected = total(*parts), number(whole, name)
        if summed.value is not None and expected.value is not None and summed.value != expected.value:
            gap = Figure(value=summed.value - expected.value).number
            message = (
                f"{what}{column}合计 {summed.number}，{expected.name} 为 {expected.show(expected.value)}，差 {gap}"
            )
            hint = "核对各行；其中一行是总数的，给其余各行加上“分解: 那一行的三级名称”；或在“审核说明”里说明"
            yield finding("S12", Level.CONFIRM, replace(parts[0], name=""), message, hint, *parts, expected)


CHECKS: tuple[Check, ...] = (
    rows_of_one_name_agree,
    amounts_of_one_name_are_money,
    costs_are_the_less_the_better,
    costs_above_target_are_explained,
    money_rows_add_up,
)
