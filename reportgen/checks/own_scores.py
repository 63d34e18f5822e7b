"""Scores by a format's own formulas and named rules: those that a blank leaves unknown, and rules that none takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from reportgen.checks.case import Case, Check, finding, place_of
from reportgen.checks.formulas import scopes
from reportgen.figures.figure import Figure
from reportgen.figures.members import number
from reportgen.figures.methods import LEVELS
from reportgen.figures.totals import is_score
from reportgen.methods import stem
from reportgen.problem import Level, Problem
from reportgen.source.slips import may_be, slips
from reportgen.source.terms import every_field
from reportgen.source.written import Words

_DEEP: Final = 8  # figures between a score and what is blank


def scores_are_known(case: Case) -> Iterator[Problem]:
    """S20：自己写的公式、计分法要用的数都填了，得分才算得出；空着不当作零。

    级别：核实性
    依据：空着的数不知道是多少，当作零会多给分或少给分
    例：效果.公众满意度.得分 没有算出：满意率 是空的
    """
    told: set[str] = set()
    demanded = {".".join(path) for path, term in every_field(case.format.terms) if term.required}  # told as such
    for figure in _scores(case):
        lacking = {one.name: one for part in figure.operands if part.blank for one in _typed(part, _DEEP)}
        if not figure.blank or figure.unread or lacking.keys() <= demanded or figure.name in told:
            continue
        told.add(figure.name)
        message = f"{figure.name} 没有算出：{'、'.join(lacking)} 是空的"
        at = next((one for one in lacking.values() if place_of(one).file), figure)
        yield finding("S20", Level.CONFIRM, replace(at, name=""), message, "补填；确实是零的填 0")


def _scores(case: Case) -> Iterator[Figure]:
    """The scores of a format's own formulas and named rules."""
    for row in case.format.formulas:
        *_, name = row.name.text.split(".")
        for scope in scopes(row.scope.text, case) if is_score(name, row.unit.text) else ():
            yield number(scope, name)
    if case.format.profile.methods:
        for owner, indicators in case.indicator_groups():
            yield from (number(one, "得分") for one in indicators if case.scores(owner))


def _typed(figure: Figure, deep: int) -> Iterator[Figure]:
    """What is blank at the bottom of a figure that is blank."""
    below = [part for part in figure.operands if part.blank] if deep else []
    if not below:
        yield figure
    for part in below:
        yield from _typed(part, deep - 1)


def named_rules_are_taken(case: Case) -> Iterator[Problem]:
    """S21：计分法“用于”的指标，数据里的名称照它写；写得不同的就不用这个计分法。

    级别：核实性
    依据：计分法认名称；名称不同的照一般的口径计分，分数不同
    例：计分法“达到”用于“政府采购执行率”，这里写的是“政府采购完成率”，没有用它
    """
    written = {
        level.text: level
        for owner, indicators in case.indicator_groups()
        if case.scores(owner)
        for indicator in indicators
        if not str(indicator.find("计分"))
        for level in (indicator.find(word) for word in LEVELS)
        if isinstance(level, Words)
    }
    methods = case.format.profile.methods
    taken = {level for method in methods for level in method.levels}
    others = [text for text in written if stem(text) not in taken]
    for method in methods:
        for name in method.levels:
            if name in map(stem, written):
                continue
            for near in slips(name, others):
                message = f"计分法“{method.name}”用于“{name}”，这里写的是“{near}”，没有用它"
                hint = f"{may_be([name])}，改成它；确实是另一条的，在“审核说明”里说明"
                yield Problem("S21", Level.CONFIRM, written[near].place, message, hint)


CHECKS: tuple[Check, ...] = (scores_are_known, named_rules_are_taken)
