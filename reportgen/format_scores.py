"""The total score that a format reckons by a formula of its own, tried on its example."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final, TypeAlias

from reportgen.checks import totals
from reportgen.checks.case import Case
from reportgen.checks.formulas import scopes
from reportgen.figures import formula
from reportgen.figures.figure import Figure, FigureError
from reportgen.figures.functions import FormulaError
from reportgen.figures.number import written
from reportgen.figures.scope import NameProblem, Scope
from reportgen.figures.scoring import SCORE
from reportgen.figures.totals import TOTAL
from reportgen.format_terms import FormulaRow
from reportgen.problem import Level, Problem
from reportgen.source.terms import PROJECTS

ScoreCheck: TypeAlias = Callable[[Case], Iterator[Problem]]

_SUM: Final = "分值合计"
_MANY: Final = Fraction(1000)  # points: more than any form gives


def totals_keep_to_full_marks(example: Case) -> Iterator[Problem]:
    """T51：“总分”的公式，算出的不超过分值合计加附加分。

    级别：强制性
    依据：示例数据的各个得分都不超过分值；公式里的百分数少了 %，总分就是几千
    例：照“总分”的公式，示例数据的项目.检测平台建设专项资金.总分 7601.8，超过满分 100
    """
    rows = [row for row in example.format.formulas if row.name.text == TOTAL]
    beyond = [one for check in totals.CHECKS for one in check(example)] if rows else []
    if beyond:
        message = f"照“总分”的公式，示例数据的{beyond[0].message}"
        hint = "更正公式：百分数要带 %，如 × 80%；有附加分的，在 profile.yaml 里写 附加分: 5"
        yield Problem("T51", Level.ERROR, rows[-1].formula.place, message, hint)


def further_points_are_declared(example: Case) -> Iterator[Problem]:
    """T52：“总分”的公式在满分之外还加分的，profile.yaml 里写着附加分。

    级别：核实性
    依据：总分的上限是分值合计加附加分；没有写附加分，得满分再加分的数据通不过审核
    例：“总分”的公式加上了“创新加分”，最多 5 分，规则里没有写附加分
    """
    format = example.format
    rows = [row for row in format.formulas if row.name.text == TOTAL and row.scope.text == PROJECTS]
    if not rows or any(row.name.text == _SUM for row in format.formulas) or not example.projects:
        return
    if any(totals_keep_to_full_marks(example)):
        return  # which says the same
    added = [term.word for term in format.terms[PROJECTS] if term.declared and term.unit == SCORE]
    bonus = format.profile.bonus
    for name in (name for name in added if name in formula.names_in(rows[-1].formula.text)):
        most = _gain(rows[-1], name, example)
        if most is None or (bonus.value and (most >= _MANY or most <= bonus.value)):
            continue
        points = written(most, None) if most < _MANY else ""
        told = f"，最多 {points} 分" if points else ""
        said = f"规则里写的附加分是 {bonus.number}" if bonus else "规则里没有写附加分"
        message = f"“{TOTAL}”的公式加上了“{name}”{told}，{said}"
        hint = f"在 profile.yaml 里写 附加分: {points or 5}；写的是最多加几分"
        yield Problem("T52", Level.CONFIRM, rows[-1].formula.place, message, hint)


def _gain(row: FormulaRow, name: str, example: Case) -> Fraction | None:
    """How much a field can add to the total of a project; None where it adds nothing, or a cap on the total holds."""
    project = next(scopes(PROJECTS, example))

    def total(points: Fraction) -> Fraction:
        return formula.figure_of(
            row.formula.text, Scope("", {name: Figure(name, points, SCORE)}, parent=project)
        ).amount

    try:
        least, most = total(Fraction(0)), total(_MANY)
    except (NameProblem, FormulaError, FigureError):  # told where it is checked
        return None
    return most - least if most > least and most != example.format.profile.full_marks else None


CHECKS: Final[tuple[ScoreCheck, ...]] = (totals_keep_to_full_marks, further_points_are_declared)
