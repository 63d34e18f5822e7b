"""Indicators: weights, scores, completeness."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from fractions import Fraction

from reportgen.checks.case import Case, Check, finding
from reportgen.checks.text import is_remnant
from reportgen.figures.figure import Figure
from reportgen.figures.functions import total
from reportgen.figures.lists import owners_in_lists
from reportgen.figures.members import items, number
from reportgen.figures.scope import Scope
from reportgen.figures.totals import grade
from reportgen.methods import stem
from reportgen.problem import Level, Place, Problem
from reportgen.source.written import State, Words

QUALITATIVE = "定性"
NEAR = 0.66  # how alike a misspelt name is: 实效指标 is 时效指标 but for one character
_OF_A_WHOLE = re.compile(
    r"满意|覆盖率|合格率|优良率|整改率|处置率|制止率|到位率|及时率|完好率|参训率|知晓率|支付率|兑现率"
)


def place_of_indicator(indicator: Scope) -> Place:
    words = indicator.find("三级")
    return words.place if isinstance(words, Words) else Place("")


def indicator_is_filled(case: Case) -> Iterator[Problem]:
    """P6：每条指标都要有指标值和完成值；计分的表里还要有分值。

    级别：强制性
    依据：格式规定的内容
    例：指标.时效指标.按计划 没有填完成值
    """
    for owner, indicators in case.indicator_groups():
        for indicator in indicators:
            wanted = ("指标值", "完成值", "分值") if case.scores(owner) else ("指标值", "完成值")
            missing = [w for w in wanted if not _filled(number(indicator, w))]
            if missing and not is_remnant(str(indicator.find("三级"))):  # which P4 tells
                message = f"{indicator.name} 没有填{'、'.join(missing)}"
                hint = "补填；不用的占位行整行删去"
                yield Problem("P6", Level.ERROR, place_of_indicator(indicator), message, hint)


def level1_is_filled_throughout(case: Case) -> Iterator[Problem]:
    """P6：一张表里有的行填了一级指标的，各行都要填。

    级别：核实性
    依据：格式规定的内容
    例：项目.打私保障专项经费.指标 有 2 行没有填一级指标，同一张表的其他行填了：社会效益指标、服务对象满意度指标
    """
    for owner, indicators in case.indicator_groups():
        blank = [i for i in indicators if not str(i.find("一级"))]
        if blank and len(blank) < len(indicators):
            level2 = "、".join(dict.fromkeys(str(i.find("二级")) for i in blank))
            message = f"{owner.full('指标')} 有 {len(blank)} 行没有填一级指标，同一张表的其他行填了：{level2}"
            yield Problem("P6", Level.CONFIRM, place_of_indicator(blank[0]), message, "补填一级指标，与同类的行相同")


def _filled(figure: Figure) -> bool:
    return bool(figure.text) or figure.state is not State.BLANK


def level1_weights_match_profile(case: Case) -> Iterator[Problem]:
    """S2：一级指标的分值之和要等于格式规定的权重。

    级别：核实性
    依据：口径参照财预〔2020〕10号；分值由格式规定
    例：项目.打私保障专项经费 产出指标分值合计 49，规定为 50
    """
    for owner, indicators in _weighed(case):
        for rule in case.format.profile.weights if case.scores(owner) else ():
            weights = [number(i, "分值") for i in indicators if str(i.find("一级")) == rule.level1.text]
            found = total(*weights) if weights else None
            if found is not None and found.value is not None and found.value != rule.weight.value:
                message = f"{owner.name} {rule.level1}分值合计 {found.number}，规定为 {rule.weight.value}"
                hint = "调整分值；经批准调整权重的，在“审核说明”里说明"
                yield finding("S2", Level.CONFIRM, replace(weights[0], name=""), message, hint, *weights)


def _weighed(case: Case) -> Iterator[tuple[Scope, tuple[Scope, ...]]]:
    """Each project with its indicators; where they stand in a list, each item of that, or all where these add up."""
    whole = sum((rule.weight.value or 0 for rule in case.format.profile.weights), Fraction(0))
    for project in case.projects:
        yield project, items(project, "指标")
        listed = _listed(case, project)
        every = tuple(indicator for _, indicators in listed for indicator in indicators)
        together = total(*(number(indicator, "分值") for indicator in every)) if every else None
        yield from ((project, every),) if together and together.value == whole else listed


def _listed(case: Case, project: Scope) -> tuple[tuple[Scope, tuple[Scope, ...]], ...]:
    """The items of a project's lists that have indicators, with these."""
    found = owners_in_lists(case.root, case.format.terms)
    return tuple(one for one in found if one[1] and one[0].parent and one[0].parent.parent is project)


def quantitative_values_are_numbers(case: Case) -> Iterator[Problem]:
    """S9：定量指标的指标值和完成值都是数，单位相同。

    级别：强制性
    依据：定量指标要能比较
    例：项目.打私专项整治经费.指标.数量指标.打私专项整治行动经费井口、断道费.指标值 写的是“约一万元”，不是数
    """
    for _, indicators in case.indicator_groups():
        for indicator in indicators:
            if str(indicator.find("符号")) == QUALITATIVE:
                continue
            target, actual = number(indicator, "指标值"), number(indicator, "完成值")
            for figure in (target, actual):
                if figure.value is None and figure.text:
                    message = f"{figure.name} 写的是“{figure.text}”，不是数"
                    hint = "写成 {值: 数, 文字: 表中印的话}；不能用数衡量的，符号填“定性”"
                    yield finding("S9", Level.ERROR, figure, message, hint)
            if target.value is not None and actual.value is not None and target.unit != actual.unit:
                message = f"{indicator.name} 指标值的单位是“{target.unit}”，完成值的单位是“{actual.unit}”"
                yield finding("S9", Level.ERROR, actual, message, "用同一个单位", target)


def rates_of_a_whole_are_at_most_1(case: Case) -> Iterator[Problem]:
    """X13：满意度、覆盖率、合格率等是部分占全部的比率，不超过 100%。

    级别：核实性
    依据：算术关系
    例：事实.巡查守护覆盖率.值 100.1%，部分占全部的比率不超过 100%
    """
    for figure in case.figures:
        name = figure.name.removesuffix(".值").removesuffix(".指标值").removesuffix(".完成值")
        if figure.place and figure.unit == "%" and figure.amount > 1 and _OF_A_WHOLE.search(name.rpartition(".")[2]):
            message = f"{figure.name} {figure.number}，部分占全部的比率不超过 100%"
            yield finding("X13", Level.CONFIRM, figure, message, "核对这个比率")


def required_levels_are_present(case: Case) -> Iterator[Problem]:
    """S13：规定的一级、二级指标每个项目都要有，写在它的列表（如各目标）里的也算。

    级别：核实性
    依据：格式规定的必填一级、必填二级指标
    例：项目.打私保障专项经费 缺少二级指标：时效指标
    """
    profile = case.format.profile
    required = [words.text for words in profile.required_level2]
    firsts = [words.text for words in profile.required_level1]
    for project in case.projects:
        listed = (indicator for _, indicators in _listed(case, project) for indicator in indicators)
        indicators = (*items(project, "指标"), *listed)
        if not indicators:
            continue
        rows = {(str(i.find("一级")), str(i.find("二级"))) for i in indicators}
        present, above = {level2 for _, level2 in rows}, {level1 for level1, _ in rows}
        lacking = [name for name in required if name not in present]
        ours = {stem(name) for name in (*firsts, *above, *(row.level1.text for row in profile.weights))}
        misspelt = _misspelt(present - set(required), lacking, ours)
        for words in (i.find("二级") for i in indicators):
            if isinstance(words, Words) and (near := misspelt.get(words.text)):
                message = f"{project.name} 的二级指标“{words}”不是规定的名称，像是“{near}”"
                yield Problem("S13", Level.CONFIRM, words.place, message, f"改成“{near}”")
        missing = {
            "一级": [name for name in firsts if not _stands(stem(name), rows)],
            "二级": [name for name in lacking if name not in misspelt.values()],
        }
        if told := "；".join(f"缺少{level}指标：{'、'.join(names)}" for level, names in missing.items() if names):
            name = project.find("名称")
            place = name.place if isinstance(name, Words) else Place("")
            yield Problem("S13", Level.CONFIRM, place, f"{project.name} {told}", "补上指标，或在“审核说明”里说明")


def _stands(first: str, rows: set[tuple[str, str]]) -> bool:
    """Whether there is an indicator of a first level: by its second (社会效益指标), or by the first it stands under.

    A second level that stands under several first ones was put under one of them by mistake.
    """
    seconds = [level2 for _, level2 in rows]
    return any(first in level2 or (first in level1 and seconds.count(level2) == 1) for level1, level2 in rows)


def _misspelt(names: set[str], lacking: list[str], firsts: set[str]) -> dict[str, str]:
    """Names that nobody asks for, each with the required one that is lacking and that it resembles.

    What names its first level is spelt as it should be: 效益指标 is no 时效指标.
    """
    odd = [name for name in sorted(names) if not any(first and first in name for first in firsts)]
    near = {name: get_close_matches(name, lacking, 1, NEAR) for name in odd}
    return {name: found[0] for name, found in near.items() if found}


def grade_is_that_of_the_score(case: Case) -> Iterator[Problem]:
    """S16：填写的等级是总分所在的等级，用格式规定的等级名称。

    级别：核实性
    依据：口径参照财预〔2020〕10号；等级由格式规定
    例：自评等级 填的是“优”，这个格式不评等级
    """
    for owner, score, stated in (
        (case.root, "自评得分", "自评等级"),
        *((project, "总分", "等级") for project in case.projects),
    ):
        words, figure = owner.find(stated), number(owner, score)
        right = grade(figure, case.format.profile)
        if not isinstance(words, Words) or not words:
            continue
        if not case.format.profile.grades:
            message = f"{owner.full(stated)} 填的是“{words}”，这个格式不评等级"
            yield Problem("S16", Level.CONFIRM, words.place, message, "删去等级")
        elif right and words.text != right:
            names = "、".join(row.name.text for row in case.format.profile.grades)
            message = f"{owner.full(stated)} 填的是“{words}”，{figure.number} 分是“{right}”"
            yield Problem("S16", Level.ERROR, words.place, message, f"等级名称：{names}", (figure.as_operand(),))


CHECKS: tuple[Check, ...] = (
    grade_is_that_of_the_score,
    indicator_is_filled,
    level1_is_filled_throughout,
    level1_weights_match_profile,
    quantitative_values_are_numbers,
    rates_of_a_whole_are_at_most_1,
    required_levels_are_present,
)
