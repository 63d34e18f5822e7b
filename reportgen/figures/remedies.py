"""A formula that could not be reckoned → what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from reportgen.figures.figure import FigureError
from reportgen.figures.formula import names_in
from reportgen.figures.functions import FormulaError
from reportgen.figures.lists import of_project
from reportgen.figures.scope import NameProblem, Scope, row_of
from reportgen.format_terms import FormulaRow
from reportgen.source.terms import INDICATORS, PROJECTS

NO_SUM: Final = "各项目算得出、项目.合计 算不出的，在这一行加上 合计: 否"
_MEND: Final = "更正公式"
_OF_DEPARTMENT: Final = (
    "部门的指标上面没有项目：运算，没有部门指标的格式在 profile.yaml 里写 部门指标计分: 否；"
    "审核，改为 范围: 项目，用 数量(指标, 条件) 这样的函数"
)


def remedy(error: NameProblem | FormulaError | FigureError, scope: Scope) -> str:
    """What to do about a formula that fails in one of its scopes, though its names are found in others."""
    if isinstance(error, NameProblem) and row_of(scope) == INDICATORS and not of_project(scope):
        return _OF_DEPARTMENT
    return error.hint if isinstance(error, FormulaError) else _MEND


def words_of(circle: Iterable[str]) -> tuple[str, ...]:
    """The figures of a circle by their last words, by their full names where these are not enough."""
    names = tuple(circle)
    words = tuple(name.rpartition(".")[2] for name in names)
    return words if len(set(words)) == len(words) else names


def culprit(words: Iterable[str], formulas: Iterable[FormulaRow], root: Scope) -> tuple[FormulaRow, str] | None:
    """The formula of a circle that is for each row of a list and takes the whole list, and what its 范围 may be."""
    for row in formulas:
        own = row.scope.text
        if row.name.text in words and own in names_in(row.formula.text):
            above = "部门" if isinstance(root.members.get(own), Scope) else PROJECTS
            return row, f"“{row.name}”的范围是 {own}，公式里又取“{own}”的各行：范围是不是 {above}"
    return None
