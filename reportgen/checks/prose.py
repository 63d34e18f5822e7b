"""Numbers typed in prose, held against the figures they stand for.

Precision goes before recall: a number is told only when its sentence names what it should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from reportgen.checks.case import Case, Check
from reportgen.checks.mentions import Mention, numbers
from reportgen.checks.words import Sentence, sentences
from reportgen.figures.figure import Figure
from reportgen.figures.scope import Scope
from reportgen.problem import Level, Problem

YUAN = {"万元": 10**4, "亿元": 10**8, "元": 1}
LEAST_NAME = 4  # characters: shorter names stand in too many sentences
LEAST_DIGITS = 2  # significant ones: 5 and 50 are no slip of a power of ten
POWERS = [10**power for power in (1, 2, 3, 4)]
_GENERAL = ("合计", "值", "金额", "全年预算数", "全年执行数", "年初预算数")
_OF_PROJECT: Mapping[str, tuple[str, ...]] = {
    "年初预算": ("年初预算数",),
    "全年预算": ("全年预算数",),
    "执行率": ("执行率", "完成率"),
    "完成率": ("完成率", "执行率"),
    "执行": ("全年执行数",),
    "支出": ("全年执行数",),
    "支付": ("全年执行数",),
}
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "支出.合计": ("全年支出", "总支出", "本年支出", "支出合计"),
    "收入.合计": ("本年收入", "总收入", "收入合计"),
}
_JOINT = r"(?:数|资金|经费|金额|共|共计|合计|总计|总额|为|是|达|达到|了|有|：|:|\u3000)*"
_BEFORE_NUMBER = re.compile("(" + "|".join(_OF_PROJECT) + ")" + _JOINT + "$")
_OTHER_TIME = re.compile(r"上年|去年|往年|同比|环比|较|比|增长|增加|减少|下降|年初|其中|月|季度|20\d\d年|人均|每")


def facts_named_in_prose_agree(case: Case) -> Iterator[Problem]:
    """P3：正文里手打的数，句中点了某个事实的名称的，要与那个事实一致。

    级别：核实性
    依据：前后一致
    例：正文写“1878台（次）”，出动车辆是 1879台（次）
    """
    known = list(_facts(case))
    for sentence in sentences(case, _one_of(name for name, _ in known)):
        found = numbers(sentence.text)
        for name, figure in known:
            if name not in sentence.text:
                continue
            alike = [m for m in found if _comparable(m, figure)]
            if alike and not any(agrees(m, figure) for m in alike):
                nearest = min(alike, key=lambda m: abs(m.start - sentence.text.index(name)))
                yield _differing("P3", sentence, nearest, name, figure)


def _facts(case: Case) -> Iterator[tuple[str, Figure]]:
    facts = case.root.find("事实")
    assert isinstance(facts, Scope)
    for item in facts.items:
        value, name = item.find("值"), str(item.find("名称"))
        if isinstance(value, Figure) and value.value is not None and len(name) >= LEAST_NAME:
            yield name, value


def figures_named_before_a_number_agree(case: Case) -> Iterator[Problem]:
    """P3：正文写“基本支出……万元”的，要与数据中的基本支出一致；单位人数也一样。

    级别：核实性
    依据：前后一致
    例：正文写“124.57万元”，人员经费是 142.57万元
    """
    named = _by_last_name(case)
    endings = {name: re.compile(re.escape(name) + _JOINT + "$") for name in named}
    money = [f for f in case.figures if f.unit in YUAN and f.value is not None]
    for sentence in sentences(case, _one_of(named)):
        for mention in numbers(sentence.text):
            before = mention.before
            name = next((n for n, ending in endings.items() if n in before and ending.search(before)), "")
            candidates = [f for f in named.get(name, []) if _comparable(mention, f)]
            if not candidates or _OTHER_TIME.search(before):
                continue
            fine = candidates + (money if mention.unit == "元" else [])
            if not any(agrees(mention, f) for f in fine):
                yield _differing("P3", sentence, mention, name, nearest_to(mention, candidates))


def _one_of(names: Iterable[str]) -> re.Pattern[str]:
    """Finds any of some names; nothing where there are none."""
    return re.compile("|".join(map(re.escape, names)) or "(?!)")


def _by_last_name(case: Case) -> dict[str, list[Figure]]:
    """The department's own figures by the word that names them in a sentence, the longest names first."""
    found: dict[str, list[Figure]] = {}
    for figure in case.figures:
        parts = [part for part in figure.name.split(".") if part not in _GENERAL]
        if figure.value is None or not parts or parts[0] in ("项目", "指标", "事实", "规则", "附件"):
            continue
        if len(parts[-1]) >= LEAST_NAME:
            found.setdefault(parts[-1], []).append(figure)
        for alias in _ALIASES.get(figure.name, ()):
            found.setdefault(alias, []).append(figure)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def numbers_of_a_project_are_those_of_its_table(case: Case) -> Iterator[Problem]:
    """X14：正文里点了项目名称又写预算、执行数或执行率的，要与该项目的表一致。

    级别：核实性
    依据：前后一致
    例：正文写“9.6万元”，项目.打私保障专项经费.全年执行数是 6.9万元
    """
    called = [(name, project) for project in case.projects for name in _names(project)]
    for sentence in sentences(case, _one_of(name for name, _ in called)):
        ends = [(sentence.text.index(name) + len(name), project) for name, project in called if name in sentence.text]
        if len({id(project) for _, project in ends}) != 1:
            continue
        named = min(end for end, _ in ends)
        own = [f for f in ends[0][1].figures() if f.value is not None]
        for mention in numbers(sentence.text):
            said = _BEFORE_NUMBER.search(mention.before) if mention.start >= named else None
            if not said or _OTHER_TIME.search(mention.before.replace("年初预算", "")):
                continue
            meant = [f for f in own if f.name.rpartition(".")[2] in _OF_PROJECT[said[1]] and _comparable(mention, f)]
            if meant and not any(agrees(mention, f) for f in own if _comparable(mention, f)):
                yield _differing("X14", sentence, mention, meant[0].name, meant[0])


def _names(project: Scope) -> list[str]:
    return [str(project.find(n)) for n in ("名称", "简称") if len(str(project.find(n))) >= LEAST_NAME]


def _comparable(mention: Mention, figure: Figure) -> bool:
    return mention.unit == figure.unit or (mention.unit == "元" and figure.unit in YUAN)


def _scaled(figure: Figure) -> int:
    return YUAN.get(figure.unit, 1)


def agrees(mention: Mention, figure: Figure) -> bool:
    """Whether a number of prose is the figure, in the digits it is written with; a rough one within a tenth."""
    value = figure.amount * _scaled(figure)
    apart = abs(mention.value - value)
    if mention.rough:
        return apart * 10 <= abs(value)
    return not apart or (apart < mention.scale and mention.shown(mention.value) == mention.shown(value))


def nearest_to(mention: Mention, figures: list[Figure]) -> Figure:
    return min(figures, key=lambda f: abs(f.amount * _scaled(f) - mention.value))


def _differing(code: str, sentence: Sentence, mention: Mention, name: str, figure: Figure) -> Problem:
    value, slip = figure.amount * _scaled(figure), ""
    if len(str(mention.value.numerator).strip("0")) >= LEAST_DIGITS and mention.value and value:
        times = max(mention.value / value, value / mention.value)
        slip = "，像是错了小数点或单位" if times in POWERS else ""
    message = f"正文写“{mention.text}”，{name}是 {figure}{slip}"
    hint = f"核对；用【{figure.name.removesuffix('.值').removeprefix('事实.')}】引用就不会不一致"
    return Problem(code, Level.CONFIRM, sentence.at(mention.start), message, hint, (figure.as_operand(),))


CHECKS: tuple[Check, ...] = (
    facts_named_in_prose_agree,
    figures_named_before_a_number_agree,
    numbers_of_a_project_are_those_of_its_table,
)
